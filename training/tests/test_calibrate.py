"""Calibration: a known temperature is found, an honest score lies on the diagonal."""

import os

import numpy as np
import pytest
import torch

from training import calibrate, detectors, export
from training.network import LineationNet


@pytest.fixture
def honest():
    """Return scores and outcomes that follow them."""
    rng = np.random.default_rng(0)
    score = rng.beta(0.6, 2.0, 60_000)
    return score, rng.random(score.size) < score


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.0])
def test_the_temperature_that_spoilt_the_scores_is_found(honest, temperature):
    score, right = honest
    spoilt = calibrate.cooled(score, 1.0 / temperature)
    assert calibrate.fit_temperature(spoilt, right) == pytest.approx(temperature, rel=0.04)


def test_a_shift_of_the_logits_is_found_too(honest):
    score, right = honest
    spoilt = calibrate.cooled(score, 1.0, -np.log(2.0))
    assert calibrate.fit_both(spoilt, right) == pytest.approx((1.0, np.log(2.0)), rel=0.05)


def test_honest_scores_lie_on_the_diagonal_and_overconfident_ones_do_not(honest):
    score, right = honest
    mean, share, count = calibrate.reliability(score, right)
    assert count.sum() == score.size and np.abs(mean - share).max() < 0.04
    assert calibrate.expected_error(score, right) < 0.01
    assert calibrate.expected_error(calibrate.cooled(score, 0.3), right) > 0.05


def test_log_loss_of_a_coin_is_log_two():
    assert calibrate.log_loss(np.full(10, 0.5), np.arange(10) < 5) == pytest.approx(np.log(2))


def test_cells_beside_an_axis_are_right_and_unlabelled_ones_do_not_count():
    from .test_dataset import wave_survey

    half = np.zeros((96, 96), bool)
    half[:, :48] = True
    survey = {**wave_survey(strike=0.0), "labelled": half}
    score, right = calibrate.scored_cells(detectors.Network(LineationNet(1, 4, 4)), [survey])
    assert score.size == right.size == 2 * 96 * 48
    assert right.mean() == pytest.approx(3 / 16, rel=0.15)


def test_a_kept_calibration_is_in_every_score_of_the_checkpoint_until_it_is_trained_on(tmp_path):
    network = LineationNet(1, 4, 4).eval()
    checkpoint = tmp_path / "checkpoint.pt"
    torch.save({"network": network.state_dict(), "settings": network.settings}, checkpoint)
    survey = {"guided": np.random.default_rng(1).normal(size=(48, 64)).astype(np.float32)}
    before = detectors.load(checkpoint)(survey)
    assert not export.is_calibrated(checkpoint)
    calibrate.keep(checkpoint, 1.4, 0.8, 0.02)
    after = detectors.load(checkpoint)(survey)
    assert np.abs(after - calibrate.cooled(before, 1.4, 0.8)).max() < 1e-5
    assert np.array_equal(detectors.load(checkpoint, as_trained=True)(survey), before)
    assert export.is_calibrated(checkpoint)


def test_a_calibration_that_does_not_hold_elsewhere_is_not_claimed(tmp_path):
    network = LineationNet(1, 4, 4)
    checkpoint = tmp_path / "checkpoint.pt"
    torch.save({"network": network.state_dict(), "settings": network.settings}, checkpoint)
    calibrate.keep(checkpoint, 1.4, 0.8, 2 * export.LARGEST_ERROR)
    assert not export.is_calibrated(checkpoint)


def test_the_card_says_calibrated_where_it_is(config):
    words = {"name": "test", "version": "0", "licence": "none", "training_data": "noise", "description": ""}
    settings = {"card": words, "cell_size": config["cell_size"]}
    for calibrated in (False, True):
        assert export.make_card(settings, 0.4, 1e-6, {"f1": 0.1}, calibrated).calibrated is calibrated


def test_a_report_older_than_the_calibration_is_not_exported(tmp_path):
    network = LineationNet(1, 4, 4)
    checkpoint, report = tmp_path / "checkpoint.pt", tmp_path / "report.json"
    torch.save({"network": network.state_dict(), "settings": network.settings}, checkpoint)
    report.write_text('{"thresholds": {}}', encoding="utf-8")
    os.utime(report, (1.0, 1.0))
    assert export.report_of(tmp_path) == {"thresholds": {}}
    calibrate.keep(checkpoint, 1.4, 0.8, 0.02)
    with pytest.raises(ValueError, match=r"run training\.report again"):
        export.report_of(tmp_path)
    report.touch()
    assert export.report_of(tmp_path) == {"thresholds": {}}
