"""Attribute tables of the outputs."""

from __future__ import annotations

from qgis.core import NULL, QgsField, QgsFields
from qgis.PyQt.QtCore import QVariant

# QGIS adds these names to QVariant on Qt 6, where they stand for QMetaType's.
INTEGER, DOUBLE, TEXT, DATETIME = QVariant.Int, QVariant.Double, QVariant.String, QVariant.DateTime


def make_fields(columns):
    """Return the fields of (name, type) pairs.

    Parameters
    ----------
    columns : iterable of (str, type)
        Types are the names of this module.

    Returns
    -------
    qgis.core.QgsFields
    """
    fields = QgsFields()
    for name, kind in columns:
        fields.append(QgsField(name, kind))
    return fields


def number(value):
    """Return a float for an attribute, NULL for NaN and None."""
    return NULL if value is None or value != value else float(value)
