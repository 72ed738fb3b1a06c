"""The attribute table of line picks, and picks as arrays."""

from __future__ import annotations

import numpy as np
from qgis.core import NULL, QgsCoordinateTransform, QgsFeature, QgsFields, QgsGeometry, QgsPointXY, QgsWkbTypes

from ..core.errors import LmaCancelled, LmaError
from .fields import DATETIME, DOUBLE, INTEGER, TEXT, make_fields, number

COLUMNS = (
    ("pick_id", TEXT),
    ("kind", TEXT),
    ("score", DOUBLE),
    ("score_min", DOUBLE),
    ("support", DOUBLE),
    ("support_min", DOUBLE),
    ("evidence", DOUBLE),
    ("evidence_min", DOUBLE),
    ("n_cruises", INTEGER),
    ("n_crossings", INTEGER),
    ("track_angle_deg", DOUBLE),
    ("length_km", DOUBLE),
    ("azimuth_deg", DOUBLE),
    ("amplitude_nt", DOUBLE),
    ("position_sd_km", DOUBLE),
    ("chron", TEXT),
    ("chron_end", TEXT),
    ("chron_source", TEXT),
    ("timescale", TEXT),
    ("quality", INTEGER),
    ("status", TEXT),
    ("model", TEXT),
    ("run_id", TEXT),
    ("edited_by", TEXT),
    ("edited_at", DATETIME),
    ("reference", TEXT),
    ("comment", TEXT),
)
DIGITS = {"track_angle_deg": 1, "amplitude_nt": 1, "azimuth_deg": 2}
"""Decimals that are kept; of all other numbers three."""


def pick_fields(others=None):
    """Return the fields of line picks, followed by further fields of another table.

    Parameters
    ----------
    others : qgis.core.QgsFields, optional
        Fields that are not among ours are appended; a GeoPackage's own ``fid`` is not.

    Returns
    -------
    qgis.core.QgsFields
    """
    fields = QgsFields(make_fields(COLUMNS))
    for field in others or ():
        if fields.lookupField(field.name()) < 0 and field.name().lower() != "fid":
            fields.append(field)
    return fields


def pick_feature(fields, line, record):
    """Return a feature for one pick.

    Parameters
    ----------
    fields : qgis.core.QgsFields
        From :func:`pick_fields`.
    line : numpy.ndarray, shape (n, 2)
        In the layer's coordinate system.
    record : dict
        Attribute values; what is absent, None or NaN becomes NULL.

    Returns
    -------
    qgis.core.QgsFeature
    """
    feature = QgsFeature(fields)
    feature.setGeometry(QgsGeometry.fromPolylineXY([QgsPointXY(x, y) for x, y in line.tolist()]))
    kinds = dict(COLUMNS)
    for name, value in record.items():
        if isinstance(value, str):
            feature[name] = value or NULL
        else:
            feature[name] = _stored(number(value), kinds[name], DIGITS.get(name, 3))
    return feature


def _stored(value, kind, digits):
    """Return a number as it is written: sixteen digits would only hide the two that mean something."""
    if value == NULL:
        return NULL
    return int(value) if kind == INTEGER else round(value, digits)


def parts_of(geometry):
    """Return the lines of a geometry, polygons' outlines too, as arrays of shape (n, 2)."""
    if geometry.isNull() or geometry.isEmpty():
        return []
    flat = geometry.coerceToType(QgsWkbTypes.Type.MultiLineString)
    lines = [part for piece in flat for part in piece.asMultiPolyline()]
    return [np.array([(point.x(), point.y()) for point in line]) for line in lines if len(line) > 1]


def read_lines(source, crs, context, feedback):
    """Read line features and their vertices in another coordinate system.

    Parameters
    ----------
    source : qgis.core.QgsProcessingFeatureSource or None
        None gives empty lists.
    crs : qgis.core.QgsCoordinateReferenceSystem
        The target; an invalid one leaves coordinates as they are.
    context, feedback : as in Processing

    Returns
    -------
    features : list of qgis.core.QgsFeature
        Geometry transformed.
    parts : list of list of numpy.ndarray, shape (n, 2)
        The lines of each feature; an empty list where there is no geometry.

    Raises
    ------
    LmaError
        If a geometry has no place in the target system.
    LmaCancelled
        If the user stops.
    """
    features, parts = [], []
    if source is None:
        return features, parts
    transform = QgsCoordinateTransform(source.sourceCrs(), crs, context.transformContext())
    for feature in source.getFeatures():
        if feedback.isCanceled():
            raise LmaCancelled
        geometry = feature.geometry()
        movable = transform.isValid() and not transform.isShortCircuited() and not geometry.isNull()
        if movable and geometry.transform(transform) != 0:
            raise LmaError(
                "A line of “{}” cannot be transformed to {}; check the coordinate system of the layer.",
                source.sourceName(), crs.userFriendlyIdentifier(),
            )
        feature.setGeometry(geometry)
        features.append(feature)
        parts.append(parts_of(geometry))
    return features, parts


def text(feature, name):
    """Return an attribute as text, empty for NULL and for a missing field."""
    index = feature.fields().lookupField(name)
    value = feature[index] if index >= 0 else None
    return "" if value is None or value == NULL else str(value)


def number_of(feature, name):
    """Return an attribute as a number, NaN for NULL, for a missing field and for text that is none."""
    try:
        return float(text(feature, name))
    except ValueError:
        return np.nan
