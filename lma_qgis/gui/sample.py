"""The sample survey where a person finds it: a copy in a folder of theirs, its truth in the project."""

from __future__ import annotations

import shutil
from pathlib import Path

from qgis.core import Qgis, QgsProject, QgsVectorLayer
from qgis.PyQt.QtWidgets import QFileDialog

from ..algorithms.styling import apply_style
from ..algorithms.translation import tr
from ..paths import resource

FILES = ("tracks.csv.gz", "truth.gpkg")
TRUTH = ("lineations", "isochrons")


def copy_sample(iface, folder=None):
    """Copy the sample survey and add what is true of it to the project, switched off.

    Parameters
    ----------
    iface : qgis.gui.QgisInterface
    folder : str, optional
        Where to; asked for when left out. Files of the same name that are there stay as they are.

    Returns
    -------
    list of qgis.core.QgsVectorLayer
        The layers that were added, none when the person stops.
    """
    folder = folder or QFileDialog.getExistingDirectory(iface.mainWindow(), tr("Folder for the sample survey"))
    if not folder:
        return []
    targets = [Path(folder) / name for name in FILES]
    try:
        for target in targets:
            if not target.exists():
                shutil.copyfile(resource("sample", target.name), target)
    except OSError as error:
        text = tr("The sample survey cannot be copied to {}: {}.").format(folder, error.strerror)
        iface.messageBar().pushMessage(tr("Linear magnetic anomalies"), text, Qgis.MessageLevel.Warning, 0)
        return []
    layers = _truth(targets[1])
    text = tr("The tracks are in {}: choose that file in “Import track files”.").format(targets[0])
    iface.messageBar().pushMessage(tr("Linear magnetic anomalies"), text, Qgis.MessageLevel.Success, 20)
    return layers


def _truth(path):
    group = QgsProject.instance().layerTreeRoot().addGroup(tr("Truth of the sample survey"))
    layers = [QgsVectorLayer(f"{path}|layername={name}", f"true {name}", "ogr") for name in TRUTH]
    for layer, name in zip(layers, TRUTH):
        if name == "isochrons":
            apply_style(layer, name)
        QgsProject.instance().addMapLayer(layer, False)
        group.addLayer(layer)
    group.setItemVisibilityChecked(False)
    group.setExpanded(False)
    return layers
