"""An editing session in a real window: accept, reject, reshape, split, merge, draw, save, run again.

    bash tools/gui/shots.sh OUT_DIR tools/gui/edit_shots.py      after `make stage` and `make demo`

Edits are made with QGIS's own forms and tools, by mouse and keyboard, and checked at the end.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(os.environ["LMA_ROOT"]) / "tools" / "gui"))

from driver import OUT, ROOT, drive, press, shot, window
from qgis.core import (
    QgsExpression,
    QgsFeatureRequest,
    QgsPointLocator,
    QgsPointXY,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QPoint, Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction, QApplication, QComboBox, QDialog, QDialogButtonBox
from qgis.utils import iface

RESULTS = ROOT / "out"
FILE = OUT / "session.gpkg"
state = {}


def run(output, **more):
    """Extract picks from the demo's rasters."""
    import processing

    inputs = {"INPUT": "score.tif", "ANOMALY": "enhanced.tif", "SUPPORT": "support.tif", "EVIDENCE": "evidence.tif",
              "TRACKS": "levelled.gpkg"}
    paths = {name: str(RESULTS / file) for name, file in inputs.items()}
    return processing.run("lma:extractpicks", {**paths, "OUTPUT": str(output), **more})["OUTPUT"]


def start():
    """Extract the picks and open them over the anomaly."""
    window()
    FILE.unlink(missing_ok=True)
    (OUT / "again.gpkg").unlink(missing_ok=True)
    run(FILE)
    from lma_qgis.algorithms.styling import apply_style

    raster = QgsRasterLayer(str(RESULTS / "enhanced.tif"), "Enhanced anomaly")
    apply_style(raster, "anomaly")
    picks = QgsVectorLayer(str(FILE), "Picks", "ogr")
    QgsProject.instance().addMapLayer(raster)
    QgsProject.instance().addMapLayer(picks)
    state["picks"] = picks
    iface.setActiveLayer(picks)
    iface.mapCanvas().setDestinationCrs(raster.crs())
    iface.mapCanvas().setExtent(raster.extent())
    shown = QgsExpression('"quality" < 3')
    rows = sorted(picks.getFeatures(QgsFeatureRequest(shown)), key=lambda f: -f["length_km"])
    state["ids"] = [feature["pick_id"] for feature in rows[:5]]
    state["count"] = picks.featureCount()


def feature(number):
    """Return the current state of one of the chosen picks."""
    wanted = f"\"pick_id\" = '{state['ids'][number]}'"
    return next(state["picks"].getFeatures(QgsFeatureRequest(QgsExpression(wanted))))


def opened():
    """Picture of the fresh result; start editing."""
    shot("edit_1_opened")
    iface.actionToggleEditing().trigger()
    if not state["picks"].isEditable():
        raise RuntimeError("the layer is not editable")


def decide(number, label, picture):
    """Return a step that sets the status in the form by keyboard and closes it by mouse."""

    def step():
        dialog = iface.getFeatureForm(state["picks"], feature(number))
        dialog.resize(600, 740)
        dialog.show()
        combo = dialog.findChild(QComboBox, "status")
        combo.setFocus()
        QTest.keyClicks(combo, label)
        if combo.currentText() != label:
            raise RuntimeError(f"the form shows {combo.currentText()}")
        shot(picture, dialog)
        press(dialog, QDialogButtonBox.StandardButton.Ok)

    step.__name__ = f"decide {label}"
    return step


def look(number, share, kilometres=70.0):
    """Return a step that brings a place on a pick into view."""

    def step():
        line = feature(number).geometry()
        here = line.interpolate(share * line.length()).asPoint()
        half = 500.0 * kilometres
        iface.mapCanvas().setExtent(QgsRectangle(here.x() - half, here.y() - half, here.x() + half, here.y() + half))
        iface.mapCanvas().refresh()

    return step


