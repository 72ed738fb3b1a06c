"""Pictures of the product in use: toolbox, dialogs, results on the map, Model Designer, set-up, report."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(os.environ["LMA_ROOT"]) / "tools" / "gui"))

from driver import OUT, ROOT, drive, shot, window
from qgis.core import QgsApplication, QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction, QApplication, QDockWidget, QScrollArea
from qgis.utils import iface

RESULTS = ROOT / "out"
state = {}


def start():
    """Check that the plugin is there."""
    window()
    if QgsApplication.processingRegistry().providerById("lma") is None:
        raise RuntimeError("the provider is not registered")


def layers():
    """Load the demo's results with the styles that the plugin gives them."""
    from lma_qgis.algorithms.styling import apply_style

    for file, name, style in (
        ("support.tif", "Support", "support"),
        ("enhanced.tif", "Enhanced anomaly", "anomaly"),
        ("levelled.gpkg", "Tracks", ""),
        ("picks.gpkg", "Picks", ""),
    ):
        path = str(RESULTS / file)
        layer = QgsRasterLayer(path, name) if file.endswith(".tif") else QgsVectorLayer(path, name, "ogr")
        if style:
            apply_style(layer, style)
        QgsProject.instance().addMapLayer(layer)
        state[name] = layer
    root = QgsProject.instance().layerTreeRoot()
    for name in ("Support", "Tracks"):
        root.findLayer(state[name].id()).setItemVisibilityChecked(False)
    iface.setActiveLayer(state["Picks"])
    iface.mapCanvas().setDestinationCrs(state["Enhanced anomaly"].crs())
    iface.mapCanvas().setExtent(state["Enhanced anomaly"].extent())
    iface.mapCanvas().refresh()


def toolbox():
    """Show our group in the Toolbox."""
    dock = iface.mainWindow().findChild(QDockWidget, "ProcessingToolbox")
    dock.show()
    dock.raise_()
    iface.mainWindow().resizeDocks([dock], [380], Qt.Orientation.Horizontal)
    dock.searchBox.setText("lineation")


def toolbox_shot():
    """Take the picture."""
    shot("toolbox")


def dialog(algorithm, parameters):
    """Return a step that opens an algorithm's dialog."""

    def step():
        import processing

        made = processing.createAlgorithmDialog(algorithm, parameters())
        made.resize(1000, 760)
        made.move(260, 110)
        made.show()
        made.raise_()
        state["dialog"] = made

    step.__name__ = f"dialog {algorithm}"
    return step


def dialog_shot(name, close=True):
    """Return a step that takes the picture of the open dialog."""

    def step():
        shot(name)
        if close:
            state.pop("dialog").close()

    step.__name__ = f"shot {name}"
    return step


def every_dialog():
    """Open each algorithm's dialog as a first start sizes it, with the sample's truth at hand; nothing is cut off."""
    import processing

    from lma_qgis.gui.sample import copy_sample

    copy_sample(iface, str(OUT))
    cut = []
    for algorithm in QgsApplication.processingRegistry().providerById("lma").algorithms():
        made = processing.createAlgorithmDialog(algorithm.id(), {})
        made.resize(690, 560)
        made.show()
        QApplication.processEvents()
        shot(f"dialog_{algorithm.name()}", made)
        areas = made.findChildren(QScrollArea)
        if any(area.isVisible() and area.horizontalScrollBar().maximum() for area in areas):
            cut.append(algorithm.name())
        made.close()
    if cut:
        raise RuntimeError(f"wider than the dialog: {', '.join(cut)}")


def run_dialog():
    """Press Run."""
    made = state["dialog"]
    QTest.mouseClick(made.runButton(), Qt.MouseButton.LeftButton)


def designer():
    """Open the shipped chain in the Model Designer."""
    from processing.modeler.ModelerDialog import ModelerDialog

    import lma_qgis

    modeler = ModelerDialog(None)
    modeler.loadModel(str(Path(lma_qgis.__file__).parent / "models" / "trackstopicks.model3"))
    modeler.setGeometry(20, 20, 1560, 940)
    modeler.show()
    state["modeler"] = modeler


def designer_zoom():
    """Zoom to all."""
    for name in ("mActionZoomToItems", "actionZoomToItems"):
        action = state["modeler"].findChild(QAction, name)
        if action is not None:
            action.trigger()
            return


def designer_shot():
    """Take the picture."""
    shot("designer")
    state["modeler"].setDirty(False)
    state.pop("modeler").close()


def menu_dialog(action_name, picture):
    """Return a step that triggers a menu entry; the picture is taken while its dialog is modal."""

    def capture():
        shot(picture)
        for widget in QApplication.topLevelWidgets():
            if widget.isVisible() and widget is not iface.mainWindow() and widget.isWindow():
                widget.close()

    def step():
        QTimer.singleShot(2500, capture)
        iface.mainWindow().findChild(QAction, action_name).trigger()

    step.__name__ = f"menu {action_name}"
    return step


def menu():
    """Open the plugin's menu."""
    for action in iface.pluginMenu().actions():
        if action.menu() and action.text() == "Linear magnetic anomalies":
            iface.pluginMenu().popup(iface.mainWindow().mapToGlobal(iface.mainWindow().rect().center() / 3))
            action.menu().popup(iface.mainWindow().mapToGlobal(iface.mainWindow().rect().center() / 2))
            state["menu"] = action.menu()


def menu_shot():
    """Take the picture."""
    shot("menu")
    state.pop("menu").close()
    iface.pluginMenu().close()


def help_window():
    """Open the help of the menu on a page with a picture."""
    from lma_qgis.gui.help_dialog import show_help

    state["help"] = show_help(iface.mainWindow(), "anisotropicdiffusion")


def help_shot():
    """Take the picture."""
    shot("help", state.pop("help"))


def tracks():
    """Parameters of the gridding dialog."""
    return {"INPUT": state["Tracks"].id(), "FIELD": "mag_res_nt_lev", "TRACK_FIELD": "line_id", "CELL_SIZE": 2000}


STEPS = [
    (start, 1500), (layers, 3500), (toolbox, 1500), (toolbox_shot, 300),
    (dialog("lma:gridtracks", tracks), 1500), (dialog_shot("dialog_gridtracks", close=False), 300),
    (run_dialog, 9000), (dialog_shot("dialog_done"), 500),
    (every_dialog, 500), (dialog("lma:trackstopicks", tracks), 1500), (dialog_shot("dialog_chain"), 300),
    (designer, 1500), (designer_zoom, 1000), (designer_shot, 500),
    (menu, 800), (menu_shot, 500),
    (menu_dialog("lma_runtime", "runtime"), 4000),
    (menu_dialog("lma_diagnostics", "diagnostics"), 6000), (help_window, 1500), (help_shot, 300),
]

OUT.mkdir(parents=True, exist_ok=True)
QTimer.singleShot(2000, lambda: drive(STEPS))
