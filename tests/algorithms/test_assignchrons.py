"""lma:assignchrons as the Toolbox, a model and a cancelling user run it."""

import pytest
from qgis.core import NULL, QgsFeature, QgsGeometry, QgsVectorLayer

PICK_FIELDS = (
    "field=pick_id:string&field=status:string&field=chron:string&field=chron_end:string"
    "&field=chron_source:string&field=timescale:string"
)


def layer(kind, fields, rows, crs="EPSG:32616", name="layer"):
    """Return a memory layer from (wkt, {field: value}) rows."""
    made = QgsVectorLayer(f"{kind}?crs={crs}&{fields}", name, "memory")
    features = []
    for wkt, values in rows:
        feature = QgsFeature(made.fields())
        feature.setGeometry(QgsGeometry.fromWkt(wkt))
        for key, value in values.items():
            feature[key] = value
        features.append(feature)
    assert made.dataProvider().addFeatures(features)[0]
    made.updateExtents()
    return made


def east_west(y, west=500_000, east=560_000):
    return f"LineString ({west} {y}, {(west + east) / 2} {y}, {east} {y})"


@pytest.fixture
def picks(qgis_app):
    return layer("LineString", PICK_FIELDS, [
        (east_west(100_000), {"pick_id": "a", "status": "predicted"}),
        (east_west(130_000), {"pick_id": "b", "status": "predicted"}),
        (east_west(160_000), {"pick_id": "c", "status": "accepted", "chron": "C9n", "chron_source": "person"}),
        (east_west(190_000), {"pick_id": "d", "status": "predicted"}),
        (east_west(220_000), {"pick_id": "e", "status": "rejected"}),
    ], name="picks")


@pytest.fixture
def isochrons(qgis_app):
    return layer("LineString", "field=chron:string&field=anomaly_end:string", [
        (east_west(102_000), {"chron": "C1n", "anomaly_end": "o"}),
        (east_west(133_000), {"chron": "C2n", "anomaly_end": "y"}),
        (east_west(126_000), {"chron": "C2An.1n", "anomaly_end": "y"}),
        (east_west(161_000), {"chron": "C3n.1n", "anomaly_end": "y"}),
        (east_west(221_000), {"chron": "C4n.1n", "anomaly_end": "y"}),
    ], name="published")


def values(results, context_layer=None):
    found = results["OUTPUT"]
    if isinstance(found, str):
        found = context_layer or QgsVectorLayer(found, "out", "ogr")
    return {f["pick_id"]: f for f in found.getFeatures()}


def test_run_writes_proposals_and_keeps_what_a_person_decided(run_algorithm, picks, isochrons, tmp_path):
    target = str(tmp_path / "out.gpkg")
    results, ok, _ = run_algorithm(
        "lma:assignchrons", {"INPUT": picks, "ISOCHRONS": isochrons, "CHRON_FIELD": "chron", "OUTPUT": target}
    )
    assert ok and (results["ASSIGNED"], results["AMBIGUOUS"]) == (1, 1)
    rows = values(results)
    assert (rows["a"]["chron"], rows["a"]["chron_end"]) == ("C1n", "o")
    assert rows["a"]["chron_source"] == "assignchrons: published"
    assert rows["a"]["chron_distance_km"] == pytest.approx(2.0, abs=0.01)
    assert rows["b"]["chron"] == NULL and "C2n" in rows["b"]["chron_runner_up"]
    assert rows["b"]["chron_source"].endswith("(ambiguous)")
    assert (rows["c"]["chron"], rows["c"]["chron_source"]) == ("C9n", "person")
    assert rows["d"]["chron"] == NULL and rows["d"]["chron_source"] == NULL
    assert rows["e"]["chron"] == NULL
    assert len(rows) == 5


def test_a_second_run_replaces_its_own_proposals_only(run_algorithm, picks, isochrons, tmp_path):
    first = str(tmp_path / "first.gpkg")
    run_algorithm("lma:assignchrons", {"INPUT": picks, "ISOCHRONS": isochrons, "OUTPUT": first})
    other = layer("LineString", "field=name:string", [(east_west(101_000), {"name": "C6ny"})], name="other")
    results, ok, _ = run_algorithm("lma:assignchrons", {
        "INPUT": first, "ISOCHRONS": other, "CHRON_FIELD": "name", "OUTPUT": str(tmp_path / "second.gpkg"),
    })
    assert ok and results["ASSIGNED"] == 1
    rows = values(results)
    assert (rows["a"]["chron"], rows["a"]["chron_end"]) == ("C6n", "y")
    assert rows["b"]["chron_runner_up"] == NULL
    assert rows["c"]["chron"] == "C9n"


