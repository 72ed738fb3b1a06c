"""What a gridded surface must be, whatever the solver."""

import tracemalloc
from dataclasses import replace

import numpy as np
import pytest

from lma_qgis.core.errors import LmaCancelled, LmaError
from lma_qgis.core.grid import Grid
from lma_qgis.core.gridding import grid_observations
from lma_qgis.core.gridding.surface import track_weight

from .scenes import crossing_tracks, points, wave

SIZE = 100e3
FAR = 1e9


def square(cell_size, size=SIZE):
    return Grid.covering(0, 0, size, size, cell_size)


def centres(grid):
    return np.meshgrid(grid.easting, grid.northing)


def rms(values):
    return float(np.sqrt(np.nanmean(np.square(values))))


def test_a_constant_stays_constant():
    obs = crossing_tracks(SIZE, field=lambda x, y: np.full(len(x), 41.5))
    made = grid_observations(obs, square(1_000), max_distance=FAR)
    np.testing.assert_allclose(made.anomaly, 41.5, atol=1e-4)
    assert made.rms_misfit < 1e-4


@pytest.mark.parametrize("shape", [(100, 100), (50, 200), (200, 40)])
def test_without_tension_a_plane_is_reproduced(shape):
    grid = Grid(0.0, SIZE, SIZE / shape[1], SIZE / shape[0], *shape)
    east, north = centres(grid)
    here = np.random.default_rng(0).random(shape) < 0.05
    obs = points(east[here], north[here], 3 + 2e-3 * east[here] - 1e-3 * north[here])
    made = grid_observations(obs, grid, tension=0.0, max_distance=FAR)
    assert np.abs(made.anomaly - (3 + 2e-3 * east - 1e-3 * north)).max() < 0.5
    assert made.rms_misfit < 0.05


def test_scale_and_shift_of_the_data_are_those_of_the_grid():
    obs, grid = crossing_tracks(SIZE, noise=5), square(1_000)
    plain = grid_observations(obs, grid).anomaly
    changed = grid_observations(obs.with_value(10 * obs.value + 50_000), grid).anomaly
    np.testing.assert_allclose(changed, 10 * plain + 50_000, atol=0.05)


def test_flipped_and_turned_data_give_the_flipped_and_turned_grid():
    obs, grid = crossing_tracks(SIZE, noise=5), square(1_000)
    plain = grid_observations(obs, grid).anomaly
    mirrored = points(SIZE - obs.easting, obs.northing, obs.value, obs.track)
    turned = points(obs.northing, obs.easting, obs.value, obs.track)
    np.testing.assert_allclose(grid_observations(mirrored, grid).anomaly, plain[:, ::-1], atol=0.5)
    np.testing.assert_allclose(grid_observations(turned, grid).anomaly, plain[::-1, ::-1].T, atol=0.5)


def test_same_surface_at_every_cell_size():
    obs = crossing_tracks(SIZE, tracks=12, step=200.0, noise=5)
    coarse = grid_observations(obs, square(1_000), max_distance=FAR, smoothing=5_000)
    fine = grid_observations(obs, square(250), max_distance=FAR, smoothing=5_000)
    averaged = fine.anomaly.reshape(100, 4, 100, 4).mean(axis=(1, 3))
    assert rms(averaged - coarse.anomaly) < 0.03 * coarse.anomaly.std()
    assert fine.rms_misfit == pytest.approx(coarse.rms_misfit, abs=2.0)


def test_same_surface_for_narrow_and_square_cells():
    obs = crossing_tracks(SIZE, tracks=12, noise=5)
    square_cells = grid_observations(obs, square(1_000), max_distance=FAR)
    narrow = grid_observations(obs, Grid(0.0, SIZE, 500.0, 2_000.0, 50, 200), max_distance=FAR)
    a = square_cells.anomaly.reshape(50, 2, 100).mean(axis=1)
    b = narrow.anomaly.reshape(50, 100, 2).mean(axis=2)
    assert rms(a - b) < 0.06 * a.std()


