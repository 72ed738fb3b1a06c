"""Selling's decomposition is exact and non-negative; links never jump over cells without data."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lma_qgis.core.diffusion.cells import Cells
from lma_qgis.core.diffusion.orientation import to_double_angle
from lma_qgis.core.diffusion.stencil import clear_links, crossed_cells, diffusion_tensor, selling
from lma_qgis.core.grid import Grid


def test_worked_example():
    weight, offset = selling(np.array([[0.9], [0.29], [0.1]]))
    found = {tuple(np.sign(e[0] or e[1]) * e): round(float(w), 12) for w, e in zip(weight[:, 0], offset[:, :, 0])}
    assert found == {(2, 1): 0.01, (1, 0): 0.05, (3, 1): 0.09}


@settings(max_examples=200, deadline=None)
@given(st.floats(0, 180), st.floats(1, 5000), st.floats(0.01, 1e6))
def test_decomposition_is_exact_and_never_negative(azimuth, ratio, size):
    double = to_double_angle(np.array([azimuth]), np.ones(1))
    tensor = diffusion_tensor(double, size * ratio, size, Grid(0, 1, 1, 1, 1, 1))
    weight, offset = selling(tensor)
    assert (weight >= 0).all()
    e = offset[:, :, 0].astype(float)
    made = [(weight[:, 0] * e[:, i] * e[:, j]).sum() for i, j in ((0, 0), (0, 1), (1, 1))]
    np.testing.assert_allclose(made, tensor[:, 0], atol=1e-9 * ratio * size)


def test_tensor_of_oblong_cells_has_axes_in_metres():
    grid = Grid(0.0, 10.0, 500.0, 2000.0, 1, 1)
    xx, xy, yy = diffusion_tensor(to_double_angle(np.array([30.0]), np.ones(1)), 9e6, 1e6, grid)[:, 0]
    metres = np.array([[xx * 500**2, xy * 500 * 2000], [xy * 500 * 2000, yy * 2000**2]])
    value, vector = np.linalg.eigh(metres)
    np.testing.assert_allclose(value, [1e6, 9e6])
    # Azimuth 30°: half as much east as north·√3; the row axis points south.
    np.testing.assert_allclose(np.abs(vector[:, 1]), [0.5, np.sqrt(0.75)], atol=1e-12)
    assert vector[0, 1] * vector[1, 1] < 0


def test_no_direction_spreads_alike_in_all():
    tensor = diffusion_tensor(np.zeros((2, 1)), 4.0, 2.0, Grid(0, 1, 1, 1, 1, 1))[:, 0]
    np.testing.assert_allclose(tensor, [3.0, 0.0, 3.0])


@pytest.mark.parametrize("offset", [(1, 0), (2, 1), (-3, 1), (5, -2), (1, 1), (-4, -7)])
def test_crossed_cells_hold_every_point_of_the_segment(offset):
    steps = set(crossed_cells(*offset)) | {(0, 0)}
    for share in np.linspace(0, 1, 1001)[1:-1]:
        assert (round(offset[1] * share), round(offset[0] * share)) in steps
    assert (offset[1], offset[0]) in steps


def test_links_stop_at_gaps_and_at_the_edge():
    valid = np.ones((9, 12), bool)
    valid[:, 6] = False
    cells = Cells(valid)
    offset = np.repeat(np.array([[3], [1]]), cells.size, axis=1)
    clear = clear_links(cells, offset)
    ends_inside = (cells.rows + 1 < 9) & (cells.cols + 3 < 12)
    same_side = (cells.cols < 6) == (cells.cols + 3 < 6)
    assert np.array_equal(clear, ends_inside & same_side)
