"""Evidence beside its null, end to end."""

import numpy as np
import pytest
from scipy.spatial import cKDTree

from lma_qgis.core.errors import LmaCancelled
from lma_qgis.core.evidence.null import shift_tracks
from lma_qgis.core.evidence.validation import cross_validate
from lma_qgis.core.grid import Grid
from tests.core.evidence.scenes import stripes


@pytest.fixture(scope="module")
def scene():
    obs, _ = stripes(tracks=6)
    return obs, Grid.covering(-40_000.0, 0.0, 54_000.0, 150_000.0, 500.0)


@pytest.fixture(scope="module")
def found(scene):
    return cross_validate(*scene, null_draws=3)


def test_lineations_beat_the_null(found):
    assert found.correlation > 0.9
    assert found.null_correlation.shape == (3,)
    assert np.abs(found.null_correlation).max() < 0.5
    assert found.null_correlation.mean() < found.null_correlation_p95 < 0.6
    assert np.nanmedian(found.evidence) > 0.9 > found.null_evidence_p95


def test_shifted_tracks_do_not(scene):
    obs, grid = scene
    shifted = shift_tracks(obs, np.random.default_rng(11))
    null = cross_validate(shifted, grid, null_draws=0)
    assert abs(null.correlation) < 0.5
    assert np.nanmedian(null.evidence) < 0.5


def test_map_is_blank_beyond_the_maximum_distance(scene, found):
    _, grid = scene
    assert found.evidence.shape == grid.shape and found.evidence.dtype == np.float32
    obs, _ = scene
    east, north = np.meshgrid(grid.easting, grid.northing)
    cells = grid.cell_of(obs.easting, obs.northing)
    occupied = np.column_stack((east.ravel(), north.ravel()))[np.unique(cells[cells >= 0])]
    distance, _ = cKDTree(occupied).query(np.column_stack((east.ravel(), north.ravel())))
    far = (distance > 20_000.0).reshape(grid.shape)
    assert far.any() and not np.isfinite(found.evidence[far]).any()
    assert np.isfinite(found.evidence[~far]).mean() > 0.85
    assert np.nanmin(found.evidence) >= -1 and np.nanmax(found.evidence) <= 1


def test_same_input_same_result(scene, found):
    again = cross_validate(*scene, null_draws=3)
    np.testing.assert_array_equal(again.evidence, found.evidence)
    np.testing.assert_array_equal(again.null_correlation, found.null_correlation)
    other = cross_validate(*scene, null_draws=1, seed=5)
    assert other.null_correlation[0] != found.null_correlation[0]


def test_residual_is_what_prediction_leaves(scene, found):
    obs, _ = scene
    known = np.isfinite(found.predicted)
    np.testing.assert_array_equal(known, np.isfinite(found.residual))
    for code in range(obs.n_tracks):
        own = known & (obs.track == code)
        difference = (obs.value - found.predicted)[own]
        np.testing.assert_allclose(found.residual[own], difference - np.median(difference), atol=1e-9)


def test_without_draws_there_is_no_null(scene):
    obs, grid = scene
    found = cross_validate(obs, grid, null_draws=0)
    assert np.isnan(found.null_correlation_p95) and np.isnan(found.null_evidence_p95)


def test_cancel(scene):
    def stop(fraction):
        if fraction > 0.3:
            raise LmaCancelled

    with pytest.raises(LmaCancelled):
        cross_validate(*scene, null_draws=3, progress=stop)
