"""Counts and distances against brute force."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lma_qgis.core.grid import Grid
from lma_qgis.core.gridding.blocks import block_median
from lma_qgis.core.gridding.coverage import count_per_cell, distance_to_cells

from .scenes import crossing_tracks


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 9_999), st.integers(1, 12), st.integers(1, 12), st.sampled_from([0.3, 1.0, 4.0]))
def test_distance_equals_brute_force(seed, rows, cols, ratio):
    occupied = np.random.default_rng(seed).random((rows, cols)) < 0.2
    grid = Grid(0.0, rows * 100.0 * ratio, 100.0, 100.0 * ratio, rows, cols)
    distance = distance_to_cells(occupied, grid)
    assert distance.dtype == np.float32 and distance.shape == grid.shape
    at = np.argwhere(occupied)
    if not len(at):
        assert np.isinf(distance).all()
        return
    every = np.argwhere(np.ones((rows, cols)))
    steps = (every[:, None] - at) * np.array([grid.dy, grid.dx])
    expected = np.hypot(*np.moveaxis(steps, 2, 0)).min(axis=1).reshape(rows, cols)
    np.testing.assert_allclose(distance, expected, rtol=1e-6)


def test_counts_add_up_to_the_points():
    obs = crossing_tracks(30e3)
    grid = Grid.covering(0, 0, 30e3, 30e3, 2_000)
    count = count_per_cell(block_median(obs, grid), grid)
    assert count.sum() == len(obs)
    east, north = grid.to_metres(*np.argwhere(count > 0).T)
    assert np.hypot(east[0] - obs.easting, north[0] - obs.northing).min() < 2_000


def test_one_row():
    grid = Grid(0.0, 10.0, 10.0, 10.0, 1, 4)
    assert distance_to_cells(np.array([[False, True, False, False]]), grid)[0] == pytest.approx([10, 0, 10, 20])
