"""The Processing provider ``lma``."""

from __future__ import annotations

import configparser
import importlib

from qgis.core import QgsMessageLog, QgsProcessing, QgsProcessingModelAlgorithm, QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from ..paths import metadata, models, resource
from . import pages
from .base import GROUPS
from .translation import tr


def algorithm_classes():
    """Return the classes of all algorithms in the order of the chain.

    Imported here and not above: without scipy the provider still loads and says so.
    """
    from .anisotropicdiffusion import AnisotropicDiffusion
    from .assignchrons import AssignChrons
    from .comparepicks import ComparePicks
    from .crossvalidate import CrossValidate
    from .exportpicks import ExportPicks
    from .exporttrainingdata import ExportTrainingData
    from .extractpicks import ExtractPicks
    from .gridtracks import GridTracks
    from .importtracks import ImportTracks
    from .leveltracks import LevelTracks
    from .predictlineations import PredictLineations
    from .wiggles import Wiggles

    return (
        ImportTracks,
        LevelTracks,
        Wiggles,
        GridTracks,
        AnisotropicDiffusion,
        CrossValidate,
        PredictLineations,
        ExtractPicks,
        AssignChrons,
        ComparePicks,
        ExportPicks,
        ExportTrainingData,
    )


def missing_package():
    """Return one sentence when the Python of QGIS lacks numpy or scipy, else an empty text."""
    try:
        importlib.import_module("scipy.ndimage")
        importlib.import_module("numpy")
    except ImportError as error:
        package = (error.name or "scipy").split(".")[0]
        sentence = tr("The Python of QGIS lacks {}; install it with the QGIS installer or your package manager.")
        return sentence.format(package)
    return ""


class LmaProvider(QgsProcessingProvider):
    """Algorithms and graphical models for linear magnetic anomalies."""

    def id(self):
        """Return the id; never changes."""
        return "lma"

    def name(self):
        """Return the name in the Toolbox."""
        return tr("Linear magnetic anomalies")

    def longName(self):
        """Return the name with the version."""
        return f"{self.name()} ({self.versionInfo()})"

    def versionInfo(self):
        """Return the version of the plugin."""
        parser = configparser.ConfigParser(interpolation=None)
        parser.read(metadata(), encoding="utf-8")
        return parser.get("general", "version")

    def icon(self):
        """Return the provider's icon."""
        return QIcon(self.svgIconPath())

    def svgIconPath(self):
        """Return the path of the icon's SVG."""
        return str(resource("icons", "lma.svg"))

    def supportsNonFileBasedOutput(self):
        """Return True: vector outputs may be memory layers."""
        return True

    def defaultVectorFileExtension(self, hasGeometry=True):
        """Return GeoPackage: it keeps field names, styles and edits."""
        return "gpkg"

    def defaultRasterFileExtension(self):
        """Return GeoTIFF."""
        return "tif"

    def warningMessage(self):
        """Return what keeps the algorithms from running, empty when nothing does."""
        return missing_package()

    def loadAlgorithms(self):
        """Register the algorithms and the shipped graphical models."""
        problem = missing_package()
        if problem:
            QgsMessageLog.logMessage(problem, self.name())
            return
        for algorithm in algorithm_classes():
            self.addAlgorithm(algorithm())
        for path in sorted(models().glob("*.model3")):
            model = ShippedModel(path)
            if model.usable:
                self.addAlgorithm(model)
            else:
                QgsMessageLog.logMessage(tr("The graphical model cannot be read: ") + path.name, self.name())


class ShippedModel(QgsProcessingModelAlgorithm):
    """A graphical model whose id is its file name and not its display name."""

    def __init__(self, path):
        from . import preselection

        super().__init__()
        self._path = path
        self.usable = self.fromFile(str(path))
        self.setSourceFilePath(str(path))
        for definition in self.parameterDefinitions():
            definition.setDescription(tr(definition.description()))
            if definition.name() == "FIELD":
                preselection.offer_levelled(definition)

    def name(self):
        """Return the id within the provider."""
        return self._path.stem

    def displayName(self):
        """Return the name in the Toolbox."""
        return tr(super().displayName())

    def group(self):
        """Return the group in the Toolbox."""
        return tr(GROUPS["chains"])

    def groupId(self):
        """Return the id of the group; the file stores only its name."""
        return "chains"

    def shortDescription(self):
        """Return the tool tip: the first paragraph of the help page."""
        return pages.summary(self.name())

    def shortHelpString(self):
        """Return the help page as HTML."""
        return pages.html(self.name())

    def helpUrl(self):
        """Return the address of the help page, which the Help button opens in a browser."""
        return pages.url(self.name())

    def icon(self):
        """Return the icon of chains."""
        return QIcon(self.svgIconPath())

    def svgIconPath(self):
        """Return the path of the icon's SVG."""
        return str(resource("icons", "chain.svg"))

    def processAlgorithm(self, parameters, context, feedback):
        """Run the model; outputs left out become temporary ones.

        A model would otherwise not make them at all, and the children that read them would run
        without: the diffusion without its coverage, the picks without their evidence.
        """
        names = [definition.name() for definition in self.destinationParameterDefinitions()]
        made = dict.fromkeys(names, QgsProcessing.TEMPORARY_OUTPUT)
        given = {name: value for name, value in parameters.items() if name not in made or value not in (None, "")}
        return super().processAlgorithm({**made, **given}, context, feedback)

    def createInstance(self):
        """Return a new model from the same file."""
        return ShippedModel(self._path)
