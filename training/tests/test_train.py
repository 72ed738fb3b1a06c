"""The trainer: learns one batch, resumes where it stopped, exports what it trained."""

import copy
import json

import numpy as np
import onnx
import onnxruntime
import pytest
import torch

from lma_qgis.core.detection import card, planes
from lma_qgis.core.errors import LmaError
from training import dataset, detectors, export, train
from training.network import MULTIPLE, LineationNet

from .test_dataset import wave_survey


@pytest.fixture
def small(config):
    """Return a configuration that trains in seconds."""
    settings = copy.deepcopy(config)
    settings["network"].update(base=8, fine=4, dropout=0.0)
    settings["train"].update(batch=4, crop=48, steps=60, rate=1e-2, zoom=[1.0, 1.0], bfloat16=False)
    return settings


@pytest.fixture
def crops():
    """Return crops of three plane waves."""
    return dataset.Crops([wave_survey(strike=s) for s in (10.0, 60.0, 130.0)], "guided", crop=48, zoom=(1.0, 1.0))


class OneBatch:
    """Always gives the same batch."""

    def __init__(self, crops):
        self.fixed = crops.batch(np.random.default_rng(0), 4)

    def batch(self, rng, size):
        """Return it."""
        return self.fixed


def test_one_batch_can_be_learnt(small, crops, tmp_path):
    run = train.Run(small, tmp_path)
    run.network.train()
    source = OneBatch(crops)
    losses = [run.one_step(source) for _ in range(60)]
    assert losses[-1] < 0.35 * losses[0]


def test_the_loss_is_small_for_the_truth_and_ignores_cells_without_weight(crops):
    _, target, weight = crops.batch(np.random.default_rng(1), 4)
    good = train.loss_function(20 * target - 10, target, weight)
    bad = train.loss_function(10 - 20 * target, target, weight)
    assert good < 0.01 < 1.0 < bad
    weight[:] = 0
    weight[..., :8] = 1
    spoilt = 20 * target - 10
    spoilt[..., 8:] *= -1
    right = train.loss_function(20 * target - 10, target, weight)
    assert torch.isclose(train.loss_function(spoilt, target, weight), right, atol=1e-4)


def test_two_runs_are_equal_and_a_resumed_one_too(small, crops, tmp_path):
    def steps(run, count):
        run.network.train()
        for _ in range(count):
            run.one_step(crops)
        return run

    whole = steps(train.Run(small, tmp_path / "a"), 6)
    (tmp_path / "b").mkdir()
    steps(train.Run(small, tmp_path / "b"), 3).save()
    resumed = train.Run(small, tmp_path / "b")
    resumed.resume()
    steps(resumed, 3)
    for name, value in whole.network.state_dict().items():
        assert torch.equal(value, resumed.network.state_dict()[name]), name


@pytest.mark.parametrize("shape", [(64, 64), (37, 90), (16, 130)])
def test_any_size_comes_back_as_it_went_in(shape):
    network = LineationNet(1, 4, 4).eval()
    assert network(torch.zeros(2, 1, *shape)).shape == (2, 2, *shape)


def test_a_crop_answers_like_the_whole_away_from_its_edge():
    torch.manual_seed(0)
    network = LineationNet(1, 4, 4).eval()
    image = torch.randn(1, 1, 2 * export.MARGIN + 64, 2 * export.MARGIN + 64)
    whole = network(image)
    moved = network(image[..., MULTIPLE:, MULTIPLE:])
    inside = slice(export.MARGIN, export.MARGIN + 16)
    assert torch.allclose(moved[..., inside, inside], whole[..., MULTIPLE:, MULTIPLE:][..., inside, inside], atol=1e-5)


def test_the_exported_file_agrees_with_torch_and_carries_a_card_the_plugin_reads(config, tmp_path):
    torch.manual_seed(1)
    network = LineationNet(1, 8, 4).eval()
    path = tmp_path / "net.onnx"
    difference = export.write_onnx(network, path)
    words = {"name": "test", "version": "0", "licence": "none", "training_data": "noise", "description": ""}
    settings = {"card": words, "cell_size": config["cell_size"]}
    export.attach(path, export.make_card(settings, 0.4, difference, {"f1": 0.1}))
    model = onnx.load(str(path))
    stored = {entry.key: entry.value for entry in model.metadata_props}
    read = card.ModelCard.from_json(stored[card.KEY])
    assert difference <= export.LARGEST_DIFFERENCE and read.channels == ("anomaly",)
    assert model.ir_version <= 8 and model.opset_import[0].version <= 17
    assert read.threshold == 0.4 and read.outputs == ("crest", "trough") and read.parity == difference
    spoilt = json.loads(stored[card.KEY])
    spoilt["preprocessing"]["version"] = 99
    with pytest.raises(LmaError):
        card.ModelCard.from_json(json.dumps(spoilt))


def test_a_network_that_sees_the_evidence_is_exported_with_its_planes(config, tmp_path):
    torch.manual_seed(1)
    network, path, names = LineationNet(3, 8, 4).eval(), tmp_path / "net.onnx", ("guided", "evidence")
    difference = export.write_onnx(network, path, names)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    assert session.get_inputs()[0].shape[1] == planes.count_planes(("anomaly", "evidence")) == 3
    rng = np.random.default_rng(0)
    layers = rng.normal(size=(2, 48, 80)).astype(np.float32)
    layers[1, :, :30] = np.nan
    scores = detectors.Network(network, names)(dict(zip(names, layers, strict=True)))
    given = planes.input_planes(layers)[None]
    assert np.abs(session.run(None, {"anomaly": given})[0][0] - scores).max() <= export.LARGEST_DIFFERENCE
    words = {"name": "test", "version": "0", "licence": "none", "training_data": "noise", "description": ""}
    settings = {"card": words, "cell_size": config["cell_size"]}
    made = export.make_card(settings, 0.4, difference, {}, names=names)
    assert card.ModelCard.from_json(made.to_json()).channels == ("anomaly", "evidence")
    with pytest.raises(ValueError, match="this network sees guided, support"):
        export.make_card(settings, 0.4, difference, {}, names=("guided", "support"))
