import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from osgeo import gdal, osr

from lma_qgis.core.errors import LmaError
from lma_qgis.core.grid import Grid
from lma_qgis.geo import raster

CUSTOM = (
    'PROJCS["Mine",GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],'
    'UNIT["degree",0.0174532925199433]],PROJECTION["Mercator_1SP"],PARAMETER["central_meridian",-90],'
    'PARAMETER["scale_factor",1],PARAMETER["false_easting",0],PARAMETER["false_northing",0],UNIT["metre",1]]'
)


def make(path, values, kind=gdal.GDT_Float32, transform=(1000, 10, 0, 2000, 0, -20), nodata=None, wkt=CUSTOM, **band):
    rows, cols = values.shape
    made = gdal.GetDriverByName("GTiff").Create(str(path), cols, rows, 1, kind)
    made.SetGeoTransform(transform)
    made.SetProjection(wkt)
    if nodata is not None:
        made.GetRasterBand(1).SetNoDataValue(nodata)
    if "scale" in band:
        made.GetRasterBand(1).SetScale(band["scale"])
        made.GetRasterBand(1).SetOffset(band["offset"])
    made.GetRasterBand(1).WriteArray(values)
    made.FlushCache()
    return str(path)


@pytest.mark.parametrize(
    ("kind", "dtype"),
    [(gdal.GDT_Byte, "uint8"), (gdal.GDT_Int16, "int16"), (gdal.GDT_UInt16, "uint16"), (gdal.GDT_Float64, "float64")],
)
def test_every_type_gives_the_same_numbers(tmp_path, kind, dtype):
    values = np.arange(12, dtype=dtype).reshape(3, 4)
    info = raster.inspect(make(tmp_path / "a.tif", values, kind, nodata=5))
    expected = values.astype("float32")
    expected[1, 1] = np.nan
    np.testing.assert_array_equal(raster.read(info), expected)


def test_scale_and_offset_are_applied(tmp_path):
    values = np.arange(12, dtype="int16").reshape(3, 4)
    info = raster.inspect(make(tmp_path / "a.tif", values, gdal.GDT_Int16, nodata=0, scale=0.5, offset=-3))
    read = raster.read(info)
    assert np.isnan(read[0, 0])
    np.testing.assert_allclose(read.ravel()[1:], np.arange(1, 12) * 0.5 - 3)


def test_south_up_reads_north_up_and_writes_back_south_up(tmp_path):
    values = np.arange(12, dtype="float32").reshape(3, 4)
    info = raster.inspect(make(tmp_path / "a.tif", values, transform=(1000, 10, 0, 2000, 0, 20)))
    assert info.south_up and info.grid == Grid(1000, 2060, 10, 20, 3, 4)
    np.testing.assert_array_equal(raster.read(info), values[::-1])
    np.testing.assert_array_equal(raster.read(info, rows=(0, 1), cols=(1, 3)), values[2:, 1:3])
    raster.write(tmp_path / "b.tif", info, [raster.read(info)], ["x"], ["nT"])
    written = gdal.Open(str(tmp_path / "b.tif"))
    assert written.GetGeoTransform() == (1000, 10, 0, 2000, 0, 20)
    np.testing.assert_array_equal(written.ReadAsArray(), values)


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 9), st.integers(1, 9), st.booleans(), st.data())
def test_windows_are_parts_of_the_whole(tmp_path_factory, rows, cols, south_up, data):
    values = np.random.default_rng(rows * 10 + cols).normal(size=(rows, cols)).astype("float32")
    path = tmp_path_factory.mktemp("w") / "a.tif"
    info = raster.inspect(make(path, values, transform=(0, 1, 0, 0, 0, 1 if south_up else -1)))
    r0 = data.draw(st.integers(0, rows - 1))
    c0 = data.draw(st.integers(0, cols - 1))
    r1, c1 = data.draw(st.integers(r0 + 1, rows)), data.draw(st.integers(c0 + 1, cols))
    whole = raster.read(info)
    np.testing.assert_array_equal(raster.read(info, rows=(r0, r1), cols=(c0, c1)), whole[r0:r1, c0:c1])


