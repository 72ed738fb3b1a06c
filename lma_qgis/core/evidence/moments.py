"""Local second moments of prediction and observation along tracks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from ..gridding.blocks import track_stretch

NOVELTY = 3_000.0
"""Distance (m) to the nearest other track at which an observation has 63 % of its weight.

Where two tracks meet, each predicts the other whether or not there is a lineation.
"""

LEAST_SHARE = 1.0 / 3.0
"""Share of the window that must be predicted, or there is no local correlation."""


@dataclass(frozen=True)
class Moments:
    """Covariances in a moving window about every observation.

    Parameters
    ----------
    covariance : numpy.ndarray, shape (n,)
        Of prediction and observation, nT²; NaN where too little of the window is predicted.
    predicted, observed : numpy.ndarray, shape (n,)
        Variances, nT².
    """

    covariance: np.ndarray
    predicted: np.ndarray
    observed: np.ndarray

    def correlation(self):
        """Return the local correlation, −1 to 1."""
        scale = np.sqrt(self.predicted * self.observed)
        return np.where(scale > 0, self.covariance / np.where(scale > 0, scale, 1.0), np.nan)


def distance_to_other_tracks(obs, limit):
    """Return the distance from every observation to the nearest one of another track.

    Parameters
    ----------
    obs : Observations
        Metres.
    limit : float
        Farther ones are not looked for, metres.

    Returns
    -------
    numpy.ndarray of float64, shape (n,)
        Metres; inf beyond the limit.
    """
    places = np.column_stack((obs.easting, obs.northing))
    distance = np.full(len(obs), np.inf)
    for code in np.unique(obs.track):
        own = obs.track == code
        if not own.all():
            distance[own], _ = cKDTree(places[~own]).query(places[own], distance_upper_bound=limit)
    return distance


def local_moments(obs, predicted, *, window=60_000.0, novelty=NOVELTY):
    """Compare prediction and observation in a moving window along each track.

    The mean of the window is taken off both, so a track's level plays no part. Observations count by the length of
    track that they stand for, and little where another track is so near that it measured the same.

    Parameters
    ----------
    obs : Observations
        Order within a track is the order along it.
    predicted : numpy.ndarray, shape (n,)
        nT; NaN where nothing was predicted.
    window : float
        Full width, metres along the track.
    novelty : float
        Distance d0 in the weight 1 − exp(−(d/d0)²) at distance d from other tracks, metres; 0: all count.

    Returns
    -------
    Moments
    """
    weight = track_stretch(obs) * np.isfinite(predicted)
    if novelty > 0:
        distance = distance_to_other_tracks(obs, 5 * novelty)
        weight = weight * -np.expm1(-((distance / novelty) ** 2))
    along = obs.distance_along()
    result = np.full((3, len(obs)), np.nan)
    order = np.argsort(obs.track, kind="stable")
    edges = np.searchsorted(obs.track[order], np.arange(obs.n_tracks + 1))
    for first, last in zip(edges[:-1], edges[1:]):
        own = order[first:last]
        if weight[own].any():
            x, y = np.nan_to_num(predicted[own]), obs.value[own]
            result[:, own] = _windowed(along[own], x, y, weight[own], window)
    return Moments(*result)


def _windowed(along, x, y, weight, window):
    """Return covariance and variances of x and y in windows centred on every point of one track."""
    centre_x, centre_y = np.average(x, weights=weight), np.average(y, weights=weight)
    x, y = x - centre_x, y - centre_y
    low = np.searchsorted(along, along - 0.5 * window, side="left")
    high = np.searchsorted(along, along + 0.5 * window, side="right")

    def total(values):
        sums = np.concatenate(([0.0], np.cumsum(weight * values)))
        return sums[high] - sums[low]

    mass = total(np.ones(len(x)))
    enough = (mass >= LEAST_SHARE * window) & np.isfinite(mass)
    mass = np.where(enough, mass, np.nan)
    mean_x, mean_y = total(x) / mass, total(y) / mass
    covariance = total(x * y) / mass - mean_x * mean_y
    variances = [np.maximum(total(v * v) / mass - m * m, 0.0) for v, m in ((x, mean_x), (y, mean_y))]
    return covariance, *variances
