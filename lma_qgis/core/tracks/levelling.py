"""Levelling: one correction per track (and optionally a slow drift) so that crossing tracks agree.

The disagreement at a crossing contains no lineation, because both tracks see the same place: what is fitted is bias,
position error and noise, never the anomaly of a track that runs along a lineation. Huber weights keep wrong crossings
from speaking louder than others; a prior pulls corrections to zero, which fixes the constant that crossings cannot
see and leaves tracks without crossings as they are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import splu

from ..progress import part, silent
from .crossovers import MAX_INTERPOLATION, Crossovers, find_crossovers

HUBER = 1.345
ITERATIONS = 12
_MAD_TO_SIGMA = 1.4826
_SMALLEST_NOISE = 1.0
# Chosen by predicting crossings that were left out of the fit (docs/benchmarks/levelling.md): metres; nT and its
# weight in degrees of freedom. They keep a handful of crossings over steep anomalies from bending the tracks.
POSITION_SD = 200.0
PRIOR_NOISE, PRIOR_FREEDOM = 10.0, 4.0
_MOST_PER_PAIR = 5.0
_LARGE_GROUP = 20
_SHORTEST_KNOT_HOURS = 6.0
# Standard deviation of the drift per knot interval, relative to that of the corrections.
_DRIFT_RATIO = 1.0


@dataclass(frozen=True)
class Levelled:
    """Observations that agree where their tracks cross.

    Parameters
    ----------
    value : numpy.ndarray of float64, shape (n,)
        Levelled anomaly, nT.
    rms_before, rms_after : float
        Of the disagreement at all crossings, nT; NaN without crossings.
    bias : numpy.ndarray of float64, shape (n_tracks,)
        Mean subtracted from each track, nT; 0 for tracks without crossings.
    crossings : numpy.ndarray of int, shape (n_tracks,)
        Crossings on each track.
    crossovers : Crossovers
        All crossings, with values before levelling.
    error_after : numpy.ndarray of float64, shape (c,)
        Disagreement after levelling, nT.
    """

    value: np.ndarray
    rms_before: float
    rms_after: float
    bias: np.ndarray
    crossings: np.ndarray
    crossovers: Crossovers
    error_after: np.ndarray


def level(
    obs,
    *,
    drift_hours=0.0,
    max_interpolation=MAX_INTERPOLATION,
    crossovers=None,
    iterations=ITERATIONS,
    progress=silent,
):
    """Remove from each track what makes it disagree with the tracks it crosses.

    Parameters
    ----------
    obs : Observations
        In metres.
    drift_hours : float
        Spacing of the knots of a slow drift along each track, hours, at least 6; 0 fits a constant.
        Needs ``obs.time``; tracks without times get a constant.
    max_interpolation : float
        Longest step between observations that is interpolated at a crossing, metres.
    crossovers : Crossovers, optional
        Found before, on the same observations; saves the search.
    iterations : int
        Re-weightings.
    progress : callable
        See :mod:`lma_qgis.core.progress`.

    Returns
    -------
    Levelled
    """
    if crossovers is None:
        crossovers = find_crossovers(obs, max_interpolation, part(progress, 0.0, 0.7))
    basis, smooth = _basis(obs, drift_hours)
    design = _at_crossings(basis, crossovers)
    correction = np.zeros(basis.shape[1])
    if len(crossovers):
        correction = _fit(design, smooth, crossovers, _position_variance(obs, crossovers), iterations)
        for tracks, unknowns in _large_groups(obs, basis, crossovers):
            own = tracks[crossovers.track_1]
            variance = _position_variance(obs, crossovers.where(own), tracks[obs.track])
            alone = _fit(design[own], smooth, crossovers.where(own), variance, iterations)
            correction[unknowns] = alone[unknowns]
    progress(0.95)
    removed = basis @ correction
    error = crossovers.error
    error_after = error - design @ correction
    total = np.bincount(obs.track, removed, obs.n_tracks)
    count = np.bincount(obs.track, minlength=obs.n_tracks)
    touched = np.bincount(np.concatenate((crossovers.track_1, crossovers.track_2)), minlength=obs.n_tracks)
    return Levelled(
        obs.value - removed,
        _rms(error),
        _rms(error_after),
        total / np.maximum(count, 1),
        touched,
        crossovers,
        error_after,
    )


def _rms(error):
    return float(np.sqrt(np.mean(error**2))) if len(error) else float("nan")


def _basis(obs, drift_hours):
    """Return the influence of every unknown on every observation, and differences of drift knots.

    A track without drift has one unknown; with drift it has one per knot, linear in between.
    """
    index = np.arange(len(obs))
    if not drift_hours or obs.time is None:
        basis = sparse.csr_matrix((np.ones(len(obs)), (index, obs.track)), (len(obs), obs.n_tracks))
        return basis, sparse.csr_matrix((0, obs.n_tracks))
    spacing = max(drift_hours, _SHORTEST_KNOT_HOURS) * 3600.0
    start = np.full(obs.n_tracks, np.inf)
    end = np.full(obs.n_tracks, -np.inf)
    timed = np.isfinite(obs.time)
    np.minimum.at(start, obs.track[timed], obs.time[timed])
    np.maximum.at(end, obs.track[timed], obs.time[timed])
    span = np.where(end > start, end - start, 0.0)
    knots = np.floor(span / spacing).astype(int) + 1
    offset = np.concatenate(([0], np.cumsum(knots)))
    begin, width = start[obs.track], span[obs.track]
    place = np.where(timed, obs.time, 0.0) - np.where(timed, begin, 0.0)
    place = place / np.maximum(width, 1.0) * (knots[obs.track] - 1)
    left = np.minimum(place.astype(int), np.maximum(knots[obs.track] - 2, 0))
    share = np.where(knots[obs.track] > 1, place - left, 0.0)
    column = offset[obs.track] + left
    right = np.minimum(column + 1, offset[obs.track + 1] - 1)
    basis = sparse.csr_matrix(
        (np.concatenate((1 - share, share)), (np.tile(index, 2), np.concatenate((column, right)))),
        (len(obs), int(offset[-1])),
    )
    inner = np.setdiff1d(np.arange(offset[-1] - 1), offset[1:-1] - 1)
    rows = np.arange(len(inner))
    smooth = sparse.csr_matrix(
        (np.tile([1.0, -1.0], len(inner)), (np.repeat(rows, 2), np.column_stack((inner, inner + 1)).ravel())),
        (len(inner), int(offset[-1])),
    )
    return basis, smooth


def _at_crossings(basis, crossovers):
    """Return the influence of the unknowns on the disagreement at crossings."""
    sides = []
    for index, after, share in (
        (crossovers.index_1, crossovers.next_1, crossovers.share_1),
        (crossovers.index_2, crossovers.next_2, crossovers.share_2),
    ):
        sides.append(sparse.diags(1 - share) @ basis[index] + sparse.diags(share) @ basis[after])
    return (sides[0] - sides[1]).tocsr()


def _large_groups(obs, basis, crossovers):
    """Yield the tracks and the unknowns of each large group of tracks that cross no track of another one.

    What such surveys lie over, and how well they were navigated, must not decide how each other's crossings are
    believed. A small group says too little about its own noise; one large group alone is the whole fit already.
    """
    ones = np.ones(len(crossovers))
    graph = sparse.coo_matrix((ones, (crossovers.track_1, crossovers.track_2)), (obs.n_tracks, obs.n_tracks))
    _, group = connected_components(graph, directed=False)
    size = np.bincount(group[crossovers.track_1])
    large = np.flatnonzero(size >= _LARGE_GROUP)
    if len(large) > 1:
        entries = basis.tocoo()
        owner = np.zeros(basis.shape[1], dtype=int)
        owner[entries.col] = obs.track[entries.row]
        for number in large:
            yield group == number, group[owner] == number


def _position_variance(obs, crossovers, members=slice(None)):
    """Return the variance that position errors put into each disagreement of some observations, nT²."""
    extra_1 = extra_2 = 0.0
    if obs.sigma is not None and np.isfinite(obs.sigma[members]).any():
        # Errors common to a cruise do not show at its own crossings: only what exceeds the best counts.
        best = np.nanmin(obs.sigma[members])
        excess = np.maximum(np.nan_to_num(obs.sigma, nan=best) ** 2 - best**2, 0.0)
        extra_1, extra_2 = excess[crossovers.index_1], excess[crossovers.index_2]
    first = crossovers.gradient_1**2 * (POSITION_SD**2 + extra_1)
    return first + crossovers.gradient_2**2 * (POSITION_SD**2 + extra_2)


def _fit(design, smooth, crossovers, position_variance, iterations):
    """Return the corrections by iteratively re-weighted least squares with a prior of estimated width."""
    error = crossovers.error
    share = _pair_weight(crossovers)
    spread = max(_robust_sd(error), _SMALLEST_NOISE)
    used = int(np.count_nonzero(np.asarray(abs(design).sum(axis=0)).ravel()))
    freedom = max(len(error) - used, 0)
    # The first fit trusts every crossing; what it leaves over tells the noise.
    noise, residual = 0.1 * spread, error
    correction = np.zeros(design.shape[1])
    for number in range(iterations):
        # Two independent corrections and the noise make up a disagreement.
        width = np.sqrt(max(spread**2 - noise**2, 0.1 * spread**2) / 2)
        scale = np.sqrt(noise**2 + position_variance)
        robust = np.minimum(1.0, HUBER * scale / np.maximum(np.abs(residual), 1e-9)) if number else np.ones(len(error))
        weighted = design.T @ sparse.diags(share * robust / scale**2)
        prior = sparse.identity(design.shape[1]) / width**2 + smooth.T @ smooth / (_DRIFT_RATIO * width) ** 2
        correction = splu((weighted @ design + prior).tocsc()).solve(weighted @ error)
        residual = error - design @ correction
        found = (_robust_sd(residual / scale) * noise) ** 2 * len(error) if freedom else 0.0
        noise = np.sqrt((found + PRIOR_FREEDOM * PRIOR_NOISE**2) / (freedom + PRIOR_FREEDOM))
        noise = min(max(noise, _SMALLEST_NOISE), spread)
    return correction


def _robust_sd(error):
    """Return the standard deviation about zero of the bulk of some disagreements, nT."""
    return _MAD_TO_SIGMA * float(np.median(np.abs(error)))


def _pair_weight(crossovers):
    """Return weights that give two tracks which cross many times, because they run together, five votes at most."""
    pair = np.minimum(crossovers.track_1, crossovers.track_2).astype(np.int64) * (
        int(max(crossovers.track_1.max(), crossovers.track_2.max())) + 1
    ) + np.maximum(crossovers.track_1, crossovers.track_2)
    _, inverse, count = np.unique(pair, return_inverse=True, return_counts=True)
    return np.minimum(1.0, _MOST_PER_PAIR / count[inverse])
