"""Earlier picks in a new run: what a person touched is carried over, and never overwritten."""

from __future__ import annotations

from dataclasses import dataclass, field

from qgis.core import QgsFeature, QgsWkbTypes

from ..core.errors import LmaError
from ..core.picks.attributes import pick_id
from ..core.picks.keeping import cover_distance, index_of, remainder
from ..geo.pick_files import PREDICTED, touched_picks
from .pick_table import read_lines, text


@dataclass
class Kept:
    """Picks that are not merely predicted.

    Parameters
    ----------
    features : list of qgis.core.QgsFeature
        As they were, in the coordinate system of the new picks.
    parts : list of list of numpy.ndarray
        Their lines.
    """

    features: list = field(default_factory=list)
    parts: list = field(default_factory=list)

    @property
    def is_multi(self):
        """Whether a feature needs a multi-part layer."""
        return any(len(lines) > 1 for lines in self.parts)

    def make_room(self, lines, kind, cell_size, min_length):
        """Return new lines of one kind without what kept picks already say.

        Parameters
        ----------
        lines : list of numpy.ndarray, shape (n, 2)
            Easting, northing, metres.
        kind : str
            ``crest`` or ``trough``; kept picks without a kind count for both.
        cell_size, min_length : float
            Metres.

        Returns
        -------
        list of numpy.ndarray
        """
        same = [number for number, feature in enumerate(self.features) if text(feature, "kind") in (kind, "")]
        known = {text(self.features[number], "pick_id") for number in same}
        index = index_of([line for number in same for line in self.parts[number]])
        room = []
        for line in lines:
            if pick_id(kind, line, cell_size) not in known:
                room += remainder(line, index, cover_distance(cell_size), min_length)
        return room


def read_kept(source, crs, context, feedback):
    """Read the touched picks of an earlier result.

    Parameters
    ----------
    source : qgis.core.QgsProcessingFeatureSource or None
    crs : qgis.core.QgsCoordinateReferenceSystem
        Of the new picks.
    context, feedback : as in Processing

    Returns
    -------
    Kept

    Raises
    ------
    LmaError
        If the layer has no field ``status``.
    """
    if source is None:
        return Kept()
    if source.fields().lookupField("status") < 0:
        raise LmaError("The previous picks have no field “status”; choose a result of “Extract picks”.")
    features, parts = read_lines(source, crs, context, feedback)
    touched = [number for number, feature in enumerate(features) if text(feature, "status") != PREDICTED]
    return Kept([features[number] for number in touched], [parts[number] for number in touched])


def carried_over(feature, fields):
    """Return a kept feature with the same values in the fields of the new table.

    Raises
    ------
    LmaError
        If a value cannot be one of the field's type: it would be lost.
    """
    copy = QgsFeature(fields)
    copy.setGeometry(feature.geometry())
    for own in feature.fields():
        index = fields.lookupField(own.name())
        if index < 0:
            continue
        value = feature[own.name()]
        try:
            copy[index] = fields.at(index).convertCompatible(value)
        except ValueError as error:
            raise LmaError(
                "The previous pick {} has “{}” in its field “{}”, which should be {}; correct the value or rename "
                "the field.",
                text(feature, "pick_id"), value, own.name(), fields.at(index).typeName() or "a number",
            ) from error
    return copy


def line_type(kept):
    """Return the geometry type that holds the new and the kept picks."""
    return QgsWkbTypes.Type.MultiLineString if kept.is_multi else QgsWkbTypes.Type.LineString


def refuse_to_overwrite(target, table, previous_path, previous_table, read_back):
    """Stop before picks that a person touched are lost.

    Parameters
    ----------
    target : pathlib.Path or None
        The file to be written.
    table : str
        The layer that is replaced; empty when the whole file is.
    previous_path : pathlib.Path or None
        File of the previous picks.
    previous_table : str
        Their layer, empty when the file has only one.
    read_back : int
        Touched picks that the previous layer yields and the run carries over.

    Raises
    ------
    LmaError
        If the file holds touched picks that are not all carried over.
    """
    held = touched_picks(target) if target else {}
    if table:
        held = {name: count for name, count in held.items() if name == table}
    if not held:
        return
    total = sum(held.values())
    same_file = previous_path is not None and previous_path.is_file() and previous_path.samefile(target)
    same_layer = len(held) == 1 and previous_table in ("", *held)
    if not (same_file and same_layer):
        raise LmaError(
            "The file {} holds {} picks that were accepted, edited or rejected; choose it under “Previous picks” as "
            "well, or write to another file.",
            target.name, total,
        )
    if read_back < total:
        raise LmaError(
            "The file {} holds {} touched picks, but the previous picks yield only {}; clear the filter and the "
            "selection of that layer, or write to another file.",
            target.name, total, read_back,
        )
