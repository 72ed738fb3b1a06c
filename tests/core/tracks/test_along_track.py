"""Filters along the track: what they find, and what they leave alone."""

import numpy as np
import pytest

from lma_qgis.core.tracks import along_track

ALONG = np.arange(2000) * 300.0
LINE = np.zeros(2000, dtype=int)
WAVE = 150 * np.sin(2 * np.pi * ALONG / 20_000.0)


def test_spikes_are_found_and_steep_lineations_are_not():
    value = WAVE + np.random.default_rng(0).normal(0, 3, 2000)
    value[[300, 301, 900]] += [250, 250, -400]
    found = np.flatnonzero(along_track.hampel(value, ALONG, LINE))
    assert {300, 301, 900} == set(found)


def test_rounded_constants_have_no_spikes_and_nan_is_none():
    value = np.full(2000, 7.0)
    value[5], value[9] = 8.0, np.nan
    assert not along_track.hampel(value, ALONG, LINE).any()
    assert not along_track.hampel(np.full(4, np.nan), ALONG[:4], LINE[:4]).any()


def test_the_window_is_in_metres_whatever_the_sampling():
    dense = np.arange(6000) * 100.0
    value = 150 * np.sin(2 * np.pi * dense / 20_000.0)
    value[1500] += 300
    assert np.flatnonzero(along_track.hampel(value, dense, np.zeros(6000, dtype=int))).tolist() == [1500]


def test_gradients_are_measured_within_lines_only():
    time = 60.0 * np.arange(4)
    along = 300.0 * np.arange(4)
    value = np.array([0.0, 30.0, 200.0, 200.0])
    flags = along_track.flag_gradients(value, time, along, np.array([0, 0, 1, 1]))
    assert flags["over 0.29 nT/s"].tolist() == [False, True, False, False]
    assert not flags["over 200 nT/km"].any() and not flags["step over 38 nT"].any()
    flags = along_track.flag_gradients(value, time, along, np.zeros(4, dtype=int))
    assert flags["over 200 nT/km"].tolist() == [False, False, True, False] == flags["step over 38 nT"].tolist()


def test_unknown_and_standing_times_flag_nothing_by_themselves():
    flags = along_track.flag_gradients(
        np.array([0.0, 30.0, 60.0]), np.array([0.0, np.nan, 0.0]), np.zeros(3), np.zeros(3)
    )
    assert not any(mask.any() for mask in flags.values())


def test_the_cut_off_wavelength_keeps_half_its_amplitude():
    inner = slice(500, 1500)
    for wavelength, low, high in ((60_000.0, 0.45, 0.55), (15_000.0, 0.97, 1.01), (600_000.0, 0.0, 0.03)):
        wave = np.sin(2 * np.pi * ALONG / wavelength)
        kept = along_track.remove_long_wavelengths(wave, ALONG, LINE, 60_000.0)
        assert low <= np.std(kept[inner]) / np.std(wave[inner]) <= high


def test_a_constant_goes_and_gaps_stay():
    value = np.full(2000, 55.0)
    value[100:200] = np.nan
    kept = along_track.remove_long_wavelengths(value, ALONG, LINE, 100_000.0)
    assert np.isnan(kept[100:200]).all() and np.nanmax(np.abs(kept)) < 1e-9
    short = along_track.remove_long_wavelengths(np.array([1.0, 3.0]), np.array([0.0, 300.0]), np.zeros(2), 1e5)
    assert short == pytest.approx([-1.0, 1.0])


def test_each_line_has_its_own_trend():
    line = (ALONG > 300_000).astype(int)
    kept = along_track.remove_long_wavelengths(np.where(line, 500.0, -500.0), ALONG, line, 100_000.0)
    assert np.abs(kept).max() < 1e-9
