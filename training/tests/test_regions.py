"""Real regions: projections, files, age maps and semi-synthetic windows from labels made by hand."""

import sqlite3
import struct

import numpy as np
import pytest
from PIL import Image, TiffImagePlugin

from lma_qgis.core.grid import Grid
from training import agemap, geopackage, rasters, regions, semisynthetic


def test_degrees_come_back_from_metres():
    lon, lat = np.array([179.5, -179.0, 178.0]), np.array([-48.0, -45.5, -46.0])
    again = regions.local_degrees(*regions.local_metres(lon, lat, (179.9, -47.0)), (179.9, -47.0))
    assert np.allclose(again[0], lon) and np.allclose(again[1], lat)


def test_a_geotiff_is_sampled_where_it_lies(tmp_path):
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[33550], tags[33922] = (2.0, 1.0, 0.0), (0.0, 0.0, 0.0, 10.0, 50.0, 0.0)
    tags.tagtype.update({33550: 12, 33922: 12, 42113: 2})
    tags[42113] = "-99"
    values = np.arange(12, dtype=np.float32).reshape(3, 4)
    values[2, 3] = -99
    Image.fromarray(values).save(tmp_path / "a.tif", tiffinfo=tags)
    raster = rasters.read_raster(tmp_path / "a.tif", 10.0)
    assert raster.sample(np.array([11.0, 14.0]), np.array([49.5, 48.0])) == pytest.approx([0.0, 75.0])
    assert np.isnan(raster.sample(np.array([17.0]), np.array([47.5])))[0]


def wkb(kind, *parts):
    """Return a GeoPackage geometry of a line (one part) or a polygon (rings)."""
    body = b"".join(
        (struct.pack("<I", len(part)) if kind == 3 else b"") + np.asarray(part, "<f8").tobytes() for part in parts
    )
    count = len(parts) if kind == 3 else len(parts[0])
    return b"GP\x00\x01" + struct.pack("<i", 0) + struct.pack("<BII", 1, kind, count) + body


def test_lines_and_rings_are_read_with_their_values(tmp_path):
    path = tmp_path / "a.gpkg"
    line, ring = [[0.0, 1.0], [2.0, 3.0]], [[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 0.0]]
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t (geom BLOB, kind TEXT)")
        connection.executemany("INSERT INTO t VALUES (?, ?)", [(wkb(2, line), "crest"), (wkb(3, ring, ring), "area")])
    features = geopackage.read_features(path, "t", ("kind",))
    assert [values for _, values in features] == [("crest",), ("area",), ("area",)]
    assert np.array_equal(features[0][0], line) and np.array_equal(features[2][0], ring)


@pytest.fixture
def labels():
    """Return ages that grow eastward by 1 Myr in 30 km about 0° E 0° N, unknown east of 3° E, one fracture zone."""
    lon = -5.0 + 0.05 + 0.1 * np.arange(100)
    age = np.tile(((lon + 6.0) * 3.7065).astype(np.float32), (100, 1))
    age[:, lon > 3.0] = np.nan
    raster = rasters.Raster(age, -5.0, 5.0, 0.1, 0.1)
    return agemap.Labels(raster, np.zeros((0, 3)), [np.array([[-6.0, 1.5], [-3.0, 1.5], [6.0, 1.5]])])


def test_an_age_map_knows_strike_rate_zones_and_what_is_unknown(labels):
    grid = Grid(-400e3, 200e3, 4000.0, 4000.0, 100, 200)
    ages = agemap.age_map(labels, grid, (0.0, 0.0), 0.0)
    east = np.broadcast_to(grid.easting, grid.shape)
    assert ages.rate == pytest.approx(30.0, rel=0.02) and ages.coherence > 0.99
    assert min(ages.strike, 180 - ages.strike) < 1.0
    assert not ages.known[east > 340e3].any() and ages.known[east < 320e3].all()
    row = int(grid.to_cells(0.0, 1.5 * 111_194.0)[0] + 0.5)
    assert not ages.clear[row, 20:100].any() and ages.clear[row + 8, 20:100].all()


def test_picks_move_ages_near_them_and_nowhere_else(labels):
    grid = Grid(-100e3, 100e3, 2000.0, 2000.0, 100, 100)
    picks = np.array([[0.0, 0.0, 6.0 * 3.7065 + 1.0]] * 5 + [[0.5, 0.0, 60.0]])
    moved = agemap.Labels(labels.age, picks, labels.zones)
    plain, new = (agemap.age_map(some, grid, (0.0, 0.0), 10e3) for some in (labels, moved))
    change = new.age - plain.age
    assert new.picks == 5 and 0.8 < change[50, 50] <= 1.0
    assert np.abs(change[:, :15]).max() < 0.01


def test_a_window_over_known_crust_becomes_a_map_and_one_over_unknown_crust_does_not(labels, config, scales):
    plan = {"pick_reach": 0.0, "wobble": [0.0, 0.01], "patchiness": [0.0, 0.1], "mounts": [0.0, 0.0],
            "least_known": 0.6, "least_coherence": 0.8, "least_spacing": 4.0}
    settings = {**config["simulation"], **plan, "size": 80}
    region = {"cell": 1500.0, "palaeo_latitude": 50.0}
    survey, clear, facts = semisynthetic.make(
        (-1.0, 0.0), region, settings, labels, scales["c"], np.random.default_rng(0)
    )
    assert survey is not None, facts
    assert survey.spacing >= 4.0 and "left_out" not in facts
    turn = np.minimum(survey.crests[:, 2] % 180, 180 - survey.crests[:, 2] % 180)
    assert np.median(turn) < 10.0 and clear.shape == (80, 80)
    arrays = semisynthetic.stored(survey, clear, np.random.default_rng(1), ("guided", "evidence"))
    plain = semisynthetic.stored(survey, clear, np.random.default_rng(1))
    assert np.nanmedian(arrays["evidence"]) > np.nanmedian(arrays["null_evidence"])
    assert set(arrays) - set(plain) == {"evidence", "null_evidence"}
    assert np.array_equal(arrays["null"], plain["null"], equal_nan=True)
    nothing, _, facts = semisynthetic.make((3.5, 0.0), region, settings, labels, scales["c"], np.random.default_rng(0))
    assert nothing is None and facts["left_out"] == "age unknown or broken"


def test_windows_tile_a_region_without_overlap():
    centres = semisynthetic.windows([-10.0, 10.0, -5.0, 5.0], 240e3)
    assert len(set(centres)) == len(centres) == 4 * 9
    assert all(-10 < lon < 10 and -5 < lat < 5 for lon, lat in centres)
