"""Tiles cover every cell with weights that sum to one, whatever the sizes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.ndimage import uniform_filter

from lma_qgis.core.detection.tiling import StripMosaic, cut, plan, reflect, weights
from lma_qgis.core.errors import LmaError


def through_tiles(field, layout, function=lambda tile: tile):
    """Run a function over all tiles and join them."""
    mosaic = StripMosaic(layout, 1)
    result = np.full(field.shape, np.nan, np.float32)
    for row in layout.row_starts:
        strip = field[max(row, 0) : row + layout.height]
        for number, col in enumerate(layout.col_starts):
            tile = reflect(cut(strip, col, layout.width, max(-row, 0), layout.height))
            mosaic.add(number, function(tile)[np.newaxis])
        first, rows = mosaic.finish_row()
        result[first : first + rows.shape[1]] = rows[0]
    return result


@settings(max_examples=60, deadline=None)
@given(
    rows=st.integers(1, 90), cols=st.integers(1, 90), margin=st.integers(0, 12),
    extra=st.integers(1, 40), multiple=st.sampled_from([1, 4, 16]), fixed=st.booleans(),
)
def test_identity_on_any_sizes(rows, cols, margin, extra, multiple, fixed):
    rounded = -(-margin // multiple) * multiple
    layout = plan(rows, cols, 2 * rounded + extra, margin, multiple, fixed)
    assert fixed or layout.height % multiple == 0
    field = np.random.default_rng(rows * 97 + cols).normal(size=(rows, cols)).astype(np.float32)
    np.testing.assert_allclose(through_tiles(field, layout), field, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("size", [63, 64, 65, 128, 129])
def test_raster_smaller_than_equal_to_and_one_over_a_tile(size):
    layout = plan(size, size, 64, 8)
    constant = through_tiles(np.full((size, size), 7.25, np.float32), layout)
    assert np.abs(constant - 7.25).max() < 1e-6


def test_one_tile_says_what_many_say():
    field = np.random.default_rng(0).normal(size=(150, 170)).astype(np.float32)

    def blur(tile):
        return uniform_filter(tile, 9, mode="constant")

    one = through_tiles(field, plan(150, 170, 400, 8), blur)
    many = through_tiles(field, plan(150, 170, 48, 8), blur)
    np.testing.assert_allclose(many, one, atol=1e-5)


@given(tile=st.integers(1, 60), margin=st.integers(0, 29))
def test_weights_of_neighbours_sum_to_one(tile, margin):
    if 2 * margin >= tile:
        return
    left, right = weights(tile, margin, True, False), weights(tile, margin, False, True)
    shared = left[tile - 2 * margin :] + right[: 2 * margin]
    assert np.abs(shared - 1).max(initial=0) <= 1e-7
    assert weights(tile, margin, True, True).min() == 1


def test_reflection_mirrors_the_nearest_valid_cells():
    tile = np.arange(12, dtype=np.float32).reshape(1, 12).repeat(3, axis=0)
    tile[:, :2] = np.nan
    tile[:, 10:] = np.nan
    assert reflect(tile)[1].tolist() == [4, 3, 2, 3, 4, 5, 6, 7, 8, 9, 8, 7]


def test_reflection_of_one_valid_cell_is_constant():
    tile = np.full((5, 5), np.nan, np.float32)
    tile[2, 3] = 4
    assert (reflect(tile) == 4).all()


def test_margins_that_leave_nothing_are_refused():
    with pytest.raises(LmaError, match="larger tiles or a smaller overlap"):
        plan(10, 10, 16, 8)


def test_cost_counts_what_is_computed_twice():
    assert plan(4 * 896, 4 * 896, 1024, 64).cost == pytest.approx((1024 / 896) ** 2)


def test_tiles_do_not_hang_over_the_edge():
    layout = plan(4096, 4096, 1024, 64, 16)
    assert layout.count == 25
    assert layout.height == 960
    assert layout.cost < 1.38


def test_a_border_is_mirrored_as_nodata_is():
    field = np.random.default_rng(4).normal(size=(30, 40)).astype(np.float32)
    tile = np.full((36, 48), np.nan, np.float32)
    tile[6:, :40] = field
    quick = reflect(tile)
    np.testing.assert_array_equal(quick, np.pad(field, ((6, 0), (0, 8)), mode="reflect"))
    tile[20, 20] = np.nan
    slow = reflect(tile)
    slow[20, 20] = quick[20, 20]
    np.testing.assert_array_equal(slow, quick)
