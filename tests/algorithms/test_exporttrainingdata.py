"""Export training data: a complete folder or none."""

import json

import numpy as np
import pytest
from osgeo import gdal, ogr
from qgis.core import QgsFeature, QgsGeometry, QgsProject, QgsRectangle, QgsVectorLayer

from . import pick_scene as scene

ID = "lma:exporttrainingdata"
FIELDS = "&field=pick_id:string&field=kind:string&field=status:string&field=quality:integer"


def picks(*states, system=scene.SYSTEM):
    lines = [[(420_000, 150_000 + 5_000 * n), (480_000, 150_000 + 5_000 * n)] for n in range(len(states))]
    rows = [(f"p{n}", "crest" if n % 2 == 0 else "trough", state, 1) for n, state in enumerate(states)]
    return scene.line_layer(lines, system, FIELDS, rows)


@pytest.fixture
def export(run_algorithm, tmp_path):
    def run(cancel_at=None, **parameters):
        parameters = {
            "INPUT": scene.anomaly(tmp_path),
            "PICKS": picks("accepted", "edited", "predicted", "rejected"),
            "OUTPUT": str(tmp_path / "set"),
            **parameters,
        }
        return run_algorithm(ID, parameters, cancel_at)

    return run


def test_evidence_is_there_when_given(export, tmp_path):
    _, ok, feedback = export(EVIDENCE=scene.constant(tmp_path, "e", -0.25))
    assert ok, feedback.errors
    folder = tmp_path / "set"
    assert gdal.Open(str(folder / "evidence.tif")).ReadAsArray().mean() == pytest.approx(-0.25)
    assert json.loads((folder / "meta.json").read_text())["evidence"] == "-1 to 1"
    _, ok, feedback = export()
    assert ok, feedback.errors
    assert not (folder / "evidence.tif").exists()
    assert json.loads((folder / "meta.json").read_text())["evidence"] == "missing"


def layer(path):
    source = ogr.Open(str(path))
    return [(feature.items(), feature.GetGeometryRef().Clone()) for feature in source.GetLayer(0)]


def test_the_folder_is_complete(export, tmp_path):
    field = np.where(scene.rows_and_columns()[0] < 10, np.nan, scene.rows_and_columns()[1])
    anomaly = scene.write(tmp_path / "in.tif", [field])
    results, ok, feedback = export(INPUT=anomaly, SUPPORT=scene.constant(tmp_path, "s", 0.4))
    assert ok, feedback.errors
    folder = tmp_path / "set"
    assert results["OUTPUT"] == str(folder) and results["COUNT"] == 2
    assert sorted(p.name for p in folder.iterdir()) == [
        "anomaly.tif", "area.gpkg", "meta.json", "picks.gpkg", "support.tif"
    ]
    data = gdal.Open(str(folder / "anomaly.tif"))
    values = data.ReadAsArray()
    values[values == data.GetRasterBand(1).GetNoDataValue()] = np.nan
    assert np.array_equal(values, field.astype(np.float32), equal_nan=True)
    assert data.GetGeoTransform() == gdal.Open(anomaly).GetGeoTransform()
    assert gdal.Open(str(folder / "support.tif")).ReadAsArray().mean() == pytest.approx(0.4)
    rows = layer(folder / "picks.gpkg")
    assert [(row["pick_id"], row["kind"], row["status"]) for row, _ in rows] == [
        ("p0", "crest", "accepted"), ("p1", "trough", "edited")
    ]
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    assert meta["format"] == "lma-training-data" and meta["version"] == 1
    assert meta["cell_size_m"] == [1000.0, 1000.0] and meta["picks_left_out"] == 2 and meta["reviewed"]
    assert meta["labels"] == {"crest": 1, "trough": 1, "": 0}
    assert layer(folder / "area.gpkg")[0][1].GetArea() == pytest.approx(150e3 * 120e3)


def test_area_and_lines_are_brought_to_the_raster(export, tmp_path):
    area = QgsVectorLayer(f"Polygon?crs={scene.SYSTEM}", "area", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(410_000, 140_000, 490_000, 190_000)))
    area.dataProvider().addFeatures([feature])
    _, ok, feedback = export(AREA=area, PICKS=scene.line_layer([[(-87.5, 1.5), (-87.4, 1.5)]], "EPSG:4326"))
    assert ok, feedback.errors
    assert layer(tmp_path / "set" / "area.gpkg")[0][1].GetArea() == pytest.approx(80e3 * 50e3)
    line = layer(tmp_path / "set" / "picks.gpkg")[0][1]
    assert line.Length() == pytest.approx(11_130, rel=5e-3)


def test_without_support_it_is_missing_everywhere(export, tmp_path):
    assert export()[1]
    data = gdal.Open(str(tmp_path / "set" / "support.tif"))
    band = data.GetRasterBand(1)
    assert (band.ReadAsArray() == band.GetNoDataValue()).all()


def test_unreviewed_picks_are_labels_only_where_nothing_is_reviewed_and_say_so(export, tmp_path):
    _, ok, feedback = export(PICKS=picks("predicted", "rejected"))
    assert ok and "own guesses" in feedback.warnings[-1]
    meta = json.loads((tmp_path / "set" / "meta.json").read_text(encoding="utf-8"))
    assert meta["reviewed"] is False and meta["picks_left_out"] == 1
    assert len(layer(tmp_path / "set" / "picks.gpkg")) == 1


def test_rejected_picks_are_never_labels(export, tmp_path):
    _, ok, feedback = export(PICKS=picks("rejected"))
    assert not ok and "no line" in feedback.errors[-1]
    assert not (tmp_path / "set").exists()


def test_other_files_are_never_replaced_but_an_earlier_export_is(export, tmp_path):
    folder = tmp_path / "set"
    assert export()[1] and export(PICKS=picks("accepted"))[1]
    assert len(layer(folder / "picks.gpkg")) == 1
    (folder / "thesis.txt").write_text("mine", encoding="utf-8")
    _, ok, feedback = export()
    assert not ok and "other files" in feedback.errors[-1]
    assert (folder / "thesis.txt").exists()


@pytest.mark.parametrize("at", [10, 45, 85])
def test_cancel_leaves_nothing(export, tmp_path, at):
    results, _, feedback = export(cancel_at=at, SUPPORT=scene.constant(tmp_path, "s", 0.4))
    assert feedback.isCanceled() and not results
    assert {path.suffix for path in tmp_path.iterdir()} <= {".tif", ".xml"}


def test_inside_a_model_and_in_a_temporary_folder(run_in_model, run_algorithm, tmp_path):
    own = picks("accepted")
    QgsProject.instance().addMapLayer(own)
    raster = scene.anomaly(tmp_path)
    results, ok, feedback = run_in_model(ID, {"INPUT": raster, "PICKS": own.id()}, ["OUTPUT"])
    assert ok, feedback.errors
    results, ok, feedback = run_algorithm(ID, {"INPUT": raster, "PICKS": own, "OUTPUT": "TEMPORARY_OUTPUT"})
    assert ok, feedback.errors
    assert len(layer(f"{results['OUTPUT']}/picks.gpkg")) == 1


def test_other_cells_are_refused(export, tmp_path):
    from lma_qgis.core.grid import Grid

    other = scene.write(tmp_path / "o.tif", [np.zeros((5, 5))], grid=Grid(0, 5000, 1000, 1000, 5, 5))
    _, ok, feedback = export(SUPPORT=other)
    assert not ok and "different cells" in feedback.errors[-1]
