"""Run as Batch Process in the real dialog: two files through levelling, gridding, diffusion, extraction, comparison.

    tools/gui/shots.sh out/batch tools/gui/batch_shots.py     after `make stage` and `make demo`

The button of the single dialog is clicked, rows are added with the button, cells are filled through their widgets,
optional outputs of the second row stay empty, and Run is clicked. Writes session.log. No row asks for a report: QGIS
ends with a Python error of its own after a batch that made one (docs/guide/scripts.md).
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(os.environ["LMA_ROOT"]) / "tools" / "gui"))

import processing
from driver import OUT, ROOT, drive, note, shot, window
from processing.gui.BatchAlgorithmDialog import BatchAlgorithmDialog
from qgis.core import QgsProcessingContext, QgsProject
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QPushButton, QTextEdit

LEFT = Qt.MouseButton.LeftButton
RESULTS = ROOT / "out"
state = {}


def start():
    """Begin with an empty project."""
    window()


def open_batch(algorithm):
    """Return a step that opens the batch dialog by the button of the single one."""

    def step():
        single = state["single"] = processing.createAlgorithmDialog(algorithm, {})
        single.show()
        button = next(b for b in single.findChildren(QPushButton) if "Batch" in b.text())
        # The batch dialog is modal: the click returns when it is closed.
        QTimer.singleShot(500, lambda: QTest.mouseClick(button, LEFT))

    step.__name__ = f"batch {algorithm}"
    return step


def dialog():
    """Return the open batch dialog."""
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, BatchAlgorithmDialog) and w.isVisible())


def fill(rows):
    """Return a step that fills one row of cells for each dictionary."""

    def step():
        dialog().setGeometry(10, 30, 1580, 700)
        panel = dialog().mainWidget()
        panel.checkLoadLayersOnCompletion.setChecked(True)
        for _ in rows[1:]:
            panel.addRow()
        for number, row in enumerate(rows):
            for name, value in row.items():
                column = panel.parameter_to_column[name]
                if panel.alg.parameterDefinition(name).isDestination():
                    panel.tblParameters.cellWidget(number + 1, column).setValue(value)
                else:
                    panel.wrappers[number][column].setParameterValue(value, QgsProcessingContext())

    return step


def press_run():
    """Click Run."""
    QTest.mouseClick(dialog().runButton(), LEFT)


def look(name, expected):
    """Return a step that takes the picture, writes down the end of the log and checks that the files are there."""

    def step():
        open_dialog = dialog()
        shot(name)
        note(f"{name}: {open_dialog.findChild(QTextEdit, 'txtLog').toPlainText()}")
        open_dialog.close()
        missing = [str(path) for path in expected if not path.is_file()]
        if missing:
            raise RuntimeError(f"{name}: not made: {missing}")
        note(f"{name}: layers {sorted(layer.name() for layer in QgsProject.instance().mapLayers().values())}")

    step.__name__ = f"look {name}"
    return step


def picture(name):
    """Return a step that takes a picture."""

    def step():
        shot(name)

    return step


def made(name):
    """Return the path of a result."""
    return OUT / name


TRUTH = str(ROOT / "resources" / "sample" / "truth.gpkg|layername=lineations")
LEVEL = [
    {"INPUT": str(RESULTS / "tracks.gpkg"), "FIELD": "mag_res_nt", "TRACK_FIELD": "line_id",
     "OUTPUT": str(made("level1.gpkg")), "CROSSOVERS": str(made("crossovers1.gpkg"))},
    {"INPUT": str(RESULTS / "galapagos" / "tracks.gpkg"), "FIELD": "mag_res_nt", "TRACK_FIELD": "line_id",
     "OUTPUT": str(made("level2.gpkg"))},
]
COMPARE = [
    {"INPUT": str(RESULTS / "picks.gpkg"), "REFERENCE": TRUTH, "OUTPUT": str(made("compared1.gpkg")),
     "UNMATCHED": str(made("unmatched1.gpkg"))},
    {"INPUT": str(RESULTS / "picks.gpkg"), "REFERENCE": TRUTH, "TOLERANCE": 3000,
     "OUTPUT": str(made("compared2.gpkg"))},
]
GRID = [
    {"INPUT": str(RESULTS / "levelled.gpkg"), "FIELD": "mag_res_nt_lev", "TRACK_FIELD": "line_id", "CELL_SIZE": 2000,
     "OUTPUT": str(made("grid1.tif")), "COVERAGE": str(made("coverage1.tif"))},
    {"INPUT": str(RESULTS / "galapagos" / "levelled.gpkg"), "FIELD": "mag_res_nt_lev", "CELL_SIZE": 2000,
     "OUTPUT": str(made("grid2.tif"))},
]
DIFFUSE = [
    {"INPUT": str(RESULTS / "anomaly.tif"), "COVERAGE": str(RESULTS / "coverage.tif"),
     "OUTPUT": str(made("smooth1.tif")), "SUPPORT": str(made("support1.tif"))},
    {"INPUT": str(RESULTS / "galapagos" / "anomaly.tif"), "COVERAGE": str(RESULTS / "galapagos" / "coverage.tif"),
     "OUTPUT": str(made("smooth2.tif"))},
]
PICK = [
    {"INPUT": str(RESULTS / "score.tif"), "SUPPORT": str(RESULTS / "support.tif"), "OUTPUT": str(made("picks1.gpkg"))},
    {"INPUT": str(RESULTS / "galapagos" / "score.tif"), "OUTPUT": str(made("picks2.gpkg"))},
]
STEPS = [(start, 1500)]
for identifier, rows, files in (
    ("leveltracks", LEVEL, ("level1.gpkg", "crossovers1.gpkg", "level2.gpkg")),
    ("gridtracks", GRID, ("grid1.tif", "coverage1.tif", "grid2.tif")),
    ("anisotropicdiffusion", DIFFUSE, ("smooth1.tif", "support1.tif", "smooth2.tif")),
    ("extractpicks", PICK, ("picks1.gpkg", "picks2.gpkg")),
    ("comparepicks", COMPARE, ("compared1.gpkg", "unmatched1.gpkg", "compared2.gpkg")),
):
    STEPS += [
        (open_batch(f"lma:{identifier}"), 4000), (fill(rows), 1500), (picture(f"{identifier}_filled"), 300),
        (press_run, 4000), (look(identifier, [made(name) for name in files]), 1000),
    ]
STEPS.append((picture("map"), 500))

OUT.mkdir(parents=True, exist_ok=True)
QTimer.singleShot(2000, lambda: drive(STEPS))
