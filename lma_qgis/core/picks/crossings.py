"""Where survey tracks cross lines, and at what angle.

A badly levelled track looks like a lineation along itself. What tells the two apart is how many
*other* tracks cross the line and show it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from ..progress import silent
from .barriers import segments_cross
from .polyline import headings

SPACING = 500.0
"""Track points are thinned to this distance, metres: closer ones carry navigation noise, not direction."""

MAX_STEP = 5000.0
"""Two points of a track farther apart than this, metres, are not joined, unless the track is sampled that coarsely."""

MIN_ANGLE = 30.0
"""A track that meets a line at a smaller angle (degrees) does not count as crossing it."""

NEAREST = 20000.0
"""Tracks farther from a line than this, metres, say nothing about it."""

_CHUNK = 50_000


@dataclass(frozen=True)
class TrackSegments:
    """Straight pieces of survey tracks.

    Parameters
    ----------
    start, stop : numpy.ndarray of float64, shape (n, 2)
        Easting, northing, metres.
    heading : numpy.ndarray of float64, shape (n,)
        Direction, radians from north, over some kilometres of track.
    line : numpy.ndarray of int, shape (n,)
        Code of the track line.
    survey : numpy.ndarray of int, shape (n,)
        Code of the cruise, −1 where unknown.
    """

    start: np.ndarray
    stop: np.ndarray
    heading: np.ndarray
    line: np.ndarray
    survey: np.ndarray

    @classmethod
    def from_points(cls, easting, northing, line, survey):
        """Join consecutive points of each track line.

        Parameters
        ----------
        easting, northing : numpy.ndarray, shape (n,)
            Metres, in the order of measurement within each line.
        line, survey : numpy.ndarray of int, shape (n,)
            Codes; ``survey`` −1 where unknown.

        Returns
        -------
        TrackSegments
        """
        start, stop, heading, lines, surveys = [np.zeros((0, 2))], [np.zeros((0, 2))], [np.zeros(0)], [], []
        order = np.argsort(line, kind="stable")
        position = np.column_stack([easting, northing])[order]
        for part in np.split(np.arange(len(order)), np.flatnonzero(np.diff(line[order])) + 1):
            path = _thinned(position[part]) if len(part) > 1 else position[part]
            if len(path) < 2:
                continue
            step = np.hypot(*np.diff(path, axis=0).T)
            near = step <= max(MAX_STEP, 2 * np.median(step))
            start.append(path[:-1][near])
            stop.append(path[1:][near])
            course = headings(path, reach=3)
            heading.append(course[:-1][near])
            count = int(near.sum())
            lines += [line[order][part[0]]] * count
            surveys += [survey[order][part[0]]] * count
        return cls(
            np.concatenate(start),
            np.concatenate(stop),
            np.concatenate(heading),
            np.array(lines, dtype=int),
            np.array(surveys, dtype=int),
        )


def _thinned(path):
    """Return the points of a path that are the first in their stretch of :data:`SPACING` metres."""
    along = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(path, axis=0).T))))
    _, first = np.unique(np.floor(along / SPACING), return_index=True)
    return path[first]


@dataclass(frozen=True)
class Crossings:
    """Crossings of picks by tracks, ordered by pick.

    Parameters
    ----------
    pick, vertex : numpy.ndarray of int, shape (n,)
        Number of the pick and of its vertex before the crossing.
    line, survey : numpy.ndarray of int, shape (n,)
        Codes of the track line and the cruise.
    angle : numpy.ndarray of float64, shape (n,)
        Degrees between pick and track, 0 to 90.
    """

    pick: np.ndarray
    vertex: np.ndarray
    line: np.ndarray
    survey: np.ndarray
    angle: np.ndarray


def axial_difference(first, second):
    """Return the angle between two axes, 0 to 90 degrees; arguments in radians."""
    return np.degrees(np.abs(np.arcsin(np.clip(np.abs(np.sin(first - second)), 0, 1))))


def find_crossings(picks, tracks, progress=silent):
    """Find where tracks cross lines.

    Parameters
    ----------
    picks : list of numpy.ndarray, shape (n, 2)
        Easting, northing, metres.
    tracks : TrackSegments
    progress : callable
        See :mod:`lma_qgis.core.progress`.

    Returns
    -------
    Crossings
        Every crossing, at whatever angle; one that hits a vertex is listed for both its segments.
    """
    start, stop, heading, pick, vertex = _segments(picks)
    if not len(start) or not len(tracks.start):
        none = np.zeros(0, int)
        return Crossings(none, none, none, none, np.zeros(0))
    tree = cKDTree((start + stop) / 2)
    longest = np.hypot(*(stop - start).T).max() / 2
    own, other = [np.zeros(0, int)], [np.zeros(0, int)]
    for first in range(0, len(tracks.start), _CHUNK):
        part = slice(first, first + _CHUNK)
        a, b = tracks.start[part], tracks.stop[part]
        middle, reach = (a + b) / 2, np.hypot(*(b - a).T) / 2 + longest + 1.0
        near = np.flatnonzero(tree.query(middle, distance_upper_bound=reach.max())[0] <= reach)
        found = tree.query_ball_point(middle[near], reach[near], return_sorted=True)
        count = np.fromiter((len(f) for f in found), int, len(found))
        if count.sum():
            track = np.repeat(near, count)
            mine = np.concatenate([np.asarray(f, dtype=int) for f in found])
            hit = segments_cross(a[track], b[track], start[mine], stop[mine])
            own.append(mine[hit])
            other.append(track[hit] + first)
        progress(min(first + _CHUNK, len(tracks.start)) / len(tracks.start))
    own, other = np.concatenate(own), np.concatenate(other)
    order = np.lexsort((other, own))
    own, other = own[order], other[order]
    angle = axial_difference(heading[own], tracks.heading[other])
    return Crossings(pick[own], vertex[own], tracks.line[other], tracks.survey[other], angle)


def _segments(picks):
    """Return start, stop, heading, pick number and vertex number of all segments of lines."""
    if not picks:
        return np.zeros((0, 2)), np.zeros((0, 2)), np.zeros(0), np.zeros(0, int), np.zeros(0, int)
    sizes = [len(line) - 1 for line in picks]
    return (
        np.concatenate([line[:-1] for line in picks]),
        np.concatenate([line[1:] for line in picks]),
        np.concatenate([headings(line, reach=3)[:-1] for line in picks]),
        np.repeat(np.arange(len(picks)), sizes),
        np.concatenate([np.arange(size) for size in sizes]),
    )


def angle_to_nearest_track(picks, tracks):
    """Return the median angle between each line and the track nearest to each of its vertices.

    Parameters
    ----------
    picks : list of numpy.ndarray, shape (n, 2)
        Easting, northing, metres.
    tracks : TrackSegments

    Returns
    -------
    numpy.ndarray of float64, shape (len(picks),)
        Degrees, 0 (the line follows its track) to 90; NaN where no track lies within 20 km.
    """
    angle = np.full(len(picks), np.nan)
    if not len(tracks.start):
        return angle
    tree = cKDTree((tracks.start + tracks.stop) / 2)
    for number, line in enumerate(picks):
        distance, nearest = tree.query(line, distance_upper_bound=NEAREST)
        near = np.isfinite(distance)
        if near.any():
            between = axial_difference(headings(line, reach=3)[near], tracks.heading[nearest[near]])
            angle[number] = np.median(between)
    return angle
