import numpy as np
import pytest

from lma_qgis.core.errors import LmaError
from lma_qgis.geo import crs

WGS84, UTM = "EPSG:4326", "EPSG:32616"


def test_lines_move_as_their_vertices_do_and_lose_those_without_a_place():
    first, second = np.array([[10.0, 20.0], [11.0, 95.0], [12.0, 21.0]]), np.array([[13.0, 22.0]])
    moved = crs.transform_lines([first, second, np.zeros((0, 2))], "EPSG:4326", "EPSG:32632")
    assert [len(line) for line in moved] == [2, 1, 0]
    np.testing.assert_array_equal(moved[0].T, crs.transform([10.0, 12.0], [20.0, 21.0], "EPSG:4326", "EPSG:32632"))
    assert crs.transform_lines([], "EPSG:4326", "EPSG:32632") == []


def test_round_trip():
    x, y = np.array([-91.0, -89.0, np.nan]), np.array([-1.0, 4.0, 0.0])
    east, north = crs.transform(x, y, WGS84, UTM)
    back = crs.to_geographic(east, north, UTM)
    np.testing.assert_allclose(back[0][:2], x[:2], atol=1e-8)
    np.testing.assert_allclose(back[1][:2], y[:2], atol=1e-8)
    assert np.isnan(east[2])


@pytest.mark.parametrize("centre", [0.0, 90.0, 179.5, -179.5, -90.0])
@pytest.mark.parametrize("latitude", [0.0, -55.0, 70.0])
@pytest.mark.parametrize("width", [3.0, 15.0])
def test_working_system_is_conformal_and_true_to_scale(centre, latitude, width):
    rng = np.random.default_rng(1)
    x = (centre + rng.uniform(-width / 2, width / 2, 200) + 180) % 360 - 180
    y = latitude + rng.uniform(-2, 2, 200)
    wkt = crs.working_crs(x, y, WGS84)
    crs.require_metres(wkt)
    east, north = crs.transform(x, y, WGS84, wkt)
    assert np.hypot(east, north).max() < 1.5e6, "a survey across 180 degrees must stay in one piece"
    step = 1e-4
    dx_east, dx_north = (b - a for a, b in zip((east, north), crs.transform(x + step, y, WGS84, wkt)))
    dy_east, dy_north = (b - a for a, b in zip((east, north), crs.transform(x, y + step, WGS84, wkt)))
    cosine = (dx_east * dy_east + dx_north * dy_north) / np.hypot(dx_east, dx_north) / np.hypot(dy_east, dy_north)
    assert np.abs(cosine).max() < 1e-3
    scale = np.hypot(dy_east, dy_north) / (np.radians(step) * 6367449)
    assert np.abs(scale - 1).max() < 0.02


def test_projected_input_is_kept():
    assert crs.working_crs(np.array([5e5]), np.array([0.0]), UTM) == UTM


def test_one_point_has_a_working_system():
    wkt = crs.working_crs(np.array([12.34]), np.array([-56.78]), WGS84)
    east, north = crs.transform(np.array([12.34]), np.array([-56.78]), WGS84, wkt)
    assert np.hypot(east, north)[0] < 10_000


def test_true_north_matches_the_meridian_convergence_of_utm():
    longitude, latitude = np.array([-89.0, -85.0, -87.0]), np.array([45.0, 45.0, 45.0])
    east, north = crs.transform(longitude, latitude, WGS84, UTM)
    expected = -np.degrees(np.arctan(np.tan(np.radians(longitude + 87)) * np.sin(np.radians(latitude))))
    np.testing.assert_allclose(crs.true_north(east, north, UTM), expected, atol=2e-3)


def test_refusals():
    with pytest.raises(LmaError, match="degrees"):
        crs.require_metres(WGS84)
    with pytest.raises(LmaError, match="coordinate system"):
        crs.working_crs(np.array([0.0]), np.array([0.0]), "")


@pytest.mark.parametrize(
    ("wkt", "point", "expected"),
    [
        ("EPSG:3857", (0.0, 8399737.89), (2.0, 2.0)),
        ("EPSG:32616", (500_000.0, 200_000.0), (0.9996, 0.9996)),
        ("", (0.0, 0.0), (1.0, 1.0)),
    ],
)
def test_stretch_of_metres(wkt, point, expected):
    assert crs.stretch(*point, wkt) == pytest.approx(expected, rel=0.005)


def test_box_follows_curved_edges_and_refuses_what_lies_outside():
    stereographic = crs.working_crs(np.array([-40.0, 40.0]), np.array([60.0, 70.0]), "EPSG:4326")
    west, south, east, north = crs.transform_box((-40.0, 60.0, 40.0, 70.0), "EPSG:4326", stereographic)
    corners = crs.transform([-40.0, 40.0, 0.0], [60.0, 60.0, 60.0], "EPSG:4326", stereographic)
    assert (west, east) == pytest.approx((corners[0].min(), corners[0].max()))
    assert south == pytest.approx(corners[1][2]) and south < corners[1][0] - 100e3
    assert crs.transform_box((1.0, 2.0, 3.0, 4.0), "EPSG:32616", "EPSG:32616") == (1.0, 2.0, 3.0, 4.0)
    with pytest.raises(LmaError, match="extent"):
        crs.transform_box((0.0, -900.0, 10.0, 10.0), "EPSG:4326", "EPSG:3857")


@pytest.mark.parametrize("half_width", [0.8, 20.0])
def test_qgis_shows_the_name_of_the_working_system(qgis_app, tmp_path, half_width):
    from osgeo import gdal, ogr
    from qgis.core import QgsRasterLayer, QgsVectorLayer

    wkt = crs.working_crs(np.array([-150.2 - half_width, -150.2 + half_width]), np.array([-13.0, -11.6]), WGS84)
    name = ("Transverse Mercator" if half_width < 1 else "Stereographic") + " 150.2 W 12.3 S"
    dataset = gdal.GetDriverByName("GTiff").Create(str(tmp_path / "grid.tif"), 4, 3, 1)
    dataset.SetGeoTransform((0, 1000, 0, 0, 0, -1000))
    dataset.SetProjection(wkt)
    dataset = None
    package = ogr.GetDriverByName("GPKG").CreateDataSource(str(tmp_path / "picks.gpkg"))
    package.CreateLayer("picks", crs.spatial_reference(wkt), ogr.wkbLineString)
    package = None
    for layer in (
        QgsRasterLayer(str(tmp_path / "grid.tif"), "grid"), QgsVectorLayer(str(tmp_path / "picks.gpkg"), "picks")
    ):
        assert layer.crs().isValid() and layer.crs().userFriendlyIdentifier() == name
        assert name in layer.htmlMetadata()
