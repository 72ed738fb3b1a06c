"""A review in the real window: profile and model at the axis, ten picks by keyboard, three chrons, saved and reopened.

    tools/gui/shots.sh out/shots tools/gui/review_shots.py      after `make stage`

Takes the results of tools/demo.py on galapagos_sc_west from the folder REVIEW_RESULTS (default out/galapagos); their
picks are copied, so that the folder stays as it was.
"""

import os
import shutil
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(os.environ["LMA_ROOT"]) / "tools" / "gui"))

from driver import OUT, ROOT, drive, note, shot, window
from qgis.core import QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction, QApplication, QDockWidget
from qgis.utils import iface

RESULTS = Path(os.environ.get("REVIEW_RESULTS", ROOT / "out" / "galapagos"))
LABELS = Path(os.environ.get("LMA_DATA", ROOT.parent / "shared" / "data")) / "galapagos_sc_west" / "labels.gpkg"
# On the trough of the Brunhes chron, near the easternmost long tracks.
AXIS_PLACE = (-89.34, 0.96)
# Beside two picks of the GSFML collection.
PUBLISHED_PLACE, PUBLISHED = (-90.74, 3.57), "C3An.2no"
state = {"log": []}


def _copy(name, folder):
    if (RESULTS / name).is_file():
        shutil.copy(RESULTS / name, folder / name)


def start():
    """Take a copy of the results and arrange them with the menu's function."""
    window()
    folder = OUT / "review_data"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in ("anomaly", "enhanced", "support", "evidence", "score"):
        _copy(f"{name}.tif", folder)
    for name in ("levelled" if (RESULTS / "levelled.gpkg").is_file() else "tracks", "wiggles", "wiggle_lines", "picks"):
        _copy(f"{name}.gpkg", folder)
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


def go_to_place(longitude, latitude):
    """Go to the pick nearest to a place."""
    from lma_qgis.geo import crs as geo_crs

    dock = state["dock"]
    table = dock.session.table
    east, north = geo_crs.transform([longitude], [latitude], "EPSG:4326", table.wkt)
    nearest = min(
        range(len(table)),
        key=lambda row: ((table.lines[row] - [east[0], north[0]]) ** 2).sum(axis=1).min(),
    )
    dock._go_to(int(table.fid[nearest]))
    dock.refresh()


def at_the_axis():
    """Go to the trough over the axis and fit the model."""
    dock = state["dock"]
    choice = dock.navigation.length
    choice.setCurrentIndex(choice.findData(60.0))
    choice.activated.emit(choice.currentIndex())
    go_to_place(*AXIS_PLACE)
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


def redraw_times():
    """Time what the dock itself does for the next pick and for a slider, without the map."""
    dock = state["dock"]
    steps, slides = [], []
    for number in range(9):
        begin = time.perf_counter()
        dock.session.go_next()
        dock.refresh()
        dock.panel.grab()
        steps.append(round(1000 * (time.perf_counter() - begin)))
        begin = time.perf_counter()
        dock.model.rate.slider.setValue(250 + 10 * number)
        dock.panel.grab()
        slides.append(round(1000 * (time.perf_counter() - begin)))
    note(f"dock alone, ms: next pick {sorted(steps)}, slider {sorted(slides)}")


def ten_shot():
    """Picture after ten decisions."""
    shot("review_3_ten")


def three_chrons():
    """Identify three picks: axis and Olduvai trough from the model by key, one beside published picks by typing."""
    dock = state["dock"]
    at_the_axis()
    olduvai = dock.model.model().position(1.85, True)
    press(Qt.Key.Key_T)
    note(f"chron from the model at the axis: {dock.session.value('chron')}{dock.session.value('chron_end')}")
    beside = min(dock.section.neighbours, key=lambda neighbour: abs(neighbour.across_km - olduvai))
    dock._go_to(beside.fid)
    dock.refresh()
    press(Qt.Key.Key_T)
    named = f"{dock.session.value('chron')}{dock.session.value('chron_end')}"
    note(f"chron from the model at {beside.across_km:.0f} km: {named}")
    go_to_place(*PUBLISHED_PLACE)
    dock.tabs.setCurrentWidget(dock.form)
    line = dock.form.chron.lineEdit()
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, PUBLISHED)
    QTest.keyClick(line, Qt.Key.Key_Return)
    note(f"chron typed as {PUBLISHED}: {dock.session.value('chron')}{dock.session.value('chron_end')}")
    dock._go_to(beside.fid)


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
    (ten_by_keyboard, 2500), (ten_shot, 300), (redraw_times, 1000), (three_chrons, 2500), (chrons_shot, 300),
    (save_and_reopen, 1500), (isochron_style, 3000), (isochron_shot, 300), (reopened_shot, 3000), (last_shot, 300),
])
