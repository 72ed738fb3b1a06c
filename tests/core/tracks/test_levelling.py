"""Levelling: biases go, lineations stay, what cannot be known is left alone."""

from dataclasses import replace

import numpy as np
import pytest

from lma_qgis.core.tracks.crossovers import find_crossovers
from lma_qgis.core.tracks.levelling import level
from lma_qgis.core.tracks.observations import Observations

WAVELENGTH = 24_000.0


def survey(bias, noise=0.0, spacing=10_000.0, seed=0, jitter=0.0, drift=None):
    """Eight tracks across east-west lineations and six along them, 100 nT, with one bias each."""
    rng = np.random.default_rng(seed)
    along = np.arange(0.0, 120_000.0, 400.0)
    parts = []
    for number in range(14):
        across = number < 8
        fixed = np.full(len(along), 15_000.0 + (number if across else number - 8) * spacing)
        parts.append((fixed, along) if across else (along, fixed))
    east, north = (np.concatenate([part[axis] for part in parts]) for axis in (0, 1))
    track = np.repeat(np.arange(14), len(along))
    field = 100 * np.sin(2 * np.pi * north / WAVELENGTH)
    value = field + np.asarray(bias)[track] + rng.normal(0, noise, len(field))
    time = np.tile(along / 1.4, 14) + track * 1e6
    if drift is not None:
        value = value + drift(np.tile(along / 1.4, 14) / 3600.0, track)
    east = east + rng.normal(0, jitter, len(east)) if jitter else east
    return Observations.from_labels(east, north, value, track, time), field


def bias(size, seed=1):
    return np.random.default_rng(seed).normal(0, size, 14)


def amplitude(value, field):
    """Return the amplitude of the lineations relative to the truth, free of a constant."""
    centred = field - field.mean()
    return float(np.dot(value - value.mean(), centred) / np.dot(centred, centred))


@pytest.mark.parametrize("seed", range(5))
def test_biases_go_and_lineations_keep_their_amplitude(seed):
    obs, field = survey(bias(40.0, seed), noise=5.0, seed=seed)
    levelled = level(obs)
    assert levelled.rms_before > 30 and levelled.rms_after < 9
    left = levelled.value - field
    per_track = [np.mean(left[obs.track == number]) for number in range(14)]
    assert np.std(per_track) < 4
    assert amplitude(levelled.value, field) == pytest.approx(1.0, abs=0.05)


@pytest.mark.parametrize("number", range(8, 14))
def test_a_track_along_a_crest_keeps_its_anomaly(number):
    """A track along strike sees one sign only; levelling must not take that for a bias."""
    obs, field = survey(np.zeros(14), noise=5.0, jitter=100.0)
    levelled = level(obs)
    mine = obs.track == number
    assert np.mean(levelled.value[mine]) == pytest.approx(np.mean(field[mine]), abs=5.0)


def test_amplitude_of_strike_parallel_tracks_with_bias_survives():
    obs, field = survey(bias(30.0), noise=5.0)
    levelled = level(obs)
    parallel = obs.track >= 8
    assert amplitude(levelled.value[parallel], field[parallel]) == pytest.approx(1.0, abs=0.05)


def test_consistent_tracks_are_left_as_they_are():
    obs, _ = survey(np.zeros(14))
    levelled = level(obs)
    assert np.abs(levelled.value - obs.value).max() < 1.0


def test_the_common_constant_is_not_touched():
    obs, _ = survey(bias(30.0))
    once, shifted = level(obs), level(obs.with_value(obs.value + 500.0))
    assert shifted.value - 500.0 == pytest.approx(once.value, abs=1e-6)
    assert abs(np.mean(once.bias)) < 1e-6


def test_scaling_and_order_of_tracks_do_not_matter():
    obs, _ = survey(bias(30.0), noise=20.0)
    first = level(obs)
    flipped = Observations.from_labels(
        obs.easting[::-1], obs.northing[::-1], obs.value[::-1], obs.track[::-1], obs.time[::-1]
    )
    assert level(flipped).value[::-1] == pytest.approx(first.value, abs=0.05)


def test_one_wild_crossing_does_not_spoil_a_track():
    obs, field = survey(bias(30.0), noise=3.0)
    value = obs.value.copy()
    value[:3] += 5_000.0
    clean, wild = level(obs), level(obs.with_value(value))
    assert np.abs(wild.bias - clean.bias).max() < 5.0


