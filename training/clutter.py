"""What is in a magnetic map besides lineations: seamounts, rough crust, a regional field."""

from __future__ import annotations

import numpy as np

from lma_qgis.core.forward.field import anomaly_field

from .noise import fractal


def seamounts(rng, grid, per_400km_square, directions, depth_m):
    """Return the anomaly of seamounts of random place, size, strength and polarity.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    grid : Grid
        Geometry.
    per_400km_square : float
        Mean number per square of 400 km.
    directions : tuple of two (inclination, declination)
        Present field and remanence, degrees.
    depth_m : float
        Depth of the base below the sensor, metres.

    Returns
    -------
    numpy.ndarray of float64
        nT.
    """
    area = (grid.rows * grid.dy) * (grid.cols * grid.dx)
    count = rng.poisson(per_400km_square * area / 400e3**2)
    source = np.zeros(grid.shape)
    east, north = np.meshgrid(grid.easting, grid.northing)
    for _ in range(count):
        radius = np.exp(rng.uniform(np.log(3e3), np.log(18e3)))
        place = rng.uniform(grid.west, grid.east), rng.uniform(grid.south, grid.north)
        shape = np.exp(-(((east - place[0]) ** 2 + (north - place[1]) ** 2) / (2 * radius**2)))
        source += rng.choice([-1, 1]) * rng.uniform(2.0, 10.0) * shape
    if count == 0:
        return source
    return anomaly_field(source, grid.dx, grid.dy, max(depth_m - 2000.0, 1000.0), depth_m + 1000.0, *directions)


def rough_crust(rng, grid, amplitude):
    """Return a fractal anomaly (power k^−3 to k^−4) of a given standard deviation, nT."""
    longest = rng.uniform(60e3, 300e3) / grid.cell_size
    return amplitude * fractal(rng, grid.shape, rng.uniform(3.0, 4.0), longest)


def regional(rng, grid, amplitude):
    """Return a plane and a long wave of a given size, nT."""
    east = (grid.easting - grid.easting.mean())[None, :] / (grid.cols * grid.dx)
    north = (grid.northing - grid.northing.mean())[:, None] / (grid.rows * grid.dy)
    plane = rng.normal(0.0, amplitude) * east + rng.normal(0.0, amplitude) * north
    return plane + 0.5 * amplitude * fractal(rng, grid.shape, 5.0)
