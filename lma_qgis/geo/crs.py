"""Coordinate systems: where horizontal arithmetic happens, and what north is there."""

from __future__ import annotations

import functools

import numpy as np
from osgeo import osr

from ..core.errors import LmaError
from .modes import raising

_EARTH_RADIUS_M = 6371000.0
_WIDEST_TRANSVERSE_MERCATOR_M = 800_000.0
_PROBE_DEG = 0.01
_BOX_POINTS = 41


def working_crs(x, y, wkt):
    """Return the coordinate system in which points are gridded, as WKT.

    A projected system is kept. For degrees: a conformal projection centred on the points, a
    transverse Mercator for surveys up to 800 km wide or longer than wide, else an oblique
    stereographic; the scale is true to 0.6 % up to 1000 km from the centre. The centre is that of
    the shortest arc of longitudes, so a survey across ±180° stays in one piece.

    Parameters
    ----------
    x, y : numpy.ndarray of float64, shape (n,)
        Points in the system ``wkt``.
    wkt : str
        Their coordinate system.

    Returns
    -------
    str

    Raises
    ------
    LmaError
        If the points have no coordinate system.
    """
    system = spatial_reference(wkt)
    if not system.IsGeographic():
        return wkt
    latitude = np.asarray(y)[np.isfinite(y)]
    if not latitude.size or np.abs(latitude).max() > 90.0:
        raise LmaError("The coordinates are no degrees; assign the layer the coordinate system they are in.")
    west, east = _longitude_arc(np.asarray(x)[np.isfinite(x)])
    south, north = float(latitude.min()), float(latitude.max())
    longitude, middle = (west + east) / 2, (south + north) / 2
    longitude = round((longitude + 180) % 360 - 180, 1)
    middle = round(middle, 1)
    width = np.radians(east - west) * _EARTH_RADIUS_M * np.cos(np.radians(middle))
    height = np.radians(north - south) * _EARTH_RADIUS_M
    place = f"{abs(longitude):g} {'WE'[longitude >= 0]} {abs(middle):g} {'SN'[middle >= 0]}"
    projected = osr.SpatialReference()
    if width <= max(_WIDEST_TRANSVERSE_MERCATOR_M, height):
        projected.SetProjCS(f"Transverse Mercator {place}")
        projected.SetWellKnownGeogCS("WGS84")
        projected.SetTM(middle, longitude, 1.0, 0.0, 0.0)
    else:
        projected.SetProjCS(f"Stereographic {place}")
        projected.SetWellKnownGeogCS("WGS84")
        projected.SetStereographic(middle, longitude, 1.0, 0.0, 0.0)
    projected.SetLinearUnits("metre", 1.0)
    return projected.ExportToWkt()


def require_metres(wkt):
    """Refuse a coordinate system whose axes are not in metres.

    Raises
    ------
    LmaError
        For degrees, feet and the like.
    """
    system = spatial_reference(wkt)
    if system.IsGeographic():
        raise LmaError("The target coordinate system is in degrees; choose a projected one in metres.")
    if abs(system.GetLinearUnits() - 1.0) > 1e-9:
        raise LmaError("The coordinate system is measured in {}; choose one in metres.", system.GetLinearUnitsName())


def transform(x, y, source_wkt, target_wkt):
    """Transform points between two coordinate systems, easting or longitude first.

    Parameters
    ----------
    x, y : numpy.ndarray of float64, shape (n,)
        Points in the source system.
    source_wkt, target_wkt : str
        The systems.

    Returns
    -------
    x, y : numpy.ndarray of float64, shape (n,)
        NaN where the target system has no place for a point.
    """
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    source, target = spatial_reference(source_wkt), spatial_reference(target_wkt)
    if source.IsSame(target) or not x.size:
        return x.copy(), y.copy()
    points = np.column_stack((x.ravel(), y.ravel()))
    with raising():
        moved = _transform(osr.CoordinateTransformation(source, target), points)
    moved[~np.isfinite(moved)] = np.nan
    return moved[:, 0].reshape(x.shape), moved[:, 1].reshape(x.shape)


def transform_lines(lines, source_wkt, target_wkt):
    """Transform lines between two coordinate systems, all at once.

    Parameters
    ----------
    lines : sequence of numpy.ndarray, shape (n, 2)
        Vertices in the source system, easting or longitude first.
    source_wkt, target_wkt : str
        The systems.

    Returns
    -------
    list of numpy.ndarray, shape (m, 2)
        One for each line; vertices for which the target system has no place are left out.
    """
    if not len(lines):
        return []
    moved = np.column_stack(transform(*np.concatenate(lines).T, source_wkt, target_wkt))
    ends = np.cumsum([len(line) for line in lines])
    return [line[np.isfinite(line).all(axis=1)] for line in np.split(moved, ends[:-1])]


