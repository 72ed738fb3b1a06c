"""The spacing of anomalies along tracks."""

import numpy as np
import pytest

from lma_qgis.core.gridding.spacing import along_track_spacing

from .scenes import points


@pytest.mark.parametrize("length", [8e3, 20e3, 60e3])
def test_a_wave_has_its_wavelength(length):
    x = np.arange(0.0, 500e3, 300.0)
    assert along_track_spacing(points(x, 0 * x, np.sin(2 * np.pi * x / length))) == pytest.approx(length, rel=0.06)


def test_noise_of_readings_hardly_shortens_it():
    x = np.arange(0.0, 500e3, 50.0)
    value = 100 * np.sin(2 * np.pi * x / 20e3) + np.random.default_rng(0).normal(0, 10, len(x))
    assert along_track_spacing(points(x, 0 * x, value)) == pytest.approx(20e3, rel=0.06)


def test_steps_between_tracks_and_across_gaps_are_no_slopes():
    x = np.tile(np.arange(0.0, 100e3, 500.0), 4)
    track = np.repeat(np.arange(4), len(x) // 4)
    smooth = np.sin(2 * np.pi * x / 40e3) + 1000.0 * track
    with_jumps = along_track_spacing(points(x, 10e3 * track, smooth, track))
    assert with_jumps > 40e3
    away = np.where(x > 50e3, x + 400e3, x)
    value = np.sin(2 * np.pi * x / 40e3) + np.where(x > 50e3, 500.0, 0.0)
    assert along_track_spacing(points(away, 10e3 * track, value, track)) > 40e3


@pytest.mark.parametrize("value", [0.0, np.nan])
def test_no_answer_from_too_little(value):
    x = np.arange(0.0, 100e3, 500.0)
    assert np.isnan(along_track_spacing(points(x, 0 * x, np.full(len(x), value))))
    assert np.isnan(along_track_spacing(points([1.0], [2.0], [3.0])))
    assert np.isnan(along_track_spacing(points(x[:9], x[:9], x[:9])))
