"""Colours of anomaly rasters: symmetric about zero, fitted to the data."""

from __future__ import annotations

from qgis.core import QgsSingleBandPseudoColorRenderer

STYLE = "anomaly"
_TAIL = 0.02
_SAMPLE_CELLS = 250_000


def stretch_about_zero(layer):
    """Fit the colours of a layer in the style ``anomaly`` to its 2-98 % range, zero in the middle.

    Parameters
    ----------
    layer : qgis.core.QgsRasterLayer
        Styled with ``resources/styles/anomaly.qml``; with any other renderer it stays as it is.
    """
    renderer = layer.renderer()
    if not isinstance(renderer, QgsSingleBandPseudoColorRenderer):
        return
    lowest, highest = layer.dataProvider().cumulativeCut(
        renderer.band(), _TAIL, 1.0 - _TAIL, layer.extent(), _SAMPLE_CELLS
    )
    limit = max(abs(lowest), abs(highest))
    if not 0.0 < limit < float("inf"):
        return
    renderer.setClassificationMin(-limit)
    renderer.setClassificationMax(limit)
    renderer.shader().rasterShaderFunction().classifyColorRamp()
    layer.triggerRepaint()
