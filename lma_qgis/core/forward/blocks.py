"""Anomaly of sharp-edged blocks in closed form, and the phase shift that undoes its skewness."""

from __future__ import annotations

import numpy as np
from scipy import fft

from .profile import NANOTESLA_PER_AMPERE_PER_METRE, check_layer


def block_anomaly(x_m, edges_m, magnetization, top_m, bottom_m, skewness_deg=0.0):
    """Return the anomaly of vertical-sided blocks of a layer at points of a profile.

    Parameters
    ----------
    x_m : array_like, shape (n,)
        Positions on the profile, metres.
    edges_m : array_like, shape (m,)
        Positions where the magnetisation changes, ascending, metres.
    magnetization : array_like, shape (m + 1,)
        Magnetisation left of the first edge, between the edges and right of the last one, A/m.
    top_m, bottom_m : float
        Depth of the layer below the sensor, metres.
    skewness_deg : float
        θ of :func:`lma_qgis.core.forward.skewness.skewness_deg`.

    Returns
    -------
    numpy.ndarray of float64, shape (n,)
        nT.

    Raises
    ------
    LmaError
        If the layer has no thickness or lies above the sensor.

    Notes
    -----
    Inverse transform of the 1-D formula of :func:`lma_qgis.core.forward.profile.anomaly_profile` for a step
    of height Δ at x₀, with u = x − x₀: (μ0/2) Δ [cos θ (atan(u/z₁) − atan(u/z₂)) / π −
    sin θ ln((u² + z₁²) / (u² + z₂²)) / 2π]. Nothing is sampled, so nothing aliases or wraps around.
    """
    check_layer(top_m, bottom_m)
    step = np.diff(np.asarray(magnetization, dtype=float))
    offset = np.asarray(x_m, dtype=float)[:, None] - np.asarray(edges_m, dtype=float)[None, :]
    theta = np.radians(skewness_deg)
    even = (np.arctan(offset / top_m) - np.arctan(offset / bottom_m)) / np.pi
    odd = np.log((offset**2 + top_m**2) / (offset**2 + bottom_m**2)) / (2 * np.pi)
    return NANOTESLA_PER_AMPERE_PER_METRE * ((np.cos(theta) * even - np.sin(theta) * odd) @ step)


def deskew(anomaly, skewness_deg):
    """Return a profile with its skewness undone, as if source and field were at the pole.

    Parameters
    ----------
    anomaly : array_like, shape (n,)
        Evenly sampled anomaly, nT, finite.
    skewness_deg : float
        θ to undo, degrees.

    Returns
    -------
    numpy.ndarray of float64, shape (n,)
        nT, without its mean; the outer tenth suffers from what lies beyond the ends.
    """
    values = np.asarray(anomaly, dtype=float)
    if len(values) < 2:
        return np.zeros_like(values)
    values = values - values.mean()
    # The mirror image removes the jump between the ends, which would ring through the profile.
    mirrored = np.concatenate((values[::-1], values, values[::-1]))
    spectrum = fft.rfft(mirrored) * np.exp(-1j * np.radians(skewness_deg))
    return fft.irfft(spectrum, len(mirrored))[len(values):2 * len(values)]
