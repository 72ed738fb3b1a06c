"""The table of observations that every later stage of the chain reads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Optional

import numpy as np


@dataclass(frozen=True)
class Observations:
    """Magnetic measurements along tracks, in the order in which they were taken.

    Parameters
    ----------
    easting, northing : numpy.ndarray of float64, shape (n,)
        Position, metres, projected.
    value : numpy.ndarray of float64, shape (n,)
        Anomaly, nT, finite.
    track : numpy.ndarray of int32, shape (n,)
        Code of the track, 0 to ``n_tracks − 1``; points of one track need not be contiguous, but
        their order within the track is their order along it.
    names : tuple of str
        Name of each track.
    time : numpy.ndarray of float64, optional
        Seconds since 1970, UTC; NaN where unknown.
    sigma : numpy.ndarray of float64, optional
        Standard deviation of the position, metres.
    """

    easting: np.ndarray
    northing: np.ndarray
    value: np.ndarray
    track: np.ndarray
    names: tuple
    time: Optional[np.ndarray] = None
    sigma: Optional[np.ndarray] = None

    @classmethod
    def from_labels(cls, easting, northing, value, labels, time=None, sigma=None):
        """Build the table from one label per observation; codes follow first appearance.

        Parameters
        ----------
        easting, northing, value : array_like, shape (n,)
            Metres and nT.
        labels : array_like, shape (n,)
            Anything that names a track.
        time, sigma : array_like, optional
            Seconds since 1970; metres.

        Returns
        -------
        Observations
        """
        text = np.asarray(labels).astype(str)
        unique, first, inverse = np.unique(text, return_index=True, return_inverse=True)
        order = np.argsort(first)
        rank = np.empty(len(unique), dtype=np.int32)
        rank[order] = np.arange(len(unique), dtype=np.int32)
        return cls(
            np.asarray(easting, dtype=float),
            np.asarray(northing, dtype=float),
            np.asarray(value, dtype=float),
            rank[inverse.ravel()],
            tuple(unique[order].tolist()),
            None if time is None else np.asarray(time, dtype=float),
            None if sigma is None else np.asarray(sigma, dtype=float),
        )

    def __len__(self):
        """Return the number of observations."""
        return len(self.value)

    @property
    def n_tracks(self):
        """Number of tracks, those without observations included."""
        return len(self.names)

    def where(self, mask):
        """Return the observations of a boolean mask; codes and names stay as they are."""
        return replace(
            self,
            easting=self.easting[mask],
            northing=self.northing[mask],
            value=self.value[mask],
            track=self.track[mask],
            time=None if self.time is None else self.time[mask],
            sigma=None if self.sigma is None else self.sigma[mask],
        )

    def with_value(self, value):
        """Return the same observations with other values (nT)."""
        return replace(self, value=np.asarray(value, dtype=float))

    def distance_along(self):
        """Return the distance from the start of each observation's track, metres, shape (n,)."""
        along = np.zeros(len(self))
        order = np.argsort(self.track, kind="stable")
        step = np.hypot(np.diff(self.easting[order]), np.diff(self.northing[order]))
        new_track = np.diff(self.track[order]) != 0
        total = np.concatenate(([0.0], np.cumsum(np.where(new_track, 0.0, step))))
        start = np.concatenate(([0], np.flatnonzero(new_track) + 1)) if len(self) else np.zeros(0, int)
        base = np.repeat(total[start], np.diff(np.append(start, len(self))))
        along[order] = total - base if len(self) else total[:0]
        return along
