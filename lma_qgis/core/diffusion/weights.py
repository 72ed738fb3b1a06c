"""How much the observations of a cell count in the guided solve."""

from __future__ import annotations

import numpy as np


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
