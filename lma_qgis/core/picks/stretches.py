"""Lines cut into stretches, and the nearest counterpart of each."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cached_property

import numpy as np
from scipy.spatial import cKDTree

from ..progress import silent
from .polyline import length, resample

SPACING = 1000.0
"""Lines are compared at points this far apart, metres."""

_CHUNK = 20_000
_CROWD = 500
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
    direction : numpy.ndarray of float64, shape (n, 2), optional
        The heading as unit vectors: east, north.
    """

    position: np.ndarray
    heading: np.ndarray
    length: np.ndarray
    line: np.ndarray
    direction: np.ndarray = None

    def __post_init__(self):
        """Work out the unit vectors when they are not given."""
        if self.direction is None:
            direction = np.column_stack([np.sin(self.heading), np.cos(self.heading)])
            object.__setattr__(self, "direction", direction)

    @cached_property
    def tree(self):
        """The middles in a search tree."""
        # Without balance and tight boxes it is built in a quarter of the time and asked nearly as fast.
        return cKDTree(self.position, balanced_tree=False, compact_nodes=False)

    @cached_property
    def _across(self):
        """Unit vectors across their line's strike, all to the same side of north, shape (n, 2)."""
        chord = self.direction * self.length[:, None]
        total = np.column_stack([np.bincount(self.line, part) for part in chord.T])
        normal = np.column_stack([-total[:, 1], total[:, 0]])
        normal /= np.maximum(np.hypot(*normal.T), 1e-9)[:, None]
        # A line drawn the other way round moves to the same side.
        flip = np.where((normal[:, 1] < 0) | ((normal[:, 1] == 0) & (normal[:, 0] < 0)), -1.0, 1.0)
        return (normal * flip[:, None])[self.line]

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
        return replace(self, position=self.position + distance * self._across)

    def where(self, mask):
        """Return the stretches of a boolean mask or of indices."""
        return Stretches(*(getattr(self, each.name)[mask] for each in fields(self)))


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
    half = other.length.max() / 2
    for first in range(0, count, _CHUNK):
        mine = np.arange(first, min(first + _CHUNK, count))
        near, theirs = other.tree.query(own.position[mine], k=_NEAREST, distance_upper_bound=tolerance + half)
        _enter_nearest(found, own, other, mine, theirs, tolerance, max_azimuth)
        so_far = np.where(np.isnan(found.distance[mine]), tolerance, found.distance[mine])
        unsettled = np.flatnonzero(near[:, -1] - half <= so_far)
        for start in range(0, len(unsettled), _CROWD):
            few = unsettled[start: start + _CROWD]
            everyone = other.tree.query_ball_point(own.position[mine[few]], so_far[few] + half)
            _enter_nearest(found, own, other, mine[few], _table(everyone, len(other.line)), tolerance, max_azimuth)
        progress((mine[-1] + 1) / count)
    return found


def _table(lists, missing):
    """Return lists of numbers as one array, filled up with the number that stands for none."""
    sizes = np.fromiter((len(each) for each in lists), int, len(lists))
    table = np.full((len(lists), sizes.max()), missing)
    table[np.arange(sizes.max()) < sizes[:, None]] = np.concatenate([np.asarray(each, dtype=int) for each in lists])
    return table


def _enter_nearest(found, own, other, mine, theirs, tolerance, max_azimuth):
    """Enter the nearest fitting candidate of each stretch; the lowest number where two are as near.

    Parameters
    ----------
    found : Matches
        Changed in place.
    own, other : Stretches
    mine : numpy.ndarray of int, shape (n,)
    theirs : numpy.ndarray of int, shape (n, k)
        Candidates; the number of stretches of the other set stands for none.
    tolerance, max_azimuth : float
        Metres, degrees.
    """
    theirs = np.sort(theirs, axis=1)
    there = theirs < len(other.line)
    theirs = np.where(there, theirs, 0)
    away = own.position[mine][:, None] - other.position[theirs]
    direction, heading = other.direction[theirs], own.direction[mine][:, None]
    apart = _distance_to_stretch(away, direction, other.length[theirs])
    turn = np.degrees(np.arcsin(np.minimum(np.abs(_cross(heading, direction)), 1.0)))
    apart = np.where(there & (apart <= tolerance) & (turn <= max_azimuth), apart, np.inf)
    best = apart.argmin(axis=1)
    rows = np.flatnonzero(np.isfinite(apart[np.arange(len(mine)), best]))
    mine, best = mine[rows], best[rows]
    found.distance[mine], found.angle[mine] = apart[rows, best], turn[rows, best]
    found.other[mine] = other.line[theirs[rows, best]]


def _distance_to_stretch(away, direction, length):
    """Return the distance to straight stretches of positions given from their middles, metres."""
    along = (away * direction).sum(axis=-1)
    beyond = np.maximum(np.abs(along) - length / 2, 0)
    return np.hypot(_cross(away, direction), beyond)


def _cross(first, second):
    return first[..., 0] * second[..., 1] - first[..., 1] * second[..., 0]
