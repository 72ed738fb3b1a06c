"""Open lines as arrays of vertices: length, resampling, smoothing, thinning, crossings."""

from __future__ import annotations

import numpy as np
from scipy.signal import savgol_filter


def length(line):
    """Return the length of a line, in the unit of its coordinates.

    Parameters
    ----------
    line : numpy.ndarray, shape (n, 2)

    Examples
    --------
    >>> float(length(np.array([[0, 0], [3, 4], [3, 5]])))
    6.0
    """
    return np.hypot(*np.diff(line, axis=0).T).sum()


def distance_along(line):
    """Return the distance of each vertex from the start of the line, shape (n,)."""
    return np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))))


def resample(line, spacing):
    """Return points at equal distances along a line, both ends kept.

    Parameters
    ----------
    line : numpy.ndarray, shape (n, 2)
    spacing : float
        The largest distance between points, in the unit of the coordinates.

    Returns
    -------
    numpy.ndarray, shape (m, 2), m ≥ 2
    """
    along = distance_along(line)
    steps = max(int(np.ceil(along[-1] / spacing - 1e-9)), 1)
    target = np.linspace(0.0, along[-1], steps + 1)
    return np.column_stack([np.interp(target, along, line[:, axis]) for axis in (0, 1)])


def smooth(line, spacing=1.0, window=11):
    """Return a line freed of jitter that neither shrinks nor flattens a bend.

    Parameters
    ----------
    line : numpy.ndarray, shape (n, 2)
    spacing : float
        Distance of the returned vertices.
    window : int
        Number of vertices of the moving fit, odd.

    Returns
    -------
    numpy.ndarray, shape (m, 2)

    Notes
    -----
    Each coordinate is replaced by a moving cubic fit (Savitzky and Golay 1964): any cubic curve is
    returned unchanged, so an arc keeps its radius, and the ends stay where the data put them.
    """
    points = resample(line, spacing)
    window = min(window, len(points) - 1 + len(points) % 2)
    return savgol_filter(points, window, 3, axis=0, mode="interp") if window >= 5 else points
