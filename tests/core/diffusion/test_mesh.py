"""Groups of cells never join the two sides of a barrier."""

import numpy as np
import pytest
from scipy.ndimage import label

from lma_qgis.core.diffusion.mesh import Mesh, pair_edges, sum_groups


@pytest.mark.parametrize("count", range(1, 40))
def test_pairs_are_the_same_from_both_ends(count):
    edges = pair_edges(count, 2)
    assert np.array_equal(edges, np.sort(count - edges))
    assert set(np.diff(edges)) <= {1, 2} and edges[0] == 0 and edges[-1] == count


def components(mesh):
    """Return labels of connected groups by walking over open connections."""
    rows, cols = mesh.valid.shape
    canvas = np.zeros((2 * rows - 1, 2 * cols - 1), bool)
    canvas[::2, ::2] = mesh.valid
    canvas[::2, 1::2] = mesh.open_x
    canvas[1::2, ::2] = mesh.open_y
    return label(canvas)[0][::2, ::2]


@pytest.mark.parametrize("seed", range(20))
def test_grouping_never_joins_parts(seed):
    rng = np.random.default_rng(seed)
    shape = rng.integers(5, 24, 2)
    valid = rng.random(shape) > 0.35
    edges = [pair_edges(n, 2) for n in shape]
    fine, _ = label(valid)
    coarse = components(Mesh.coarse(valid, *edges))
    group = [np.repeat(np.arange(len(e) - 1), np.diff(e)) for e in edges]
    of_cell = coarse[np.ix_(*group)]
    for part in np.unique(of_cell[(of_cell > 0) & valid]):
        inside = (of_cell == part) & valid
        assert len(np.unique(fine[inside])) == 1


def test_sums_of_pairs_and_of_uneven_groups_agree():
    field = np.random.default_rng(0).random((3, 8, 10))
    rows, cols = np.arange(0, 8, 2), np.arange(0, 10, 2)
    plain = field.reshape(3, 4, 2, 5, 2).sum(axis=(2, 4))
    np.testing.assert_allclose(sum_groups(field, rows, cols), plain)
    uneven = sum_groups(field, np.array([0, 3]), np.array([0, 1, 9]))
    np.testing.assert_allclose(uneven[:, 1, 1], field[:, 3:, 1:9].sum(axis=(1, 2)))
