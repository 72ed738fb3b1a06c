"""The solver against a direct solution of the same assembled system."""

import numpy as np
import pytest
from scipy import sparse
from scipy.sparse.linalg import spsolve

from lma_qgis.core.errors import LmaCancelled
from lma_qgis.core.gridding import multigrid
from lma_qgis.core.gridding.energy import PlateEnergy
from lma_qgis.core.gridding.spline import PointValues


def problem(shape, seed=0, lines=12, weight=10.0):
    """Return points on straight lines through a grid with the values of a wave."""
    rng = np.random.default_rng(seed)
    along = np.linspace(0, 1, 400)[:, None]
    a, b = rng.uniform(-0.5, 1, (2, lines, 2)) * np.array(shape)
    at = np.clip(a + along[..., None] * (b - a), -0.5, np.array(shape) - 0.5).reshape(-1, 2)
    cell = np.unique(np.round(np.clip(at, 0, np.array(shape) - 1)).astype(int), axis=0)
    row, column = (cell + rng.uniform(-0.49, 0.49, cell.shape)).T
    return row, column, 100 * np.sin(0.3 * row) * np.cos(0.2 * column), np.full(len(row), weight)


def direct(shape, ratio, tension, points):
    row, column, value, weight = points
    at = PointValues(row, column, shape)
    size = shape[0] * shape[1]
    data = at.matrix.astype(float)
    full = sparse.csr_matrix((data.data, at.touched[data.indices], data.indptr), shape=(len(row), size))
    matrix = PlateEnergy(shape, ratio, tension).matrix() + full.T @ sparse.diags(weight) @ full
    return spsolve(matrix.tocsc(), full.T @ (weight * value)).reshape(shape)


@pytest.mark.parametrize("shape", [(90, 90), (83, 101), (60, 260)])
@pytest.mark.parametrize(("ratio", "weight"), [(1.0, 10.0), (2.5, 10.0), (0.3, 1.0), (1.0, 100.0)])
def test_solution_equals_the_direct_one(shape, ratio, weight):
    points = problem(shape, weight=weight)
    levels = multigrid.build_levels(shape, ratio, 1e-3, points)
    solution = multigrid.solve(levels, 1e-3, lambda cells: None)
    assert np.sqrt(np.mean((solution - direct(shape, ratio, 1e-3, points)) ** 2)) < 0.05


def test_each_step_divides_the_error():
    shape, points = (100, 100), problem((100, 100))
    levels = multigrid.build_levels(shape, 1.0, 1e-3, points)
    exact = direct(shape, 1.0, 1e-3, points)
    errors = []
    for steps in (1, 3, 5):
        multigrid.MAX_ITERATIONS, before = steps, multigrid.MAX_ITERATIONS
        try:
            solution = multigrid.solve(levels, 0.0, lambda cells: None)
        finally:
            multigrid.MAX_ITERATIONS = before
        errors.append(np.sqrt(np.mean((solution - exact) ** 2)))
    assert errors[0] < 10 and errors[1] < errors[0] / 10 and errors[2] < errors[1] / 10


def test_v_cycle_is_a_symmetric_preconditioner():
    shape = (100, 110)
    levels = multigrid.build_levels(shape, 1.0, 1e-3, problem(shape))
    rng = np.random.default_rng(5)
    a, b = rng.normal(size=(2,) + shape).astype(np.float32)
    va = multigrid._v_cycle(levels, 0, a, lambda cells: None).copy()
    vb = multigrid._v_cycle(levels, 0, b, lambda cells: None).copy()
    assert np.vdot(a, vb) == pytest.approx(np.vdot(b, va), rel=2e-3, abs=1e-3 * float(np.linalg.norm(a)))
    assert np.vdot(a, va) > 0


def test_flat_cells_are_coarsened_along_their_short_side_only():
    shapes = [level.shape for level in multigrid.build_levels((100, 800), 4.0, 1e-3, problem((100, 800)))]
    assert shapes[1] == (100, 400) and shapes[2] == (100, 200)


def test_small_grids_are_solved_directly():
    assert len(multigrid.build_levels((40, 40), 1.0, 1e-3, problem((40, 40)))) == 1
    assert len(multigrid.build_levels((3, 20_000), 1.0, 1e-3, problem((3, 20_000)))) == 1


def test_cancel_interrupts_between_smoothing_steps():
    calls = []

    def work(cells):
        calls.append(cells)
        if len(calls) == 5:
            raise LmaCancelled

    levels = multigrid.build_levels((200, 200), 1.0, 1e-3, problem((200, 200)))
    with pytest.raises(LmaCancelled):
        multigrid.solve(levels, 1e-3, work)
    assert len(calls) == 5
