"""A review in the real window: profile and model at the axis, ten picks by keyboard, three chrons, saved and reopened.

    tools/gui/shots.sh out/shots tools/gui/review_shots.py      after `make stage`

Takes the results of a chain on galapagos_sc_west from the folder REVIEW_RESULTS (default out/review); their
picks are copied, so that the folder stays as it was.
"""

import os
import shutil
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(os.environ["LMA_ROOT"]) / "tools" / "gui"))

from driver import OUT, ROOT, drive, shot, window
from qgis.core import QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction, QApplication, QDockWidget
from qgis.utils import iface

RESULTS = Path(os.environ.get("REVIEW_RESULTS", ROOT / "out" / "review"))
LABELS = Path(os.environ.get("LMA_DATA", ROOT.parent / "shared" / "data")) / "galapagos_sc_west" / "labels.gpkg"
# On the trough of the Brunhes chron, near the easternmost long tracks.
AXIS_PLACE = (-89.34, 0.96)
state = {"log": []}


def note(text):
    """Write a line that the caller of the session reads."""
    with (OUT / "review.log").open("a") as log:
        log.write(text + "\n")


def start():
    """Take a copy of the results and arrange them with the menu's function."""
    window()
    (OUT / "review.log").write_text("")
    folder = OUT / "review_data"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in ("anomaly.tif", "enhanced.tif", "support.tif", "score.tif", "tracks.gpkg", "picks.gpkg"):
        shutil.copy(RESULTS / name, folder / name)
    state["picks"] = str(folder / "picks.gpkg")
    for name, title in (("picks", "GSFML picks"), ("cande1989_lineations", "Cande lineations")):
        layer = QgsVectorLayer(f"{LABELS}|layername={name}", title, "ogr")
        QgsProject.instance().addMapLayer(layer)
    from lma_qgis.gui.actions import arrange_project

    arrange_project(iface, str(folder))


def project_shot():
    """Picture of the arranged project."""
    iface.layerTreeView().expandAllNodes()
    shot("review_1_project")


def open_dock():
    """Open the dock as the menu does."""
    iface.mainWindow().findChild(QAction, "lma_review").trigger()
    dock = iface.mainWindow().findChild(QDockWidget, "lma_review_dock")
    iface.mainWindow().resizeDocks([dock], [560], Qt.Orientation.Horizontal)
    state["dock"] = dock


def at_the_axis():
    """Go to the trough over the axis and set the model."""
    dock = state["dock"]
    table = dock.session.table
    from lma_qgis.geo import crs as geo_crs

    east, north = geo_crs.transform([AXIS_PLACE[0]], [AXIS_PLACE[1]], "EPSG:4326", table.wkt)
    nearest = min(
        range(len(table)),
        key=lambda row: ((table.lines[row] - [east[0], north[0]]) ** 2).sum(axis=1).min(),
    )
    dock._go_to(int(table.fid[nearest]))
    choice = dock.navigation.length
    choice.setCurrentIndex(choice.findData(60.0))
    choice.activated.emit(choice.currentIndex())
    dock.refresh()
    dock.tabs.setCurrentWidget(dock.model)
    QTest.mouseClick(dock.model.search, Qt.MouseButton.LeftButton)


def axis_shot():
    """Picture of profile and synthetic at the axis; rate and θ are written down."""
    dock = state["dock"]
    note(
        f"axis: half-rate {dock.model.rate.value():g} mm/yr, asymmetry {dock.model.asymmetry.value():g} %, "
        f"theta {dock.model.theta.value():g} deg, "
        f"axis {dock.model.axis.value():g} km from the pick, magnetisation {dock.model.magnetization.value():g} A/m, "
        f"tracks {len(dock.section.crossings)}, {dock.reading.text()}"
    )
    shot("review_2_axis")
    dock.grab().save(str(OUT / "review_2_dock.png"))


def press(key):
    """Press a key in the dock."""
    dock = state["dock"]
    dock.window().activateWindow()
    dock.panel.setFocus()
    QApplication.processEvents()
    QTest.keyClick(dock.panel, key)
    QApplication.processEvents()


