"""Points along tracks keep their colours whatever the field is called."""

import pytest

from lma_qgis.algorithms.styling import apply_style
from lma_qgis.algorithms.track_style import coloured_by
from tests.algorithms.layers import survey

pytestmark = pytest.mark.usefixtures("qgis_app")


def expressions(layer):
    return [
        layer_.dataDefinedProperties().property(key).expressionString()
        for rule in layer.renderer().rootRule().children()
        for layer_ in rule.symbol().symbolLayers()
        for key in layer_.dataDefinedProperties().propertyKeys()
    ]


def test_the_field_of_the_colours_is_replaced():
    layer = survey(1)
    apply_style(layer, "tracks")
    before = expressions(layer)
    coloured_by("mag_res_nt_lev")(layer)
    assert expressions(layer) == [text.replace('"mag_res_nt"', '"mag_res_nt_lev"') for text in before]
    assert '"mag_res_nt_lev"' in expressions(layer)[0]


def test_another_renderer_stays():
    layer = survey(1)
    before = layer.renderer().type()
    coloured_by("x")(layer)
    assert layer.renderer().type() == before
