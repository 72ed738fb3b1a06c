"""From ridge points to chains, and from chains to lines across gaps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Optional

import numpy as np
from scipy.ndimage import map_coordinates
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components, depth_first_order
from scipy.spatial import cKDTree

from .barriers import Barriers

REACH = 1.9
"""Longest link between two ridge points, cells: reaches every next cell, jumps none."""

CROWDED = 0.55
"""Of two ridge points closer than this (cells) the weaker one is the same point seen from next door."""

END_VERTICES = 8
"""Vertices that give the direction of a chain's end; the last two alone are mostly jitter."""

JITTER = 1.5
"""Cells by which two ends may lie beside each other whatever the angle."""

OVERLAP = 2.5
"""Cells by which two ends may lie side by side: one ridge, seen as two where noise displaced it."""

MIN_CHAIN = 4
"""Shorter chains have no direction worth extending."""


@dataclass(frozen=True)
class Gaps:
    """Where a gap between two chains may be bridged, and where lines end.

    Parameters
    ----------
    support : numpy.ndarray, shape (rows, cols), optional
        0..1; NaN counts as 0.
    min_support : float
        Smallest mean support along a bridge, and smallest support at the end of a line.
    evidence : numpy.ndarray, shape (rows, cols), optional
        −1..1; cells without evidence (NaN) do not speak for a bridge.
    min_evidence : float
        Smallest mean evidence along a bridge, cells without counted as 0.
    barriers : Barriers
        Lines that no pick crosses.
    """

    support: Optional[np.ndarray] = None
    min_support: float = 0.3
    evidence: Optional[np.ndarray] = None
    min_evidence: float = 0.0
    barriers: Barriers = field(default_factory=Barriers)


def mutual_links(points, barriers=None):
    """Link ridge points that are each other's best neighbour ahead or behind.

    Parameters
    ----------
    points : RidgePoints
    barriers : Barriers, optional
        Links never cross them.

    Returns
    -------
    first, second : numpy.ndarray of int, shape (n_links,)
        Indices of linked points; every point has at most one link ahead and one behind.
    """
    position, tangent = points.position, points.tangent
    if len(position) < 2:
        return np.zeros(0, int), np.zeros(0, int)
    pair = cKDTree(position).query_pairs(REACH, output_type="ndarray")
    a, b = pair[:, 0], pair[:, 1]
    step = position[b] - position[a]
    distance = np.hypot(step[:, 0], step[:, 1])
    a, b, step, distance = _without_crowding(a, b, step, distance, points.height)
    ahead_a = (step * tangent[a]).sum(axis=1)
    ahead_b = -(step * tangent[b]).sum(axis=1)
    across = _cross(step, tangent[a]) + _cross(step, tangent[b])
    turn = 1 - np.abs((tangent[a] * tangent[b]).sum(axis=1))
    cost = distance + 0.75 * across + turn
    slot_a, slot_b = 2 * a + (ahead_a > 0), 2 * b + (ahead_b > 0)
    best = np.full(2 * len(position), np.inf)
    np.minimum.at(best, slot_a, cost)
    np.minimum.at(best, slot_b, cost)
    mutual = (cost <= best[slot_a]) & (cost <= best[slot_b]) & (across < distance)
    mutual &= _first_of_each(slot_a, mutual) & _first_of_each(slot_b, mutual)
    a, b = a[mutual], b[mutual]
    if barriers is not None:
        free = ~barriers.crossed_by(position[a], position[b])
        a, b = a[free], b[free]
    return a, b


def _cross(step, tangent):
    """Return the distance that a step leads away from a tangent."""
    return np.abs(step[:, 0] * tangent[:, 1] - step[:, 1] * tangent[:, 0])


def _without_crowding(a, b, step, distance, height):
    """Return the pairs that are left when of two crowded points the lower one is dropped."""
    crowded = distance < CROWDED
    lower = np.where(height[a[crowded]] < height[b[crowded]], a[crowded], b[crowded])
    dropped = np.zeros(len(height), dtype=bool)
    dropped[lower] = True
    keep = ~(dropped[a] | dropped[b])
    return a[keep], b[keep], step[keep], distance[keep]


def _first_of_each(slot, among):
    """Return a mask of the first of equal slots among those of a mask: settles exact ties."""
    chosen = np.flatnonzero(among)
    _, first = np.unique(slot[chosen], return_index=True)
    mask = np.zeros(len(slot), dtype=bool)
    mask[chosen[first]] = True
    return mask


def chains(count, first, second):
    """Order linked points into chains.

    Parameters
    ----------
    count : int
        Number of points.
    first, second : numpy.ndarray of int
        Links of which every point has at most two.

    Returns
    -------
    list of numpy.ndarray of int
        Indices of the points of each chain of at least four points, from end to end.
    """
    if not len(first):
        return []
    first, second = _without_loops(count, first, second)
    graph = coo_matrix((np.ones(len(first), np.int8), (first, second)), shape=(count, count))
    number, label = connected_components(graph, directed=False)
    size = np.bincount(label, minlength=number)
    degree = np.bincount(first, minlength=count) + np.bincount(second, minlength=count)
    ends = np.flatnonzero((degree == 1) & (size[label] >= MIN_CHAIN))
    _, one_end = np.unique(label[ends], return_index=True)
    starts = ends[one_end]
    root = np.full(len(starts), count)
    # One virtual root before every chain: a single depth-first walk then visits chain after chain.
    row, column = np.concatenate([first, second, root]), np.concatenate([second, first, starts])
    tree = coo_matrix((np.ones(len(row), np.int8), (row, column)), shape=(count + 1, count + 1)).tocsr()
    order = depth_first_order(tree, count, directed=True, return_predecessors=False)[1:]
    cut = np.flatnonzero(np.diff(label[order])) + 1
    return np.split(order, cut) if len(order) else []


