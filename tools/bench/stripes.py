"""Striped fields with truth and straight tracks through them, for the gridding benchmark."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter1d

from lma_qgis.core.forward.profile import anomaly_profile
from lma_qgis.core.grid import Grid
from lma_qgis.core.tracks.observations import Observations

SIZE = 512_000.0
STRIKE = 115.0
_AMPLITUDE = 200.0
_STANDARD_DEVIATION = 172.0
_FINE = 200.0
_EXTRUSIVES = 500.0
_FAULTS = ((120e3, 18e3), (-100e3, 25e3))
"""Where along the strike the faults are and by how much what lies beyond is shifted, metres."""


@dataclass(frozen=True)
class Stripes:
    """Blocks of ±200 nT, smoothed across strike; or the anomaly of such blocks as a ship sees it.

    Parameters
    ----------
    kind : str
        ``straight``; ``bent``: the strike swings by ±32°; ``offset``: two faults shift the stripes.
    width : float
        Mean width of a block, metres.
    smooth : float
        Standard deviation of the smoothing across strike, metres.
    seed : int
    equal : bool
        Blocks all as wide as the mean; otherwise their widths follow a gamma distribution of shape 2.
    depth : float
        If not 0: no smoothing, but 500 m of magnetised rock this far (m) below the ship, scaled to a
        standard deviation of 172 nT.
    """

    kind: str = "straight"
    width: float = 20_000.0
    smooth: float = 2_000.0
    seed: int = 3
    equal: bool = False
    depth: float = 0.0

    def __call__(self, easting, northing):
        """Return the anomaly, nT."""
        along, across = _along_and_across(easting, northing)
        if self.kind == "bent":
            across = across + 40e3 * np.sin(2 * np.pi * along / 400e3)
        if self.kind == "offset":
            for place, shift in _FAULTS:
                across = across + np.where(along * np.sign(place) > abs(place), shift * np.sign(place), 0.0)
        return np.interp(across, *self.profile())

    def faults(self, grid):
        """Return which cells the faults run through, shape (rows, cols), or None where there are none."""
        if self.kind != "offset":
            return None
        along, _ = _along_and_across(*np.meshgrid(grid.easting, grid.northing))
        return np.any([np.abs(along - place) < 0.75 * grid.dx for place, _ in _FAULTS], axis=0)

    def profile(self):
        """Return distances across strike (m, from the middle) and the anomaly there (nT)."""
        rng, count = np.random.default_rng(self.seed), int(4 * SIZE / self.width)
        widths = np.full(count, self.width) if self.equal else rng.gamma(2.0, self.width / 2, count)
        place = np.arange(-1.2 * SIZE, 1.2 * SIZE, _FINE)
        value = np.where(np.searchsorted(np.cumsum(widths) - 1.2 * SIZE, place) % 2, _AMPLITUDE, -_AMPLITUDE)
        if not self.depth:
            return place, gaussian_filter1d(value, self.smooth / _FINE)
        seen = anomaly_profile(value, _FINE, self.depth, self.depth + _EXTRUSIVES)
        return place, seen * (_STANDARD_DEVIATION / seen.std())


def _along_and_across(easting, northing):
    """Return distances along and across the strike from the middle of the field, metres."""
    angle = np.radians(STRIKE)
    x, y = np.asarray(easting) - SIZE / 2, np.asarray(northing) - SIZE / 2
    return np.sin(angle) * x + np.cos(angle) * y, np.cos(angle) * x - np.sin(angle) * y


def survey(field, points=100_000, tracks=60, noise=5.0, bias=0.0, seed=1):
    """Return observations along straight tracks through random places in random directions.

    Parameters
    ----------
    field : Stripes
    points, tracks : int
        Observations in all; number of tracks.
    noise, bias : float
        Standard deviations per observation and per track, nT.
    seed : int

    Returns
    -------
    Observations
    """
    rng = np.random.default_rng(seed)
    each = points // tracks
    angle, place = rng.uniform(0, np.pi, tracks), rng.uniform(0, SIZE, (tracks, 2))
    heading = np.column_stack((np.cos(angle), np.sin(angle)))
    ends = np.sort(np.stack((-place / heading, (SIZE - place) / heading)), axis=0)
    first, last = ends[0].max(axis=1), ends[1].min(axis=1)
    along = first[:, None] + (last - first)[:, None] * (np.arange(each) + 0.5) / each
    easting, northing = (place[:, k, None] + along * heading[:, k, None] for k in (0, 1))
    easting, northing = easting.ravel(), northing.ravel()
    track = np.repeat(np.arange(tracks, dtype=np.int32), each)
    value = field(easting, northing) + rng.normal(0, noise, len(track)) + bias * rng.normal(0, 1, tracks)[track]
    return Observations(easting, northing, value, track, tuple(str(i) for i in range(tracks)))


def square(cells):
    """Return the grid of ``cells`` by ``cells`` over the field."""
    return Grid(0.0, SIZE, SIZE / cells, SIZE / cells, cells, cells)


def truth(field, grid):
    """Return the field at the centres of the cells."""
    return field(*np.meshgrid(grid.easting, grid.northing))
