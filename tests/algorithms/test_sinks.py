"""Vector outputs hold every feature, whatever the fields are called, or nothing is left."""

import pytest
from qgis.core import (
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsGeometry,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterFileDestination,
    QgsVectorLayer,
)

from lma_qgis.algorithms.fields import DOUBLE, INTEGER, TEXT
from tests.algorithms.layers import stripes, survey

LEVEL = {"FIELD": "mag_res_nt", "TRACK_FIELD": "line_id"}


def tracks_with(*columns):
    """A survey with further columns of (name, kind, function of the row)."""
    layer = survey(3)
    first = len(layer.fields())
    layer.dataProvider().addAttributes([QgsField(name, kind) for name, kind, _ in columns])
    layer.updateFields()
    values = {
        feature.id(): {first + place: of(row) for place, (_, _, of) in enumerate(columns)}
        for row, feature in enumerate(layer.getFeatures())
    }
    layer.dataProvider().changeAttributeValues(values)
    return layer


CLASHES = {
    "geom": ([("geom", TEXT, lambda row: f"g{row}")], ["geom_1"]),
    "GEOM": ([("GEOM", DOUBLE, lambda row: row + 0.5)], ["GEOM_1"]),
    "keys that come twice": ([("fid", INTEGER, lambda row: row // 2)], ["fid_1"]),
    "keys of text": ([("fid", TEXT, lambda row: f"a{row}")], ["fid_1"]),
    "keys with decimals": ([("FID", DOUBLE, lambda row: row + 0.5)], ["FID_1"]),
    "capitals only": ([("Name", TEXT, lambda row: "x"), ("name", TEXT, lambda row: f"y{row}")], ["Name", "name_1"]),
    "new name taken": ([("geom", TEXT, lambda row: "x"), ("geom_1", INTEGER, lambda row: row)], ["geom_2", "geom_1"]),
}


@pytest.mark.parametrize("case", CLASHES)
def test_names_that_geopackage_needs(run_algorithm, tmp_path, case):
    columns, names = CLASHES[case]
    layer = tracks_with(*columns)
    target = str(tmp_path / "level.gpkg")
    results, ok, feedback = run_algorithm("lma:leveltracks", {"INPUT": layer, "OUTPUT": target, **LEVEL})
    assert ok and not feedback.errors
    written = QgsVectorLayer(target, "level", "ogr")
    assert written.featureCount() == layer.featureCount()
    rows = list(written.getFeatures())
    for (_, _, of), name in zip(columns, names):
        assert sorted(map(str, (row[name] for row in rows))) == sorted(str(of(row)) for row in range(len(rows)))
    assert "mag_res_nt_lev" in written.fields().names()
    assert any("GeoPackage" in warning for warning in feedback.warnings)


def test_usual_keys_stay(run_algorithm, tmp_path):
    layer = tracks_with(("fid", INTEGER, lambda row: 1000 + row))
    target = str(tmp_path / "level.gpkg")
    _, ok, feedback = run_algorithm("lma:leveltracks", {"INPUT": layer, "OUTPUT": target, **LEVEL})
    ids = [feature.id() for feature in QgsVectorLayer(target, "level", "ogr").getFeatures()]
    assert ok and min(ids) == 1000 and len(ids) == layer.featureCount()
    assert not any("GeoPackage" in warning for warning in feedback.warnings)


@pytest.mark.parametrize("algorithm", ["leveltracks", "wiggles"])
def test_a_failed_write_is_a_failed_run_and_leaves_nothing(run_algorithm, tmp_path, monkeypatch, algorithm):
    monkeypatch.setattr(QgsFeatureSink, "addFeatures", lambda *args: False)
    target = tmp_path / "out.gpkg"
    _, ok, feedback = run_algorithm(f"lma:{algorithm}", {"INPUT": survey(3), "OUTPUT": str(target), **LEVEL})
    assert not ok and feedback.errors and list(tmp_path.iterdir()) == []


def table(folder):
    path = folder / "in.csv"
    path.write_text("lon,lat,mag\n" + "".join(f"{10 + 0.01 * i},{-30},{i}\n" for i in range(50)))
    return str(path)


def line():
    layer = QgsVectorLayer("LineString?crs=EPSG:32616", "lines", "memory")
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromWkt("LineString(500000 200000, 560000 200000)"))
    layer.dataProvider().addFeature(feature)
    layer.updateExtents()
    return layer


WITH_OPTIONAL_OUTPUTS = {
    "importtracks": lambda folder: {"INPUT": [table(folder)]},
    "leveltracks": lambda folder: {"INPUT": survey(3), **LEVEL},
    "wiggles": lambda folder: {"INPUT": survey(3), **LEVEL},
    "gridtracks": lambda folder: {"INPUT": survey(3), "CELL_SIZE": 4000, **LEVEL},
    "anisotropicdiffusion": lambda folder: {"INPUT": stripes(folder / "in.tif", rows=30, cols=30)},
    "crossvalidate": lambda folder: {
        "INPUT": survey(4, step=2000.0, length=60_000.0), "CELL_SIZE": 4000, "NULL_DRAWS": 0, **LEVEL,
    },
    "predictlineations": lambda folder: {"INPUT": stripes(folder / "in.tif", rows=30, cols=30), "MODEL": "ridge"},
    "comparepicks": lambda folder: {"INPUT": line(), "REFERENCE": line()},
}


@pytest.mark.parametrize("name", WITH_OPTIONAL_OUTPUTS)
def test_cells_left_empty_in_the_batch_dialog_are_outputs_left_out(provider, run_algorithm, tmp_path, name):
    parameters = WITH_OPTIONAL_OUTPUTS[name](tmp_path)
    results_folder = tmp_path / "results"
    results_folder.mkdir()
    optional = []
    for each in provider.algorithm(name).destinationParameterDefinitions():
        if each.name() == "OUTPUT":
            target = results_folder / f"out.{each.defaultFileExtension()}"
            parameters["OUTPUT"] = QgsProcessingOutputLayerDefinition(str(target))
        else:
            optional.append(each.name())
            is_file = isinstance(each, QgsProcessingParameterFileDestination)
            parameters[each.name()] = "" if is_file else QgsProcessingOutputLayerDefinition("")
    results, ok, feedback = run_algorithm(f"lma:{name}", parameters)
    assert ok and optional, feedback.errors
    assert not set(optional) & set(results)
    assert [path.name for path in results_folder.iterdir()] == [target.name]
