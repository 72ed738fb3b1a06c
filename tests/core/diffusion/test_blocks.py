"""Blocks with halos give the whole raster's result."""

import numpy as np
import pytest

from lma_qgis.core.diffusion import blocks
from lma_qgis.core.diffusion.blocks import Settings, block_depth, enhance, enhance_block, windows
from lma_qgis.core.grid import Grid

GRID = Grid(0.0, 331_500.0, 1500.0, 1500.0, 221, 243)


def survey(grid, seed=0):
    """Return an anomaly with blanks, counts and distances on irregular tracks."""
    rng = np.random.default_rng(seed)
    x, y = np.meshgrid(grid.easting, grid.northing)
    phase = 2 * np.pi * (np.hypot(x + 4e5, y + 3e5)) / 14_000
    field = (100 * np.sin(phase) + 10 * rng.normal(size=grid.shape)).astype(np.float32)
    columns = np.arange(4, grid.cols, 11)
    count = np.zeros(grid.shape, np.float32)
    count[:, columns] = rng.integers(1, 4, (grid.rows, columns.size))
    distance = np.abs(np.arange(grid.cols)[:, None] - columns).min(axis=1).astype(np.float32) * grid.dx
    field[80:100, 60:90] = np.nan
    field = np.where(count > 0, field, 0.5 * field)
    return field, count, np.broadcast_to(distance, grid.shape)


def in_blocks(settings, field, count, distance, block, monkeypatch):
    """Return enhanced anomaly and support, put together from blocks."""
    monkeypatch.setattr(blocks, "WHOLE_CELLS", 0)
    made = np.full((2, *GRID.shape), np.nan, np.float32)
    parts = windows(GRID, settings, block)
    assert len(parts) > 1
    for window in parts:
        cut = tuple(slice(*r) for r in (window.rows, window.cols))
        cover = (None, None) if count is None else (count[cut], distance[cut])
        result, carried = enhance(field[cut], window.grid(GRID), *cover, settings, groups=window.groups)
        core = tuple(slice(*r) for r in (window.core_rows, window.core_cols))
        made[(0, *core)] = window.core(result.anomaly)
        made[(1, *core)] = window.core(carried)
    return made


@pytest.mark.parametrize("guided", [True, False])
def test_blocks_agree_with_the_whole(guided, monkeypatch):
    settings = Settings(length=8000.0, integration_scale=8000.0, iterations=2, support_length=6000.0)
    field, count, distance = survey(GRID)
    if not guided:
        count = distance = None
    whole, carried = enhance(field, GRID, count, distance, settings)
    made = in_blocks(settings, field, count, distance, 120, monkeypatch)
    std = np.nanstd(field)
    assert np.array_equal(np.isnan(made[0]), np.isnan(whole.anomaly))
    assert np.nanmax(np.abs(made[0] - whole.anomaly)) < (1e-3 if guided else 1e-5) * std
    if guided:
        assert np.nanmax(np.abs(made[1] - carried)) < 1e-3


def test_without_a_halo_blocks_would_not_agree(monkeypatch):
    settings = Settings(length=8000.0, integration_scale=8000.0, iterations=2)
    field, count, distance = survey(GRID)
    whole, _ = enhance(field, GRID, count, distance, settings)
    monkeypatch.setattr(blocks, "HALO_LENGTHS", 0.1)
    made = in_blocks(settings, field, count, distance, 120, monkeypatch)
    assert np.nanmax(np.abs(made[0] - whole.anomaly)) > 0.05 * np.nanstd(field)


def test_windows_cover_every_cell_once():
    grid = Grid(0.0, 1.0, 1000.0, 1000.0, 5000, 3001)
    seen = np.zeros(grid.shape, np.int8)
    for window in windows(grid, Settings(), 1024):
        seen[slice(*window.core_rows), slice(*window.core_cols)] += 1
        assert window.grid(grid).easting[0] == grid.easting[window.cols[0]]
    assert (seen == 1).all()


def test_small_raster_is_one_block():
    assert len(windows(GRID, Settings())) == 1


def test_block_function_gives_the_anomaly():
    field, count, distance = survey(GRID)
    made = enhance_block(field, count, distance, dx=1500.0, dy=1500.0, length=5000.0, integration_scale=6000.0)
    expected, _ = enhance(field, GRID, count, distance, Settings(length=5000.0, integration_scale=6000.0))
    np.testing.assert_array_equal(made, expected.anomaly)
    assert np.isnan(enhance_block(field * np.nan, count, distance, dx=1500.0, dy=1500.0)).all()


def test_map_overlap_of_dask_agrees_with_the_whole():
    dask_array = pytest.importorskip("dask.array", reason="dask is not installed: pip install dask to run this test")
    settings = {"length": 8000.0, "integration_scale": 8000.0, "iterations": 2}
    grid = Grid(0.0, 330_000.0, 1500.0, 1500.0, 220, 242)
    field, count, distance = survey(grid)
    parts = [dask_array.from_array(np.ascontiguousarray(a), chunks=(110, 120)) for a in (field, count, distance)]
    depth = block_depth(Settings(**settings), 1500.0)
    made = dask_array.map_overlap(
        enhance_block, *parts, depth=depth, boundary=np.nan, dtype=np.float32, dx=1500.0, dy=1500.0, **settings
    ).compute()
    whole, _ = enhance(field, grid, count, distance, Settings(**settings))
    assert np.nanmax(np.abs(made - whole.anomaly)) < 1e-3 * np.nanstd(field)
