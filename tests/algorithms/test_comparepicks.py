"""Compare picks: scores, unmatched parts and a report, in any pair of coordinate systems."""

import re

import numpy as np
import pytest
from qgis.core import (
    NULL,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingUtils,
    QgsProject,
    QgsVectorLayer,
)

from . import pick_scene as scene

ID = "lma:comparepicks"
FIELDS = "&field=pick_id:string&field=status:string&field=support:double&field=chron:string&field=chron_source:string"


def row(north, west=400_000, east=500_000):
    return [(x, north) for x in np.linspace(west, east, 11)]


def picks(lines, status="predicted", support=0.7, chron=None, origin=None, system=scene.SYSTEM):
    attributes = [(f"p{n}", status, support, chron, origin) for n in range(len(lines))]
    return scene.line_layer(lines, system, FIELDS, attributes, "picks")


def reference(lines, system=scene.SYSTEM, chron="C5n.2n"):
    return scene.line_layer(lines, system, "&field=chron:string", [(chron,)] * len(lines), "cande")


def to_degrees(lines):
    move = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem(scene.SYSTEM), QgsCoordinateReferenceSystem("EPSG:4326"), QgsProject.instance()
    )
    return [[(p.x(), p.y()) for p in (move.transform(*point) for point in line)] for line in lines]


@pytest.fixture
def compare(run_algorithm, tmp_path):
    def run(cancel_at=None, **parameters):
        parameters = {
            "OUTPUT": str(tmp_path / "out.gpkg"),
            "UNMATCHED": str(tmp_path / "missed.gpkg"),
            "REPORT": str(tmp_path / "report.html"),
            **parameters,
        }
        results, ok, feedback = run_algorithm(ID, parameters, cancel_at)
        assert ok or feedback.errors
        return results, ok, feedback

    return run


def load(path):
    layer = QgsVectorLayer(str(path), "layer", "ogr")
    assert layer.isValid()
    return layer


def test_scores_by_hand(compare, tmp_path):
    results, ok, feedback = compare(
        INPUT=picks([row(102_000, 400_000, 450_000), row(160_000, 400_000, 425_000)]),
        REFERENCE=reference([row(100_000)]),
    )
    assert ok, feedback.errors
    assert results["COMPLETENESS"] == pytest.approx(0.5, abs=0.05)
    assert results["CORRECTNESS"] == pytest.approx(2 / 3, abs=0.02)
    assert results["MEDIAN_DISTANCE"] == pytest.approx(2_000, rel=2e-3)
    assert results["MEDIAN_AZIMUTH_ERROR"] == pytest.approx(0, abs=0.1)
    assert 0 <= results["CHANCE_F1"] <= 1
    out = {f["pick_id"]: f for f in load(results["OUTPUT"]).getFeatures()}
    assert out["p0"]["match_share"] == 1 and out["p0"]["match_chron"] == "C5n.2n"
    assert out["p1"]["match_share"] == 0 and out["p1"]["match_distance_m"] == NULL
    missed = list(load(results["UNMATCHED"]).getFeatures())
    assert len(missed) == 1 and missed[0]["chron"] == "C5n.2n"
    assert missed[0].geometry().length() == pytest.approx(45_000, abs=2_500)
    assert missed[0].geometry().boundingBox().xMaximum() == pytest.approx(500_000, abs=1)


@pytest.mark.parametrize("picks_in", ["degrees", "metres"])
def test_any_coordinate_systems_give_the_same(compare, picks_in):
    lines, others = [row(101_000), row(140_000)], [row(100_000)]
    plain = compare(INPUT=picks(lines), REFERENCE=reference(others))[0]
    degrees = {"system": "EPSG:4326"}
    mixed = (
        compare(INPUT=picks(to_degrees(lines), **degrees), REFERENCE=reference(others))[0]
        if picks_in == "degrees"
        else compare(INPUT=picks(lines), REFERENCE=reference(to_degrees(others), **degrees))[0]
    )
    for name in ("COMPLETENESS", "CORRECTNESS", "F1", "MEDIAN_DISTANCE"):
        assert mixed[name] == pytest.approx(plain[name], rel=1e-2)


