"""Guided smoothing: fills along lineations, keeps what was measured, never leaves the valid area."""

import numpy as np
import pytest

from lma_qgis.core.diffusion.guided import guided_smoothing
from lma_qgis.core.errors import LmaCancelled, LmaError
from lma_qgis.core.grid import Grid

GRID = Grid(0.0, 64_000.0, 1000.0, 1000.0, 64, 64)


def stripes(grid, azimuth, wavelength=10_000.0):
    """Return a plane wave of 100 nT whose crests strike along the azimuth."""
    x, y = np.meshgrid(grid.easting, grid.northing)
    angle = np.radians(azimuth)
    return 100 * np.sin(2 * np.pi * (x * np.cos(angle) - y * np.sin(angle)) / wavelength)


def sparse(field, columns):
    """Return counts and distances (m) when only some columns are observed."""
    count = np.zeros(field.shape)
    count[:, columns] = 3
    distance = np.min(np.abs(np.arange(field.shape[1])[:, None] - columns), axis=1) * 1000.0
    return count, np.broadcast_to(distance, field.shape)


def test_gap_between_tracks_is_filled_along_strike():
    truth = stripes(GRID, 70.0)
    count, distance = sparse(truth, [8, 20, 32, 44, 56])
    blurred = np.where(count > 0, truth, 0.3 * truth)
    result = guided_smoothing(blurred, GRID, count, distance, iterations=3)
    gap = np.zeros(GRID.shape, bool)
    gap[8:-8, 10:55] = True
    gap &= count == 0
    assert np.sqrt(np.mean((result.anomaly - truth)[gap] ** 2)) < 0.25 * truth.std()
    assert np.median(np.abs((result.azimuth - 70 + 90) % 180 - 90)[gap]) < 3


def test_nodata_is_neither_filled_nor_read():
    truth = stripes(GRID, 20.0)
    count, distance = sparse(truth, [8, 30, 50])
    truth[10:20, 30:40] = np.nan
    result = guided_smoothing(truth, GRID, count, distance)
    assert np.array_equal(np.isnan(result.anomaly), np.isnan(truth))


def test_length_zero_returns_the_input():
    truth = stripes(GRID, 20.0)
    count, distance = sparse(truth, [8, 30, 50])
    assert np.array_equal(guided_smoothing(truth, GRID, count, distance, length=0).anomaly, truth)


def test_all_blank_stays_blank():
    blank = np.full(GRID.shape, np.nan)
    result = guided_smoothing(blank, GRID, np.zeros(GRID.shape), None)
    assert np.isnan(result.anomaly).all()


def test_stops_when_asked():
    def stop(fraction):
        raise LmaCancelled

    truth = stripes(GRID, 20.0)
    count, distance = sparse(truth, [8, 30, 50])
    with pytest.raises(LmaCancelled):
        guided_smoothing(truth, GRID, count, distance, progress=stop)


def test_negative_length_is_refused():
    with pytest.raises(LmaError, match="length"):
        guided_smoothing(np.ones(GRID.shape), GRID, None, None, length=-1)
