"""What a dialog chooses before a person does."""

from __future__ import annotations

from qgis.core import QgsProcessingParameterField, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, QThread

from .tables import FIELD, LEVELLED, TRACK_FIELD
from .translation import tr

_KIND = QgsProcessingParameterField.DataType


def anomaly_field():
    """Return the parameter ``FIELD`` of points ``INPUT``.

    Dialogs choose the levelled anomaly when a layer of the project has it; the default for scripts stays.
    """
    parameter = QgsProcessingParameterField("FIELD", tr("Anomaly (nT)"), FIELD, "INPUT", _KIND.Numeric)
    offer_levelled(parameter)
    return parameter


def track_field():
    """Return the optional parameter ``TRACK_FIELD`` of points ``INPUT``."""
    return QgsProcessingParameterField("TRACK_FIELD", tr("Track"), TRACK_FIELD, "INPUT", _KIND.Any, optional=True)


def offer_levelled(parameter):
    """Let dialogs choose the levelled anomaly when a layer of the project has it.

    Parameters
    ----------
    parameter : qgis.core.QgsProcessingParameterField
        Where the chosen layer has no such field, the dialog leaves the choice open.
    """
    application = QCoreApplication.instance()
    # Models make their steps in other threads, to which the project's layers do not belong.
    if application is None or QThread.currentThread() != application.thread():
        return
    layers = [layer for layer in QgsProject.instance().mapLayers().values() if isinstance(layer, QgsVectorLayer)]
    if any(layer.fields().lookupField(FIELD + LEVELLED) >= 0 for layer in layers):
        parameter.setGuiDefaultValueOverride(FIELD + LEVELLED)