def test_points_in_degrees_and_ages_of_a_plate_model(run_algorithm, qgis_app):
    picks = layer("LineString", PICK_FIELDS, [("LineString (-90 1, -89.5 1)", {"pick_id": "a"})], crs="EPSG:4326")
    points = layer("Point", "field=chron:string&field=anomaly_end:string", [
        ("Point (-89.8 1.02)", {"chron": "C1n", "anomaly_end": "o"}),
        ("Point (90 -1.02)", {"chron": "C30n", "anomaly_end": "o"}),
    ], crs="EPSG:4326")
    results, ok, _ = run_algorithm("lma:assignchrons", {"INPUT": picks, "ISOCHRONS": points, "OUTPUT": "memory:"})
    assert ok and results["ASSIGNED"] == 1
    line = "LineString (-91 1.05, -89 1.05)"
    aged = layer("LineString", "field=FROMAGE:double", [(line, {"FROMAGE": 10.9})], "EPSG:4326")
    results, ok, feedback = run_algorithm(
        "lma:assignchrons", {"INPUT": picks, "ISOCHRONS": aged, "OUTPUT": "memory:out"}
    )
    assert ok and results["ASSIGNED"] == 1
    assert any("FROMAGE" in text for text in feedback.infos)


def test_ages_that_fall_away_from_the_axis_are_withdrawn(run_algorithm, picks, isochrons):
    axis = layer("LineString", "field=name:string", [(east_west(70_000), {"name": "axis"})])
    aged = layer("LineString", "field=chron:string", [
        (east_west(102_000), {"chron": "C9n"}), (east_west(132_000), {"chron": "C2n"}),
        (east_west(191_000), {"chron": "C2n"}),
    ])
    results, ok, feedback = run_algorithm("lma:assignchrons", {
        "INPUT": picks, "ISOCHRONS": aged, "CHRON_FIELD": "chron", "AXIS": axis, "OUTPUT": "memory:",
    })
    assert ok and results["AMBIGUOUS"] >= 1
    assert results["ASSIGNED"] + results["AMBIGUOUS"] == 3


def test_of_the_crest_and_the_trough_at_an_edge_only_the_one_of_its_polarity_is_named(run_algorithm, qgis_app):
    fields = PICK_FIELDS + "&field=kind:string"
    picks = layer("LineString", fields, [
        (east_west(100_000), {"pick_id": "a", "kind": "crest"}),
        (east_west(108_000), {"pick_id": "b", "kind": "trough"}),
    ])
    edge = layer("LineString", "field=chron:string", [(east_west(104_000), {"chron": "C1no"})])
    for crest, named in (("unknown", 2), ("normal", 1), ("reversed", 1)):
        results, ok, _ = run_algorithm("lma:assignchrons", {
            "INPUT": picks, "ISOCHRONS": edge, "CREST": crest, "OUTPUT": "memory:",
        })
        assert ok and results["ASSIGNED"] == named


def test_a_pick_of_uncertain_position_is_ambiguous_sooner(run_algorithm, qgis_app):
    picks = layer("LineString", PICK_FIELDS + "&field=position_sd_km:double", [
        (east_west(100_000), {"pick_id": "a", "position_sd_km": 0.5}),
        (east_west(100_000), {"pick_id": "b", "position_sd_km": 9.0}),
    ])
    two = layer("LineString", "field=chron:string", [
        (east_west(101_000), {"chron": "C1n"}), (east_west(93_000), {"chron": "C2n"}),
    ])
    results, ok, _ = run_algorithm("lma:assignchrons", {"INPUT": picks, "ISOCHRONS": two, "OUTPUT": "memory:"})
    assert ok and (results["ASSIGNED"], results["AMBIGUOUS"]) == (1, 1)


