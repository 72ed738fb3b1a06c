"""Where tracks cross, and by how much they disagree there."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from ..errors import LmaError
from ..progress import silent
from .segments import thin

MAX_INTERPOLATION = 2_000.0
_THINNING = 50.0
_SMALLEST_CELL = 100.0
_BATCH = 4_000_000


@dataclass(frozen=True)
class Crossovers:
    """Crossings of two different tracks.

    Parameters
    ----------
    easting, northing : numpy.ndarray of float64, shape (c,)
        Metres.
    track_1, track_2 : numpy.ndarray of int, shape (c,)
        Codes of the tracks.
    value_1, value_2 : numpy.ndarray of float64, shape (c,)
        Anomaly of each track there, nT, linear between the two observations beside it.
    gradient_1, gradient_2 : numpy.ndarray of float64, shape (c,)
        Size of the change along each track there, nT/m.
    index_1, index_2 : numpy.ndarray of int, shape (c,)
        The observation before the crossing.
    share_1, share_2 : numpy.ndarray of float64, shape (c,)
        Where the crossing lies between that observation and ``next_1`` or ``next_2``: 0 to 1.
    next_1, next_2 : numpy.ndarray of int, shape (c,)
        The observation after the crossing.
    angle : numpy.ndarray of float64, shape (c,)
        Between the tracks, 0-90 degrees.
    """

    easting: np.ndarray
    northing: np.ndarray
    track_1: np.ndarray
    track_2: np.ndarray
    value_1: np.ndarray
    value_2: np.ndarray
    gradient_1: np.ndarray
    gradient_2: np.ndarray
    index_1: np.ndarray
    index_2: np.ndarray
    share_1: np.ndarray
    share_2: np.ndarray
    next_1: np.ndarray
    next_2: np.ndarray
    angle: np.ndarray

    def __len__(self):
        """Return the number of crossings."""
        return len(self.easting)

    @property
    def error(self):
        """Disagreement ``value_1 − value_2``, nT."""
        return self.value_1 - self.value_2

    def where(self, mask):
        """Return the crossings of a boolean mask."""
        return Crossovers(**{field.name: getattr(self, field.name)[mask] for field in fields(self)})

    def without_track(self, track):
        """Return the crossings that do not touch a track; indices of observations stay as they are."""
        return self.where((self.track_1 != track) & (self.track_2 != track))


def find_crossovers(obs, max_interpolation=MAX_INTERPOLATION, progress=silent):
    """Find every crossing of two different tracks.

    Tracks are thinned to steps of at least 50 m (a ship on station), their steps are sorted into
    cells, and only steps that share a cell are intersected: time grows with the number of
    observations, not with its square.

    Parameters
    ----------
    obs : Observations
        In metres.
    max_interpolation : float
        Longest step between neighbouring observations that is interpolated, metres.
    progress : callable
        See :mod:`lma_qgis.core.progress`.

    Returns
    -------
    Crossovers

    Raises
    ------
    LmaError
        If the interpolation distance is not positive.
    """
    if not max_interpolation > 0:
        raise LmaError("The longest interpolation must be larger than zero metres.")
    first, second = _steps(obs, max_interpolation)
    progress(0.2)
    if not len(first):
        return _crossings(obs, first, second, np.zeros((0, 2), dtype=np.int64))
    step, cell = _cells(obs, first, second, max_interpolation)
    progress(0.4)
    pairs = _pairs(step, cell, obs.track[first], lambda pairs: _intersecting(obs, first, second, pairs), progress)
    return _crossings(obs, first, second, pairs)


def _steps(obs, longest):
    """Return the observations at the two ends of each step of the thinned tracks."""
    order = np.argsort(obs.track, kind="stable")
    bounds = np.flatnonzero(np.diff(obs.track[order])) + 1
    starts, ends = [], []
    for run in np.split(order, bounds):
        kept = run[thin(obs.easting[run], obs.northing[run], _THINNING)] if len(run) else run
        starts.append(kept[:-1])
        ends.append(kept[1:])
    first, second = np.concatenate(starts), np.concatenate(ends)
    length = np.hypot(obs.easting[second] - obs.easting[first], obs.northing[second] - obs.northing[first])
    usable = (length <= longest) & (length > 0)
    return first[usable], second[usable]


def _cells(obs, first, second, longest):
    """Return (step, cell) for every cell that the bounding box of a step touches, sorted by cell."""
    x0, x1 = obs.easting[first], obs.easting[second]
    y0, y1 = obs.northing[first], obs.northing[second]
    size = max(2 * float(np.median(np.hypot(x1 - x0, y1 - y0))), longest / 10, _SMALLEST_CELL)
    west, south = min(x0.min(), x1.min()), min(y0.min(), y1.min())
    left = ((np.minimum(x0, x1) - west) / size).astype(np.int64)
    right = ((np.maximum(x0, x1) - west) / size).astype(np.int64)
    low = ((np.minimum(y0, y1) - south) / size).astype(np.int64)
    high = ((np.maximum(y0, y1) - south) / size).astype(np.int64)
    columns = int(right.max()) + 1
    wide, tall = right - left + 1, high - low + 1
    step = np.repeat(np.arange(len(first)), wide * tall)
    number = np.arange(len(step)) - np.repeat(np.cumsum(wide * tall) - wide * tall, wide * tall)
    cell = (low[step] + number // wide[step]) * columns + left[step] + number % wide[step]
    order = np.argsort(cell, kind="stable")
    return step[order], cell[order]


def _pairs(step, cell, track, select, progress):
    """Return the pairs of steps that share a cell, belong to different tracks and pass ``select``."""
    starts = np.flatnonzero(np.concatenate(([True], np.diff(cell) != 0)))
    sizes = np.diff(np.append(starts, len(cell)))
    lowest, highest = (op.reduceat(track[step], starts) for op in (np.minimum, np.maximum))
    shared = np.repeat(lowest != highest, sizes)
    step, cell = step[shared], cell[shared]
    found, waiting, count = [np.zeros((0, 2), dtype=np.int64)], [], 0
    here = np.arange(len(step))
    offset, largest = 1, int(sizes[lowest != highest].max()) if shared.any() else 0
    while len(here):
        here = here[here + offset < len(step)]
        here = here[cell[here + offset] == cell[here]]
        left, right = step[here], step[here + offset]
        differ = track[left] != track[right]
        waiting.append(np.column_stack((left[differ], right[differ])))
        count += len(waiting[-1])
        if count > _BATCH:
            found.append(select(np.concatenate(waiting)))
            waiting, count = [], 0
        offset += 1
        progress(0.4 + 0.5 * min(offset / max(largest, 1), 1.0))
    if waiting:
        found.append(select(np.concatenate(waiting)))
    pairs = np.sort(np.concatenate(found), axis=1)
    return np.unique(pairs, axis=0)


def _geometry(obs, first, second, pairs):
    """Return the parameters t and u at which the two steps of each pair meet, and their cross product."""
    a, b = pairs.T
    ax, ay = obs.easting[first[a]], obs.northing[first[a]]
    rx, ry = obs.easting[second[a]] - ax, obs.northing[second[a]] - ay
    qx, qy = obs.easting[first[b]] - ax, obs.northing[first[b]] - ay
    sx, sy = obs.easting[second[b]] - obs.easting[first[b]], obs.northing[second[b]] - obs.northing[first[b]]
    cross = rx * sy - ry * sx
    with np.errstate(divide="ignore", invalid="ignore"):
        return (qx * sy - qy * sx) / cross, (qx * ry - qy * rx) / cross, cross, rx * sx + ry * sy


def _intersecting(obs, first, second, pairs):
    t, u, _, _ = _geometry(obs, first, second, pairs)
    # Half open, so that a crossing exactly on an observation counts once.
    with np.errstate(invalid="ignore"):
        return pairs[(t >= 0) & (t < 1) & (u >= 0) & (u < 1)]


def _crossings(obs, first, second, pairs):
    t, u, cross, dot = _geometry(obs, first, second, pairs)
    columns = {"angle": np.degrees(np.arctan2(np.abs(cross), np.abs(dot)))}
    for number, step, share in (("1", pairs[:, 0], t), ("2", pairs[:, 1], u)):
        before, after = first[step], second[step]
        change = obs.value[after] - obs.value[before]
        length = np.hypot(obs.easting[after] - obs.easting[before], obs.northing[after] - obs.northing[before])
        columns[f"index_{number}"], columns[f"next_{number}"] = before, after
        columns[f"share_{number}"] = share
        columns[f"track_{number}"] = obs.track[before]
        columns[f"value_{number}"] = obs.value[before] + share * change
        columns[f"gradient_{number}"] = np.abs(change) / length
    before, after = columns["index_1"], columns["next_1"]
    columns["easting"] = obs.easting[before] + t * (obs.easting[after] - obs.easting[before])
    columns["northing"] = obs.northing[before] + t * (obs.northing[after] - obs.northing[before])
    return Crossovers(**columns)
