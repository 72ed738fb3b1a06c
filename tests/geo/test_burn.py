import numpy as np
import pytest
from osgeo import ogr
from scipy import ndimage

from lma_qgis.core.grid import Grid
from lma_qgis.geo.burn import burn


def wkb(text):
    return bytes(ogr.CreateGeometryFromWkt(text).ExportToWkb())


@pytest.mark.parametrize("end", [(100, 37), (63, 100), (100, 100), (100, 1)])
def test_a_line_separates_the_grid(end):
    """No path over edges or corners crosses a burnt line."""
    grid = Grid(0, 100, 1, 1, 100, 100)
    wall = burn([wkb(f"LINESTRING (0 0, {end[0]} {end[1]})")], grid, "lines")
    _, pieces = ndimage.label(~wall, structure=np.ones((3, 3)))
    expected = 2 if min(end) > 1 else 1
    sizes = np.bincount(ndimage.label(~wall, structure=np.ones((3, 3)))[0].ravel())[1:]
    assert pieces >= expected and (sizes > 50).sum() == expected


def test_polygon_area():
    grid = Grid(0, 100, 2, 1, 100, 50)
    mask = burn([wkb("POLYGON ((10 10, 50 10, 50 60, 10 60, 10 10))")], grid, "polygons")
    assert mask.sum() * 2 == pytest.approx(2000, rel=0.06)
    assert mask[60, 10] and not mask[95, 2]


def test_nothing_burns_nothing():
    assert not burn([], Grid(0, 10, 1, 1, 10, 10), "lines").any()
