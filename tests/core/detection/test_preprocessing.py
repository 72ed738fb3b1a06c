"""The standardisation is local: it knows neither the rest of the map nor nodata."""

import numpy as np
import pytest

from lma_qgis.core.detection import preprocessing
from lma_qgis.core.detection.preprocessing import REACH, Standardiser, standardise
from lma_qgis.core.errors import LmaError
from lma_qgis.core.grid import Grid


@pytest.fixture(scope="module")
def noisy():
    grid = Grid(-37_500.0, 1_234_500.0, 1500.0, 2500.0, 300, 420)
    rng = np.random.default_rng(3)
    field = rng.normal(0, 80, grid.shape) + 300 * np.sin(np.arange(420) / 60)
    field[40:60, 100:140] = np.nan
    return grid, field.astype(np.float32)


def test_standardising_a_crop_is_cropping_the_standardised(noisy):
    grid, field = noisy
    top, left, rows, cols = 37, 53, 250, 330
    crop = Grid(grid.west + left * grid.dx, grid.north - top * grid.dy, grid.dx, grid.dy, rows, cols)
    whole = standardise(field, grid)[top : top + rows, left : left + cols]
    part = standardise(field[top : top + rows, left : left + cols], crop)
    r, c = int(REACH / grid.dy) + 1, int(REACH / grid.dx) + 1
    assert rows > 2 * r + 20 or cols > 2 * c
    inner = (slice(min(r, rows // 2 - 10), -min(r, rows // 2 - 10)), slice(c, -c))
    np.testing.assert_allclose(part[inner], whole[inner], atol=2e-6)


def test_nodata_stays_where_it_is_and_moves_nothing_else(noisy):
    grid, field = noisy
    standard = standardise(field, grid)
    assert np.array_equal(np.isnan(standard), np.isnan(field))
    flat = np.where(np.isnan(field), np.nan, 250.0)
    assert np.nanmax(np.abs(standardise(flat, grid))) < 1e-3


@pytest.mark.parametrize(("gain", "offset"), [(10.0, 0.0), (1.0, 1000.0), (-1.0, 0.0)])
def test_amplitude_and_level_do_not_matter(noisy, gain, offset):
    grid, field = noisy
    np.testing.assert_allclose(
        standardise(gain * field + offset, grid), np.sign(gain) * standardise(field, grid), atol=2e-3
    )


def test_a_weak_lineation_counts_as_much_as_a_strong_one():
    grid = Grid(0, 0, 1000.0, 1000.0, 60, 900)
    phase = np.broadcast_to(2 * np.pi * np.arange(900) / 20, grid.shape)
    field = np.where(np.arange(900) < 450, 400.0, 20.0) * np.cos(phase)
    standard = standardise(field, grid)
    strong, weak = standard[:, 100:200].std(), standard[:, 700:800].std()
    assert 0.8 < weak / strong < 1.1
    assert 0.85 < strong < 1.1


def test_a_seamount_does_not_silence_its_surroundings():
    grid = Grid(0, 0, 2000.0, 2000.0, 200, 200)
    row, col = np.mgrid[:200, :200]
    lines = 60 * np.cos(2 * np.pi * row / 10)
    seamount = 2500 * np.exp(-((row - 100) ** 2 + (col - 100) ** 2) / (2 * 5.0**2))
    plain = standardise(lines, grid)[85:115, 118:124].std()
    assert standardise(lines + seamount, grid)[85:115, 118:124].std() > 0.5 * plain


def test_constant_and_empty_fields_are_quiet():
    grid = Grid(0, 0, 1000.0, 1000.0, 30, 20)
    assert np.abs(standardise(np.full(grid.shape, 47_123.4), grid)).max() < 1e-2
    assert np.isnan(standardise(np.full(grid.shape, np.nan), grid)).all()


def test_another_version_is_refused(noisy):
    with pytest.raises(LmaError, match="version 99"):
        standardise(noisy[1], noisy[0], version=preprocessing.VERSION + 98)


def test_a_wrong_shape_is_refused(noisy):
    with pytest.raises(LmaError, match="rows or columns"):
        standardise(noisy[1][1:], noisy[0])


def test_strips_give_the_same_as_the_whole(noisy):
    grid, field = noisy
    standardiser = Standardiser(grid)
    for first in (0, 7, 101, 230):
        last = {0: 7, 7: 101, 101: 230, 230: 300}[first]
        standardiser.add(field[first:last], first)
    rows = [standardiser.apply(field[first : first + 50], first) for first in range(0, 300, 50)]
    np.testing.assert_allclose(np.vstack(rows), standardise(field, grid), atol=1e-6)
