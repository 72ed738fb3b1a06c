"""Lines that no pick crosses: fracture zones, coasts, plate boundaries."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.spatial import cKDTree


def segments_cross(start, stop, first, last):
    """Tell which pairs of straight segments cross or touch.

    Parameters
    ----------
    start, stop : numpy.ndarray, shape (n, 2)
        Ends of one segment each.
    first, last : numpy.ndarray, shape (n, 2)
        Ends of the other.

    Returns
    -------
    numpy.ndarray of bool, shape (n,)

    Examples
    --------
    >>> a, b = np.array([[0.0, 0.0]]), np.array([[2.0, 2.0]])
    >>> bool(segments_cross(a, b, np.array([[0.0, 2.0]]), np.array([[2.0, 0.0]]))[0])
    True
    """
    side_first, side_last = _side(start, stop, first), _side(start, stop, last)
    side_start, side_stop = _side(first, last, start), _side(first, last, stop)
    apart = (np.maximum(start, stop) < np.minimum(first, last)) | (np.maximum(first, last) < np.minimum(start, stop))
    return (side_first * side_last <= 0) & (side_start * side_stop <= 0) & ~apart.any(axis=1)


def _side(start, stop, point):
    """Return on which side of a directed segment a point lies: negative, 0 or positive."""
    along, away = stop - start, point - start
    return along[:, 0] * away[:, 1] - along[:, 1] * away[:, 0]


@dataclass(frozen=True)
class Barriers:
    """Segments in fractional (row, column) that links and bridges must not cross.

    Parameters
    ----------
    start, stop : numpy.ndarray, shape (n, 2)
        Ends of the segments.
    """

    start: np.ndarray = field(default_factory=lambda: np.zeros((0, 2)))
    stop: np.ndarray = field(default_factory=lambda: np.zeros((0, 2)))

    @classmethod
    def from_lines(cls, lines, longest=8.0):
        """Build barriers from polylines.

        Parameters
        ----------
        lines : list of numpy.ndarray, shape (n, 2)
            Fractional (row, column).
        longest : float
            Segments are divided until none is longer than this, so that a search around a point is local.

        Returns
        -------
        Barriers
        """
        start, stop = [np.zeros((0, 2))], [np.zeros((0, 2))]
        for line in lines:
            for a, b in zip(line[:-1], line[1:]):
                share = np.linspace(0, 1, max(int(np.ceil(np.hypot(*(b - a)) / longest)), 1) + 1)[:, None]
                vertices = a + share * (b - a)
                start.append(vertices[:-1])
                stop.append(vertices[1:])
        return cls(np.concatenate(start), np.concatenate(stop))

    def crossed_by(self, start, stop):
        """Tell which segments cross or touch a barrier.

        Parameters
        ----------
        start, stop : numpy.ndarray, shape (n, 2)
            Fractional (row, column).

        Returns
        -------
        numpy.ndarray of bool, shape (n,)
        """
        crossed = np.zeros(len(start), dtype=bool)
        if not len(self.start) or not len(start):
            return crossed
        own = np.hypot(*(self.stop - self.start).T).max() / 2
        reach = np.hypot(*(stop - start).T) / 2 + own + 1e-6
        tree = cKDTree((self.start + self.stop) / 2)
        near = tree.query_ball_point((start + stop) / 2, reach)
        count = np.fromiter((len(found) for found in near), int, len(near))
        if not count.any():
            return crossed
        which = np.repeat(np.arange(len(start)), count)
        other = np.concatenate([np.asarray(found, dtype=int) for found in near])
        hit = segments_cross(start[which], stop[which], self.start[other], self.stop[other])
        crossed[which[hit]] = True
        return crossed
