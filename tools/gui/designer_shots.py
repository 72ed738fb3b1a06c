"""A model drawn in the Model Designer, from the plugin's algorithms and native ones, saved, run from the Toolbox.

    tools/gui/shots.sh out/designer tools/gui/designer_shots.py     after `make stage` and `make demo`

Boxes are double-clicked into the model, dialogs are filled and confirmed with the mouse and the keyboard; only what
a parameter reads is set through the parameter's widget, as its menu would. Writes session.log.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(os.environ["LMA_ROOT"]) / "tools" / "gui"))

from driver import OUT, ROOT, drive, note, press, shot, window
from processing.modeler.ModelerParametersDialog import ModelerParametersDialog
from qgis.core import (
    QgsApplication,
    QgsProcessingModelChildParameterSource,
    QgsProject,
    QgsVectorLayer,
)
from qgis.gui import QgsModelDesignerDialog, QgsProcessingParameterDefinitionDialog
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction, QApplication, QDialogButtonBox, QDockWidget, QLineEdit, QTabBar, QTreeView
from qgis.utils import iface

Source = QgsProcessingModelChildParameterSource
NAME = "Sample the enhanced anomaly"
LEFT = Qt.MouseButton.LeftButton
state = {}


def start():
    """Load the levelled tracks of the demo and open the designer from the menu."""
    window()
    layer = QgsVectorLayer(str(ROOT / "out" / "levelled.gpkg"), "Levelled points", "ogr")
    QgsProject.instance().addMapLayer(layer)
    iface.mapCanvas().setExtent(layer.extent())
    action = next(a for a in iface.mainWindow().findChildren(QAction) if "Graphical Modeler" in a.text())
    action.trigger()


def designer():
    """Return the designer's window."""
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, QgsModelDesignerDialog) and w.isVisible())


def name_it():
    """Type name and group."""
    designer().setGeometry(20, 20, 1560, 940)
    fields = designer().findChild(QDockWidget, "mPropertiesDock").findChildren(QLineEdit)
    for field, text in zip(fields, (NAME, "tests")):
        field.clear()
        QTest.keyClicks(field, text)


def tree(dock):
    """Return the tree of a dock, in front."""
    widget = designer().findChild(QDockWidget, dock)
    for bar in designer().findChildren(QTabBar):
        for index in range(bar.count()):
            if bar.tabText(index) == widget.windowTitle():
                bar.setCurrentIndex(index)
    return widget.findChild(QTreeView)


def double_click(view, text):
    """Double-click an item of a tree; the dialog it opens is modal, so the click is left to the event loop."""
    matches = view.model().match(
        view.model().index(0, 0), Qt.ItemDataRole.DisplayRole, text, 1,
        Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive,
    )
    if not matches:
        raise RuntimeError(f"no item “{text}”")
    view.expand(matches[0].parent())
    view.scrollTo(matches[0])
    place = view.visualRect(matches[0]).center()
    QTest.mouseClick(view.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, place)
    QTimer.singleShot(50, lambda: QTest.mouseDClick(view.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, place))


def add_input():
    """Double-click the input for vector features."""
    double_click(tree("mInputsDock"), "Vector Features")


def dialog(kind):
    """Return the open dialog of a kind."""
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


def describe_input():
    """Name the input and confirm."""
    made = dialog(QgsProcessingParameterDefinitionDialog)
    field = made.findChild(QLineEdit)
    field.clear()
    QTest.keyClicks(field, "Points")
    shot("1_input")
    press(made, QDialogButtonBox.StandardButton.Ok)


def add(text):
    """Return a step that finds an algorithm and double-clicks it."""

    def step():
        view = tree("mAlgorithmsDock")
        search = designer().findChild(QDockWidget, "mAlgorithmsDock").findChild(QLineEdit)
        search.clear()
        QTest.keyClicks(search, text)
        QApplication.processEvents()
        double_click(view, text)

    step.__name__ = f"add {text}"
    return step


def of(text, output):
    """Return a source: the output of the child with this description."""
    model = designer().model()
    child = next(c for c in model.childAlgorithms().values() if c.description() == text)
    return Source.fromChildOutput(child.childId(), output)


def fill(picture, sources, outputs):
    """Return a step that fills an algorithm's dialog: sources of parameters, names of final results."""

    def step():
        made = dialog(ModelerParametersDialog)
        made.resize(900, 820)
        panel = made.widget.widget
        for name, source in sources.items():
            panel.wrappers[name].setWidgetValue(source() if callable(source) else source)
        for name, text in outputs.items():
            fields = panel.wrappers[name].findChildren(QLineEdit)
            QTest.keyClicks(next(field for field in fields if field.placeholderText().startswith("[Enter")), text)
        QApplication.processEvents()
        shot(picture)
        press(made, QDialogButtonBox.StandardButton.Ok)

    step.__name__ = f"fill {picture}"
    return step


