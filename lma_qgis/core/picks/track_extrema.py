"""Where the tracks themselves show the extremum that a pick stands for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from ..progress import part, silent
from .crossings import MIN_ANGLE, TrackSegments, find_crossings
from .polyline import distance_along, resample

SMOOTHING = 750.0
"""Standard deviation of the average along the track, metres: a single noisy sample is no extremum."""


@dataclass(frozen=True)
class TrackExtrema:
    """Extrema that tracks show at picks, ordered by pick.

    Parameters
    ----------
    pick : numpy.ndarray of int, shape (n,)
        Number of the pick.
    easting, northing : numpy.ndarray of float64, shape (n,)
        Position of the observation, metres.
    offset : numpy.ndarray of float64, shape (n,)
        Distance from the line, metres.
    survey : numpy.ndarray of int, shape (n,)
        Code of the cruise, −1 where unknown.
    """

    pick: np.ndarray
    easting: np.ndarray
    northing: np.ndarray
    offset: np.ndarray
    survey: np.ndarray


def find_extrema(lines, kinds, position, value, run, survey, *, tolerance=5000.0, progress=silent):
    """Find the observed crest or trough at every crossing of a pick by a track.

    Parameters
    ----------
    lines : list of numpy.ndarray, shape (n, 2)
        Picks: easting, northing, metres.
    kinds : sequence of str
        ``crest`` or ``trough`` for each pick.
    position : numpy.ndarray, shape (n, 2)
        Observations, in the order of measurement within each run.
    value : numpy.ndarray, shape (n,)
        Anomaly, nT; NaN where there is none.
    run, survey : numpy.ndarray of int, shape (n,)
        Codes of the straight run and of the cruise.
    tolerance : float
        Farthest distance of the extremum from the line, metres.
    progress : callable
        See :mod:`lma_qgis.core.progress`.

    Returns
    -------
    TrackExtrema
        At most one per pick and run: the highest (crest) or lowest (trough) value of the smoothed track
        within the tolerance of the line, provided that it is a true extremum and not the end of the
        stretch; nothing where the track meets the line at less than 30°.
    """
    dense = [resample(line, 1000.0) for line in lines]
    tracks = TrackSegments.from_points(position[:, 0], position[:, 1], run, survey)
    crossings = find_crossings(dense, tracks, part(progress, 0.0, 0.6))
    wide = np.flatnonzero(crossings.angle >= MIN_ANGLE)
    _, first = np.unique(np.column_stack([crossings.pick, crossings.line])[wide], axis=0, return_index=True)
    found = []
    for count, number in enumerate(wide[np.sort(first)].tolist()):
        pick, line = int(crossings.pick[number]), int(crossings.line[number])
        members = np.flatnonzero((run == line) & np.isfinite(value))
        at = _extremum(
            position[members], value[members], dense[pick][crossings.vertex[number]], kinds[pick],
            tolerance / np.sin(np.radians(crossings.angle[number])),
        )
        if at is None:
            continue
        offset = _distance_to_line(at, dense[pick])
        if offset <= tolerance:
            found.append((pick, *at, offset, int(survey[members[0]])))
        progress(0.6 + 0.4 * (count + 1) / len(first))
    pick, easting, northing, offset, cruise = zip(*found) if found else ((), (), (), (), ())
    return TrackExtrema(
        np.array(pick, dtype=int),
        np.array(easting, dtype=float),
        np.array(northing, dtype=float),
        np.array(offset, dtype=float),
        np.array(cruise, dtype=int),
    )


def _extremum(position, value, crossing, kind, reach):
    """Return the position of the observed extremum around a crossing, None where there is none."""
    if len(position) < 5:
        return None
    along = distance_along(position)
    middle = along[int(np.argmin(np.hypot(*(position - crossing).T)))]
    near = np.flatnonzero(np.abs(along - middle) <= reach + 3 * SMOOTHING)
    if len(near) < 5:
        return None
    weight = np.exp(-0.5 * ((along[near][:, None] - along[near][None, :]) / SMOOTHING) ** 2)
    level = (weight @ value[near]) / weight.sum(axis=1)
    if kind == "trough":
        level = -level
    inside = np.flatnonzero(np.abs(along[near] - middle) <= reach)
    if len(inside) < 3:
        return None
    top = int(inside[np.argmax(level[inside])])
    if top in (inside[0], inside[-1]):
        return None
    return position[near[top]]


def _distance_to_line(point, line):
    """Return the distance of a point to a densely sampled line, metres."""
    _, nearest = cKDTree(line).query(point)
    best = np.inf
    for first in (nearest - 1, nearest):
        if 0 <= first < len(line) - 1:
            chord = line[first + 1] - line[first]
            share = np.clip(np.dot(point - line[first], chord) / max(np.dot(chord, chord), 1e-12), 0, 1)
            best = min(best, float(np.hypot(*(point - line[first] - share * chord))))
    return best
