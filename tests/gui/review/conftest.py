"""A stand-in for the QGIS window."""

from unittest import mock

import pytest


@pytest.fixture
def iface(qgis_app):
    from qgis.gui import QgsMapCanvas, QgsMessageBar
    from qgis.PyQt.QtWidgets import QMainWindow

    window = QMainWindow()
    canvas = QgsMapCanvas(window)
    window.setCentralWidget(canvas)
    made = mock.Mock()
    made.mainWindow.return_value = window
    made.mapCanvas.return_value = canvas
    made.messageBar.return_value = QgsMessageBar(window)
    window.resize(1200, 860)
    window.show()
    yield made
    window.close()
    window.deleteLater()
    qgis_app.processEvents()
