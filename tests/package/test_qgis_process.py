"""The whole provider through ``qgis_process``, from the staged folder and from the unpacked zip."""

import json
from pathlib import Path

import pytest

CONTRACT = {
    "importtracks", "leveltracks", "wiggles", "gridtracks", "anisotropicdiffusion", "crossvalidate",
    "predictlineations", "extractpicks", "assignchrons", "comparepicks", "exportpicks", "exporttrainingdata",
    "trackstopicks",
}
SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "sample"


def test_lists_every_algorithm(qgis_process):
    code, out, error = qgis_process("list", "--json")
    assert code == 0, error
    provider = json.loads(out)["providers"]["lma"]
    assert {f"lma:{name}" for name in CONTRACT} <= set(provider["algorithms"])


def test_chain_of_single_steps(qgis_process, tmp_path):
    def run(name, **parameters):
        code, results, text = qgis_process.run(f"lma:{name}", **parameters)
        assert code == 0, text
        return results

    tracks = run("importtracks", INPUT=SAMPLE / "tracks.csv.gz", OUTPUT=tmp_path / "tracks.gpkg")
    assert int(tracks["COUNT"]) > 10_000
    survey = {"INPUT": tmp_path / "tracks.gpkg", "FIELD": "mag_res_nt", "TRACK_FIELD": "line_id"}
    run("leveltracks", **survey, OUTPUT=tmp_path / "levelled.gpkg")
    survey.update(INPUT=tmp_path / "levelled.gpkg", FIELD="mag_res_nt_lev")
    run("gridtracks", **survey, CELL_SIZE=2000, OUTPUT=tmp_path / "grid.tif", COVERAGE=tmp_path / "coverage.tif")
    run(
        "anisotropicdiffusion", INPUT=tmp_path / "grid.tif", COVERAGE=tmp_path / "coverage.tif",
        OUTPUT=tmp_path / "enhanced.tif", SUPPORT=tmp_path / "support.tif", ORIENTATION=tmp_path / "orientation.tif",
    )
    evidence = run(
        "crossvalidate", **survey, CELL_SIZE=2000, NULL_DRAWS=1, OUTPUT=tmp_path / "predicted.gpkg",
        EVIDENCE=tmp_path / "evidence.tif",
    )
    assert float(evidence["CORRELATION"]) > 0.3
    run("predictlineations", INPUT=tmp_path / "enhanced.tif", SUPPORT=tmp_path / "support.tif", MODEL="ridge",
        OUTPUT=tmp_path / "score.tif")
    picks = run("extractpicks", INPUT=tmp_path / "score.tif", ANOMALY=tmp_path / "enhanced.tif",
                SUPPORT=tmp_path / "support.tif", TRACKS=tmp_path / "levelled.gpkg", OUTPUT=tmp_path / "picks.gpkg")
    assert int(picks["COUNT"]) > 5
    run("assignchrons", INPUT=tmp_path / "picks.gpkg", ISOCHRONS=f"{SAMPLE / 'truth.gpkg'}|layername=isochrons",
        CHRON_FIELD="chron", OUTPUT=tmp_path / "named.gpkg")
    scores = run("comparepicks", INPUT=tmp_path / "picks.gpkg",
                 REFERENCE=f"{SAMPLE / 'truth.gpkg'}|layername=lineations", OUTPUT=tmp_path / "compared.gpkg")
    assert float(scores["F1"]) > float(scores["CHANCE_F1"])
    run("wiggles", **survey, OUTPUT=tmp_path / "wiggles.gpkg", LINES=tmp_path / "lines.gpkg")
    run("exportpicks", INPUT=tmp_path / "picks.gpkg", FORMAT="gplates", OUTPUT=tmp_path / "picks.shp")
    run("exporttrainingdata", INPUT=tmp_path / "enhanced.tif", SUPPORT=tmp_path / "support.tif",
        PICKS=tmp_path / "picks.gpkg", OUTPUT=tmp_path / "training")


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("gridtracks", {"INPUT": "{tmp}/missing.gpkg", "FIELD": "x", "OUTPUT": "{tmp}/o.tif"}),
        ("anisotropicdiffusion", {"INPUT": "{tmp}/missing.tif", "OUTPUT": "{tmp}/o.tif"}),
        ("importtracks", {"INPUT": "{tmp}/missing.m77t", "OUTPUT": "{tmp}/o.gpkg"}),
    ],
)
def test_failure_is_an_exit_code_and_no_file(qgis_process, tmp_path, name, parameters):
    filled = {key: value.format(tmp=tmp_path) for key, value in parameters.items()}
    code, _, text = qgis_process.run(f"lma:{name}", **filled)
    assert code != 0 and "Traceback" not in text
    assert list(tmp_path.iterdir()) == []
