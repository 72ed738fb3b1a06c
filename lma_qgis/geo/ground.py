"""Lengths and true azimuths of lines, whatever their projection."""

from __future__ import annotations

import numpy as np

from ..core.picks.ellipsoid import axis_azimuth, length_km
from ..core.picks.polyline import length
from .crs import to_geographic


def measure(lines, wkt):
    """Return length and azimuth of lines on the ground.

    Parameters
    ----------
    lines : list of numpy.ndarray, shape (n, 2)
        In the system ``wkt``.
    wkt : str
        Coordinate system; an empty one is taken as metres with north up.

    Returns
    -------
    list of (float, float)
        Kilometres on the WGS 84 ellipsoid; degrees true, 0 to 180, of the chord at its middle.
    """
    if not lines:
        return []
    if not wkt:
        chords = [line[-1] - line[0] for line in lines]
        return [
            (float(length(line)) / 1000, float(np.degrees(np.arctan2(*chord))) % 180)
            for line, chord in zip(lines, chords)
        ]
    longitude, latitude = to_geographic(*np.concatenate(lines).T, wkt)
    ends = np.cumsum([len(line) for line in lines])[:-1]
    return [
        (length_km(east, north), axis_azimuth(east, north))
        for east, north in zip(np.split(longitude, ends), np.split(latitude, ends))
    ]
