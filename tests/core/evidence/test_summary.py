"""Summary numbers of a cross-validation."""

import numpy as np
import pytest

from lma_qgis.core.evidence.summary import by_track, correlation, ratio, resampled, residuals, rms, track_sums
from tests.core.evidence.scenes import stripes


def test_correlation_of_known_mixtures():
    obs, _ = stripes(tracks=12)
    rng = np.random.default_rng(0)
    assert correlation(obs, obs.value) == pytest.approx(1.0)
    assert correlation(obs, -3 * obs.value + 7) == pytest.approx(-1.0)
    assert abs(correlation(obs, rng.normal(size=len(obs)))) < 0.1
    assert np.isnan(correlation(obs, np.full(len(obs), np.nan)))
    assert np.isnan(correlation(obs, obs.value, where=np.zeros(len(obs), bool)))


def test_levels_of_tracks_are_not_held_against_the_prediction():
    obs, _ = stripes(tracks=5)
    predicted = obs.value - 100.0 * obs.track
    np.testing.assert_allclose(residuals(obs, predicted), 0.0, atol=1e-9)
    assert rms(residuals(obs, predicted)) == pytest.approx(0.0, abs=1e-9)


def test_rms_counts_only_what_was_predicted():
    obs, _ = stripes(tracks=2)
    predicted = np.where(obs.track == 0, np.nan, obs.value - np.where(np.arange(len(obs)) % 2, 5.0, -5.0))
    found = residuals(obs, predicted)
    assert np.isnan(found[obs.track == 0]).all()
    assert rms(found) == pytest.approx(5.0, rel=0.15)
    assert np.isnan(rms(np.full(3, np.nan)))


def test_scores_by_track():
    obs, _ = stripes(tracks=3)
    predicted = np.where(obs.track == 1, -obs.value, obs.value)
    predicted[obs.track == 2] = np.nan
    scores = by_track(obs, predicted, residuals(obs, predicted))
    assert [score.name for score in scores] == ["0", "1", "2"]
    assert [score.predicted for score in scores] == [scores[0].points, scores[1].points, 0]
    assert scores[0].correlation == pytest.approx(1.0) and scores[1].correlation == pytest.approx(-1.0)
    assert np.isnan(scores[2].correlation) and np.isnan(scores[2].rms)


def test_tracks_add_up_to_the_survey():
    obs, _ = stripes(tracks=5)
    predicted = obs.value + np.random.default_rng(1).normal(0, 40, len(obs))
    sums = track_sums(obs, predicted)
    assert sums.shape == (5, 3)
    assert ratio(sums.sum(axis=0)) == pytest.approx(correlation(obs, predicted))


def test_resampling_scatters_like_independent_surveys():
    rng = np.random.default_rng(2)

    def survey():
        variance = rng.uniform(0.5, 1.5, (15, 2))
        return np.column_stack((rng.normal(0, 0.3, 15) * np.sqrt(variance.prod(axis=1)), variance))

    independent = np.std([ratio(survey().sum(axis=0)) for _ in range(400)])
    bootstrapped = np.mean([np.std(resampled(survey(), rng)) for _ in range(60)])
    assert bootstrapped == pytest.approx(independent, rel=0.15)
    assert np.isnan(resampled(np.zeros((4, 3)), rng)).all()
