"""Lengths and true azimuths of lines, whatever their projection."""

from __future__ import annotations

import numpy as np

from ..core.picks.ellipsoid import axis_azimuth, length_km
from ..core.picks.polyline import length
from .crs import to_geographic, true_north


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


def scale_and_north(grid, wkt, nodes=9):
    """Return cubics of the map scale and of the direction of true north over a grid.

    An edit form can then refresh length and azimuth without a coordinate transformation.

    Parameters
    ----------
    grid : Grid
    wkt : str
        Its coordinate system; an empty one has scale 1 and true north up.
    nodes : int
        Points per side to which the cubics are fitted.

    Returns
    -------
    scale, north : list of float, 13 each
        Easting and northing of the origin and the unit of length of ``u`` and ``v`` (metres), then the
        coefficients of 1, u, v, u², uv, v², u³, u²v, uv², v³. ``north`` in degrees clockwise from the
        grid's north.
    """
    origin = [(grid.west + grid.east) / 2, (grid.south + grid.north) / 2]
    unit = max(grid.east - grid.west, grid.north - grid.south) / 2
    easting, northing = (
        axis.ravel()
        for axis in np.meshgrid(np.linspace(grid.west, grid.east, nodes), np.linspace(grid.south, grid.north, nodes))
    )
    scale, north = np.ones(len(easting)), np.zeros(len(easting))
    if wkt:
        # Both directions: a projection that is not quite conformal has two scales.
        steps = [
            np.array([(x, y), (x + east, y + 1000.0 - east)])
            for east in (0.0, 1000.0)
            for x, y in zip(easting, northing)
        ]
        scale = 1.0 / np.reshape([km for km, _ in measure(steps, wkt)], (2, -1)).mean(axis=0)
        north = true_north(easting, northing, wkt)
    u, v = (easting - origin[0]) / unit, (northing - origin[1]) / unit
    terms = np.column_stack([np.ones_like(u), u, v, u * u, u * v, v * v, u**3, u * u * v, u * v * v, v**3])
    valid = np.isfinite(scale) & np.isfinite(north)
    fitted = [np.linalg.lstsq(terms[valid], values[valid], rcond=None)[0].tolist() for values in (scale, north)]
    return [*origin, unit, *fitted[0]], [*origin, unit, *fitted[1]]
