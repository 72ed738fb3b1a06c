"""The plugin's menu and dock in the QGIS window."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QMenu

from ..algorithms.translation import tr
from ..paths import resource
from .qt import QAction


class Desktop:
    """Adds the menu and the review dock; :meth:`remove` takes both away.

    Parameters
    ----------
    iface : qgis.gui.QgisInterface
        The window.
    """

    def __init__(self, iface):
        self._iface = iface
        self._dock = None
        self._menu = QMenu(tr("Linear magnetic anomalies"), iface.mainWindow())
        self._menu.setIcon(QIcon(str(resource("icons", "lma.svg"))))
        self._review = self._add("review", tr("Review picks"), self._toggle_review, checkable=True)
        self._add("project", tr("Arrange project from results…"), self._arrange_project)
        self._add("isochrons", tr("Add isochron style"), self._style_isochrons)
        self._menu.addSeparator()
        self._add("sample", tr("Copy sample survey…"), self._copy_sample)
        self._add("runtime", tr("Set up inference runtime…"), self._set_up_runtime)
        self._add("diagnostics", tr("Diagnostics report…"), self._show_diagnostics)
        self._add("help", tr("Help"), self._open_help)
        iface.pluginMenu().addMenu(self._menu)

    def _add(self, name, text, slot, checkable=False):
        action = QAction(QIcon(str(resource("icons", f"{name}.svg"))), text, self._menu)
        action.setObjectName(f"lma_{name}")
        action.setCheckable(checkable)
        action.triggered.connect(slot)
        self._menu.addAction(action)
        return action

    def _toggle_review(self, wanted):
        if self._dock is None:
            from .review import create_review_dock

            self._dock = create_review_dock(self._iface)
            self._dock.visibilityChanged.connect(self._review.setChecked)
            # Under other panels it would make the window taller than the screen.
            self._iface.addTabifiedDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self._dock, [], True)
        self._dock.setVisible(wanted)
        if wanted:
            self._dock.raise_()
            self._dock.panel.setFocus()

    def _arrange_project(self):
        from .actions import arrange_project

        arrange_project(self._iface)

    def _style_isochrons(self):
        from .actions import add_isochron_style

        add_isochron_style(self._iface)

    def _copy_sample(self):
        from .sample import copy_sample

        copy_sample(self._iface)

    def _set_up_runtime(self):
        from .runtime_dialog import show_runtime_dialog

        show_runtime_dialog(self._iface.mainWindow())

    def _show_diagnostics(self):
        from .diagnostics_dialog import show_diagnostics

        show_diagnostics(self._iface.mainWindow())

    def _open_help(self):
        from .help_dialog import show_help

        show_help(self._iface.mainWindow())

    def remove(self):
        """Take away the menu and the dock."""
        self._iface.pluginMenu().removeAction(self._menu.menuAction())
        self._menu.deleteLater()
        if self._dock is not None:
            self._iface.removeDockWidget(self._dock)
            self._dock.deleteLater()
            self._dock = None
