"""The smoothing has the variance it is asked for, keeps constants and sums, and stays within its part."""

import numpy as np
import pytest

from lma_qgis.core.diffusion.mesh import Mesh
from lma_qgis.core.diffusion.smoothing import SWEEP_FROM, Chain, Smoother, Sweep, down_chains


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_variance_of_the_kernel(dtype):
    mesh = Mesh.of(np.ones((121, 121), bool))
    spike = np.zeros((1, 121, 121), dtype)
    spike[0, 60, 60] = 1
    made = Smoother(mesh, 4.0, 7.0, dtype)(spike)[0].astype(float)
    step = np.arange(121) - 60
    assert abs(made.sum() - 1) < 1e-5
    assert abs((made.sum(axis=1) * step**2).sum() - 16) < 0.1
    assert abs((made.sum(axis=0) * step**2).sum() - 49) < 0.3


def test_parts_do_not_mix():
    valid = np.ones((20, 30), bool)
    valid[:, 14] = False
    field = np.zeros((1, 20, 30))
    field[0, :, :14] = np.random.default_rng(0).random((20, 14))
    made = Smoother(Mesh.of(valid), 3.0, 3.0, np.float64)(field)[0]
    assert np.abs(made[:, 15:]).max() == 0
    assert abs(made[:, :14].sum() - field.sum()) < 1e-9


def test_one_cell_is_returned():
    field = np.array([[[3.5]]])
    assert Smoother(Mesh.of(np.ones((1, 1), bool)), 2.0, 2.0, np.float64)(field) == 3.5


@pytest.mark.parametrize("rows", [1, 2, 37])
def test_sweeps_give_what_chains_give(rows):
    rng = np.random.default_rng(rows)
    height, connected = rng.integers(1, 3, rows).astype(float), rng.random((rows - 1, 9)) > 0.2
    fields = rng.random((2, rows, 9))
    swept = Sweep(height, connected, 12.0, np.float64)(fields)
    chained = Chain(height, connected.T, 12.0, np.float64)(fields.transpose(0, 2, 1))
    np.testing.assert_allclose(swept, chained.transpose(0, 2, 1), atol=1e-13)


def test_wide_rasters_are_swept_like_narrow_ones():
    rng = np.random.default_rng(0)
    connected = rng.random((11, SWEEP_FROM)) > 0.1
    fields = rng.random((3, 12, SWEEP_FROM)).astype(np.float32)
    wide = down_chains(np.ones(12), connected, 30.0, np.float32)(fields)
    narrow = down_chains(np.ones(12), connected[:, :50], 30.0, np.float32)(fields[:, :, :50])
    np.testing.assert_allclose(wide[:, :, :50], narrow, atol=1e-6)
