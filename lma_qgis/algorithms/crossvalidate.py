"""Algorithm ``lma:crossvalidate``: each track predicted from the others, beside its null."""

from __future__ import annotations

from dataclasses import asdict, replace

import numpy as np
from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterCrs,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterRasterDestination,
)

from ..core.errors import LmaError
from ..core.evidence import summary
from ..core.evidence.cross_validation import validation_grid
from ..core.evidence.fold_levels import fold_offsets
from ..core.evidence.map_making import GAP_FACTOR, MapSettings
from ..core.evidence.moments import distance_to_other_tracks
from ..core.evidence.validation import cross_validate
from ..core.tracks.observations import Observations
from ..core.tracks.segments import split_lines
from ..geo import crs as geo_crs
from ..geo import raster
from . import contents, preselection, styling, tables, target_grid, track_style, validation_report
from .added_columns import with_columns
from .base import LmaAlgorithm
from .translation import sentence, tr

_LENGTHS = ("MAX_DISTANCE", "LENGTH", "INTEGRATION_SCALE", "TENSION", "TENSION_LENGTH")


class CrossValidate(LmaAlgorithm):
    """Say where neighbouring tracks predict each other beyond chance."""

    ID = "crossvalidate"
    NAME = "Cross-validate tracks"
    GROUP = "evidence"
    TAGS = ("leave one out", "jackknife", "null test", "trust", "evidence", "validation", "tracks", "prediction")

    def initAlgorithm(self, configuration=None):
        """Declare parameters and outputs."""
        point = QgsProcessing.SourceType.TypeVectorPoint
        self.add(
            QgsProcessingParameterFeatureSource("INPUT", tr("Points along tracks"), [point]),
            tr("In the order of measurement. Points whose field “use” is 0 are left out."),
        )
        self.add(
            preselection.anomaly_field(),
            tr("The same field as for the grid."),
        )
        self.add(
            preselection.track_field(),
            tr("Cruise or line. Tracks are cut at gaps and turns; each straight run is held out as a whole."),
        )
        self.add(
            QgsProcessingParameterExtent("EXTENT", tr("Extent"), optional=True),
            tr("Left empty, the extent of the points; best the anomaly grid, whose cells the evidence then has."),
        )
        self.add(
            QgsProcessingParameterCrs("TARGET_CRS", tr("Target coordinate system"), optional=True),
            tr("Projected, in metres. Left empty: that of the points or, if in degrees, one centred on them."),
        )
        self._add_numbers()
        self.add(QgsProcessingParameterFeatureSink("OUTPUT", tr("Cross-validated points"), point))
        evidence = QgsProcessingParameterRasterDestination("EVIDENCE", tr("Evidence"), None, True)
        evidence.setCreateByDefault(True)
        self.add(evidence, tr("−1 to 1: local correlation of predicted and observed, carried along strike."))
        self.add(
            QgsProcessingParameterFileDestination(
                "REPORT", tr("Report"), tr("HTML files (*.html)"), optional=True, createByDefault=True
            )
        )
        self.add_result("CORRELATION", tr("Correlation of predicted and observed"))
        self.add_result("RMS", tr("RMS of the residual (nT)"))
        self.add_result("NULL_CORRELATION_P95", tr("95th percentile of the correlation by chance"))
        self.add_result("NULL_EVIDENCE_P95", tr("95th percentile of a line's evidence by chance"))

    def _add_numbers(self):
        self.add_number("CELL_SIZE", tr("Cell size (m)"), 1_000.0, tr("As for the grid."), minimum=1.0)
        self.add_number(
            "MAX_DISTANCE",
            tr("Blank farther from any observation than (m)"),
            20_000.0,
            tr("As for the grid; also how far along strike a track's evidence is carried."),
            minimum=1.0,
        )
        self.add_number(
            "LENGTH", tr("Smoothing along lineations (m)"), 10_000.0, tr("As for the diffusion."), minimum=0.0
        )
        self.add_number(
            "INTEGRATION_SCALE",
            tr("Averaging of the orientation (m)"),
            10_000.0,
            tr("As for the diffusion; doubled where a track is missing."),
            minimum=1.0,
        )
        self.add_number(
            "ITERATIONS",
            tr("Orientation estimates"),
            3,
            tr("As for the diffusion."),
            1,
            20,
            integer=True,
            advanced=True,
        )
        self.add_number(
            "WINDOW",
            tr("Window along the track (m)"),
            60_000.0,
            tr("A moving mean of this width is taken off prediction and observation: two to six lineations."),
            minimum=1_000.0,
        )
        self.add_number(
            "NULL_DRAWS",
            tr("Null draws"),
            5,
            tr("How often everything is repeated with shifted tracks; 0: no comparison with chance."),
            0,
            1000,
            integer=True,
        )
        self.add_number(
            "TENSION", tr("Tension (0 to less than 1)"), 0.25, tr("As for the grid."), 0.0, 0.99, advanced=True
        )
        self.add_number(
            "TENSION_LENGTH", tr("Tension length (m)"), 10_000.0, tr("As for the grid."), 1.0, advanced=True
        )
        self.add(
            QgsProcessingParameterBoolean("RELEVEL", tr("Level the remaining tracks anew in every fold"), True),
            tr("Levels found with a track hold part of it; they are found again from the crossings of the others."),
            advanced=True,
        )

    def checkParameterValues(self, parameters, context):
        """Refuse a target in degrees before anything runs."""
        target = self.parameterAsCrs(parameters, "TARGET_CRS", context)
        if target.isValid():
            try:
                geo_crs.require_metres(target.toWkt())
            except LmaError as error:
                return False, sentence(error)
        return super().checkParameterValues(parameters, context)

    def prepare(self, parameters, context, feedback):
        """Read what is tied to layers and the project."""
        target = self.parameterAsCrs(parameters, "TARGET_CRS", context)
        self._target = target.toWkt() if target.isValid() else ""
        self._extent = target_grid.read_extent(self, parameters, context)

    def compute(self, parameters, context, feedback):
        """Validate, then write points, raster and report."""
        raster_path = self.raster_output(parameters, "EVIDENCE", context)
        source = self.parameterAsSource(parameters, "INPUT", context)
        field = self.parameterAsString(parameters, "FIELD", context)
        tracks, obs = self._observations(source, field, parameters, context, feedback)
        grid = target_grid.cells_over(
            obs, tracks.wkt, self._extent, self.parameterAsDouble(parameters, "CELL_SIZE", context)
        )
        chain = MapSettings(
            iterations=self.parameterAsInt(parameters, "ITERATIONS", context),
            **{name.lower(): self.parameterAsDouble(parameters, name, context) for name in _LENGTHS},
        )
        check = {
            "window": self.parameterAsDouble(parameters, "WINDOW", context),
            "null_draws": self.parameterAsInt(parameters, "NULL_DRAWS", context),
        }
        settings = {**asdict(chain), **check}
        relevel = self.parameterAsBool(parameters, "RELEVEL", context)
        offsets = fold_offsets(obs, progress=self.progress(feedback, 0.05, 0.1)) if relevel else None
        step = self.progress(feedback, 0.1, 0.95)
        found = cross_validate(obs, grid, chain, offsets=offsets, progress=step, **check)
        feedback.pushInfo(validation_report.verdict(found))
        page = self._page(source.sourceName(), obs, grid, found, settings, relevel)
        fields, features = _with_predictions(source, field, tracks.table.fid, found, feedback)
        results = self._write_raster(raster_path, raster.RasterInfo(grid, tracks.wkt), found, settings, context)
        results.update(self.write_report(parameters, context, page))
        destination = self.write_layer(
            parameters, "OUTPUT", context, feedback, features, fields, source.wkbType(), source.sourceCrs()
        )
        styling.style_output(context, destination, "tracks", refine=track_style.coloured_by(f"{field}_res"))
        results["OUTPUT"] = destination
        for name in ("correlation", "rms", "null_correlation_p95", "null_evidence_p95"):
            value = getattr(found, name)
            results[name.upper()] = None if np.isnan(value) else value
        return results

    def _observations(self, source, field, parameters, context, feedback):
        """Return the track points, and the same observations with one code per straight run."""
        tables.warn_of_unlevelled(source, field, feedback)
        time_field = "utc" if source is not None and source.fields().lookupField("utc") >= 0 else ""
        tracks = tables.read_observations(
            source,
            field,
            tables.track_field(self, parameters, context, source),
            feedback,
            self._target,
            extra=[time_field],
        )
        time = tracks.table.columns.get(time_field)
        time = time if time is not None and time.dtype != object else None
        obs = by_lines(replace(tracks.observations, time=time))
        feedback.pushInfo(tr("{} straight track lines, each held out in turn.").format(len(np.unique(obs.track))))
        return tracks, obs

    def _page(self, title, obs, grid, found, settings, relevel):
        """Return the report."""
        reach = GAP_FACTOR * settings["max_distance"]
        distance = distance_to_other_tracks(obs, reach)
        classes = []
        for low, high in zip((0.0, 0.25, 0.5, 1.0), (0.25, 0.5, 1.0, GAP_FACTOR)):
            low, high = low * settings["max_distance"], high * settings["max_distance"]
            own = (distance >= low) & (distance < high) & np.isfinite(found.predicted)
            r = summary.correlation(obs, found.predicted, settings["window"], own)
            classes.append((low, high, int(own.sum()), r, summary.rms(found.residual[own])))
        scores = summary.by_track(obs, found.predicted, found.residual, settings["window"])
        cells = validation_grid(grid).cell_size / 1000
        notes = [
            tr(
                "Every straight run was taken out in turn and predicted from all others by gridding and guided "
                "smoothing on cells of {:g} km, as far as {:g} km from them."
            ).format(cells, reach / 1000),
            tr(
                "Correlation: moving means over the window taken off both; observations right beside another track, "
                "which measured the same, count little. RMS: the median difference of each line taken off."
            ),
            tr("The first table counts observations no farther from another track than the map is filled."),
            tr("The other tracks were levelled anew in every fold, without the crossings of the track held out.")
            if relevel
            else tr("The levels of the tracks were taken as they are."),
        ]
        return validation_report.page(title, found, classes, scores, notes)

    def _write_raster(self, path, info, found, settings, context):
        if path is None:
            return {}
        metadata = {f"LMA_{name.upper()}": f"{value:g}" for name, value in settings.items()}
        for name, value in (
            ("LMA_NULL_P95", found.null_evidence_p95),
            ("LMA_CORRELATION", found.correlation),
            ("LMA_NULL_CORRELATION_P95", found.null_correlation_p95),
        ):
            if np.isfinite(value):
                metadata[name] = f"{value:.4f}"
        raster.write(path, info, [found.evidence], [contents.EVIDENCE], [""], metadata)
        styling.style_output(context, path, "evidence")
        return {"EVIDENCE": path}


