"""Support: 0 to 1, the same for any cell size and smoothing, higher along strike, and a ranking of the error."""

import inspect

import numpy as np
import pytest

from lma_qgis.core.diffusion.guided import guided_smoothing
from lma_qgis.core.diffusion.support import support
from lma_qgis.core.errors import LmaError
from lma_qgis.core.grid import Grid


def square(cells, size):
    return Grid(0.0, cells * size, size, size, cells, cells)


def one_track(size, azimuth=90.0, extent=80_000.0):
    """Return grid, orientation and counts of one N-S track in the middle of straight lineations."""
    grid = square(int(extent / size) + 1, size)
    count = np.zeros(grid.shape)
    count[:, grid.cols // 2] = 4
    return grid, np.full(grid.shape, azimuth), np.ones(grid.shape), count


def profile(size, **options):
    """Return distance from the track (m) and support along the middle row."""
    grid, azimuth, coherence, count = one_track(size)
    values = support(azimuth, coherence, grid, count, **options)
    row = values[grid.rows // 2, grid.cols // 2 :]
    return np.arange(row.size) * size, row


def test_falls_to_one_over_e_at_the_support_length():
    distance, values = profile(1000.0, support_length=8000.0)
    near = (distance > 0) & (distance <= 20_000)
    expected = values[0] * np.exp(-distance / 8000.0)
    np.testing.assert_allclose(values[near], expected[near], atol=0.03)
    assert values[0] > 0.9


def test_same_on_finer_and_coarser_cells():
    coarse_distance, coarse = profile(2000.0)
    for size in (500.0, 1000.0):
        distance, values = profile(size)
        np.testing.assert_allclose(np.interp(coarse_distance, distance, values), coarse, atol=0.03)


def test_does_not_know_the_smoothing_length():
    assert "length" not in inspect.signature(support).parameters


def test_higher_along_strike_than_across_at_equal_distance():
    grid = square(61, 1000.0)
    count = np.zeros(grid.shape)
    count[30, 30] = 4
    values = support(np.full(grid.shape, 90.0), np.ones(grid.shape), grid, count)
    for step in (2, 5, 10):
        assert values[30, 30 + step] > 1.5 * values[30 + step, 30]


def test_track_along_strike_supports_only_itself():
    across = profile(1000.0)[1][10]
    grid, azimuth, coherence, count = one_track(1000.0, azimuth=0.0)
    assert support(azimuth, coherence, grid, count)[40, 50] < 0.5 * across


def test_bounds_and_blanks():
    rng = np.random.default_rng(0)
    grid = square(50, 1500.0)
    valid = rng.random(grid.shape) > 0.1
    count = rng.poisson(0.2, grid.shape)
    values = support(rng.uniform(0, 180, grid.shape), rng.random(grid.shape), grid, count, valid=valid)
    assert np.array_equal(np.isnan(values), ~valid)
    assert np.nanmin(values) >= 0 and np.nanmax(values) <= 1


def test_no_observation_no_support():
    grid = square(20, 1000.0)
    assert support(np.zeros(grid.shape), np.ones(grid.shape), grid, np.zeros(grid.shape)).max() == 0


def test_nothing_crosses_a_barrier():
    grid, azimuth, coherence, count = one_track(1000.0)
    barriers = np.zeros(grid.shape, bool)
    barriers[:, 44] = True
    values = support(azimuth, coherence, grid, count, barriers=barriers)
    assert values[:, 45:].max() == 0 and values[40, 43] > 0.5


def test_length_zero_is_refused():
    with pytest.raises(LmaError, match="support length"):
        support(np.zeros((2, 2)), np.ones((2, 2)), square(2, 1000.0), np.ones((2, 2)), support_length=0)


def test_error_falls_from_class_to_class():
    grid = square(128, 1000.0)
    east, north = np.meshgrid(grid.easting, grid.northing)
    errors = {}
    for seed in range(3):
        rng = np.random.default_rng(seed)
        turn = np.radians(60 + 25 * seed)
        across = east * np.cos(turn) - north * np.sin(turn)
        # Lineations of two wavelengths, broken by slow variation along strike.
        along = east * np.sin(turn) + north * np.cos(turn)
        phase = 2 * np.pi * across / 11_000 + 1.5 * np.sin(along / 25_000)
        truth = 100 * np.sin(phase) + 50 * np.sin(1.6 * phase)
        columns = np.sort(rng.choice(128, 6, replace=False))
        count = np.zeros(grid.shape)
        count[:, columns] = 3
        distance = np.abs(np.arange(128)[:, None] - columns).min(axis=1) * 1000.0
        distance = np.broadcast_to(distance, grid.shape)
        gridded = truth * np.exp(-((distance / 6000.0) ** 2))
        result = guided_smoothing(gridded, grid, count, distance)
        values = support(result.azimuth, result.coherence, grid, count)
        for number, (low, high) in enumerate(((0, 0.1), (0.1, 0.3), (0.3, 0.6), (0.6, 0.9), (0.9, 1.0))):
            inside = (values > low) & (values <= high)
            errors.setdefault(number, []).append((result.anomaly - truth)[inside])
    rms = [float(np.sqrt(np.mean(np.concatenate(errors[number]) ** 2))) for number in sorted(errors)]
    assert all(after < before for before, after in zip(rms, rms[1:])), rms
    assert rms[-1] < 0.2 * rms[0]
