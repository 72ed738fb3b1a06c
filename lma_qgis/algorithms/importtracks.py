"""Algorithm ``lma:importtracks``: points with anomalies from track files of the archives."""

from __future__ import annotations

import numpy as np
from qgis.core import (
    NULL,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProcessing,
    QgsProcessingParameterCrs,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterString,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QDateTime, Qt

from ..core.errors import LmaError
from ..core.tracks import cleaning, igrf, report
from ..core.tracks.intake import Options, summaries, take_in
from ..core.tracks.records import concatenate
from ..geo import readers
from ..paths import resource
from . import styling
from .base import LmaAlgorithm
from .fields import DATETIME, DOUBLE, INTEGER, TEXT, make_fields, number
from .translation import marked, tr

FIELDS = (
    ("survey_id", TEXT),
    ("line_id", TEXT),
    ("utc", DATETIME),
    ("depth_m", DOUBLE),
    ("mag_total_nt", DOUBLE),
    ("mag_res_nt", DOUBLE),
    ("use", INTEGER),
    ("flag", TEXT),
    ("mag_source", TEXT),
    ("position_sd_m", DOUBLE),
)
MODES = (
    marked("Archived"),
    marked("IGRF-14 where possible, else archived"),
    marked("IGRF-14 only"),
)
LIMITS = ("MAX_ANOMALY", "MAX_SPEED", "HAMPEL_WINDOW", "HIGHPASS")
_BATCH = 4096


class ImportTracks(LmaAlgorithm):
    """Read track files, reject the impossible, flag the unlikely, name the lines."""

    ID = "importtracks"
    NAME = "Import track files"
    GROUP = "tracks"
    TAGS = ("MGD77", "MGD77T", "Geosoft", "XYZ", "CSV", "cruise", "ship", "survey", "IGRF", "clean", "despike")

    def initAlgorithm(self, configuration=None):
        """Declare parameters and outputs."""
        self.add(
            QgsProcessingParameterMultipleLayers("INPUT", tr("Track files"), QgsProcessing.SourceType.TypeFile),
            tr("MGD77, MGD77T, MGD77+ (netCDF), Geosoft XYZ or CSV, also gzipped; the content decides."),
        )
        self.add(
            QgsProcessingParameterEnum("ANOMALY", tr("Anomaly"), [tr(mode) for mode in MODES], defaultValue=0),
            tr("IGRF-14 recomputes from the total field, where the file has one. Archived anomalies refer to whatever "
               "reference field was in use; the report gives their offset."),
        )
        self._add_advanced()
        self.add(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Track points"), QgsProcessing.SourceType.TypeVectorPoint)
        )
        page = QgsProcessingParameterFileDestination("REPORT", tr("Report"), tr("HTML (*.html)"), None, True)
        page.setCreateByDefault(True)
        self.add(page, tr("What was kept, rejected and flagged, with reasons and profiles."))
        self.add_result("COUNT", tr("Points written"))
        self.add_result("REJECTED", tr("Records with a magnetic value that were rejected"))

    def _add_advanced(self):
        self.add(
            QgsProcessingParameterString("COLUMNS", tr("Columns of tables"), "", optional=True),
            tr("Only where their names are not understood, such as: longitude=X; latitude=Y; residual=MAG."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterCrs("CRS", tr("Coordinate system of tables"), optional=True),
            tr("For CSV and XYZ files in metres; left empty, their positions are degrees on WGS 84."),
            advanced=True,
        )
        self.add_number(
            "MAX_ANOMALY",
            tr("Largest possible anomaly (nT)"),
            cleaning.MAX_ANOMALY,
            tr("Larger values are blanked; a record with nothing else is rejected."),
            minimum=1.0,
            advanced=True,
        )
        self.add_number(
            "MAX_SPEED",
            tr("Largest possible speed (m/s)"),
            cleaning.MAX_SPEED,
            tr("A few records that can only be reached and left faster are rejected."),
            minimum=0.1,
            advanced=True,
        )
        self.add_number(
            "HAMPEL_WINDOW",
            tr("Window of the spike filter (m)"),
            6_000.0,
            tr("Values that leave the median of a quarter of it far behind are flagged “spike”; 0: none."),
            minimum=0.0,
            advanced=True,
        )
        self.add_number(
            "HIGHPASS",
            tr("Remove wavelengths along the track above (m)"),
            0.0,
            tr("0 removes none. Anomalies along a lineation are long, too: keep it several times their spacing."),
            minimum=0.0,
            advanced=True,
        )

    def compute(self, parameters, context, feedback):
        """Read, judge, write."""
        crs = self.parameterAsCrs(parameters, "CRS", context)
        files = self._read(
            self.parameterAsFileList(parameters, "INPUT", context),
            self.parameterAsString(parameters, "COLUMNS", context),
            crs.toWkt() if crs.isValid() else "",
            feedback,
        )
        options = Options(
            self.parameterAsEnum(parameters, "ANOMALY", context),
            *(self.parameterAsDouble(parameters, name, context) for name in LIMITS),
        )
        model = igrf.parse_shc(resource("data", "igrf", "igrf14.shc").read_text(encoding="ascii"))
        records = concatenate([file.records for file in files])
        intake = take_in(records, model, options, self.progress(feedback, 0.4, 0.7))
        surveys = summaries(intake)
        _tell(files, surveys, intake, feedback)
        fields = make_fields(FIELDS)
        features = list(_features(intake, fields, self.progress(feedback, 0.7, 0.95)))
        destination = self.write_layer(
            parameters, "OUTPUT", context, feedback, features, fields, QgsWkbTypes.Type.Point,
            QgsCoordinateReferenceSystem("EPSG:4326"),
        )
        styling.style_output(context, destination, "tracks")
        results = {"OUTPUT": destination, "COUNT": len(features), "REJECTED": intake.n_rejected}
        if self.wanted(parameters, "REPORT", context):
            chosen = {tr("Anomaly"): tr(MODES[options.mode])}
            if options.highpass:
                chosen[tr("Removed along the track")] = tr("wavelengths above {:g} km").format(options.highpass / 1000)
            rows = [_file_row(file) for file in files]
            page = report.page(tr("Import of track files"), chosen, rows, surveys)
            results.update(self.write_report(parameters, context, page))
        return results

    def _read(self, paths, columns, wkt, feedback):
        """Read all files; a header that lies beside its data is passed over."""
        if not paths:
            raise LmaError("No track file is chosen; add at least one file.")
        files = []
        for place, path in enumerate(paths):
            progress = self.progress(feedback, 0.4 * place / len(paths), 0.4 * (place + 1) / len(paths))
            progress(0.0)
            file = readers.read(path, columns, wkt, progress)
            if file.records is None:
                feedback.pushInfo(
                    tr("{} is a header; it is read together with the data file beside it.").format(file.name)
                )
            else:
                files.append(file)
        if not files:
            raise LmaError("Only headers (.h77t) are chosen; choose the data files (.m77t) that belong to them.")
        return files


def _features(intake, fields, progress):
    """Yield one feature per observation."""
    records = intake.records
    milliseconds = np.round(np.nan_to_num(records.time) * 1000.0).astype(np.int64).tolist()
    timed = np.isfinite(records.time)
    for index in range(len(records)):
        if index % _BATCH == 0:
            progress(index / len(records))
        moment = QDateTime.fromMSecsSinceEpoch(milliseconds[index], Qt.TimeSpec.UTC) if timed[index] else NULL
        feature = QgsFeature(fields)
        point = QgsPointXY(float(records.longitude[index]), float(records.latitude[index]))
        feature.setGeometry(QgsGeometry.fromPointXY(point))
        feature.setAttributes(
            [
                str(records.survey[index]),
                str(intake.line_name[index]),
                moment,
                number(records.depth[index]),
                number(records.total[index]),
                number(intake.anomaly[index]),
                int(intake.use[index]),
                "; ".join(sorted(intake.flags[index])) or NULL,
                "IGRF-14" if intake.recomputed[index] else "archived",
                number(records.position_sd[index]),
            ]
        )
        yield feature


def _file_row(file):
    return file.name, file.kind, len(file.records), int(file.records.magnetic.sum()), file.notes


def _tell(files, surveys, intake, feedback):
    """Say in the log what a person should know."""
    for file in files:
        name, kind, count, magnetic, notes = _file_row(file)
        feedback.pushInfo(tr("{} ({}): {} records, {} with a magnetic value.").format(name, kind, count, magnetic))
        for note in notes:
            feedback.pushWarning(f"{name}: {note}.")
    for survey in surveys:
        reasons = ", ".join(f"{count} {reason}" for reason, count in survey.rejected.items()) or "none"
        feedback.pushInfo(
            tr("{}: {} kept on {} lines, rejected: {}.").format(survey.name, survey.kept, survey.lines, reasons)
        )
    missing = int(np.count_nonzero(~np.isfinite(intake.anomaly)))
    if missing:
        feedback.pushWarning(
            tr(
                "{} records have no anomaly in the chosen way; “{}” would use their total field."
            ).format(missing, tr(MODES[1]))
        )
