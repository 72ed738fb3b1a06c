"""Oriented multi-scale ridge filter: lineation scores without a network.

The second derivative across a direction of the field smoothed by an elongated Gaussian (Steger 1998;
Freeman and Adelson 1991) answers to crests and troughs of one width and one strike. It is taken for all
strikes and for widths from a few to tens of kilometres on the locally standardised field, so that weak and
strong lineations score alike, and the largest answer counts.
"""

from __future__ import annotations

import numpy as np
from scipy import fft
from scipy.ndimage import distance_transform_edt, gaussian_filter

from ..progress import part, silent
from .preprocessing import standardise
from .resampling import resize

DEFAULT_THRESHOLD = 0.5
NARROWEST = 2_000.0  # metres, standard deviation across a lineation; it fits lines 9 km apart
WIDEST = 12_000.0  # fits lines 53 km apart
ORIENTATIONS = 20
_LEAST_CELLS = 1.25  # narrowest filter in cells: below, its second derivative is not sampled
_SCALE_STEP = 1.6
_ELONGATION = 4.0  # lines turning on a radius of 100 km keep nine tenths
_SHORTEST = 10_000.0  # metres, standard deviation along a lineation
_HALF_SCORE = 0.42  # response, in local spreads, that scores one half: a clean lineation answers with 0.85
_CELLS_PER_WIDTH = 5.0
_WORTHWHILE = 1.5  # below this ratio resampling costs more than it saves
_FELT = 3.0  # standard deviations along strike


def scales(grid, narrowest=NARROWEST, widest=WIDEST):
    """Return the standard deviations across strike that a grid can resolve, metres.

    Parameters
    ----------
    grid : Grid
    narrowest, widest : float, optional
        Wanted range, metres; the cells may make it coarser.

    Returns
    -------
    numpy.ndarray of float64
        Ascending, a factor of at most 1.6 apart.

    Examples
    --------
    >>> from lma_qgis.core.grid import Grid
    >>> scales(Grid(0, 0, 1000, 1000, 10, 10)).round().tolist()
    [2000.0, 3132.0, 4899.0, 7663.0, 12000.0]
    """
    first = max(narrowest, _LEAST_CELLS * max(grid.dx, grid.dy))
    last = max(widest, first)
    count = 1 + int(np.ceil(np.log(last / first) / np.log(_SCALE_STEP) - 1e-9))
    return np.geomspace(first, last, count)


def reach(grid, widest=WIDEST):
    """Return the distance in metres beyond which a cell changes no score by more than a thousandth."""
    return _FELT * _ELONGATION * float(scales(grid, widest=widest)[-1])


def ridge_scores(anomaly, grid, *, narrowest=NARROWEST, widest=WIDEST, standardised=False, progress=silent):
    """Score every cell as crest and as trough of a lineation.

    Parameters
    ----------
    anomaly : numpy.ndarray, shape (rows, columns)
        nT, NaN = nodata.
    grid : Grid
        Cells may be wider than high.
    narrowest, widest : float, optional
        Standard deviations of the filter across strike, metres; lines 4.4 times as far apart answer best.
    standardised : bool, optional
        The anomaly has been through :func:`standardise` already.
    progress : callable, optional
        Takes the finished fraction.

    Returns
    -------
    crest, trough : numpy.ndarray of float32, shape (rows, columns)
        0 to 1, NaN where the anomaly is. Not probabilities.
    """
    values = np.asarray(anomaly, dtype=np.float32)
    standard = values if standardised else standardise(values, grid)
    valid = np.isfinite(values)
    if not valid.any():
        return np.full(grid.shape, np.nan, np.float32), np.full(grid.shape, np.nan, np.float32)
    widths = scales(grid, narrowest, widest)
    # Half of what the longest filter feels on either side: the transform is periodic, so they add up.
    margin_rows = int(np.ceil(reach(grid, widest) / 2 / grid.dy))
    margin_cols = int(np.ceil(reach(grid, widest) / 2 / grid.dx))
    border = _smoothed(standard, valid, (widths[0] / grid.dy, widths[0] / grid.dx))
    extended = _continue_outward(standard, border, grid, (margin_rows, margin_cols), 2 * widths[-1])
    highest, lowest = _strongest_responses(extended, grid, widths, progress)
    inside = (slice(margin_rows, margin_rows + grid.rows), slice(margin_cols, margin_cols + grid.cols))
    crest, trough = _score(highest[inside]), _score(-lowest[inside])
    crest[~valid] = np.nan
    trough[~valid] = np.nan
    return crest, trough


