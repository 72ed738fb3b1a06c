"""Each track from the others, and from nothing else."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lma_qgis.core.errors import LmaCancelled, LmaError
from lma_qgis.core.evidence.cross_validation import leave_one_track_out, sample, validation_grid, window_around
from lma_qgis.core.evidence.map_making import MapSettings
from lma_qgis.core.grid import Grid
from lma_qgis.core.tracks.observations import Observations
from tests.core.evidence.scenes import stripes


def test_lineations_are_predicted_across_tracks():
    obs, grid = stripes()
    predicted = leave_one_track_out(obs, grid)
    inner = (obs.track > 0) & (obs.track < 6) & np.isfinite(predicted)
    assert inner.sum() > 0.7 * len(obs) - 30
    assert np.corrcoef(predicted[inner], obs.value[inner])[0, 1] > 0.93


def test_a_track_never_sees_itself():
    obs, grid = stripes()
    before = leave_one_track_out(obs, grid)
    rng = np.random.default_rng(9)
    for code in (0, 3):
        own = obs.track == code
        value = obs.value.copy()
        value[own] = rng.normal(500, 300, own.sum())
        after = leave_one_track_out(obs.with_value(value), grid)
        np.testing.assert_array_equal(after[own], before[own])
        assert not np.allclose(after[obs.track == code + 1], before[obs.track == code + 1], atol=1)


def test_adding_a_constant_to_all_tracks_adds_it_to_the_prediction():
    obs, grid = stripes(tracks=4)
    before = leave_one_track_out(obs, grid)
    after = leave_one_track_out(obs.with_value(obs.value + 1000), grid)
    np.testing.assert_allclose(after, before + 1000, atol=0.5)


def test_what_lies_far_away_does_not_matter_and_gets_no_prediction():
    obs, grid = stripes(tracks=4, spacing=9_000.0)
    far = np.array([90_000.0, 90_500.0, 91_000.0])
    more = Observations.from_labels(
        np.append(obs.easting, far), np.append(obs.northing, [7e4] * 3), np.append(obs.value, [9e3] * 3),
        np.append(obs.track, [99] * 3),
    )
    wide = Grid.covering(grid.west, grid.south, 120_000.0, grid.north, 2_000.0)
    near = MapSettings(max_distance=10_000.0)
    found = leave_one_track_out(more, wide, near)
    assert np.isnan(found[-3:]).all()
    np.testing.assert_allclose(found[:-3], leave_one_track_out(obs, wide, near), atol=1e-6)


def test_offsets_shift_the_tracks_that_predict():
    obs, grid = stripes(tracks=4)
    plain = leave_one_track_out(obs, grid)
    offsets = np.zeros((4, 4))
    offsets[2] = 70.0
    found = leave_one_track_out(obs, grid, offsets=offsets)
    own = obs.track == 2
    np.testing.assert_allclose(found[own], plain[own] + 70, atol=0.5)
    np.testing.assert_array_equal(found[~own], plain[~own])


def test_one_track_is_refused():
    obs, grid = stripes(tracks=1)
    with pytest.raises(LmaError, match="One track"):
        leave_one_track_out(obs, grid)


def test_progress_rises_to_one_and_may_stop():
    obs, grid = stripes(tracks=3)
    seen = []
    leave_one_track_out(obs, grid, progress=seen.append)
    assert seen == sorted(seen) and seen[-1] == 1

    def stop(fraction):
        raise LmaCancelled

    with pytest.raises(LmaCancelled):
        leave_one_track_out(obs, grid, progress=stop)


@given(
    rows=st.integers(1, 60), cols=st.integers(1, 60), dx=st.sampled_from([250.0, 700.0, 1000.0, 3000.0]),
    dy=st.sampled_from([250.0, 1000.0]),
)
def test_validation_cells_hold_whole_map_cells(rows, cols, dx, dy):
    fine = Grid(100.0, 900.0, dx, dy, rows, cols)
    coarse = validation_grid(fine)
    assert (coarse.west, coarse.north) == (fine.west, fine.north)
    assert coarse.dx % fine.dx == 0 and coarse.dy % fine.dy == 0
    assert coarse.dx <= max(2000.0, dx) and coarse.dy <= max(2000.0, dy)
    assert coarse.east >= fine.east and coarse.south <= fine.south
    assert coarse.east - fine.east < coarse.dx and fine.south - coarse.south < coarse.dy


@given(x=st.floats(-5e4, 1.5e5), y=st.floats(-5e4, 1.5e5), margin=st.floats(0, 6e4))
def test_a_window_is_a_part_of_the_grid_around_the_points(x, y, margin):
    grid = Grid(0.0, 100_000.0, 2_000.0, 2_000.0, 50, 50)
    window = window_around(grid, np.array([x, x + 5e3]), np.array([y, y + 3e3]), margin)
    row, col = grid.to_cells(*window.to_metres(0, 0))
    assert row == pytest.approx(round(float(row))) and col == pytest.approx(round(float(col)))
    inside = (grid.easting >= x - margin) & (grid.easting <= x + 5e3 + margin)
    covered = (grid.easting > window.west) & (grid.easting < window.east)
    assert (covered | ~inside).all()


@given(a=st.floats(-5, 5), b=st.floats(-5, 5), c=st.floats(-100, 100))
def test_sampling_is_exact_on_planes(a, b, c):
    grid = Grid(0.0, 20_000.0, 1_000.0, 2_000.0, 10, 20)
    east, north = np.meshgrid(grid.easting, grid.northing)
    rng = np.random.default_rng(1)
    x, y = rng.uniform(500, 19_500, 40), rng.uniform(1000, 19_000, 40)
    found = sample(a * east / 1e3 + b * north / 1e3 + c, grid, x, y)
    np.testing.assert_allclose(found, a * x / 1e3 + b * y / 1e3 + c, atol=1e-9)


def test_sampling_ignores_nodata_next_to_data_but_not_holes():
    values = np.array([[1.0, np.nan], [1.0, np.nan]])
    grid = Grid(0.0, 2.0, 1.0, 1.0, 2, 2)
    found = sample(values, grid, np.array([0.7, 1.4, 5.0]), np.array([1.0, 1.0, 1.0]))
    np.testing.assert_array_equal(found, [1.0, np.nan, np.nan])