def point_input():
    """Return a source: the model's input."""
    return Source.fromModelParameter(designer().model().parameterDefinitions()[0].name())


def picture():
    """Zoom to the model and take the picture."""
    valid, errors = designer().model().validate()
    if not valid:
        raise RuntimeError("; ".join(errors))
    designer().findChild(QAction, "mActionZoomToItems").trigger()
    QApplication.processEvents()
    shot("6_model")


def save():
    """Press Save; the file dialog is modal."""
    QTimer.singleShot(50, designer().findChild(QAction, "mActionSave").trigger)


def save_as():
    """Type the file's name."""
    state["file"] = OUT / "sampled.model3"
    state["file"].unlink(missing_ok=True)
    made = QApplication.activeModalWidget()
    field = made.findChild(QLineEdit)
    field.clear()
    QTest.keyClicks(field, str(state["file"]))
    QTest.keyClick(field, Qt.Key.Key_Return)


def to_toolbox():
    """Close the designer; put the saved model where the Toolbox finds it."""
    import shutil

    from processing.modeler.ModelerUtils import ModelerUtils

    if not state["file"].is_file():
        raise RuntimeError("the model was not saved")
    designer().close()
    shutil.copy(state["file"], ModelerUtils.modelsFolders()[0])
    QgsApplication.processingRegistry().providerById("model").refreshAlgorithms()
    dock = iface.mainWindow().findChild(QDockWidget, "ProcessingToolbox")
    dock.show()
    dock.raise_()
    dock.searchBox.setText(NAME)


def open_model():
    """Double-click the model in the Toolbox."""
    dock = iface.mainWindow().findChild(QDockWidget, "ProcessingToolbox")
    double_click(dock.findChild(QTreeView), NAME)


def run_model():
    """Press Run; the only point layer is chosen already."""
    from processing.gui.AlgorithmDialog import AlgorithmDialog

    made = dialog(AlgorithmDialog)
    made.resize(900, 700)
    made.move(350, 120)
    state["dialog"] = made
    QTest.mouseClick(made.runButton(), LEFT)


def ran():
    """Check the results."""
    shot("7_ran")
    state["dialog"].close()
    layers = {layer.name(): layer for layer in QgsProject.instance().mapLayers().values()}
    sampled, enhanced = layers["Sampled"], layers["Enhanced"]
    names = [field.name() for field in sampled.fields()]
    column = next(name for name in names if name.startswith("enhanced"))
    values = [feature[column] for feature in sampled.getFeatures()]
    measured = [feature["mag_res_nt_lev"] for feature in sampled.getFeatures()]
    misfit = sorted(abs(a - b) for a, b in zip(values, measured) if a is not None)[len(values) // 2]
    note(f"{len(values)} points sampled on {enhanced.width()} x {enhanced.height()} cells; "
         f"median difference to the measured anomaly {misfit:.1f} nT")
    if not misfit < 30.0:
        raise RuntimeError("the enhanced anomaly does not follow the points that made it")
    iface.mapCanvas().setExtent(iface.mapCanvas().fullExtent())


def result():
    """Take the picture of the map."""
    shot("8_result")


STEPS = [
    (start, 3000), (name_it, 800), (add_input, 1500), (describe_input, 1000),
    (add("Extract by expression"), 2000),
    (fill("2_extract", {"INPUT": point_input, "EXPRESSION": Source.fromStaticValue('"use" = 1')}, {}), 1000),
    (add("Grid track data"), 2000),
    (fill("3_grid", {
        "INPUT": lambda: of("Extract by expression", "OUTPUT"),
        "FIELD": Source.fromStaticValue("mag_res_nt_lev"), "CELL_SIZE": Source.fromStaticValue(2000),
    }, {}), 1000),
    (add("Anisotropic diffusion"), 2000),
    (fill("4_diffusion", {
        "INPUT": lambda: of("Grid track data", "OUTPUT"), "COVERAGE": lambda: of("Grid track data", "COVERAGE"),
    }, {"OUTPUT": "Enhanced"}), 1000),
    (add("Sample raster values"), 2000),
    (fill("5_sample", {
        "INPUT": lambda: of("Extract by expression", "OUTPUT"),
        "RASTERCOPY": lambda: of("Anisotropic diffusion", "OUTPUT"),
        "COLUMN_PREFIX": Source.fromStaticValue("enhanced"),
    }, {"OUTPUT": "Sampled"}), 1000),
    (picture, 500), (save, 2000), (save_as, 2000), (to_toolbox, 1500), (open_model, 2500), (run_model, 15000),
    (ran, 2500), (result, 300),
]

OUT.mkdir(parents=True, exist_ok=True)
QTimer.singleShot(2000, lambda: drive(STEPS))
