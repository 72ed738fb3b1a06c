"""Vector outputs: column names that the file can hold, and nothing half-written."""

from __future__ import annotations

from qgis.core import QgsFeatureSink, QgsField, QgsFields, QgsProcessingException

from ..geo.pick_files import restored_on_failure
from .targets import target_of

GEOMETRY, KEY = "geom", "fid"
"""Columns that GeoPackage makes for itself; their names, like all others, differ in more than capitals."""


def write(algorithm, parameters, name, context, features, fields, geometry, crs):
    """Write a vector output.

    Parameters
    ----------
    algorithm, parameters, name, context : as in Processing
    features : list of qgis.core.QgsFeature
        With one attribute for each field, in their order.
    fields : qgis.core.QgsFields
    geometry : qgis.core.QgsWkbTypes.Type
    crs : qgis.core.QgsCoordinateReferenceSystem

    Returns
    -------
    destination : str
    renamed : dict of str to str
        Fields that have another name in the file.

    Raises
    ------
    QgsProcessingException
        If the output cannot be opened or a feature not be written; what was there before is put back.
    """
    target, _ = target_of(parameters.get(name), context)
    renamed = {}
    if target is not None and target.suffix.lower() == ".gpkg":
        fields, renamed = storable(fields, features)
    with restored_on_failure(target):
        sink, destination = algorithm.parameterAsSink(parameters, name, context, fields, geometry, crs)
        if sink is None:
            raise QgsProcessingException(algorithm.invalidSinkError(parameters, name))
        written = sink.addFeatures(features, QgsFeatureSink.Flag.FastInsert)
        problem = "" if written else algorithm.writeFeatureError(sink, parameters, name)
        # Closes the file, which could not be put back otherwise.
        del sink
        if problem:
            raise QgsProcessingException(problem)
    return destination, renamed


def storable(fields, features):
    """Return the fields under names that a GeoPackage takes.

    Parameters
    ----------
    fields : qgis.core.QgsFields
    features : list of qgis.core.QgsFeature
        Their values decide whether a field ``fid`` can be the key of the table.

    Returns
    -------
    fields : qgis.core.QgsFields
    renamed : dict of str to str
        New names by old ones; empty as a rule.
    """
    taken = {GEOMETRY}
    if not _is_key(fields.lookupField(KEY), features):
        taken.add(KEY)
    everyone = {field.name().lower() for field in fields}
    named, renamed = QgsFields(), {}
    for field in fields:
        name = field.name()
        if name.lower() in taken:
            number = 1
            while f"{name}_{number}".lower() in taken | everyone:
                number += 1
            renamed[name] = f"{name}_{number}"
        copy = QgsField(field)
        copy.setName(renamed.get(name, name))
        taken.add(copy.name().lower())
        named.append(copy)
    return named, renamed


def _is_key(index, features):
    """Return whether the values of a field are whole numbers of which none comes twice."""
    values = [feature[index] for feature in features] if index >= 0 else []
    return all(isinstance(value, int) for value in values) and len(set(values)) == len(values)
