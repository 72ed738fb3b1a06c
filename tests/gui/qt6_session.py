"""Every module imported and every widget without QGIS parts used under real PyQt6; run by ``test_qt6.py``.

A process of its own: Qt 5 and Qt 6 cannot live together. ``qgis.PyQt`` is PyQt6 with what QGIS 4 adds back;
``qgis.core`` and ``qgis.gui`` are stand-ins in which every name exists, so nothing is learned about those here.
"""

import importlib
import sys
import tempfile
import types
from pathlib import Path

import numpy as np
import PyQt6.QtGui
import PyQt6.QtWidgets
import PyQt6.QtXml
from PyQt6 import QtCore, sip

ROOT = Path(__file__).resolve().parents[2]
HOME = tempfile.mkdtemp()


class Anything(type):
    """A class in which every name exists."""

    def __getattr__(cls, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything(name, (), {})


class Stub(metaclass=Anything):
    """Takes any arguments and has any method."""

    def __init__(self, *arguments, **named):
        pass

    def __getattr__(self, name):
        return lambda *arguments, **named: Stub()


class Settings(Stub):
    def value(self, key, default=None, **named):
        return default


class Application(Stub):
    @staticmethod
    def qgisSettingsDirPath():
        return HOME

    @staticmethod
    def locale():
        return "en_US"


def stand_in(name):
    module = types.ModuleType(name)
    module.__getattr__ = lambda wanted: Anything(wanted, (Stub,), {})
    sys.modules[name] = module
    return module


def install():
    """Put the stand-ins where the sources look."""
    QtCore.QVariant.Int = QtCore.QMetaType.Type.Int
    QtCore.QVariant.Double = QtCore.QMetaType.Type.Double
    QtCore.QVariant.String = QtCore.QMetaType.Type.QString
    QtCore.QVariant.DateTime = QtCore.QMetaType.Type.QDateTime
    stand_in("qgis").__path__ = []
    core = stand_in("qgis.core")
    core.QgsSettings, core.QgsApplication, core.NULL = Settings, Application, None
    stand_in("qgis.gui")
    qt = types.ModuleType("qgis.PyQt")
    qt.__path__, qt.sip = [], sip
    sys.modules["qgis.PyQt"] = qt
    for name in ("QtCore", "QtGui", "QtWidgets", "QtXml"):
        sys.modules[f"qgis.PyQt.{name}"] = importlib.import_module(f"PyQt6.{name}")


def import_all():
    """Import every module of the plugin; return how many."""
    modules = [path.relative_to(ROOT).with_suffix("") for path in sorted((ROOT / "lma_qgis").rglob("*.py"))]
    for path in modules:
        importlib.import_module(".".join(path.parts).removesuffix(".__init__"))
    return len(modules)


def use_widgets(app):
    """Show, paint and operate the widgets; raise where Qt 6 answers otherwise."""
    from PyQt6.QtCore import QPoint, Qt
    from PyQt6.QtTest import QTest

    from lma_qgis.core.forward.spreading import Block
    from lma_qgis.core.picks.section import Frame
    from lma_qgis.gui.qt import QAction, QShortcut
    from lma_qgis.gui.review import keys
    from lma_qgis.gui.review.model_controls import ModelControls
    from lma_qgis.gui.review.navigation import ActionBar, NavigationBar
    from lma_qgis.gui.review.pick_form import PickForm
    from lma_qgis.gui.review.profile_panel import ProfilePanel
    from lma_qgis.gui.review.slider import NumberSlider
    from lma_qgis.gui.review.survey import Neighbour, Section
    from lma_qgis.gui.runtime_dialog import RuntimeDialog

    heard = []
    slider = NumberSlider(0, 10, 5, 1, " km", "help")
    slider.changed.connect(heard.append)
    slider.slider.setValue(1000)
    expect(heard == [10.0] and slider.value() == 10.0, "the slider moves its number")

    x = np.linspace(-50, 50, 101)
    other = Neighbour(7, 20.0, "trough", "predicted", "")
    section = Section(Frame(0.0, 0.0, 90.0), 50.0, "crest", [], x, 100 * np.sin(x / 8), [other])
    panel = ProfilePanel()
    panel.resize(500, 320)
    panel.show_section(section)
    blocks = [Block(-50.0, 0.0, 1, "C1n"), Block(0.0, 50.0, -1, "C1r")]
    panel.show_model(x, 90 * np.sin(x / 8), blocks, 0.0, str)
    panel.show()
    app.processEvents()
    colours = {panel.grab().toImage().pixel(column, 160) for column in range(40, 480)}
    expect(len(colours) > 4, "the profile is painted")
    clicked, placed = [], []
    panel.pick_clicked.connect(clicked.append)
    panel.axis_placed.connect(placed.append)
    spot = QPoint(int(panel._axes()[0].x(20.0)), 60)
    QTest.mouseMove(panel, spot)
    QTest.mouseClick(panel, Qt.MouseButton.LeftButton, pos=spot)
    QTest.mouseDClick(panel, Qt.MouseButton.LeftButton, pos=QPoint(spot.x() - 150, 60))
    expect(clicked == [7], "a click finds the neighbour")
    expect(len(placed) == 1 and placed[0] < 20.0, "a double click places the axis")

    for widget in (ModelControls(), NavigationBar(), ActionBar(), PickForm(), RuntimeDialog(home=HOME)):
        widget.show()
        app.processEvents()
        expect(not widget.grab().isNull(), type(widget).__name__)
        widget.close()

    window, pressed = PyQt6.QtWidgets.QMainWindow(), []
    keys.add_shortcuts(window, [], {name: (lambda name=name: pressed.append(name)) for name in keys.KEYS})
    window.addAction(QAction("action", window))
    expect(len(window.findChildren(QShortcut)) == len(keys.KEYS), "the keys are bound")


def expect(true, what):
    """Raise when something is not so."""
    if not true:
        raise SystemExit(f"Qt 6: not so: {what}")


def main():
    """Do both and say what was run."""
    install()
    sys.path.insert(0, str(ROOT))
    app = PyQt6.QtWidgets.QApplication([])
    count = import_all()
    use_widgets(app)
    print(f"Qt {QtCore.QT_VERSION_STR}: {count} modules imported, widgets used")


if __name__ == "__main__":
    main()
