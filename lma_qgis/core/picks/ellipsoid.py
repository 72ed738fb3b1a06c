"""Length and direction of lines on the WGS 84 ellipsoid."""

from __future__ import annotations

import numpy as np

_SEMI_MAJOR_M = 6378137.0
_ECCENTRICITY_SQUARED = 0.0066943799901413165


def length_km(longitude, latitude):
    """Return the length of a line of short segments.

    Parameters
    ----------
    longitude, latitude : numpy.ndarray, shape (n,)
        Degrees.

    Returns
    -------
    float
        Kilometres; exact to 1e-5 of it for segments up to 10 km.
    """
    east, north = _steps(longitude, latitude)
    return float(np.hypot(east, north).sum()) / 1000


def axis_azimuth(longitude, latitude):
    """Return the true azimuth of the straight line between the ends, at its middle.

    Parameters
    ----------
    longitude, latitude : numpy.ndarray, shape (n,)
        Degrees.

    Returns
    -------
    float
        Degrees clockwise from true north, 0 to 180.

    Examples
    --------
    >>> axis_azimuth(np.array([10.0, 10.0]), np.array([50.0, 49.0]))
    0.0
    """
    east, north = _steps(np.asarray(longitude)[[0, -1]], np.asarray(latitude)[[0, -1]])
    azimuth = float(np.degrees(np.arctan2(east[0], north[0]))) % 180
    return 0.0 if np.isclose(azimuth, 180) else azimuth


def _steps(longitude, latitude):
    """Return the eastward and northward lengths of each step, metres, by the mid-latitude formula."""
    latitude = np.radians(latitude)
    middle = (latitude[1:] + latitude[:-1]) / 2
    curvature = 1 - _ECCENTRICITY_SQUARED * np.sin(middle) ** 2
    meridian = _SEMI_MAJOR_M * (1 - _ECCENTRICITY_SQUARED) / curvature**1.5
    parallel = _SEMI_MAJOR_M / np.sqrt(curvature) * np.cos(middle)
    turn = (np.diff(longitude) + 180) % 360 - 180
    return parallel * np.radians(turn), meridian * np.diff(latitude)
