"""Algorithm ``lma:exportpicks``: picks in the formats of the plate-tectonic community."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsExpression,
    QgsFeatureRequest,
    QgsProcessing,
    QgsProcessingParameterEnum,
    QgsProcessingParameterExpression,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFileDestination,
    QgsProcessingUtils,
    QgsSpatialIndex,
)

from ..core.errors import LmaError
from ..core.picks.chron_names import chron_age
from ..core.picks.track_extrema import find_extrema
from ..geo import crs as geo_crs
from ..geo import exchange, timescales
from .assignchrons import SOURCE_PREFIX
from .base import LmaAlgorithm
from .pick_table import number_of, read_lines, text
from .track_points import read_runs, value_field
from .translation import sentence, tr

FORMATS = {"gsfml": ".gmt", "gplates": ".shp"}
REVIEWED = ("accepted", "edited")
GSFML_SCALE = "gee_kent_2007"


class ExportPicks(LmaAlgorithm):
    """Write reviewed picks as GSFML points or GPlates lines."""

    ID = "exportpicks"
    NAME = "Export picks"
    GROUP = "picks"
    TAGS = ("GSFML", "GPlates", "GMT", "shapefile", "publish", "exchange")

    def initAlgorithm(self, configuration=None):
        """Declare parameters and outputs."""
        kind = QgsProcessing.SourceType
        self.add(QgsProcessingParameterFeatureSource("INPUT", tr("Picks"), [kind.TypeVectorLine]))
        self.add(
            QgsProcessingParameterEnum(
                "FORMAT", tr("Format"), list(FORMATS), defaultValue="gsfml", usesStaticStrings=True
            ),
            tr("gsfml: points where tracks show the anomaly (.gmt). gplates: lines (.shp)."),
        )
        self.add(
            QgsProcessingParameterFeatureSource("TRACKS", tr("Track points"), [kind.TypeVectorPoint], optional=True),
            tr("Needed for gsfml: a point is written only where a track itself shows the crest or trough."),
        )
        self.add(
            QgsProcessingParameterExpression("PLATE_ID", tr("Plate id"), None, "INPUT", optional=True),
            tr("Number, field or expression for PLATEID1 of GPlates. Plates below win where they cover a pick."),
        )
        self.add(
            QgsProcessingParameterEnum(
                "TIMESCALE", tr("Time scale"), list(timescales.LABELS), defaultValue=timescales.DEFAULT,
                usesStaticStrings=True,
            ),
            tr("For the ages of GPlates. GSFML files always carry Gee & Kent (2007)."),
        )
        self._add_advanced(kind)
        self.add(
            QgsProcessingParameterFileDestination(
                "OUTPUT", tr("File"), tr("GSFML points (*.gmt);;GPlates lines (*.shp)")
            )
        )
        self.add_result("COUNT", tr("Points or lines written"))
        self.add_result("OMITTED", tr("Picks left out"))

    def _add_advanced(self, kind):
        self.add(
            QgsProcessingParameterField("FIELD", tr("Anomaly of the tracks"), None, "TRACKS", optional=True),
            tr("Empty: the usual names, levelled values first."),
            advanced=True,
        )
        self.add_number(
            "TOLERANCE", tr("Farthest extremum (m)"), 5000.0, minimum=1.0, advanced=True,
            help_text=tr("A track's crest or trough may lie this far from the line to count as the same."),
        )
        self.add(
            QgsProcessingParameterFeatureSource("PLATES", tr("Plates"), [kind.TypeVectorPolygon], optional=True),
            tr("Polygons whose field gives the plate id of the picks in them."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterField("PLATE_FIELD", tr("Plate id of the polygons"), None, "PLATES", optional=True),
            tr("Empty: PLATEID1."),
            advanced=True,
        )

    def checkParameterValues(self, parameters, context):
        """Refuse a file name of another format."""
        accepted, message = super().checkParameterValues(parameters, context)
        if accepted:
            try:
                self._target(parameters, context)
            except LmaError as error:
                return False, sentence(error)
        return accepted, message

    def _target(self, parameters, context):
        """Return the file to be written; a temporary one gets the extension of the format."""
        suffix = FORMATS[self.parameterAsEnumString(parameters, "FORMAT", context)]
        path = Path(self.parameterAsFileOutput(parameters, "OUTPUT", context))
        if Path(QgsProcessingUtils.tempFolder()) in path.parents:
            return path.with_suffix(suffix)
        if path.suffix.lower() != suffix:
            raise LmaError("The format needs a file that ends with {}; rename {}.", suffix, path.name)
        if not path.parent.is_dir():
            raise LmaError("The folder {} does not exist; create it or choose another one.", path.parent)
        return path

    def compute(self, parameters, context, feedback):
        """Collect what may be published and write it."""
        path = self._target(parameters, context)
        source = self.parameterAsSource(parameters, "INPUT", context)
        features, parts = read_lines(source, QgsCoordinateReferenceSystem(), context, feedback)
        if source is None or not any(parts):
            raise LmaError("The pick layer holds no lines; choose another one or clear its filter and selection.")
        wkt = source.sourceCrs().toWkt()
        gsfml = self.parameterAsEnumString(parameters, "FORMAT", context) == "gsfml"
        collect = self._points if gsfml else self._lineations
        records, omitted = collect(parameters, context, feedback, source, features, parts, wkt)
        for reason, count in omitted.items():
            if count:
                feedback.pushInfo(tr("{} picks left out: {}.").format(count, reason))
        self.progress(feedback)(0.95)
        (exchange.write_gsfml if gsfml else exchange.write_gplates)(path, records)
        written = tr("{} points written to {}.") if gsfml else tr("{} lines written to {}.")
        feedback.pushInfo(written.format(len(records), path))
        if not records:
            feedback.pushWarning(
                tr("The file is empty. GSFML takes picks that “Review picks” accepted or edited and that have a chron.")
                if gsfml
                else tr("The file is empty: all picks are rejected.")
            )
        return {"OUTPUT": str(path), "COUNT": len(records), "OMITTED": sum(omitted.values())}

    def _points(self, parameters, context, feedback, source, features, parts, wkt):
        """Return GSFML points of reviewed picks with a chron, and why others are left out."""
        tracks = self.parameterAsSource(parameters, "TRACKS", context)
        if tracks is None:
            raise LmaError("GSFML points are written only where a track shows the anomaly; choose “Track points”.")
        if source.fields().lookupField("status") < 0:
            raise LmaError("The picks have no field “status”; review a result of “Extract picks” first.")
        reviewed = [text(f, "status") in REVIEWED and bool(lines) for f, lines in zip(features, parts)]
        named = [use and bool(text(f, "chron")) for f, use in zip(features, reviewed)]
        chosen = [number for number, use in enumerate(named) if use]
        omitted = {
            tr("neither accepted nor edited"): len(features) - sum(reviewed),
            tr("reviewed but without a chron"): sum(reviewed) - len(chosen),
        }
        owner = [number for number in chosen for _ in parts[number]]
        lines = [line for number in chosen for line in parts[number]]
        if not lines:
            return [], omitted
        working = geo_crs.working_crs(*geo_crs.to_geographic(*np.concatenate(lines).T, wkt), "EPSG:4326")
        runs = read_runs(
            tracks, working, feedback, value_field(tracks, self.parameterAsString(parameters, "FIELD", context))
        )
        extrema = find_extrema(
            [np.column_stack(geo_crs.transform(*line.T, wkt, working)) for line in lines],
            [text(features[number], "kind") for number in owner],
            runs.position, runs.value, runs.run, runs.survey,
            tolerance=self.parameterAsDouble(parameters, "TOLERANCE", context),
            progress=self.progress(feedback, 0.1, 0.9),
        )
        shown = {owner[number] for number in extrema.pick.tolist()}
        omitted[tr("no track shows them within the tolerance")] = len(chosen) - len(shown)
        longitude, latitude = geo_crs.to_geographic(extrema.easting, extrema.northing, working)
        scale = timescales.load(GSFML_SCALE)
        points = []
        for place, number in enumerate(extrema.pick.tolist()):
            code = int(extrema.survey[place])
            cruise = runs.names[code] if code >= 0 else ""
            values = _gsfml_values(features[owner[number]], cruise, float(extrema.offset[place]), scale)
            points.append((longitude[place], latitude[place], values))
        return points, omitted

    def _lineations(self, parameters, context, feedback, source, features, parts, wkt):
        """Return GPlates lines of all picks that are not rejected, and why others are left out."""
        scale_name = self.parameterAsEnumString(parameters, "TIMESCALE", context)
        scale = timescales.load(scale_name)
        plate_of = self._plates(parameters, context, source)
        records, rejected = [], 0
        for feature, lines in zip(features, parts):
            if text(feature, "status") == "rejected":
                rejected += 1
            elif lines:
                placed = [np.column_stack(geo_crs.to_geographic(*line.T, wkt)) for line in lines]
                records.append((placed, _gplates_values(feature, plate_of(feature), scale, scale_name)))
            if feedback.isCanceled():
                self.progress(feedback)(0.5)
        undated = sum(values["FROMAGE"] == exchange.DISTANT_PAST for _, values in records)
        if undated:
            feedback.pushInfo(tr("{} lines have no chron of the time scale; they show at all ages.").format(undated))
        return records, {"rejected": rejected}

    def _plates(self, parameters, context, source):
        """Return a function that gives the plate id of a feature, None where unknown."""
        expression = QgsExpression(self.parameterAsString(parameters, "PLATE_ID", context))
        scope = self.createExpressionContext(parameters, context, source)
        if expression.expression() and (expression.hasParserError() or not expression.prepare(scope)):
            reason = expression.parserErrorString() or expression.evalErrorString()
            raise LmaError("The plate id cannot be computed: {}; correct the expression.", reason.strip())
        inside = self._plate_polygons(parameters, context, source)

        def plate_of(feature):
            value = inside(feature)
            if value is None and expression.expression():
                scope.setFeature(feature)
                value = expression.evaluate(scope)
            return _whole(value)

        return plate_of

    def _plate_polygons(self, parameters, context, source):
        """Return a function that gives the value of the polygon under a pick, None outside all."""
        plates = self.parameterAsSource(parameters, "PLATES", context)
        if plates is None:
            return lambda feature: None
        name = self.parameterAsString(parameters, "PLATE_FIELD", context) or "PLATEID1"
        if plates.fields().lookupField(name) < 0:
            raise LmaError("The plates have no field “{}”; choose the field with the plate id.", name)
        request = QgsFeatureRequest().setDestinationCrs(source.sourceCrs(), context.transformContext())
        polygons = {feature.id(): feature for feature in plates.getFeatures(request)}
        index = QgsSpatialIndex()
        index.addFeatures(list(polygons.values()))

        def under(feature):
            middle = feature.geometry().interpolate(feature.geometry().length() / 2)
            for number in index.intersects(middle.boundingBox()):
                if polygons[number].geometry().contains(middle):
                    return polygons[number][name]
            return None

        return under


def _whole(value):
    """Return a value as a whole number, None where it is none."""
    digits = re.fullmatch(r"\s*(-?\d+)(?:\.0*)?\s*", str(value))
    return int(digits.group(1)) if digits else None


def _known(value):
    """Return a number, None for NaN."""
    return value if np.isfinite(value) else None


def _age(chron, end, scale):
    return chron_age(chron, end, scale.names, scale.young_ma, scale.old_ma)


def _gsfml_values(feature, cruise, offset, scale):
    """Return the values of one GSFML point; what nobody knows is N/A, as in the collection."""
    chron, end = text(feature, "chron"), text(feature, "chron_end")
    by_person = not text(feature, "chron_source").startswith(SOURCE_PREFIX)
    # A crest is the middle of an anomaly; only a person can say that a line follows a boundary.
    end = end if by_person and end in ("y", "o") else "c"
    reference = text(feature, "reference")
    doi = re.search(r"10\.\d{4,9}/\S+", reference)
    name = reference.replace(doi.group(0), "").strip(" ,;") if doi else reference
    return {
        "Chron": chron,
        "AnomalyEnd": end,
        "AnomEndQua": _whole(text(feature, "quality")) or 3,
        "CruiseName": cruise or "N/A",
        "Reference": name or "N/A",
        "DOI": doi.group(0) if doi else "N/A",
        "GeeK2007": float(f"{_age(chron, end, scale):.3f}"),
        "IDMethod": f"Automatic, reviewed, offset {offset / 1000:.1f} km",
    }


def _gplates_values(feature, plate, scale, scale_name):
    """Return the values of one GPlates line."""
    chron, end = text(feature, "chron"), text(feature, "chron_end")
    age = _age(chron, end or "c", scale) if chron else np.nan
    facts = [text(feature, name) for name in ("kind", "status", "comment")]
    return {
        "PLATEID1": plate or 0,
        "GPGIM_TYPE": exchange.LINEATION,
        "FROMAGE": float(age) if np.isfinite(age) else exchange.DISTANT_PAST,
        "TOAGE": exchange.DISTANT_FUTURE,
        "NAME": f"{chron}{end}",
        "DESCR": ", ".join(fact for fact in facts if fact),
        "PICK_ID": text(feature, "pick_id"),
        "KIND": text(feature, "kind"),
        "STATUS": text(feature, "status"),
        "QUALITY": _whole(text(feature, "quality")),
        "CHRON": chron,
        "CHRON_END": end,
        "TIMESCALE": timescales.LABELS[scale_name] if np.isfinite(age) else "",
        "SUPPORT": _known(number_of(feature, "support")),
        "EVIDENCE": _known(number_of(feature, "evidence")),
    }
