"""Algorithm ``lma:gridtracks``: anomaly and coverage rasters from points along tracks."""

from __future__ import annotations

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessing,
    QgsProcessingParameterCrs,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
)

from ..core.errors import LmaError
from ..core.gridding import grid_observations
from ..core.gridding.spacing import CELLS_PER_LINEATION, along_track_spacing
from ..core.gridding.surface import SMOOTHING
from ..geo import crs as geo_crs
from ..geo import raster
from . import anomaly_style, contents, preselection, styling, tables
from .base import LmaAlgorithm
from .target_grid import cells_over, read_extent
from .translation import sentence, tr

_STRETCH = 0.03
_MANY_CELLS = 20_000_000
_BYTES_PER_CELL = 120
_COVERAGE = (contents.COVERAGE, "distance to the nearest observation")


class GridTracks(LmaAlgorithm):
    """Grid an anomaly measured along tracks; cells far from any track stay empty."""

    ID = "gridtracks"
    NAME = "Grid track data"
    GROUP = "gridding"
    TAGS = ("interpolate", "interpolation", "minimum curvature", "surface", "spline", "points", "raster", "coverage")

    def initAlgorithm(self, configuration=None):
        """Declare parameters and outputs."""
        self.add(
            QgsProcessingParameterFeatureSource(
                "INPUT", tr("Points along tracks"), [QgsProcessing.SourceType.TypeVectorPoint]
            ),
            tr("Selection and filter of the layer hold; points whose field “use” is 0 are left out."),
        )
        self.add(
            preselection.anomaly_field(), tr("The anomaly, best levelled: total field minus reference field.")
        )
        self.add(preselection.track_field(), tr("Names the track of a point; each track has one voice in a cell."))
        self.add(
            QgsProcessingParameterExtent("EXTENT", tr("Extent"), optional=True),
            tr("Left empty, the extent of the points."),
        )
        self.add(
            QgsProcessingParameterCrs("TARGET_CRS", tr("Target coordinate system"), optional=True),
            tr("Projected, in metres. Left empty: that of the points or, if in degrees, one centred on them."),
        )
        self.add_number(
            "CELL_SIZE",
            tr("Cell size (m)"),
            1_000.0,
            tr("At most a quarter of the distance between lineations."),
            minimum=1.0,
        )
        self.add_number(
            "TENSION",
            tr("Tension (0 to less than 1)"),
            0.25,
            tr("0 is minimum curvature, which overshoots; near 1 the surface is a stretched membrane."),
            minimum=0.0,
            maximum=0.99,
        )
        self.add_number(
            "MAX_DISTANCE",
            tr("Blank farther from any observation than (m)"),
            20_000.0,
            tr("15-25 km, or one and a half times the distance between tracks. Blank cells stay blank in later steps."),
            minimum=1.0,
        )
        self._add_advanced()
        self.add(QgsProcessingParameterRasterDestination("OUTPUT", tr("Anomaly grid")))
        coverage = QgsProcessingParameterRasterDestination("COVERAGE", tr("Coverage"), None, True)
        coverage.setCreateByDefault(True)
        self.add(coverage, tr("Band 1: observations per cell. Band 2: distance to the nearest, m."))
        self.add_result("POINTS_USED", tr("Observations used"))
        self.add_result("RMS_MISFIT", tr("RMS of cell medians minus surface (nT)"))

    def _add_advanced(self):
        self.add_number(
            "TENSION_LENGTH",
            tr("Tension length (m)"),
            10_000.0,
            tr("With tension 0.5 the membrane takes over on scales above this length."),
            minimum=1.0,
            advanced=True,
        )
        self.add_number(
            "SMOOTHING",
            tr("Shortest wavelength along tracks (m)"),
            SMOOTHING,
            tr("Half its amplitude is kept; never shorter than four cells. 0 follows every point."),
            minimum=0.0,
            advanced=True,
        )
        self.add(
            QgsProcessingParameterRasterLayer("ALIGN_TO", tr("Same cells as raster"), optional=True),
            tr("Its cells and coordinate system replace extent, cell size and target."),
            advanced=True,
        )

    def checkParameterValues(self, parameters, context):
        """Refuse an unknown target and one in degrees before anything runs."""
        try:
            self._target_wkt(parameters, context)
        except LmaError as error:
            return False, sentence(error)
        return super().checkParameterValues(parameters, context)

    def _target_wkt(self, parameters, context):
        """Return the target coordinate system, empty when left out."""
        given = parameters.get("TARGET_CRS")
        target = self.parameterAsCrs(parameters, "TARGET_CRS", context)
        if given in (None, "") or given == QgsCoordinateReferenceSystem():
            return ""
        if not target.isValid():
            raise LmaError("The target coordinate system is not known; choose one from the list.")
        geo_crs.require_metres(target.toWkt())
        return target.toWkt()

    def prepare(self, parameters, context, feedback):
        """Read what is tied to layers and the project."""
        self._align = self.raster_input(parameters, "ALIGN_TO", context)
        self._target = self._target_wkt(parameters, context)
        if self._align is not None:
            self._target = self._align.wkt or self._target
            if not self._target:
                raise LmaError("The raster to align with has no coordinate system; assign one or choose a target.")
        self._extent = read_extent(self, parameters, context)

    def compute(self, parameters, context, feedback):
        """Read the points, grid them, write both rasters."""
        output = self.raster_output(parameters, "OUTPUT", context)
        coverage = self.raster_output(parameters, "COVERAGE", context)
        source = self.parameterAsSource(parameters, "INPUT", context)
        field = self.parameterAsString(parameters, "FIELD", context)
        tables.warn_of_unlevelled(source, field, feedback)
        track_field = tables.track_field(self, parameters, context, source)
        tracks = tables.read_observations(source, field, track_field, feedback, self._target)
        grid = self._grid(tracks, self.parameterAsDouble(parameters, "CELL_SIZE", context))
        warn_of_many_cells(grid, feedback)
        warn_of_coarse_cells(tracks.observations, grid, feedback)
        warn_of_stretched_metres(grid, tracks.wkt, feedback)
        settings = {
            name.lower(): self.parameterAsDouble(parameters, name, context)
            for name in ("TENSION", "TENSION_LENGTH", "MAX_DISTANCE", "SMOOTHING")
        }
        refuse_without_area(tracks.observations, min(grid.dx, grid.dy))
        made = grid_observations(tracks.observations, grid, progress=self.progress(feedback, 0.1, 0.95), **settings)
        feedback.pushInfo(
            tr("{} x {} cells, misfit of the cell medians {:.1f} nT.").format(grid.cols, grid.rows, made.rms_misfit)
        )
        info = raster.with_crs(self._align or raster.RasterInfo(grid, tracks.wkt), tracks.wkt)
        metadata = {f"LMA_{name.upper()}": value for name, value in settings.items()}
        raster.write(output, info, [made.anomaly], [contents.ANOMALY], ["nT"], metadata)
        results = {"OUTPUT": output, "POINTS_USED": made.points_used, "RMS_MISFIT": made.rms_misfit}
        if coverage:
            raster.write(coverage, info, [made.count, made.distance], _COVERAGE, ["", "m"], metadata)
            results["COVERAGE"] = coverage
            styling.style_output(context, coverage, "coverage")
        styling.style_output(context, output, anomaly_style.STYLE, refine=anomaly_style.stretch_about_zero)
        return results

    def _grid(self, tracks, cell_size):
        """Return the cells: those of the reference raster, or over the extent, or over the points."""
        if self._align is not None:
            return self._align.grid
        return cells_over(tracks.observations, tracks.wkt, self._extent, cell_size)


