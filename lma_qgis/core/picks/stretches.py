"""Lines cut into stretches, and the nearest counterpart of each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from ..progress import silent
from .crossings import axial_difference
from .polyline import length, resample

SPACING = 1000.0
"""Lines are compared at points this far apart, metres."""

_CHUNK = 20_000
_NEAREST = 8


@dataclass(frozen=True)
class Stretches:
    """Lines cut into equal stretches of about :data:`SPACING`.

    Parameters
    ----------
    position : numpy.ndarray of float64, shape (n, 2)
        Middle of each stretch: easting, northing, metres.
    heading : numpy.ndarray of float64, shape (n,)
        Radians from north.
    length : numpy.ndarray of float64, shape (n,)
        Metres.
    line : numpy.ndarray of int, shape (n,)
        Number of the line.
    """

    position: np.ndarray
    heading: np.ndarray
    length: np.ndarray
    line: np.ndarray

    @classmethod
    def of(cls, lines, spacing=SPACING):
        """Cut lines into stretches.

        Parameters
        ----------
        lines : list of numpy.ndarray, shape (n, 2)
            Easting, northing, metres; lines of no length are left out but keep their number.
        spacing : float
            Metres.
        """
        position, heading, size, number = [np.zeros((0, 2))], [np.zeros(0)], [np.zeros(0)], [np.zeros(0, int)]
        for index, line in enumerate(lines):
            if len(line) < 2 or not length(line) > 0:
                continue
            points = resample(np.asarray(line, dtype=float), spacing)
            middle = (points[1:] + points[:-1]) / 2
            position.append(middle)
            heading.append(_mean_heading(points))
            size.append(np.hypot(*np.diff(points, axis=0).T))
            number.append(np.full(len(middle), index))
        return cls(*(np.concatenate(part) for part in (position, heading, size, number)))

    def moved(self, distance):
        """Return the stretches displaced across their line's strike, all to the same side of north."""
        if not len(self.line):
            return self
        chord = np.column_stack([np.sin(self.heading), np.cos(self.heading)]) * self.length[:, None]
        total = np.zeros((int(self.line.max()) + 1, 2))
        np.add.at(total, self.line, chord)
        normal = np.column_stack([-total[:, 1], total[:, 0]])
        normal /= np.maximum(np.hypot(*normal.T), 1e-9)[:, None]
        # A line drawn the other way round moves to the same side.
        flip = np.where((normal[:, 1] < 0) | ((normal[:, 1] == 0) & (normal[:, 0] < 0)), -1.0, 1.0)
        shift = distance * (normal * flip[:, None])[self.line]
        return Stretches(self.position + shift, self.heading, self.length, self.line)

    def where(self, mask):
        """Return the stretches of a boolean mask or of indices."""
        return Stretches(self.position[mask], self.heading[mask], self.length[mask], self.line[mask])


def _mean_heading(points):
    """Return the heading of each stretch over two stretches to either side."""
    index = np.arange(len(points) - 1)
    chord = points[np.minimum(index + 3, len(points) - 1)] - points[np.maximum(index - 2, 0)]
    return np.arctan2(chord[:, 0], chord[:, 1])


@dataclass(frozen=True)
class Matches:
    """The nearest counterpart of each stretch or point.

    Parameters
    ----------
    distance : numpy.ndarray, shape (n,)
        Metres, across the counterpart; NaN where there is none within reach.
    angle : numpy.ndarray, shape (n,)
        Degrees; NaN where there is none or where angles do not count.
    other : numpy.ndarray of int, shape (n,)
        Number of the counterpart's line, −1 where there is none.
    """

    distance: np.ndarray
    angle: np.ndarray
    other: np.ndarray

    def within(self, tolerance):
        """Return the matches that are no farther than a smaller tolerance, metres."""
        far = ~(self.distance <= tolerance)
        return Matches(
            np.where(far, np.nan, self.distance), np.where(far, np.nan, self.angle), np.where(far, -1, self.other)
        )


def match(own, other, tolerance, max_azimuth, progress=silent):
    """Find the nearest counterpart of each stretch that points the same way.

    Parameters
    ----------
    own, other : Stretches
    tolerance : float
        Metres.
    max_azimuth : float
        Degrees; 90 or more lets every direction match.
    progress : callable
        See :mod:`lma_qgis.core.progress`.

    Returns
    -------
    Matches

    Notes
    -----
    The few nearest middles are tried first. They settle it unless a middle beyond them could still belong
    to a nearer stretch: only then are all middles within reach looked at.
    """
    count = len(own.line)
    found = Matches(np.full(count, np.nan), np.full(count, np.nan), np.full(count, -1))
    if not count or not len(other.line):
        return found
    tree = cKDTree(other.position)
    half = other.length.max() / 2
    for first in range(0, count, _CHUNK):
        mine = np.arange(first, min(first + _CHUNK, count))
        near, theirs = tree.query(own.position[mine], k=_NEAREST, distance_upper_bound=tolerance + half)
        valid = np.isfinite(near)
        _take_nearest(found, own, other, np.repeat(mine, valid.sum(axis=1)), theirs[valid], tolerance, max_azimuth)
        so_far = np.where(np.isnan(found.distance[mine]), tolerance, found.distance[mine])
        open_still = mine[near[:, -1] - half <= so_far]
        if len(open_still):
            everyone = tree.query_ball_point(own.position[open_still], so_far[near[:, -1] - half <= so_far] + half)
            sizes = np.fromiter((len(each) for each in everyone), int, len(everyone))
            theirs = np.concatenate([np.asarray(each, dtype=int) for each in everyone])
            _take_nearest(found, own, other, np.repeat(open_still, sizes), theirs, tolerance, max_azimuth)
        progress((mine[-1] + 1) / count)
    return found


def _take_nearest(found, own, other, mine, theirs, tolerance, max_azimuth):
    """Enter the nearest fitting candidate of each stretch; the lowest number where two are as near."""
    apart = _distance_to_stretch(own.position[mine], other, theirs)
    turn = axial_difference(own.heading[mine], other.heading[theirs])
    fits = (apart <= tolerance) & (turn <= max_azimuth)
    mine, theirs, apart, turn = mine[fits], theirs[fits], apart[fits], turn[fits]
    order = np.lexsort((theirs, apart, mine))
    mine, best = np.unique(mine[order], return_index=True)
    chosen = order[best]
    found.distance[mine], found.angle[mine], found.other[mine] = apart[chosen], turn[chosen], other.line[theirs[chosen]]


def _distance_to_stretch(position, other, index):
    """Return the distance of positions to straight stretches, metres."""
    direction = np.column_stack([np.sin(other.heading[index]), np.cos(other.heading[index])])
    away = position - other.position[index]
    along = (away * direction).sum(axis=1)
    beyond = np.maximum(np.abs(along) - other.length[index] / 2, 0)
    across = away[:, 0] * direction[:, 1] - away[:, 1] * direction[:, 0]
    return np.hypot(across, beyond)
