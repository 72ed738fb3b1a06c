import pytest
from osgeo import gdal, ogr, osr

from lma_qgis.geo.modes import raising


@pytest.mark.parametrize("before", [True, False])
def test_the_process_is_left_as_it_was(before):
    modules = (gdal, ogr, osr)
    kept = [bool(module.GetUseExceptions()) for module in modules]
    try:
        for module in modules:
            (module.UseExceptions if before else module.DontUseExceptions)()
        with pytest.raises(RuntimeError), raising():
            gdal.Open("/no/such/file")
        assert [bool(module.GetUseExceptions()) for module in modules] == [before] * 3
    finally:
        # GDAL undoes these only in reverse order.
        for module, on in reversed(list(zip(modules, kept))):
            (module.UseExceptions if on else module.DontUseExceptions)()


def test_importing_geo_changes_nothing():
    import subprocess
    import sys

    code = (
        "from osgeo import gdal, ogr, osr; before = [m.GetUseExceptions() for m in (gdal, ogr, osr)];"
        "import lma_qgis.geo.raster, lma_qgis.geo.crs, lma_qgis.geo.burn;"
        "raise SystemExit(before != [m.GetUseExceptions() for m in (gdal, ogr, osr)])"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
