"""Shifted tracks keep everything but the lineations."""

import numpy as np
import pytest

from lma_qgis.core.evidence.null import shift_tracks
from lma_qgis.core.tracks.observations import Observations
from tests.core.evidence.scenes import stripes


def test_each_track_keeps_its_values_and_places():
    obs, _ = stripes()
    moved = shift_tracks(obs, np.random.default_rng(1))
    np.testing.assert_array_equal(moved.easting, obs.easting)
    for code in range(obs.n_tracks):
        own = obs.track == code
        np.testing.assert_array_equal(np.sort(moved.value[own]), np.sort(obs.value[own]))
        spectra = [np.abs(np.fft.rfft(v[own])) for v in (obs.value, moved.value)]
        np.testing.assert_allclose(*spectra, atol=1e-6)


def test_every_shift_lies_between_20_and_80_percent():
    value, track = np.tile(np.arange(100.0), 50), np.repeat(range(50), 100)
    obs = Observations.from_labels(np.arange(5000.0), np.zeros(5000), value, track)
    moved = shift_tracks(obs, np.random.default_rng(2))
    shifts = (-moved.value[::100]) % 100
    assert shifts.min() >= 20 and shifts.max() <= 80
    assert len(np.unique(shifts)) > 20


def test_points_of_a_track_need_not_follow_each_other():
    obs, _ = stripes(tracks=3)
    order = np.argsort(obs.northing, kind="stable")
    mixed = obs.where(order)
    moved = shift_tracks(mixed, np.random.default_rng(5))
    straight = shift_tracks(obs, np.random.default_rng(5))
    np.testing.assert_array_equal(moved.value, straight.value[order])


def test_neighbours_no_longer_agree():
    obs, _ = stripes(tracks=12)
    moved = shift_tracks(obs, np.random.default_rng(3))
    before, after = obs.value.reshape(12, -1), moved.value.reshape(12, -1)
    agreement = [np.mean([np.corrcoef(v[i], v[i + 1])[0, 1] for i in range(11)]) for v in (before, after)]
    assert agreement[0] > 0.9
    assert abs(agreement[1]) < 0.3


@pytest.mark.parametrize("size", [1, 2, 3])
def test_tracks_of_a_few_points_survive(size):
    obs = Observations.from_labels(np.arange(size), np.zeros(size), np.arange(size), ["a"] * size)
    assert sorted(shift_tracks(obs, np.random.default_rng(0)).value) == sorted(obs.value)
