"""Score rasters with known curved ridges, for benchmarks and tests of line tracing."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter
from scipy.spatial import cKDTree


def ridge_scene(size=4096, lines=300, *, noisy=False, width=2.0, seed=1):
    """Draw curved ridges of Gaussian profile and return them with their axes.

    Parameters
    ----------
    size : int
        Rows and columns.
    lines : int
        Number of ridges; those that would come within eight cells of an earlier one are drawn anew.
    noisy : bool
        False: noise .05 and weak spots. True: noise .15, correlated clutter, near-complete breaks
        of about 12 cells.
    width : float
        Standard deviation of the profile, cells.
    seed : int

    Returns
    -------
    score : numpy.ndarray of float32, shape (size, size)
    axes : list of numpy.ndarray, shape (n, 2)
        Fractional (row, column), a quarter of a cell apart.
    """
    rng = np.random.default_rng(seed)
    taken = np.zeros((size, size), dtype=bool)
    score = np.zeros((size, size), dtype=np.float32)
    axes = []
    for _ in range(lines):
        axis = _free_axis(rng, size, taken)
        if axis is None:
            continue
        axes.append(axis)
        _draw(score, axis, _strength(rng, axis, noisy), width)
    score += rng.normal(0, 0.15 if noisy else 0.05, score.shape).astype(np.float32)
    if noisy:
        clutter = gaussian_filter(rng.normal(0, 1, score.shape).astype(np.float32), 3.0)
        score += 0.08 * clutter / clutter.std()
    return np.clip(score, 0, 1), axes


def _free_axis(rng, size, taken):
    """Return an arc with a ripple that keeps clear of earlier ones, and mark its cells; None after 200 tries."""
    for _ in range(200):
        extent, curvature = rng.uniform(0.04, 0.12) * size, rng.uniform(-1, 1) / (0.15 * size)
        along = np.arange(0, extent, 0.25)
        heading = rng.uniform(0, np.pi) + curvature * along + 0.15 * np.sin(2 * np.pi * along / 90 + rng.uniform(0, 6))
        start = rng.uniform(0.02, 0.98, 2) * size
        axis = start + 0.25 * np.cumsum(np.column_stack([np.sin(heading), np.cos(heading)]), axis=0)
        if axis.min() < 12 or axis.max() > size - 13:
            continue
        cell = np.round(axis[::4]).astype(int)
        reach = np.arange(-8, 9)
        rows, cols = np.broadcast_arrays(cell[:, 0, None, None] + reach[:, None], cell[:, 1, None, None] + reach)
        if taken[rows, cols].any():
            continue
        taken[cell[:, 0], cell[:, 1]] = True
        return axis
    return None


def _strength(rng, axis, noisy):
    """Return the height of the ridge along its axis: 1 with weak spots, or with breaks of 12 cells."""
    along = 0.25 * np.arange(len(axis))
    strength = np.ones(len(axis))
    for centre in rng.uniform(20, max(along[-1] - 20, 21), rng.poisson(along[-1] / 150)):
        if noisy:
            strength[np.abs(along - centre) < 6] = 0.08
        else:
            strength *= 1 - 0.5 * np.exp(-(((along - centre) / 5) ** 2))
    return strength


def _draw(score, axis, strength, width):
    """Raise the score to a Gaussian ridge around an axis."""
    reach = int(4 * width)
    low = np.floor(axis.min(axis=0)).astype(int) - reach
    high = np.ceil(axis.max(axis=0)).astype(int) + reach + 1
    window = (slice(low[0], high[0]), slice(low[1], high[1]))
    cell = np.round(axis[::2]).astype(int) - low
    shape = (high[0] - low[0], high[1] - low[1])
    near = np.zeros(shape, dtype=bool)
    steps = np.arange(-reach, reach + 1)
    rows, cols = np.broadcast_arrays(cell[:, 0, None, None] + steps[:, None], cell[:, 1, None, None] + steps)
    inside = (rows >= 0) & (cols >= 0) & (rows < shape[0]) & (cols < shape[1])
    near[rows[inside], cols[inside]] = True
    cells = np.argwhere(near)
    distance, index = cKDTree(axis).query(cells + low)
    value = strength[index] * np.exp(-0.5 * (distance / width) ** 2)
    part = score[window]
    part[near] = np.maximum(part[near], value)
