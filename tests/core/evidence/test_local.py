"""Carrying evidence along strike: how far, which way, and not across."""

import numpy as np
import pytest

from lma_qgis.core.evidence.cross_validation import leave_one_track_out
from lma_qgis.core.evidence.local import evidence_raster, mean_along_strike, spread_along_strike
from lma_qgis.core.grid import Grid
from tests.core.evidence.scenes import stripes

GRID = Grid(0.0, 41_000.0, 1_000.0, 1_000.0, 41, 41)


@pytest.mark.parametrize("azimuth, axis", [(0.0, 0), (90.0, 1), (180.0, 0)])
def test_a_point_spreads_along_strike_only_and_no_farther_than_the_reach(azimuth, axis):
    field = np.zeros((1, 41, 41))
    field[0, 20, 20] = 1.0
    found = spread_along_strike(field, np.full(GRID.shape, azimuth), GRID, 8_000.0, 4_000.0)[0]
    line = found[:, 20] if axis == 0 else found[20]
    steps = np.abs(np.arange(41) - 20)
    np.testing.assert_allclose(line, np.where(steps <= 8, np.exp(-0.5 * (steps / 4) ** 2), 0.0), atol=1e-12)
    assert found.sum() == pytest.approx(line.sum())


def test_oblique_strike_is_followed():
    east, north = np.meshgrid(GRID.easting, GRID.northing)
    along_line = np.abs((east - north) / np.sqrt(2)) < 1_000
    field = along_line.astype(float)[None]
    found = spread_along_strike(field, np.full(GRID.shape, 45.0), GRID, 10_000.0, np.inf)[0]
    assert found[20, 20] == pytest.approx(21)
    assert found[5, 5] < 3


def test_a_circle_is_followed():
    east, north = np.meshgrid(GRID.easting - 20_500, GRID.northing - 20_500)
    radius = np.hypot(east, north)
    azimuth = np.degrees(np.arctan2(east, north)) + 90
    field = (np.abs(radius - 15_000) < 1_200).astype(float)[None]
    found = spread_along_strike(field, azimuth % 180, GRID, 12_000.0, np.inf)[0]
    row, col = (round(float(v)) for v in GRID.to_cells(20_500 + 15_000, 20_500))
    assert found[row, col] >= 22


def test_turning_the_map_turns_the_result():
    rng = np.random.default_rng(3)
    field, azimuth = rng.normal(size=(2, 41, 41)), rng.uniform(0, 180, (41, 41))
    found = spread_along_strike(field, azimuth, GRID, 5_000.0, 3_000.0)
    turned = spread_along_strike(np.rot90(field, axes=(1, 2)), np.rot90(azimuth - 90) % 180, GRID, 5_000.0, 3_000.0)
    np.testing.assert_allclose(turned, np.rot90(found, axes=(1, 2)), atol=1e-9)


def test_a_gap_in_the_map_stops_the_spreading():
    field = np.ones((1, 41, 41))
    azimuth = np.full(GRID.shape, 90.0)
    azimuth[:, 25] = np.nan
    found = spread_along_strike(field, azimuth, GRID, 10_000.0, np.inf)[0]
    assert found[10, 24] == pytest.approx(11)
    assert found[10, 25] == 0
    assert found[10, 10] == pytest.approx(21)


def test_mean_along_strike_of_a_constant_and_of_too_little():
    values = np.full(GRID.shape, 0.4)
    azimuth = np.full(GRID.shape, 90.0)
    np.testing.assert_allclose(mean_along_strike(values, azimuth, GRID, 5_000.0), 0.4)
    values[:, :20] = np.nan
    found = mean_along_strike(values, azimuth, GRID, 10_000.0)
    assert np.isnan(found[:, 15]).all()
    np.testing.assert_allclose(found[:, 22], 0.4)


def evidence(obs, grid, predicted, **more):
    return evidence_raster(obs, predicted, grid, np.full(grid.shape, 90.0), **more)


def test_perfect_and_reversed_predictions():
    obs, grid = stripes()
    for sign in (1, -1):
        found = evidence(obs, grid, sign * obs.value)
        assert np.isfinite(found).mean() > 0.9
        np.testing.assert_allclose(found[np.isfinite(found)], sign, atol=1e-5)


def test_nothing_is_carried_farther_than_the_maximum_distance():
    obs, _ = stripes(tracks=1)
    grid = Grid.covering(-60_000.0, 0.0, 60_000.0, 150_000.0, 2_000.0)
    found = evidence(obs, grid, obs.value, max_distance=20_000.0, novelty=0.0)
    known = np.isfinite(found)
    reached = np.abs(grid.easting[known.any(axis=0)] - 500.0)
    assert 17_000 <= reached.max() <= 21_500
    assert not np.isfinite(evidence(obs, grid, np.full(len(obs), np.nan))).any()


def test_evidence_is_local():
    obs, grid = stripes(length=190_000.0)
    rng = np.random.default_rng(1)
    predicted = np.where(obs.northing > 95_000, obs.value, rng.normal(0, 60, len(obs)))
    found = evidence(obs, grid, predicted, window=20_000.0)
    north, south = found[grid.northing > 150_000], found[grid.northing < 40_000]
    assert np.nanmin(north) > 0.95
    assert np.nanmedian(np.abs(south)) < 0.5


def test_true_lineations_get_high_evidence_from_leave_one_out():
    obs, grid = stripes()
    found = evidence(obs, grid, leave_one_track_out(obs, grid))
    assert found.dtype == np.float32
    assert np.nanmedian(found) > 0.9
