"""Images and surveys with truth for the diffusion benchmark."""

from __future__ import annotations

import functools

import numpy as np

from lma_qgis.core.grid import Grid
from lma_qgis.core.tracks.observations import Observations
from tools.synthetic import Crust

SIZE = 240_000.0
CELL = 1000.0
EDGE = 15_000.0


def broken_stripes(cells, seed=0, cuts=0):
    """Return curved stripes of wavelength 24 cells with noise and cuts, their truth, and where the cuts are.

    A cut every 95 cells, or a number of cuts whatever the size of the image.
    """
    row, col = np.mgrid[:cells, :cells].astype(float)
    truth = np.sin(2 * np.pi * np.hypot(col - 0.4 * cells, row + 1200) / 24)
    gap = np.zeros(truth.shape, bool)
    rng = np.random.default_rng(seed)
    positions = (np.arange(cuts) + 0.5) * 1.3 * cells / cuts if cuts else np.arange(30, 1.6 * cells, 95)
    for position in positions:
        gap |= np.abs(col - position + 0.3 * row) < rng.uniform(5, 11)
    noisy = np.where(gap, 0, truth) + 0.5 * rng.standard_normal(truth.shape)
    return noisy.astype(np.float32), truth.astype(np.float32), gap


@functools.lru_cache(maxsize=4)
def spread_crust(rate, skewness, strike, seed):
    """Return a grid and the noise-free anomaly of crust with a curved fracture zone.

    The field points down; the remanence lies in the plane across strike, so that the skewness is exact.
    """
    crust = Crust(
        size=SIZE,
        strike=strike,
        half_rate=float(rate),
        field_direction=(90.0, 0.0),
        remanence=(90.0 - skewness, strike + 90.0),
        seamounts=0,
        seed=seed,
    )
    fine, anomaly = crust.anomaly(margin=0.0, step=500.0)
    grid = Grid(fine.west, fine.north, CELL, CELL, fine.rows // 2, fine.cols // 2)
    return grid, anomaly.reshape(grid.rows, 2, grid.cols, 2).mean(axis=(1, 3))


def random_tracks(grid, truth, number, bias, seed, noise=8.0):
    """Return observations every 300 m along random straight tracks, with noise and a level error each."""
    rng = np.random.default_rng(100 + seed)
    columns = []
    for track in range(number):
        centre = rng.uniform((grid.west, grid.south), (grid.east, grid.north))
        heading = rng.uniform(0, np.pi)
        along = np.arange(-1.5 * SIZE, 1.5 * SIZE, 300.0)
        east, north = centre[0] + along * np.cos(heading), centre[1] + along * np.sin(heading)
        cell = grid.cell_of(east, north)
        inside = cell >= 0
        value = truth.ravel()[cell[inside]] + noise * rng.standard_normal(inside.sum()) + bias * rng.standard_normal()
        columns.append((east[inside], north[inside], value, np.full(inside.sum(), track)))
    return Observations.from_labels(*(np.concatenate(column) for column in zip(*columns)))


def far_from_edge(grid):
    """Return which cells lie at least 15 km inside the raster."""
    east, north = np.meshgrid(grid.easting, grid.northing)
    nearest = np.minimum.reduce((east - grid.west, grid.east - east, north - grid.south, grid.north - north))
    return nearest >= EDGE
