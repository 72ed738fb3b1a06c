"""The equation on groups of cells is the mean of that of their cells, and never joins what a blank cell parts."""

import numpy as np

from lma_qgis.core.diffusion.mesh import pair_edges
from lma_qgis.core.diffusion.system import System
from lma_qgis.core.grid import Grid

GRID = Grid(0.0, 12_000.0, 1000.0, 1000.0, 12, 16)
EDGES = pair_edges(12, 2), pair_edges(16, 2)


def system(valid=None, seed=0):
    rng = np.random.default_rng(seed)
    valid = np.ones(GRID.shape, bool) if valid is None else valid
    first, weight, right = (rng.random(GRID.shape) * valid for _ in range(3))
    return System(GRID, valid, first, weight, right, (-1.0, 1.0))


def test_groups_hold_the_mean():
    fine = system()
    coarse = fine.grouped(EDGES)
    assert coarse.grid == Grid(0.0, 12_000.0, 2000.0, 2000.0, 6, 8)
    for name in ("first", "weight", "right"):
        expected = getattr(fine, name).reshape(6, 2, 8, 2).mean(axis=(1, 3))
        np.testing.assert_allclose(getattr(coarse, name), expected, rtol=1e-12)


def test_group_with_a_blank_cell_takes_no_part():
    valid = np.ones(GRID.shape, bool)
    valid[3, 5] = False
    coarse = system(valid).grouped(EDGES)
    assert not coarse.valid[1, 2] and coarse.valid.sum() == 47
    assert coarse.weight[1, 2] == 0


def test_change_of_groups_comes_back_to_cells():
    fine = system()
    coarse = fine.grouped(EDGES)
    east = 0.01 * np.broadcast_to(coarse.grid.easting / 1000, coarse.grid.shape)
    made = fine.refined(coarse.first + east, coarse, EDGES) - fine.first
    np.testing.assert_allclose(made[:, 1:-1], 0.01 * np.broadcast_to(GRID.easting / 1000, GRID.shape)[:, 1:-1])


def test_cells_of_groups_that_take_no_part_keep_the_first_guess():
    valid = np.ones(GRID.shape, bool)
    valid[3, 5] = False
    fine = system(valid)
    coarse = fine.grouped(EDGES)
    made = fine.refined(coarse.first + 1, coarse, EDGES)
    np.testing.assert_array_equal(made[2:4, 4:6], fine.first[2:4, 4:6])
    np.testing.assert_allclose(made[0], fine.first[0] + 1)


def test_solution_stays_within_the_bounds():
    fine = system()
    double = np.zeros((2, *GRID.shape))
    made = fine.solve(double, 5000.0, fine.first, 30)
    assert made.min() >= -1 and made.max() <= 1
