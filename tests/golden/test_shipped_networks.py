"""The shipped networks give in the plugin what they gave in training."""

from pathlib import Path

import numpy as np
import pytest

from lma_qgis.core.detection.planes import EVIDENCE, input_planes
from lma_qgis.core.detection.preprocessing import standardise
from lma_qgis.core.grid import Grid
from lma_qgis.inference import model_file, models

runtime = pytest.importorskip("onnxruntime")
NAMES = ("lma_unet_evidence_v1", "lma_unet_v1")


class Shipped:
    """A shipped network with the survey on which training kept its scores."""

    def __init__(self, name):
        options = runtime.SessionOptions()
        options.intra_op_num_threads = 1
        self.card = model_file.load(models.path_of(name)).card
        path = str(models.path_of(name))
        self._session = runtime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        with np.load(Path(__file__).with_name(f"{name}.npz"), allow_pickle=False) as stored:
            self.golden = {name: stored[name] for name in stored.files}
        self.anomaly, self.valid = self.golden["anomaly"], np.isfinite(self.golden["anomaly"])

    def score(self, anomaly, evidence=None):
        """Return the scores of an anomaly, nT, with the evidence of the survey or another one."""
        cell, (rows, cols) = float(self.golden["cell"]), anomaly.shape
        layers = [standardise(anomaly, Grid(0.0, rows * cell, cell, cell, rows, cols))]
        if EVIDENCE in self.card.channels:
            layers.append(self.golden["evidence"] if evidence is None else evidence)
        planes = input_planes(np.stack(layers))[np.newaxis]
        return self._session.run(None, {self._session.get_inputs()[0].name: planes})[0][0]


@pytest.fixture(scope="module", params=NAMES)
def shipped(request):
    return Shipped(request.param)


def test_every_shipped_network_is_tested():
    assert sorted(NAMES) == models.shipped()


def test_scores_are_those_of_training(shipped):
    scores, wanted = shipped.score(shipped.anomaly), shipped.golden["scores"]
    assert np.isnan(wanted[:, ~shipped.valid]).all()
    assert np.abs(scores - wanted)[:, shipped.valid].max() < 1e-3
    assert np.abs(scores - wanted)[:, shipped.valid].mean() < 1e-5


def test_the_survey_is_not_trivial(shipped):
    for band in shipped.golden["scores"]:
        assert 0.02 < np.mean(band[shipped.valid] > 0.5) < 0.5


def test_amplitude_and_offset_of_the_field_do_not_matter_much(shipped):
    difference = np.abs(shipped.score(3 * shipped.anomaly + 50) - shipped.score(shipped.anomaly))
    assert np.nanmean(difference[:, shipped.valid]) < 0.01


def test_crests_of_the_field_are_troughs_of_its_negative(shipped):
    crest, _ = shipped.score(shipped.anomaly)
    _, trough = shipped.score(-shipped.anomaly)
    assert np.corrcoef(crest[shipped.valid], trough[shipped.valid])[0, 1] > 0.5


@pytest.mark.parametrize("value", [0.0, -0.5])
def test_where_tracks_do_not_predict_each_other_nothing_is_drawn(value):
    shipped = Shipped("lma_unet_evidence_v1")
    before = shipped.score(shipped.anomaly)[:, shipped.valid] > shipped.card.threshold
    unbelieved = np.full(shipped.anomaly.shape, value, np.float32)
    after = shipped.score(shipped.anomaly, unbelieved)[:, shipped.valid] > shipped.card.threshold
    assert before.mean() > 0.02 and after.mean() < 0.02 * before.mean()


def test_the_card_is_accepted_and_says_what_the_file_is(shipped):
    card = shipped.card
    assert card.outputs == ("crest", "trough") and card.preprocessing["name"] == "standardise"
    assert card.parity <= 1e-4 and not card.calibrated and card.scores


@pytest.mark.parametrize("name", NAMES)
def test_the_file_is_small(name):
    assert models.path_of(name).stat().st_size <= 6_000_000
