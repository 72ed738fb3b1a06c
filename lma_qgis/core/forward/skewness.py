"""Phase and amplitude of the anomaly of an infinitely long, vertically layered source."""

from __future__ import annotations

import numpy as np


def effective_inclination(inclination_deg, declination_deg, strike_deg):
    """Return the inclination of a direction projected on the vertical plane across strike.

    Parameters
    ----------
    inclination_deg, declination_deg : float or array_like
        Direction, degrees; inclination positive down, declination true.
    strike_deg : float or array_like
        Strike of the source, degrees true.

    Returns
    -------
    angle_deg, length : numpy.ndarray of float64
        Angle I' with ``tan I' = tan I / sin(strike − D)`` in the right quadrant, and the length (0..1) of
        the projected unit vector, ``sin I / sin I'``.
    """
    inclination = np.radians(inclination_deg)
    down = np.sin(inclination)
    across = np.cos(inclination) * np.sin(np.radians(strike_deg) - np.radians(declination_deg))
    return np.degrees(np.arctan2(down, across)), np.hypot(down, across)


def skewness_deg(strike_deg, field_inclination, field_declination, remanence_inclination, remanence_declination):
    """Return the skewness parameter θ of an anomaly profile.

    The profile runs to the right of the strike direction: towards azimuth strike + 90°.

    Parameters
    ----------
    strike_deg : float or array_like
        Strike, degrees true.
    field_inclination, field_declination : float or array_like
        Direction of today's field, degrees.
    remanence_inclination, remanence_declination : float or array_like
        Direction of the remanence of normal polarity, degrees.

    Returns
    -------
    numpy.ndarray of float64
        θ = I'_field + I'_remanence − 180°, in −180..180; 0 over a vertically magnetised body at the pole.

    References
    ----------
    Schouten, H. & McCamy, K., 1972, J. Geophys. Res. 77, 7089-7099.
    """
    field, _ = effective_inclination(field_inclination, field_declination, strike_deg)
    remanence, _ = effective_inclination(remanence_inclination, remanence_declination, strike_deg)
    return (field + remanence) % 360.0 - 180.0


def amplitude_factor(strike_deg, field_inclination, field_declination, remanence_inclination, remanence_declination):
    """Return the factor C that scales the anomaly for its directions.

    Parameters
    ----------
    strike_deg, field_inclination, field_declination, remanence_inclination, remanence_declination : float
        As in :func:`skewness_deg`.

    Returns
    -------
    numpy.ndarray of float64
        C = (sin I_f sin I_r) / (sin I'_f sin I'_r), 0..1; 0 for a horizontal field along strike.
    """
    _, field = effective_inclination(field_inclination, field_declination, strike_deg)
    _, remanence = effective_inclination(remanence_inclination, remanence_declination, strike_deg)
    return field * remanence
