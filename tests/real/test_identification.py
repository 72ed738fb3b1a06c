"""Chrons and the forward model where they are known: the Brunhes low of the Galapagos spreading centre."""

import csv
import gzip

import numpy as np
import pytest

from lma_qgis.core.forward.matching import find_match
from lma_qgis.core.forward.skewness import skewness_deg
from lma_qgis.core.forward.spreading import Spreading, crest_polarity
from lma_qgis.core.picks.chron_names import parse_chron
from lma_qgis.core.picks.chrons import Reference, propose
from lma_qgis.core.picks.section import Frame, crossings
from lma_qgis.core.tracks.observations import Observations
from lma_qgis.geo import crs as geo_crs
from lma_qgis.geo import timescales
from tests import data

UTM = "EPSG:32616"
# IGRF-14 at 89.3 W, 1 N in 1979.4 (tests/core/tracks hold the model itself against published values).
INCLINATION, DECLINATION = 20.9, 6.7


@pytest.fixture(scope="module")
def observations():
    with gzip.open(data.path("galapagos_sc_west/tracks.csv.gz"), "rt") as table:
        rows = list(csv.DictReader(table))
    longitude, latitude, value = (np.array([float(row[n]) for row in rows]) for n in ("lon", "lat", "mag_res_nt"))
    east, north = geo_crs.transform(longitude, latitude, "EPSG:4326", UTM)
    return Observations.from_labels(east, north, value, np.zeros(len(rows)))


@pytest.mark.parametrize(("longitude", "latitude"), [(-89.34, 0.96), (-89.34, 0.80)])
def test_a_track_over_the_axis_fits_thirty_millimetres_a_year_beyond_chance(observations, longitude, latitude):
    (east,), (north,) = geo_crs.transform([longitude], [latitude], "EPSG:4326", UTM)
    nearest = crossings(Frame(east, north, 2.0), observations, 60.0, 12.0)[0]
    order = np.argsort(nearest.across_km)
    x = np.linspace(-55, 55, 281)
    theta = float(skewness_deg(-88.0, INCLINATION, DECLINATION, 2.0, 0.0))
    model = Spreading(timescales.load("gts2020"), skewness_deg=theta)
    found = find_match(
        x, np.interp(x, nearest.across_km[order], nearest.value[order]), model,
        rates=np.arange(20.0, 45.0, 1.0), asymmetries=(-0.2, 0.0, 0.2), reach_km=0.0,
    )
    assert crest_polarity(theta) == -1
    assert 26.0 <= found.half_rate <= 33.0
    assert found.correlation > 0.8 and found.correlation > found.chance_p95 + 0.1
    axis_north = north + 1000.0 * found.axis_km
    _, (axis_latitude,) = geo_crs.to_geographic([east], [axis_north], UTM)
    assert 0.70 <= axis_latitude <= 0.95


def read_lines(name):
    from osgeo import ogr

    source = ogr.Open(str(data.path("galapagos_sc_west/labels.gpkg")))
    layer = source.GetLayerByName(name)
    for feature in layer:
        points = np.array(feature.GetGeometryRef().GetPoints())
        east, north = geo_crs.transform(points[:, 0], points[:, 1], "EPSG:4326", UTM)
        yield feature.items(), np.column_stack((east, north))


def test_lineations_of_one_author_get_their_chron_from_the_picks_of_another():
    lines = [(row["anomaly"], line) for row, line in read_lines("cande1989_lineations") if row["anomaly"]]
    references = [
        Reference(parse_chron(row["chron"])[0], row["anomaly_end"], point) for row, point in read_lines("picks")
    ]
    proposals = propose([line for _, line in lines], references)
    named = [(parse_chron(anomaly)[0], found.chron) for (anomaly, _), found in zip(lines, proposals) if found.chron]
    same = [(own, theirs) for own, theirs in named if own and own == theirs]
    assert len(same) >= 2
    assert all(theirs.startswith(own[:-1]) for own, theirs in named if own)
