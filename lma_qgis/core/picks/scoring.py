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

from ..progress import silent
from .stretches import Matches, Stretches, match

CHANCE_SHIFTS = (-7.7, -6.8, -5.9, -5.0, -4.1, -3.2, -2.3, 2.3, 3.2, 4.1, 5.0, 5.9, 6.8, 7.7)
"""Displacements of the reference that give the chance level, in tolerances."""


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
    own, other = Stretches.of(picks), Stretches.of(reference)
    forward = match(own, other, tolerance, max_azimuth)
    progress(0.1)
    backward = match(other, own, tolerance, max_azimuth)
    progress(0.2)
    scores = _scores(own, other, forward, backward)
    level = _chance(own, other, tolerance, max_azimuth, progress) if chance else np.nan
    return Comparison(
        **scores,
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

    What a displacement moves out of the area of both sets is left out: it could not have been hit.
    """
    if not len(own.line) or not len(other.line):
        return np.nan
    inside = _area_of(np.concatenate([own.position, other.position]))
    values = []
    for number, shift in enumerate(CHANCE_SHIFTS):
        moved = other.moved(shift * tolerance)
        moved = moved.where(inside(moved.position))
        if len(moved.line):
            forward, backward = match(own, moved, tolerance, max_azimuth), match(moved, own, tolerance, max_azimuth)
            values.append(_scores(own, moved, forward, backward)["f1"])
        progress(0.2 + 0.8 * (number + 1) / len(CHANCE_SHIFTS))
    return float(np.mean(values)) if values else np.nan


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
    share, distance, angle = (np.full(count, np.nan) for _ in range(3))
    counterpart = np.full(count, -1)
    for number in np.unique(stretches.line):
        mine = stretches.line == number
        hit = mine & (matches.other >= 0)
        share[number] = stretches.length[hit].sum() / stretches.length[mine].sum()
        if hit.any():
            distance[number] = _median(matches.distance[hit], stretches.length[hit])
            angle[number] = _median(matches.angle[hit], stretches.length[hit])
            counterpart[number] = np.bincount(matches.other[hit], stretches.length[hit]).argmax()
    return share, distance, angle, counterpart


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
