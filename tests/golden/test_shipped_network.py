"""The shipped network gives in the plugin what it gave in training."""

from pathlib import Path

import numpy as np
import pytest

from lma_qgis.core.detection.preprocessing import standardise
from lma_qgis.core.detection.tiling import reflect
from lma_qgis.core.grid import Grid
from lma_qgis.inference import model_file, models

runtime = pytest.importorskip("onnxruntime")
NAME = "lma_unet_v1"


@pytest.fixture(scope="module")
def golden():
    with np.load(Path(__file__).with_name(f"{NAME}.npz"), allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}


@pytest.fixture(scope="module")
def session():
    options = runtime.SessionOptions()
    options.intra_op_num_threads = 1
    return runtime.InferenceSession(str(models.path_of(NAME)), options, providers=["CPUExecutionProvider"])


def score(session, anomaly, cell):
    rows, cols = anomaly.shape
    image = standardise(anomaly, Grid(0.0, rows * cell, cell, cell, rows, cols))
    return session.run(None, {session.get_inputs()[0].name: reflect(image)[np.newaxis, np.newaxis]})[0][0]


def test_scores_are_those_of_training(golden, session):
    scores = score(session, golden["anomaly"], float(golden["cell"]))
    valid = np.isfinite(golden["anomaly"])
    assert np.isnan(golden["scores"][:, ~valid]).all()
    assert np.abs(scores - golden["scores"])[:, valid].max() < 1e-3
    assert np.abs(scores - golden["scores"])[:, valid].mean() < 1e-5


def test_the_survey_is_not_trivial(golden):
    valid = np.isfinite(golden["anomaly"])
    for band in golden["scores"]:
        assert 0.02 < np.mean(band[valid] > 0.5) < 0.5


def test_amplitude_and_offset_of_the_field_do_not_matter_much(golden, session):
    anomaly, cell = golden["anomaly"], float(golden["cell"])
    difference = np.abs(score(session, 3 * anomaly + 50, cell) - score(session, anomaly, cell))
    assert np.nanmean(difference[:, np.isfinite(anomaly)]) < 0.01


def test_crests_of_the_field_are_troughs_of_its_negative(golden, session):
    anomaly, cell = golden["anomaly"], float(golden["cell"])
    crest, _ = score(session, anomaly, cell)
    _, trough = score(session, -anomaly, cell)
    valid = np.isfinite(anomaly)
    assert np.corrcoef(crest[valid], trough[valid])[0, 1] > 0.5


def test_the_card_is_accepted_and_says_what_the_file_is():
    card = model_file.load(models.path_of(NAME)).card
    assert card.outputs == ("crest", "trough") and card.preprocessing["name"] == "standardise"
    assert card.parity <= 1e-4 and not card.calibrated and card.scores
    assert models.path_of(NAME).stat().st_size <= 6_000_000