def ten_by_keyboard():
    """Review ten picks by keys alone and time each step."""
    dock = state["dock"]
    dock.tabs.setCurrentWidget(dock.form)
    times = []
    for key in "AARAAARAAA":
        begin = time.perf_counter()
        press(getattr(Qt.Key, f"Key_{key}"))
        times.append(round(1000 * (time.perf_counter() - begin)))
    counts = dock.session.counts()
    note(f"ten picks by keyboard: {counts}; key to new picture, map included, ms: {times}")
    if counts["accepted"] != 8 or counts["rejected"] != 2:
        raise RuntimeError(f"keys did not decide: {counts}")


def ten_shot():
    """Picture after ten decisions."""
    shot("review_3_ten")


def three_chrons():
    """Identify three picks: two from the model by key, one typed."""
    dock = state["dock"]
    at_the_axis()
    for _ in range(2):
        press(Qt.Key.Key_T)
        note(f"chron from the model: {dock.session.value('chron')}{dock.session.value('chron_end')}")
        state["named"] = dock.session.fid
        press(Qt.Key.Key_N)
    dock.tabs.setCurrentWidget(dock.form)
    line = dock.form.chron.lineEdit()
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "2A")
    QTest.keyClick(line, Qt.Key.Key_Return)
    note(f"chron typed as 2A: {dock.session.value('chron')}")


def chrons_shot():
    """Picture with three chrons."""
    shot("review_4_chrons")


def save_and_reopen():
    """Save, close the project, open the file again and count."""
    dock = state["dock"]
    QTest.mouseClick(dock.actions_bar.buttons["save"], Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    if dock.session.layer.isModified():
        raise RuntimeError("not saved")
    again = QgsVectorLayer(state["picks"], "again", "ogr")
    rows = list(again.getFeatures())
    named = [feature["chron"] for feature in rows if feature["chron_source"] == "person"]
    decided = sum(feature["status"] in ("accepted", "rejected") for feature in rows)
    note(f"reopened: {decided} accepted or rejected, chrons by a person {sorted(named)}")
    if len(named) != 3 or decided < 9:
        raise RuntimeError("the file does not hold the decisions")
    dock.session.layer.rollBack()


def isochron_style():
    """Style the isochrons of a plate model by the menu entry, and show where layers are chosen."""
    dock = state["dock"]
    layer = QgsVectorLayer(f"{LABELS}|layername=seton2012_isochrons", "Seton isochrons", "ogr")
    QgsProject.instance().addMapLayer(layer)
    iface.setActiveLayer(layer)
    iface.mainWindow().findChild(QAction, "lma_isochrons").trigger()
    note(f"isochron style: {layer.renderer().type()}")
    dock.tabs.setCurrentWidget(dock.layers)
    iface.zoomFull()


def isochron_shot():
    """Picture with styled isochrons and the Layers tab."""
    shot("review_6_isochrons")


def reopened_shot():
    """Open the saved picks in a fresh project and review them again."""
    iface.newProject()
    layer = QgsVectorLayer(state["picks"], "Picks", "ogr")
    QgsProject.instance().addMapLayer(layer)
    iface.mapCanvas().setDestinationCrs(layer.crs())
    iface.mapCanvas().setExtent(layer.extent())
    QApplication.processEvents()


def last_shot():
    """Picture of the reopened picks; the dock follows the new project."""
    note(f"after reopening the dock shows: {state['dock'].navigation.place.text()}")
    shot("review_5_reopened")


drive([
    (start, 3500), (project_shot, 300), (open_dock, 2500), (at_the_axis, 2500), (axis_shot, 300),
    (ten_by_keyboard, 2500), (ten_shot, 300), (three_chrons, 2500), (chrons_shot, 300),
    (save_and_reopen, 1500), (isochron_style, 3000), (isochron_shot, 300), (reopened_shot, 3000), (last_shot, 300),
])
