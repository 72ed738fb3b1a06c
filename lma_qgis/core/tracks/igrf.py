"""International Geomagnetic Reference Field: spherical harmonic synthesis for many points and dates.

Method: Langel (1987), "The main field", in Geomagnetism vol. 1; Schmidt semi-normalised functions, geodetic
positions on WGS 84, coefficients linear in time between their epochs (Alken et al. 2021, Earth Planets Space 73:49).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..errors import LmaError
from ..progress import silent

REFERENCE_RADIUS_KM = 6371.2
SEMI_MAJOR_KM = 6378.137
SEMI_MINOR_KM = 6356.752314245
_CHUNK = 4096
_POLE = 1e-10


@dataclass(frozen=True)
class Coefficients:
    """Gauss coefficients at epochs.

    Parameters
    ----------
    epochs : numpy.ndarray of float64, shape (e,)
        Decimal years, ascending.
    degree, order : numpy.ndarray of int, shape (c,)
        Degree n and order m ≥ 0.
    sine : numpy.ndarray of bool, shape (c,)
        True for h (sine), False for g (cosine).
    values : numpy.ndarray of float64, shape (e, c)
        nT.
    """

    epochs: np.ndarray
    degree: np.ndarray
    order: np.ndarray
    sine: np.ndarray
    values: np.ndarray


def parse_shc(text):
    """Read coefficients in the SHC format of the IAGA working group.

    Parameters
    ----------
    text : str
        Content of a file such as ``resources/data/igrf/igrf14.shc``.

    Returns
    -------
    Coefficients

    Raises
    ------
    LmaError
        If the text is not a complete SHC file.
    """
    rows = [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    try:
        top_degree, count = int(rows[0][1]), int(rows[0][2])
        epochs = np.array([float(word) for word in rows[1]])
        degree = np.array([int(row[0]) for row in rows[2:]])
        order = np.array([int(row[1]) for row in rows[2:]])
        values = np.array([[float(word) for word in row[2:]] for row in rows[2:]]).T
    except (IndexError, ValueError) as error:
        raise LmaError("The reference field file is damaged; reinstall the plugin.") from error
    if values.shape != (count, top_degree * (top_degree + 2)) or len(epochs) != count:
        raise LmaError("The reference field file is incomplete; reinstall the plugin.")
    return Coefficients(epochs, degree, np.abs(order), order < 0, values)


def decimal_year(seconds):
    """Return decimal years of seconds since 1970 (UTC); NaN stays NaN.

    Parameters
    ----------
    seconds : array_like

    Returns
    -------
    numpy.ndarray of float64
    """
    seconds = np.asarray(seconds, dtype=float)
    known = np.isfinite(seconds)
    moment = np.where(known, seconds, 0.0).astype("datetime64[s]")
    year = moment.astype("datetime64[Y]")
    start = year.astype("datetime64[s]")
    length = (year + 1).astype("datetime64[s]") - start
    fraction = (moment - start) / length
    return np.where(known, year.astype(int) + 1970 + fraction, np.nan)


def field(longitude, latitude, height_m, year, coefficients, progress=silent):
    """Return the field vector in the geodetic system.

    Parameters
    ----------
    longitude, latitude : array_like, shape (n,)
        Degrees, WGS 84.
    height_m : array_like, scalar or shape (n,)
        Metres above the ellipsoid.
    year : array_like, scalar or shape (n,)
        Decimal years.
    coefficients : Coefficients
        The model.
    progress : callable
        See :mod:`lma_qgis.core.progress`.

    Returns
    -------
    north, east, down : numpy.ndarray of float64, shape (n,)
        nT; NaN where the year is outside the model or a position is not finite.
    """
    longitude, latitude, height_m, year = np.broadcast_arrays(
        *(np.atleast_1d(np.asarray(part, dtype=float)) for part in (longitude, latitude, height_m, year))
    )
    vector = np.full((3, longitude.size), np.nan)
    inside = (year >= coefficients.epochs[0]) & (year <= coefficients.epochs[-1]) & (np.abs(latitude) <= 90)
    inside &= np.isfinite(longitude) & np.isfinite(height_m)
    chosen = np.flatnonzero(inside)
    for start in range(0, len(chosen), _CHUNK):
        progress(start / len(chosen))
        part = chosen[start: start + _CHUNK]
        vector[:, part] = _synthesis(longitude[part], latitude[part], height_m[part], year[part], coefficients)
    return vector[0], vector[1], vector[2]


def total_field(longitude, latitude, height_m, year, coefficients, progress=silent):
    """Return the intensity of the field, nT; arguments as for :func:`field`."""
    north, east, down = field(longitude, latitude, height_m, year, coefficients, progress)
    return np.sqrt(north**2 + east**2 + down**2)


def _synthesis(longitude, latitude, height_m, year, model):
    colatitude, radius, tilt = _geocentric(np.radians(latitude), height_m / 1000.0)
    values, slopes = _legendre(colatitude, int(model.degree.max()))
    numbers = np.arange(len(values))[:, None]
    power = ((REFERENCE_RADIUS_KM / radius) ** (numbers + 2))[model.degree]
    angle = numbers * np.radians(longitude)
    cosine, sine = np.cos(angle)[model.order], np.sin(angle)[model.order]
    wave = np.where(model.sine[:, None], sine, cosine) * power
    cross = np.where(model.sine[:, None], -cosine, sine) * power
    function = values[model.degree, model.order]
    outward = (model.degree[:, None] + 1) * wave * function
    southward = -wave * slopes[model.degree, model.order]
    eastward = model.order[:, None] * cross * function / np.maximum(np.sin(colatitude), _POLE)
    right = np.clip(np.searchsorted(model.epochs, year, side="right"), 1, len(model.epochs) - 1)
    share = (year - model.epochs[right - 1]) / (model.epochs[right] - model.epochs[right - 1])
    parts = np.empty((3, len(year)))
    for epoch in np.unique(right):
        here = right == epoch
        for row, basis in zip(parts, (outward, southward, eastward)):
            older, newer = model.values[epoch - 1: epoch + 1] @ basis[:, here]
            row[here] = older + share[here] * (newer - older)
    up, south, east = parts
    north = -south * np.cos(tilt) - up * np.sin(tilt)
    down = south * np.sin(tilt) - up * np.cos(tilt)
    return north, east, down


def _geocentric(latitude, height_km):
    """Return geocentric colatitude, radius (km) and geodetic minus geocentric latitude (radians)."""
    a2, b2 = SEMI_MAJOR_KM**2, SEMI_MINOR_KM**2
    across = a2 / np.sqrt(a2 * np.cos(latitude) ** 2 + b2 * np.sin(latitude) ** 2)
    horizontal = (across + height_km) * np.cos(latitude)
    vertical = (across * b2 / a2 + height_km) * np.sin(latitude)
    centric = np.arctan2(vertical, horizontal)
    return np.pi / 2 - centric, np.hypot(horizontal, vertical), latitude - centric


def _legendre(colatitude, top):
    """Return Schmidt semi-normalised P(n, m) and their derivatives by colatitude, shape (top+1, top+1, n)."""
    cosine, sine = np.cos(colatitude), np.sin(colatitude)
    value = np.zeros((top + 1, top + 1, len(colatitude)))
    slope = np.zeros_like(value)
    value[0, 0] = 1.0
    for n in range(1, top + 1):
        factor = 1.0 if n == 1 else np.sqrt((2 * n - 1) / (2 * n))
        value[n, n] = factor * sine * value[n - 1, n - 1]
        slope[n, n] = factor * (cosine * value[n - 1, n - 1] + sine * slope[n - 1, n - 1])
        for m in range(n):
            lower = np.sqrt((n - 1) ** 2 - m**2)
            below = value[n - 2, m] if n > 1 else 0.0
            below_slope = slope[n - 2, m] if n > 1 else 0.0
            norm = np.sqrt(n**2 - m**2)
            value[n, m] = ((2 * n - 1) * cosine * value[n - 1, m] - lower * below) / norm
            slope[n, m] = (
                (2 * n - 1) * (cosine * slope[n - 1, m] - sine * value[n - 1, m]) - lower * below_slope
            ) / norm
    return value, slope
