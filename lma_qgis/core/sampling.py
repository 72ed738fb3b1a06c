"""Values of a raster between the centres of its cells."""

from __future__ import annotations

import numpy as np

SOME_WEIGHT = 1e-6


def bilinear(raster, row, column, least_weight=SOME_WEIGHT):
    """Return a raster at fractional cells, bilinear over the valid cells around each point.

    Parameters
    ----------
    raster : numpy.ndarray, shape (rows, cols)
        NaN where there is no data.
    row, column : numpy.ndarray of float64, shape (n,)
        Fractional cells; whole numbers are centres.
    least_weight : float
        Share of the bilinear weight that valid cells must hold.

    Returns
    -------
    numpy.ndarray of float64, shape (n,)
        NaN outside the raster and where too little of the weight is on valid cells.
    """
    rows, cols = raster.shape
    inside = (row >= -0.5) & (column >= -0.5) & (row <= rows - 0.5) & (column <= cols - 0.5)
    row, column = np.clip(row, 0, rows - 1), np.clip(column, 0, cols - 1)
    above, left = np.floor(row).astype(int), np.floor(column).astype(int)
    below, right = np.minimum(above + 1, rows - 1), np.minimum(left + 1, cols - 1)
    down, across = row - above, column - left
    total, weight = np.zeros(len(row)), np.zeros(len(row))
    for at_row, at_column, share in (
        (above, left, (1 - down) * (1 - across)),
        (above, right, (1 - down) * across),
        (below, left, down * (1 - across)),
        (below, right, down * across),
    ):
        value = raster[at_row, at_column].astype(float)
        valid = np.isfinite(value)
        total += np.where(valid, value, 0.0) * share
        weight += valid * share
    usable = inside & (weight >= least_weight)
    return np.where(usable, total / np.where(usable, weight, 1.0), np.nan)
