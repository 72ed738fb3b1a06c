"""lma:wiggles as the Toolbox, a model and a cancelling user run it."""

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsProject, QgsVectorLayer

from lma_qgis.algorithms.styling import apply_style
from tests.algorithms.layers import survey


def parameters(layer, **more):
    return {"INPUT": layer, "FIELD": "mag_res_nt", "TRACK_FIELD": "line_id", **more}


def test_polygons_lie_east_of_their_tracks(run_algorithm, tmp_path):
    outputs = {"OUTPUT": str(tmp_path / "w.gpkg"), "LINES": str(tmp_path / "l.gpkg")}
    results, ok, feedback = run_algorithm("lma:wiggles", parameters(survey(), SCALE=20, **outputs))
    assert ok and not feedback.errors
    areas = list(QgsVectorLayer(results["OUTPUT"], "w", "ogr").getFeatures())
    curves = QgsVectorLayer(results["LINES"], "l", "ogr")
    assert curves.featureCount() == 9 and curves.crs().authid() == "EPSG:32616"
    assert {area["track"] for area in areas} == {f"L{i}" for i in range(9)}
    for area in areas:
        box = area.geometry().boundingBox()
        assert area.geometry().isGeosValid()
        west = 500_000 + 8000 * int(area["track"][1:])
        assert box.xMinimum() == pytest.approx(west) and box.xMaximum() == pytest.approx(west + 5000, abs=200)
        assert area["peak_nt"] == pytest.approx(100, abs=4)


def test_points_switched_off_are_left_out(run_algorithm, tmp_path):
    layer = survey(use=lambda track: int(track != 4))
    results, ok, _ = run_algorithm("lma:wiggles", parameters(layer, OUTPUT=str(tmp_path / "w.gpkg")))
    assert ok
    assert "L4" not in {f["track"] for f in QgsVectorLayer(results["OUTPUT"], "w", "ogr").getFeatures()}


def test_a_true_azimuth_and_degrees_across_the_date_line(run_algorithm, tmp_path):
    layer = QgsVectorLayer("Point?crs=EPSG:4326&field=mag_res_nt:double&field=line_id:string", "t", "memory")
    features = []
    for step in range(200):
        longitude = (179.7 + 0.003 * step + 180) % 360 - 180
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(longitude, -45.0)))
        feature.setAttributes([100.0, "a"])
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    results, ok, _ = run_algorithm(
        "lma:wiggles", parameters(layer, SCALE=20, AZIMUTH=0, OUTPUT=str(tmp_path / "w.gpkg"))
    )
    found = QgsVectorLayer(results["OUTPUT"], "w", "ogr")
    assert ok and found.featureCount() == 1 and not found.crs().isGeographic()
    box = found.extent()
    assert box.width() == pytest.approx(47_000, rel=0.02) and box.height() == pytest.approx(5000, rel=0.05)


def test_without_a_track_field_and_in_a_model(run_in_model, provider):
    layer = survey()
    QgsProject.instance().addMapLayer(layer)
    plain = {"INPUT": layer.id(), "FIELD": "mag_res_nt", "SCALE": 20}
    results, ok, feedback = run_in_model("lma:wiggles", plain, ["OUTPUT", "LINES"])
    assert ok and not feedback.errors and results["CHILD_RESULTS"]["child"]["LINES"]


@pytest.mark.parametrize(
    ("kind", "name"),
    [("Polygon", "wiggles"), ("LineString", "wiggle_lines"), ("Point", "tracks"), ("Point", "crossovers")],
)
def test_styles_fit_their_layers(provider, kind, name):
    layer = QgsVectorLayer(f"{kind}?crs=EPSG:32616", name, "memory")
    before = layer.renderer().dump()
    assert apply_style(layer, name) and layer.renderer().dump() != before


def test_cancel_leaves_nothing_behind(run_algorithm, tmp_path):
    target = tmp_path / "w.gpkg"
    results, _, _ = run_algorithm("lma:wiggles", parameters(survey(), OUTPUT=str(target)), cancel_at=60)
    assert results == {} and not target.exists()


def test_a_field_without_numbers_is_refused(run_algorithm, tmp_path):
    layer = survey(tracks=1)
    layer.dataProvider().changeAttributeValues({f.id(): {0: None} for f in layer.getFeatures()})
    _, ok, feedback = run_algorithm("lma:wiggles", parameters(layer, OUTPUT=str(tmp_path / "w.gpkg")))
    assert not ok and "usable number" in " ".join(feedback.errors)
