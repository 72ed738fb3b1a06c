"""The spline spaces: planes exact, halved grids nested, transposes true."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lma_qgis.core.gridding.spline import PointValues, axis_weights, node_values, prolong, restrict

SHAPES = [(1, 1), (1, 4), (2, 2), (3, 5), (8, 9), (17, 12)]


def fine_shapes(shape):
    rows, cols = shape
    return [(2 * rows, 2 * cols), (2 * rows - 1, 2 * cols - 1), (2 * rows, cols), (rows, 2 * cols - 1)]


@settings(max_examples=100, deadline=None)
@given(st.floats(-0.5, 6.5), st.integers(1, 7))
def test_weights_sum_to_one_and_reproduce_lines(position, size):
    position = min(position, size - 0.5)
    first, weights = axis_weights(np.array([position]), size)
    nodes = first[0] + np.arange(weights.shape[1])
    assert weights.sum() == pytest.approx(1.0)
    assert nodes[0] >= 0 and nodes[-1] < size
    if size > 1:
        assert weights[0] @ nodes == pytest.approx(position, abs=1e-12)


def test_inner_weights_are_the_quadratic_b_spline():
    _, weights = axis_weights(np.array([3.0, 3.5]), 9)
    np.testing.assert_allclose(weights, [[1 / 8, 6 / 8, 1 / 8], [1 / 2, 1 / 2, 0.0]])


@pytest.mark.parametrize("shape", SHAPES)
def test_nodes_agree_with_points_at_the_nodes(shape):
    rng = np.random.default_rng(1)
    c = rng.normal(size=shape)
    row, column = np.indices(shape)
    at_nodes = PointValues(row.ravel(), column.ravel(), shape)
    np.testing.assert_allclose(node_values(c).ravel(), at_nodes(c), atol=1e-6)


@pytest.mark.parametrize("shape", SHAPES)
def test_fine_coefficients_are_the_same_surface(shape):
    rng = np.random.default_rng(2)
    c = rng.normal(size=shape)
    row, column = rng.uniform(-0.5, shape[0] - 1, 40), rng.uniform(-0.5, shape[1] - 1, 40)
    for fine in fine_shapes(shape):
        fine_row, fine_col = (
            2 * (x + 0.5) - 0.5 if size != old else x for x, size, old in zip((row, column), fine, shape)
        )
        np.testing.assert_allclose(
            PointValues(fine_row, fine_col, fine)(prolong(c, fine)), PointValues(row, column, shape)(c), atol=2e-6
        )


@pytest.mark.parametrize("shape", SHAPES)
def test_restriction_is_the_transpose_of_prolongation(shape):
    rng = np.random.default_rng(3)
    c = rng.normal(size=shape)
    for fine in fine_shapes(shape):
        f = rng.normal(size=fine)
        assert np.vdot(f, prolong(c, fine)) == pytest.approx(np.vdot(restrict(f, shape), c), rel=1e-10, abs=1e-10)


def test_transpose_of_point_values_and_row_sums():
    rng = np.random.default_rng(4)
    shape = (7, 6)
    at = PointValues(rng.uniform(-0.5, 6.5, 30), rng.uniform(-0.5, 5.5, 30), shape)
    c, v = rng.normal(size=shape), rng.normal(size=30)
    assert v @ at(c) == pytest.approx(at.transpose(v) @ c.ravel()[at.touched], rel=1e-5)
    weight = rng.uniform(1, 2, 30)
    matrix = at.matrix.toarray()
    np.testing.assert_allclose(at.spread(weight), np.abs(matrix).T @ (weight * np.abs(matrix).sum(axis=1)), rtol=1e-5)