def beside(own, metres, offset):
    """Return a place beside a line: metres along it, an offset across."""
    line = own.geometry()
    ends = [line.interpolate(metres + step).asPoint() for step in (-500.0, 500.0)]
    dx, dy = ends[1].x() - ends[0].x(), ends[1].y() - ends[0].y()
    size = (dx * dx + dy * dy) ** 0.5
    here = line.interpolate(metres).asPoint()
    return QgsPointXY(here.x() - offset * dy / size, here.y() + offset * dx / size)


def draw(places):
    """Click a line on the canvas and finish it with the right button."""
    canvas = iface.mapCanvas()
    viewport = canvas.viewport()
    points = []
    for place in places:
        pixel = canvas.getCoordinateTransform().transform(place)
        points.append(QPoint(round(pixel.x()), round(pixel.y())))
    for point in points:
        QTest.mouseMove(viewport, point)
        QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
        QApplication.processEvents()
    QTest.mouseClick(viewport, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier, points[-1])
    QApplication.processEvents()


def act(name):
    """Trigger an action of the main window."""
    action = iface.mainWindow().findChild(QAction, name)
    if action is None or not action.isEnabled():
        raise RuntimeError(f"{name} is not available")
    action.trigger()


def reshape():
    """Push a stretch of a pick to the side."""
    own = feature(2)
    state["before"] = own.geometry().asWkt(1)
    state["picks"].selectByIds([own.id()])
    act("mActionReshapeFeatures")
    middle = 0.5 * own.geometry().length()
    bend = ((-12_000, -700), (-8_000, 900), (-3_000, 1_900), (3_000, 1_900), (8_000, 900), (12_000, -700))
    draw([beside(own, middle + along, across) for along, across in bend])


def reshaped():
    """Check and picture."""
    own = feature(2)
    if own.geometry().asWkt(1) == state["before"] or own["status"] != "edited":
        raise RuntimeError(f"not reshaped: {own['status']}")
    shot("edit_3_reshaped")


def split(number):
    """Return a step that cuts a pick in two with the split tool.

    The first click keeps clear of vertices: QGIS takes one on a vertex for the whole cut, and where that
    vertex is another pick's it answers that no features were split.
    """

    def step():
        own = feature(number)
        state["picks"].selectByIds([own.id()])
        iface.messageBar().clearWidgets()
        act("mActionSplitFeatures")
        along = 0.45 * own.geometry().length()
        ends = [beside(own, along, offset) for offset in (-2_500.0, 2_500.0)]
        if on_vertex(ends[0]):
            raise RuntimeError("the cut would begin on a vertex")
        draw(ends)

    return step


def on_vertex(place):
    """Return whether the split tool takes a click here for one on a vertex."""
    pixel = iface.mapCanvas().getCoordinateTransform().transform(place)
    point = QPoint(round(pixel.x()), round(pixel.y()))
    return iface.mapCanvas().snappingUtils().snapToCurrentLayer(point, QgsPointLocator.Type.Vertex).isValid()


def halves(number):
    """Return the two pieces of a pick that was cut."""
    own = feature(number)
    near = [f for f in state["picks"].getFeatures() if f["kind"] == own["kind"]]
    other = [f for f in near if f.id() != own.id() and f.geometry().distance(own.geometry()) < 1]
    if len(other) != 1:
        raise RuntimeError(f"{len(other)} other pieces")
    return own, other[0]


def was_split():
    """Check that both halves have a name of their own; picture."""
    own, other = halves(0)
    if own["pick_id"] == other["pick_id"] or not other["pick_id"]:
        raise RuntimeError("the halves share their id")
    state["half"] = other["pick_id"]
    shot("edit_5_split")


def merge():
    """Merge the halves of a pick that was cut by QGIS's own dialog."""
    pieces = halves(3)
    state["whole"] = sum(piece.geometry().length() for piece in pieces)
    state["at"] = pieces[0].geometry()
    state["picks"].selectByIds([piece.id() for piece in pieces])
    QTimer.singleShot(1500, confirm)
    act("mActionMergeFeatures")


