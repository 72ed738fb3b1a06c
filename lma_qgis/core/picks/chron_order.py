"""Crust grows older away from the axis: which proposed ages contradict their neighbours."""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from .polyline import resample

_STEP_M = 5000.0


def out_of_order(picks, age_ma, doubt, *, axis=(), reach=60_000.0, error=3500.0):
    """Tell which ages break the order of ages across strike.

    With an axis, ages of one flank must not fall with the distance from it: of contradicting neighbours
    those with most contradictions, then with the greater doubt, are named. Without one, only a pick older
    than its nearest neighbours on both sides is named, for ages have one minimum, at the axis.

    Parameters
    ----------
    picks : sequence of numpy.ndarray, shape (n, 2)
        Easting and northing, metres.
    age_ma : array_like, shape (n,)
        Proposed ages, NaN without one.
    doubt : array_like, shape (n,)
        Larger is less certain, for example the distance to the isochron.
    axis : sequence of numpy.ndarray, shape (n, 2)
        Spreading axis as lines; empty if unknown.
    reach : float
        How far across strike neighbours are compared, metres.
    error : float
        Lines nearer than this to each other have no order, metres.

    Returns
    -------
    numpy.ndarray of bool, shape (n,)
    """
    age, doubt = np.asarray(age_ma, dtype=float), np.asarray(doubt, dtype=float)
    dated = np.flatnonzero(np.isfinite(age))
    named = np.zeros(len(age), dtype=bool)
    if len(dated) < 2:
        return named
    points, tangent, owner = _samples([np.asarray(picks[i], float)[:, :2] for i in dated])
    first, second, across = _neighbours(points, tangent, owner, reach, error)
    if len(axis):
        lines = np.concatenate([resample(np.asarray(line, float)[:, :2], _STEP_M) for line in axis])
        bad = _against_axis(points, owner, first, second, age[dated], lines, error)
        named[dated[_fewest_removals(bad, doubt[dated])]] = True
    else:
        named[dated[_peaks(owner, first, second, across, age[dated])]] = True
    return named


def _samples(lines):
    parts = [resample(line, _STEP_M) for line in lines]
    tangents = [np.gradient(part, axis=0) for part in parts]
    tangent = np.concatenate(tangents)
    tangent /= np.hypot(tangent[:, 0], tangent[:, 1])[:, None]
    return np.concatenate(parts), tangent, np.repeat(np.arange(len(lines)), [len(part) for part in parts])


def _neighbours(points, tangent, owner, reach, error):
    """Return sample pairs that face each other across strike, and the signed distance across."""
    pairs = cKDTree(points).query_pairs(reach, output_type="ndarray")
    pairs = np.concatenate((pairs, pairs[:, ::-1]))
    first, second = pairs[:, 0], pairs[:, 1]
    offset = points[second] - points[first]
    along = np.sum(tangent[first] * offset, axis=1)
    across = tangent[first, 0] * offset[:, 1] - tangent[first, 1] * offset[:, 0]
    facing = (owner[first] != owner[second]) & (np.abs(along) <= 0.6 * _STEP_M) & (np.abs(across) > error)
    return first[facing], second[facing], across[facing]


def _against_axis(points, owner, first, second, age, axis, error):
    """Return a matrix of picks whose ages fall away from the axis."""
    distance, nearest = cKDTree(axis).query(points)
    from_axis = points - axis[nearest]
    same_flank = np.sum(from_axis[first] * from_axis[second], axis=1) > 0
    ordered = same_flank & (np.abs(distance[second] - distance[first]) > error)
    first, second = first[ordered], second[ordered]
    sense = (distance[second] - distance[first]) * (age[owner[second]] - age[owner[first]])
    votes = np.zeros((age.size, age.size))
    np.add.at(votes, (owner[first], owner[second]), np.where(sense < 0, 1.0, -1.0))
    return votes + votes.T > 0


def _fewest_removals(bad, doubt):
    removed = np.zeros(len(doubt), dtype=bool)
    bad = bad.copy()
    while bad.any():
        contradictions = bad.sum(axis=1)
        worst = np.flatnonzero(contradictions == contradictions.max())
        chosen = worst[np.argmax(doubt[worst])]
        removed[chosen] = True
        bad[chosen, :] = bad[:, chosen] = False
    return np.flatnonzero(removed)


def _peaks(owner, first, second, across, age):
    """Return picks that are older than the nearest neighbours on both sides, for most of their length."""
    votes = np.zeros(age.size)
    order = np.lexsort((np.abs(across), across > 0, first))
    key = first[order] * 2 + (across[order] > 0)
    leading = np.concatenate(([True], np.diff(key) != 0)) if len(key) else np.zeros(0, bool)
    sample, other = first[order][leading], second[order][leading]
    older = age[owner[sample]] > age[owner[other]]
    start = np.flatnonzero(np.concatenate((np.diff(sample) == 0, [False]))) if len(sample) else np.zeros(0, int)
    np.add.at(votes, owner[sample[start]], np.where(older[start] & older[start + 1], 1.0, -1.0))
    return np.flatnonzero(votes > 0)
