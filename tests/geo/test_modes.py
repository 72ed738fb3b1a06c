"""In processes of their own: the switches are global, and other tests may have used them."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATE = "[bool(m.GetUseExceptions()) for m in (gdal, ogr, osr)]"


def run(code):
    text = f"import sys; sys.path.insert(0, {str(ROOT)!r})\nfrom osgeo import gdal, ogr, osr\n{code}"
    return subprocess.run([sys.executable, "-c", text], capture_output=True, text=True)


@pytest.mark.parametrize("before", ["", "gdal.UseExceptions()", "ogr.UseExceptions(); osr.UseExceptions()"])
def test_the_process_is_left_as_it_was(before):
    done = run(f"""
from lma_qgis.geo.modes import raising
{before or 'pass'}
state = {STATE}
try:
    with raising():
        gdal.Open("/no/such/file")
    raise SystemExit("nothing was raised")
except RuntimeError:
    raise SystemExit(state != {STATE})
""")
    assert done.returncode == 0, done.stderr


def test_importing_geo_changes_nothing():
    rooms = "lma_qgis.geo.raster, lma_qgis.geo.crs, lma_qgis.geo.burn"
    done = run(f"state = {STATE}\nimport {rooms}\nraise SystemExit(state != {STATE})")
    assert done.returncode == 0, done.stderr
