"""Where observations are: how many in a cell and how far from the nearest."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from .energy import STRIP_CELLS


def count_per_cell(blocks, grid):
    """Return the number of observations in each cell.

    Parameters
    ----------
    blocks : Blocks
        From :func:`.blocks.block_median` on the same grid.
    grid : Grid

    Returns
    -------
    numpy.ndarray of float32, shape ``grid.shape``
    """
    count = np.zeros(grid.shape, dtype=np.float32)
    count.ravel()[blocks.cell] = blocks.count
    return count


def distance_to_cells(occupied, grid):
    """Return the distance from each cell's centre to that of the nearest occupied cell.

    Parameters
    ----------
    occupied : numpy.ndarray of bool, shape ``grid.shape``
        Cells that hold an observation.
    grid : Grid
        Cells may be wider than high.

    Returns
    -------
    numpy.ndarray of float32, shape ``grid.shape``
        Metres; 0 in occupied cells, infinite everywhere if there is none.

    Examples
    --------
    >>> from lma_qgis.core.grid import Grid
    >>> distance_to_cells(np.array([[True, False, False]]), Grid(0, 10, 30, 10, 1, 3)).tolist()
    [[0.0, 30.0, 60.0]]
    """
    if not occupied.any():
        return np.full(grid.shape, np.inf, dtype=np.float32)
    nearest = ndimage.distance_transform_edt(
        ~occupied, sampling=(grid.dy, grid.dx), return_distances=False, return_indices=True
    )
    distance = np.empty(grid.shape, dtype=np.float32)
    rows_at_once = max(1, STRIP_CELLS // grid.cols)
    column = np.arange(grid.cols, dtype=np.float32)
    for start in range(0, grid.rows, rows_at_once):
        stop = min(start + rows_at_once, grid.rows)
        row = np.arange(start, stop, dtype=np.float32)[:, None]
        down = (nearest[0, start:stop] - row) * np.float32(grid.dy)
        across = (nearest[1, start:stop] - column) * np.float32(grid.dx)
        np.hypot(down, across, out=distance[start:stop])
    return distance