def _without_loops(count, first, second):
    """Return the links without one link of every closed ring."""
    graph = coo_matrix((np.ones(len(first), np.int8), (first, second)), shape=(count, count))
    number, label = connected_components(graph, directed=False)
    rings = np.bincount(label[first], minlength=number) == np.bincount(label, minlength=number)
    keep = ~(rings[label[first]] & _first_of_each(label[first], np.ones(len(first), dtype=bool)))
    return first[keep], second[keep]


def join_chains(pieces, score, *, max_gap, max_bend, gaps):
    """Join chains whose ends face each other across a gap.

    Parameters
    ----------
    pieces : list of numpy.ndarray, shape (n, 2)
        Chains, fractional (row, column).
    score : numpy.ndarray, shape (rows, cols)
        NaN where there is no data: no bridge leads over missing data.
    max_gap : float
        Longest bridge, cells.
    max_bend : float
        Largest turn from a chain's end into the bridge and from chain to chain, degrees.
    gaps : Gaps
        Support, evidence and barriers along the bridge.

    Returns
    -------
    list of numpy.ndarray, shape (m, 2)
        The chains, joined cheapest bridge first; bridges are straight.
    """
    if len(pieces) < 2:
        return pieces
    tip, outward = _ends(pieces)
    a, b, cost = _facing(tip, outward, max_gap, max_bend)
    if len(a):
        open_way = _passable(tip[a], tip[b], score, gaps)
        a, b, cost = a[open_way], b[open_way], cost[open_way]
    order = np.lexsort((b, a, cost))
    return _assemble(pieces, _accept(len(pieces), a[order], b[order]))


def _ends(pieces):
    """Return position and outward unit vector of both ends of each chain, start before end."""
    tips, inner = [], []
    for piece in pieces:
        reach = min(END_VERTICES, len(piece) - 1)
        tips += [piece[0], piece[-1]]
        inner += [piece[reach], piece[-1 - reach]]
    tip = np.array(tips)
    outward = tip - np.array(inner)
    return tip, outward / np.maximum(np.hypot(outward[:, 0], outward[:, 1]), 1e-9)[:, None]


def _facing(tip, outward, max_gap, max_bend):
    """Return pairs of ends that face each other within the limits, and the cost of joining them."""
    pair = cKDTree(tip).query_pairs(max_gap, output_type="ndarray")
    pair = pair[pair[:, 0] // 2 != pair[:, 1] // 2]
    a, b = pair[:, 0], pair[:, 1]
    step = tip[b] - tip[a]
    distance = np.hypot(step[:, 0], step[:, 1])
    ahead_a, ahead_b = (step * outward[a]).sum(axis=1), -(step * outward[b]).sum(axis=1)
    across = np.maximum(_cross(step, outward[a]), _cross(step, outward[b]))
    slope = np.tan(np.radians(max_bend))
    # Across one or two cells the jitter of the ends decides the angle, so some of it is forgiven.
    narrow = across <= slope * np.maximum(np.minimum(ahead_a, ahead_b), 0) + JITTER
    straight = (outward[a] * outward[b]).sum(axis=1) <= -np.cos(np.radians(max_bend))
    facing = narrow & straight & (ahead_a > -OVERLAP) & (ahead_b > -OVERLAP)
    return a[facing], b[facing], (distance + 1.5 * across)[facing]


def _passable(start, stop, score, gaps):
    """Return which bridges may be built: no missing data, no barrier, enough support and evidence."""
    span = np.hypot(*(stop - start).T)
    steps = int(np.ceil(span.max())) + 1
    share = np.linspace(0.0, 1.0, steps + 1)[:, None, None]
    way = (start + share * (stop - start)).reshape(-1, 2).T

    def along(raster):
        return map_coordinates(raster, way, order=0, mode="nearest").reshape(steps + 1, len(start))

    possible = np.isfinite(along(score)).all(axis=0)
    if gaps.support is not None:
        possible &= np.nan_to_num(along(gaps.support)).mean(axis=0) >= gaps.min_support
    if gaps.evidence is not None:
        possible &= np.nan_to_num(along(gaps.evidence)).mean(axis=0) >= gaps.min_evidence
    return possible & ~gaps.barriers.crossed_by(start, stop)


def _accept(count, a, b):
    """Return the bridges that use no end twice and close no ring, in the order given."""
    group = list(range(count))

    def find(member):
        while group[member] != member:
            group[member] = group[group[member]]
            member = group[member]
        return member

    partner = {}
    for one, other in zip(a.tolist(), b.tolist()):
        root, branch = find(one // 2), find(other // 2)
        if one in partner or other in partner or root == branch:
            continue
        partner[one], partner[other] = other, one
        group[branch] = root
    return partner


def _assemble(pieces, partner):
    """Return the lines that the pieces make when joined at their partner ends."""
    lines = []
    used = set()
    for number in range(len(pieces)):
        for end in (2 * number, 2 * number + 1):
            if end in partner or number in used:
                continue
            parts = []
            while end is not None:
                used.add(end // 2)
                piece = pieces[end // 2]
                parts.append(piece if end % 2 == 0 else piece[::-1])
                end = partner.get(end ^ 1)
            lines.append(_without_overlaps(parts))
    return lines


def _without_overlaps(parts):
    """Return consecutive parts as one line; where two nearly touch, their outermost vertices are left out."""
    spare = 2
    for number in range(len(parts) - 1):
        before, after = parts[number], parts[number + 1]
        if np.hypot(*(after[0] - before[-1])) <= OVERLAP + 1 and min(len(before), len(after)) > 3 * spare:
            parts[number], parts[number + 1] = before[:-spare], after[spare:]
    return np.concatenate(parts)
