"""Algorithm ``lma:assignchrons``: propose chrons from identified lines or points."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from qgis.core import (
    NULL,
    QgsFeature,
    QgsField,
    QgsProcessing,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
)
from qgis.PyQt.QtXml import QDomDocument

from ..core.errors import LmaCancelled, LmaError
from ..core.picks.chron_names import chron_age
from ..core.picks.chron_order import out_of_order
from ..core.picks.chrons import POSITION_ERROR_M, propose
from ..core.picks.polyline import length
from ..geo import crs as geo_crs
from ..geo import timescales
from . import isochrons
from .base import LmaAlgorithm
from .fields import DOUBLE, TEXT
from .pick_table import number_of, text
from .styling import style_output
from .translation import tr

_LARGEST_SPAN_M = 4_000_000.0
SOURCE_PREFIX = "assignchrons: "
_ADDED = {
    "chron": TEXT,
    "chron_end": TEXT,
    "chron_source": TEXT,
    "timescale": TEXT,
    "chron_distance_km": DOUBLE,
    "chron_runner_up": TEXT,
    "chron_runner_up_km": DOUBLE,
}


class AssignChrons(LmaAlgorithm):
    """Propose chron and end of each pick; never overwrite what a person entered."""

    ID = "assignchrons"
    NAME = "Assign chrons"
    GROUP = "picks"
    TAGS = ("chron", "isochron", "age", "polarity", "identification", "timescale")
    DISTINCT = ("INPUT", "ISOCHRONS")

    def initAlgorithm(self, configuration=None):
        """Declare parameters and outputs."""
        kind = QgsProcessing.SourceType
        self.add(
            QgsProcessingParameterFeatureSource("INPUT", tr("Picks"), [kind.TypeVectorLine]),
            tr("Lineation picks; fields that are missing are added."),
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                "ISOCHRONS", tr("Isochrons, lineations or published picks"), [kind.TypeVectorLine, kind.TypeVectorPoint]
            ),
            tr("Identified lines or points in any coordinate system."),
        )
        self.add(
            QgsProcessingParameterField("CHRON_FIELD", tr("Chron field"), "", "ISOCHRONS", optional=True),
            tr("Chron names (C5n.2n), anomaly numbers (5) or ages in Ma (decimal numbers). Empty: found by name."),
        )
        self.add_number(
            "MAX_DISTANCE",
            tr("Largest distance (m)"),
            10_000.0,
            tr("Of a pick from an isochron; authors of the same isochron differ by some kilometres."),
            minimum=1.0,
        )
        self.add_number(
            "MAX_AZIMUTH",
            tr("Largest angle between pick and line (degrees)"),
            25.0,
            tr("Lines only; points have no direction."),
            minimum=0.0,
            maximum=90.0,
        )
        self._add_advanced(kind)
        self.add(QgsProcessingParameterFeatureSink("OUTPUT", tr("Picks with chrons"), kind.TypeVectorLine))
        self.add_result("ASSIGNED", tr("Picks that got a chron"))
        self.add_result("AMBIGUOUS", tr("Picks left empty because the chron is not clear"))

    def _add_advanced(self, kind):
        self.add(
            QgsProcessingParameterField("END_FIELD", tr("End field"), "", "ISOCHRONS", optional=True),
            tr("Young (y) or old (o) end or centre (c). Empty: found by name, or read from names such as C13ny."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterEnum(
                "TIMESCALE", tr("Time scale of the isochron ages"), options=list(timescales.LABELS),
                defaultValue="gee_kent_2007", usesStaticStrings=True,
            ),
            tr("Turns ages into chrons, and chrons into ages to check their order."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFeatureSource("AXIS", tr("Spreading axis"), [kind.TypeVectorLine], optional=True),
            tr("With it, ages must grow away from the axis; else only picks older than both neighbours are doubted."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterEnum(
                "CREST", tr("Crust under a crest"), options=["unknown", "normal", "reversed"],
                defaultValue="unknown", usesStaticStrings=True,
            ),
            tr("As the review dock states it; then crests get only chrons of this polarity, troughs the others."),
            advanced=True,
        )
        self.add_number(
            "POSITION_ERROR", tr("Position error (m)"), POSITION_ERROR_M, minimum=0.0, advanced=True,
            help_text=tr(
                "Of isochron and pick, combined with position_sd_km of the pick; "
                "a second chron less than this farther away makes the pick ambiguous."
            ),
        )

    def prepare(self, parameters, context, feedback):
        """Remember how the picks look, with the notes of their run, for the output."""
        layer = self.parameterAsVectorLayer(parameters, "INPUT", context)
        self._look = None
        if layer is not None and layer.renderer() is not None and layer.renderer().type() != "singleSymbol":
            self._look = QDomDocument("qgis")
            layer.exportNamedStyle(self._look)

    def _restyle(self, layer):
        if self._look is not None:
            layer.importNamedStyle(self._look)

    def compute(self, parameters, context, feedback):
        """Propose, check the order of ages, write."""
        source = self.parameterAsSource(parameters, "INPUT", context)
        isochron_source = self.parameterAsSource(parameters, "ISOCHRONS", context)
        if source is None or isochron_source is None:
            raise LmaError("The picks or the isochrons cannot be read; choose valid layers.")
        scale_name = self.parameterAsString(parameters, "TIMESCALE", context)
        scale = timescales.load(scale_name)
        features, lines, wkt = _read_picks(source, feedback)
        _warn_of_distortion(lines, feedback)
        fields = isochron_source.fields()
        chron_field = isochrons.find_field(
            fields, self.parameterAsString(parameters, "CHRON_FIELD", context), isochrons.CHRON_FIELDS
        )
        end_field = isochrons.find_field(
            fields, self.parameterAsString(parameters, "END_FIELD", context), isochrons.END_FIELDS
        )
        references, by_age = isochrons.read_references(isochron_source, chron_field, end_field, scale, wkt, feedback)
        feedback.pushInfo(tr("{} identified lines or points, chrons from “{}”.").format(len(references), chron_field))
        error = self.parameterAsDouble(parameters, "POSITION_ERROR", context)
        proposals = propose(
            lines,
            references,
            max_distance=self.parameterAsDouble(parameters, "MAX_DISTANCE", context),
            max_azimuth=self.parameterAsDouble(parameters, "MAX_AZIMUTH", context),
            error=np.hypot(error, [_spread(feature) for feature in features]),
            polarity=_polarity(features, self.parameterAsString(parameters, "CREST", context)),
            progress=self.progress(feedback, 0.1, 0.8),
        )
        kept = [is_decided(feature) for feature in features]
        axis = self._axis(parameters, context, wkt)
        proposals = _check_order(features, lines, proposals, kept, axis, scale, error, feedback)
        origin = SOURCE_PREFIX + isochron_source.sourceName()
        out_fields = _fields(source.fields())
        results = [
            _with_proposal(feature, out_fields, None if decided else proposal, origin, scale_name if by_age else "")
            for feature, proposal, decided in zip(features, proposals, kept)
        ]
        destination = self.write_layer(
            parameters, "OUTPUT", context, feedback, results, out_fields, source.wkbType(), source.sourceCrs()
        )
        style_output(context, destination, "picks", embed=True, refine=self._restyle)
        reasons = [proposal.reason for proposal, decided in zip(proposals, kept) if not decided]
        assigned = reasons.count("assigned")
        ambiguous = reasons.count("ambiguous") + reasons.count("age order")
        feedback.pushInfo(
            tr(
                "{} picks identified, {} ambiguous, {} without an isochron near, {} left as a person decided."
            ).format(assigned, ambiguous, reasons.count("none"), sum(kept))
        )
        return {"OUTPUT": destination, "ASSIGNED": assigned, "AMBIGUOUS": ambiguous}

    def _axis(self, parameters, context, wkt):
        source = self.parameterAsSource(parameters, "AXIS", context)
        if source is None:
            return []
        parts = [part for feature in source.getFeatures() for part in isochrons.vertices(feature.geometry())]
        placed = geo_crs.transform_lines(parts, source.sourceCrs().toWkt(), wkt)
        return [line for line in placed if len(line) > 1]


def is_decided(feature):
    """Return whether a person chose the chron of a pick, cleared it or rejected the pick.

    Parameters
    ----------
    feature : qgis.core.QgsFeature
        A pick; missing fields count as empty.

    Returns
    -------
    bool
    """
    status, chron, origin = (text(feature, name) for name in ("status", "chron", "chron_source"))
    by_machine = origin.startswith(SOURCE_PREFIX)
    if status == "rejected" or (origin and not by_machine):
        return True
    return bool(chron) and (not by_machine or status in ("accepted", "edited"))


def _polarity(features, crest):
    """Return the polarity of the crust under each pick, 0 where it is unknown."""
    sign = {"normal": 1, "reversed": -1}.get(crest, 0)
    return [{"crest": sign, "trough": -sign}.get(text(feature, "kind"), 0) for feature in features]


def _spread(feature):
    """Return the position's standard deviation of a pick, metres, 0 where it is unknown."""
    return 1000.0 * float(np.nan_to_num(number_of(feature, "position_sd_km")))


