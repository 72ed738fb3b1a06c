"""lma:leveltracks as the Toolbox, a model and a cancelling user run it."""

import numpy as np
import pytest
from qgis.core import NULL, QgsFeature, QgsGeometry, QgsPointXY, QgsVectorLayer
from qgis.PyQt.QtCore import QDateTime

BIAS = {"L0": 40.0, "L1": -25.0, "L2": 10.0, "T0": -30.0, "T1": 5.0}


def network(crs="EPSG:32616", scale=1.0, origin=(500_000.0, 200_000.0), off=(), track_kind="string"):
    """Three north-south lines and two tie lines over east-west stripes, each with its bias."""
    layer = QgsVectorLayer(
        f"Point?crs={crs}&field=mag_res_nt:double&field=line_id:{track_kind}&field=utc:datetime&field=use:integer"
        "&field=note:string",
        "network",
        "memory",
    )
    along = np.arange(0.0, 60_000.0, 500.0)
    features = []
    for number, (name, bias) in enumerate(BIAS.items()):
        for step, position in enumerate(along):
            x, y = (
                (10_000.0 + 20_000.0 * number, position)
                if number < 3
                else (position, 15_000.0 + 30_000.0 * (number - 3))
            )
            value = 100 * np.sin(2 * np.pi * y / 24_000.0) + bias
            feature = QgsFeature(layer.fields())
            feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(origin[0] + x * scale, origin[1] + y * scale)))
            time = QDateTime.fromSecsSinceEpoch(int(3e8 + 1e5 * number + 60 * step))
            label = name if track_kind == "string" else number
            feature.setAttributes([float(value), label, time, 0 if step in off else 1, "kept"])
            features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    return layer


def truth(layer):
    y = np.array([feature.geometry().asPoint().y() for feature in layer.getFeatures()])
    return 100 * np.sin(2 * np.pi * (y - 200_000.0) / 24_000.0)


def parameters(layer, **more):
    return {"INPUT": layer, "FIELD": "mag_res_nt", "TRACK_FIELD": "line_id", "TIME_FIELD": "utc", **more}


@pytest.mark.parametrize("track_kind", ["string", "integer"])
def test_biases_go_and_everything_else_stays(run_algorithm, provider, tmp_path, track_kind):
    layer = network(off=(7,), track_kind=track_kind)
    outputs = {"OUTPUT": str(tmp_path / "out.gpkg"), "CROSSOVERS": str(tmp_path / "cross.gpkg")}
    results, ok, feedback = run_algorithm("lma:leveltracks", parameters(layer, **outputs))
    assert ok and not feedback.errors
    assert results["RMS_BEFORE"] > 30 and results["RMS_AFTER"] < 4
    found = list(QgsVectorLayer(results["OUTPUT"], "out", "ogr").getFeatures())
    assert len(found) == layer.featureCount()
    difference = np.array([feature["mag_res_nt_lev"] for feature in found]) - truth(layer)
    assert np.std(difference) < 4
    before = [feature["mag_res_nt"] for feature in layer.getFeatures()]
    assert [feature["mag_res_nt"] for feature in found] == pytest.approx(before, abs=1e-4)
    assert {feature["note"] for feature in found} == {"kept"}
    crossings = list(QgsVectorLayer(results["CROSSOVERS"], "cross", "ogr").getFeatures())
    assert len(crossings) == 6
    for crossing in crossings:
        assert crossing["error_before_nt"] == pytest.approx(crossing["value_1_nt"] - crossing["value_2_nt"])
        assert crossing["angle_deg"] == pytest.approx(90.0) and crossing["hours_apart"] > 1
    assert any("6 crossings" in info for info in feedback.infos)


def test_degrees_give_the_same_answer(run_algorithm, provider, tmp_path):
    layer = network("EPSG:4326", 1 / 111_000.0, (179.8, -45.0))
    results, ok, _ = run_algorithm("lma:leveltracks", parameters(layer, OUTPUT=str(tmp_path / "out.gpkg")))
    assert ok and results["RMS_AFTER"] < 0.1 * results["RMS_BEFORE"]


def test_a_second_run_replaces_its_own_field(run_algorithm, provider, tmp_path):
    first, second = str(tmp_path / "1.gpkg"), str(tmp_path / "2.gpkg")
    run_algorithm("lma:leveltracks", parameters(network(), OUTPUT=first))
    results, ok, feedback = run_algorithm(
        "lma:leveltracks", parameters(QgsVectorLayer(first, "again", "ogr"), OUTPUT=second)
    )
    names = QgsVectorLayer(results["OUTPUT"], "out", "ogr").fields().names()
    assert ok and names.count("mag_res_nt_lev") == 1 and any("replaced" in text for text in feedback.warnings)


def test_without_crossings_nothing_changes(run_algorithm, provider, tmp_path):
    layer = network()
    layer.setSubsetString("")
    layer.selectByExpression("\"line_id\" LIKE 'L%'")
    from qgis.core import QgsProcessingFeatureSourceDefinition, QgsProject

    QgsProject.instance().addMapLayer(layer)
    source = QgsProcessingFeatureSourceDefinition(layer.id(), True)
    results, ok, feedback = run_algorithm("lma:leveltracks", parameters(source, OUTPUT=str(tmp_path / "out.gpkg")))
    assert ok and results["RMS_BEFORE"] is None and any("No two tracks" in text for text in feedback.warnings)
    found = list(QgsVectorLayer(results["OUTPUT"], "out", "ogr").getFeatures())
    assert len(found) == 360 and all(abs(f["mag_res_nt_lev"] - f["mag_res_nt"]) < 1e-4 for f in found)


def test_missing_values_stay_missing(run_algorithm, provider, tmp_path):
    layer = network()
    first = next(layer.getFeatures())
    layer.dataProvider().changeAttributeValues({first.id(): {0: NULL}})
    results, ok, _ = run_algorithm("lma:leveltracks", parameters(layer, OUTPUT=str(tmp_path / "out.gpkg")))
    assert ok and next(QgsVectorLayer(results["OUTPUT"], "out", "ogr").getFeatures())["mag_res_nt_lev"] == NULL


def test_in_a_model(run_in_model, provider):
    from qgis.core import QgsProject

    layer = network()
    QgsProject.instance().addMapLayer(layer)
    plain = parameters(layer.id())
    results, ok, feedback = run_in_model("lma:leveltracks", plain, ["OUTPUT", "CROSSOVERS"])
    assert ok and not feedback.errors
    assert results["CHILD_RESULTS"]["child"]["RMS_AFTER"] < 4


def test_cancel_leaves_nothing_behind(run_algorithm, provider, tmp_path):
    target = tmp_path / "out.gpkg"
    results, _, _ = run_algorithm("lma:leveltracks", parameters(network(), OUTPUT=str(target)), cancel_at=30)
    assert results == {} and not target.exists()


def test_a_text_field_is_refused_in_one_sentence(run_algorithm, provider, tmp_path):
    bad = parameters(network(), OUTPUT=str(tmp_path / "out.gpkg"))
    bad["TIME_FIELD"] = "note"
    _, ok, feedback = run_algorithm("lma:leveltracks", bad)
    assert not ok and "date and time" in " ".join(feedback.errors)
