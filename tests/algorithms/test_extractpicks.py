"""Extract picks: lines where they are, measured, styled, and never over a person's work."""

import numpy as np
import pytest
from osgeo import ogr
from qgis.core import NULL, QgsFeatureRequest, QgsProcessingException, QgsProcessingUtils, QgsVectorLayer, edit

from . import pick_scene as scene

ID = "lma:extractpicks"


def load(path):
    layer = QgsVectorLayer(str(path), "picks", "ogr")
    assert layer.isValid(), path
    return layer


def rows(layer):
    names = layer.fields().names()
    return sorted((dict(zip(names, f.attributes())) for f in layer.getFeatures()), key=lambda r: r["pick_id"])


@pytest.fixture
def extract(run_algorithm, tmp_path):
    """Return ``extract(**parameters) -> (layer or None, results, ok, feedback)``, writing to picks.gpkg."""

    def run(cancel_at=None, **parameters):
        if "INPUT" not in parameters:
            parameters["INPUT"] = scene.score(tmp_path)
        parameters.setdefault("OUTPUT", str(tmp_path / "picks.gpkg"))
        results, ok, feedback = run_algorithm(ID, parameters, cancel_at)
        return (load(results["OUTPUT"]) if ok and results.get("OUTPUT") else None), results, ok, feedback

    return run


def test_crests_and_troughs_are_found_where_they_are(extract):
    layer, results, ok, feedback = extract()
    assert ok, feedback.errors
    assert results["COUNT"] == layer.featureCount() == 5
    for feature in layer.getFeatures():
        points = np.array([(p.x(), p.y()) for p in feature.geometry().vertices()])
        row, col = scene.GRID.to_cells(*points.T)
        axes = scene.CRESTS if feature["kind"] == "crest" else scene.TROUGHS
        offset = np.min([np.abs(row - at - 0.05 * (col - 75)) for at in axes], axis=0)
        assert offset.max() < 0.3
        assert feature["status"] == "predicted" and feature["model"] == "ridge"
        assert feature["length_km"] == pytest.approx(149, abs=4)
        assert feature["azimuth_deg"] == pytest.approx(90 + np.degrees(np.arctan(0.05)), abs=1.0)
    assert results["TOTAL_LENGTH_KM"] == pytest.approx(sum(f["length_km"] for f in layer.getFeatures()), rel=1e-3)


def test_attributes_from_every_input(extract, tmp_path):
    layer, _, ok, feedback = extract(
        ANOMALY=scene.anomaly(tmp_path),
        SUPPORT=scene.constant(tmp_path, "support", 0.7),
        EVIDENCE=scene.constant(tmp_path, "evidence", 0.6, {"LMA_NULL_P95": "0.2"}),
        TRACKS=scene.track_layer(),
    )
    assert ok, feedback.errors
    inner = [f for f in layer.getFeatures() if f["kind"] == "crest"]
    for feature in inner:
        assert feature["support"] == pytest.approx(0.7, abs=1e-6)
        assert feature["evidence_min"] == pytest.approx(0.6, abs=1e-6)
        assert (feature["n_crossings"], feature["n_cruises"], feature["quality"]) == (4, 2, 1)
        assert feature["track_angle_deg"] == pytest.approx(90 - np.degrees(np.arctan(0.05)), abs=0.5)
        assert feature["amplitude_nt"] == pytest.approx(150, rel=0.05)
        assert feature["position_sd_km"] < 0.5


def test_the_log_counts_what_the_style_hides(extract, tmp_path):
    trusted = {"TRACKS": scene.track_layer(), "SUPPORT": scene.constant(tmp_path, "support", 0.7)}

    def hidden(**parameters):
        layer, _, _, feedback = extract(**parameters)
        return layer.featureCount(), [line for line in feedback.infos if "hides" in line]

    assert hidden() == (5, []) and hidden(**trusted) == (5, [])
    evidence = scene.constant(tmp_path, "evidence", 0.1, {"LMA_NULL_P95": "0.2"})
    count, told = hidden(**trusted, EVIDENCE=evidence)
    assert len(told) == 1 and told[0].startswith(f"{count} of the new picks")


