"""The synthetic crust and the shipped sample are what they claim to be."""

import gzip

import numpy as np
import pytest
from scipy import ndimage

from lma_qgis import paths
from lma_qgis.core.tracks import igrf
from tools.synthetic import Cruise, Crust, zigzag


@pytest.fixture(scope="module")
def crust():
    return Crust(size=200_000.0, fracture_along=20_000.0)


@pytest.fixture(scope="module")
def field(crust):
    return crust.anomaly(seamounts=False)


def test_position_is_the_inverse_of_along_across(crust):
    easting, northing = np.random.default_rng(0).uniform(-1e5, 1e5, (2, 50))
    np.testing.assert_allclose(crust.position(*crust.along_across(easting, northing)), (easting, northing), atol=1e-6)


def test_isochrons_have_their_age(crust):
    for _, _, age, easting, northing in crust.isochrons():
        np.testing.assert_allclose(crust.age(easting, northing), age, atol=1e-6)


def test_crests_are_higher_and_troughs_lower_than_their_sides(crust, field):
    grid, anomaly = field
    lines = crust.lineations()
    assert {kind for kind, *_ in lines} == {"crest", "trough"}
    higher = []
    for kind, easting, northing in lines:
        tangent = np.arctan2(np.gradient(easting), np.gradient(northing))
        across = 5000.0 * np.array([np.cos(tangent), -np.sin(tangent)])
        here, right, left = (
            ndimage.map_coordinates(anomaly, grid.to_cells(easting + s * across[0], northing + s * across[1]), order=1)
            for s in (0, 1, -1)
        )
        sign = 1 if kind == "crest" else -1
        higher.append(np.mean((sign * here > sign * right) & (sign * here > sign * left)))
    assert np.mean(higher) > 0.9


def test_fracture_zone_separates_two_ages(crust):
    easting, northing = crust.fracture_line()
    along, across = crust.along_across(easting, northing)
    here = crust.age(*crust.position(along - 500.0, across))
    beyond = crust.age(*crust.position(along + 500.0, across))
    assert np.median(np.abs(here - beyond)) > 0.5


def test_a_quiet_ship_measures_the_field(field):
    grid, anomaly = field
    cruise = Cruise("A", "2000-01-01T00:00:00", zigzag(90.0, [0.0], 1e5), noise=0.0, level=3.0)
    _, easting, northing, value = cruise.sail(grid, anomaly, np.random.default_rng(0))
    truth = ndimage.map_coordinates(anomaly, grid.to_cells(easting, northing), order=1)
    assert np.std(value - truth) == pytest.approx(5.0, rel=0.05)


def test_sample_is_small_and_has_the_documented_columns():
    folder = paths.resource("sample")
    assert sum(file.stat().st_size for file in folder.iterdir()) < 1.5e6
    with gzip.open(folder / "tracks.csv.gz", "rt") as file:
        assert file.readline().strip() == "survey_id,utc,lon,lat,depth_m,mag_total_nt,mag_res_nt"
        rows = [line.split(",") for line in file]
    assert len({row[0] for row in rows}) == 5
    values = np.array([float(row[6]) for row in rows])
    assert len(values) > 10_000 and 50 < values.std() < 250


def test_total_field_of_the_sample_gives_its_anomaly_back():
    model = igrf.parse_shc(paths.resource("data", "igrf", "igrf14.shc").read_text(encoding="ascii"))
    with gzip.open(paths.resource("sample", "tracks.csv.gz"), "rt") as file:
        rows = [line.split(",") for line in file][1::500]
    seconds = np.array([row[1].rstrip("Z") for row in rows], "datetime64[s]").astype(float)
    lon, lat, total, residual = np.array([[row[i] for i in (2, 3, 5, 6)] for row in rows], dtype=float).T
    field = igrf.total_field(lon, lat, 0.0, igrf.decimal_year(seconds), model)
    np.testing.assert_allclose(total - field, residual, atol=0.2)
