"""Steps in a running QGIS window: one function after another from a timer, screenshots in between."""

import os
import traceback
from pathlib import Path

from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QDialogButtonBox
from qgis.utils import iface

OUT = Path(os.environ["SHOT_DIR"])
ROOT = Path(os.environ["LMA_ROOT"])


def shot(name, widget=None):
    """Save the whole screen, which is what a person sees, or one widget."""
    QApplication.processEvents()
    pixmap = QApplication.primaryScreen().grabWindow(0) if widget is None else widget.grab()
    if not pixmap.save(str(OUT / f"{name}.png")):
        raise RuntimeError(f"cannot write {name}.png")


def note(text):
    """Write a line of the session's log, which its caller reads."""
    with (OUT / "session.log").open("a") as log:
        log.write(text + "\n")


def press(dialog, button):
    """Click a standard button of a dialog."""
    QTest.mouseClick(dialog.findChild(QDialogButtonBox).button(button), Qt.MouseButton.LeftButton)


def close_modals():
    """Close what is modal and write down its title: a dialog at start-up is a finding."""
    widget = QApplication.activeModalWidget()
    while widget is not None:
        with (OUT / "modal.log").open("a") as log:
            log.write(f"{type(widget).__name__}: {widget.windowTitle()}\n")
        widget.close()
        widget = QApplication.activeModalWidget()


def window(width=1600, height=1000):
    """Give the main window the whole virtual screen and an empty project."""
    close_modals()
    iface.mainWindow().setGeometry(0, 0, width, height)
    iface.newProject()


def finish(text):
    """Write the outcome and leave; a plain quit could ask to save."""
    (OUT / "done.txt").write_text(text)
    QgsProject.instance().setDirty(False)
    os._exit(0 if text == "ok" else 1)


def drive(steps, index=0):
    """Run (function, milliseconds to wait afterwards) pairs, then leave."""
    if index == len(steps):
        finish("ok")
    step, wait = steps[index]
    try:
        step()
    except Exception:
        shot("error")
        finish(f"{step.__name__}\n{traceback.format_exc()}")
    QTimer.singleShot(wait, lambda: drive(steps, index + 1))
