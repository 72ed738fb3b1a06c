"""Strike of plane waves at any angle, on any cells; confidence decides where fields disagree."""

import numpy as np
import pytest

from lma_qgis.core.diffusion.orientation import (
    azimuth_and_coherence,
    confidence,
    group_edges,
    strike,
    to_double_angle,
)
from lma_qgis.core.errors import LmaError
from lma_qgis.core.grid import Grid


def wave(grid, azimuth, wavelength=12_000.0):
    x, y = np.meshgrid(grid.easting, grid.northing)
    angle = np.radians(azimuth)
    return 100 * np.sin(2 * np.pi * (x * np.cos(angle) - y * np.sin(angle)) / wavelength)


def axial(a, b):
    return np.abs((a - b + 90) % 180 - 90)


@pytest.mark.parametrize("azimuth", [0.0, 13.0, 45.0, 77.0, 90.0, 121.0, 179.0])
@pytest.mark.parametrize(("dx", "dy"), [(1000.0, 1000.0), (1500.0, 700.0), (3000.0, 3000.0)])
def test_plane_wave(azimuth, dx, dy):
    grid = Grid(0.0, 90 * dy, dx, dy, 90, 90)
    found, coherence = strike(wave(grid, azimuth, max(12_000.0, 8 * dx)), grid)
    inner = (slice(20, -20), slice(20, -20))
    assert axial(found, azimuth)[inner].max() < 1.0
    assert coherence[inner].min() > 0.98


def test_noise_has_no_coherence():
    grid = Grid(0.0, 1e5, 1000.0, 1000.0, 100, 100)
    _, coherence = strike(np.random.default_rng(0).normal(size=grid.shape), grid)
    assert np.median(coherence) < 0.05


def test_near_observations_decide():
    grid = Grid(0.0, 6e4, 1000.0, 1000.0, 60, 60)
    field = wave(grid, 90.0)
    distance = np.zeros(grid.shape)
    distance[:, 30:] = 60_000.0
    field[:, 30:] = wave(grid, 0.0)[:, 30:]
    plain, _ = strike(field, grid)
    trusted, _ = strike(field, grid, distance=distance)
    assert axial(trusted, 90.0)[30, 34] < 10 < axial(plain, 90.0)[30, 38]


def test_constant_has_no_direction_and_blank_stays_blank():
    grid = Grid(0.0, 3e4, 1000.0, 1000.0, 30, 30)
    field = np.full(grid.shape, 12_345.678)
    field[3:6, 4:9] = np.nan
    azimuth, coherence = strike(field, grid)
    assert np.array_equal(np.isnan(azimuth), np.isnan(field))
    assert np.nanmax(coherence) == 0


def test_double_angle_there_and_back():
    azimuth, coherence = np.array([0.0, 10.0, 90.0, 135.0, 179.0]), np.array([0.1, 0.4, 0.9, 1.0, 0.5])
    back, again = azimuth_and_coherence(to_double_angle(azimuth, coherence))
    np.testing.assert_allclose(axial(back, azimuth), 0, atol=1e-9)
    np.testing.assert_allclose(again, coherence)
    assert (to_double_angle(np.array([np.nan]), np.ones(1)) == 0).all()


def test_confidence_falls_with_distance():
    np.testing.assert_allclose(confidence(np.array([0.0, 15_000.0, np.nan, np.inf])), [1.0, np.exp(-1), 0.0, 0.0])


def test_groups_only_where_the_scale_spans_cells():
    grid = Grid(0.0, 1e5, 1000.0, 4000.0, 25, 100)
    rows, cols = group_edges(grid, 10_000.0)
    assert len(rows) == 26 and len(cols) == 51


@pytest.mark.parametrize("scale", [0.0, -5.0, np.nan, np.inf])
def test_unusable_scale_is_refused(scale):
    with pytest.raises(LmaError, match="integration scale"):
        strike(np.zeros((3, 3)), Grid(0.0, 3.0, 1.0, 1.0, 3, 3), scale)
