"""Lengths and azimuths agree with geodesy."""

import numpy as np
import pytest

from lma_qgis.core.picks.ellipsoid import axis_azimuth, length_km


def test_degree_of_meridian_and_parallel():
    # Geodetic constants of WGS 84: a degree of latitude at the equator and at 45°, of longitude at 60°.
    assert length_km(np.zeros(2), np.array([0.0, 1.0])) == pytest.approx(110.574, abs=0.001)
    assert length_km(np.zeros(2), np.array([44.5, 45.5])) == pytest.approx(111.132, abs=0.001)
    assert length_km(np.linspace(0, 1, 101), np.full(101, 60.0)) == pytest.approx(55.800, abs=0.001)


def test_across_the_date_line():
    assert length_km(np.array([179.9, -179.9]), np.zeros(2)) == pytest.approx(22.264, abs=0.001)
    assert axis_azimuth(np.array([179.9, -179.9]), np.array([10.0, 10.0])) == pytest.approx(90)


@pytest.mark.parametrize("forward", [True, False])
def test_azimuth_is_axial_and_true(forward):
    longitude, latitude = np.array([0.0, 1.0]), np.array([60.0, 60.5])
    expected = np.degrees(np.arctan2(np.cos(np.radians(60.25)) * 111.32, 0.5 * 111.4))
    order = slice(None) if forward else slice(None, None, -1)
    assert axis_azimuth(longitude[order], latitude[order]) == pytest.approx(expected, abs=0.3)
