"""Proposing the chron of a pick from identified lines or points beside it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from ..errors import LmaError
from ..progress import silent
from .chron_names import chron_polarity
from .polyline import length, resample

POSITION_ERROR_M = 3500.0
"""Median distance between two authors' picks of one reversal in the GSFML collection, metres."""

_LINE_STEP_M = 1000.0
_PICK_STEP_M = 2000.0
_ENOUGH_OVERLAP_M = 20_000.0


@dataclass(frozen=True)
class Reference:
    """An identified line or point.

    Parameters
    ----------
    chron, end : str
        As from :func:`lma_qgis.core.picks.chron_names.parse_chron`.
    vertices : numpy.ndarray, shape (n, 2)
        Easting and northing, metres; one vertex is a point.
    """

    chron: str
    end: str
    vertices: np.ndarray


@dataclass(frozen=True)
class Proposal:
    """What is proposed for one pick, and why.

    Parameters
    ----------
    chron, end : str
        Empty unless ``reason`` is ``assigned``.
    distance : float
        Median distance to the nearest reference, metres; NaN without one.
    runner_up : str
        The next other chron with its end.
    runner_up_distance : float
        Its distance, metres; NaN without one.
    reason : str
        ``assigned``, ``ambiguous`` (two chrons within the error), ``age order`` or ``none`` (no reference near).
    """

    chron: str = ""
    end: str = ""
    distance: float = float("nan")
    runner_up: str = ""
    runner_up_distance: float = float("nan")
    reason: str = "none"


@dataclass(frozen=True)
class _Match:
    distance: float
    side: float


def propose(
    picks,
    references,
    *,
    max_distance=10_000.0,
    max_azimuth=25.0,
    error=POSITION_ERROR_M,
    polarity=None,
    progress=silent,
):
    """Propose a chron and an end for each pick.

    A reference line counts where it runs within ``max_distance`` and ``max_azimuth`` of the pick along at
    least 20 km or half of the pick; a reference point counts beside the pick. The nearest chron is
    proposed unless another one is less than ``error`` farther away. Where the young and the old end of the
    chosen chron lie on both sides of the pick, equally near within ``error``, the pick is its centre.

    Parameters
    ----------
    picks : sequence of numpy.ndarray, shape (n, 2)
        Easting and northing of the vertices, metres, projected.
    references : sequence of Reference
        In the same coordinate system.
    max_distance : float
        Metres.
    max_azimuth : float
        Largest angle between pick and line, degrees; not asked of points.
    error : float or array_like, shape (number of picks,)
        Combined position error of pick and reference, metres.
    polarity : sequence of int, optional
        Polarity of the crust under each pick, +1, −1 or 0 for unknown: chrons of the other polarity are left out.
    progress : callable
        See :mod:`lma_qgis.core.progress`.

    Returns
    -------
    list of Proposal

    Raises
    ------
    LmaError
        If the distance is not positive.
    """
    if not max_distance > 0:
        raise LmaError("The distance to the isochrons must be larger than zero.")
    matches = [{} for _ in picks]
    labels = {}
    for reference in references:
        if reference.chron:
            labels.setdefault((reference.chron, reference.end), []).append(np.asarray(reference.vertices, float))
    if labels and len(picks):
        samples = _Samples([np.asarray(pick, float)[:, :2] for pick in picks], _PICK_STEP_M)
        for number, (label, shapes) in enumerate(sorted(labels.items())):
            progress(number / len(labels))
            for pick, match in _matches(samples, shapes, max_distance, max_azimuth).items():
                matches[pick][label] = match
    progress(1.0)
    signs = np.zeros(len(matches)) if polarity is None else polarity
    errors = np.broadcast_to(np.asarray(error, dtype=float), len(matches))
    return [_decide(_of_polarity(found, sign), limit) for found, sign, limit in zip(matches, signs, errors)]


def _of_polarity(found, sign):
    return {label: match for label, match in found.items() if sign == 0 or chron_polarity(label[0]) == sign}


class _Samples:
    """Points at equal distances along lines, with the direction and the line of each."""

    def __init__(self, lines, step):
        self.step = step
        self.lengths = np.array([length(line) for line in lines])
        parts = [resample(line, step) for line in lines]
        self.count = np.array([len(part) for part in parts])
        self.points = np.concatenate(parts)
        self.owner = np.repeat(np.arange(len(lines)), self.count)
        self.tangent = np.concatenate([_tangents(part) for part in parts])
        self.tree = cKDTree(self.points)


