"""Classical diffusion: cycles add up, tiles agree bit for bit, the checkerboard goes, gaps close."""

import numpy as np
import pytest
from scipy.ndimage import binary_dilation

from lma_qgis.core.diffusion import coherence_enhancing
from lma_qgis.core.diffusion.coherence_enhancing import diffuse, fed_steps, remove_checkerboard
from lma_qgis.core.errors import LmaCancelled, LmaError
from lma_qgis.core.grid import Grid

GRID = Grid(0.0, 120_000.0, 1000.0, 1000.0, 120, 131)


def broken_stripes(grid, seed=0):
    x, y = np.meshgrid(grid.easting, grid.northing)
    truth = np.sin(2 * np.pi * np.hypot(x + 3e5, y + 4e5) / 16_000)
    gap = np.abs((x + 0.3 * y) % 45_000 - 20_000) < 6000
    noisy = np.where(gap, 0, truth) + 0.5 * np.random.default_rng(seed).normal(size=grid.shape)
    return noisy, truth, gap


@pytest.mark.parametrize("time", [0.1, 1.0, 16.7, 60.0])
def test_steps_add_up(time):
    steps = fed_steps(time)
    assert abs(steps.sum() - time) < 1e-9 * time
    n = steps.size
    assert (n * n + n) / 6 >= time * (1 - 1e-12) and (n == 1 or (n * n - n) / 6 < time)


def test_no_time_no_steps():
    assert fed_steps(0.0).size == 0


def test_tiles_agree_bit_for_bit(monkeypatch):
    noisy, _, _ = broken_stripes(GRID)
    noisy = noisy.astype(np.float32)
    whole = diffuse(noisy, GRID).anomaly
    monkeypatch.setattr(coherence_enhancing, "TILE", 32)
    np.testing.assert_array_equal(diffuse(noisy, GRID).anomaly, whole)


def test_checkerboard_goes_and_the_rest_stays():
    rows, cols = np.indices((20, 21))
    cells = np.ones((19, 20), bool)
    board = (-1.0) ** (rows + cols)
    assert np.abs(remove_checkerboard(board, cells)[1:-1, 1:-1]).max() < 1e-12
    plane = 2.0 * rows - 3.0 * cols
    np.testing.assert_allclose(remove_checkerboard(plane, cells), plane)


def test_gaps_close_and_amplitude_stays():
    noisy, truth, gap = broken_stripes(GRID)
    made = diffuse(noisy, GRID, length=10_000.0, integration_scale=8000.0, iterations=4).anomaly
    inner = np.zeros(GRID.shape, bool)
    inner[15:-15, 15:-15] = True
    assert np.corrcoef(made[gap & inner], truth[gap & inner])[0, 1] > 0.9
    clear = ~binary_dilation(gap, iterations=14) & inner
    assert (made * truth)[clear].sum() / (truth[clear] ** 2).sum() > 0.93
    assert np.std((made - truth)[clear]) < 0.5 * np.std((noisy - truth)[clear])


def test_gate_smooths_less_where_there_is_no_direction():
    noise = np.random.default_rng(1).normal(size=GRID.shape)
    assert np.std(diffuse(noise, GRID, gate=1.0).anomaly) > 1.2 * np.std(diffuse(noise, GRID).anomaly)


def test_oblong_cells_smooth_by_metres():
    grid = Grid(0.0, 90_000.0, 1000.0, 1500.0, 60, 90)
    x, y = np.meshgrid(grid.easting, grid.northing)
    for azimuth in (20.0, 65.0):
        angle = np.radians(azimuth)
        wave = np.sin(2 * np.pi * (x * np.cos(angle) - y * np.sin(angle)) / 15_000)
        inner = (slice(12, -12), slice(15, -15))
        made = diffuse(wave, grid, length=8000.0).anomaly
        assert (made * wave)[inner].sum() / (wave[inner] ** 2).sum() > 0.95


def test_stops_when_asked():
    def stop(fraction):
        raise LmaCancelled

    with pytest.raises(LmaCancelled):
        diffuse(broken_stripes(GRID)[0], GRID, progress=stop)


def test_unusable_numbers_are_refused():
    for options in ({"length": -1.0}, {"iterations": 0}, {"length": np.nan}):
        with pytest.raises(LmaError, match="length"):
            diffuse(np.ones((3, 3)), Grid(0.0, 3.0, 1.0, 1.0, 3, 3), **options)
