"""Names, files and devices become a scorer, or one sentence."""

import pytest

from lma_qgis.core.errors import LmaError
from lma_qgis.core.grid import Grid
from lma_qgis.inference import engine, models, runtime
from tests.inference import onnx_models

GRID = Grid(0, 0, 1000.0, 1000.0, 50, 60)


def opened(**wishes):
    log, warnings = [], []
    scorer = engine.open_scorer(GRID, **{"model": "auto", "inform": log.append, "warn": warnings.append, **wishes})
    return scorer, log, warnings


@pytest.fixture
def shipped_network(tmp_path, monkeypatch):
    """Ship one network, as default where there is evidence."""
    (tmp_path / "net.onnx").write_bytes(onnx_models.identity())
    (tmp_path / "default.txt").write_text("net\nridge\n")
    monkeypatch.setattr(models, "models", lambda: tmp_path)
    return tmp_path


@pytest.mark.parametrize("has_evidence", [False, True])
def test_the_defaults_of_the_checkout_exist(has_evidence):
    assert models.default(has_evidence) in models.choices()[1:]


def test_ridge_needs_no_runtime(monkeypatch):
    monkeypatch.setattr(runtime, "load", lambda home: pytest.fail("the runtime was asked for"))
    scorer, log, _ = opened(model="ridge")
    assert scorer.name == "ridge"
    assert log == ["Model ridge."]
    with pytest.raises(LmaError, match="CPU only"):
        opened(model="ridge", device="cuda")


def test_auto_is_the_shipped_default(shipped_network):
    pytest.importorskip("onnxruntime")
    assert models.choices() == ["auto", "ridge", "net"]
    scorer, log, _ = opened(device="cpu", has_evidence=True)
    assert scorer.name == "net"
    assert log[0] == "Model net, the default with an evidence raster."
    assert any("Licence: CC0" in line for line in log)


def test_auto_may_mean_another_model_without_evidence(shipped_network):
    scorer, log, _ = opened(device="cpu")
    assert scorer.name == "ridge"
    assert log == ["Model ridge, the default without an evidence raster."]


def test_auto_never_turns_silently_into_ridge(shipped_network, monkeypatch):
    def absent(home):
        raise LmaError("No inference runtime (onnxruntime) is installed; set it up.")

    monkeypatch.setattr(runtime, "load", absent)
    with pytest.raises(LmaError, match="No inference runtime"):
        opened(has_evidence=True)
    assert opened(model="ridge")[0].name == "ridge"


def test_a_default_that_is_not_there_is_an_error(shipped_network):
    (shipped_network / "net.onnx").unlink()
    with pytest.raises(LmaError, match="default model “net” is missing"):
        opened(has_evidence=True)
    (shipped_network / "default.txt").write_text("ridge\n")
    with pytest.raises(LmaError, match="default model “” is missing"):
        opened()


def test_the_model_file_wins(shipped_network):
    pytest.importorskip("onnxruntime")
    other = shipped_network.parent / "other.onnx"
    other.write_bytes(onnx_models.identity(name="Other"))
    scorer, log, _ = opened(model="ridge", model_file=str(other), device="cpu")
    assert scorer.name == "other"
    assert log[:2] == [f"Model {other}.", "Other 1.0"]


@pytest.mark.parametrize(
    ("wishes", "words"),
    [({"model": "none"}, "no model “none”"), ({"device": "tpu"}, "no device “tpu”"), ({"tile": 10}, "leave nothing")],
)
def test_what_cannot_be_is_one_sentence(wishes, words):
    with pytest.raises(LmaError, match=words):
        opened(**{"model": "ridge", **wishes})


def test_a_zoom_is_said(shipped_network):
    pytest.importorskip("onnxruntime")
    cells = {"least": 2000, "most": 4000, "nominal": 2500, "otherwise": "resample"}
    path = shipped_network.parent / "coarse.onnx"
    path.write_bytes(onnx_models.identity(cell_size=cells))
    _, log, _ = opened(model_file=str(path), device="cpu")
    assert "The model looks at cells of 2500 m: rows are zoomed by 0.4, columns by 0.4." in log


def test_a_network_that_looks_at_the_evidence_asks_for_it(shipped_network):
    pytest.importorskip("onnxruntime")
    path = shipped_network.parent / "evident.onnx"
    path.write_bytes(onnx_models.weighted((1, 1, 0), (1, 0, 1), channels=["anomaly", "evidence"]))
    with pytest.raises(LmaError, match="run “Cross-validate tracks” on the same points"):
        opened(model_file=str(path), device="cpu")
    scorer, log, _ = opened(model_file=str(path), device="cpu", has_evidence=True)
    assert scorer.channels == ("anomaly", "evidence")
    assert not any("does not look" in line for line in log)


def test_evidence_that_nobody_looks_at_is_said(shipped_network):
    assert "The model ridge does not look at the evidence raster." in opened(model="ridge", has_evidence=True)[1]
    pytest.importorskip("onnxruntime")
    _, log, _ = opened(model="net", device="cpu", has_evidence=True)
    assert "The model net does not look at the evidence raster." in log


def test_a_card_that_names_other_channels_than_the_graph_has_is_refused(shipped_network):
    pytest.importorskip("onnxruntime")
    path = shipped_network.parent / "odd.onnx"
    path.write_bytes(onnx_models.identity(channels=["anomaly", "evidence"]))
    with pytest.raises(LmaError, match="takes 1 planes, the channels of its card have 3"):
        opened(model_file=str(path), device="cpu", has_evidence=True)


def test_cards_of_shipped_networks_can_be_shown(shipped_network):
    (name, lines), = engine.shipped_cards()
    assert name == "net"
    assert "Licence: CC0" in lines
    (shipped_network / "net.onnx").write_bytes(b"broken")
    (name, lines), = engine.shipped_cards()
    assert "not an ONNX model" in lines[0]