def test_against_points_the_rest_is_null(compare):
    points = QgsVectorLayer(f"Point?crs={scene.SYSTEM}&field=chron:string", "gsfml", "memory")
    from qgis.core import QgsFeature, QgsGeometry, QgsPointXY

    features = []
    for x, y in ((410_000, 101_000), (420_000, 103_000), (430_000, 120_000)):
        feature = QgsFeature(points.fields())
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(x, y)))
        features.append(feature)
    points.dataProvider().addFeatures(features)
    results, ok, feedback = compare(INPUT=picks([row(100_000)]), REFERENCE=points)
    assert ok, feedback.errors
    assert results["COMPLETENESS"] == pytest.approx(2 / 3)
    assert 1_000 <= results["MEDIAN_DISTANCE"] <= 3_010
    for name in ("CORRECTNESS", "QUALITY", "F1", "CHANCE_F1", "MEDIAN_AZIMUTH_ERROR"):
        assert results[name] == NULL
    assert load(results["UNMATCHED"]).featureCount() == 1


def test_rejected_picks_do_not_count(compare):
    layer = picks([row(100_000)], status="rejected")
    layer.dataProvider().addFeatures(list(picks([row(160_000)]).getFeatures()))
    results, ok, feedback = compare(INPUT=layer, REFERENCE=reference([row(100_000)]))
    assert ok, feedback.errors
    assert results["COMPLETENESS"] == 0 and results["CORRECTNESS"] == 0
    assert any("rejected" in line for line in feedback.infos)
    assert load(results["OUTPUT"]).featureCount() == 2


def test_area_limits_both(compare):
    area = QgsVectorLayer(f"Polygon?crs={scene.SYSTEM}", "area", "memory")
    from qgis.core import QgsFeature, QgsGeometry, QgsRectangle

    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(400_000, 90_000, 450_000, 110_000)))
    area.dataProvider().addFeatures([feature])
    results, ok, feedback = compare(
        INPUT=picks([row(101_000, 400_000, 450_000), row(160_000)]), REFERENCE=reference([row(100_000)]), AREA=area
    )
    assert ok, feedback.errors
    assert results["COMPLETENESS"] == pytest.approx(1, abs=0.03)
    assert results["CORRECTNESS"] == 1


def test_far_reference_is_pointed_out(compare):
    _, _, feedback = compare(INPUT=picks([row(100_000)]), REFERENCE=reference([row(100_000), row(500_000)]))
    assert any("surveyed area" in line for line in feedback.infos)


def test_chron_from_the_same_layer_is_no_agreement(compare, tmp_path):
    origin = "assignchrons: cande"
    _, _, feedback = compare(
        INPUT=picks([row(100_000)], chron="C5n.2n", origin=origin), REFERENCE=reference([row(100_000)])
    )
    assert any("no agreement" in line for line in feedback.infos)
    assert not any("agree with the reference" in line for line in feedback.infos)
    _, _, feedback = compare(INPUT=picks([row(100_000)], chron="C5n.2n"), REFERENCE=reference([row(100_000)]))
    assert any("1 picks agree" in line for line in feedback.infos)


def test_report_shows_chance_support_and_histogram(compare, tmp_path):
    results, *_ = compare(INPUT=picks([row(102_000), row(103_500)]), REFERENCE=reference([row(100_000)]))
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert results["REPORT"] == str(tmp_path / "report.html")
    assert "F1 by chance" in page and "3.1–3.5 km" in page and "high (0.6 and above)" in page
    assert len(re.findall("<rect", page)) >= 2
    for tolerance in ("3 km", "5 km", "10 km"):
        assert f"<td>{tolerance}</td>" in page


def test_optional_outputs_may_be_left_out(compare):
    results, ok, _ = compare(
        INPUT=picks([row(100_000)]), REFERENCE=reference([row(100_000)]), UNMATCHED=None, REPORT=None
    )
    assert ok and results["F1"] == 1 and "UNMATCHED" not in results and "REPORT" not in results


def test_inside_a_model(run_in_model):
    project = QgsProject.instance()
    own, other = picks([row(100_000)]), reference([row(100_000)])
    project.addMapLayers([own, other])
    results, ok, feedback = run_in_model(ID, {"INPUT": own.id(), "REFERENCE": other.id()}, ["OUTPUT"])
    assert ok, feedback.errors
    output = next(value for key, value in results.items() if key.endswith("OUTPUT"))
    assert QgsProcessingUtils.mapLayerFromString(output, feedback.context).featureCount() == 1


