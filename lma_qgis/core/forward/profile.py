"""Anomaly along a profile across a magnetised layer (one dimension)."""

from __future__ import annotations

import numpy as np
from scipy import fft

from ..errors import LmaError

NANOTESLA_PER_AMPERE_PER_METRE = 2e2 * np.pi
"""μ0/2 in nT per A/m: a half space magnetised vertically with 1 A/m has 628.3 nT at its surface."""

PADDING_DEPTHS = 20.0


def check_layer(top_m, bottom_m):
    """Raise LmaError unless the layer lies below the sensor and has a thickness.

    Parameters
    ----------
    top_m, bottom_m : float
        Depth below the sensor, metres.
    """
    if not 0 < top_m < bottom_m:
        raise LmaError("The magnetised layer needs a top below the sensor and a bottom below its top.")


def layer_response(wavenumber, top_m, bottom_m):
    """Return the gain of a layer at given wavenumbers, nT per A/m.

    Parameters
    ----------
    wavenumber : numpy.ndarray
        Radial wavenumber, rad/m, not negative.
    top_m, bottom_m : float
        Depth of the layer below the sensor, metres.

    Returns
    -------
    numpy.ndarray of float64
        (μ0/2) (exp(−k top) − exp(−k bottom)).
    """
    return NANOTESLA_PER_AMPERE_PER_METRE * (np.exp(-wavenumber * top_m) - np.exp(-wavenumber * bottom_m))


def padding(cells, step_m, bottom_m):
    """Return the cells to add on each side so that the periodic copies do not matter.

    Parameters
    ----------
    cells : int
        Length of the axis.
    step_m, bottom_m : float
        Sample spacing and depth of the layer's bottom, metres.

    Returns
    -------
    int
        At least half the axis and at least 20 times the depth.
    """
    return max((cells + 1) // 2, int(np.ceil(PADDING_DEPTHS * bottom_m / step_m)))


def anomaly_profile(magnetization, dx_m, top_m, bottom_m, skewness_deg=0.0, amplitude=1.0):
    """Return the total-field anomaly of a layer magnetised in blocks across a profile.

    Parameters
    ----------
    magnetization : array_like, shape (n,)
        Magnetisation with its sign (polarity), A/m; constant beyond both ends.
    dx_m : float
        Sample spacing, metres.
    top_m, bottom_m : float
        Depth of the layer below the sensor, metres.
    skewness_deg : float
        θ of :func:`lma_qgis.core.forward.skewness.skewness_deg`.
    amplitude : float
        C of :func:`lma_qgis.core.forward.skewness.amplitude_factor`.

    Returns
    -------
    numpy.ndarray of float64, shape (n,)
        Anomaly, nT: F[ΔT](k) = (μ0/2) C M(k) exp(iθ sgn k) (exp(−|k| top) − exp(−|k| bottom)).

    Raises
    ------
    LmaError
        If the layer has no thickness or lies above the sensor.

    References
    ----------
    Schouten, H. & McCamy, K., 1972, J. Geophys. Res. 77, 7089-7099.
    """
    check_layer(top_m, bottom_m)
    source = np.asarray(magnetization, dtype=float)
    margin = padding(len(source), dx_m, bottom_m)
    padded = np.pad(source, margin, mode="edge")
    wavenumber = 2 * np.pi * fft.rfftfreq(len(padded), dx_m)
    phase = np.exp(1j * np.radians(skewness_deg))
    spectrum = fft.rfft(padded) * layer_response(wavenumber, top_m, bottom_m) * (amplitude * phase)
    return fft.irfft(spectrum, len(padded))[margin:margin + len(source)]
