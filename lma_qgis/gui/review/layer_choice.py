"""Which layers the review uses."""

from __future__ import annotations

from qgis.core import QgsFieldProxyModel, QgsMapLayerProxyModel, QgsProject, QgsVectorLayer
from qgis.gui import QgsFieldComboBox, QgsMapLayerComboBox
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QFormLayout, QWidget

from ...algorithms.tables import ANOMALY_FIELDS
from ...algorithms.translation import tr
from ..layer_roles import role_of


class LayerChoice(QWidget):
    """Picks, observations with their field, and the raster of the section.

    Signals
    -------
    picks_changed, tracks_changed, grid_changed
    """

    picks_changed = pyqtSignal()
    tracks_changed = pyqtSignal()
    grid_changed = pyqtSignal()

    def __init__(self, parent=None):
        super().__init__(parent)
        filters = QgsMapLayerProxyModel.Filter
        self.picks = _combo(filters.LineLayer)
        self.tracks = _combo(filters.PointLayer)
        self.grid = _combo(filters.RasterLayer)
        self.field = QgsFieldComboBox()
        self.field.setFilters(QgsFieldProxyModel.Filter.Numeric)
        form = QFormLayout(self)
        form.setContentsMargins(6, 6, 6, 6)
        form.setVerticalSpacing(4)
        form.addRow(tr("Picks"), self.picks)
        form.addRow(tr("Track points"), self.tracks)
        form.addRow(tr("Anomaly field"), self.field)
        form.addRow(tr("Raster section"), self.grid)
        self._choose_likely()
        # Bound methods, not lambdas: Qt forgets them when this widget goes, while layers may go later.
        self.picks.layerChanged.connect(self._announce_picks)
        self.tracks.layerChanged.connect(self._show_fields)
        self.field.fieldChanged.connect(self._announce_tracks)
        self.grid.layerChanged.connect(self._announce_grid)
        QgsProject.instance().layersAdded.connect(self._choose_new)

    def _announce_picks(self, layer):
        self.picks_changed.emit()

    def _announce_tracks(self, name):
        self.tracks_changed.emit()

    def _announce_grid(self, layer):
        self.grid_changed.emit()

    def _choose_new(self, layers):
        """Take over what is loaded while nothing is chosen yet."""
        if self.picks.currentLayer() is None:
            self._choose_likely()

    def _choose_likely(self):
        """Start with the layers of the project that look like results of the chain; of several the uppermost."""
        layers = QgsProject.instance().layerTreeRoot().layerOrder()
        for layer in reversed(layers):
            if role_of(layer) == "picks":
                self.picks.setLayer(layer)
            elif _field_names(layer) & set(ANOMALY_FIELDS[:2]) and self.tracks.findText(layer.name()) >= 0:
                self.tracks.setLayer(layer)
        rasters = sorted(
            (layer for layer in layers if self.grid.findText(layer.name()) >= 0 and hasattr(layer, "bandCount")),
            key=lambda layer: ("nhanced" not in layer.name(), "nomaly" not in layer.name()),
        )
        if rasters:
            self.grid.setLayer(rasters[0])
        self._show_fields(self.tracks.currentLayer())

    def _show_fields(self, layer):
        self.field.setLayer(layer)
        names = [field.name() for field in layer.fields()] if layer is not None else []
        self.field.setField(next((name for name in ANOMALY_FIELDS if name in names), ""))
        self.tracks_changed.emit()

    def choose_picks(self, layer):
        """Choose a layer if it looks like picks, for example the active one of the window."""
        if role_of(layer) == "picks":
            self.picks.setLayer(layer)


def _field_names(layer):
    return set(layer.fields().names()) if isinstance(layer, QgsVectorLayer) else set()


def _combo(kind):
    combo = QgsMapLayerComboBox()
    combo.setFilters(kind)
    combo.setAllowEmptyLayer(True)
    combo.setLayer(None)
    return combo