def _read_picks(source, feedback):
    """Return features, the longest part of each in metres, and the working coordinate system."""
    features, parts = [], []
    for feature in source.getFeatures():
        if feedback.isCanceled():
            raise LmaCancelled
        own = isochrons.vertices(feature.geometry()) if feature.hasGeometry() else []
        if own:
            features.append(feature)
            parts.append(max(own, key=length))
    if not parts:
        raise LmaError("The pick layer holds no lines; choose a layer with picks or clear its filter and selection.")
    joined = np.concatenate(parts)
    wkt = source.sourceCrs().toWkt()
    longitude, latitude = geo_crs.to_geographic(joined[:, 0], joined[:, 1], wkt)
    working = geo_crs.working_crs(longitude, latitude, "EPSG:4326")
    lines = geo_crs.transform_lines(parts, wkt, working)
    placed = [len(line) > 1 for line in lines]
    return (
        [feature for feature, good in zip(features, placed) if good],
        [line for line, good in zip(lines, placed) if good],
        working,
    )


def _warn_of_distortion(lines, feedback):
    span = float(np.hypot(*np.ptp(np.concatenate(lines), axis=0)))
    if span > _LARGEST_SPAN_M:
        feedback.pushWarning(
            tr(
                "The picks span {:.0f} km: no flat map keeps such distances; run one region after another."
            ).format(span / 1000)
        )


