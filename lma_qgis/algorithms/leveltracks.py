"""Algorithm ``lma:leveltracks``: make tracks agree where they cross."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from qgis.core import (
    NULL,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProcessing,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsWkbTypes,
)

from ..core.errors import LmaError
from ..core.tracks.crossovers import MAX_INTERPOLATION
from ..core.tracks.levelling import level
from ..geo import crs as geo_crs
from ..geo.readers.numbers import dates
from . import styling, tables, track_style
from .added_columns import with_columns
from .base import LmaAlgorithm
from .fields import DOUBLE, TEXT, make_fields, number
from .translation import tr

SUFFIX = tables.LEVELLED
CROSSOVER_FIELDS = (
    ("track_1", TEXT),
    ("track_2", TEXT),
    ("value_1_nt", DOUBLE),
    ("value_2_nt", DOUBLE),
    ("error_before_nt", DOUBLE),
    ("error_after_nt", DOUBLE),
    ("angle_deg", DOUBLE),
    ("hours_apart", DOUBLE),
)
_LISTED = 12


class LevelTracks(LmaAlgorithm):
    """Fit one correction per track, and optionally a slow drift, to the disagreements at crossings."""

    ID = "leveltracks"
    NAME = "Level tracks at crossovers"
    GROUP = "tracks"
    TAGS = ("levelling", "leveling", "crossover", "tie line", "bias", "drift", "mistie")

    def initAlgorithm(self, configuration=None):
        """Declare parameters and outputs."""
        kind = QgsProcessingParameterField.DataType
        points = QgsProcessing.SourceType.TypeVectorPoint
        self.add(
            QgsProcessingParameterFeatureSource("INPUT", tr("Points along tracks"), [points]),
            tr("In the order of measurement. Points whose field “use” is 0 shape nothing but are levelled, too."),
        )
        self.add(
            QgsProcessingParameterField("FIELD", tr("Anomaly (nT)"), tables.FIELD, "INPUT", kind.Numeric),
            tr("The levelled anomaly goes into a field of the same name with “_lev” added."),
        )
        self.add(
            QgsProcessingParameterField("TRACK_FIELD", tr("Track"), tables.TRACK_FIELD, "INPUT", kind.Any),
            tr("Each track gets one correction: the line for surveys, the cruise where lines cross too seldom."),
        )
        self.add(
            QgsProcessingParameterField("TIME_FIELD", tr("Time"), None, "INPUT", kind.Any, optional=True),
            tr("Needed for a drift and for the hours between two passages."),
        )
        self.add_number(
            "DRIFT_HOURS",
            tr("Spacing of drift knots (hours)"),
            0.0,
            tr(
                "0: a constant per track. From 6: a correction linear between knots, for tracks that many others cross."
            ),
            minimum=0.0,
            advanced=True,
        )
        self.add_number(
            "MAX_INTERPOLATION",
            tr("Longest step that is interpolated (m)"),
            MAX_INTERPOLATION,
            tr("Crossings inside longer gaps of a track are not used."),
            minimum=1.0,
            advanced=True,
        )
        self.add(QgsProcessingParameterFeatureSink("OUTPUT", tr("Levelled points"), points))
        crossings = QgsProcessingParameterFeatureSink("CROSSOVERS", tr("Crossovers"), points, None, True)
        crossings.setCreateByDefault(True)
        self.add(crossings, tr("Where tracks cross, with both values and the disagreement before and after."))
        self.add_result("RMS_BEFORE", tr("RMS disagreement before (nT)"))
        self.add_result("RMS_AFTER", tr("RMS disagreement after (nT)"))

    def compute(self, parameters, context, feedback):
        """Find crossings, level, write points and crossings."""
        source = self.parameterAsSource(parameters, "INPUT", context)
        field, track_field, time_field = (
            self.parameterAsString(parameters, name, context) for name in ("FIELD", "TRACK_FIELD", "TIME_FIELD")
        )
        if not track_field:
            raise LmaError("Choose the field that names the tracks; without it nothing crosses anything.")
        known = [name for name in ("survey_id", "position_sd_m") if source and source.fields().lookupField(name) >= 0]
        tracks = tables.read_observations(source, field, track_field, feedback, extra=[*known, time_field])
        columns = tracks.table.columns
        time = _seconds(columns[time_field], time_field) if time_field else None
        obs = replace(tracks.observations, time=time, sigma=columns.get("position_sd_m"))
        levelled = level(
            obs,
            drift_hours=self.parameterAsDouble(parameters, "DRIFT_HOURS", context),
            max_interpolation=self.parameterAsDouble(parameters, "MAX_INTERPOLATION", context),
            progress=self.progress(feedback, 0.1, 0.6),
        )
        _tell(obs, levelled, columns.get("survey_id"), feedback)
        fields, features = _levelled_features(
            source, field, track_field, tracks, levelled, feedback, self.progress(feedback, 0.6, 0.95)
        )
        crossings = _crossing_features(obs, levelled, tracks.wkt, tracks.table.wkt)
        destination = self.write_layer(
            parameters, "OUTPUT", context, feedback, features, fields, source.wkbType(), source.sourceCrs()
        )
        styling.style_output(context, destination, "tracks", refine=track_style.coloured_by(field + SUFFIX))
        results = {
            "OUTPUT": destination,
            "RMS_BEFORE": levelled.rms_before if crossings else None,
            "RMS_AFTER": levelled.rms_after if crossings else None,
        }
        destination = self.write_layer(
            parameters, "CROSSOVERS", context, feedback, crossings, make_fields(CROSSOVER_FIELDS),
            QgsWkbTypes.Type.Point, source.sourceCrs(),
        )
        if destination:
            styling.style_output(context, destination, "crossovers")
            results["CROSSOVERS"] = destination
        return results


def _seconds(column, name):
    """Return times as seconds since 1970, also those written as text."""
    if column.dtype != object:
        return column
    time = dates(column.tolist())
    if not np.isfinite(time).any() and any(column):
        raise LmaError("The field “{}” holds no dates; choose a field of date and time.", name)
    return time


def _levelled_features(source, field, track_field, tracks, levelled, feedback, progress):
    """Return the fields and features of the output: every point of the input with its levelled anomaly."""
    value_of = dict(zip(tracks.table.fid.tolist(), levelled.value.tolist()))
    bias_of = dict(zip(tracks.observations.names, levelled.bias.tolist()))
    numeric = source.fields().at(source.fields().lookupField(track_field)).isNumeric()

    def levelled_value(feature):
        value = value_of.get(feature.id())
        if value is None:
            raw, track = feature[field], feature[track_field]
            known = raw is not None and raw != NULL
            label = str(float(track)) if numeric and track is not None and track != NULL else str(track)
            value = float(raw) - bias_of.get(label, 0.0) if known else None
        return (value,)

    return with_columns(source, [field + SUFFIX], levelled_value, feedback, progress)


def _crossing_features(obs, levelled, wkt, target_wkt):
    """Return one point per crossing, in the coordinate system of the input."""
    found = levelled.crossovers
    x, y = geo_crs.transform(found.easting, found.northing, wkt, target_wkt)
    hours = np.full(len(found), np.nan)
    if obs.time is not None:
        hours = np.abs(obs.time[found.index_1] - obs.time[found.index_2]) / 3600.0
    fields = make_fields(CROSSOVER_FIELDS)
    features = []
    for i in range(len(found)):
        feature = QgsFeature(fields)
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(float(x[i]), float(y[i]))))
        numbers = (
            found.value_1[i],
            found.value_2[i],
            found.error[i],
            levelled.error_after[i],
            found.angle[i],
            hours[i],
        )
        names = [obs.names[found.track_1[i]], obs.names[found.track_2[i]]]
        feature.setAttributes(names + [number(value) for value in numbers])
        features.append(feature)
    return features


def _tell(obs, levelled, surveys, feedback):
    """Report the disagreement as a whole, by survey, and the largest corrections."""
    found = levelled.crossovers
    if not len(found):
        feedback.pushWarning(tr("No two tracks cross: nothing is levelled. Check the track field, or level by cruise."))
        return
    lonely = int(np.count_nonzero(levelled.crossings == 0))
    feedback.pushInfo(
        tr(
            "{} crossings, RMS {:.1f} nT before and {:.1f} nT after; median {:.1f} and {:.1f} nT. {} of {} tracks "
            "cross no other and keep their values."
        ).format(
            len(found),
            levelled.rms_before,
            levelled.rms_after,
            np.median(np.abs(found.error)),
            np.median(np.abs(levelled.error_after)),
            lonely,
            obs.n_tracks,
        )
    )
    if surveys is not None:
        first, second = surveys[found.index_1], surveys[found.index_2]
        for survey in dict.fromkeys(surveys.tolist()):
            mine = (first == survey) | (second == survey)
            if mine.any():
                before, after = (np.sqrt(np.mean(error[mine] ** 2)) for error in (found.error, levelled.error_after))
                feedback.pushInfo(
                    tr(
                        "{}: {} crossings, RMS {:.1f} nT before, {:.1f} after."
                    ).format(survey, mine.sum(), before, after)
                )
    largest = np.argsort(-np.abs(levelled.bias))[:_LISTED]
    listed = ", ".join(f"{obs.names[track]} {levelled.bias[track]:+.1f}" for track in largest if levelled.bias[track])
    feedback.pushInfo(tr("Largest corrections subtracted (nT): {}.").format(listed))
