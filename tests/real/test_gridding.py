"""The gridder on a real survey, beside the reference grid that was made without it."""

import csv
import gzip

import numpy as np

from lma_qgis.core.gridding import grid_observations
from lma_qgis.core.tracks.observations import Observations
from lma_qgis.core.tracks.segments import split_lines
from lma_qgis.geo import crs, raster
from tests import data


def galapagos():
    """Return observations on lines and the reference raster."""
    with gzip.open(data.path("galapagos_sc_west/tracks.csv.gz"), "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    info = raster.inspect(str(data.path("galapagos_sc_west/ref_grid_1km.tif")))
    longitude, latitude, value = (np.array([float(row[key]) for row in rows]) for key in ("lon", "lat", "mag_res_nt"))
    time = np.array([row["utc"].rstrip("Z") for row in rows], "datetime64[s]").astype(float)
    easting, northing = crs.transform(longitude, latitude, "EPSG:4326", info.wkt)
    line = split_lines(easting, northing, time, np.zeros(len(rows), dtype=int))
    return Observations.from_labels(easting, northing, value, line, time=time), info


def test_agrees_with_the_reference_where_tracks_are_and_stays_in_the_range_of_the_data():
    obs, info = galapagos()
    made = grid_observations(obs, info.grid)
    reference = raster.read(info)
    near = (made.distance <= 1_000) & np.isfinite(reference)
    assert near.sum() > 5_000
    # The reference left out some turns, so a few cells differ by hundreds of nT, the others hardly.
    assert np.median(np.abs(made.anomaly - reference)[near]) < 15
    assert np.corrcoef(made.anomaly[near], reference[near])[0, 1] > 0.9
    assert made.rms_misfit < 15
    span = np.ptp(obs.value)
    assert np.nanmin(made.anomaly) > obs.value.min() - 0.25 * span
    assert np.nanmax(made.anomaly) < obs.value.max() + 0.25 * span
    np.testing.assert_array_equal(np.isnan(made.anomaly), made.distance > 20_000)


def test_finer_cells_show_the_same_surface():
    obs, info = galapagos()
    grid = type(info.grid)(info.grid.west, info.grid.north, 500.0, 500.0, 2 * info.grid.rows, 2 * info.grid.cols)
    # Both cell sizes can hold the wavelength that is asked for.
    coarse = grid_observations(obs, info.grid, smoothing=5_000).anomaly
    fine = grid_observations(obs, grid, smoothing=5_000).anomaly
    averaged = fine.reshape(info.grid.rows, 2, info.grid.cols, 2).mean(axis=(1, 3))
    both = np.isfinite(averaged) & np.isfinite(coarse)
    assert both.mean() > 0.5
    assert np.sqrt(np.mean((averaged - coarse)[both] ** 2)) < 0.1 * coarse[both].std()
