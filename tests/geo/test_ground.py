"""Lengths and azimuths on the ground agree with GDAL's geodesics, and the cubics with both."""

import numpy as np
import pytest
from osgeo import osr

from lma_qgis.core.grid import Grid
from lma_qgis.geo.ground import measure, scale_and_north

GRID = Grid(300_000.0, 7_000_000.0, 1000.0, 1000.0, 400, 500)
TRANSVERSE = "+proj=tmerc +lat_0=60 +lon_0=-30 +x_0=550000 +y_0=6800000 +datum=WGS84 +units=m"


def wkt(text):
    system = osr.SpatialReference()
    system.SetFromUserInput(text)
    return system.ExportToWkt()


def evaluate(coefficients, x, y):
    x0, y0, unit, *c = coefficients
    u, v = (x - x0) / unit, (y - y0) / unit
    return np.dot(c, [1, u, v, u * u, u * v, v * v, u**3, u * u * v, u * v * v, v**3])


def test_meridian_arc():
    """A degree of latitude at 60° N is 111.412 km long, whatever the map says."""
    system = osr.SpatialReference()
    system.SetFromUserInput("EPSG:3857")
    system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    geographic = osr.SpatialReference()
    geographic.ImportFromEPSG(4326)
    geographic.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    ends = [osr.CoordinateTransformation(geographic, system).TransformPoint(-30.0, y)[:2] for y in (59.5, 60.5)]
    length, azimuth = measure([np.linspace(ends[0], ends[1], 50)], system.ExportToWkt())[0]
    assert length == pytest.approx(111.412, abs=0.002)
    assert azimuth == pytest.approx(0, abs=1e-6)


# Web Mercator draws the ellipsoid as if it were a sphere: not conformal, 0.2 % here.
@pytest.mark.parametrize(
    ("system", "relative", "degrees"), [("EPSG:32626", 2e-4, 0.02), (TRANSVERSE, 2e-4, 0.02), ("EPSG:3857", 2e-3, 0.1)]
)
def test_cubics_reproduce_the_measurement(system, relative, degrees):
    text = wkt(system)
    scale, north = scale_and_north(GRID, text)
    rng = np.random.default_rng(2)
    for _ in range(20):
        middle = rng.uniform([350_000, 6_650_000], [750_000, 6_950_000])
        heading = rng.uniform(0, np.pi)
        along = np.linspace(-40_000, 40_000, 81)[:, None]
        line = middle + along * np.array([np.sin(heading), np.cos(heading)])
        length, azimuth = measure([line], text)[0]
        assert 80 / evaluate(scale, *middle) == pytest.approx(length, rel=relative)
        difference = np.degrees(heading) - evaluate(north, *middle) - azimuth
        assert abs((difference + 90) % 180 - 90) < degrees


def test_without_a_system_metres_are_metres():
    expected = (5.0, np.degrees(np.arctan(0.75)))
    assert measure([np.array([[0.0, 0.0], [3000.0, 4000.0]])], "")[0] == pytest.approx(expected)
    scale, north = scale_and_north(GRID, "")
    assert evaluate(scale, 400_000, 6_900_000) == pytest.approx(1)
    assert evaluate(north, 400_000, 6_900_000) == pytest.approx(0)


def test_nothing_to_measure():
    assert measure([], wkt("EPSG:32626")) == []
