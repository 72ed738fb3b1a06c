"""What every algorithm of the provider has in common."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterNumber,
)
from qgis.PyQt.QtGui import QIcon

from ..core.errors import LmaCancelled, LmaError
from ..geo import raster
from ..paths import resource
from . import background, contents, pages, sinks
from .targets import check_targets
from .translation import marked, sentence, tr

GROUPS = {
    "tracks": marked("1 Tracks"),
    "gridding": marked("2 Gridding"),
    "diffusion": marked("3 Diffusion"),
    "evidence": marked("4 Evidence"),
    "detection": marked("5 Detection"),
    "picks": marked("6 Picks"),
    "chains": marked("7 Chains"),
}
# From this default on a number is shown with one digit after the point: lengths, angles.
COARSE = 10.0


class LmaAlgorithm(QgsProcessingAlgorithm):
    """Parameters in, a call into core, results out.

    A subclass sets ``ID``, ``NAME``, ``GROUP`` (a key of :data:`GROUPS`) and ``TAGS``, adds its
    parameters in :meth:`initAlgorithm` with :meth:`add` and the helpers below, and computes in
    :meth:`compute`. No output may replace an input but those in ``REPLACEABLE``, which the subclass
    guards itself; the two inputs in ``DISTINCT`` may not be one layer of the project. What is tied to
    layers may be read in :meth:`prepare`, which runs in the thread of the context. ``LmaError`` becomes
    a Processing error and ``LmaCancelled`` an empty result.
    """

    ID = ""
    NAME = ""
    GROUP = ""
    TAGS = ()
    REPLACEABLE = ()
    DISTINCT = ()

    def name(self):
        """Return the id within the provider; never changes."""
        return self.ID

    def displayName(self):
        """Return the name in the Toolbox."""
        return tr(self.NAME)

    def group(self):
        """Return the group in the Toolbox."""
        return tr(GROUPS[self.GROUP])

    def groupId(self):
        """Return the id of the group; never changes."""
        return self.GROUP

    def tags(self):
        """Return words by which the Toolbox finds the algorithm."""
        return [tr(tag) for tag in (*self.TAGS, "magnetic", "anomaly", "lineation", "LMA")]

    def icon(self):
        """Return the algorithm's icon."""
        return QIcon(self.svgIconPath())

    def svgIconPath(self):
        """Return the path of the icon's SVG."""
        return str(resource("icons", f"{self.ID}.svg"))

    def shortDescription(self):
        """Return the tool tip: the first paragraph of the help page."""
        return pages.summary(self.ID)

    def shortHelpString(self):
        """Return the help page as HTML."""
        return pages.html(self.ID)

    def helpUrl(self):
        """Return the address of the help page, which the Help button opens in a browser."""
        return pages.url(self.ID)

    def createInstance(self):
        """Return a new algorithm of the same class."""
        return type(self)()

    def add(self, parameter, help_text="", advanced=False):
        """Add a parameter with its help, optionally among the advanced ones."""
        if help_text:
            parameter.setHelp(help_text)
        if advanced:
            parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
        self.addParameter(parameter)

    def add_number(
        self,
        name,
        label,
        default,
        help_text="",
        minimum=None,
        maximum=None,
        integer=False,
        optional=False,
        advanced=False,
    ):
        """Add a plain number; lengths are in metres whatever the units of the layers."""
        kinds = QgsProcessingParameterNumber.Type
        kind = kinds.Integer if integer else kinds.Double
        parameter = QgsProcessingParameterNumber(name, label, kind, default, optional)
        if not integer:
            coarse = default is not None and abs(default) >= COARSE
            parameter.setMetadata({"widget_wrapper": {"decimals": 1 if coarse else 2}})
        if minimum is not None:
            parameter.setMinimum(minimum)
        if maximum is not None:
            parameter.setMaximum(maximum)
        self.add(parameter, help_text, advanced)

    def add_result(self, name, label, text=False):
        """Declare a number (or string) output for models and scripts."""
        self.addOutput((QgsProcessingOutputString if text else QgsProcessingOutputNumber)(name, label))

    def checkParameterValues(self, parameters, context):
        """Refuse one layer of the project in both of two inputs: a dialog offers the active layer for each.

        A script that names one file twice means it.
        """
        accepted, message = super().checkParameterValues(parameters, context)
        first, second = (_layer_id(parameters.get(name)) for name in self.DISTINCT or ("", ""))
        project = context.project()
        if accepted and first and first == second and project is not None and project.mapLayer(first) is not None:
            labels = [self.parameterDefinition(name).description() for name in self.DISTINCT]
            return False, tr("“{}” and “{}” are the same layer; choose another one for the second.").format(*labels)
        return accepted, message

    def prepareAlgorithm(self, parameters, context, feedback):
        """Run :meth:`prepare` with errors in plain words."""
        try:
            check_targets(self, parameters, context, self.REPLACEABLE)
            self.prepare(parameters, context, feedback)
        except LmaError as error:
            raise QgsProcessingException(sentence(error)) from error
        background.begin(self)
        return True

    def processAlgorithm(self, parameters, context, feedback):
        """Run :meth:`compute`; a cancelled run returns nothing."""
        results = {}
        try:
            results = _plain(self.compute(parameters, context, feedback))
        except LmaCancelled:
            return {}
        except LmaError as error:
            raise QgsProcessingException(sentence(error)) from error
        except MemoryError as error:
            raise QgsProcessingException(
                tr("Not enough memory for this raster; use larger cells or a smaller extent.")
            ) from error
        finally:
            # A run that succeeds goes on in postProcessAlgorithm.
            if not results:
                background.end(self)
        return results

    def postProcessAlgorithm(self, context, feedback):
        """Run :meth:`finish` in the thread of the context."""
        try:
            self.finish(context, feedback)
        finally:
            background.end(self)
        return {}

    def prepare(self, parameters, context, feedback):
        """Read what is tied to layers; the default needs nothing."""

    def compute(self, parameters, context, feedback):
        """Compute and write; return the results by name."""
        raise NotImplementedError

    def finish(self, context, feedback):
        """Do what needs the finished files and the thread of the context; the default does nothing."""

    def progress(self, feedback, start=0.0, stop=1.0):
        """Return a core progress that reports to QGIS between two fractions and obeys Cancel."""

        def report(fraction):
            if feedback.isCanceled():
                raise LmaCancelled
            feedback.setProgress(100.0 * (start + (stop - start) * fraction))

        return report

    def raster_input(self, parameters, name, context, holds=()):
        """Return the :class:`RasterInfo` of a raster parameter, None when left out.

        Raises
        ------
        LmaError
            If the layer is not a GDAL raster, not in metres, or a result of the chain other than ``holds``
            (:mod:`.contents`).
        """
        if parameters.get(name) in (None, ""):
            return None
        layer = self.parameterAsRasterLayer(parameters, name, context)
        if layer is None or not layer.isValid():
            raise LmaError(self.invalidRasterError(parameters, name))
        if layer.providerType() != "gdal":
            raise LmaError(
                "The layer “{}” is not a raster file; save it as GeoTIFF with “Export → Save As” first.", layer.name()
            )
        info = raster.inspect(layer.source())
        if not info.wkt and layer.crs().isValid():
            info = raster.with_crs(info, layer.crs().toWkt())
        contents.check(info, holds, self.parameterDefinition(name).description())
        raster.require_metres(info)
        return info

    def aligned_input(self, parameters, name, context, reference, holds=()):
        """Return an optional raster that must have the cells of ``reference``.

        Raises
        ------
        LmaError
            As :meth:`raster_input`, and if the cells differ; the sentence names the next step.
        """
        info = self.raster_input(parameters, name, context, holds)
        if info is not None and not info.aligned_with(reference):
            raise LmaError(
                "The rasters {} and {} have different cells; make both with the same extent and cell size, or align "
                "them with “Align rasters”.",
                Path(info.path).name,
                Path(reference.path).name,
            )
        return info

    def raster_output(self, parameters, name, context):
        """Return the path of a raster output, None when it is left out; refuse an unusable one early."""
        if not self.wanted(parameters, name, context):
            return None
        path = self.parameterAsOutputLayer(parameters, name, context)
        raster.check_writable(path)
        return path

    def wanted(self, parameters, name, context):
        """Return whether an output is to be made; the batch dialog gives an empty name to what is left out."""
        value = parameters.get(name)
        if isinstance(value, QgsProcessingOutputLayerDefinition):
            value = value.sink.valueAsString(context.expressionContext())[0]
        return value not in (None, "")

    def write_layer(self, parameters, name, context, feedback, features, fields, geometry, crs):
        """Write a vector output; call only after everything is computed.

        Returns
        -------
        str
            The destination; empty when the output is left out.
        """
        if not self.wanted(parameters, name, context):
            return ""
        destination, renamed = sinks.write(self, parameters, name, context, features, fields, geometry, crs)
        for field, new in renamed.items():
            feedback.pushWarning(
                tr("The field “{}” is called “{}” in the result: GeoPackage needs or has the name.").format(field, new)
            )
        return destination

    def write_report(self, parameters, context, page):
        """Write the page of the output ``REPORT``; return what it adds to the results, nothing when it is left out."""
        if not self.wanted(parameters, "REPORT", context):
            return {}
        path = self.parameterAsFileOutput(parameters, "REPORT", context)
        try:
            Path(path).write_text(page, encoding="utf-8")
        except OSError as error:
            raise LmaError("The report {} cannot be written: {}; choose another folder.", path, error) from error
        return {"REPORT": path}


def _layer_id(value):
    """Return the id that a dialog gives for a layer of the project; empty for other values."""
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        value = None if value.selectedFeaturesOnly else value.source.staticValue()
    return value if isinstance(value, str) else ""


def _plain(results):
    """Return results without numpy scalars: qgis_process and models take those for objects and lose them."""
    return {name: value.item() if isinstance(value, np.generic) else value for name, value in results.items()}
