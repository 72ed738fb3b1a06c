"""What QGIS loads: registers the provider, the menu and the dock, and undoes all of it."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication


class LmaPlugin:
    """The plugin.

    Parameters
    ----------
    iface : qgis.gui.QgisInterface or None
        None without a desktop: then only :meth:`initProcessing` is called.
    """

    def __init__(self, iface):
        self._iface = iface
        self._provider = None
        self._desktop = None
        self._translator = None

    def initProcessing(self):
        """Register the provider; all that ``qgis_process`` needs."""
        from .algorithms.provider import LmaProvider
        from .algorithms.translation import install_translator

        if self._provider is None:
            self._translator = install_translator()
            provider = LmaProvider()
            # False means that the id is taken, and the registry has deleted the provider already.
            if QgsApplication.processingRegistry().addProvider(provider):
                self._provider = provider

    def initGui(self):
        """Add the menu and the review dock."""
        from .gui.desktop import Desktop

        self.initProcessing()
        self._desktop = Desktop(self._iface)

    def unload(self):
        """Remove everything that was added."""
        if self._desktop is not None:
            self._desktop.remove()
            self._desktop = None
        if self._provider is not None:
            QgsApplication.processingRegistry().removeProvider(self._provider)
            self._provider = None
        if self._translator is not None:
            QCoreApplication.removeTranslator(self._translator)
            self._translator = None
