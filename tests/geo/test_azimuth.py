"""Grid azimuths become true ones."""

import numpy as np

from lma_qgis.core.grid import Grid
from lma_qgis.geo.azimuth import to_true
from lma_qgis.geo.crs import spatial_reference, true_north

UTM = spatial_reference("EPSG:32616").ExportToWkt()


def test_interpolated_convergence_is_that_of_each_cell():
    grid = Grid(200_000.0, 7_900_000.0, 5000.0, 5000.0, 60, 40)
    azimuth = np.full(grid.shape, 175.0)
    x, y = np.meshgrid(grid.easting, grid.northing)
    expected = np.mod(175.0 - true_north(x, y, UTM), 180.0)
    made = to_true(azimuth, grid, UTM)
    assert np.abs((made - expected + 90) % 180 - 90).max() < 1e-3
    assert np.abs((made - 175.0 + 90) % 180 - 90).max() > 2


def test_blank_stays_blank_and_axes_stay_in_range():
    grid = Grid(300_000.0, 100_000.0, 1000.0, 1000.0, 3, 3)
    azimuth = np.array([[0.0, 179.999, np.nan]] * 3)
    made = to_true(azimuth, grid, UTM)
    assert np.isnan(made[:, 2]).all()
    assert (made[:, :2] >= 0).all() and (made[:, :2] < 180).all()


def test_without_coordinate_system_north_is_up():
    grid = Grid(0.0, 3.0, 1.0, 1.0, 3, 3)
    np.testing.assert_allclose(to_true(np.full(grid.shape, 33.0), grid, ""), 33.0)
