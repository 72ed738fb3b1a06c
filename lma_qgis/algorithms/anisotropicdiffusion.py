"""Algorithm ``lma:anisotropicdiffusion``: smoothing along lineations, with data support."""

from __future__ import annotations

from contextlib import ExitStack

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessing,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
)

from ..core.diffusion.blocks import Settings, enhance, windows
from ..core.errors import LmaError
from ..core.gridding.coverage import distance_to_cells
from ..geo import raster
from ..geo.azimuth import to_true
from ..geo.burn import burn
from . import anomaly_style, contents, styling, tables
from .base import LmaAlgorithm
from .translation import tr

_ORIENTATION = (contents.ORIENTATION, "coherence")


class AnisotropicDiffusion(LmaAlgorithm):
    """Smooth an anomaly raster along its lineations, honouring where it was measured."""

    ID = "anisotropicdiffusion"
    NAME = "Anisotropic diffusion"
    GROUP = "diffusion"
    TAGS = ("smooth", "enhance", "filter", "coherence", "structure tensor", "gap", "interpolate", "support", "strike")

    def initAlgorithm(self, configuration=None):
        """Declare parameters and outputs."""
        self.add(
            QgsProcessingParameterRasterLayer("INPUT", tr("Anomaly raster (nT)")),
            tr("Band 1, in metres; nodata stays nodata and is never read."),
        )
        self.add(
            QgsProcessingParameterRasterLayer("COVERAGE", tr("Coverage raster"), optional=True),
            tr("From “Grid track data”: observations per cell and distance to the nearest. Without it the raster "
               "is taken as measured everywhere, is smoothed everywhere, and no support can be given."),
        )
        self._add_numbers()
        self._add_areas()
        self.add(QgsProcessingParameterRasterDestination("OUTPUT", tr("Enhanced anomaly")))
        for name, label, help_text in (
            ("SUPPORT", tr("Support"), tr("0 (interpolated) to 1 (measured); nodata without coverage.")),
            ("ORIENTATION", tr("Orientation"), tr("Band 1: azimuth of the lineations, true north. Band 2: coherence.")),
        ):
            destination = QgsProcessingParameterRasterDestination(name, label, None, True)
            destination.setCreateByDefault(True)
            self.add(destination, help_text)

    def _add_numbers(self):
        self.add_number(
            "LENGTH",
            tr("Smoothing along the lineation (m)"),
            10_000.0,
            tr("Standard deviation; about the distance between two lineations. 0 changes nothing."),
            minimum=0.0,
        )
        self.add_number(
            "INTEGRATION_SCALE",
            tr("Averaging of the orientation (m)"),
            10_000.0,
            tr("Standard deviation; larger is steadier, smaller follows bends."),
            minimum=1.0,
        )
        self.add_number(
            "ITERATIONS",
            tr("Orientation estimates"),
            3,
            tr("Each is read from the result before it."),
            minimum=1,
            maximum=20,
            integer=True,
            advanced=True,
        )
        self.add_number(
            "SUPPORT_LENGTH",
            tr("Reach of an observation along the lineation (m)"),
            10_000.0,
            tr("Distance at which the support of a single track falls to 37 %; does not alter the anomaly."),
            minimum=1.0,
            advanced=True,
        )

    def _add_areas(self):
        kinds = QgsProcessing.SourceType
        for name, label, kind, help_text in (
            ("BARRIERS", tr("Barriers"), kinds.TypeVectorLine,
             tr("Fracture zones, ridge axes: nothing is smoothed across.")),
            ("MASK", tr("Areas to leave out"), kinds.TypeVectorPolygon, tr("Land, plateaus: become nodata.")),
        ):
            self.add(QgsProcessingParameterFeatureSource(name, label, [kind], optional=True), help_text)

    def prepare(self, parameters, context, feedback):
        """Read what is tied to layers."""
        self._info = self.raster_input(parameters, "INPUT", context, contents.ANOMALIES[::-1])
        self._coverage = self.aligned_input(parameters, "COVERAGE", context, self._info, (contents.COVERAGE,))
        crs = QgsCoordinateReferenceSystem.fromWkt(self._info.wkt)
        self._shapes = {
            name: tables.read_shapes(self.parameterAsSource(parameters, name, context), crs, context, feedback)
            for name in ("BARRIERS", "MASK")
        }

    def compute(self, parameters, context, feedback):
        """Diffuse block by block and write the rasters."""
        paths = {name: self.raster_output(parameters, name, context) for name in ("OUTPUT", "SUPPORT", "ORIENTATION")}
        settings = Settings(
            length=self.parameterAsDouble(parameters, "LENGTH", context),
            integration_scale=self.parameterAsDouble(parameters, "INTEGRATION_SCALE", context),
            iterations=self.parameterAsInt(parameters, "ITERATIONS", context),
            support_length=self.parameterAsDouble(parameters, "SUPPORT_LENGTH", context),
        )
        if self._coverage is None:
            feedback.pushWarning(
                tr("No coverage given: measured and interpolated cells count alike, and the support is nodata.")
            )
        with ExitStack() as stack:
            writers = {
                name: stack.enter_context(raster.RasterWriter(path, self._info, *_bands(name), _metadata(settings)))
                for name, path in paths.items()
                if path
            }
            self._run(settings, writers, feedback)
        styling.style_output(context, paths["OUTPUT"], anomaly_style.STYLE, refine=anomaly_style.stretch_about_zero)
        styling.style_output(context, paths["SUPPORT"], "support")
        styling.style_output(context, paths["ORIENTATION"], "orientation")
        return {name: path for name, path in paths.items() if path}

    def _run(self, settings, writers, feedback):
        blocks = windows(self._info.grid, settings)
        valid = observed = 0
        for number, window in enumerate(blocks):
            step = self.progress(feedback, number / len(blocks), (number + 1) / len(blocks))
            step(0.0)
            cells, measured = self._one(window, settings, writers, step)
            valid, observed = valid + cells, observed + measured
        if not valid:
            raise LmaError("The anomaly raster holds nothing but nodata; choose another raster or band.")
        if self._coverage is not None and not observed:
            raise LmaError("The coverage raster holds no observation; choose the one made with this anomaly raster.")

    def _one(self, window, settings, writers, progress):
        """Read, diffuse and write one block; return how many cells of it hold values and observations."""
        grid = window.grid(self._info.grid)
        anomaly = raster.read(self._info, 1, rows=window.rows, cols=window.cols)
        count, distance = self._read_coverage(window, grid)
        barriers, mask = (
            burn(self._shapes[name], grid, kind) if self._shapes[name] else None
            for name, kind in (("BARRIERS", "lines"), ("MASK", "polygons"))
        )
        areas = {"barriers": barriers, "mask": mask, "groups": window.groups}
        result, support = enhance(anomaly, grid, count, distance, settings, progress=progress, **areas)
        bands = {"OUTPUT": [result.anomaly], "SUPPORT": [support], "ORIENTATION": [result.azimuth, result.coherence]}
        if "ORIENTATION" in writers:
            bands["ORIENTATION"][0] = to_true(result.azimuth, grid, self._info.wkt)
        for name, writer in writers.items():
            for band, values in enumerate(bands[name], 1):
                writer.write(window.core(values), band, window.core_rows[0], window.core_cols[0])
        measured = 0 if count is None else int(np.count_nonzero(count > 0))
        return int(np.count_nonzero(np.isfinite(anomaly))), measured

    def _read_coverage(self, window, grid):
        if self._coverage is None:
            return None, None
        count = raster.read(self._coverage, 1, rows=window.rows, cols=window.cols)
        if self._coverage.bands < 2:
            return count, distance_to_cells(count > 0, grid)
        return count, raster.read(self._coverage, 2, rows=window.rows, cols=window.cols)


def _bands(name):
    """Return descriptions and units of an output's bands."""
    if name == "ORIENTATION":
        return _ORIENTATION, ("degree", "")
    return ((contents.ENHANCED,), ("nT",)) if name == "OUTPUT" else ((contents.SUPPORT,), ("",))


def _metadata(settings):
    """Return the parameters as metadata of a raster."""
    return {f"LMA_{name.upper()}": value for name, value in vars(settings).items()}