def test_picks_around_the_world_are_warned_of(run_algorithm, qgis_app):
    far = layer("LineString", PICK_FIELDS, [
        ("LineString (-120 1, -119 1)", {"pick_id": "a"}), ("LineString (20 50, 21 50)", {"pick_id": "b"}),
    ], crs="EPSG:4326")
    line = "LineString (-120 1, -119 1)"
    reference = layer("LineString", "field=chron:string", [(line, {"chron": "C5"})], "EPSG:4326")
    _, ok, feedback = run_algorithm("lma:assignchrons", {"INPUT": far, "ISOCHRONS": reference, "OUTPUT": "memory:"})
    assert ok and any("no flat map" in text for text in feedback.warnings)


def test_as_a_child_of_a_model(run_in_model, picks, isochrons, tmp_path):
    from qgis.core import QgsProject

    QgsProject.instance().addMapLayers([picks, isochrons])
    results, ok, _ = run_in_model(
        "lma:assignchrons", {"INPUT": picks.id(), "ISOCHRONS": isochrons.id(), "CHRON_FIELD": "chron"}, ["OUTPUT"]
    )
    assert ok
    assert results["CHILD_RESULTS"]["child"]["ASSIGNED"] == 1


def test_cancel_leaves_nothing_behind(run_algorithm, picks, isochrons, tmp_path):
    target = tmp_path / "out.gpkg"
    results, _, feedback = run_algorithm(
        "lma:assignchrons", {"INPUT": picks, "ISOCHRONS": isochrons, "OUTPUT": str(target)}, cancel_at=10
    )
    assert feedback.isCanceled() and not results.get("OUTPUT") and not target.exists()


@pytest.mark.parametrize(
    ("isochron_field", "value", "message"),
    [("other", "C1n", "No field of the isochron layer"), ("chron", "?", "No feature names a chron")],
)
def test_bad_input_is_refused_in_words(run_algorithm, picks, isochron_field, value, message):
    bad = layer("LineString", f"field={isochron_field}:string", [(east_west(100_000), {isochron_field: value})])
    _, ok, feedback = run_algorithm("lma:assignchrons", {"INPUT": picks, "ISOCHRONS": bad, "OUTPUT": "memory:"})
    assert not ok and any(message in error for error in feedback.errors)


def test_no_picks_is_refused(run_algorithm, isochrons):
    empty = layer("LineString", PICK_FIELDS, [])
    _, ok, feedback = run_algorithm("lma:assignchrons", {"INPUT": empty, "ISOCHRONS": isochrons, "OUTPUT": "memory:"})
    assert not ok and any("no lines" in error for error in feedback.errors)


def test_the_loaded_result_looks_like_the_picks_it_came_from(provider, recorder, picks, isochrons, tmp_path):
    from qgis.core import (
        QgsApplication,
        QgsExpressionContextUtils,
        QgsProcessingContext,
        QgsProcessingUtils,
        QgsProject,
    )

    from lma_qgis.algorithms.styling import apply_style

    apply_style(picks, "picks")
    QgsExpressionContextUtils.setLayerVariable(picks, "lma_evidence_floor", "0.3")
    target = str(tmp_path / "out.gpkg")
    context, feedback = QgsProcessingContext(), recorder()
    context.setProject(QgsProject.instance())
    context.addLayerToLoadOnCompletion(
        target, QgsProcessingContext.LayerDetails("Picks with chrons", QgsProject.instance(), "OUTPUT")
    )
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("lma:assignchrons")
    results, ok = algorithm.run({"INPUT": picks, "ISOCHRONS": isochrons, "OUTPUT": target}, context, feedback)
    assert ok
    loaded = QgsProcessingUtils.mapLayerFromString(results["OUTPUT"], context)
    context.layerToLoadOnCompletionDetails(target).postProcessor().postProcessLayer(loaded, context, feedback)
    assert loaded.renderer().type() == "RuleRenderer"
    assert QgsExpressionContextUtils.layerScope(loaded).variable("lma_evidence_floor") == "0.3"
    again = QgsVectorLayer(target, "again", "ogr")
    assert again.renderer().type() == "RuleRenderer"


def test_picks_with_a_wrong_coordinate_system_are_refused_in_words(run_algorithm, isochrons):
    wrong = layer("LineString", PICK_FIELDS, [(east_west(100_000), {"pick_id": "a"})], crs="EPSG:4326")
    _, ok, feedback = run_algorithm("lma:assignchrons", {"INPUT": wrong, "ISOCHRONS": isochrons, "OUTPUT": "memory:"})
    assert not ok and any("no degrees" in error for error in feedback.errors)
