"""A point is an observation: the tracks themselves must show the extremum."""

import numpy as np
import pytest

from lma_qgis.core.picks.track_extrema import find_extrema

LINE = np.column_stack([np.linspace(0, 100_000, 11), np.zeros(11)])


def track(east=50_000.0, crest=0.0, slope=0.0, amplitude=100.0, wavelength=20_000.0, noise=0.0):
    north = np.arange(-30_000.0, 30_000.0, 300.0)
    east = east + slope * north
    value = amplitude * np.cos(2 * np.pi * (north - crest) / wavelength)
    value += np.random.default_rng(1).normal(0, 1, len(north)) * noise
    return np.column_stack([east, north]), value


def find(position, value, kind="crest", tolerance=5_000.0):
    code = np.zeros(len(position), int)
    return find_extrema([LINE], [kind], position, value, code, code, tolerance=tolerance)


@pytest.mark.parametrize("crest", [-4_000.0, 0.0, 2_500.0])
def test_offset_is_the_distance_to_the_observed_crest(crest):
    found = find(*track(crest=crest))
    assert len(found.pick) == 1
    assert found.northing[0] == pytest.approx(crest, abs=200)
    assert found.offset[0] == pytest.approx(abs(crest), abs=200)


def test_noise_does_not_move_it_far():
    assert find(*track(crest=1_000.0, noise=15.0)).northing[0] == pytest.approx(1_000, abs=1_200)


def test_extremum_beyond_the_tolerance_is_none():
    assert len(find(*track(crest=7_000.0)).pick) == 0
    assert len(find(*track(crest=4_000.0), tolerance=3_000.0).pick) == 0


def test_trough_and_crest_are_not_confused():
    assert len(find(*track(crest=0.0), kind="trough").pick) == 0
    assert len(find(*track(crest=10_000.0), kind="trough").pick) == 1


def test_oblique_track_and_track_along_the_line():
    found = find(*track(slope=1.0))
    assert found.offset[0] < 300
    along = np.column_stack([np.arange(0, 100_000, 300.0), np.full(334, 100.0)])
    assert len(find(along, np.cos(along[:, 0] / 3_000)).pick) == 0


def test_missing_values_and_flat_tracks():
    position, value = track()
    value[np.abs(position[:, 1]) < 6_000] = np.nan
    assert len(find(position, value).pick) == 0
    assert len(find(position, np.linspace(0, 100, len(position))).pick) == 0
