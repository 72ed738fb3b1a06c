"""How well two sets of lines, or lines and points, agree: the one scoring module.

Completeness, correctness and quality follow Heipke et al. (1997) and Wiedemann (2003). A stretch of a
line is a hit when a stretch of the other set lies within the tolerance and points the same way within
the largest angle. Agreement means little without its chance level: the same score against the same
reference moved across its strike.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.spatial import ConvexHull, Delaunay, QhullError

from ..progress import part, silent
from .stretches import Matches, Stretches, match

CHANCE_SHIFTS = (-7.7, -6.8, -5.9, -5.0, -4.1, -3.2, -2.3, 2.3, 3.2, 4.1, 5.0, 5.9, 6.8, 7.7)
"""Displacements of the reference that give the chance level, in tolerances."""

CHANCE_STRETCHES = 20_000
"""Of longer sets this many stretches, about as many kilometres, give the chance level."""


@dataclass(frozen=True)
class Comparison:
    """Scores of lines against a reference.

    Parameters
    ----------
    completeness, correctness, quality, f1, chance_f1 : float
        0..1; all but completeness are NaN against points. NaN where the length it is a share of is 0.
    median_distance : float
        Metres, over the hits.
    median_angle : float
        Degrees, over the hits.
    pick_km, reference_km : float
        Compared lengths; ``reference_km`` counts points against points.
    picks, reference : Matches
        Of the stretches (points) of either set, within the tolerance.
    pick_stretches, reference_stretches : Stretches
        What was compared.
    """

    completeness: float
    correctness: float
    quality: float
    f1: float
    chance_f1: float
    median_distance: float
    median_angle: float
    pick_km: float
    reference_km: float
    picks: Matches = field(repr=False)
    reference: Matches = field(repr=False)
    pick_stretches: Stretches = field(repr=False)
    reference_stretches: Stretches = field(repr=False)


def compare_lines(picks, reference, tolerance=5000.0, max_azimuth=25.0, *, chance=True, progress=silent):
    """Score line picks against reference lines.

    Parameters
    ----------
    picks, reference : list of numpy.ndarray, shape (n, 2)
        Easting, northing, metres, in one projection.
    tolerance : float
        Metres.
    max_azimuth : float
        Degrees.
    chance : bool
        Whether to compute the chance level, which takes fourteen more comparisons.
    progress : callable
        See :mod:`lma_qgis.core.progress`.

    Returns
    -------
    Comparison
    """
    return compare_at(picks, reference, [tolerance], max_azimuth, chance=chance, progress=progress)[0]


def compare_at(picks, reference, tolerances, max_azimuth=25.0, *, chance=True, progress=silent):
    """Score line picks against reference lines at several tolerances.

    Parameters
    ----------
    picks, reference, max_azimuth, chance, progress
        As for :func:`compare_lines`.
    tolerances : sequence of float
        Metres.

    Returns
    -------
    list of Comparison
        In the order of the tolerances.
    """
    own, other = Stretches.of(picks), Stretches.of(reference)
    farthest = max(tolerances)
    ahead = match(own, other, farthest, max_azimuth, part(progress, 0.0, 0.1))
    back = match(other, own, farthest, max_azimuth, part(progress, 0.1, 0.2))
    found = []
    for number, tolerance in enumerate(tolerances):
        share = part(progress, 0.2 + 0.8 * number / len(tolerances), 0.2 + 0.8 * (number + 1) / len(tolerances))
        # The nearest counterpart within the farthest tolerance is the nearest within every smaller one.
        forward, backward = ahead.within(tolerance), back.within(tolerance)
        level = _chance(own, other, tolerance, max_azimuth, share) if chance else np.nan
        found.append(
            Comparison(
                **_scores(own, other, forward, backward),
                chance_f1=level,
                median_distance=_median(forward.distance, own.length),
                median_angle=_median(forward.angle, own.length),
                pick_km=own.length.sum() / 1000,
                reference_km=other.length.sum() / 1000,
                picks=forward,
                reference=backward,
                pick_stretches=own,
                reference_stretches=other,
            )
        )
    return found


def compare_points(picks, points, tolerance=5000.0):
    """Score line picks against points, of which only completeness and distances can be said.

    Parameters
    ----------
    picks : list of numpy.ndarray, shape (n, 2)
        Easting, northing, metres.
    points : numpy.ndarray, shape (n, 2)
        Easting, northing, metres.
    tolerance : float
        Metres.

    Returns
    -------
    Comparison
        What is not defined is NaN.
    """
    own = Stretches.of(picks)
    count = len(points)
    nowhere = Stretches(np.asarray(points, float).reshape(-1, 2), np.zeros(count), np.ones(count), np.arange(count))
    backward = match(nowhere, own, tolerance, 180.0)
    hits = np.isfinite(backward.distance)
    nothing = np.full(len(own.line), np.nan)
    return Comparison(
        completeness=float(hits.mean()) if count else np.nan,
        correctness=np.nan,
        quality=np.nan,
        f1=np.nan,
        chance_f1=np.nan,
        median_distance=_median(backward.distance, nowhere.length),
        median_angle=np.nan,
        pick_km=own.length.sum() / 1000,
        reference_km=float(count),
        picks=Matches(nothing, nothing, np.full(len(own.line), -1)),
        reference=backward,
        pick_stretches=own,
        reference_stretches=nowhere,
    )


def _scores(own, other, forward, backward):
    """Return completeness, correctness, quality and F1 from the lengths of the hits."""
    total, reference = own.length.sum(), other.length.sum()
    hit, found = own.length[forward.other >= 0].sum(), other.length[backward.other >= 0].sum()
    correctness, completeness = _share(hit, total), _share(found, reference)
    both = correctness + completeness
    # Without any hit F1 is 0 as long as both sets have a length.
    f1 = 2 * correctness * completeness / both if both > 0 else (both if np.isnan(both) else 0.0)
    quality = _share(hit, total + reference - found)
    return {"completeness": completeness, "correctness": correctness, "quality": quality, "f1": f1}


def _share(part, whole):
    return min(float(part / whole), 1.0) if whole > 0 else np.nan


def _median(values, weight):
    """Return the weighted median of the finite values, NaN without any."""
    known = np.isfinite(values)
    if not known.any():
        return np.nan
    order = np.argsort(values[known], kind="stable")
    total = np.cumsum(weight[known][order])
    return float(values[known][order][np.searchsorted(total, total[-1] / 2)])


def _chance(own, other, tolerance, max_azimuth, progress):
    """Return the mean F1 against the reference displaced across its strike.

    What a displacement moves out of the area of both sets is left out: it could not have been hit. Of very
    many stretches a fixed random part is asked for its counterpart, among all of the other set.
    """
    if not len(own.line) or not len(other.line):
        return np.nan
    inside = _area_of(np.concatenate([own.position, other.position]))
    few = _some(own)
    values = []
    for number, shift in enumerate(CHANCE_SHIFTS):
        moved = other.moved(shift * tolerance)
        moved = moved.where(inside(moved.position))
        if len(moved.line):
            few_moved = _some(moved)
            forward, backward = match(few, moved, tolerance, max_azimuth), match(few_moved, own, tolerance, max_azimuth)
            values.append(_scores(few, few_moved, forward, backward)["f1"])
        progress((number + 1) / len(CHANCE_SHIFTS))
    return float(np.mean(values)) if values else np.nan


def _some(stretches):
    """Return all stretches, or a fixed random part of more than :data:`CHANCE_STRETCHES`."""
    count = len(stretches.line)
    if count <= CHANCE_STRETCHES:
        return stretches
    return stretches.where(np.sort(np.random.default_rng(count).choice(count, CHANCE_STRETCHES, replace=False)))


def _area_of(points):
    """Return a function that tells which positions lie in the convex hull of points."""
    try:
        hull = Delaunay(points[ConvexHull(points).vertices])
    except QhullError:
        # All on one line: there is no area to leave.
        return lambda position: np.ones(len(position), dtype=bool)
    return lambda position: hull.find_simplex(position) >= 0


def per_line(stretches, matches, count):
    """Return for each line the share of its length that is hit, and its median distance and angle.

    Parameters
    ----------
    stretches : Stretches
    matches : Matches
    count : int
        Number of lines.

    Returns
    -------
    share, distance, angle : numpy.ndarray, shape (count,)
        ``share`` is NaN for a line without length; the others are NaN without a hit.
    counterpart : numpy.ndarray of int, shape (count,)
        The line of the other set that most of it lies along, −1 for none.
    """
    hit = matches.other >= 0
    total = np.bincount(stretches.line, stretches.length, count)
    found = np.bincount(stretches.line[hit], stretches.length[hit], count)
    share = np.where(total > 0, found / np.where(total > 0, total, 1.0), np.nan)
    line, weight, other = stretches.line[hit], stretches.length[hit], matches.other[hit]
    distance = _median_per_line(line, matches.distance[hit], weight, count)
    angle = _median_per_line(line, matches.angle[hit], weight, count)
    counterpart = np.full(count, -1)
    if len(line):
        pair, of_pair = np.unique(np.column_stack([line, other]), axis=0, return_inverse=True)
        along = np.bincount(of_pair.ravel(), weight)
        best = np.lexsort((-pair[:, 1], along, pair[:, 0]))
        # Entered from the shortest to the longest: the last one stays.
        counterpart[pair[best, 0]] = pair[best, 1]
    return share, distance, angle, counterpart


def _median_per_line(line, values, weight, count):
    """Return the weighted median of the values of each line, NaN without any."""
    median = np.full(count, np.nan)
    if not len(line):
        return median
    order = np.lexsort((values, line))
    line, values, weight = line[order], values[order], weight[order]
    first = np.flatnonzero(np.diff(line, prepend=-1))
    before = np.concatenate(([0.0], np.cumsum(weight)))
    sizes = np.diff(np.append(first, len(line)))
    half = (before[first] + before[first + sizes]) / 2
    at = np.clip(np.searchsorted(before[1:], half), first, first + sizes - 1)
    median[line[first]] = values[at]
    return median


def correctness_by_class(comparison, support, edges=(0.3, 0.6)):
    """Return compared length and correctness of the picks by class of support.

    Parameters
    ----------
    comparison : Comparison
        Of lines against lines.
    support : array_like, shape (number of picks,)
        NaN where unknown.
    edges : sequence of float
        Limits of the classes, ascending.

    Returns
    -------
    list of (float, float)
        Kilometres and correctness for each class from low to high, then for picks without support.
    """
    support = np.asarray(support, dtype=float)
    group = np.where(np.isfinite(support), np.digitize(support, edges), len(edges) + 1)
    stretches, hit = comparison.pick_stretches, comparison.picks.other >= 0
    rows = []
    for number in range(len(edges) + 2):
        mine = group[stretches.line] == number
        total = stretches.length[mine].sum()
        rows.append((total / 1000, _share(stretches.length[mine & hit].sum(), total)))
    return rows
