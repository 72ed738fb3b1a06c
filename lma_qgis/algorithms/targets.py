"""Which files a run is about to write: that it can, and that none of them is one it reads."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsDataSourceUri,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterRasterLayer,
    QgsProviderRegistry,
)

from ..core.errors import LmaError

_LAYERS = (QgsProcessingParameterFeatureSource, QgsProcessingParameterRasterLayer)


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
    usable = path and path != "TEMPORARY_OUTPUT" and not uri.startswith(("memory:", "postgres:", "spatialite:", "/vsi"))
    return (Path(path) if usable else None), table


def file_of(layer, context):
    """Return path and table that a layer reads, None and an empty text for layers that are not in files.

    Parameters
    ----------
    layer : qgis.core.QgsMapLayer or None
    context : qgis.core.QgsProcessingContext
    """
    if layer is None or layer.providerType() not in ("ogr", "gdal", "delimitedtext"):
        # The source of a memory layer lists its fields and is longer than a file name may be.
        return None, ""
    return target_of(layer.source(), context)


def check_targets(algorithm, parameters, context, replaceable=()):
    """Stop before anything is computed that could not be written, or only over something else.

    Parameters
    ----------
    algorithm : qgis.core.QgsProcessingAlgorithm
    parameters : dict
    context : qgis.core.QgsProcessingContext
    replaceable : sequence of str
        Names of inputs that the algorithm itself guards.

    Raises
    ------
    LmaError
        If a folder does not exist, if two outputs name one file, or if a file that is to be written is an input;
        another table of one GeoPackage is none of the inputs.
    """
    definitions = algorithm.parameterDefinitions()
    targets = [
        target_of(parameters.get(each.name()), context)
        for each in definitions
        if each.isDestination() and not isinstance(each, QgsProcessingParameterFolderDestination)
    ]
    targets = [(path, table) for path, table in targets if path is not None and path.suffix]
    for number, (path, table) in enumerate(targets):
        if not path.parent.is_dir():
            raise LmaError("The folder {} does not exist; create it or choose another one.", path.parent)
        if (path, table) in targets[:number]:
            raise LmaError("Two outputs of this run are called {}; give each a name of its own.", path.name)
    existing = [(path, table) for path, table in targets if path.is_file()]
    for each in definitions if existing else ():
        if not each.isDestination() and each.name() not in replaceable:
            _refuse_to_replace(algorithm, each, existing, parameters, context)


def _refuse_to_replace(algorithm, definition, targets, parameters, context):
    if parameters.get(definition.name()) in (None, ""):
        return
    for path, own_table in _files_of(algorithm, definition, parameters, context):
        for target, table in targets:
            if path.samefile(target) and (not table or own_table in ("", table)):
                raise LmaError(
                    "The file {} holds the input “{}” of this run; write to another file.",
                    target.name, definition.description(),
                )


def _files_of(algorithm, definition, parameters, context):
    """Return path and table of the files that an input parameter names."""
    if isinstance(definition, QgsProcessingParameterMultipleLayers):
        files = [(Path(name), "") for name in algorithm.parameterAsFileList(parameters, definition.name(), context)]
    elif isinstance(definition, _LAYERS):
        value = parameters[definition.name()]
        # "Selected features only" and the like wrap the layer.
        if isinstance(value, QgsProcessingFeatureSourceDefinition):
            value = value.source
        layer = algorithm.parameterAsLayer({definition.name(): value}, definition.name(), context)
        files = [file_of(layer, context)]
    else:
        files = []
    return [(path, table) for path, table in files if path is not None and path.is_file()]
