"""What a person has decided stays: new picks make room for picks that were touched."""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from .polyline import length, resample

SMALLEST_DISTANCE = 3000.0
"""Two picks of one kind closer than this (metres) are the same lineation: neighbours lie farther apart."""


def remainder(line, kept, distance, min_length):
    """Return the stretches of a line that no kept line covers.

    Parameters
    ----------
    line : numpy.ndarray, shape (n, 2)
        Easting, northing, metres; vertices about one cell apart.
    kept : scipy.spatial.cKDTree or None
        Points of the kept lines, from :func:`index_of`; None when there are none.
    distance : float
        A vertex nearer than this to a kept line is covered, metres.
    min_length : float
        Shorter stretches are dropped, metres.

    Returns
    -------
    list of numpy.ndarray
        The line itself when nothing covers it.
    """
    if kept is None:
        return [line]
    free = ~np.isfinite(kept.query(line, distance_upper_bound=distance)[0])
    if free.all():
        return [line]
    edges = np.flatnonzero(np.diff(np.concatenate(([False], free, [False])).astype(int)))
    stretches = [line[first:last] for first, last in zip(edges[::2], edges[1::2])]
    return [stretch for stretch in stretches if len(stretch) > 1 and length(stretch) >= min_length]


def index_of(lines, spacing=500.0):
    """Return a search tree over points of lines, None without lines.

    Parameters
    ----------
    lines : list of numpy.ndarray, shape (n, 2)
        Easting, northing, metres.
    spacing : float
        Distance of the points, metres.

    Returns
    -------
    scipy.spatial.cKDTree or None
    """
    lines = [line for line in lines if len(line) > 1]
    return cKDTree(np.concatenate([resample(line, spacing) for line in lines])) if lines else None


def cover_distance(cell_size):
    """Return how near a new pick may come to a kept one of the same kind, metres."""
    return max(SMALLEST_DISTANCE, 2 * cell_size)