def _score(response):
    """Map a response in local spreads onto 0..1; `_HALF_SCORE` gives one half."""
    strength = np.maximum(response, 0) / np.float32(_HALF_SCORE)
    strength *= strength * strength
    return strength / (1 + strength)


def _smoothed(values, valid, sigma):
    """Return the Gaussian mean of the valid cells (normalised convolution)."""
    weight = gaussian_filter(valid.astype(np.float32), sigma, mode="constant")
    total = gaussian_filter(np.where(valid, values, np.float32(0)), sigma, mode="constant")
    return total / np.maximum(weight, np.float32(1e-6))


def _continue_outward(values, border, grid, margin, fading):
    """Fill nodata and a margin by turning the field half round about the nearest valid cell.

    A slope goes on as a slope and a lineation that meets the border goes on, so that the border itself
    makes no crest, which zeros, the mean or the edge value would. The pivot is the smoothed `border`: the
    noise of single cells would be doubled and drawn outward as stripes. What is made up fades to the local
    mean, 0, over the distance `fading` (metres).
    """
    rows, cols = margin
    padded = np.pad(values, ((rows, rows), (cols, cols)), constant_values=np.nan)
    missing = np.isnan(padded)
    distance, (near_row, near_col) = distance_transform_edt(missing, sampling=(grid.dy, grid.dx), return_indices=True)
    row, col = np.nonzero(missing)
    pivot_row, pivot_col = near_row[row, col], near_col[row, col]
    mirror_row = np.clip(2 * pivot_row - row, 0, padded.shape[0] - 1)
    mirror_col = np.clip(2 * pivot_col - col, 0, padded.shape[1] - 1)
    pivot = border[pivot_row - rows, pivot_col - cols]
    mirror = padded[mirror_row, mirror_col]
    continued = np.where(np.isnan(mirror), pivot, 2 * pivot - mirror)
    padded[row, col] = continued * np.exp(-0.5 * np.square(distance[row, col] / fading))
    return padded


def _strongest_responses(field, grid, widths, progress):
    """Return the largest and the smallest oriented curvature over all strikes and widths (up = crest)."""
    highest = np.zeros(field.shape, np.float32)
    lowest = np.zeros(field.shape, np.float32)
    for number, width in enumerate(widths):
        # A wide filter leaves nothing that wide cells could not hold; the work shrinks with their number.
        rows, cols = (_enough(n, cell, width) for n, cell in zip(field.shape, (grid.dy, grid.dx)))
        steps = (grid.dy * field.shape[0] / rows, grid.dx * field.shape[1] / cols)
        report = part(progress, number / len(widths), (number + 1) / len(widths))
        up, down = _oriented_curvature(resize(field, rows, cols), steps, width, report)
        np.maximum(highest, resize(up, *field.shape), out=highest)
        np.minimum(lowest, resize(down, *field.shape), out=lowest)
    return highest, lowest


def _enough(cells, size, width):
    """Return how many cells an axis needs for a filter of one width."""
    ratio = width / (_CELLS_PER_WIDTH * size)
    return cells if ratio < _WORTHWHILE else int(np.ceil(cells / ratio))


def _oriented_curvature(field, steps, width, progress):
    """Return the extremes over all strikes of the curvature across strike at one width (up = crest)."""
    shape = [fft.next_fast_len(n, real=True) for n in field.shape]
    spectrum = fft.rfft2(field, shape)
    north = (2 * np.pi * fft.fftfreq(shape[0], steps[0])).astype(np.float32)[:, np.newaxis]
    east = (2 * np.pi * fft.rfftfreq(shape[1], steps[1])).astype(np.float32)
    highest = np.zeros(field.shape, np.float32)
    lowest = np.zeros(field.shape, np.float32)
    length = max(_ELONGATION * width, _SHORTEST)
    for number in range(ORIENTATIONS):
        angle = number * np.pi / ORIENTATIONS
        across = east * np.float32(width * np.cos(angle)) + north * np.float32(width * np.sin(angle))
        along = north * np.float32(length * np.cos(angle)) - east * np.float32(length * np.sin(angle))
        across *= across
        kernel = np.exp(-0.5 * (across + along * along)) * across
        response = fft.irfft2(spectrum * kernel, shape)[: field.shape[0], : field.shape[1]]
        np.maximum(highest, response, out=highest)
        np.minimum(lowest, response, out=lowest)
        progress((number + 1) / ORIENTATIONS)
    return highest, lowest
