"""Azimuths on a grid turned into true azimuths."""

from __future__ import annotations

import numpy as np
from scipy.interpolate import RegularGridInterpolator

from .crs import true_north

NODES = 33


def to_true(azimuth, grid, wkt):
    """Return axes clockwise from true north.

    Parameters
    ----------
    azimuth : numpy.ndarray, shape (rows, cols)
        Degrees clockwise from grid north, NaN without data.
    grid : Grid
        Geometry, metres.
    wkt : str
        Projected coordinate system.

    Returns
    -------
    numpy.ndarray, shape (rows, cols)
        0 to 180. The direction of true north is computed on a lattice of at most 33 × 33 nodes and interpolated.
    """
    easting = np.linspace(grid.west, grid.east, NODES)
    northing = np.linspace(grid.south, grid.north, NODES)
    x, y = np.meshgrid(easting, northing)
    north = np.unwrap(np.unwrap(true_north(x, y, wkt), period=360, axis=0), period=360, axis=1)
    lookup = RegularGridInterpolator((northing, easting), north)
    result = np.empty_like(azimuth)
    for row, value in enumerate(grid.northing):
        line = lookup(np.column_stack((np.full(grid.cols, value), grid.easting)))
        result[row] = np.mod(azimuth[row] - line, 180.0)
    return result
