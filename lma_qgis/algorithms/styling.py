"""Styles and names of result layers, applied when QGIS loads them."""

from __future__ import annotations

from qgis.core import (
    QgsLayerTreeLayer,
    QgsMapLayer,
    QgsProcessingLayerPostProcessorInterface,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtXml import QDomDocument

from ..paths import resource

# Rasters that one looks at beside the map, not on it.
BESIDE_THE_MAP = ("coverage", "support", "orientation", "evidence", "score")

# QGIS does not own Python post-processors: without a reference they are silently not called.
_waiting = []


def apply_style(layer, name):
    """Give a layer the style ``resources/styles/<name>.qml``.

    A GeoPackage with a stored default style ignores ``loadNamedStyle``, so the document is imported.

    Parameters
    ----------
    layer : qgis.core.QgsMapLayer
        Vector or raster layer.
    name : str
        File name without extension.

    Returns
    -------
    bool
        Whether QGIS accepted the style.
    """
    document = QDomDocument("qgis")
    document.setContent(resource("styles", f"{name}.qml").read_text(encoding="utf-8"))
    accepted, _ = layer.importNamedStyle(document)
    layer.triggerRepaint()
    return accepted


def style_output(context, destination, name, embed=False, refine=None):
    """Style an output when it is loaded after the run.

    Parameters
    ----------
    context : qgis.core.QgsProcessingContext
        The run's context.
    destination : str
        What the algorithm returns for the output.
    name : str
        Style in ``resources/styles``.
    embed : bool
        Store the style in the GeoPackage as its default.
    refine : callable, optional
        Called with the styled layer, for what depends on the data.
    """
    if destination and context.willLoadLayerOnCompletion(destination):
        processor = _Styler(name, embed, refine)
        _waiting.append(processor)
        context.layerToLoadOnCompletionDetails(destination).setPostProcessor(processor)


def name_apart(layer, project):
    """Give a layer whose name the project has already a number: a second run's “Picks” becomes “Picks 2”.

    Parameters
    ----------
    layer : qgis.core.QgsMapLayer
        A result, in the project or not yet.
    project : qgis.core.QgsProject
    """
    taken = {other.name() for other in project.mapLayers().values() if other.id() != layer.id()}
    name, number = layer.name(), 2
    while layer.name() in taken:
        layer.setName(f"{name} {number}")
        number += 1


def place_in_tree(layer, root, visible):
    """Put a raster below the vector layers that it would cover, switched off if it is not the map itself.

    Parameters
    ----------
    layer : qgis.core.QgsMapLayer
        A result. Newer releases of QGIS add it to the tree later, in an order of their own; nothing happens then.
    root : qgis.core.QgsLayerTreeGroup
        The tree of the project.
    visible : bool
        Whether the layer stays switched on.
    """
    node = root.findLayer(layer.id())
    if node is None:
        return
    if not visible:
        node.setItemVisibilityChecked(False)
        node.setExpanded(False)
    siblings = root.children()
    if node not in siblings or not isinstance(layer, QgsRasterLayer):
        return
    place = siblings.index(node) + 1
    while place < len(siblings) and _is_vector(siblings[place]):
        place += 1
    root.insertChildNode(place, node.clone())
    root.removeChildNode(node)


def _is_vector(node):
    return isinstance(node, QgsLayerTreeLayer) and isinstance(node.layer(), QgsVectorLayer)


class _Styler(QgsProcessingLayerPostProcessorInterface):
    def __init__(self, name, embed, refine):
        super().__init__()
        self._name, self._embed, self._refine = name, embed, refine

    def postProcessLayer(self, layer, context, feedback):
        """Style the layer; called by QGIS in the main thread."""
        if isinstance(layer, QgsMapLayer) and layer.isValid():
            apply_style(layer, self._name)
            if self._refine:
                self._refine(layer)
            if self._embed and isinstance(layer, QgsVectorLayer):
                embed_style(layer, f"lma_{self._name}")
            if context.project() is not None:
                name_apart(layer, context.project())
                place_in_tree(layer, context.project().layerTreeRoot(), self._name not in BESIDE_THE_MAP)
        if self in _waiting:
            _waiting.remove(self)


def embed_style(layer, name):
    """Store a vector layer's style in its GeoPackage as the default, unless it holds one already.

    A second save under one name would open a modal question and hang a run without a desktop.
    """
    if layer.providerType() != "ogr" or ".gpkg" not in layer.source().lower():
        return
    count, _, names, _, _ = layer.listStylesInDatabase()
    if name not in names[: max(count, 0)]:
        layer.saveStyleToDatabase(name, "", True, "")
