"""Linear magnetic anomalies: from ship tracks to lineation picks in QGIS."""


def classFactory(iface):
    """Return the plugin; called by QGIS.

    Parameters
    ----------
    iface : qgis.gui.QgisInterface or None
        None without a desktop (``qgis_process``).

    Returns
    -------
    lma_qgis.plugin.LmaPlugin
    """
    from .plugin import LmaPlugin

    return LmaPlugin(iface)
