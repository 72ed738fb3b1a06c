"""IGRF-14 against values of the official synthesis program, and the laws that any such field obeys."""

import numpy as np
import pytest

from lma_qgis.core.errors import LmaError
from lma_qgis.core.tracks import igrf
from lma_qgis.paths import resource

# Year, height km, colatitude, east longitude, X, Y, Z, F: computed with the official Fortran routine igrf14syn,
# from JuliaSpace/SatelliteToolboxGeomagneticField.jl, test/IGRF14_test_geodetic.txt.
OFFICIAL = """
1900.0 232.32 68.00 165.11 27505.75351 3089.91355 16985.87684 32475.12977
1971.9 372.19 4.23 244.39 -1032.48029 117.36753 48759.11091 48770.18236
1991.7 1517.37 34.52 186.99 10117.52040 1868.69273 25416.40305 27419.87921
1990.6 34.18 34.51 24.06 16779.17251 1244.60056 46474.73203 49426.61609
1985.4 1232.12 89.19 131.52 21664.23307 807.92095 -6610.42391 22664.71784
2022.1 829.10 46.47 114.85 17590.40262 -1731.07191 33147.28408 37565.42714
2027.9 139.86 45.06 138.29 23759.41728 -4335.97718 42511.80742 48893.39810
1912.3 461.20 0.27 149.15 5.54379 2869.14288 47029.33285 47116.77154
1926.2 39.97 17.26 353.96 9103.92056 -3990.87427 50222.73073 51196.98360
1958.9 32.01 52.63 186.65 24524.29311 4674.21697 31554.57461 40236.55597
1985.1 1008.02 0.05 0.32 678.99083 -1271.85929 37824.89930 37852.36666
2011.9 45.78 24.68 231.47 8603.16958 3793.56733 56280.34670 57060.34616
1949.3 360.29 89.92 55.30 28321.31444 -1639.25832 -9690.11452 29978.03094
"""
CHECKS = np.array([[float(word) for word in line.split()] for line in OFFICIAL.split("\n") if line])


@pytest.fixture(scope="module")
def model():
    return igrf.parse_shc(resource("data", "igrf", "igrf14.shc").read_text(encoding="ascii"))


def test_official_values_are_met_to_a_tenth_of_a_nanotesla(model):
    # The routine's single-precision constants make it 1 to 1.4 ppm smaller than the exact sum.
    year, height, colatitude, longitude, x, y, z, total = CHECKS.T
    north, east, down = igrf.field(longitude, 90 - colatitude, height * 1000, year, model)
    assert np.abs(north - x).max() < 0.1
    assert np.abs(east - y).max() < 0.1
    assert np.abs(down - z).max() < 0.1
    assert np.abs(igrf.total_field(longitude, 90 - colatitude, height * 1000, year, model) - total).max() < 0.1
    total_here = np.sqrt(north**2 + east**2 + down**2)
    assert np.abs(total_here / total - 1).max() < 1.5e-6


def test_the_published_dipole_and_secular_variation_are_in_the_table(model):
    g10 = model.values[:, (model.degree == 1) & (model.order == 0)].ravel()
    assert g10[model.epochs == 2020.0] == -29403.41
    assert g10[model.epochs == 2025.0] == -29350.0
    assert (g10[-1] - g10[-2]) / 5 == pytest.approx(12.6)
    assert model.epochs[0] == 1900.0 and model.epochs[-1] == 2030.0


def test_the_field_has_no_curl_and_no_divergence(model):
    longitude, latitude, step = 23.0, 41.0, 0.01
    sphere = np.radians(step) * 6.371e6

    def at(de, dn, dz):
        return np.array(igrf.field(longitude + de, latitude + dn, dz, 2000.0, model)).ravel()

    east = (at(step / np.cos(np.radians(latitude)), 0, 0) - at(-step / np.cos(np.radians(latitude)), 0, 0)) / 2 / sphere
    north = (at(0, step, 0) - at(0, -step, 0)) / 2 / sphere
    up = (at(0, 0, 1000.0) - at(0, 0, -1000.0)) / 2000.0
    bx, by, bz = at(0, 0, 0)
    radius, tangent = 6.371e6, np.tan(np.radians(latitude))
    divergence = north[0] + east[1] - up[2] - (2 * bz + bx * tangent) / radius
    assert abs(divergence) < 2e-4
    assert up[0] + north[2] + bx / radius == pytest.approx(0.0, abs=2e-4)


def test_longitudes_wrap_and_unknown_input_gives_nan(model):
    assert igrf.total_field(-170.0, -45.0, 0, 2004.3, model) == pytest.approx(
        igrf.total_field(190.0, -45.0, 0, 2004.3, model), abs=1e-8
    )
    total = igrf.total_field([0, 0, 0, np.nan], [0, 0, 95, 0], 0, [1899.0, np.nan, 2000, 2000], model)
    assert np.isnan(total).all()


def test_the_poles_and_many_points_are_finite(model):
    rng = np.random.default_rng(0)
    latitude = np.concatenate(([90.0, -90.0], rng.uniform(-90, 90, 10_000)))
    total = igrf.total_field(rng.uniform(-180, 180, latitude.size), latitude, 0, 1973.4, model)
    assert total.min() > 20_000 and total.max() < 72_000


def test_decimal_years_know_leap_years():
    moments = np.array(["2000-01-01", "2000-07-02", "2001-07-02T12:00", "1969-01-01"], dtype="datetime64[s]")
    assert igrf.decimal_year(moments.astype(float)) == pytest.approx([2000.0, 2000.5, 2001.5, 1969.0])
    assert np.isnan(igrf.decimal_year([np.nan])).all()


@pytest.mark.parametrize(
    "text", ["", "1 13\n", "1 13 2 2 1 1900 1905\n1900 1905\n1 0 5 x\n", "1 1 1 2 1 0 0\n1900\n1 0 5\n"]
)
def test_a_damaged_table_is_refused(text):
    with pytest.raises(LmaError):
        igrf.parse_shc(text)
