"""How much the observations of a cell count in the guided solve."""

from __future__ import annotations

import numpy as np

from ..progress import silent
from .mesh import Mesh
from .smoothing import Smoother

DENSITY_LENGTHS = 2.0
LEAST_SHARE = 1e-3
SHARE_POWER = 1.25


def observation_weight(count, *, noise=10.0, level_error=5.0, reference=10.0, position_error=0.0, gradient=None):
    """Return w = σ0² / (σ_noise²/n + σ_level² + (σ_position |∇f|)²), at most 1, and 0 in cells without observations.

    Parameters
    ----------
    count : numpy.ndarray
        Observations per cell; NaN or 0: none.
    noise : float
        Standard deviation of one observation, nT.
    level_error : float
        Standard deviation of what a whole track is off after levelling, nT.
    reference : float
        σ0, nT: an error at which a cell's value still counts fully.
    position_error : float
        Standard deviation of the position, metres.
    gradient : numpy.ndarray, optional
        Horizontal gradient of the anomaly, nT/m; needed with a position error.

    Returns
    -------
    numpy.ndarray of float32, same shape as ``count``
    """
    n = np.nan_to_num(np.asarray(count, dtype=np.float64))
    variance = noise**2 / np.maximum(n, 1.0) + level_error**2
    if gradient is not None:
        variance = variance + (position_error * np.nan_to_num(gradient)) ** 2
    return np.where(n > 0, np.minimum(reference**2 / np.maximum(variance, 1e-12), 1.0), 0.0).astype(np.float32)


def per_sampled_area(weight, valid, grid, length, dtype=np.float32, progress=silent):
    """Return the weights divided by a power of the share of cells around them that hold observations.

    On a fully sampled raster nothing changes. With few tracks every observed cell speaks for the empty ones beside
    it, so that the smoothing keeps its length and the observations keep their value, however sparse the tracks are.
    With the plain share clean observations move by up to 0.06 standard deviations; the power 1.25 keeps that
    below 0.05.

    Parameters
    ----------
    weight : numpy.ndarray, shape (rows, cols)
        0 in cells without observations.
    valid : numpy.ndarray of bool, shape (rows, cols)
        Cells that hold data.
    grid : Grid
        Geometry, metres.
    length : float
        Smoothing length, metres; the share is counted with a standard deviation of twice this.
    dtype : numpy.dtype
        Precision of the count.
    progress : callable
        Told the fraction done.

    Returns
    -------
    numpy.ndarray of float64, shape (rows, cols)
    """
    sampled = ((weight > 0) & valid).astype(dtype)
    sigma = DENSITY_LENGTHS * length
    share = Smoother(Mesh.of(valid), sigma / grid.dy, sigma / grid.dx, sampled.dtype)(sampled[None], progress)[0]
    return np.where(sampled > 0, weight / np.maximum(share, LEAST_SHARE) ** SHARE_POWER, 0.0).astype(np.float64)
