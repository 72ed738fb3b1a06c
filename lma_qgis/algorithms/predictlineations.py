"""Algorithm ``lma:predictlineations``: crest and trough scores from an anomaly raster."""

from __future__ import annotations

from functools import partial
from html import escape
from pathlib import Path

import numpy as np
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsProcessing,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
)

from ..core.detection import planes
from ..core.errors import LmaError
from ..core.grid import Grid
from ..geo import raster
from ..geo.burn import burn
from ..inference import engine, models
from ..inference.predict import predict
from . import contents, styling, tables
from .base import LmaAlgorithm
from .translation import tr

_SCORES = (contents.SCORE, "trough score")
_SPREADS = ("crest spread", "trough spread")
# Below this mean evidence a network that sees it finds little even where there are lineations (docs/model.md).
_LITTLE_EVIDENCE = 0.25


class PredictLineations(LmaAlgorithm):
    """Score every cell as crest and as trough of a lineation."""

    ID = "predictlineations"
    NAME = "Predict lineations"
    GROUP = "detection"
    TAGS = ("detect", "network", "deep learning", "ONNX", "inference", "ridge", "crest", "trough", "score")

    def shortHelpString(self):
        """Return the help page with the cards of the shipped networks."""
        cards = "".join(
            f"<h3>{escape(tr('Model card'))}: {escape(name)}</h3><p>{'<br>'.join(map(escape, lines))}</p>"
            for name, lines in engine.shipped_cards()
        )
        return super().shortHelpString() + cards

    def initAlgorithm(self, configuration=None):
        """Declare parameters and outputs."""
        self.add(
            QgsProcessingParameterRasterLayer("INPUT", tr("Anomaly raster (nT)")),
            tr("Band 1; best the enhanced anomaly of “Anisotropic diffusion”. In metres; nodata stays nodata."),
        )
        self.add(
            QgsProcessingParameterRasterLayer("SUPPORT", tr("Support raster"), optional=True),
            tr("Never alters a score; where it is below what the model asks for, the result is nodata."),
        )
        self.add(
            QgsProcessingParameterRasterLayer("EVIDENCE", tr("Evidence raster"), optional=True),
            tr("Of “Cross-validate tracks”; for models that look at it beside the anomaly, the others leave it aside."),
        )
        self.add(
            _strings("MODEL", tr("Model"), models.choices(), models.AUTO),
            tr("auto: the network that sees the evidence where there is some, else ridge, a filter and no network."),
        )
        self.add(
            QgsProcessingParameterFile("MODEL_FILE", tr("Model file"), extension="onnx", optional=True),
            tr("An ONNX file with a model card inside; goes before the choice above."),
        )
        self.add(
            _strings("DEVICE", tr("Device"), engine.DEVICES, engine.DEVICES[0]),
            tr("auto takes CUDA when it works, else the CPU; cuda refuses to run without it."),
        )
        self._add_cells(
            "TILE_SIZE",
            tr("Tile size (cells; 0 = as the model asks)"),
            tr("Largest height and width of what the model is given at once; smaller tiles take less memory."),
        )
        self._add_cells(
            "OVERLAP",
            tr("Cells that neighbouring tiles share (0 = as the model asks)"),
            tr("Half of it on either side serves as context only; too little makes seams."),
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                "MASK", tr("Areas to leave out"), [QgsProcessing.SourceType.TypeVectorPolygon], optional=True
            ),
            tr("Land, platforms, seamounts: treated as nodata."),
        )
        self.add(QgsProcessingParameterRasterDestination("OUTPUT", tr("Lineation scores")))
        spread = QgsProcessingParameterRasterDestination("SPREAD", tr("Spread of the scores under flips"), None, True)
        spread.setCreateByDefault(False)
        self.add(
            spread,
            tr("Standard deviation of the scores over four mirror images; four times the work."),
            advanced=True,
        )
        self.add_result("MODEL_USED", tr("Model used"), text=True)
        self.add_result("DEVICE_USED", tr("Device used"), text=True)
        self.add_result("TILES", tr("Tiles computed"))
        self.add_result("THRESHOLD", tr("Threshold of the model"))

    def _add_cells(self, name, label, help_text):
        self.add_number(name, label, 0, help_text, minimum=0, maximum=8192, integer=True, advanced=True)

    def prepare(self, parameters, context, feedback):
        """Read what is tied to layers."""
        self._info = self.raster_input(parameters, "INPUT", context, contents.ANOMALIES)
        self._support = self.aligned_input(parameters, "SUPPORT", context, self._info, (contents.SUPPORT,))
        self._evidence = self.aligned_input(parameters, "EVIDENCE", context, self._info, (contents.EVIDENCE,))
        if self._info.content == contents.ANOMALY:
            feedback.pushWarning(
                tr("{} is not smoothed: between tracks it holds beads, not lines. Run “Anisotropic diffusion” first.")
                .format(Path(self._info.path).name)
            )
        mask = self.parameterAsSource(parameters, "MASK", context)
        crs = QgsCoordinateReferenceSystem.fromWkt(self._info.wkt)
        self._mask = tables.read_shapes(mask, crs, context, feedback)

    def compute(self, parameters, context, feedback):
        """Run the model over the raster."""
        path = self.raster_output(parameters, "OUTPUT", context)
        spread_path = self.raster_output(parameters, "SPREAD", context)
        scorer = engine.open_scorer(
            self._info.grid,
            model=self.parameterAsString(parameters, "MODEL", context),
            model_file=self.parameterAsFile(parameters, "MODEL_FILE", context),
            device=self.parameterAsString(parameters, "DEVICE", context),
            tile=self.parameterAsInt(parameters, "TILE_SIZE", context),
            overlap=self.parameterAsInt(parameters, "OVERLAP", context),
            flips=spread_path is not None,
            has_support=self._support is not None,
            has_evidence=self._evidence is not None,
            home=QgsApplication.qgisSettingsDirPath(),
            inform=feedback.pushInfo,
            warn=feedback.pushWarning,
        )
        report = self._predict(scorer, path, spread_path, feedback)
        feedback.pushInfo(
            tr("Tiles: {}, {:.3g} per second on {}, {} without data skipped.").format(
                report.tiles, report.tiles_per_second, scorer.device, report.skipped
            )
        )
        if report.tiles > 1:
            feedback.pushInfo(
                tr("The tiles overlap: {:.0f} % more cells are computed than the raster has.")
                .format(100 * (report.cost - 1))
            )
        styling.style_output(context, path, "score")
        results = {"OUTPUT": path, "MODEL_USED": scorer.name, "DEVICE_USED": scorer.device, "TILES": report.tiles,
                   "THRESHOLD": scorer.threshold}
        if spread_path:
            results["SPREAD"] = spread_path
        return results

    def _predict(self, scorer, path, spread_path, feedback):
        metadata = {
            "LMA_MODEL": scorer.name,
            "LMA_MODEL_VERSION": scorer.version,
            "LMA_THRESHOLD": f"{scorer.threshold:g}",
            "LMA_CALIBRATED": "yes" if scorer.calibrated else "no",
        }
        with raster.RasterWriter(path, self._info, _SCORES, ("", ""), metadata) as scores:
            if spread_path is None:
                return self._run(scorer, [scores], feedback)
            with raster.RasterWriter(spread_path, self._info, _SPREADS, ("", ""), metadata) as spreads:
                return self._run(scorer, [scores, spreads], feedback)

    def _run(self, scorer, writers, feedback):
        def write(first_row, bands):
            self._blank_unsupported(bands, first_row, scorer.min_support)
            for number, band in enumerate(bands):
                writers[number // 2].write(band, number % 2 + 1, first_row)
            for writer in writers:
                writer.flush()

        evidence = _Mean(partial(self._read, self._evidence))
        reads = {planes.ANOMALY: partial(self._read, self._info), planes.EVIDENCE: evidence}
        report = predict(
            [reads[name] for name in scorer.channels],
            self._info.grid,
            scorer,
            write,
            rows_at_once=raster.BLOCK,
            progress=self.progress(feedback),
        )
        if not report.tiles:
            raise LmaError("The raster has no cell with a value; choose another raster or a smaller mask.")
        if planes.EVIDENCE in scorer.channels:
            self._explain(evidence.value, feedback)
        return report

    def _explain(self, evidence, feedback):
        """Say what little evidence means for a network that sees it."""
        if np.isnan(evidence):
            feedback.pushWarning(
                tr("The evidence raster holds no value: no track could be tested against the others, and what this ")
                + tr("model draws rests on the map alone.")
            )
        elif evidence < _LITTLE_EVIDENCE:
            feedback.pushWarning(
                tr("Neighbouring tracks hardly predict each other here (mean evidence {:.2f}). This model is silent ")
                .format(evidence)
                + tr("where they do not: that nothing is drawn does not say that nothing is there.")
            )

    def _read(self, info, first, last):
        values = raster.read(info, 1, rows=(first, last))
        if self._mask:
            grid = self._info.grid
            rows = Grid(grid.west, grid.north - first * grid.dy, grid.dx, grid.dy, last - first, grid.cols)
            values[burn(self._mask, rows, "polygons")] = np.nan
        return values

    def _blank_unsupported(self, bands, first_row, least):
        if self._support is not None and least > 0:
            support = raster.read(self._support, 1, rows=(first_row, first_row + bands.shape[1]))
            bands[:, ~(support >= least)] = np.nan


class _Mean:
    """Reads rows of a raster and keeps the mean of what was read, NaN before there is any."""

    def __init__(self, read):
        self._read, self._sum, self._count = read, 0.0, 0

    def __call__(self, first, last):
        """Return the rows."""
        values = self._read(first, last)
        known = np.isfinite(values)
        self._sum += float(values[known].sum(dtype=np.float64))
        self._count += int(known.sum())
        return values

    @property
    def value(self):
        """Mean of the known cells."""
        return self._sum / self._count if self._count else float("nan")


def _strings(name, label, options, default):
    return QgsProcessingParameterEnum(name, label, list(options), False, default, False, True)
