"""Algorithm ``lma:exporttrainingdata``: reviewed picks with their rasters, to train a network."""

from __future__ import annotations

from pathlib import Path

from osgeo import ogr
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterRasterLayer,
    QgsRectangle,
    QgsWkbTypes,
)

from ..core.errors import LmaError
from ..geo import training_data
from ..geo.pick_files import PREDICTED
from . import contents
from .base import LmaAlgorithm
from .exportpicks import REVIEWED
from .pick_table import read_lines, text
from .tables import read_shapes
from .translation import sentence, tr


class ExportTrainingData(LmaAlgorithm):
    """Write a folder of anomaly, support, labels and the area in which they are complete."""

    ID = "exporttrainingdata"
    NAME = "Export training data"
    GROUP = "picks"
    TAGS = ("training", "labels", "network", "model", "dataset")

    def initAlgorithm(self, configuration=None):
        """Declare parameters and outputs."""
        kind = QgsProcessing.SourceType
        self.add(
            QgsProcessingParameterRasterLayer("INPUT", tr("Anomaly")),
            tr("The raster that a network would see, in nT; usually the enhanced anomaly."),
        )
        self.add(
            QgsProcessingParameterRasterLayer("SUPPORT", tr("Support"), optional=True),
            tr("Same cells. Without it the support of the folder is missing everywhere."),
        )
        self.add(
            QgsProcessingParameterRasterLayer("EVIDENCE", tr("Evidence"), optional=True),
            tr("Same cells. For networks that look at the evidence beside the anomaly."),
        )
        self.add(
            QgsProcessingParameterFeatureSource("PICKS", tr("Picks"), [kind.TypeVectorLine]),
            tr("Accepted and edited ones become labels; a layer without a field “status” is taken whole."),
        )
        self.add(
            QgsProcessingParameterFeatureSource("AREA", tr("Area"), [kind.TypeVectorPolygon], optional=True),
            tr("Where every lineation is labelled: outside, nothing is learnt. Empty: the whole raster."),
        )
        self.add(QgsProcessingParameterFolderDestination("OUTPUT", tr("Folder")))
        self.add_result("COUNT", tr("Labels written"))

    def checkParameterValues(self, parameters, context):
        """Refuse a folder with other files."""
        accepted, message = super().checkParameterValues(parameters, context)
        if accepted:
            try:
                training_data.check_replaceable(self._folder(parameters, context))
            except LmaError as error:
                return False, sentence(error)
        return accepted, message

    def _folder(self, parameters, context):
        return Path(self.parameterAsString(parameters, "OUTPUT", context))

    def prepare(self, parameters, context, feedback):
        """Look at the rasters: layers belong to this thread."""
        self._anomaly = self.raster_input(parameters, "INPUT", context, contents.ANOMALIES)
        self._support = self.aligned_input(parameters, "SUPPORT", context, self._anomaly, (contents.SUPPORT,))
        self._evidence = self.aligned_input(parameters, "EVIDENCE", context, self._anomaly, (contents.EVIDENCE,))

    def compute(self, parameters, context, feedback):
        """Read the labels, then write everything into one new folder."""
        wkt = self._anomaly.wkt
        crs = QgsCoordinateReferenceSystem.fromWkt(wkt)
        source = self.parameterAsSource(parameters, "PICKS", context)
        labels, left_out, reviewed = self._labels(source, crs, context, feedback)
        area = read_shapes(self.parameterAsSource(parameters, "AREA", context), crs, context, feedback)
        target = self._folder(parameters, context)
        if target.name in ("", "TEMPORARY_OUTPUT"):
            target = Path(self.parameterAsFileOutput(parameters, "OUTPUT", context))
        with training_data.new_folder(target) as folder:
            self._copy_rasters(folder, feedback)
            training_data.write_layer(
                folder / "picks.gpkg", "picks", ogr.wkbLineString, wkt, training_data.PICK_COLUMNS, labels
            )
            training_data.write_layer(
                folder / "area.gpkg", "area", ogr.wkbUnknown, wkt, (),
                [(shape, ()) for shape in area or [self._extent()]],
            )
            training_data.write_meta(folder / training_data.META, self._meta(labels, left_out, reviewed, bool(area)))
            self.progress(feedback)(0.99)
        feedback.pushInfo(tr("{} labels written to {}; {} other picks not.").format(len(labels), target, left_out))
        return {"OUTPUT": str(target), "COUNT": len(labels)}

    def _copy_rasters(self, folder, feedback):
        copies = [("anomaly", "nT", self._anomaly, True)]
        copies.append(("support", "", self._support or self._anomaly, self._support is not None))
        if self._evidence is not None:
            copies.append(("evidence", "", self._evidence, True))
        for number, (name, unit, info, filled) in enumerate(copies):
            first, last = (0.1 + 0.8 * done / len(copies) for done in (number, number + 1))
            training_data.copy_raster(
                (info, filled), folder / f"{name}.tif", name, unit, self.progress(feedback, first, last)
            )

    def _labels(self, source, crs, context, feedback):
        """Return lines with their attributes, how many picks were left out, and whether a person saw the lines."""
        features, parts = read_lines(source, crs, context, feedback)
        has_status = source is not None and source.fields().lookupField("status") >= 0
        states = [text(feature, "status") if has_status else "" for feature in features]
        reviewed = not has_status or any(state in REVIEWED for state in states)
        wanted = REVIEWED if reviewed else (PREDICTED,)
        if not reviewed:
            feedback.pushWarning(
                tr("No pick is accepted or edited: the predicted ones are written. A network only grows surer of its ")
                + tr("own guesses; review some before you train with this folder.")
            )
        labels, left_out = [], 0
        for feature, lines, state in zip(features, parts, states):
            if has_status and state not in wanted:
                left_out += 1
                continue
            values = [text(feature, name) for name in training_data.PICK_COLUMNS]
            for part in feature.geometry().coerceToType(QgsWkbTypes.Type.LineString) if lines else ():
                labels.append((bytes(part.asWkb()), values))
        if not labels:
            raise LmaError("The pick layer holds no line that can be a label; choose another layer or review picks.")
        return labels, left_out, reviewed

    def _extent(self):
        grid = self._anomaly.grid
        return bytes(QgsGeometry.fromRect(QgsRectangle(grid.west, grid.south, grid.east, grid.north)).asWkb())

    def _meta(self, labels, left_out, reviewed, has_area):
        """Return what a reader of the folder must know."""
        grid = self._anomaly.grid
        kind = training_data.PICK_COLUMNS.index("kind")
        return {
            "cell_size_m": [grid.dx, grid.dy],
            "rows": grid.rows,
            "cols": grid.cols,
            "crs_wkt": self._anomaly.wkt,
            "anomaly_unit": "nT",
            "support": "0 to 1" if self._support is not None else "missing",
            "evidence": "-1 to 1" if self._evidence is not None else "missing",
            "labels": {
                name: sum(values[kind] == name for _, values in labels) for name in ("crest", "trough", "")
            },
            "picks_left_out": left_out,
            "reviewed": reviewed,
            "area": "polygons: labels are complete inside" if has_area else "whole raster",
        }
