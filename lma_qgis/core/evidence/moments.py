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

POOLED = 1.5
"""Full width at half weight of the triangle over which products are averaged, in windows."""

LEAST_SHARE = 1.0 / 3.0
"""Share of a window that must be predicted, in weight, or there is no local correlation."""


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
    """Compare prediction and observation in moving windows along each track.

    A moving mean over the window is taken off both, so neither a track's level nor its drift plays a part; their
    products are averaged with a triangular weight. Observations count by the length of track that they
    stand for, and little where another track is so near that it measured the same.

    Parameters
    ----------
    obs : Observations
        Order within a track is the order along it.
    predicted : numpy.ndarray, shape (n,)
        nT; NaN where nothing was predicted.
    window : float
        Metres along the track: width of the moving mean; the triangle is :data:`POOLED` times as wide at half weight.
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
        if weight[own].sum() >= LEAST_SHARE * window:
            x, y = np.nan_to_num(predicted[own]), obs.value[own]
            result[:, own] = _pooled(along[own], x, y, weight[own], window)
    return Moments(*result)


def _pooled(along, x, y, weight, window):
    """Return covariance and variances of x and y around every point of one track."""
    mean = _Box(along, window)
    # The overall mean first: sums of squares of large numbers would lose digits.
    x, y = x - np.average(x, weights=weight), y - np.average(y, weights=weight)
    mass = np.maximum(mean(weight), np.finfo(float).tiny)
    x, y = x - mean(weight * x) / mass, y - mean(weight * y) / mass
    box = _Box(along, POOLED * window)
    step = np.gradient(along) if len(along) > 1 else np.ones(1)

    def triangle(values):
        return box(step * box(weight * values)) / (POOLED * window)

    mass = triangle(np.ones(len(x)))
    mass = np.where(mass >= LEAST_SHARE * window, mass, np.nan)
    return triangle(x * y) / mass, triangle(x * x) / mass, triangle(y * y) / mass


class _Box:
    """Sums over a window centred on every point of a track."""

    def __init__(self, along, width):
        self.low = np.searchsorted(along, along - 0.5 * width, side="left")
        self.high = np.searchsorted(along, along + 0.5 * width, side="right")

    def __call__(self, values):
        sums = np.concatenate(([0.0], np.cumsum(values)))
        return sums[self.high] - sums[self.low]
