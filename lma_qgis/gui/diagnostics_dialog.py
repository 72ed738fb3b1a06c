"""Dialog “Diagnostics report…”: a text to copy into a bug report."""

from __future__ import annotations

from qgis.core import Qgis, QgsApplication
from qgis.PyQt.QtCore import QT_VERSION_STR
from qgis.PyQt.QtWidgets import QApplication, QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout

from ..algorithms.provider import LmaProvider
from ..algorithms.translation import tr
from ..inference.diagnostics import report


def show_diagnostics(parent):
    """Open the dialog and wait until it is closed."""
    DiagnosticsDialog(parent).exec()


class DiagnosticsDialog(QDialog):
    """Show the report and copy it.

    Parameters
    ----------
    parent : QWidget or None
    """

    def __init__(self, parent=None):
        super().__init__(parent)
        self.setWindowTitle(tr("Diagnostics report"))
        self.resize(760, 520)
        facts = {
            "lma_qgis": LmaProvider().versionInfo(),
            "QGIS": f"{Qgis.QGIS_VERSION} ({QgsApplication.platform()})",
            "Qt": QT_VERSION_STR,
        }
        self.text = QPlainTextEdit(report(QgsApplication.qgisSettingsDirPath(), facts))
        self.text.setReadOnly(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy = buttons.addButton(tr("Copy"), QDialogButtonBox.ButtonRole.ActionRole)
        self.copy.clicked.connect(self._copy)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.text)
        layout.addWidget(buttons)

    def _copy(self):
        QApplication.clipboard().setText(self.text.toPlainText())
