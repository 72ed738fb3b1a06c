"""Algorithm ``lma:wiggles``: anomalies drawn across their tracks."""

from __future__ import annotations

import struct

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsWkbTypes,
)

from ..core.errors import LmaError
from ..core.tracks.wiggle import wiggles
from ..geo import crs as geo_crs
from . import preselection, styling, tables
from .base import LmaAlgorithm
from .fields import DOUBLE, TEXT, make_fields
from .translation import tr

_LINE_WKB, _POLYGON_WKB = 2, 3


class Wiggles(LmaAlgorithm):
    """Curves to the side of the tracks, positive anomalies filled."""

    ID = "wiggles"
    NAME = "Draw wiggles"
    GROUP = "tracks"
    TAGS = ("wiggle", "profile", "track", "plot", "map")

    def initAlgorithm(self, configuration=None):
        """Declare parameters and outputs."""
        self.add(
            QgsProcessingParameterFeatureSource(
                "INPUT", tr("Points along tracks"), [QgsProcessing.SourceType.TypeVectorPoint]
            ),
            tr("In the order of measurement. Points whose field “use” is 0 are left out."),
        )
        self.add(
            preselection.anomaly_field(),
            tr("Zero lies on the track."),
        )
        self.add(
            preselection.track_field(),
            tr("Curves end where it changes; they always end at gaps and turns."),
        )
        self.add_number(
            "SCALE",
            tr("Scale (nT per km)"),
            20.0,
            tr("Choose it so that the largest anomalies reach about as far as the next track."),
            minimum=1e-6,
        )
        self.add_number(
            "AZIMUTH",
            tr("Direction of positive anomalies (degrees true)"),
            None,
            tr("Left empty: at right angles to the track, to the east (to the north for tracks that run east-west)."),
            minimum=-360.0,
            maximum=360.0,
            optional=True,
        )
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("Positive wiggles"), QgsProcessing.SourceType.TypeVectorPolygon
            )
        )
        lines = QgsProcessingParameterFeatureSink(
            "LINES", tr("Wiggle lines"), QgsProcessing.SourceType.TypeVectorLine, None, True
        )
        lines.setCreateByDefault(True)
        self.add(lines, tr("The curves themselves."))

    def compute(self, parameters, context, feedback):
        """Read, draw, write."""
        progress = self.progress(feedback)
        source = self.parameterAsSource(parameters, "INPUT", context)
        field = self.parameterAsString(parameters, "FIELD", context)
        tables.warn_of_unlevelled(source, field, feedback)
        track_field = tables.track_field(self, parameters, context, source)
        tracks = tables.read_observations(source, field, track_field, feedback)
        progress(0.4)
        scale = self.parameterAsDouble(parameters, "SCALE", context)
        if not scale > 0:
            raise LmaError("The scale must be larger than 0 nT per km.")
        azimuth = None
        if parameters.get("AZIMUTH") is not None:
            azimuth = self.parameterAsDouble(parameters, "AZIMUTH", context) + _grid_turn(tracks)
        drawn = wiggles(tracks.observations, scale, azimuth)
        progress(0.7)
        names = tracks.observations.names
        crs = QgsCoordinateReferenceSystem.fromWkt(tracks.wkt)
        area_fields = make_fields((("track", TEXT), ("peak_nt", DOUBLE)))
        areas = [
            _feature(area_fields, _POLYGON_WKB, ring, [names[track], peak])
            for ring, track, peak in zip(drawn.areas, drawn.area_tracks, drawn.peaks)
        ]
        line_fields = make_fields((("track", TEXT),))
        curves = [
            _feature(line_fields, _LINE_WKB, curve, [names[track]])
            for curve, track in zip(drawn.curves, drawn.curve_tracks)
        ]
        progress(0.9)
        results = {}
        for name, fields, kind, features, style in (
            ("OUTPUT", area_fields, QgsWkbTypes.Type.Polygon, areas, "wiggles"),
            ("LINES", line_fields, QgsWkbTypes.Type.LineString, curves, "wiggle_lines"),
        ):
            destination = self.write_layer(parameters, name, context, feedback, features, fields, kind, crs)
            if destination:
                styling.style_output(context, destination, style)
                results[name] = destination
        return results


def _grid_turn(tracks):
    """Return the direction of true north at the middle of the survey, degrees from the grid's north."""
    obs = tracks.observations
    middle = np.median(obs.easting), np.median(obs.northing)
    return float(geo_crs.true_north([middle[0]], [middle[1]], tracks.wkt)[0])


def _feature(fields, kind, points, attributes):
    """Return a feature from an array of points, by way of well-known binary."""
    rings = struct.pack("<I", 1) if kind == _POLYGON_WKB else b""
    head = struct.pack("<BI", 1, kind) + rings + struct.pack("<I", len(points))
    geometry = QgsGeometry()
    geometry.fromWkb(head + np.ascontiguousarray(points, dtype="<f8").tobytes())
    feature = QgsFeature(fields)
    feature.setGeometry(geometry)
    feature.setAttributes(attributes)
    return feature
