"""The evidence raster: where neighbouring tracks predict each other."""

from __future__ import annotations

import numpy as np

from ..gridding.blocks import track_stretch
from .moments import NOVELTY, local_moments

SPREAD = 0.5
"""Standard deviation of the spreading along strike as a share of the maximum distance."""


def spread_along_strike(fields, azimuth, grid, reach, sigma):
    """Sum fields along the lineation through every cell, with weights that fall off as a Gaussian.

    Parameters
    ----------
    fields : numpy.ndarray, shape (k, rows, cols)
        Finite everywhere.
    azimuth : numpy.ndarray, shape (rows, cols)
        Strike, degrees clockwise from grid north; the line ends where it is NaN.
    grid : Grid
        Geometry.
    reach : float
        How far to follow the strike on either side, metres.
    sigma : float
        Standard deviation of the weights, metres.

    Returns
    -------
    numpy.ndarray of float64, shape (k, rows, cols)
        0 where the azimuth is NaN.
    """
    step = min(grid.dx, grid.dy)
    count = int(np.floor(reach / step + 1e-6))
    angle = np.radians(np.nan_to_num(azimuth))
    ahead_row, ahead_col = -np.cos(angle) * step / grid.dy, np.sin(angle) * step / grid.dx
    flat = fields.reshape(len(fields), -1)
    known = np.isfinite(azimuth)
    start = np.flatnonzero(known)
    total = np.zeros((len(fields), azimuth.size))
    total[:, start] = flat[:, start]
    for side in (1.0, -1.0):
        cells, row, col = start, *(place.astype(float) for place in np.divmod(start, grid.cols))
        move_row, move_col = side * ahead_row.ravel()[cells], side * ahead_col.ravel()[cells]
        for number in range(1, count + 1):
            row, col = row + move_row, col + move_col
            at_row, at_col = np.rint(row).astype(int), np.rint(col).astype(int)
            alive = (at_row >= 0) & (at_row < grid.rows) & (at_col >= 0) & (at_col < grid.cols)
            alive[alive] = known[at_row[alive], at_col[alive]]
            cells, row, col, move_row, move_col = (part[alive] for part in (cells, row, col, move_row, move_col))
            here = at_row[alive] * grid.cols + at_col[alive]
            total[:, cells] += np.exp(-0.5 * (number * step / sigma) ** 2) * flat[:, here]
            turned_row, turned_col = ahead_row.ravel()[here], ahead_col.ravel()[here]
            sign = np.where(turned_row * move_row + turned_col * move_col < 0, -1.0, 1.0)
            move_row, move_col = sign * turned_row, sign * turned_col
    return total.reshape(fields.shape)


def evidence_raster(
    obs, predicted, grid, azimuth, *, window=60_000.0, max_distance=20_000.0, spread=SPREAD, novelty=NOVELTY
):
    """Return the local correlation of predicted and observed anomaly, carried along strike.

    Covariance and variances of the windows along all tracks within reach on the same lineation are
    pooled before the ratio is formed.

    Parameters
    ----------
    obs : Observations
        What was measured.
    predicted : numpy.ndarray, shape (n,)
        From :func:`.cross_validation.leave_one_track_out`.
    grid : Grid
        Cells of the raster.
    azimuth : numpy.ndarray, shape (rows, cols)
        Strike of the lineations, degrees clockwise from grid north; NaN stays blank.
    window : float
        Of :func:`.moments.local_moments`, metres.
    max_distance : float
        How far along strike a track's correlation is carried, metres.
    spread, novelty : float
        See :data:`SPREAD` and :func:`.moments.local_moments`.

    Returns
    -------
    numpy.ndarray of float32, shape (rows, cols)
        −1 to 1; NaN where no tested observation lies within ``max_distance`` along strike.
    """
    moments = local_moments(obs, predicted, window=window, novelty=novelty)
    usable = np.isfinite(moments.covariance)
    cell = grid.cell_of(obs.easting, obs.northing)
    usable &= cell >= 0
    weight = track_stretch(obs)[usable]
    columns = (np.ones(len(weight)), *(v[usable] for v in (moments.covariance, moments.predicted, moments.observed)))
    size = grid.rows * grid.cols
    sums = np.stack([np.bincount(cell[usable], weight * column, minlength=size) for column in columns])
    pooled = spread_along_strike(
        sums.reshape(-1, *grid.shape), azimuth, grid, max_distance, max(spread * max_distance, grid.cell_size)
    )
    scale = np.sqrt(pooled[2] * pooled[3])
    known = (pooled[0] > 0) & (scale > 0)
    evidence = np.where(known, pooled[1] / np.where(known, scale, 1.0), np.nan)
    return np.clip(evidence, -1.0, 1.0).astype(np.float32)


def mean_along_strike(values, azimuth, grid, reach):
    """Return the mean of a raster over the piece of lineation through every cell.

    Parameters
    ----------
    values : numpy.ndarray, shape (rows, cols)
        NaN without data.
    azimuth : numpy.ndarray, shape (rows, cols)
        Strike, degrees clockwise from grid north.
    grid : Grid
        Geometry.
    reach : float
        Length of the piece on either side, metres.

    Returns
    -------
    numpy.ndarray of float64, shape (rows, cols)
        NaN where less than half of the piece holds data.
    """
    known = np.isfinite(values)
    fields = np.stack((known.astype(float), np.where(known, values, 0.0)))
    count, total = spread_along_strike(fields, azimuth, grid, reach, np.inf)
    whole = 2 * np.floor(reach / min(grid.dx, grid.dy) + 1e-6) + 1
    enough = (count >= 0.5 * whole) & np.isfinite(azimuth)
    return np.where(enough, total / np.where(enough, count, 1.0), np.nan)
