import numpy as np
import pytest

from lma_qgis.core.sampling import bilinear


def test_a_plane_is_reproduced():
    row, column = np.indices((7, 9), dtype=float)
    at_row, at_column = np.random.default_rng(0).uniform(0, [[6], [8]], (2, 50))
    found = bilinear(3 + 2 * row - column, at_row, at_column)
    np.testing.assert_allclose(found, 3 + 2 * at_row - at_column)


@pytest.mark.parametrize(("least", "expected"), [(1e-6, 5.0), (0.5, np.nan)])
def test_blank_cells_have_no_say(least, expected):
    raster = np.array([[5.0, np.nan], [np.nan, np.nan]])
    np.testing.assert_equal(bilinear(raster, np.array([0.6]), np.array([0.6]), least), [expected])


def test_outside_is_nan():
    assert np.isnan(bilinear(np.ones((3, 3)), np.array([-0.6, 2.6, 1.0]), np.array([1.0, 1.0, 9.0]))).all()
