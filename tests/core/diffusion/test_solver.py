"""Chebyshev steps reach the direct solution, and each result depends only on what lies near."""

import numpy as np
from scipy.sparse import diags
from scipy.sparse.linalg import spsolve

from lma_qgis.core.diffusion.cells import Cells
from lma_qgis.core.diffusion.operator import DiffusionOperator
from lma_qgis.core.diffusion.orientation import to_double_angle
from lma_qgis.core.diffusion.solver import solve, steps_for_eigenvalue, steps_for_length
from lma_qgis.core.diffusion.system import smoothing_tensor
from lma_qgis.core.grid import Grid

GRID = Grid(0.0, 40_000.0, 1000.0, 1000.0, 40, 50)


def system(seed=0):
    rng = np.random.default_rng(seed)
    valid = rng.random(GRID.shape) > 0.1
    azimuth = np.full(GRID.shape, 60.0) + 20 * rng.random(GRID.shape)
    double = to_double_angle(azimuth[valid], np.ones(valid.sum()))
    weight = np.where(rng.random(valid.sum()) < 0.2, 1.0, 0.01)
    operator = DiffusionOperator(lambda own: smoothing_tensor(double[:, own], GRID, 5000.0), Cells(valid))
    return operator, weight, rng.normal(size=valid.sum())


def test_reaches_the_direct_solution():
    operator, weight, f = system()
    exact = spsolve((operator.matrix() + diags(weight)).tocsc(), weight * f)
    made = solve(operator, weight, weight * f, f, steps=1500, reduction=1e-10)
    np.testing.assert_allclose(made, exact, atol=1e-7)


def test_promised_reduction_is_kept():
    operator, weight, f = system()
    matrix = operator.matrix() + diags(weight)
    root = np.sqrt(matrix.diagonal())
    smallest = np.linalg.eigvalsh((diags(1 / root) @ matrix @ diags(1 / root)).toarray())[0]
    exact = spsolve(matrix.tocsc(), weight * f)
    made = solve(operator, weight, weight * f, f, steps=steps_for_eigenvalue(smallest))
    before, after = (np.linalg.norm(root * (u - exact)) for u in (f, made))
    assert after <= 0.0205 * before


def test_no_steps_return_the_start():
    operator, weight, f = system()
    np.testing.assert_allclose(solve(operator, weight, weight, f, steps=0), f, atol=1e-12)


def test_single_precision_is_enough():
    rng = np.random.default_rng(1)
    valid = np.ones(GRID.shape, bool)
    tensor = smoothing_tensor(to_double_angle(np.full(valid.sum(), 33.0), np.ones(valid.sum())), GRID, 10_000.0)
    weight, f = np.full(valid.sum(), 0.05), rng.normal(size=valid.sum())
    double, single = (
        solve(DiffusionOperator(lambda own: tensor[:, own], Cells(valid), dtype), weight, weight * f, f, steps=60)
        for dtype in (np.float64, np.float32)
    )
    assert single.dtype == np.float32
    assert np.abs(double - single).max() < 1e-4


def test_longer_lengths_take_more_steps():
    assert steps_for_length(10_000.0, GRID) == 40
    assert steps_for_length(30_000.0, GRID) == 120
    assert steps_for_length(1.0, GRID) == 32
