"""Picks and a reference in metres of one projection, and the way back to features."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from qgis.core import (
    NULL,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsPointXY,
    QgsWkbTypes,
)

from ..core.errors import LmaCancelled, LmaError
from ..core.picks.chron_names import parse_chron
from ..core.picks.polyline import resample
from ..core.picks.scoring import compare_at, compare_points, per_line
from ..core.picks.stretches import SPACING
from ..geo import crs as geo_crs
from .assignchrons import SOURCE_PREFIX
from .fields import DOUBLE, TEXT, number
from .isochrons import CHRON_FIELDS, find_field
from .pick_table import number_of, read_lines, text
from .tables import is_point_source
from .translation import tr

MATCH_COLUMNS = (
    ("match_share", DOUBLE),
    ("match_distance_m", DOUBLE),
    ("match_angle_deg", DOUBLE),
    ("match_chron", TEXT),
)
FAR = 50_000.0
"""A reference that lies farther than this (metres) from all picks was probably not surveyed."""


class ComparisonData:
    """What :mod:`lma_qgis.core.picks.scoring` compares.

    Distances are measured in a conformal projection centred on the picks, whatever the systems of the layers.

    Parameters
    ----------
    source, reference : qgis.core.QgsProcessingFeatureSource
        Line picks; lines or points.
    area : (QgsGeometry, QgsCoordinateReferenceSystem) or None
        Only what lies inside is compared.
    context, feedback : as in Processing
    """

    def __init__(self, source, reference, area, context, feedback):
        self.crs = source.sourceCrs()
        self._fields = source.fields()
        self._features, parts = read_lines(source, QgsCoordinateReferenceSystem(), context, feedback)
        if not any(parts):
            raise LmaError("The pick layer holds no lines; choose another one or clear its filter and selection.")
        self._rejected = {n for n, feature in enumerate(self._features) if text(feature, "status") == "rejected"}
        vertices = np.concatenate([line for lines in parts for line in lines])
        longitude, latitude = geo_crs.to_geographic(*vertices.T, self.crs.toWkt())
        self._working = geo_crs.working_crs(longitude, latitude, "EPSG:4326")
        self._area = None if area is None else self._placed(*area)
        used = [[] if number in self._rejected else lines for number, lines in enumerate(parts)]
        self._lines, self._owner = self._cut(used, self.crs)
        self._read_reference(reference, context, feedback)

    def _read_reference(self, reference, context, feedback):
        self._reference_name = reference.sourceName()
        self._reference_fields = QgsFields()
        for field in reference.fields():
            if field.name().lower() != "fid":
                self._reference_fields.append(field)
        self._chron_field = find_field(reference.fields(), "", CHRON_FIELDS)
        self.against_points = is_point_source(reference)
        crs = reference.sourceCrs()
        if not self.against_points:
            self._references, parts = read_lines(reference, QgsCoordinateReferenceSystem(), context, feedback)
            self._other_lines, self._other_owner = self._cut(parts, crs)
            self._unplaced = sum(bool(lines) for lines in parts) - len(set(self._other_owner))
            return
        points, self._references, self._other_owner = [], [], []
        for number_read, feature in enumerate(reference.getFeatures()):
            if number_read % 1024 == 0 and feedback.isCanceled():
                raise LmaCancelled
            self._references.append(feature)
            for vertex in feature.geometry().vertices():
                points.append((vertex.x(), vertex.y()))
                self._other_owner.append(number_read)
        placed = self._project(np.array(points).reshape(-1, 2), crs)
        inside = np.array([self._holds(point) for point in placed.tolist()], dtype=bool)
        self._points, self._other_owner = placed[inside], np.array(self._other_owner, dtype=int)[inside]
        self._unplaced = int((~inside).sum())

    def _placed(self, shape, crs):
        """Return a polygon in the working system."""
        polygons = []
        for polygon in shape.asGeometryCollection():
            rings = [np.array([(point.x(), point.y()) for point in ring]) for ring in polygon.asPolygon()]
            rings = [self._project(ring, crs) for ring in rings]
            polygons.append(QgsGeometry.fromPolygonXY([[QgsPointXY(*p) for p in ring.tolist()] for ring in rings]))
        # Outlines of cells touch themselves at corners: intersections with such polygons would fail.
        return QgsGeometry.unaryUnion([polygon.makeValid() for polygon in polygons])

    def _project(self, points, crs):
        return np.column_stack(geo_crs.transform(*points.T, crs.toWkt(), self._working))

    def _holds(self, point):
        if not np.isfinite(point).all():
            return False
        return self._area is None or self._area.contains(QgsPointXY(*point))

    def _cut(self, parts, crs):
        """Return projected lines inside the area, and the number of the feature of each."""
        owners = [number_read for number_read, pieces in enumerate(parts) for _ in pieces]
        pieces = [piece for lines in parts for piece in lines]
        lines, owner = [], []
        for number_read, placed in zip(owners, geo_crs.transform_lines(pieces, crs.toWkt(), self._working)):
            inside = self._inside(placed) if len(placed) > 1 else []
            lines += inside
            owner += [number_read] * len(inside)
        return lines, np.array(owner, dtype=int)

    def _inside(self, line):
        if self._area is None:
            return [line]
        shape = QgsGeometry.fromPolylineXY([QgsPointXY(*point) for point in line.tolist()]).intersection(self._area)
        pieces = [np.array([(p.x(), p.y()) for p in part.asPolyline()]) for part in _lines_of(shape)]
        return [piece for piece in pieces if len(piece) > 1]

    def compare(self, tolerances, max_azimuth, progress):
        """Return a :class:`~lma_qgis.core.picks.scoring.Comparison` at each tolerance in metres."""
        if self.against_points:
            progress(0.0)
            return [compare_points(self._lines, self._points, tolerance) for tolerance in tolerances]
        return compare_at(self._lines, self._other_lines, tolerances, max_azimuth, progress=progress)

    def support(self):
        """Return the support of each compared line, NaN where unknown."""
        return [number_of(self._features[number_read], "support") for number_read in self._owner]

    def compared(self, found):
        """Return the picks with what they match, and their fields."""
        fields = QgsFields()
        for field in self._fields:
            if field.name().lower() not in ("fid", *dict(MATCH_COLUMNS)):
                fields.append(field)
        for name, kind in MATCH_COLUMNS:
            fields.append(QgsField(name, kind))
        share, distance, angle, other = self._by_feature(found)
        kept = [self._fields.lookupField(name) for name in fields.names()[: -len(MATCH_COLUMNS)]]
        features = []
        for feature, *numbers, match in zip(self._features, share, distance, angle, other):
            found_here = [*map(number, numbers), self._chron_of(match) or NULL]
            attributes = feature.attributes()
            copy = QgsFeature(fields)
            copy.setGeometry(feature.geometry())
            copy.setAttributes(
                [attributes[index] for index in kept]
                + ([NULL] * len(MATCH_COLUMNS) if self.against_points else found_here)
            )
            features.append(copy)
        return features, fields

    def _by_feature(self, found):
        stretches = replace(found.pick_stretches, line=self._owner[found.pick_stretches.line])
        matches = found.picks
        if not self.against_points:
            known = matches.other >= 0
            other = np.full(len(known), -1)
            other[known] = self._other_owner[matches.other[known]]
            matches = replace(matches, other=other)
        self._agreement = per_line(stretches, matches, len(self._features))
        return self._agreement

    def _chron_of(self, reference):
        if reference < 0 or not self._chron_field:
            return ""
        return parse_chron(text(self._references[reference], self._chron_field))[0]

    def missed(self, found):
        """Return what of the reference no pick hits: features, fields and geometry type."""
        gone = found.reference.other < 0
        if self.against_points:
            pieces = [(self._other_owner[n], self._points[n: n + 1]) for n in np.flatnonzero(gone)]
            kind = QgsWkbTypes.Type.Point
        else:
            pieces = []
            stretches = found.reference_stretches
            for line_number in np.unique(stretches.line[gone]).tolist():
                # The stretches of a line follow each other.
                runs = gone[slice(*np.searchsorted(stretches.line, [line_number, line_number + 1]))]
                points = resample(self._other_lines[line_number], SPACING)
                edges = np.flatnonzero(np.diff(np.concatenate(([False], runs, [False])).astype(int)))
                pieces += [
                    (self._other_owner[line_number], points[first: last + 1])
                    for first, last in zip(edges[::2], edges[1::2])
                ]
            kind = QgsWkbTypes.Type.LineString
        return [self._back(owner, points) for owner, points in pieces], self._reference_fields, kind

    def _back(self, owner, points):
        x, y = geo_crs.transform(*points.T, self._working, self.crs.toWkt())
        if self.crs.isGeographic():
            # Across the date line on, not back around the world.
            x = np.unwrap(x, period=360.0)
        vertices = [QgsPointXY(*point) for point in zip(x.tolist(), y.tolist())]
        feature = QgsFeature(self._reference_fields)
        one = self.against_points
        feature.setGeometry(QgsGeometry.fromPointXY(vertices[0]) if one else QgsGeometry.fromPolylineXY(vertices))
        for field in self._reference_fields:
            feature[field.name()] = self._references[owner][field.name()]
        return feature

    def notes(self):
        """Return sentences on what was compared and what was left out; call after :meth:`compared`."""
        compared = len(set(self._owner.tolist()))
        others = len(set(self._other_owner))
        if self.against_points:
            notes = [tr("{} picks compared with {} points of “{}”.").format(compared, others, self._reference_name)]
        else:
            notes = [tr("{} picks compared with {} lines of “{}”.").format(compared, others, self._reference_name)]
        if self._rejected:
            notes.append(tr("{} rejected picks left out.").format(len(self._rejected)))
        if self._unplaced:
            notes.append(
                tr("{} features of the reference lie outside the area and are left out.").format(self._unplaced)
            )
        if self._far_share() > 0.1:
            notes.append(
                tr(
                    "{:.0%} of the reference lies more than {:g} km outside the picks' extent and lowers the "
                    "completeness; give the surveyed area."
                ).format(self._far_share(), FAR / 1000)
            )
        return [*notes, *self._chron_notes()]

    def _far_share(self):
        other = self._points if self.against_points else np.concatenate([np.zeros((0, 2)), *self._other_lines])
        own = np.concatenate([np.zeros((0, 2)), *self._lines])
        if not len(own) or not len(other):
            return 0.0
        outside = (other < own.min(axis=0) - FAR) | (other > own.max(axis=0) + FAR)
        return float(outside.any(axis=1).mean())

    def _chron_notes(self):
        """Count equal chrons; a chron that came from this very reference is no agreement."""
        if self.against_points:
            return []
        copied = agreed = differing = 0
        for feature, other in zip(self._features, self._agreement[3]):
            own, theirs = parse_chron(text(feature, "chron"))[0], self._chron_of(other)
            if not own or not theirs:
                continue
            if text(feature, "chron_source") == SOURCE_PREFIX + self._reference_name:
                copied += 1
            elif own == theirs:
                agreed += 1
            else:
                differing += 1
        notes = []
        if agreed + differing:
            notes.append(tr("Chrons: {} picks agree with the reference, {} differ.").format(agreed, differing))
        if copied:
            notes.append(
                tr("{} picks took their chron from this reference: no agreement, not counted.").format(copied)
            )
        return notes


def _lines_of(shape):
    if shape.isNull() or shape.isEmpty():
        return []
    parts = shape.asGeometryCollection()
    return [part for part in parts if part.type() == QgsWkbTypes.GeometryType.LineGeometry]
