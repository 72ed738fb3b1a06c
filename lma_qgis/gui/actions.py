"""Menu entries that work on the layers of the project."""

from __future__ import annotations

from pathlib import Path

from qgis.core import Qgis, QgsCoordinateTransform, QgsProject
from qgis.PyQt.QtWidgets import QFileDialog

from ..algorithms.styling import apply_style
from ..algorithms.translation import marked, tr
from .layer_roles import role_of
from .project_template import arrange, load_results

STYLED_ROLES = {
    "isochrons": marked("isochrons, coloured by age"),
    "lineations": marked("lineations, coloured by the age of their anomaly"),
    "magnetic_picks": marked("published picks, coloured by age"),
    "seafloor_fabric": marked("seafloor fabric, by kind"),
}


def add_isochron_style(iface):
    """Style the selected layers, or the active one, as the reference tables that they are.

    Parameters
    ----------
    iface : qgis.gui.QgisInterface

    Returns
    -------
    list of qgis.core.QgsMapLayer
        The layers that were styled.
    """
    chosen = iface.layerTreeView().selectedLayers() or [layer for layer in [iface.activeLayer()] if layer is not None]
    styled = [layer for layer in chosen if role_of(layer) in STYLED_ROLES and apply_style(layer, role_of(layer))]
    if styled:
        text = "; ".join(f"{layer.name()}: {tr(STYLED_ROLES[role_of(layer)])}" for layer in styled)
        for layer in styled:
            iface.layerTreeView().refreshLayerSymbology(layer.id())
        _say(iface, text, Qgis.MessageLevel.Success)
    else:
        _say(iface, tr(
            "Select a layer of isochrons (field age_ma or FROMAGE), lineations (anomaly), published picks "
            "(chron and anomaly_end) or fracture zones (code) in the Layers panel first."
        ), Qgis.MessageLevel.Warning)
    return styled


def arrange_project(iface, folder=None):
    """Arrange the chain's results in the project; ask for their folder if none is loaded.

    Parameters
    ----------
    iface : qgis.gui.QgisInterface
    folder : str, optional
        Folder of results to load first; asked for when left out and nothing in the project has a role.

    Returns
    -------
    list of qgis.core.QgsMapLayer
        The layers that were arranged.
    """
    project = QgsProject.instance()
    known = any(role_of(layer) for layer in project.mapLayers().values())
    if folder is None and not known:
        folder = QFileDialog.getExistingDirectory(iface.mainWindow(), tr("Folder with results of the chain"))
    if folder:
        load_results(Path(folder), project)
    arranged = arrange(project)
    if not arranged:
        _say(iface, tr("No result of the chain was found: run “Tracks to picks” first."), Qgis.MessageLevel.Warning)
        return []
    canvas = iface.mapCanvas()
    frame = project.viewSettings().defaultViewExtent()
    if not frame.isNull():
        canvas.setDestinationCrs(project.crs())
        transform = QgsCoordinateTransform(frame.crs(), project.crs(), project)
        canvas.setExtent(transform.transformBoundingBox(frame))
    canvas.refresh()
    _say(iface, tr("{} layers arranged.").format(len(arranged)), Qgis.MessageLevel.Success)
    return arranged


def _say(iface, text, level):
    iface.messageBar().pushMessage(tr("Linear magnetic anomalies"), text, level, 8)