def test_what_was_not_given_is_pointed_out(extract, tmp_path):
    support = scene.constant(tmp_path, "support", 0.7)
    (warning,) = extract(SUPPORT=support)[3].warnings
    assert "Evidence, Track points" in warning and "Support" not in warning
    evidence = scene.constant(tmp_path, "evidence", 0.6, {"LMA_NULL_P95": "0.2"})
    assert extract(SUPPORT=support, EVIDENCE=evidence, TRACKS=scene.track_layer())[3].warnings == []


def test_without_the_optional_inputs_their_attributes_are_null(extract):
    layer, *_ = extract()
    for feature in layer.getFeatures():
        for name in ("support", "evidence_min", "n_crossings", "n_cruises", "track_angle_deg", "amplitude_nt", "chron"):
            assert feature[name] == NULL


def test_switched_off_points_do_not_cross(extract):
    layer, _, ok, feedback = extract(TRACKS=scene.track_layer(use=0, columns=(20, 50)))
    assert ok, feedback.errors
    assert {row["n_crossings"] for row in rows(layer)} == {0}


def test_ids_survive_a_rerun_and_changes_elsewhere(extract, tmp_path):
    first = rows(extract(OUTPUT=str(tmp_path / "a.gpkg"))[0])
    again = rows(extract(OUTPUT=str(tmp_path / "b.gpkg"))[0])
    assert first == again
    changed = [scene.ridges((30.0, 60.0)), scene.ridges(scene.TROUGHS)]
    changed[0][80:] = np.nan
    changed[1][80:] = np.nan
    third = rows(extract(INPUT=scene.score(tmp_path, bands=changed), OUTPUT=str(tmp_path / "c.gpkg"))[0])
    before = {row["pick_id"] for row in first}
    kept = {row["pick_id"] for row in third if row["kind"] == "crest"}
    assert len(kept) == 2 and kept <= before


def test_threshold_of_the_raster_and_of_the_user(extract, tmp_path):
    assert extract(THRESHOLD=0.99)[1]["COUNT"] in (0, 5)
    assert extract(INPUT=scene.score(tmp_path, threshold=2.0))[1]["COUNT"] == 0
    _, _, ok, feedback = extract(INPUT=scene.score(tmp_path, threshold=None))
    assert not ok and "threshold" in feedback.errors[-1]
    assert extract(INPUT=scene.score(tmp_path, threshold=None), THRESHOLD=0.4)[1]["COUNT"] == 5


def gap_score(folder):
    bands = [scene.ridges((60.0,)), np.zeros(scene.GRID.shape)]
    bands[0][:, 70:80] = 0
    return scene.score(folder, bands=bands)


def test_gap_is_bridged_only_with_support_and_evidence(extract, tmp_path):
    assert extract(INPUT=gap_score(tmp_path))[1]["COUNT"] == 1
    assert extract(INPUT=gap_score(tmp_path), MAX_GAP=3000)[1]["COUNT"] == 2
    for name, low in (("SUPPORT", 0.1), ("EVIDENCE", 0.15)):
        raster = scene.constant(tmp_path, name.lower(), low, {"LMA_NULL_P95": "0.25"})
        assert extract(INPUT=gap_score(tmp_path), **{name: raster})[1]["COUNT"] == 2


def test_barriers_cut(extract, tmp_path):
    east = scene.GRID.west + 75_000
    wall = scene.line_layer([[(east, scene.GRID.south), (east, scene.GRID.north)]])
    assert extract(BARRIERS=wall)[1]["COUNT"] == 10


def test_nodata_is_not_crossed(extract, tmp_path):
    bands = [scene.ridges((60.0,)), np.full(scene.GRID.shape, np.nan)]
    bands[0][:, 70:80] = np.nan
    layer, results, ok, _ = extract(INPUT=scene.score(tmp_path, bands=bands), MAX_GAP=50_000)
    assert ok and results["COUNT"] == 2
    for feature in layer.getFeatures():
        box = feature.geometry().boundingBox()
        assert box.xMaximum() <= scene.GRID.west + 70_500 or box.xMinimum() >= scene.GRID.west + 79_500


