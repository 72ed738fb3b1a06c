"""Algorithm ``lma:comparepicks``: how well picks agree with other lines or with points."""

from __future__ import annotations

from functools import partial

import numpy as np
from qgis.core import (
    QgsGeometry,
    QgsProcessing,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFileDestination,
)

from ..core.errors import LmaError
from . import compare_report
from .base import LmaAlgorithm
from .comparison_data import ComparisonData
from .fields import number
from .styling import style_output
from .translation import tr

TOLERANCES = (3000.0, 5000.0, 10_000.0)


class ComparePicks(LmaAlgorithm):
    """Score picks against a reference, beside the chance level."""

    ID = "comparepicks"
    NAME = "Compare picks"
    GROUP = "picks"
    TAGS = ("score", "evaluate", "F1", "completeness", "correctness", "isochron", "accuracy", "buffer")
    DISTINCT = ("INPUT", "REFERENCE")

    def initAlgorithm(self, configuration=None):
        """Declare parameters and outputs."""
        kind = QgsProcessing.SourceType
        self.add(
            QgsProcessingParameterFeatureSource("INPUT", tr("Picks"), [kind.TypeVectorLine]),
            tr("Rejected picks are left out of the scores."),
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                "REFERENCE", tr("Reference"), [kind.TypeVectorLine, kind.TypeVectorPoint]
            ),
            tr("Lines or points in any coordinate system. Against points only completeness and distances are defined."),
        )
        self.add_number(
            "TOLERANCE", tr("Tolerance (m)"), 5000.0,
            tr("Farthest distance of a hit; the report adds 3, 5 and 10 km."), 1.0,
        )
        self.add_number(
            "MAX_AZIMUTH", tr("Largest angle between lines (degrees)"), 25.0,
            tr("Lines that point elsewhere are no hit however near. Not used against points."), 0.0, 90.0,
        )
        self.add(
            QgsProcessingParameterFeatureSource("AREA", tr("Area"), [kind.TypeVectorPolygon], optional=True),
            tr("Only what lies inside is compared. Give the surveyed area when the reference is larger."),
            advanced=True,
        )
        self.add(QgsProcessingParameterFeatureSink("OUTPUT", tr("Compared picks"), kind.TypeVectorLine))
        self.add(
            QgsProcessingParameterFeatureSink("UNMATCHED", tr("Unmatched reference"), kind.TypeVectorAnyGeometry,
                                              optional=True, createByDefault=True)
        )
        self.add(
            QgsProcessingParameterFileDestination("REPORT", tr("Report"), tr("HTML files (*.html)"), optional=True,
                                                  createByDefault=True)
        )
        for name, label in (
            ("COMPLETENESS", tr("Share of the reference that is found")),
            ("CORRECTNESS", tr("Share of the picks that is right")),
            ("QUALITY", tr("Hits among everything found or missed")),
            ("F1", tr("F1")),
            ("CHANCE_F1", tr("F1 by chance")),
            ("MEDIAN_DISTANCE", tr("Median distance of the hits (m)")),
            ("MEDIAN_AZIMUTH_ERROR", tr("Median angle of the hits (degrees)")),
        ):
            self.add_result(name, label)

    def compute(self, parameters, context, feedback):
        """Compare, then write."""
        source = self.parameterAsSource(parameters, "INPUT", context)
        reference = self.parameterAsSource(parameters, "REFERENCE", context)
        if source is None or reference is None:
            raise LmaError("The picks or the reference cannot be read; choose valid layers.")
        tolerance = self.parameterAsDouble(parameters, "TOLERANCE", context)
        max_azimuth = self.parameterAsDouble(parameters, "MAX_AZIMUTH", context)
        area = self._area(parameters, context)
        data = ComparisonData(source, reference, area, context, feedback)
        tolerances = sorted({*TOLERANCES, tolerance})
        others = list(zip(tolerances, data.compare(tolerances, max_azimuth, self.progress(feedback, 0.1, 0.9))))
        found = dict(others)[tolerance]
        features, fields = data.compared(found)
        missed, missed_fields, missed_type = data.missed(found)
        notes = data.notes()
        for note in notes:
            feedback.pushInfo(note)
        feedback.pushInfo(_verdict(found, tolerance))
        if parameters["INPUT"] == parameters["REFERENCE"]:
            notes.insert(0, tr("Picks and reference are the same layer; scores against itself say nothing."))
            feedback.pushWarning(notes[0])
        title = tr("{} against {}").format(source.sourceName(), reference.sourceName())
        page = compare_report.page(title, found, others, data.support(), notes)
        self.progress(feedback)(0.95)
        write = partial(self.write_layer, parameters, context=context, feedback=feedback, crs=data.crs)
        results = {"OUTPUT": write("OUTPUT", features=features, fields=fields, geometry=source.wkbType())}
        unmatched = write("UNMATCHED", features=missed, fields=missed_fields, geometry=missed_type)
        style_output(context, results["OUTPUT"], "compared")
        if unmatched:
            results["UNMATCHED"] = unmatched
            style_output(context, unmatched, "unmatched_points" if data.against_points else "unmatched_lines")
        results.update(self.write_report(parameters, context, page))
        for name, value in (
            ("COMPLETENESS", found.completeness),
            ("CORRECTNESS", found.correctness),
            ("QUALITY", found.quality),
            ("F1", found.f1),
            ("CHANCE_F1", found.chance_f1),
            ("MEDIAN_DISTANCE", found.median_distance),
            ("MEDIAN_AZIMUTH_ERROR", found.median_angle),
        ):
            results[name] = number(value)
        return results

    def _area(self, parameters, context):
        """Return the area as one geometry with its coordinate system, None without."""
        source = self.parameterAsSource(parameters, "AREA", context)
        if source is None:
            return None
        shapes = [feature.geometry() for feature in source.getFeatures() if feature.hasGeometry()]
        if not shapes:
            raise LmaError("The area holds no polygon; choose another layer or clear its selection.")
        return QgsGeometry.unaryUnion(shapes), source.sourceCrs()


def _verdict(found, tolerance):
    """Return the scores in a sentence, never F1 without what chance gives."""
    completeness, km = 0.0 if np.isnan(found.completeness) else found.completeness, tolerance / 1000
    if np.isnan(found.f1) or np.isnan(found.chance_f1):
        return tr("{:.0%} of the reference lies within {:g} km of a pick.").format(completeness, km)
    text = tr("Within {:g} km: {:.0%} of the reference found, {:.0%} of the picks right, F1 {:.2f} (by chance {:.2f}).")
    sentence = text.format(km, completeness, found.correctness, found.f1, found.chance_f1)
    return sentence if found.f1 > found.chance_f1 else sentence + " " + tr("That is no better than chance.")