def test_sampling_rate_of_the_tracks_hardly_matters():
    dense = crossing_tracks(SIZE, tracks=12, step=100.0)
    sparse = dense.where(np.arange(len(dense)) % 10 == 0)
    grid = square(500)
    a, b = (grid_observations(obs, grid, max_distance=FAR).anomaly for obs in (dense, sparse))
    assert rms(a - b) < 0.02 * a.std()


def test_half_the_amplitude_at_the_smoothing_wavelength():
    """One straight track through the middle of a wide grid, as the weight assumes."""
    length, x = 6_000.0, np.arange(50.0, 60e3, 100.0)
    obs = points(x, np.full(len(x), 30_050.0), 100 * np.cos(2 * np.pi * x / length))
    grid = Grid.covering(0, 0, 60e3, 60e3, 500)
    made = grid_observations(obs, grid, tension=0.0, max_distance=FAR, smoothing=length)
    row = made.anomaly[grid.rows - 61, 20:-20]
    assert np.ptp(row) / 200 == pytest.approx(0.5, abs=0.05)


def test_noise_is_left_out_and_reported():
    obs = crossing_tracks(SIZE, tracks=40, noise=10, field=lambda x, y: 0 * x)
    made = grid_observations(obs, square(250), max_distance=FAR)
    assert made.anomaly.std() < 6
    assert 4 < made.rms_misfit < 10


def test_cells_beyond_the_distance_are_blank_and_no_others():
    obs = crossing_tracks(SIZE, tracks=4)
    made = grid_observations(obs, square(1_000), max_distance=8_000)
    np.testing.assert_array_equal(np.isnan(made.anomaly), made.distance > 8_000)
    assert np.isnan(made.anomaly).any()
    assert {a.dtype for a in (made.anomaly, made.count, made.distance)} == {np.dtype(np.float32)}
    assert made.points_used == made.count.sum() == len(obs)


def test_points_just_outside_help_as_far_as_the_distance():
    whole = crossing_tracks(SIZE, tracks=20)
    window = Grid(30e3, 70e3, 1_000.0, 1_000.0, 40, 40)
    here = grid_observations(whole, window, max_distance=10_000)
    large = grid_observations(whole, square(1_000), max_distance=10_000)
    np.testing.assert_array_equal(here.distance, large.distance[30:70, 30:70])
    np.testing.assert_array_equal(here.count, large.count[30:70, 30:70])
    assert rms(here.anomaly - large.anomaly[30:70, 30:70]) < 0.05 * large.anomaly[30:70, 30:70].std()
    assert here.count.sum() < here.points_used < len(whole)


@pytest.mark.parametrize("tension", [0.0, 0.25, 0.9])
@pytest.mark.parametrize(
    ("x", "y"),
    [
        ([50e3], [50e3]),
        ([50e3] * 9, [50e3] * 9),
        (np.linspace(0, 99e3, 90), [50e3] * 90),
        (np.linspace(0, 99e3, 90), np.linspace(0, 99e3, 90)),
        ([50_100.0, 50_900.0], [50_100.0, 50_900.0]),
    ],
)
def test_degenerate_data_have_an_answer_within_the_range_of_the_values(tension, x, y):
    value = np.linspace(-20, 70, len(x))
    made = grid_observations(points(x, y, value), square(1_000), tension=tension, max_distance=3_000)
    filled = made.anomaly[made.distance <= 3_000]
    assert np.isfinite(filled).all()
    assert filled.min() > -30 and filled.max() < 80