def by_lines(obs):
    """Return observations with one track code per straight run.

    Parameters
    ----------
    obs : Observations
        Tracks of any shape: cruises or lines.

    Returns
    -------
    Observations
        In the same order; a run is called after its track, with a number where the track has several.
    """
    order = np.argsort(obs.track, kind="stable")
    time = None if obs.time is None else obs.time[order]
    runs = np.empty(len(obs), dtype=np.int32)
    runs[order] = split_lines(obs.easting[order], obs.northing[order], time, obs.track[order])
    _, first = np.unique(runs, return_index=True)
    parent = obs.track[first]
    rank = np.arange(len(parent)) - np.searchsorted(parent, parent)
    several = np.bincount(parent, minlength=obs.n_tracks)[parent] > 1
    # Numbers come as text with a decimal point.
    labels = [name[:-2] if name.endswith(".0") else name for name in obs.names]
    names = [f"{labels[p]} ({k + 1})" if s else labels[p] for p, k, s in zip(parent, rank, several)]
    return Observations(
        obs.easting, obs.northing, obs.value, runs, tuple(names), time=obs.time, sigma=obs.sigma
    )


def _with_predictions(source, field, fid, found, feedback):
    """Return the fields and features of the output: every input point with prediction and residual."""
    row_of = dict(zip(fid.tolist(), range(len(fid))))

    def prediction(feature):
        row = row_of.get(feature.id())
        return (None, None) if row is None else (found.predicted[row], found.residual[row])

    return with_columns(source, [f"{field}_pred", f"{field}_res"], prediction, feedback)
