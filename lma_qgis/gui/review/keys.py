"""Keys of the review."""

from __future__ import annotations

from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QKeySequence

from ..qt import QShortcut

KEYS = {
    "accept": "A",
    "reject": "R",
    "edit": "E",
    "undo": "U",
    "next": "N",
    "previous": "P",
    "chron": "T",
}


def add_shortcuts(dock, others, commands):
    """Bind the keys within the dock and other widgets, as long as the dock lives and is visible.

    Parameters
    ----------
    dock : QWidget
    others : sequence of QWidget
        For example the map canvas. A key works where the focus is in one of the widgets; text boxes keep
        their letters.
    commands : dict of str to callable
        By the names of :data:`KEYS`.
    """
    foreign = []
    for widget in (dock, *others):
        for name, key in KEYS.items():
            shortcut = QShortcut(QKeySequence(key), widget)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda command=commands[name]: command() if dock.isVisible() else None)
            if widget is not dock:
                foreign.append(shortcut)
    dock.destroyed.connect(lambda: _delete(foreign))


def _delete(shortcuts):
    for shortcut in shortcuts:
        if not sip.isdeleted(shortcut):
            shortcut.deleteLater()
