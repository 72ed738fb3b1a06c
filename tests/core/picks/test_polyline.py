"""Smoothing and resampling keep shape, length and ends."""

import numpy as np
import pytest

from lma_qgis.core.picks.polyline import distance_along, length, resample, smooth


def arc(radius=60.0, step=0.03):
    angle = np.arange(0, 2, step)
    return radius * np.column_stack([np.sin(angle), np.cos(angle)])


def test_smoothing_does_not_shrink_an_arc():
    smoothed = smooth(arc())
    assert np.abs(np.hypot(*smoothed.T) - 60).max() < 0.03
    assert length(smoothed) == pytest.approx(length(arc()), rel=1e-3)


def test_smoothing_removes_jitter():
    clean = arc(step=1 / 60)
    noisy = clean * (1 + np.random.default_rng(0).normal(0, 0.3 / 60, (len(clean), 1)))
    assert np.abs(np.hypot(*smooth(noisy)[10:-10].T) - 60).mean() < 0.7 * np.abs(np.hypot(*noisy.T) - 60).mean()


def test_resample_keeps_ends_and_spacing():
    line = np.array([[0.0, 0.0], [0.0, 10.0], [7.0, 10.0]])
    points = resample(line, 2.0)
    assert np.array_equal(points[[0, -1]], line[[0, -1]])
    assert np.diff(distance_along(points)).max() <= 2.0
    assert len(smooth(line[:2], spacing=20.0)) == 2
