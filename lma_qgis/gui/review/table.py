"""A pick layer as arrays, so that stepping through thousands of picks needs no layer access."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from qgis.core import NULL, QgsExpressionContextUtils, QgsWkbTypes

from ...algorithms.pick_table import parts_of
from ...algorithms.translation import tr
from ...core.picks.polyline import length
from ...core.picks.weak import NO_FLOOR
from ...geo import crs as geo_crs

NUMBERS = ("score", "evidence", "support", "n_crossings", "length_km", "quality", "track_angle_deg")
TEXTS = ("status", "kind", "chron", "chron_end", "chron_source", "comment", "pick_id")


@dataclass
class PickTable:
    """Picks in the order of the layer.

    Parameters
    ----------
    fid : numpy.ndarray of int64, shape (n,)
        Feature ids.
    columns : dict of str to numpy.ndarray
        Numbers (NaN for NULL or a missing field) and texts (empty).
    lines : list of numpy.ndarray, shape (m, 2)
        The longest part of each pick in the working system, metres; empty without geometry.
    wkt : str
        Working system: conformal, metres.
    evidence_floor : float
        Evidence that shifted tracks reach by chance, as the run noted it; below every value if it did not.
    """

    fid: np.ndarray
    columns: dict
    lines: list
    wkt: str
    evidence_floor: float = NO_FLOOR

    def __len__(self):
        """Return the number of picks."""
        return len(self.fid)

    def row_of(self, fid):
        """Return the row of a feature, −1 if it is not in the table."""
        found = np.flatnonzero(self.fid == fid)
        return int(found[0]) if len(found) else -1

    def set_value(self, fid, name, value):
        """Take over a changed attribute; names that the table does not hold are ignored."""
        row = self.row_of(fid)
        if row >= 0 and name in self.columns:
            self.columns[name][row] = _cell(value, name in NUMBERS)

    def set_line(self, fid, geometry, wkt):
        """Take over a changed geometry given in the layer's system."""
        row = self.row_of(fid)
        if row >= 0:
            self.lines[row] = geo_crs.transform_lines([_longest(geometry)], wkt, self.wkt)[0]

    def vertices(self):
        """Return all vertices, shape (k, 2), and the row of each, shape (k,)."""
        counts = [len(line) for line in self.lines]
        if not sum(counts):
            return np.zeros((0, 2)), np.zeros(0, dtype=int)
        return np.concatenate([line for line in self.lines if len(line)]), np.repeat(np.arange(len(counts)), counts)

    def centres(self):
        """Return the middle vertex of each pick, shape (n, 2), NaN without geometry."""
        return np.array([line[len(line) // 2] if len(line) else (np.nan, np.nan) for line in self.lines]).reshape(-1, 2)


def problem_of(layer):
    """Return why a layer cannot be reviewed, in one sentence; empty if it can.

    Parameters
    ----------
    layer : qgis.core.QgsVectorLayer or None

    Returns
    -------
    str
    """
    if layer is None:
        return tr("Choose a layer of lineation picks.")
    if not layer.isValid():
        return tr("The layer cannot be read: its file may have been moved.")
    if layer.geometryType() != QgsWkbTypes.GeometryType.LineGeometry:
        return tr("Picks are lines: choose a line layer made by “Extract picks”.")
    if layer.fields().lookupField("status") < 0:
        return tr("This layer has no field “status”: choose a layer made by “Extract picks”.")
    if not layer.crs().isValid():
        return tr("The layer has no coordinate system: set it in the layer's properties.")
    if layer.featureCount() == 0:
        return tr("The layer holds no picks: lower the threshold of “Extract picks” or clear the filter.")
    return ""


def read_table(layer):
    """Read a pick layer that has no problem.

    Parameters
    ----------
    layer : qgis.core.QgsVectorLayer

    Returns
    -------
    PickTable
    """
    fields = layer.fields()
    indexes = {name: fields.lookupField(name) for name in NUMBERS + TEXTS}
    fid, parts, raw = [], [], {name: [] for name in indexes}
    for feature in layer.getFeatures():
        fid.append(feature.id())
        parts.append(_longest(feature.geometry()))
        for name, index in indexes.items():
            raw[name].append(_cell(feature[index] if index >= 0 else None, name in NUMBERS))
    columns = {name: np.array(raw[name], dtype=float) for name in NUMBERS}
    columns.update({name: np.array(raw[name], dtype=object) for name in TEXTS})
    columns["status"][columns["status"] == ""] = "predicted"
    wkt = layer.crs().toWkt()
    working = _working(parts, wkt)
    lines = geo_crs.transform_lines(parts, wkt, working)
    return PickTable(np.array(fid, dtype=np.int64), columns, lines, working, _floor(layer))


def _floor(layer):
    noted = QgsExpressionContextUtils.layerScope(layer).variable("lma_evidence_floor")
    value = _cell(noted, True)
    return value if np.isfinite(value) else NO_FLOOR


def _cell(value, is_number):
    empty = value is None or value == NULL
    if not is_number:
        return "" if empty else str(value)
    try:
        return np.nan if empty else float(value)
    except (TypeError, ValueError):
        return np.nan


def _longest(geometry):
    return max(parts_of(geometry), key=length, default=np.zeros((0, 2)))


def _working(parts, wkt):
    joined = np.concatenate([*parts, np.zeros((0, 2))])
    if not len(joined):
        return wkt
    longitude, latitude = geo_crs.to_geographic(joined[:, 0], joined[:, 1], wkt)
    if not np.isfinite(longitude).any():
        return wkt
    return geo_crs.working_crs(longitude, latitude, "EPSG:4326")
