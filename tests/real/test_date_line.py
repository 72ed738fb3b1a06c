"""Two cruises across 180° through the algorithms: one layer, one grid."""

import gzip

import numpy as np
import pytest

from lma_qgis.geo import raster
from tests import data


def every_fifth(path, folder):
    """Write every fifth record of a cruise: 1.5 km apart, quick to test."""
    with gzip.open(path, "rt", encoding="ascii") as stream:
        lines = stream.readlines()
    thinned = folder / path.name.removesuffix(".gz")
    thinned.write_text("".join(lines[:1] + lines[1::5]), encoding="ascii")
    return thinned


@pytest.mark.usefixtures("provider")
def test_two_pacific_cruises_give_one_grid(run_algorithm, tmp_path):
    files = [str(every_fifth(data.path(f"cruises_mgd77/{name}.m77t.gz"), tmp_path)) for name in ("nbp0403", "nbp9908")]
    points, levelled, grid = (str(tmp_path / name) for name in ("points.gpkg", "levelled.gpkg", "grid.tif"))
    _, ok, _ = run_algorithm("lma:importtracks", {"INPUT": files, "ANOMALY": 1, "OUTPUT": points})
    assert ok
    tracks = {"FIELD": "mag_res_nt", "TRACK_FIELD": "line_id"}
    results, ok, _ = run_algorithm(
        "lma:leveltracks", {"INPUT": points, **tracks, "TIME_FIELD": "utc", "OUTPUT": levelled}
    )
    assert ok and (results["RMS_BEFORE"] is None or results["RMS_AFTER"] <= results["RMS_BEFORE"])
    tracks["FIELD"] = "mag_res_nt_lev"
    settings = {"CELL_SIZE": 10_000, "MAX_DISTANCE": 30_000, "OUTPUT": grid}
    results, ok, _ = run_algorithm("lma:gridtracks", {"INPUT": levelled, **tracks, **settings})
    assert ok and results["POINTS_USED"] > 11_000
    info = raster.inspect(grid)
    # 8000 km of ocean, not 40 000 km around the Earth.
    assert info.grid.cols * info.grid.dx < 1.0e7
    assert np.isfinite(raster.read(info)).any()
