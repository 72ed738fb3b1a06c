"""The shipped graphical models: complete, robust to outputs left out, cancelled cleanly."""

import sys

import pytest
from qgis.core import QgsApplication, QgsRasterLayer, QgsVectorLayer

from lma_qgis.inference import engine
from lma_qgis.paths import resource
from tests.algorithms.layers import stripes, survey

pytestmark = pytest.mark.usefixtures("provider")
MODELS = {
    "trackstopicks": {"Anomaly", "Coverage", "Enhanced", "Support", "Evidence", "Score", "Picks"},
    "trackstogrid": {"Anomaly", "Coverage", "Enhanced", "Support"},
    "rastertopicks": {"Enhanced", "Support", "Score", "Picks"},
}
SMALL = {"FIELD": "mag_res_nt", "TRACK_FIELD": "line_id", "CELL_SIZE": 2000, "NULL_DRAWS": 1, "MODEL": "ridge"}


def model(name):
    return QgsApplication.processingRegistry().createAlgorithmById(f"lma:{name}")


def destinations(name):
    made = model(name)  # owns the definitions
    return {definition.description(): definition.name() for definition in made.destinationParameterDefinitions()}


@pytest.mark.parametrize("name", MODELS)
def test_children_are_valid_and_outputs_are_named(name):
    made = model(name)
    for child in made.childAlgorithms():
        valid, issues = made.validateChildAlgorithm(child)
        assert valid, issues
    assert set(destinations(name)) == MODELS[name]
    assert len(made.shortHelpString()) > 200


def test_children_of_the_chain_have_their_contract_ids():
    assert set(model("trackstopicks").childAlgorithms()) == {"grid", "diffuse", "validate", "predict", "pick"}
    assert set(destinations("trackstopicks").values()) == {
        "grid:Anomaly", "grid:Coverage", "diffuse:Enhanced", "diffuse:Support", "validate:Evidence", "predict:Score",
        "pick:Picks",
    }


def test_outputs_left_out_are_still_used_inside(run_algorithm, tmp_path):
    """Coverage, support and evidence reach the picks although only the picks are asked for."""
    parameters = {"INPUT": survey(), **SMALL, "pick:Picks": str(tmp_path / "picks.gpkg")}
    results, ok, feedback = run_algorithm("lma:trackstopicks", parameters)
    assert ok, feedback.errors
    children = results["CHILD_INPUTS"]
    assert children["diffuse"]["COVERAGE"] and children["pick"]["EVIDENCE"] and children["pick"]["SUPPORT"]
    picks = QgsVectorLayer(str(tmp_path / "picks.gpkg"), "p", "ogr")
    assert picks.featureCount() > 4
    for pick in picks.getFeatures():
        assert pick["support"] > 0 and pick["n_crossings"] >= 2 and pick["evidence"] > -1
    assert [path.name for path in tmp_path.iterdir()] == ["picks.gpkg"]


def test_the_chain_finds_the_stripes(run_algorithm, tmp_path):
    """Nine tracks over stripes 24 km apart: crests and troughs every 12 km, straight east-west."""
    names = destinations("trackstopicks")
    given = {names[key]: str(tmp_path / f"{key}.{'gpkg' if key == 'Picks' else 'tif'}") for key in names}
    results, ok, feedback = run_algorithm("lma:trackstopicks", {"INPUT": survey(), **SMALL, **given})
    assert ok, feedback.errors
    assert all(QgsRasterLayer(path, "r").isValid() for key, path in given.items() if not path.endswith("gpkg"))
    picks = list(QgsVectorLayer(given["pick:Picks"], "p", "ogr").getFeatures())
    for kind, phase in (("crest", 6_000.0), ("trough", 18_000.0)):
        middle = sorted(
            pick.geometry().centroid().asPoint().y() - 200_000 for pick in picks if pick["kind"] == kind
        )
        expected = [phase + 24_000 * number for number in range(5)]
        inner = [y for y in expected if 10_000 < y < 110_000]
        assert all(min(abs(y - found) for found in middle) < 1_500 for y in inner), (kind, middle)


def test_the_evidence_reaches_a_network_of_the_chain(run_algorithm, tmp_path):
    pytest.importorskip("onnxruntime")
    seeing = next(name for name, lines in engine.shipped_cards() if "Sees: anomaly, evidence" in lines)
    parameters = {"INPUT": survey(), **SMALL, "MODEL": seeing, "pick:Picks": str(tmp_path / "picks.gpkg")}
    results, ok, feedback = run_algorithm("lma:trackstopicks", parameters)
    assert ok, feedback.errors
    assert results["CHILD_RESULTS"]["predict"]["MODEL_USED"] == seeing
    assert QgsVectorLayer(str(tmp_path / "picks.gpkg"), "p", "ogr").featureCount() > 4


def test_without_a_runtime_the_chain_says_what_to_do_and_leaves_nothing(run_algorithm, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    given = {"pick:Picks": str(tmp_path / "picks.gpkg"), "predict:Score": str(tmp_path / "score.tif")}
    results, ok, feedback = run_algorithm("lma:trackstopicks", {"INPUT": survey(), **SMALL, "MODEL": "auto", **given})
    assert not ok
    assert "Set up inference runtime" in " ".join(feedback.errors) and "ridge" in " ".join(feedback.errors)
    assert list(tmp_path.iterdir()) == []


def test_raster_model_runs_without_coverage(run_algorithm, tmp_path):
    picks = tmp_path / "picks.gpkg"
    parameters = {"INPUT": stripes(tmp_path / "in.tif", rows=120, cols=120), "pick:Picks": str(picks)}
    _, ok, feedback = run_algorithm("lma:rastertopicks", parameters)
    assert ok, feedback.errors
    assert QgsVectorLayer(str(picks), "p", "ogr").featureCount() >= 7


@pytest.mark.parametrize("percent", [1, 30, 60])
def test_cancel_in_the_middle_leaves_nothing(run_algorithm, tmp_path, percent):
    names = destinations("trackstopicks")
    given = {names["Picks"]: str(tmp_path / "picks.gpkg"), names["Score"]: str(tmp_path / "score.tif")}
    _, _, feedback = run_algorithm("lma:trackstopicks", {"INPUT": survey(), **SMALL, **given}, cancel_at=percent)
    assert feedback.isCanceled() and not (tmp_path / "picks.gpkg").exists()
    assert not [path for path in tmp_path.iterdir() if ".part" in path.name]


def test_models_have_help_pages():
    for name in MODELS:
        assert resource("help", f"{name}.md").is_file()