def confirm():
    """Accept the dialog of the merge."""
    dialog = QApplication.activeModalWidget()
    shot("edit_4_merge", dialog)
    press(dialog, QDialogButtonBox.StandardButton.Ok)


def was_merged():
    """Check that one pick is left of the two halves, under a name, and marked as a person's."""
    found = [f for f in state["picks"].getFeatures() if f.geometry().distance(state["at"]) < 1]
    if len(found) != 1 or abs(found[0].geometry().length() - state["whole"]) > 1:
        raise RuntimeError(f"{len(found)} picks after the merge")
    if found[0]["status"] != "edited" or not found[0]["pick_id"]:
        raise RuntimeError(f"the merged pick is {found[0]['status']}, {found[0]['pick_id']}")


def add():
    """Draw a new pick where none is; its form opens by itself."""
    state["picks"].removeSelection()
    act("mActionAddFeature")
    own = feature(4)
    QTimer.singleShot(1500, fill)
    draw([beside(own, along, 4_500.0) for along in (10_000.0, 30_000.0, 50_000.0)])


def fill():
    """Fill the form of the new pick."""
    shown = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QDialog) and widget.isVisible()]
    dialogs = [dialog for dialog in shown if dialog.findChild(QComboBox, "status")]
    if len(dialogs) != 1:
        raise RuntimeError(f"{len(dialogs)} forms")
    dialog = dialogs[0]
    dialog.resize(600, 740)
    QTest.keyClicks(dialog.findChild(QComboBox, "kind"), "Trough")
    shot("edit_5b_new", dialog)
    press(dialog, QDialogButtonBox.StandardButton.Ok)


def save():
    """Save as a person does."""
    iface.actionPan().trigger()
    act("mActionSaveLayerEdits")
    act("mActionToggleEditing")
    state["saved"] = {f["pick_id"]: f for f in state["picks"].getFeatures()}
    states = [f["status"] for f in state["saved"].values()]
    nameless = [f.id() for f in state["saved"].values() if not f["pick_id"]]
    if nameless:
        raise RuntimeError(f"picks without an id: {nameless}")
    touched = sum(status != "predicted" for status in states)
    if "accepted" not in states or "rejected" not in states or touched < 5:
        raise RuntimeError(f"{touched} touched: {sorted(states)}")
    if len(state["saved"]) != state["count"] + 2:
        raise RuntimeError(f"{state['count']} picks became {len(state['saved'])}")
    shot("edit_6_saved")


def again():
    """Run again with the edited layer as previous picks; nothing of the person's may be lost."""
    path = run(OUT / "again.gpkg", PREVIOUS=str(FILE))
    layer = QgsVectorLayer(path, "Picks, second run", "ogr")
    QgsProject.instance().addMapLayer(layer)
    found = {f["pick_id"]: f for f in layer.getFeatures()}
    for name, before in state["saved"].items():
        if before["status"] == "predicted":
            continue
        after = found.get(name)
        same = after is not None and after.geometry().equals(before.geometry())
        if not same or any(after[f] != before[f] for f in before.fields().names() if f != "fid"):
            raise RuntimeError(f"pick {name} was lost or changed")
    iface.mapCanvas().setExtent(layer.extent())
    iface.mapCanvas().refresh()


def last():
    """Picture of the second run."""
    shot("edit_7_second_run")


drive(
    [
        (start, 4000), (opened, 800),
        (decide(0, "Accepted", "edit_2_form"), 600), (decide(1, "Rejected", "edit_2b_form"), 600),
        (look(2, 0.5), 2500), (reshape, 2500), (reshaped, 300),
        (look(3, 0.45), 2500), (split(3), 2500), (merge, 4000), (was_merged, 100),
        (look(0, 0.45), 2500), (split(0), 2500), (was_split, 300),
        (look(4, 0.2), 2500), (add, 4000), (save, 2500), (again, 3000), (last, 300),
    ]
)
