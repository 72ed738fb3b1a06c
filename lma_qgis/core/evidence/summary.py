"""Numbers that sum up how well tracks predict each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..gridding.blocks import track_stretch
from .moments import local_moments


@dataclass(frozen=True)
class TrackScore:
    """How well one track is predicted by the others.

    Parameters
    ----------
    name : str
        The track.
    points, predicted : int
        Observations, and those with a prediction.
    correlation, rms : float
        With the track's level taken off (the second in nT); NaN where too little is predicted.
    """

    name: str
    points: int
    predicted: int
    correlation: float
    rms: float


def correlation(obs, predicted, window=60_000.0, where=None):
    """Return the correlation of prediction and observation over a survey.

    Parameters
    ----------
    obs : Observations
        What was measured.
    predicted : numpy.ndarray, shape (n,)
        nT; NaN where nothing was predicted.
    window : float
        Moving mean that is taken off both, metres; see :func:`.moments.local_moments`.
    where : numpy.ndarray of bool, optional
        Observations to include.

    Returns
    -------
    float
        −1 to 1: pooled covariance over pooled variances; NaN without predictions.
    """
    return ratio(track_sums(obs, predicted, window, where).sum(axis=0))


def track_sums(obs, predicted, window=60_000.0, where=None):
    """Return covariance and variances, summed along each track; arguments as for :func:`correlation`.

    Returns
    -------
    numpy.ndarray of float64, shape (n_tracks, 3)
        Covariance, variance of the prediction and of the observation, times length, nT² m.
    """
    moments = local_moments(obs, predicted, window=window)
    known = np.isfinite(moments.covariance)
    if where is not None:
        known &= where
    weight, track = track_stretch(obs)[known], obs.track[known]
    columns = (moments.covariance, moments.predicted, moments.observed)
    return np.column_stack([np.bincount(track, weight * v[known], obs.n_tracks) for v in columns])


def ratio(sums):
    """Return the correlation of summed covariance and variances, NaN where a variance is 0; shape (…, 3) to (…)."""
    scale = np.sqrt(np.asarray(sums)[..., 1] * np.asarray(sums)[..., 2])
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(scale > 0, np.asarray(sums)[..., 0] / scale, np.nan)[()]


def resampled(sums, rng, times=200):
    """Return correlations of surveys made of tracks drawn with replacement (bootstrap).

    A few shifted surveys say little about how much their correlation scatters; the differences between
    their tracks do.

    Parameters
    ----------
    sums : numpy.ndarray, shape (n_tracks, 3)
        From :func:`track_sums`.
    rng : numpy.random.Generator
        Source of the draws.
    times : int
        Number of correlations.

    Returns
    -------
    numpy.ndarray of float64, shape (times,)
    """
    used = sums[sums[:, 2] > 0]
    if not len(used):
        return np.full(times, np.nan)
    return ratio(used[rng.integers(0, len(used), (times, len(used)))].sum(axis=1))


def residuals(obs, predicted):
    """Return observation minus prediction with each track's median difference taken off.

    The level of a track cannot be known from the others, so it is not held against the prediction.

    Parameters
    ----------
    obs : Observations
        What was measured.
    predicted : numpy.ndarray, shape (n,)
        nT.

    Returns
    -------
    numpy.ndarray of float64, shape (n,)
        nT; NaN where nothing was predicted.
    """
    difference = obs.value - predicted
    known = np.isfinite(difference)
    for code in np.unique(obs.track[known]):
        own = known & (obs.track == code)
        difference[own] -= np.median(difference[own])
    return difference


def rms(residual):
    """Return the root mean square of the finite residuals, NaN without any."""
    finite = residual[np.isfinite(residual)]
    return float(np.sqrt(np.mean(finite**2))) if len(finite) else np.nan


def by_track(obs, predicted, residual, window=60_000.0):
    """Return the score of every track that has observations.

    Parameters
    ----------
    obs : Observations
        What was measured.
    predicted, residual : numpy.ndarray, shape (n,)
        nT.
    window : float
        Metres.

    Returns
    -------
    list of TrackScore
    """
    scores = []
    for code in np.unique(obs.track):
        own = obs.track == code
        alone = obs.where(own)
        # Without its neighbours all of the track counts, also where it meets them.
        moments = local_moments(alone, predicted[own], window=window, novelty=0.0)
        weight = np.where(np.isfinite(moments.covariance), track_stretch(alone), 0.0)
        columns = (moments.covariance, moments.predicted, moments.observed)
        r = float(ratio([np.sum(weight * np.nan_to_num(v)) for v in columns]))
        scores.append(
            TrackScore(obs.names[code], int(own.sum()), int(np.isfinite(predicted[own]).sum()), r, rms(residual[own]))
        )
    return scores