def test_tracks_without_crossings_keep_their_values():
    obs, _ = survey(bias(30.0))
    lonely = Observations.from_labels(
        np.append(obs.easting, [1e6, 1.001e6]),
        np.append(obs.northing, [1e6, 1e6]),
        np.append(obs.value, [77.0, 78.0]),
        np.append(obs.track, [99, 99]),
    )
    levelled = level(lonely)
    assert levelled.value[-2:].tolist() == [77.0, 78.0] and levelled.bias[-1] == 0 and levelled.crossings[-1] == 0
    parallel = obs.where(obs.track < 8)
    unchanged = level(parallel)
    assert np.isnan(unchanged.rms_before) and np.array_equal(unchanged.value, parallel.value)


def test_a_drift_follows_the_day_where_tracks_cross_often():
    def day(hours, track):
        return 40 * np.sin(2 * np.pi * (hours / 24.0 + track / 14))

    obs, field = survey(np.zeros(14), noise=2.0, drift=day)
    constant, drifting = level(obs), level(obs, drift_hours=6.0)
    assert drifting.rms_after < 0.5 * constant.rms_after
    assert np.std(drifting.value - field) < 0.7 * np.std(constant.value - field)
    assert amplitude(drifting.value, field) == pytest.approx(1.0, abs=0.05)


def test_a_drift_without_times_is_a_constant():
    obs, _ = survey(bias(30.0))
    timeless = Observations.from_labels(obs.easting, obs.northing, obs.value, obs.track)
    assert level(timeless, drift_hours=6.0).value == pytest.approx(level(timeless).value)
    unknown = Observations.from_labels(obs.easting, obs.northing, obs.value, obs.track, np.full(len(obs), np.nan))
    assert level(unknown, drift_hours=6.0).value == pytest.approx(level(timeless).value)


def test_crossings_found_before_give_the_same():
    obs, _ = survey(bias(30.0), noise=5.0)
    assert np.array_equal(level(obs, crossovers=find_crossovers(obs)).value, level(obs).value)


def test_old_positions_weigh_less():
    """Tracks placed by the stars must not bend those placed by satellites."""
    known, ignored = [], []
    for seed in range(6):
        obs, field = survey(bias(20.0, seed), noise=2.0, seed=seed)
        old = (obs.track >= 4) & (obs.track < 8)
        shift = np.random.default_rng(seed).normal(0, 5_000.0, 14)
        moved = Observations(
            obs.easting,
            obs.northing + np.where(old, shift[obs.track], 0),
            obs.value,
            obs.track,
            obs.names,
            None,
            np.where(old, 5_000.0, 100.0),
        )
        for found, table in ((known, moved), (ignored, replace(moved, sigma=None))):
            left = level(table).value - field
            found.append(np.std([np.mean(left[obs.track == number]) for number in (0, 1, 2, 3, *range(8, 14))]))
    assert np.mean(known) < np.mean(ignored)


def test_progress_rises_and_stops():
    seen = []
    obs, _ = survey(bias(20.0))
    level(obs, progress=seen.append)
    assert seen == sorted(seen) and seen[0] > 0 and seen[-1] <= 1


@pytest.fixture
def surveys():
    """A quiet survey with large biases, a noisy one with small ones, and both in one table, far apart."""
    quiet, noisy = survey(bias(80.0, 3), noise=2.0, seed=3)[0], survey(bias(5.0, 4), noise=60.0, seed=4)[0]
    names = ("easting", "northing", "value", "track", "time")
    shifts = ((0.0, 0.0), (1e6, 0.0), (0.0, 0.0), (0, 14), (0.0, 0.0))
    columns = (
        np.concatenate([getattr(obs, name) + shift for obs, shift in zip((quiet, noisy), pair)])
        for name, pair in zip(names, shifts)
    )
    return (quiet, noisy), Observations.from_labels(*columns)


@pytest.mark.parametrize("drift_hours", [0.0, 8.0])
def test_surveys_that_never_meet_are_levelled_as_if_alone(surveys, drift_hours):
    alone, together = surveys
    expected = np.concatenate([level(obs, drift_hours=drift_hours).value for obs in alone])
    np.testing.assert_allclose(level(together, drift_hours=drift_hours).value, expected, atol=1e-6)


def test_celestial_positions_of_one_survey_do_not_silence_its_crossings_beside_gps_far_away(surveys):
    alone, together = surveys
    metres = [np.full(len(obs), sd) for obs, sd in zip(alone, (5000.0, 100.0))]
    expected = np.concatenate([level(replace(obs, sigma=sd)).value for obs, sd in zip(alone, metres)])
    found = level(replace(together, sigma=np.concatenate(metres))).value
    np.testing.assert_allclose(found, expected, atol=1e-6)
