"""Build the graphical models of ``models/`` with the oldest supported QGIS.

    QT_HASH_SEED=0 .venv/bin/python tools/build_models.py

Models made by a newer QGIS name their outputs differently; the seed makes the files the same every time.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(ROOT))

from qgis.core import (
    QgsApplication,
    QgsProcessing,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelComment,
    QgsProcessingModelGroupBox,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterLayer,
)
from qgis.PyQt.QtCore import QPointF, QSizeF
from qgis.PyQt.QtGui import QColor

from lma_qgis.core.detection.planes import EVIDENCE
from lma_qgis.inference import models
from lma_qgis.inference.model_file import load

Source = QgsProcessingModelChildParameterSource
COLUMN, ROW = 280, 150
INPUT_COLUMN, INPUT_ROW = 360, 60


class Chain:
    """A model on a grid of columns and rows, with readable calls."""

    def __init__(self, name):
        self.model = QgsProcessingModelAlgorithm(name, "7 Chains", "chains")
        self._inputs = []

    def parameter(self, definition, advanced=False):
        """Place an input: in two rows above the algorithms, in the order of the dialog."""
        column, row = divmod(len(self._inputs), 2)
        if advanced:
            definition.setFlags(definition.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
        component = QgsProcessingModelParameter(definition.name())
        component.setPosition(QPointF(160 + column * INPUT_COLUMN, 60 + row * INPUT_ROW))
        self._inputs.append(definition.name())
        self.model.addModelParameter(definition, component)

    def number(self, name, label, default, minimum=0.0, integer=False, advanced=False):
        """Place a number."""
        kind = QgsProcessingParameterNumber.Type
        definition = QgsProcessingParameterNumber(name, label, kind.Integer if integer else kind.Double, default)
        definition.setMinimum(minimum)
        if not integer:
            definition.setMetadata({"widget_wrapper": {"decimals": 1}})
        self.parameter(definition, advanced)

    def choice(self, name, label, options, default, help_text):
        """Place a choice among names."""
        definition = QgsProcessingParameterEnum(name, label, options, False, default, False, True)
        definition.setHelp(help_text)
        self.parameter(definition)

    def child(self, algorithm, child_id, label, column, row, sources, outputs, comment):
        """Place an algorithm; ``sources`` are (parameter, source), ``outputs`` are model output -> child output."""
        item = QgsProcessingModelChildAlgorithm(f"lma:{algorithm}")
        item.setChildId(child_id)
        item.setDescription(label)
        position = QPointF(160 + column * COLUMN, 80 + row * ROW)
        item.setPosition(position)
        note = QgsProcessingModelComment(comment)
        note.setPosition(QPointF(position.x() - 10, position.y() + 72))
        note.setSize(QSizeF(220, 46))
        item.comment().setDescription(comment)
        item.comment().setPosition(note.position())
        item.comment().setSize(note.size())
        for name, source in {**defaults(item.algorithm()), **sources}.items():
            item.addParameterSources(name, [source])
        made = {}
        for index, (name, child_output) in enumerate(outputs.items()):
            output = QgsProcessingModelOutput(name, name)
            output.setChildId(child_id)
            output.setChildOutputName(child_output)
            output.setPosition(QPointF(position.x() + COLUMN, position.y() + 52 * index + 40))
            made[name] = output
        item.setModelOutputs(made)
        self.model.addChildAlgorithm(item)

    def box(self, label, column, row, columns, rows, colour):
        """Draw a labelled box behind a part of the model."""
        group = QgsProcessingModelGroupBox(label)
        group.setPosition(QPointF(160 + (column + columns / 2 - 0.5) * COLUMN, 80 + (row + rows / 2 - 0.5) * ROW))
        group.setSize(QSizeF(columns * COLUMN - 20, rows * ROW - 14))
        group.setColor(QColor(colour))
        self.model.addGroupBox(group)

    def save(self, name):
        """Check every child and write the file."""
        self.model.setParameterOrder(self._inputs)
        self.model.updateDestinationParameters()
        for child_id in self.model.childAlgorithms():
            valid, issues = self.model.validateChildAlgorithm(child_id)
            if not valid:
                raise SystemExit(f"{name}, child {child_id}: {issues}")
        path = ROOT / "models" / f"{name}.model3"
        if not self.model.toFile(str(path)):
            raise SystemExit(f"cannot write {path}")
        print(path.relative_to(ROOT))


def defaults(algorithm):
    """Return the defaults of an algorithm's inputs, which a model must state."""
    return {
        definition.name(): Source.fromStaticValue(definition.defaultValue())
        for definition in algorithm.parameterDefinitions()
        if not definition.isDestination() and definition.defaultValue() is not None
    }


