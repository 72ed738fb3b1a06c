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


def headings(line, reach=3):
    """Return the direction at each vertex, over ``reach`` vertices to either side.

    Parameters
    ----------
    line : numpy.ndarray, shape (n, 2)
        Easting, northing.
    reach : int
        Vertices to either side that make the chord.

    Returns
    -------
    numpy.ndarray, shape (n,)
        Radians clockwise from north (the second coordinate).
    """
    index = np.arange(len(line))
    chord = line[np.minimum(index + reach, len(line) - 1)] - line[np.maximum(index - reach, 0)]
    return np.arctan2(chord[:, 0], chord[:, 1])


def thin(line, tolerance):
    """Return the line with only those vertices that it needs (Douglas and Peucker 1973).

    Parameters
    ----------
    line : numpy.ndarray, shape (n, 2)
    tolerance : float
        No dropped vertex lies farther than this from the result.

    Returns
    -------
    numpy.ndarray, shape (m, 2)
        Both ends kept.
    """
    keep = np.zeros(len(line), dtype=bool)
    keep[[0, -1]] = True
    pending = [(0, len(line) - 1)]
    while pending:
        first, last = pending.pop()
        if last - first < 2:
            continue
        chord = line[last] - line[first]
        span = np.hypot(*chord)
        away = line[first + 1: last] - line[first]
        if span > 0:
            along = np.clip(away @ chord / span**2, 0, 1)
            away = away - along[:, None] * chord
        distance = np.hypot(*away.T)
        farthest = int(np.argmax(distance))
        if distance[farthest] > tolerance:
            middle = first + 1 + farthest
            keep[middle] = True
            pending += [(first, middle), (middle, last)]
    return line[keep]
