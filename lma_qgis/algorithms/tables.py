"""Vector layers as arrays: points with columns, lines, polygons."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from qgis.core import (
    NULL,
    QgsCoordinateTransform,
    QgsFeatureRequest,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QDateTime

from ..core.errors import LmaCancelled, LmaError
from ..core.tracks.observations import Observations
from ..geo import crs as geo_crs
from .translation import tr

_POLL = 4096
TIME_SCALE_MS = 1000.0
# What Import track files calls them.
FIELD, TRACK_FIELD = "mag_res_nt", "line_id"
LEVELLED = "_lev"
# What a field of anomalies is usually called, the best first.
ANOMALY_FIELDS = (
    FIELD + LEVELLED, FIELD, "anomaly", "mag_anomaly", "mag_res", "residual", "mag", "value",
)


@dataclass(frozen=True)
class PointTable:
    """Points of a layer, one entry per vertex with a geometry.

    Parameters
    ----------
    x, y : numpy.ndarray of float64, shape (n,)
        In the layer's own coordinate system.
    columns : dict of str to numpy.ndarray
        Numbers as float64 with NaN for NULL, date-times as seconds since 1970, text as object.
    fid : numpy.ndarray of int64, shape (n,)
        Feature ids.
    wkt : str
        Coordinate system.
    """

    x: np.ndarray
    y: np.ndarray
    columns: dict
    fid: np.ndarray
    wkt: str

    def where(self, mask):
        """Return the points of a boolean mask."""
        columns = {name: values[mask] for name, values in self.columns.items()}
        return PointTable(self.x[mask], self.y[mask], columns, self.fid[mask], self.wkt)


def read_points(source, names, feedback):
    """Read points and some of their attributes; selections and filters of the source hold.

    Parameters
    ----------
    source : qgis.core.QgsProcessingFeatureSource or None
        The input.
    names : sequence of str
        Fields to read; an empty name is left out.
    feedback : qgis.core.QgsProcessingFeedback
        For Cancel.

    Returns
    -------
    PointTable

    Raises
    ------
    LmaError
        If the source is not usable, has no points or lacks a field.
    LmaCancelled
        If the user stops.
    """
    if source is None:
        raise LmaError("The point layer cannot be read; choose a valid point layer.")
    fields = source.fields()
    names = [name for name in dict.fromkeys(names) if name]
    indexes = [fields.lookupField(name) for name in names]
    for name, index in zip(names, indexes):
        if index < 0:
            raise LmaError("The point layer has no field “{}”; choose one of: {}.", name, ", ".join(fields.names()))
    request = QgsFeatureRequest().setSubsetOfAttributes(indexes)
    x, y, fid, raw = [], [], [], [[] for _ in names]
    for number, feature in enumerate(source.getFeatures(request)):
        if number % _POLL == 0 and feedback.isCanceled():
            raise LmaCancelled
        geometry = feature.geometry()
        if geometry.isNull():
            continue
        for vertex in geometry.vertices():
            x.append(vertex.x())
            y.append(vertex.y())
            fid.append(feature.id())
            for column, index in zip(raw, indexes):
                column.append(feature[index])
    if not x:
        raise LmaError("The point layer holds no points; choose another layer or clear its filter and selection.")
    columns = {
        name: _column(values, fields.at(index)) for name, values, index in zip(names, raw, indexes)
    }
    return PointTable(np.array(x), np.array(y), columns, np.array(fid, dtype=np.int64), source.sourceCrs().toWkt())


def _column(values, field):
    if field.isNumeric():
        return np.array([np.nan if value is None or value == NULL else float(value) for value in values])
    if field.isDateOrTime():
        return np.array([seconds(value) for value in values])
    return np.array(["" if value is None or value == NULL else str(value) for value in values], dtype=object)


def seconds(value):
    """Return a QDateTime as seconds since 1970, NaN for NULL."""
    if not isinstance(value, QDateTime) or not value.isValid():
        return np.nan
    return value.toMSecsSinceEpoch() / TIME_SCALE_MS


@dataclass(frozen=True)
class TrackPoints:
    """Observations in a working coordinate system, with what leads back to the layer.

    Parameters
    ----------
    observations : Observations
        In metres.
    table : PointTable
        The same points as in the layer.
    wkt : str
        Coordinate system of the observations.
    """

    observations: Observations
    table: PointTable
    wkt: str


def read_observations(source, field, track_field, feedback, wkt="", time_field="", extra=()):
    """Read the usable observations of a point layer in metres, with ``position_sd_m`` where it exists.

    Left out, and counted in the log: points without a finite value or position, and points whose
    field ``use`` is 0.

    Parameters
    ----------
    source : qgis.core.QgsProcessingFeatureSource
        The points.
    field, track_field, time_field : str
        Anomaly (nT); track name and time may be empty: all points are then one track.
    feedback : qgis.core.QgsProcessingFeedback
        For Cancel and the log.
    wkt : str
        Target coordinate system; empty: the layer's own, or a conformal one centred on the data when
        the layer is in degrees.
    extra : sequence of str
        More fields to keep in the table.

    Returns
    -------
    TrackPoints

    Raises
    ------
    LmaError
        If no usable observation is left or the target is not in metres.
    """
    use, sigma = (_known(source, name) for name in ("use", "position_sd_m"))
    table = read_points(source, [field, track_field, time_field, use, sigma, *extra], feedback)
    value = table.columns[field]
    if value.dtype == object:
        raise LmaError("The field “{}” holds text; choose a field of numbers.", field)
    valid = np.isfinite(value) & np.isfinite(table.x) & np.isfinite(table.y)
    wanted = valid & ~(table.columns[use] == 0) if use else valid
    if not wanted.any():
        raise LmaError("No point has a usable number in “{}”; choose another field or clear the filter.", field)
    feedback.pushInfo(
        tr(
            "{} of {} points used; {} without a value, {} switched off by “use”."
        ).format(int(wanted.sum()), len(value), int((~valid).sum()), int((valid & ~wanted).sum()))
    )
    table = table.where(wanted)
    target = wkt or geo_crs.working_crs(table.x, table.y, table.wkt)
    geo_crs.require_metres(target)
    if target != table.wkt:
        name = geo_crs.spatial_reference(target).GetName()
        feedback.pushInfo(tr("Coordinate system: {}, in metres.").format(name))
    easting, northing = geo_crs.transform(table.x, table.y, table.wkt, target)
    placed = np.isfinite(easting) & np.isfinite(northing)
    if not placed.all():
        feedback.pushWarning(
            tr("{} points cannot be placed in the target system and are left out.").format(int((~placed).sum()))
        )
        table, easting, northing = table.where(placed), easting[placed], northing[placed]
        if not placed.any():
            raise LmaError("No point can be placed in the target system; choose a system that covers the survey.")
    labels = table.columns[track_field] if track_field else np.zeros(len(easting))
    observations = Observations.from_labels(
        easting,
        northing,
        table.columns[field],
        labels,
        time=table.columns[time_field] if time_field else None,
        sigma=table.columns[sigma] if sigma else None,
    )
    return TrackPoints(observations, table, target)


def track_field(algorithm, parameters, context, source):
    """Return the field that names the tracks: the chosen one, or the usual one if it exists, or an empty text.

    Parameters
    ----------
    algorithm : qgis.core.QgsProcessingAlgorithm
        One with a parameter ``TRACK_FIELD``.
    parameters : dict
        Its parameters; an empty text means no field, a value left out the usual one.
    context : qgis.core.QgsProcessingContext
        The run's context.
    source : qgis.core.QgsProcessingFeatureSource or None
        The points.

    Returns
    -------
    str
    """
    name = algorithm.parameterAsString(parameters, "TRACK_FIELD", context)
    missing = source is None or source.fields().lookupField(name) < 0
    return "" if missing and parameters.get("TRACK_FIELD") is None else name


def warn_of_unlevelled(source, field, feedback):
    """Say so when a layer holds the levelled anomaly beside the one that was chosen."""
    if source is not None and source.fields().lookupField(field + LEVELLED) >= 0:
        feedback.pushWarning(
            tr("“{}” is not levelled; the layer also holds “{}”, which is.").format(field, field + LEVELLED)
        )


def _known(source, name):
    """Return the name if the source has such a field of numbers, else an empty text."""
    index = -1 if source is None else source.fields().lookupField(name)
    return name if index >= 0 and source.fields().at(index).isNumeric() else ""


def read_shapes(source, crs, context, feedback):
    """Return the geometries of a source as well-known binary in another coordinate system.

    Parameters
    ----------
    source : qgis.core.QgsProcessingFeatureSource or None
        Lines or polygons; None gives an empty list.
    crs : qgis.core.QgsCoordinateReferenceSystem
        The target.

    Returns
    -------
    list of bytes

    Raises
    ------
    LmaError
        If a geometry cannot be transformed.
    """
    if source is None:
        return []
    transform = QgsCoordinateTransform(source.sourceCrs(), crs, context.transformContext())
    shapes = []
    for feature in source.getFeatures():
        if feedback.isCanceled():
            raise LmaCancelled
        geometry = feature.geometry()
        if geometry.isNull():
            continue
        if geometry.transform(transform) != 0:
            raise LmaError("A geometry cannot be transformed to the raster's coordinate system.")
        shapes.append(bytes(geometry.asWkb()))
    return shapes


def is_point_source(source):
    """Return whether a source holds points."""
    return QgsWkbTypes.geometryType(source.wkbType()) == QgsWkbTypes.GeometryType.PointGeometry
