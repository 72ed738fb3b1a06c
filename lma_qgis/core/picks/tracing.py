"""Ridge lines of a score raster, to a fraction of a cell and without a skeleton.

A cell is on a ridge where the smoothed score, expanded to second order, has a maximum across the
direction of strongest curvature inside the cell (Steger, IEEE Trans. PAMI 20, 113-125, 1998).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter

from ..errors import LmaError
from ..progress import part, silent
from ..sampling import bilinear
from .linking import MIN_CHAIN, Gaps, chains, join_chains, mutual_links
from .polyline import length, smooth

STRIP_ROWS = 512
"""Rows that are smoothed at a time: bounds the memory and the wait after a cancel."""

CANDIDATE_SHARE = 0.7
"""Smoothing lowers a ridge as wide as itself by this factor, and with it the threshold of a cell."""


WINDOW = 9
"""Vertices, about as many cells, over which the score of a line is averaged against ``high``."""


TRIM_REACH = 2
TRIM_WEIGHTS = np.full(2 * TRIM_REACH + 1, 1 / (2 * TRIM_REACH + 1))
"""Average along a line by which its ends are judged: one noisy cell neither ends nor extends it."""


@dataclass(frozen=True)
class RidgePoints:
    """Points on ridges, in the order of their cells.

    Parameters
    ----------
    position : numpy.ndarray of float64, shape (n, 2)
        Fractional (row, column).
    tangent : numpy.ndarray of float64, shape (n, 2)
        Unit vector along the ridge, (row, column); its sign has no meaning.
    height : numpy.ndarray of float64, shape (n,)
        Smoothed score of the cell.
    """

    position: np.ndarray
    tangent: np.ndarray
    height: np.ndarray


def smoothed(score, sigma):
    """Return the Gaussian average over the valid cells.

    Parameters
    ----------
    score : numpy.ndarray, shape (rows, cols)
        NaN where there is no data.
    sigma : float
        Standard deviation, cells.

    Returns
    -------
    numpy.ndarray of float32
        NaN nowhere; 0 where no valid cell is within reach.

    Notes
    -----
    A cell whose whole window is valid gets the same bits whether or not data are missing elsewhere.
    """
    missing = ~np.isfinite(score)
    if not missing.any():
        return gaussian_filter(score, sigma, truncate=3.0, mode="nearest", output=np.float32)
    result = gaussian_filter(np.where(missing, np.float32(0), score), sigma, truncate=3.0, mode="nearest")
    weight = gaussian_filter((~missing).astype(np.float32), sigma, truncate=3.0, mode="nearest")
    partial = (weight < 0.9999) & (weight > 1e-3)
    result[partial] /= weight[partial]
    result[weight <= 1e-3] = 0
    return result


def ridge_points(score, *, low, sigma=2.0, progress=silent):
    """Find the points of ridges to a fraction of a cell.

    Parameters
    ----------
    score : numpy.ndarray, shape (rows, cols)
        Score, NaN where there is no data.
    low : float
        Ridges lower than this are noise; unit of the score.
    sigma : float
        Smoothing, cells; best near the width of the ridges themselves.
    progress : callable
        See :mod:`lma_qgis.core.progress`.

    Returns
    -------
    RidgePoints
    """
    rows = score.shape[0]
    halo = int(3 * sigma + 0.5) + 1
    found = []
    for first in range(0, rows, STRIP_ROWS):
        last = min(first + STRIP_ROWS, rows)
        above, below = max(first - halo, 0), min(last + halo, rows)
        block = np.asarray(score[above:below], dtype=np.float32)
        surface = smoothed(block, sigma)
        wanted = (surface > CANDIDATE_SHARE * low) & np.isfinite(block)
        wanted[: max(first - above, 1 - above)] = False
        wanted[min(last, rows - 1) - above:] = False
        wanted[:, [0, -1]] = False
        row, column, tangent, height = _points_of_cells(surface, np.flatnonzero(wanted), low, sigma)
        found.append((row + above, column, tangent, height))
        progress(last / rows)
    row, column, tangent, height = (np.concatenate(parts) for parts in zip(*found))
    return RidgePoints(np.column_stack([row, column]), tangent, height)


def _points_of_cells(surface, cell, low, sigma):
    """Return row, column, tangent and height of those cells that hold a ridge point."""
    width = surface.shape[1]
    flat = surface.ravel()

    def at(rows_down, columns_right):
        return flat[cell + rows_down * width + columns_right].astype(np.float64)

    centre, east, west, south, north = at(0, 0), at(0, 1), at(0, -1), at(1, 0), at(-1, 0)
    slope_x, slope_y = (east - west) / 2, (south - north) / 2
    curve_xx, curve_yy = east - 2 * centre + west, south - 2 * centre + north
    curve_xy = (at(1, 1) - at(1, -1) - at(-1, 1) + at(-1, -1)) / 4
    half_difference = (curve_xx - curve_yy) / 2
    curvature = (curve_xx + curve_yy) / 2 - np.hypot(half_difference, curve_xy)
    along = np.arctan2(curve_xy, half_difference) / 2
    normal_x, normal_y = -np.sin(along), np.cos(along)
    curved = curvature < -0.1 * low / sigma**2
    offset = -(normal_x * slope_x + normal_y * slope_y) / np.where(curved, curvature, -1.0)
    shift_x, shift_y = offset * normal_x, offset * normal_y
    keep = curved & (np.abs(shift_x) <= 0.6) & (np.abs(shift_y) <= 0.6)
    row, column = np.divmod(cell[keep], width)
    tangent = np.column_stack([-normal_x[keep], normal_y[keep]])
    return row + shift_y[keep], column + shift_x[keep], tangent, centre[keep]


def sample(raster, position):
    """Return the raster at fractional cells, bilinear over the valid cells around each point.

    Parameters
    ----------
    raster : numpy.ndarray, shape (rows, cols)
        NaN where there is no data.
    position : numpy.ndarray, shape (n, 2)
        Fractional (row, column).

    Returns
    -------
    numpy.ndarray of float64, shape (n,)
        NaN where none of the four surrounding cells is valid or the point is outside.
    """
    return bilinear(raster, *np.asarray(position, dtype=float).T)


def trace_ridges(
    score,
    *,
    low,
    high,
    smoothing=2.0,
    min_length=12.0,
    max_gap=14.0,
    max_bend=25.0,
    gaps=None,
    progress=silent,
):
    """Trace the ridges of a score raster as lines.

    Parameters
    ----------
    score : numpy.ndarray, shape (rows, cols)
        Score, NaN where there is no data.
    low, high : float
        Hysteresis: a line may run on down to ``low`` but must exceed ``high`` somewhere.
    smoothing : float
        Standard deviation of the Gaussian applied first, cells.
    min_length : float
        Shorter lines are dropped, cells.
    max_gap : float
        Longest gap that is bridged, cells.
    max_bend : float
        Largest turn across a gap, degrees.
    gaps : Gaps, optional
        What may be bridged and where lines end; by default only missing data stop a bridge.
    progress : callable
        See :mod:`lma_qgis.core.progress`.

    Returns
    -------
    list of numpy.ndarray of float64, shape (n, 2)
        Fractional (row, column) of the vertices, about one cell apart, from the north-western end
        of each line on and in the order of those ends: the same input gives the same lists.

    Raises
    ------
    LmaError
        If the thresholds are not 0 < low ≤ high.
    """
    if not 0 < low <= high:
        raise LmaError("The threshold must be larger than zero: set one below the highest score of the raster.")
    gaps = gaps or Gaps()
    points = ridge_points(score, low=low, sigma=smoothing, progress=part(progress, 0.0, 0.6))
    first, second = mutual_links(points, gaps.barriers)
    progress(0.7)
    pieces = [points.position[order] for order in chains(len(points.position), first, second)]
    pieces = [piece for piece, value in zip(pieces, _values(pieces, score)) if value.mean() >= low]
    # Ends that have run on into a gap along noise point anywhere: cut them before asking where they point.
    pieces = [piece for piece in _trimmed(pieces, score) if len(piece) >= MIN_CHAIN]
    pieces = join_chains(pieces, score, max_gap=max_gap, max_bend=max_bend, gaps=gaps)
    progress(0.8)
    pieces = _trimmed([smooth(piece) for piece in pieces if length(piece) >= min_length], score)
    pieces = _supported(pieces, gaps)
    # Cutting may leave a single vertex: whatever is asked for, a line is at least a cell long.
    shortest = max(min_length, 1.0)
    lines = [_from_north_west(line) for line in _that_reach(pieces, score, high) if length(line) >= shortest]
    progress(1.0)
    return sorted(lines, key=lambda line: tuple(line[0]))


def _values(lines, raster):
    """Return a raster at the vertices of each line, 0 where there is none."""
    if not lines:
        return []
    value = np.nan_to_num(sample(raster, np.concatenate(lines)))
    return np.split(value, np.cumsum([len(line) for line in lines])[:-1])


def _running_mean(value, window=WINDOW):
    """Return the mean of each ``window`` neighbours, of all of them where there are fewer."""
    window = min(window, len(value))
    total = np.concatenate(([0.0], np.cumsum(value)))
    return (total[window:] - total[:-window]) / window


def _trimmed(lines, score):
    """Return the lines without the ends that fade below half of the line's own median score."""
    kept = []
    for line, value in zip(lines, _values(lines, score)):
        level = np.convolve(np.pad(value, TRIM_REACH, mode="edge"), TRIM_WEIGHTS, mode="valid")
        strong = np.flatnonzero(level >= np.median(level) / 2)
        kept.append(line[strong[0]: strong[-1] + 1])
    return kept


def _supported(lines, gaps):
    """Return the lines without the ends that run on where no observation carries them.

    Low support between supported stretches is a gap between tracks and stays; a line that is nowhere
    supported stays whole, to be hidden as weak.
    """
    if gaps.support is None:
        return lines
    kept = []
    for line, value in zip(lines, _values(lines, gaps.support)):
        carried = np.flatnonzero(value >= gaps.min_support)
        kept.append(line[carried[0]: carried[-1] + 1] if len(carried) else line)
    return kept


def _that_reach(lines, score, high):
    """Return the lines whose score, averaged over a window of vertices, reaches ``high`` somewhere."""
    return [line for line, value in zip(lines, _values(lines, score)) if _running_mean(value).max() >= high]


def _from_north_west(line):
    """Return the line with its western end first; the northern one where both are as far west."""
    first, last = (line[0][1], line[0][0]), (line[-1][1], line[-1][0])
    return line if first <= last else line[::-1].copy()
