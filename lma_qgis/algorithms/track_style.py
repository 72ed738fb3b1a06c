"""Colours of points along tracks: the same for every field with an anomaly."""

from __future__ import annotations

from qgis.core import QgsProperty, QgsRuleBasedRenderer

_STYLED = '"mag_res_nt"'


def coloured_by(field):
    """Return what colours a layer in the style ``tracks`` by another field.

    Parameters
    ----------
    field : str
        Field of numbers, nT.

    Returns
    -------
    callable
        Takes the styled layer; with any other renderer the layer stays as it is.
    """

    def refine(layer):
        renderer = layer.renderer()
        if not isinstance(renderer, QgsRuleBasedRenderer):
            return
        for rule in renderer.rootRule().children():
            for symbol_layer in rule.symbol().symbolLayers():
                properties = symbol_layer.dataDefinedProperties()
                for key in properties.propertyKeys():
                    expression = properties.property(key).expressionString().replace(_STYLED, f'"{field}"')
                    properties.setProperty(key, QgsProperty.fromExpression(expression))
        layer.triggerRepaint()

    return refine
