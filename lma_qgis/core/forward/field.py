"""Anomaly over a map of magnetisation (two dimensions)."""

from __future__ import annotations

import numpy as np
from scipy import fft

from .profile import check_layer, layer_response, padding


def unit_vector(inclination_deg, declination_deg):
    """Return a direction as (east, north, down).

    Parameters
    ----------
    inclination_deg, declination_deg : float
        Degrees; inclination positive down, declination true.

    Returns
    -------
    tuple of float
    """
    inclination, declination = np.radians(inclination_deg), np.radians(declination_deg)
    horizontal = np.cos(inclination)
    return horizontal * np.sin(declination), horizontal * np.cos(declination), np.sin(inclination)


def _phase(direction, k_east, k_north, k):
    """Return down + i (east k_east + north k_north)/k of a unit vector, with 0 for the slope at k = 0."""
    east, north, down = direction
    slope = np.divide(east * k_east + north * k_north, k, out=np.zeros_like(k), where=k > 0)
    return down + 1j * slope


def anomaly_field(magnetization, dx, dy, top_m, bottom_m, field=(90.0, 0.0), remanence=(90.0, 0.0)):
    """Return the total-field anomaly over a horizontal layer of any magnetisation.

    The magnetisation changes sign within a cell wherever a reversal runs; give it averaged from a
    finer sampling (4 times is enough) to keep the steps from aliasing.

    Parameters
    ----------
    magnetization : array_like, shape (rows, cols)
        Magnetisation with its sign, A/m; row 0 is the northernmost; constant beyond the edges.
    dx, dy : float
        Cell width and height, metres.
    top_m, bottom_m : float
        Depth of the layer below the sensor, metres.
    field, remanence : tuple of float
        (inclination, declination) of today's field and of the normal remanence, degrees.

    Returns
    -------
    numpy.ndarray of float64, shape (rows, cols)
        Anomaly, nT: F[ΔT] = (μ0/2) Θ M (exp(−k top) − exp(−k bottom)) with
        Θ = (m_z + i m·k/|k|)(f_z + i f·k/|k|).

    Raises
    ------
    LmaError
        If the layer has no thickness or lies above the sensor.

    References
    ----------
    Parker, R. L., 1973, Geophys. J. R. astr. Soc. 31, 447-455; Blakely, R. J., 1995, chapter 11.
    """
    check_layer(top_m, bottom_m)
    source = np.asarray(magnetization, dtype=float)
    rows, cols = source.shape
    above, beside = padding(rows, dy, bottom_m), padding(cols, dx, bottom_m)
    padded = np.pad(source, ((above, above), (beside, beside)), mode="edge")
    k_north = -2 * np.pi * fft.fftfreq(padded.shape[0], dy)[:, None]
    k_east = 2 * np.pi * fft.rfftfreq(padded.shape[1], dx)[None, :]
    k = np.hypot(k_east, k_north)
    theta = _phase(unit_vector(*field), k_east, k_north, k) * _phase(unit_vector(*remanence), k_east, k_north, k)
    spectrum = fft.rfft2(padded) * layer_response(k, top_m, bottom_m) * theta
    anomaly = fft.irfft2(spectrum, padded.shape)
    return anomaly[above:above + rows, beside:beside + cols]
