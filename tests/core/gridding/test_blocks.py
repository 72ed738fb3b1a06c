"""Block medians against a slow, obvious version."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lma_qgis.core.grid import Grid
from lma_qgis.core.gridding.blocks import LONGEST_STRETCH, block_median, merge, track_stretch

from .scenes import crossing_tracks, points

GRID = Grid(0.0, 4_000.0, 1_000.0, 2_000.0, 2, 5)


def slow_blocks(obs, grid):
    """Return {cell: (value, count, lines)} by loops."""
    cell = grid.cell_of(obs.easting, obs.northing)
    table = {}
    for index in range(len(obs)):
        if cell[index] >= 0 and np.isfinite(obs.value[index]):
            table.setdefault(cell[index], {}).setdefault(obs.track[index], []).append(obs.value[index])
    return {
        c: (np.median([np.median(v) for v in lines.values()]), sum(map(len, lines.values())), len(lines))
        for c, lines in table.items()
    }


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 60))
def test_equals_the_obvious_version(seed, size):
    rng = np.random.default_rng(seed)
    x, y = rng.uniform(-500, 5_500, size), rng.uniform(-500, 4_500, size)
    value = np.where(rng.random(size) < 0.1, np.nan, rng.integers(-5, 5, size).astype(float))
    obs = points(x, y, value, rng.integers(0, 4, size))
    blocks = block_median(obs, GRID)
    expected = slow_blocks(obs, GRID)
    assert blocks.cell.tolist() == sorted(expected)
    for index, cell in enumerate(blocks.cell.tolist()):
        assert (blocks.value[index], blocks.count[index], blocks.lines[index]) == expected[cell]


def test_a_dense_track_does_not_outvote_its_neighbours():
    obs = points([500.0] * 102, [3_000.0] * 102, [100.0] * 100 + [0.0, 0.0], ["dense"] * 100 + ["b", "c"])
    assert block_median(obs, GRID).value.tolist() == [0.0]


def test_mean_position_weighs_tracks_alike_and_stays_in_the_cell():
    obs = points([100.0, 100.0, 100.0, 900.0], [3_000.0] * 4, [1.0] * 4, ["a", "a", "a", "b"])
    blocks = block_median(obs, GRID)
    row, column = GRID.to_cells([500.0], [3_000.0])
    assert blocks.column == pytest.approx(column) and blocks.row == pytest.approx(row)


def test_order_of_points_does_not_matter_but_the_weights():
    obs = crossing_tracks(20e3, tracks=5)
    grid = Grid.covering(0, 0, 20e3, 20e3, 1_000)
    mixed = obs.where(np.random.default_rng(0).permutation(len(obs)))
    a, b = block_median(obs, grid), block_median(mixed, grid)
    for name in ("cell", "row", "column", "value", "count", "lines"):
        np.testing.assert_allclose(getattr(a, name), getattr(b, name), rtol=1e-12)


def test_length_of_track_is_shared_out_whole():
    obs = crossing_tracks(50e3, tracks=8)
    grid = Grid.covering(0, 0, 50e3, 50e3, 1_000)
    assert block_median(obs, grid).length.sum() == pytest.approx(track_stretch(obs).sum())
    for code in range(8):
        one = obs.where(obs.track == code)
        if len(one) > 1:
            assert track_stretch(one).sum() == pytest.approx(one.distance_along()[-1])


def test_gaps_count_as_the_longest_stretch_and_other_tracks_not_at_all():
    obs = points([0.0, 1_000.0, 101_000.0, 101_500.0], [0.0] * 4, [0.0] * 4, ["a", "a", "a", "b"])
    half = LONGEST_STRETCH / 2
    assert track_stretch(obs).tolist() == [500.0, 500.0 + half, half, 0.0]


def test_nothing_in_gives_nothing_out():
    assert len(block_median(points([], [], []), GRID)) == 0
    assert len(block_median(points([-1.0], [0.0], [1.0]), GRID)) == 0


def test_merge_keeps_total_weight_and_weighted_mean():
    row, column, value, weight = merge(
        np.array([3, 1, 3]),
        np.array([0.0, 5.0, 1.0]),
        np.array([2.0, 5.0, 2.0]),
        np.array([10.0, 7.0, 40.0]),
        np.array([1.0, 2.0, 3.0]),
    )
    assert weight.tolist() == [2.0, 4.0]
    assert row.tolist() == [5.0, 0.75] and column.tolist() == [5.0, 2.0] and value.tolist() == [7.0, 32.5]
