"""Local correlations along tracks with known answers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lma_qgis.core.evidence.moments import distance_to_other_tracks, local_moments
from lma_qgis.core.tracks.observations import Observations
from tests.core.evidence.scenes import stripes


@given(gain=st.floats(0.1, 10), level=st.floats(-1e4, 1e4), sign=st.sampled_from([-1, 1]))
def test_level_and_gain_do_not_matter(gain, level, sign):
    obs, _ = stripes(tracks=2)
    found = local_moments(obs, sign * gain * obs.value + level).correlation()
    np.testing.assert_allclose(found, sign, atol=1e-6)


def test_independent_noise_has_no_correlation_on_average():
    obs, _ = stripes(tracks=20)
    other = np.random.default_rng(4).normal(size=len(obs))
    found = local_moments(obs, other, novelty=0.0).correlation()
    assert abs(np.nanmean(found)) < 0.05
    assert np.nanmax(np.abs(found)) < 0.6


def test_moments_equal_a_direct_computation():
    obs, _ = stripes(tracks=1, length=120_000.0)
    rng = np.random.default_rng(6)
    predicted = obs.value + rng.normal(0, 30, len(obs))
    window = 40_000.0
    found = local_moments(obs, predicted, window=window, novelty=0.0)
    s = obs.northing
    means = [np.array([v[np.abs(s - p) <= window / 2].mean() for p in s]) for v in (predicted, obs.value)]
    x, y = predicted - means[0], obs.value - means[1]
    base = 1.5 * window
    for index in (60, 85, 110):
        weight = np.maximum(1 - np.abs(s - s[index]) / base, 0)
        direct = [np.sum(weight * v) / weight.sum() for v in (x * y, x * x, y * y)]
        local = [m[index] for m in (found.covariance, found.predicted, found.observed)]
        np.testing.assert_allclose(local, direct, rtol=0.05)


def test_a_drift_of_the_level_does_not_matter():
    obs, _ = stripes(tracks=2)
    drift = 2e-3 * obs.northing
    plain = local_moments(obs, obs.value).correlation()
    drifting = local_moments(obs.with_value(obs.value + drift), obs.value).correlation()
    assert np.nanmin(drifting) > 0.9
    np.testing.assert_allclose(plain, 1.0, atol=1e-9)


def test_too_little_prediction_gives_nothing():
    obs, _ = stripes(tracks=1)
    predicted = np.where(obs.northing < 15_000, obs.value, np.nan)
    assert np.isnan(local_moments(obs, predicted).covariance).all()
    assert np.isnan(local_moments(obs, np.full(len(obs), np.nan)).covariance).all()


def test_agreement_beside_another_track_counts_little():
    obs, _ = stripes(tracks=1, length=150_000.0)
    rng = np.random.default_rng(2)
    beside = np.abs(obs.northing - 75_000) < 6_000
    both = Observations.from_labels(
        np.append(obs.easting, obs.easting[beside] + 300), np.append(obs.northing, obs.northing[beside]),
        np.append(obs.value, obs.value[beside]), np.append(obs.track, np.ones(beside.sum())),
    )
    predicted = np.append(np.where(beside, obs.value, rng.normal(0, 60, len(obs))), obs.value[beside])
    at = np.argmin(np.abs(obs.northing - 75_000))
    naive = local_moments(both, predicted, novelty=0.0).correlation()[at]
    fair = local_moments(both, predicted).correlation()[at]
    assert fair < naive - 0.05


def test_distance_to_other_tracks_equals_brute_force():
    rng = np.random.default_rng(8)
    place = rng.uniform(0, 50_000, (2, 120))
    obs = Observations.from_labels(*place, np.zeros(120), rng.integers(0, 5, 120))
    gaps = np.hypot(*(place[:, :, None] - place[:, None, :]))
    gaps[obs.track[:, None] == obs.track[None, :]] = np.inf
    expected = gaps.min(axis=1)
    found = distance_to_other_tracks(obs, 8_000.0)
    np.testing.assert_allclose(found[expected < 8_000], expected[expected < 8_000])
    assert np.isinf(found[expected > 8_000]).all()


def test_a_single_track_has_no_other():
    obs, _ = stripes(tracks=1)
    assert np.isinf(distance_to_other_tracks(obs, 1e9)).all()


@pytest.mark.parametrize("size", [1, 2])
def test_tracks_of_one_or_two_points(size):
    obs = Observations.from_labels(np.arange(size) * 700.0, np.zeros(size), np.arange(size), ["a"] * size)
    assert np.isnan(local_moments(obs, np.zeros(size)).covariance).all()