def of(parameter):
    """Return a source: an input of the model."""
    return Source.fromModelParameter(parameter)


def out(child, name):
    """Return a source: an output of another child."""
    return Source.fromChildOutput(child, name)


def survey_inputs(chain):
    """Place the inputs that describe the survey and its grid."""
    points = QgsProcessingParameterFeatureSource(
        "INPUT", "Track points", [QgsProcessing.SourceType.TypeVectorPoint]
    )
    chain.parameter(points)
    numeric = QgsProcessingParameterField.DataType.Numeric
    chain.parameter(QgsProcessingParameterField("FIELD", "Anomaly field (nT)", "mag_res_nt", "INPUT", numeric))
    any_type = QgsProcessingParameterField.DataType.Any
    chain.parameter(QgsProcessingParameterField("TRACK_FIELD", "Track field", "line_id", "INPUT", any_type))
    chain.number("CELL_SIZE", "Cell size (m)", 1000.0, minimum=1.0)
    chain.number("MAX_DISTANCE", "Blank beyond this distance from observations (m)", 20000.0, minimum=1.0)


def smoothing_inputs(chain):
    """Place the inputs of the diffusion."""
    chain.number("LENGTH", "Smoothing length along lineations (m)", 10000.0)
    label = "Integration scale of the orientation (m)"
    chain.number("INTEGRATION_SCALE", label, 10000.0, advanced=True)
    chain.number("ITERATIONS", "Orientation re-estimates", 3, 1, integer=True, advanced=True)


def picks_inputs(chain, has_evidence):
    """Place the inputs of detection and pick extraction."""
    seeing = "auto: the network that sees the evidence. It needs the inference runtime (plugin menu); ridge does not."
    blind = "auto: the ridge filter. Networks need the inference runtime (plugin menu)."
    chain.choice("MODEL", "Model", detectors(has_evidence), models.AUTO, seeing if has_evidence else blind)
    chain.number("MIN_LENGTH", "Shortest pick (m)", 30000.0)
    chain.number("MAX_GAP", "Longest bridged gap (m)", 15000.0)


def detectors(has_evidence):
    """Return the names of the detectors that run with, or without, an evidence raster."""
    cards = {name: load(models.path_of(name)).card for name in models.shipped()}
    blind = [name for name in models.choices() if name not in cards or EVIDENCE not in cards[name].channels]
    return models.choices() if has_evidence else blind


def grid_child(chain, column, row):
    """Place the gridder."""
    chain.child(
        "gridtracks", "grid", "Grid tracks", column, row,
        {name: of(name) for name in ("INPUT", "FIELD", "TRACK_FIELD", "CELL_SIZE", "MAX_DISTANCE")},
        {"Anomaly": "OUTPUT", "Coverage": "COVERAGE"},
        "Block medians and a tension spline; blank far from observations.",
    )


def tracks_to_picks():
    """Points to picks with support and evidence: the whole chain."""
    chain = Chain("Tracks to picks")
    survey_inputs(chain)
    smoothing_inputs(chain)
    chain.number("NULL_DRAWS", "Null draws of the evidence", 5, 0, integer=True, advanced=True)
    picks_inputs(chain, has_evidence=True)
    chain.box("1 Grid", 0, 1.2, 2, 1.6, "#e8eef6")
    chain.box("2 Smooth along lineations, say where observations carry the result", 2, 1.2, 2, 1.6, "#f6ece8")
    chain.box("3 Do neighbouring tracks predict each other?", 2, 2.9, 2, 1.6, "#eef6e8")
    chain.box("4 Score and pick", 4, 1.2, 4, 1.6, "#f4f0fa")
    grid_child(chain, 0, 1.6)
    smoothing = ("LENGTH", "INTEGRATION_SCALE", "ITERATIONS")
    chain.child(
        "anisotropicdiffusion", "diffuse", "Anisotropic diffusion", 2, 1.6,
        {"INPUT": out("grid", "OUTPUT"), "COVERAGE": out("grid", "COVERAGE"), **{name: of(name) for name in smoothing}},
        {"Enhanced": "OUTPUT", "Support": "SUPPORT"},
        "Guided by coverage: measured cells keep their values.",
    )
    names = ("INPUT", "FIELD", "TRACK_FIELD", "CELL_SIZE", "MAX_DISTANCE", *smoothing, "NULL_DRAWS")
    chain.child(
        "crossvalidate", "validate", "Cross-validate tracks", 2, 3.3,
        {**{name: of(name) for name in names}, "EXTENT": out("grid", "OUTPUT"), "TARGET_CRS": out("grid", "OUTPUT")},
        {"Evidence": "EVIDENCE"},
        "Each track predicted from the others; beside it the same with shifted tracks.",
    )
    chain.child(
        "predictlineations", "predict", "Predict lineations", 4, 1.6,
        {
            "INPUT": out("diffuse", "OUTPUT"),
            "SUPPORT": out("diffuse", "SUPPORT"),
            "EVIDENCE": out("validate", "EVIDENCE"),
            "MODEL": of("MODEL"),
        },
        {"Score": "OUTPUT"},
        "The default model unless another is chosen; see its help.",
    )
    pick_child(
        chain, 6, 1.6, "predict",
        {
            "ANOMALY": out("diffuse", "OUTPUT"),
            "SUPPORT": out("diffuse", "SUPPORT"),
            "EVIDENCE": out("validate", "EVIDENCE"),
            "TRACKS": of("INPUT"),
        },
    )
    chain.save("trackstopicks")


