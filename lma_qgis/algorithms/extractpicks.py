"""Algorithm ``lma:extractpicks``: editable line picks from a lineation score raster."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import partial

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsExpressionContextUtils,
    QgsProcessing,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterRasterLayer,
    QgsVectorLayer,
)

from ..core.errors import LmaError
from ..core.picks.attributes import Layers
from ..core.picks.extraction import extract
from ..core.picks.polyline import thin
from ..core.picks.weak import NO_FLOOR, is_weak
from ..geo import raster
from ..geo.ground import measure, scale_and_north
from ..geo.pick_files import PREDICTED
from . import contents
from .base import LmaAlgorithm
from .pick_table import pick_feature, pick_fields, read_lines
from .previous_picks import carried_over, line_type, read_kept, refuse_to_overwrite
from .styling import apply_style, embed_style, style_output
from .targets import file_of, target_of
from .track_points import read_runs
from .translation import sentence, tr

KINDS = ("crest", "trough")
STYLE = "picks"
TRUST = ("SUPPORT", "EVIDENCE", "TRACKS")

VERTEX_TOLERANCE = 0.1
"""Vertices are left out as long as the line moves by less than this, cells."""


class ExtractPicks(LmaAlgorithm):
    """Trace crests and troughs, measure them, keep what a person touched."""

    ID = "extractpicks"
    NAME = "Extract picks"
    GROUP = "picks"
    TAGS = ("vectorise", "vectorize", "ridge", "line", "trace", "isochron", "support", "evidence")
    REPLACEABLE = ("PREVIOUS",)

    def initAlgorithm(self, configuration=None):
        """Declare parameters and outputs."""
        kind = QgsProcessing.SourceType
        self.add(
            QgsProcessingParameterRasterLayer("INPUT", tr("Lineation score")),
            tr("Band 1 crests, band 2 troughs, 0 to 1."),
        )
        for name, label, text in (
            ("ANOMALY", tr("Enhanced anomaly"), tr("For the amplitude and the spread of the position.")),
            ("SUPPORT", tr("Support"), tr("Gaps are bridged, and lines end, only where it is at least 0.3.")),
            ("EVIDENCE", tr("Evidence"), tr("Gaps are bridged only where tracks predict each other beyond chance.")),
        ):
            self.add(QgsProcessingParameterRasterLayer(name, label, optional=True), text)
        self.add(
            QgsProcessingParameterFeatureSource("TRACKS", tr("Track points"), [kind.TypeVectorPoint], optional=True),
            tr("In the order of measurement; the fields survey_id, line_id and use are honoured."),
        )
        self.add(
            QgsProcessingParameterFeatureSource("PREVIOUS", tr("Previous picks"), [kind.TypeVectorLine], optional=True),
            tr("Accepted, edited and rejected picks are kept unchanged and no new pick is laid over them."),
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                "BARRIERS", tr("Barriers"), [kind.TypeVectorLine, kind.TypeVectorPolygon], optional=True
            ),
            tr("Lines are cut at them and never joined across them."),
        )
        self.add_number(
            "THRESHOLD", tr("Threshold"), None, tr("Empty: the one that the score raster carries."), 0.0, optional=True
        )
        self.add_number(
            "MIN_LENGTH", tr("Shortest pick (m)"), 30_000.0, tr("Shorter lines are dropped after joining."), 0.0
        )
        self.add_number(
            "MAX_GAP", tr("Longest gap to bridge (m)"), 15_000.0,
            tr("Ends that face each other are joined across it where support and evidence allow."), 0.0,
        )
        self.add_number(
            "SMOOTHING", tr("Smoothing of the score (cells)"), 1.5, minimum=0.5, maximum=10.0, advanced=True,
            help_text=tr("About the width of the ridges themselves; larger values bridge weak spots."),
        )
        self.add_number(
            "MAX_BEND", tr("Largest turn across a gap (degrees)"), 25.0,
            tr("Between the two ends, and from each into the gap."), 0.0, 90.0, advanced=True,
        )
        self.add(QgsProcessingParameterFeatureSink("OUTPUT", tr("Picks"), kind.TypeVectorLine))
        self.add_result("COUNT", tr("Number of picks"))
        self.add_result("TOTAL_LENGTH_KM", tr("Total length (km)"))

    def checkParameterValues(self, parameters, context):
        """Refuse an output that holds touched picks which the run would lose."""
        accepted, message = super().checkParameterValues(parameters, context)
        if not accepted:
            return accepted, message
        try:
            self._guard(parameters, context, np.inf)
        except LmaError as error:
            return False, sentence(error)
        return True, ""

    def prepare(self, parameters, context, feedback):
        """Look at the rasters: layers belong to this thread."""
        self._score = self.raster_input(parameters, "INPUT", context, (contents.SCORE,))
        self._others = {
            name: self.aligned_input(parameters, name, context, self._score, holds)
            for name, holds in (
                ("ANOMALY", contents.ANOMALIES), ("SUPPORT", (contents.SUPPORT,)), ("EVIDENCE", (contents.EVIDENCE,))
            )
        }
        self._threshold = self._read_threshold(parameters, context)
        names = [name for name in TRUST if parameters.get(name) in (None, "")]
        if names:
            feedback.pushWarning(
                tr("Not given: {}. What they tell of the picks stays empty, and no pick is hidden for the lack of it.")
                .format(", ".join(self.parameterDefinition(name).description() for name in names))
            )

    def _read_threshold(self, parameters, context):
        threshold = self._score.metadata.get("LMA_THRESHOLD")
        if parameters.get("THRESHOLD") is not None:
            threshold = self.parameterAsDouble(parameters, "THRESHOLD", context)
        if threshold is None:
            raise LmaError(
                "The raster carries no threshold: it is no result of “Predict lineations”; choose one, or set "
                "“Threshold”, for example 0.5."
            )
        if not float(threshold) > 0:
            raise LmaError("The threshold must be larger than zero; choose one below the highest score.")
        return float(threshold)

    def _guard(self, parameters, context, read_back):
        """Refuse to replace a file when touched picks in it would be lost."""
        target, table = target_of(parameters.get("OUTPUT"), context)
        if target is None or not target.is_file():
            return
        layer = self.parameterAsVectorLayer(parameters, "PREVIOUS", context)
        path, own_table = file_of(layer, context)
        refuse_to_overwrite(target, table, path, own_table, read_back)

    def compute(self, parameters, context, feedback):
        """Trace, measure, write."""
        crs = QgsCoordinateReferenceSystem.fromWkt(self._score.wkt)
        previous = self.parameterAsSource(parameters, "PREVIOUS", context)
        kept = read_kept(previous, crs, context, feedback)
        self._guard(parameters, context, len(kept.features))
        layers = self._read_layers(parameters, context, feedback)
        options = self._options(parameters, context, crs, feedback)
        lines, records = [], []
        kinds = KINDS[: self._score.bands]
        for number, kind in enumerate(kinds):
            found, described = extract(
                replace(layers, score=raster.read(self._score, number + 1)),
                kind,
                make_room=partial(
                    kept.make_room, kind=kind, cell_size=self._score.grid.cell_size, min_length=options["min_length"]
                ),
                progress=self.progress(feedback, 0.9 * number / len(kinds), 0.9 * (number + 1) / len(kinds)),
                **options,
            )
            lines += found
            records += described
        fields = pick_fields(previous.fields() if previous else None)
        features = [carried_over(feature, fields) for feature in kept.features]
        features += self._features(fields, lines, records, options)
        kept_lines = [line for lines_of_pick in kept.parts for line in lines_of_pick]
        total = sum(length for length, _ in measure(lines + kept_lines, self._score.wkt))
        feedback.pushInfo(tr("{} new picks, {} kept from the previous ones.").format(len(lines), len(kept.features)))
        self._tell_weak(records, feedback)
        self.progress(feedback)(0.95)
        destination = self.write_layer(
            parameters, "OUTPUT", context, feedback, features, fields, line_type(kept), crs
        )
        self._destination = destination
        style_output(context, destination, STYLE, refine=self._note_run)
        return {"OUTPUT": destination, "COUNT": len(features), "TOTAL_LENGTH_KM": total}

    def _read_layers(self, parameters, context, feedback):
        """Return everything but the score."""
        arrays = {
            name.lower(): None if info is None else raster.read(info) for name, info in self._others.items()
        }
        evidence = self._others["EVIDENCE"]
        self._floor = None if evidence is None else float(evidence.metadata.get("LMA_NULL_P95", 0.0))
        tracks = self.parameterAsSource(parameters, "TRACKS", context)
        return Layers(
            self._score.grid,
            np.zeros(0),
            **arrays,
            tracks=None if tracks is None else read_runs(tracks, self._score.wkt, feedback).segments(),
            evidence_floor=self._floor or 0.0,
        )

    def _options(self, parameters, context, crs, feedback):
        """Return the settings of the extraction."""
        names = ("MIN_LENGTH", "MAX_GAP", "SMOOTHING", "MAX_BEND")
        options = {name.lower(): self.parameterAsDouble(parameters, name, context) for name in names}
        source = self.parameterAsSource(parameters, "BARRIERS", context)
        _, parts = read_lines(source, crs, context, feedback)
        return {**options, "threshold": self._threshold, "barriers": [line for lines in parts for line in lines]}

    def _features(self, fields, lines, records, options):
        """Return new features: measured on the ground, with fewer vertices and their origin."""
        grid = self._score.grid
        settings = {name: value for name, value in options.items() if name != "barriers"}
        origin = {
            "status": PREDICTED,
            "model": self._score.metadata.get("LMA_MODEL", ""),
            "run_id": _run_id(settings, lines),
        }
        features = []
        for line, record, (km, azimuth) in zip(lines, records, measure(lines, self._score.wkt)):
            vertices = thin(line, VERTEX_TOLERANCE * grid.cell_size)
            features.append(
                pick_feature(fields, vertices, {**record, "length_km": km, "azimuth_deg": azimuth, **origin})
            )
        return features

    def _tell_weak(self, records, feedback):
        """Say how many new picks the map will not show."""
        columns = [
            [record[name] for record in records]
            for name in ("support", "evidence", "n_crossings", "track_angle_deg")
        ]
        weak = int(np.count_nonzero(is_weak(*columns, NO_FLOOR if self._floor is None else self._floor)))
        if weak:
            feedback.pushInfo(
                tr("{} of the new picks are weak (too little support, evidence or crossings): their style hides them.")
                .format(weak)
            )

    def _note_run(self, layer):
        """Give the layer what its style and its form need to know about this run."""
        scale, north = scale_and_north(self._score.grid, self._score.wkt)
        variables = {"lma_scale": _joined(scale), "lma_north": _joined(north)}
        if self._floor is not None:
            variables["lma_evidence_floor"] = self._floor
        for name, value in variables.items():
            QgsExpressionContextUtils.setLayerVariable(layer, name, value)

    def finish(self, context, feedback):
        """Store style and form in a GeoPackage, so that it opens with them anywhere."""
        path, table = target_of(self._destination, context) if self._destination else (None, "")
        if path is not None and path.suffix.lower() == ".gpkg":
            layer = QgsVectorLayer(f"{path}|layername={table}" if table else str(path), "picks", "ogr")
            apply_style(layer, STYLE)
            self._note_run(layer)
            embed_style(layer, f"lma_{STYLE}")


def _joined(numbers):
    return ",".join(f"{number:.10g}" for number in numbers)


def _run_id(settings, lines):
    """Return an identifier of the settings and the result: a re-run of the same has the same."""
    course = [np.round(line[[0, -1]]).astype(int).tolist() for line in lines]
    digest = hashlib.sha256(f"{sorted(settings.items())}:{course}".encode()).hexdigest()
    return f"{digest[:8]}-{digest[8:16]}"
