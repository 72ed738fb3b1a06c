"""How well a ship knew where she was."""

from __future__ import annotations

import numpy as np

CELESTIAL_SD = 5000.0
TRANSIT_SD = 1000.0
GPS_SD = 100.0
# Transit was opened to civil ships in July 1967; GPS was in general use at sea by 1994.
TRANSIT_FROM = float(np.datetime64("1967-07-01", "s").astype(float))
GPS_FROM = float(np.datetime64("1994-01-01", "s").astype(float))
_FIRST_GPS = float(np.datetime64("1978-02-22", "s").astype(float))
# The best instrument first: it counts when several are named.
_INSTRUMENTS = (
    (GPS_SD, _FIRST_GPS, ("GPS", "GLONASS", "GNSS", "NAVSTAR", "SEAPATH")),
    (
        TRANSIT_SD,
        TRANSIT_FROM,
        ("TRANSIT", "SATNAV", "NNSS", "SATELLITE", "MAGNAVOX", "LORAN", "MINIRANGER", "OMEGA"),
    ),
    (CELESTIAL_SD, -np.inf, ("CELESTIAL", "SEXTANT", "STAR FIX", "DEAD RECKON")),
)


def position_sd(time, instrument=""):
    """Return the standard deviation of positions by instrument, else by era.

    Parameters
    ----------
    time : array_like, shape (n,)
        Seconds since 1970; NaN where unknown.
    instrument : str
        Navigation instruments as a cruise header names them; the best one named counts, but no
        earlier than it existed.

    Returns
    -------
    numpy.ndarray of float64, shape (n,)
        Metres: about 5000 for celestial fixes, 1000 for Transit, 100 for GPS; NaN where neither an
        instrument nor a time is known.
    """
    time = np.asarray(time, dtype=float)
    by_era = np.where(time >= GPS_FROM, GPS_SD, np.where(time >= TRANSIT_FROM, TRANSIT_SD, CELESTIAL_SD))
    by_era = np.where(np.isfinite(time), by_era, np.nan)
    text = instrument.upper()
    for deviation, since, names in _INSTRUMENTS:
        if any(name in text for name in names):
            return np.where(time < since, by_era, deviation)
    return by_era