def _check_order(features, lines, proposals, kept, axis, scale, error, feedback):
    """Withhold proposals that contradict the order of ages."""
    table = (scale.names, scale.young_ma, scale.old_ma)
    chosen = [
        (text(feature, "chron"), text(feature, "chron_end")) if decided else (proposal.chron, proposal.end)
        for feature, proposal, decided in zip(features, proposals, kept)
    ]
    age = [chron_age(chron, end, *table) for chron, end in chosen]
    doubt = [-1.0 if decided else proposal.distance for proposal, decided in zip(proposals, kept)]
    named = out_of_order(lines, age, np.nan_to_num(doubt), axis=axis, error=error)
    checked = []
    for feature, proposal, decided, wrong in zip(features, proposals, kept, named):
        if wrong and decided:
            feedback.pushWarning(
                tr("Pick {}: the chron a person gave contradicts its neighbours' ages.").format(feature.id())
            )
        elif wrong:
            name = proposal.chron + proposal.end
            proposal = replace(proposal, chron="", end="", runner_up=f"{name} (age order)", reason="age order")
        checked.append(proposal)
    return checked


def _fields(fields):
    for name, kind in _ADDED.items():
        if fields.lookupField(name) < 0:
            fields.append(QgsField(name, kind))
    return fields


def _with_proposal(feature, fields, proposal, origin, scale_name):
    """Return the pick with the output's fields; its own values stay where there is no proposal."""
    result = QgsFeature(fields)
    result.setGeometry(feature.geometry())
    for name in feature.fields().names():
        result[name] = feature[name]
    if proposal is None:
        return result
    found = proposal.reason == "assigned"
    near = np.isfinite(proposal.distance)
    result["chron"] = proposal.chron or NULL
    result["chron_end"] = proposal.end or NULL
    result["chron_source"] = origin + ("" if found else f" ({proposal.reason})") if near else NULL
    result["timescale"] = scale_name if found and scale_name else NULL
    result["chron_distance_km"] = proposal.distance / 1000.0 if near else NULL
    result["chron_runner_up"] = proposal.runner_up or NULL
    second = proposal.runner_up_distance
    result["chron_runner_up_km"] = second / 1000.0 if np.isfinite(second) else NULL
    return result