def refuse_without_area(obs, cell_size):
    """Refuse points that lie in one place or on one straight line, to half a cell.

    Parameters
    ----------
    obs : Observations
        The points.
    cell_size : float
        Metres.

    Raises
    ------
    LmaError
        If nothing can be known away from the points.
    """
    centred = np.column_stack((obs.easting - obs.easting.mean(), obs.northing - obs.northing.mean()))
    _, axes = np.linalg.eigh(centred.T @ centred)
    across, along = np.abs(centred @ axes).max(axis=0)
    if along < 0.5 * cell_size:
        raise LmaError("All points lie in one place; a grid needs points that cover an area.")
    if across < 0.5 * cell_size:
        raise LmaError("All points lie on one straight line, so nothing is known beside it; add other tracks.")


def warn_of_many_cells(grid, feedback):
    """Warn of the memory that a large grid takes: surveys far apart leave most of it empty.

    Parameters
    ----------
    grid : Grid
        The cells.
    feedback : qgis.core.QgsProcessingFeedback
        For the warning.
    """
    if grid.rows * grid.cols > _MANY_CELLS:
        feedback.pushWarning(
            tr(
                "The grid has {:.0f} million cells and needs about {:.1f} GiB of memory; of surveys that lie far "
                "apart select the points of one, or give an extent."
            ).format(grid.rows * grid.cols / 1e6, grid.rows * grid.cols * _BYTES_PER_CELL / 2**30)
        )


def warn_of_coarse_cells(obs, grid, feedback):
    """Warn when cells are coarser than a quarter of the distance between anomalies.

    Parameters
    ----------
    obs : Observations
        The points to be gridded.
    grid : Grid
        The cells.
    feedback : qgis.core.QgsProcessingFeedback
        For the warning.
    """
    spacing = along_track_spacing(obs)
    if max(grid.dx, grid.dy) * CELLS_PER_LINEATION > spacing:
        feedback.pushWarning(
            tr(
                "Cells of {:.0f} m are coarse for anomalies that lie {:.0f} km apart along the tracks; use cells of "
                "at most {:.0f} m."
            ).format(max(grid.dx, grid.dy), spacing / 1000, spacing / CELLS_PER_LINEATION)
        )


def warn_of_stretched_metres(grid, wkt, feedback):
    """Warn when the metres of a coordinate system are not those on the ground, as in Web Mercator.

    Parameters
    ----------
    grid : Grid
        The cells; the middle counts.
    wkt : str
        Their coordinate system.
    feedback : qgis.core.QgsProcessingFeedback
        For the warning.
    """
    factors = geo_crs.stretch((grid.west + grid.east) / 2, (grid.south + grid.north) / 2, wkt)
    worst = max(factors, key=lambda factor: abs(factor - 1.0))
    if abs(worst - 1.0) > _STRETCH:
        feedback.pushWarning(
            tr(
                "The coordinate system shows distances {:.2f} times as long as they are here, so all lengths in "
                "metres are off by as much; choose a target system made for the area, such as its UTM zone."
            ).format(worst)
        )