def transform_box(box, source_wkt, target_wkt):
    """Return the box that holds another box after a change of coordinate system.

    The edges are followed point by point, for they become curves.

    Parameters
    ----------
    box : tuple of float
        West, south, east, north in the source system.
    source_wkt, target_wkt : str
        The systems.

    Returns
    -------
    tuple of float
        West, south, east, north in the target system.

    Raises
    ------
    LmaError
        If part of the box has no place in the target system.
    """
    west, south, east, north = box
    along, still = np.linspace(0.0, 1.0, _BOX_POINTS), np.zeros(_BOX_POINTS)
    x = west + (east - west) * np.concatenate((along, along, still, still + 1.0))
    y = south + (north - south) * np.concatenate((still, still + 1.0, along, along))
    x, y = transform(x, y, source_wkt, target_wkt)
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise LmaError("The extent reaches beyond the target coordinate system; choose a smaller extent.")
    return float(x.min()), float(y.min()), float(x.max()), float(y.max())


def _transform(transformation, points):
    """Transform an (n, 2) array; one point out of range fails a whole call, so failing parts are halved."""
    try:
        return np.array(transformation.TransformPoints(points))[:, :2]
    except RuntimeError:
        if len(points) == 1:
            return np.full((1, 2), np.nan)
        half = len(points) // 2
        return np.concatenate([_transform(transformation, points[:half]), _transform(transformation, points[half:])])


def to_geographic(x, y, wkt):
    """Return longitude and latitude (degrees, WGS 84) of points."""
    return transform(x, y, wkt, _WGS84)


def true_north(easting, northing, wkt):
    """Return the direction of true north at points, degrees clockwise from the grid's north.

    A grid azimuth minus this value is the true azimuth (the value is minus the meridian
    convergence of surveyors, who count east of true north).

    Parameters
    ----------
    easting, northing : array_like
        Metres.
    wkt : str
        Projected system; an empty one has its true north up.

    Returns
    -------
    numpy.ndarray of float64
    """
    easting, northing = np.asarray(easting, dtype=float), np.asarray(northing, dtype=float)
    if not wkt or spatial_reference(wkt).IsLocal():
        return np.zeros(easting.shape)
    longitude, latitude = to_geographic(easting, northing, wkt)
    # Step towards the equator side near a pole, where there is no farther north.
    step = np.where(latitude > 90 - 2 * _PROBE_DEG, -_PROBE_DEG, _PROBE_DEG)
    east, north = transform(longitude, latitude + step, _WGS84, wkt)
    angle = np.degrees(np.arctan2((east - easting) * np.sign(step), (north - northing) * np.sign(step)))
    return np.where(np.isfinite(angle), angle, 0.0)


def stretch(easting, northing, wkt):
    """Return how many times longer a system shows distances than they are, at one point.

    Parameters
    ----------
    easting, northing : float
        A point in the system.
    wkt : str
        Projected system in metres; for an unknown one both values are 1.

    Returns
    -------
    along_meridian, along_parallel : float
        Web Mercator gives 2 for both at 60° of latitude.
    """
    if not wkt or spatial_reference(wkt).IsLocal():
        return 1.0, 1.0
    longitude, latitude = (float(value[0]) for value in to_geographic([easting], [northing], wkt))
    towards = -_PROBE_DEG if latitude > 0 else _PROBE_DEG
    east, north = transform(
        [longitude, longitude, longitude + _PROBE_DEG], [latitude, latitude + towards, latitude], _WGS84, wkt
    )
    shown = np.hypot(east[1:] - east[0], north[1:] - north[0])
    curve = 1.0 - _WGS84_E2 * np.sin(np.radians(latitude)) ** 2
    radii = _WGS84_A * np.array([(1.0 - _WGS84_E2) / curve**1.5, np.cos(np.radians(latitude)) / np.sqrt(curve)])
    along_meridian, along_parallel = shown / (radii * np.radians(_PROBE_DEG))
    return float(along_meridian), float(along_parallel)


def _longitude_arc(longitude):
    """Return west and east of the shortest arc that holds all longitudes, east ≥ west."""
    around = np.unique(np.mod(longitude, 360.0))
    gaps = np.diff(np.append(around, around[0] + 360.0))
    widest = int(np.argmax(gaps))
    east = around[widest]
    west = around[(widest + 1) % len(around)]
    return float(west), float(east if east >= west else east + 360.0)


@functools.lru_cache(maxsize=64)
def spatial_reference(wkt):
    """Return the OSR object of a coordinate system, longitude or easting first.

    Parameters
    ----------
    wkt : str
        Well-known text, or an authority's code.

    Returns
    -------
    osgeo.osr.SpatialReference
        Shared: do not change it.

    Raises
    ------
    LmaError
        If the text names no coordinate system.
    """
    system = osr.SpatialReference()
    try:
        with raising():
            system.SetFromUserInput(wkt)
    except RuntimeError as error:
        raise LmaError("The layer has no usable coordinate system; assign one in its properties first.") from error
    system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return system


_WGS84 = "EPSG:4326"
_WGS84_A = 6378137.0
_WGS84_E2 = 0.00669437999014