def _tangents(points):
    direction = np.gradient(points, axis=0)
    norm = np.hypot(direction[:, 0], direction[:, 1])
    return direction / np.where(norm > 0, norm, 1.0)[:, None]


def _cross(first, second):
    return first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]


def _matches(samples, shapes, max_distance, max_azimuth):
    """Return the match of each pick with one label: {pick: _Match}."""
    lines = [shape[:, :2] for shape in shapes if len(shape) > 1]
    points = [shape[:1, :2] for shape in shapes if len(shape) == 1]
    found = _match_lines(samples, lines, max_distance, max_azimuth) if lines else {}
    if points:
        for pick, match in _match_points(samples, np.concatenate(points), max_distance).items():
            if pick not in found or match.distance < found[pick].distance:
                found[pick] = match
    return found


def _match_lines(samples, lines, max_distance, max_azimuth):
    reference = _Samples(lines, _LINE_STEP_M)
    reach = max_distance + reference.step
    near, index = reference.tree.query(samples.points, distance_upper_bound=reach)
    hit = np.flatnonzero(np.isfinite(near))
    index = index[hit]
    offset = reference.points[index] - samples.points[hit]
    tangent = reference.tangent[index]
    distance = np.abs(_cross(tangent, offset))
    beside = np.abs(np.sum(tangent * offset, axis=1)) <= reference.step
    turn = np.abs(_cross(samples.tangent[hit], tangent))
    good = beside & (distance <= max_distance) & (turn <= np.sin(np.radians(max_azimuth)))
    side = np.sign(_cross(samples.tangent[hit], offset))
    found = {}
    for pick, rows in _groups(samples.owner[hit][good], np.flatnonzero(good)):
        overlap = len(rows) / samples.count[pick] * samples.lengths[pick]
        if overlap >= min(_ENOUGH_OVERLAP_M, 0.5 * samples.lengths[pick]):
            found[pick] = _Match(float(np.median(distance[rows])), float(np.sign(np.sum(side[rows]))))
    return found


def _match_points(samples, points, max_distance):
    """Match points that lie beside a pick, not beyond its ends."""
    distances, sides = {}, {}
    for point, rows in zip(points, samples.tree.query_ball_point(points, max_distance + samples.step)):
        rows = np.asarray(sorted(rows), dtype=int)
        for pick, own in _groups(samples.owner[rows], rows):
            nearest = own[np.argmin(np.hypot(*(samples.points[own] - point).T))]
            offset = (point - samples.points[nearest])[None]
            tangent = samples.tangent[nearest][None]
            across = _cross(tangent, offset)[0]
            if abs(np.sum(tangent * offset)) <= samples.step and abs(across) <= max_distance:
                distances.setdefault(pick, []).append(abs(across))
                sides.setdefault(pick, []).append(np.sign(across))
    return {
        pick: _Match(float(np.median(values)), float(np.sign(np.sum(sides[pick]))))
        for pick, values in distances.items()
    }


def _groups(owner, rows):
    """Yield (owner, its rows) from two arrays of the same length."""
    order = np.argsort(owner, kind="stable")
    for group in np.split(order, np.flatnonzero(np.diff(owner[order])) + 1):
        if len(group):
            yield int(owner[group[0]]), rows[group]


def _decide(found, error):
    """Choose among the matches of one pick."""
    if not found:
        return Proposal()
    by_chron = {}
    for (chron, end), match in found.items():
        by_chron.setdefault(chron, {})[end] = match
    ranked = sorted(by_chron, key=lambda chron: (min(m.distance for m in by_chron[chron].values()), chron))
    best = by_chron[ranked[0]]
    distance = min(match.distance for match in best.values())
    second, second_distance = "", float("nan")
    if len(ranked) > 1:
        other = by_chron[ranked[1]]
        end = min(other, key=lambda key: (other[key].distance, key))
        second, second_distance = ranked[1] + end, other[end].distance
        if second_distance - distance < error:
            return Proposal("", "", distance, f"{ranked[0]} | {second}", second_distance, "ambiguous")
    return Proposal(ranked[0], _end(best, error), distance, second, second_distance, "assigned")


def _end(ends, error):
    """Choose the end of a chron: the clearly nearest one, or the centre between two."""
    order = sorted(ends, key=lambda end: (ends[end].distance, end))
    nearest = order[0]
    rivals = [end for end in order[1:] if ends[end].distance - ends[nearest].distance < error and end]
    if not rivals or not nearest:
        return nearest
    between = {nearest, rivals[0]} == {"y", "o"} and ends[nearest].side * ends[rivals[0]].side < 0
    return "c" if between or nearest == "c" else ""
