"""An editing session in a real window: accept, reject, reshape, split, merge, save, run again.

    bash tools/gui/shots.sh OUT_DIR tools/gui/edit_shots.py      after `make stage` and `make demo`

Edits are made with QGIS's own forms and tools, by mouse where a person would use it, and checked at the end.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(os.environ["LMA_ROOT"]) / "tools" / "gui"))

from driver import OUT, ROOT, drive, shot, window
from qgis.core import QgsExpression, QgsFeatureRequest, QgsPointXY, QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtCore import QPoint, Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction, QApplication, QComboBox
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
    """Return a step that sets the status in the form."""

    def step():
        own = feature(number)
        dialog = iface.getFeatureForm(state["picks"], own)
        dialog.resize(520, 620)
        dialog.show()
        combo = dialog.findChild(QComboBox, "status")
        combo.setCurrentIndex(combo.findText(label))
        shot(picture, dialog)
        dialog.accept()

    step.__name__ = f"decide {label}"
    return step


def zoom(number):
    """Return a step that brings one pick into view."""

    def step():
        box = feature(number).geometry().boundingBox()
        box.scale(1.4)
        iface.mapCanvas().setExtent(box)
        iface.mapCanvas().refresh()

    return step


def across(own, share, offset):
    """Return a place beside a line: a share of its length along, an offset across."""
    line = own.geometry()
    ends = [line.interpolate(min(max(share + step, 0), 1) * line.length()).asPoint() for step in (-0.01, 0.01)]
    dx, dy = ends[1].x() - ends[0].x(), ends[1].y() - ends[0].y()
    size = (dx * dx + dy * dy) ** 0.5
    here = line.interpolate(share * line.length()).asPoint()
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
    offset = 0.04 * own.geometry().length()
    draw([across(own, share, sign * offset) for share, sign in ((0.4, -1), (0.45, 1), (0.55, 1), (0.6, -1))])


def reshaped():
    """Check and picture."""
    own = feature(2)
    if own.geometry().asWkt(1) == state["before"] or own["status"] != "edited":
        raise RuntimeError(f"not reshaped: {own['status']}")
    shot("edit_3_reshaped")


def blade(number):
    """Return a step that takes the split tool for one pick."""

    def step():
        state["picks"].selectByIds([feature(number).id()])
        iface.messageBar().clearWidgets()
        iface.actionPan().trigger()
        act("mActionSplitFeatures")

    return step


def split(number):
    """Return a step that cuts a pick in two."""

    def step():
        own = feature(number)
        offset = 0.05 * own.geometry().length()
        draw([across(own, 0.45, -offset), across(own, 0.45, offset)])

    return step


def cut():
    """Cut a second pick by the layer's own call, which the split tool makes, too, and leave it cut."""
    own = feature(0)
    state["picks"].selectByIds([own.id()])
    offset = 0.05 * own.geometry().length()
    if state["picks"].splitFeatures([across(own, 0.45, -offset), across(own, 0.45, offset)], False) != 0:
        raise RuntimeError("not cut")


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
    state["picks"].selectByIds([piece.id() for piece in pieces])
    QTimer.singleShot(1500, confirm)
    act("mActionMergeFeatures")


def confirm():
    """Accept the dialog of the merge."""
    dialog = QApplication.activeModalWidget()
    shot("edit_4_merge", dialog)
    dialog.accept()


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
    if len(state["saved"]) != state["count"] + 1:
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
        (zoom(2), 2500), (reshape, 2500), (reshaped, 300),
        (zoom(3), 2500), (blade(3), 800), (split(3), 2500), (merge, 4000),
        (zoom(0), 2500), (cut, 2500), (was_split, 300), (save, 2500), (again, 3000), (last, 300),
    ]
)