def test_nothing_to_find_gives_an_empty_layer(extract, tmp_path):
    empty = scene.score(tmp_path, bands=[np.full(scene.GRID.shape, np.nan)] * 2)
    layer, results, ok, _ = extract(INPUT=empty)
    assert ok and results["COUNT"] == 0 and results["TOTAL_LENGTH_KM"] == 0 and layer.featureCount() == 0


@pytest.mark.parametrize("sink", ["memory:", "TEMPORARY_OUTPUT"])
def test_memory_output(run_algorithm, tmp_path, sink):
    results, ok, feedback = run_algorithm(ID, {"INPUT": scene.score(tmp_path), "OUTPUT": sink})
    assert ok, feedback.errors


def test_inside_a_model(run_in_model, tmp_path):
    results, ok, feedback = run_in_model(ID, {"INPUT": scene.score(tmp_path)}, ["OUTPUT"])
    assert ok, feedback.errors
    output = next(value for key, value in results.items() if key.endswith("OUTPUT"))
    assert QgsProcessingUtils.mapLayerFromString(output, feedback.context).featureCount() == 5


@pytest.mark.parametrize("at", [0, 30, 85])
def test_cancel_leaves_nothing(extract, tmp_path, at):
    target = tmp_path / "cancelled.gpkg"
    layer, results, _, feedback = extract(cancel_at=at, OUTPUT=str(target))
    assert feedback.isCanceled() and not results and not target.exists()


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"SUPPORT": "other"}, "different cells"),
        ({"INPUT": "degrees"}, "Warp"),
        ({"THRESHOLD": 0}, "larger than zero"),
        ({"PREVIOUS": "plain"}, "status"),
        ({"ANOMALY": "absent.tif"}, ""),
    ],
)
def test_bad_input_is_refused_in_a_sentence(extract, tmp_path, change, word):
    from lma_qgis.core.grid import Grid

    other = Grid(0, 1000, 1000, 1000, 5, 5)
    files = {
        "other": lambda: scene.write(tmp_path / "other.tif", [np.zeros((5, 5))], grid=other),
        "degrees": lambda: scene.write(
            tmp_path / "deg.tif", [np.zeros((5, 5))], grid=Grid(0, 1, 0.1, 0.1, 5, 5), system="EPSG:4326"
        ),
        "plain": lambda: scene.line_layer([[(400_000, 200_000), (450_000, 200_000)]]),
    }
    change = {name: files[value]() if value in files else value for name, value in change.items()}
    _, _, ok, feedback = extract(**change)
    assert not ok
    assert word in feedback.errors[-1]
    assert not (tmp_path / "picks.gpkg").exists()


# --- previous picks -----------------------------------------------------------------------------


def touch(path, number, **changes):
    """Change attributes of one pick as a person would, and return its id."""
    layer = load(path)
    name = rows(layer)[number]["pick_id"]
    feature = next(layer.getFeatures(QgsFeatureRequest().setFilterExpression(f"pick_id = '{name}'")))
    with edit(layer):
        for field, value in changes.items():
            feature[field] = value
        layer.updateFeature(feature)
    return name


def test_touched_picks_are_copied_unchanged_and_not_doubled(extract, tmp_path):
    before = tmp_path / "before.gpkg"
    extract(OUTPUT=str(before))
    accepted = touch(before, 0, status="accepted", chron="C5n.2n", comment="sure")
    rejected = touch(before, 3, status="rejected")
    expected = {row["pick_id"]: row for row in rows(load(before)) if row["pick_id"] in (accepted, rejected)}
    layer, results, ok, feedback = extract(PREVIOUS=str(before))
    assert ok, feedback.errors
    found = {row["pick_id"]: row for row in rows(layer)}
    assert results["COUNT"] == 5 and len(found) == 5
    for name, row in expected.items():
        assert {k: v for k, v in found[name].items() if k != "fid"} == {k: v for k, v in row.items() if k != "fid"}

    def geometry(where):
        return next(f.geometry().asWkt(6) for f in where.getFeatures() if f["pick_id"] == accepted)

    assert geometry(layer) == geometry(load(before))