def pick_child(chain, column, row, predict, sources):
    """Place the pick extraction."""
    chain.child(
        "extractpicks", "pick", "Extract picks", column, row,
        {"INPUT": out(predict, "OUTPUT"), "MIN_LENGTH": of("MIN_LENGTH"), "MAX_GAP": of("MAX_GAP"), **sources},
        {"Picks": "OUTPUT"},
        "Sub-pixel crests and troughs with support and evidence attached.",
    )


def tracks_to_grid():
    """Points to an enhanced grid."""
    chain = Chain("Tracks to enhanced grid")
    survey_inputs(chain)
    smoothing_inputs(chain)
    chain.box("1 Grid", 0, 1.2, 2, 1.6, "#e8eef6")
    chain.box("2 Smooth along lineations", 2, 1.2, 2, 1.6, "#f6ece8")
    grid_child(chain, 0, 1.6)
    chain.child(
        "anisotropicdiffusion", "diffuse", "Anisotropic diffusion", 2, 1.6,
        {
            "INPUT": out("grid", "OUTPUT"), "COVERAGE": out("grid", "COVERAGE"),
            **{name: of(name) for name in ("LENGTH", "INTEGRATION_SCALE", "ITERATIONS")},
        },
        {"Enhanced": "OUTPUT", "Support": "SUPPORT"},
        "Guided by coverage: measured cells keep their values.",
    )
    chain.save("trackstogrid")


def raster_to_picks():
    """Anomaly raster to picks, for grids that others made."""
    chain = Chain("Raster to picks")
    chain.parameter(QgsProcessingParameterRasterLayer("INPUT", "Anomaly raster (nT)"))
    chain.parameter(QgsProcessingParameterRasterLayer("COVERAGE", "Coverage", None, True))
    smoothing_inputs(chain)
    picks_inputs(chain, has_evidence=False)
    chain.box("1 Smooth along lineations", 0, 1.2, 2, 1.6, "#f6ece8")
    chain.box("2 Score and pick", 2, 1.2, 4, 1.6, "#f4f0fa")
    chain.child(
        "anisotropicdiffusion", "diffuse", "Anisotropic diffusion", 0, 1.6,
        {name: of(name) for name in ("INPUT", "COVERAGE", "LENGTH", "INTEGRATION_SCALE", "ITERATIONS")},
        {"Enhanced": "OUTPUT", "Support": "SUPPORT"},
        "Guided by coverage when there is one, else classical.",
    )
    chain.child(
        "predictlineations", "predict", "Predict lineations", 2, 1.6,
        {"INPUT": out("diffuse", "OUTPUT"), "SUPPORT": out("diffuse", "SUPPORT"), "MODEL": of("MODEL")},
        {"Score": "OUTPUT"},
        "The default model unless another is chosen; see its help.",
    )
    pick_child(chain, 4, 1.6, "predict", {"ANOMALY": out("diffuse", "OUTPUT"), "SUPPORT": out("diffuse", "SUPPORT")})
    chain.save("rastertopicks")


def main():
    """Build all models."""
    app = QgsApplication([], False)
    app.initQgis()
    from lma_qgis.algorithms.provider import LmaProvider

    provider = LmaProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    tracks_to_picks()
    tracks_to_grid()
    raster_to_picks()
    app.exitQgis()


if __name__ == "__main__":
    main()
