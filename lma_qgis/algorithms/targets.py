"""Which files a run is about to write, and that none of them is one it reads."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsDataSourceUri, QgsProcessingOutputLayerDefinition, QgsProviderRegistry

from ..core.errors import LmaError


def target_of(value, context):
    """Return path and table that a vector destination names.

    Parameters
    ----------
    value : object
        The parameter's value: text, property or output definition.
    context : qgis.core.QgsProcessingContext

    Returns
    -------
    path, table : pathlib.Path or None, str
        None for memory layers, databases and temporary outputs; the table is empty for a whole file.
    """
    if isinstance(value, QgsProcessingOutputLayerDefinition):
        value = value.sink.valueAsString(context.expressionContext())[0]
    uri = str(value or "")
    if uri.startswith("ogr:"):
        source = QgsDataSourceUri(uri[4:])
        path, table = source.database(), source.table()
    else:
        options = QgsProviderRegistry.instance().decodeUri("ogr", uri)
        path, table = options.get("path") or "", options.get("layerName") or ""
    usable = path and path != "TEMPORARY_OUTPUT" and not uri.startswith(("memory:", "postgres:", "spatialite:"))
    return (Path(path) if usable else None), table


def refuse_to_replace_inputs(algorithm, parameters, context, inputs, outputs=("OUTPUT",)):
    """Stop before an output replaces a layer that the same run reads.

    Parameters
    ----------
    algorithm : qgis.core.QgsProcessingAlgorithm
    parameters : dict
    context : qgis.core.QgsProcessingContext
    inputs, outputs : sequence of str
        Names of vector parameters.

    Raises
    ------
    LmaError
        If a file is both; another table of one GeoPackage is none of the inputs.
    """
    for output in outputs:
        target, table = target_of(parameters.get(output), context)
        if target is None or not target.is_file():
            continue
        for name in inputs:
            layer = algorithm.parameterAsVectorLayer(parameters, name, context) if parameters.get(name) else None
            path, own_table = target_of(layer.source(), context) if layer else (None, "")
            if path is None or not path.is_file() or not path.samefile(target):
                continue
            if not table or own_table in ("", table):
                label = algorithm.parameterDefinition(name).description()
                raise LmaError(
                    "The file {} holds the input “{}” of this run; write to another file.", target.name, label
                )
