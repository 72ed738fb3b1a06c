"""The help pages in a window."""

import pytest
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QTextDocument
from qgis.PyQt.QtWidgets import QTextBrowser

from lma_qgis.gui.help_dialog import show_help


@pytest.fixture
def browser(qgis_app):
    dialog = show_help(None)
    yield dialog.findChild(QTextBrowser)
    dialog.close()


def test_the_index_is_rendered_and_its_links_open_pages_with_pictures(browser):
    assert "Linear magnetic anomalies" in browser.toPlainText() and "](" not in browser.toPlainText()
    browser.setSource(browser.source().resolved(QUrl("gridtracks.md")))
    assert "smoothing spline" in browser.toPlainText()
    picture = browser.loadResource(QTextDocument.ResourceType.ImageResource, QUrl("images/gridtracks.png"))
    assert picture
    browser.backward()
    assert "smoothing spline" not in browser.toPlainText()
