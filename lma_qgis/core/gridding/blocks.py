"""Reduction of observations to one value per raster cell, tracks before cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

LONGEST_STRETCH = 5_000.0
"""Longest stretch of track (m) that one observation may stand for: longer steps are gaps."""


@dataclass(frozen=True)
class Blocks:
    """One entry per occupied cell, in ascending order of the cell.

    Parameters
    ----------
    cell : numpy.ndarray of int64, shape (n,)
        Flat index of the cell.
    row, column : numpy.ndarray of float64, shape (n,)
        Mean position in fractional cells, tracks weighted alike.
    value : numpy.ndarray of float64, shape (n,)
        Median over the tracks in the cell of the median of each, nT.
    count : numpy.ndarray of int64, shape (n,)
        Observations in the cell.
    lines : numpy.ndarray of int64, shape (n,)
        Tracks in the cell.
    length : numpy.ndarray of float64, shape (n,)
        Length of track that the observations stand for, metres.
    sigma : numpy.ndarray of float64, shape (n,)
        How much less certain the positions are than the best of the survey (standard deviation), metres.
    """

    cell: np.ndarray
    row: np.ndarray
    column: np.ndarray
    value: np.ndarray
    count: np.ndarray
    lines: np.ndarray
    length: np.ndarray
    sigma: np.ndarray

    def __len__(self):
        """Return the number of occupied cells."""
        return len(self.cell)


def block_median(obs, grid):
    """Reduce observations to one robust value per cell, each track in a cell first.

    A track that was sailed slowly or sampled densely thus counts no more than its neighbour.
    Observations outside the grid and those that are not finite are left out.

    Parameters
    ----------
    obs : Observations
        Metres and nT; the order within a track is the order along it.
    grid : Grid
        The cells.

    Returns
    -------
    Blocks

    Examples
    --------
    >>> from lma_qgis.core.grid import Grid
    >>> from lma_qgis.core.tracks.observations import Observations
    >>> obs = Observations.from_labels([1, 2, 3, 4], [5, 5, 5, 5], [0, 0, 0, 10], ["a", "a", "a", "b"])
    >>> block_median(obs, Grid(0, 10, 10, 10, 1, 1)).value.tolist()
    [5.0]
    """
    cell = grid.cell_of(obs.easting, obs.northing)
    usable = (cell >= 0) & np.isfinite(obs.value)
    stretch = track_stretch(obs)[usable]
    row, column = grid.to_cells(obs.easting[usable], obs.northing[usable])
    value, cell, track = obs.value[usable], cell[usable], obs.track[usable].astype(np.int64)
    tracks = max(obs.n_tracks, 1)
    key = cell * tracks + track
    order, start, size = _groups(key, value)
    line_cell = key[order[start]] // tracks if len(order) else cell
    line_value = _medians(value[order], start, size)
    sigma = _excess_sigma(obs)[usable]
    totals = [_sums(entry[order], start) for entry in (row, column, stretch, sigma)]
    order, start, lines = _groups(line_cell, line_value)
    return Blocks(
        line_cell[order[start]] if len(order) else line_cell,
        _sums((totals[0] / size)[order], start) / lines,
        _sums((totals[1] / size)[order], start) / lines,
        _medians(line_value[order], start, lines),
        _sums(size[order], start),
        lines,
        _sums(totals[2][order], start),
        _sums((totals[3] / size)[order], start) / lines,
    )


def _excess_sigma(obs):
    """Return the standard deviation of positions beyond that of the best known, metres, shape (n,)."""
    if obs.sigma is None or not np.isfinite(obs.sigma).any():
        return np.zeros(len(obs))
    best = np.nanmin(obs.sigma)
    return np.sqrt(np.maximum(np.nan_to_num(obs.sigma, nan=best) ** 2 - best**2, 0.0))


def track_stretch(obs, longest=LONGEST_STRETCH):
    """Return the length of track that each observation stands for.

    Half the way to the neighbour before plus half the way to the neighbour after on the same
    track; it makes the weight of a track independent of its sampling and of the cell size.

    Parameters
    ----------
    obs : Observations
        Positions in metres.
    longest : float
        Steps longer than this (m) are gaps and count as this long.

    Returns
    -------
    numpy.ndarray of float64, shape (n,)
        Metres.
    """
    if len(obs) < 2:
        return np.zeros(len(obs))
    grouped = bool(np.all(obs.track[1:] >= obs.track[:-1]))
    order = slice(None) if grouped else np.argsort(obs.track, kind="stable")
    easting, northing, track = obs.easting[order], obs.northing[order], obs.track[order]
    half = 0.5 * np.minimum(np.hypot(np.diff(easting), np.diff(northing)), longest)
    half[track[1:] != track[:-1]] = 0.0
    half = np.nan_to_num(half, copy=False, nan=0.0)
    stretch = np.empty(len(obs))
    stretch[order] = np.append(half, 0.0) + np.append(0.0, half)
    return stretch


def merge(cell, row, column, value, weight):
    """Merge blocks that share a cell into their weighted mean.

    Parameters
    ----------
    cell : numpy.ndarray of int64, shape (n,)
        Cell of each block; need not be sorted.
    row, column, value, weight : numpy.ndarray, shape (n,)
        Position, value and weight of each block.

    Returns
    -------
    row, column, value, weight : numpy.ndarray
        One entry per distinct cell; the weights are summed.
    """
    order = np.argsort(cell, kind="stable")
    start = _starts(cell[order])
    total = _sums(weight[order], start)
    means = [_sums((weight * entry)[order], start) / total for entry in (row, column, value)]
    return means[0], means[1], means[2], total


def _groups(key, value):
    """Return (order by key then value, first index of each group, size of each group)."""
    order = np.lexsort((value, key))
    start = _starts(key[order])
    return order, start, np.diff(np.append(start, len(order)))


def _starts(sorted_key):
    """Return where each run of equal keys begins."""
    if not len(sorted_key):
        return np.zeros(0, dtype=np.int64)
    return np.concatenate(([0], np.flatnonzero(sorted_key[1:] != sorted_key[:-1]) + 1))


def _medians(ordered, start, size):
    """Return the median of each group of ascending values."""
    return 0.5 * (ordered[start + (size - 1) // 2] + ordered[start + size // 2])


def _sums(ordered, start):
    """Return the sum of each group."""
    return np.add.reduceat(ordered, start) if len(start) else ordered[:0]
