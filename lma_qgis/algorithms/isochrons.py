"""Isochrons, lineations and published picks of any layout as identified references."""

from __future__ import annotations

import numpy as np
from qgis.core import NULL, QgsWkbTypes

from ..core.errors import LmaCancelled, LmaError
from ..core.picks.chron_names import chron_of_age, parse_chron
from ..core.picks.chrons import Reference
from ..geo import crs as geo_crs

CHRON_FIELDS = ("chron", "nchron", "anomaly", "chron_name", "boundary", "age_ma", "fromage", "geek2007", "age")
END_FIELDS = ("chron_end", "anomaly_end", "anomalyend", "end")


def find_field(fields, wanted, candidates):
    """Return the wanted field, or the first of the usual names that the layer has, or an empty string.

    Parameters
    ----------
    fields : qgis.core.QgsFields
        Of the layer.
    wanted : str
        The user's choice, may be empty.
    candidates : sequence of str
        Usual names, best first, lower case.
    """
    if wanted:
        return wanted
    present = {name.lower()[:10]: name for name in reversed(fields.names())}
    return next((present[name[:10]] for name in candidates if name[:10] in present), "")


def read_references(source, chron_field, end_field, scale, wkt, feedback):
    """Read identified lines or points in a working coordinate system.

    Parameters
    ----------
    source : qgis.core.QgsProcessingFeatureSource
        Lines or points.
    chron_field, end_field : str
        Field with chron names, anomaly numbers or ages (Ma); field with the end, may be empty.
    scale : TimeScale
        Turns ages into chrons.
    wkt : str
        Working coordinate system, metres.
    feedback : qgis.core.QgsProcessingFeedback
        For Cancel.

    Returns
    -------
    references : list of Reference
    by_age : bool
        Whether the field holds ages.

    Raises
    ------
    LmaError
        If a field is missing or no feature names a chron.
    """
    index = source.fields().lookupField(chron_field)
    if index < 0:
        if not chron_field:
            raise LmaError("No field of the isochron layer looks like chrons or ages; choose it in “Chron field”.")
        raise LmaError(
            "The isochron layer has no field “{}”; choose the field with the chron names or ages.", chron_field
        )
    end_index = source.fields().lookupField(end_field) if end_field else -1
    by_age = _holds_ages(source.fields().at(index))
    labels, parts = [], []
    for number, feature in enumerate(source.getFeatures()):
        if number % 1024 == 0 and feedback.isCanceled():
            raise LmaCancelled
        chron, end = _label(feature[index], by_age, scale)
        if not chron or not feature.hasGeometry():
            continue
        if end_index >= 0:
            end = _end(feature[end_index]) or end
        for part in vertices(feature.geometry()):
            labels.append((chron, end))
            parts.append(part)
    if not parts:
        raise LmaError("No feature names a chron in “{}”; choose another field.", chron_field)
    placed = geo_crs.transform_lines(parts, source.sourceCrs().toWkt(), wkt)
    # A point needs one vertex in the working system, a line two.
    known = [len(line) >= min(len(part), 2) for line, part in zip(placed, parts)]
    return [Reference(*label, line) for label, line, good in zip(labels, placed, known) if good], by_age


def _holds_ages(field):
    """Numbers with decimals are ages; whole numbers are the anomaly numbers of old tables."""
    return field.isNumeric() and "int" not in field.typeName().lower()


def _label(value, by_age, scale):
    if value is None or value == NULL:
        return "", ""
    if by_age:
        return chron_of_age(float(value), scale.names, scale.young_ma, scale.old_ma, scale.sign > 0)
    return parse_chron(value)


def _end(value):
    letter = "" if value is None or value == NULL else str(value).strip().lower()[:1]
    return letter if letter in ("y", "o", "c") else ""


def vertices(geometry):
    """Return the vertices of each part of a line or point geometry, arrays of shape (n, 2)."""
    if geometry.type() == QgsWkbTypes.GeometryType.PointGeometry:
        return [np.array([[vertex.x(), vertex.y()]]) for vertex in geometry.vertices()]
    return [
        np.array([[vertex.x(), vertex.y()] for vertex in part.vertices()])
        for part in geometry.constParts()
        if part.length() > 0
    ]