def test_cancel_leaves_nothing(compare, tmp_path):
    results, _, feedback = compare(cancel_at=20, INPUT=picks([row(100_000)]), REFERENCE=reference([row(100_000)]))
    assert feedback.isCanceled() and not results
    assert not list(tmp_path.iterdir())


def test_empty_layers(compare):
    _, ok, feedback = compare(INPUT=picks([]), REFERENCE=reference([row(0)]))
    assert not ok and "no lines" in feedback.errors[-1]
    results, ok, feedback = compare(INPUT=picks([row(0)]), REFERENCE=reference([]))
    assert ok, feedback.errors
    assert results["COMPLETENESS"] == NULL and results["CORRECTNESS"] == 0


def test_a_layer_against_itself_is_pointed_out(compare, tmp_path):
    layer = picks([row(100_000)])
    _, ok, feedback = compare(INPUT=layer, REFERENCE=layer)
    assert ok and any("same layer" in line for line in feedback.warnings)
    assert "same layer" in (tmp_path / "report.html").read_text(encoding="utf-8")
    _, ok, feedback = compare(INPUT=layer, REFERENCE=reference([row(100_000)]))
    assert ok and not any("same layer" in line for line in feedback.warnings)


@pytest.mark.parametrize(("name", "second"), [("comparepicks", "REFERENCE"), ("assignchrons", "ISOCHRONS")])
def test_the_layer_that_a_dialog_offers_for_both_is_refused_in_one_sentence(provider, name, second):
    algorithm, context = provider.algorithm(name), QgsProcessingContext()
    context.setProject(QgsProject.instance())
    mine, theirs = picks([row(100_000)]), reference([row(100_000)])
    QgsProject.instance().addMapLayers([mine, theirs])

    def check(first, other):
        return algorithm.checkParameterValues({"INPUT": first, second: other, "OUTPUT": "TEMPORARY_OUTPUT"}, context)

    accepted, message = check(mine.id(), mine.id())
    assert not accepted and "same layer" in message and message.endswith(".")
    chosen = QgsProcessingFeatureSourceDefinition(mine.id(), True)
    assert check(mine.id(), theirs.id())[0] and check(chosen, mine.id())[0] and check(mine, mine)[0]


def test_the_log_holds_the_score_against_chance(compare):
    fine = [row(100_000), row(140_000), row(180_000)]
    _, _, feedback = compare(INPUT=picks(fine), REFERENCE=reference(fine))
    said = [line for line in feedback.infos if "by chance" in line]
    assert len(said) == 1 and "F1 1.00" in said[0] and "no better" not in said[0]
    _, _, feedback = compare(INPUT=picks(fine), REFERENCE=reference([row(115_000), row(160_000)]))
    assert any("no better than chance" in line for line in feedback.infos)


@pytest.mark.parametrize("points", [False, True])
def test_results_are_styled_by_what_matches(processing_run, provider, points):
    import processing

    mine = picks([row(100_000), row(160_000)])
    theirs = reference([row(100_000), row(130_000)])
    if points:
        theirs = QgsVectorLayer(f"Point?crs={scene.SYSTEM}", "points", "memory")
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(450_000, 130_000)))
        theirs.dataProvider().addFeatures([feature])
    QgsProject.instance().addMapLayers([mine, theirs])
    outputs = dict.fromkeys(("OUTPUT", "UNMATCHED"), "TEMPORARY_OUTPUT")
    processing.runAndLoadResults(ID, {"INPUT": mine.id(), "REFERENCE": theirs.id(), **outputs})
    layers = {layer.name(): layer for layer in QgsProject.instance().mapLayers().values()}
    compared, missed = layers["Compared picks"], layers["Unmatched reference"]
    colours = [rule.symbol().symbolLayer(1).color().name() for rule in compared.renderer().rootRule().children()]
    assert colours == ["#2b6cb0", "#d97706", "#9aa5b1"]
    assert missed.featureCount() == 1 and missed.renderer().symbol().color().name() == "#7c3aed"