@pytest.mark.parametrize("shape", [(1, 1), (1, 60), (60, 1), (2, 3)])
def test_smallest_grids(shape):
    grid = Grid(0.0, shape[0] * 1e3, 1e3, 1e3, *shape)
    east, north = centres(grid)
    made = grid_observations(points(east.ravel(), north.ravel(), np.full(east.size, 7.0)), grid)
    np.testing.assert_allclose(made.anomaly, 7.0, rtol=1e-5)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"obs": points([], [], [])}, "finite value"),
        ({"obs": points([5e3], [5e3], [np.nan])}, "finite value"),
        ({"obs": points([5e6], [5e3], [1.0])}, "extent"),
        ({"tension": 1.0}, "tension"),
        ({"tension": -0.1}, "tension"),
        ({"tension_length": 0.0}, "tension length"),
        ({"max_distance": 0.0}, "distance"),
        ({"max_distance": np.nan}, "distance"),
        ({"smoothing": -1.0}, "smoothing"),
        ({"grid": Grid(0.0, 1e9, 10.0, 10.0, 10**7, 10**7)}, "cells of at least"),
    ],
)
def test_refusals_say_what_to_do(change, words):
    arguments = {"obs": points([5e3], [5e3], [1.0]), "grid": square(10_000), **change}
    with pytest.raises(LmaError, match=words):
        grid_observations(arguments.pop("obs"), arguments.pop("grid"), **arguments)


def test_progress_rises_to_the_end_and_may_stop():
    obs, grid, seen = crossing_tracks(SIZE), square(500), []
    grid_observations(obs, grid, progress=seen.append)
    assert seen == sorted(seen) and 0.9 < seen[-1] <= 1.0 and len(seen) > 20

    def stop(fraction):
        if fraction > 0.2:
            raise LmaCancelled

    with pytest.raises(LmaCancelled):
        grid_observations(obs, grid, progress=stop)


def test_a_track_weighs_the_same_whatever_the_cells():
    per_metre = [track_weight(np.array([h]), h, 5_000.0)[0] / h**3 for h in (100.0, 500.0, 1_250.0)]
    assert per_metre == pytest.approx([per_metre[0]] * 3)
    assert track_weight(np.array([5e3]), 5e3, 5_000.0)[0] < 20


def test_gaps_between_tracks_are_bridged_better_than_by_the_mean():
    obs, grid = crossing_tracks(SIZE, tracks=25), square(1_000)
    made = grid_observations(obs, grid)
    east, north = centres(grid)
    off = made.distance > 2_000
    assert rms((made.anomaly - wave(east, north))[off]) < 0.35 * wave(east, north).std()


def test_tracks_with_poor_positions_yield_to_the_better_ones():
    """Every other track is displaced by 4 km: knowing that, the surface is truer."""
    rng = np.random.default_rng(3)
    exact = crossing_tracks(SIZE, tracks=30, seed=3)
    sd = np.where(np.arange(30) % 2, 4_000.0, 50.0)
    shift = rng.normal(size=(2, 30)) * sd
    moved = replace(
        exact, easting=exact.easting + shift[0][exact.track], northing=exact.northing + shift[1][exact.track]
    )
    grid = square(1_000)
    right = wave(*centres(grid))
    known = rms(grid_observations(replace(moved, sigma=sd[exact.track]), grid).anomaly - right)
    unknown = rms(grid_observations(moved, grid).anomaly - right)
    assert known < 0.95 * unknown


def test_equally_poor_or_unknown_positions_change_nothing():
    obs, grid = crossing_tracks(SIZE), square(1_000)
    plain = grid_observations(obs, grid).anomaly
    for sigma in (np.full(len(obs), 5_000.0), np.full(len(obs), np.nan)):
        np.testing.assert_array_equal(grid_observations(replace(obs, sigma=sigma), grid).anomaly, plain)


def test_memory_stays_within_a_hundred_and_twenty_bytes_per_cell():
    obs, grid = crossing_tracks(SIZE, noise=5), square(125)
    tracemalloc.start()
    grid_observations(obs, grid, max_distance=FAR)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert 30 < most / (grid.rows * grid.cols) < 120