def test_custom_system_and_metadata_survive(tmp_path):
    info = raster.inspect(make(tmp_path / "a.tif", np.ones((3, 4), "float32")))
    raster.write(tmp_path / "b.tif", info, [np.full((3, 4), np.nan)], ["score"], ["1"], {"LMA_THRESHOLD": 0.4})
    again = raster.inspect(tmp_path / "b.tif")
    first, second = osr.SpatialReference(info.wkt), osr.SpatialReference(again.wkt)
    assert first.IsSame(second) and again.metadata["LMA_THRESHOLD"] == "0.4" and again.aligned_with(info)
    dataset = gdal.Open(str(tmp_path / "b.tif"))
    band = dataset.GetRasterBand(1)
    assert band.GetNoDataValue() == raster.NODATA and band.GetDescription() == "score" and band.GetUnitType() == "1"


def test_nothing_is_left_when_writing_fails(tmp_path):
    info = raster.inspect(make(tmp_path / "a.tif", np.ones((3, 4), "float32")))
    with pytest.raises(ZeroDivisionError), raster.RasterWriter(tmp_path / "b.tif", info, ["x"], ["nT"]) as writer:
        writer.write(np.ones((3, 4)))
        1 / 0
    assert [path.name for path in tmp_path.iterdir()] == ["a.tif"]


def test_an_existing_file_stays_until_the_new_one_is_complete(tmp_path):
    info = raster.inspect(make(tmp_path / "a.tif", np.ones((3, 4), "float32")))
    before = (tmp_path / "a.tif").read_bytes()
    with pytest.raises(KeyError), raster.RasterWriter(tmp_path / "a.tif", info, ["x"], [""]):
        assert (tmp_path / "a.tif").read_bytes() == before
        raise KeyError
    assert (tmp_path / "a.tif").read_bytes() == before


@pytest.mark.parametrize("name", ["x.png", "missing/x.tif"])
def test_unusable_targets_are_refused(tmp_path, name):
    with pytest.raises(LmaError):
        raster.check_writable(tmp_path / name)


def test_refusals_name_the_next_step(tmp_path):
    rotated = make(tmp_path / "r.tif", np.ones((3, 4), "float32"), transform=(0, 1, 0.5, 0, 0.5, -1))
    with pytest.raises(LmaError, match="Warp"):
        raster.inspect(rotated)
    with pytest.raises(LmaError, match="cannot be opened"):
        raster.inspect(tmp_path / "none.tif")
    wgs84 = osr.SpatialReference()
    wgs84.ImportFromEPSG(4326)
    unit = (0, 1, 0, 0, 0, -1)
    degrees = make(tmp_path / "d.tif", np.ones((3, 4), "float32"), transform=unit, wkt=wgs84.ExportToWkt())
    with pytest.raises(LmaError, match="degrees.*Warp"):
        raster.require_metres(raster.inspect(degrees))
    feet = osr.SpatialReference()
    feet.ImportFromEPSG(2225)
    with pytest.raises(LmaError, match="Warp"):
        raster.require_metres(
            raster.inspect(make(tmp_path / "f.tif", np.ones((3, 4), "float32"), wkt=feet.ExportToWkt()))
        )
    with pytest.raises(LmaError, match="no band 2"):
        raster.read(raster.inspect(degrees), band=2)
    complex_path = tmp_path / "c.tif"
    make(complex_path, np.ones((3, 4), "complex64"), gdal.GDT_CFloat32)
    with pytest.raises(LmaError, match="complex"):
        raster.read(raster.inspect(complex_path))


def test_infinite_cells_are_nodata(tmp_path):
    values = np.array([[np.inf, 1, -np.inf, np.nan]], "float32")
    read = raster.read(raster.inspect(make(tmp_path / "a.tif", values)))
    np.testing.assert_array_equal(np.isfinite(read), [[False, True, False, False]])


def test_alignment_sees_a_tenth_of_a_cell(tmp_path):
    a = raster.inspect(make(tmp_path / "a.tif", np.ones((3, 4), "float32")))
    b = raster.inspect(make(tmp_path / "b.tif", np.ones((3, 4), "float32"), transform=(1001, 10, 0, 2000, 0, -20)))
    assert a.aligned_with(a) and not a.aligned_with(b)