def test_rerun_into_the_same_file(extract, tmp_path):
    extract()
    name = touch(tmp_path / "picks.gpkg", 1, status="accepted")
    content = (tmp_path / "picks.gpkg").read_bytes()
    _, _, ok, feedback = extract()
    assert not ok and "Previous picks" in feedback.errors[-1]
    assert (tmp_path / "picks.gpkg").read_bytes() == content
    layer, results, ok, feedback = extract(PREVIOUS=str(tmp_path / "picks.gpkg"))
    assert ok, feedback.errors
    assert results["COUNT"] == 5
    assert {row["pick_id"]: row["status"] for row in rows(layer)}[name] == "accepted"


def test_merely_predicted_output_may_be_replaced(extract):
    extract()
    assert extract()[2]


def test_filtered_previous_layer_cannot_lose_the_rest(extract, tmp_path):
    extract()
    for number in (0, 1):
        touch(tmp_path / "picks.gpkg", number, status="accepted")
    layer = load(tmp_path / "picks.gpkg")
    layer.setSubsetString(f"pick_id = '{rows(layer)[0]['pick_id']}'")
    _, _, ok, feedback = extract(PREVIOUS=layer)
    assert not ok and "filter" in feedback.errors[-1]
    assert sum(row["status"] == "accepted" for row in rows(load(tmp_path / "picks.gpkg"))) == 2


def test_other_layer_of_the_same_file_does_not_count_as_previous(extract, tmp_path):
    extract(OUTPUT=f"ogr:dbname='{tmp_path / 'both.gpkg'}' table=\"mine\" (geom)")
    extract(OUTPUT=f"ogr:dbname='{tmp_path / 'both.gpkg'}' table=\"yours\" (geom)")
    touch(f"{tmp_path / 'both.gpkg'}|layername=mine", 0, status="edited")
    target = f"ogr:dbname='{tmp_path / 'both.gpkg'}' table=\"mine\" (geom)"
    _, _, ok, feedback = extract(OUTPUT=target, PREVIOUS=f"{tmp_path / 'both.gpkg'}|layername=yours")
    assert not ok and "holds 1 picks" in feedback.errors[-1]
    assert extract(OUTPUT=f"ogr:dbname='{tmp_path / 'both.gpkg'}' table=\"yours\" (geom)")[2]
    assert extract(OUTPUT=target, PREVIOUS=f"{tmp_path / 'both.gpkg'}|layername=mine")[2]


def test_previous_keeps_fields_that_a_person_added(extract, tmp_path):
    before = tmp_path / "before.gpkg"
    extract(OUTPUT=str(before))
    source = ogr.Open(str(before), 1)
    source.GetLayer(0).CreateField(ogr.FieldDefn("my_note", ogr.OFTString))
    source = None
    name = touch(before, 0, status="edited", my_note="keep me")
    layer = extract(PREVIOUS=str(before))[0]
    assert {row["pick_id"]: row["my_note"] for row in rows(layer)}[name] == "keep me"


def test_failed_write_puts_the_old_file_back(extract, tmp_path, monkeypatch):
    from lma_qgis.algorithms import extractpicks

    extract()
    touch(tmp_path / "picks.gpkg", 0, status="accepted")
    before = rows(load(tmp_path / "picks.gpkg"))

    def fail(self, *args):
        (tmp_path / "picks.gpkg").write_bytes(b"half")
        raise QgsProcessingException("disk full")

    monkeypatch.setattr(extractpicks.ExtractPicks, "parameterAsSink", fail)
    _, _, ok, feedback = extract(PREVIOUS=str(tmp_path / "picks.gpkg"))
    assert not ok and "disk full" in feedback.errors[-1]
    assert rows(load(tmp_path / "picks.gpkg")) == before
    assert [path.name for path in tmp_path.iterdir() if "before" in path.name] == []
