"""Numbers that sum up how well tracks predict each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..gridding.blocks import track_stretch
from .moments import local_moments

DISTANCE_CLASSES = ((0.0, 5_000.0), (5_000.0, 10_000.0), (10_000.0, 20_000.0), (20_000.0, 40_000.0))


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
    moments = local_moments(obs, predicted, window=window)
    known = np.isfinite(moments.covariance)
    if where is not None:
        known &= where
    weight = track_stretch(obs)[known]
    sums = [float(np.sum(weight * v[known])) for v in (moments.covariance, moments.predicted, moments.observed)]
    return sums[0] / np.sqrt(sums[1] * sums[2]) if sums[1] * sums[2] > 0 else np.nan


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
        sums = [np.sum(weight * np.nan_to_num(v)) for v in (moments.covariance, moments.predicted, moments.observed)]
        r = float(sums[0] / np.sqrt(sums[1] * sums[2])) if sums[1] * sums[2] > 0 else np.nan
        scores.append(
            TrackScore(obs.names[code], int(own.sum()), int(np.isfinite(predicted[own]).sum()), r, rms(residual[own]))
        )
    return scores
