"""The review dock: decide on picks with profile, forward model and isochrons beside them."""


def create_review_dock(iface):
    """Return the dock; the caller adds it to the window and removes it.

    Parameters
    ----------
    iface : qgis.gui.QgisInterface

    Returns
    -------
    qgis.PyQt.QtWidgets.QDockWidget
    """
    from .dock import ReviewDock

    return ReviewDock(iface)
