"""The help pages in a window of QGIS: a browser would show their source."""

from __future__ import annotations

from qgis.PyQt.QtCore import QSize, Qt, QUrl
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout

from ..algorithms import pages
from ..algorithms.translation import tr


def show_help(parent, name="index"):
    """Open a help page; links lead to the others.

    Parameters
    ----------
    parent : qgis.PyQt.QtWidgets.QWidget or None
    name : str
        Of the page.

    Returns
    -------
    qgis.PyQt.QtWidgets.QDialog
        Shown, not modal.
    """
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(tr("Linear magnetic anomalies: help"))
    dialog.resize(QSize(760, 820))
    browser = QTextBrowser(dialog)
    browser.setOpenExternalLinks(True)
    browser.setSource(QUrl.fromLocalFile(str(pages.page(name))))
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, dialog)
    back = buttons.addButton(tr("Back"), QDialogButtonBox.ButtonRole.ActionRole)
    back.setEnabled(False)
    back.clicked.connect(browser.backward)
    browser.backwardAvailable.connect(back.setEnabled)
    buttons.rejected.connect(dialog.close)
    layout = QVBoxLayout(dialog)
    layout.addWidget(browser)
    layout.addWidget(buttons)
    dialog.show()
    return dialog
