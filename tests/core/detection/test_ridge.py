"""The ridge filter answers to lineations alone: not to slopes, borders, holes, noise or the axes of the raster."""

import numpy as np
import pytest

from lma_qgis.core.detection.ridge import DEFAULT_THRESHOLD, ridge_scores, scales
from lma_qgis.core.errors import LmaCancelled
from lma_qgis.core.grid import Grid

GRID = Grid(0, 0, 1000.0, 1000.0, 200, 220)


def waves(grid, azimuth_deg, wavelength=20_000.0, amplitude=100.0):
    """Return lineations that strike along an azimuth."""
    east, north = np.meshgrid(grid.easting, grid.northing)
    strike = np.radians(azimuth_deg)
    across = east * np.cos(strike) - north * np.sin(strike)
    return amplitude * np.cos(2 * np.pi * across / wavelength)


@pytest.mark.parametrize("azimuth_deg", [0, 17, 45, 90, 128.5, 171])
def test_crests_and_troughs_of_any_strike_score_high_and_alike(azimuth_deg):
    field = waves(GRID, azimuth_deg)
    crest, trough = ridge_scores(field, GRID)
    inner = np.zeros(GRID.shape, bool)
    inner[12:-12, 12:-12] = True
    assert np.median(crest[field > 95]) > 0.87
    assert np.median(trough[field < -95]) > 0.87
    assert np.median(crest[field < 0]) < 0.1
    assert (crest[inner & (field > 95)] > DEFAULT_THRESHOLD + 0.15).all()


@pytest.mark.parametrize("wavelength", [9_000.0, 15_000.0, 30_000.0, 50_000.0])
def test_widths_from_a_few_to_tens_of_kilometres(wavelength):
    field = waves(GRID, 60, wavelength)
    crest, _ = ridge_scores(field, GRID)
    assert np.median(crest[field > 95]) > 0.85


def test_weak_lineations_score_like_strong_ones():
    strong, weak = (ridge_scores(waves(GRID, 30, amplitude=a), GRID)[0] for a in (500.0, 10.0))
    assert np.abs(strong - weak).max() < 0.03


def test_cells_may_be_wider_than_high():
    grid = Grid(0, 0, 2400.0, 1200.0, 170, 90)
    field = waves(grid, 35)
    crest, _ = ridge_scores(field, grid)
    assert np.median(crest[field > 95]) > 0.85


def test_a_slope_with_holes_has_no_lineation():
    east, north = np.meshgrid(GRID.easting, GRID.northing)
    field = 0.01 * east - 0.004 * north
    field[50:90, 60:120] = np.nan
    field[:, 150:152] = np.nan
    crest, trough = ridge_scores(field, GRID)
    assert np.nanmax(crest) < 0.2
    assert np.nanmax(trough) < 0.2


def test_nodata_is_kept_and_a_border_makes_no_crest():
    rng = np.random.default_rng(1)
    field = rng.normal(0, 50, GRID.shape)
    field[80:120, 100:160] = np.nan
    crest, trough = ridge_scores(field, GRID)
    assert np.array_equal(np.isnan(crest), np.isnan(field))
    assert crest.dtype == trough.dtype == np.float32
    assert np.nanmax(crest) < DEFAULT_THRESHOLD
    assert np.nanmax(trough) < DEFAULT_THRESHOLD


def test_scores_go_on_up_to_a_hole():
    field = waves(GRID, 90)
    whole, _ = ridge_scores(field, GRID)
    field[60:140, 90:130] = np.nan
    holed, _ = ridge_scores(field, GRID)
    beside = (slice(60, 140), slice(70, 90))
    crests = field[beside] > 95
    assert holed[beside][crests].min() > DEFAULT_THRESHOLD + 0.15
    assert np.abs(holed - whole)[:, :60].max() < 0.06


def test_negation_swaps_crest_and_trough_and_transposition_transposes():
    rng = np.random.default_rng(2)
    field = waves(GRID, 25) + rng.normal(0, 20, GRID.shape)
    crest, trough = ridge_scores(field, GRID)
    swapped = ridge_scores(-field, GRID)
    np.testing.assert_allclose(swapped[0], trough, atol=1e-5)
    np.testing.assert_allclose(swapped[1], crest, atol=1e-5)
    turned = Grid(0, 0, GRID.dy, GRID.dx, GRID.cols, GRID.rows)
    np.testing.assert_allclose(ridge_scores(field.T, turned)[0], crest.T, atol=1e-4)


def test_the_highest_score_lies_on_the_axis():
    field = waves(GRID, 90, wavelength=24_000.0)
    crest, _ = ridge_scores(field, GRID)
    rows = np.flatnonzero(np.diff(np.sign(np.diff(field[:, 110]))) < 0) + 1
    for row in rows[(rows > 12) & (rows < 188)]:
        assert abs(int(np.argmax(crest[row - 6 : row + 7, 110])) - 6) <= 1


def test_the_narrowest_width_follows_the_cells():
    coarse = Grid(0, 0, 3700.0, 3700.0, 100, 100)
    assert scales(coarse)[0] == pytest.approx(1.25 * 3700)
    huge = Grid(0, 0, 20_000.0, 20_000.0, 50, 50)
    assert scales(huge).tolist() == [25_000.0]


def test_all_nodata_and_one_cell():
    assert np.isnan(ridge_scores(np.full(GRID.shape, np.nan), GRID)[0]).all()
    single = Grid(0, 0, 1000.0, 1000.0, 1, 1)
    assert ridge_scores(np.array([[5.0]]), single)[0][0, 0] < 0.01


def test_progress_rises_to_one_and_can_stop():
    seen = []
    ridge_scores(waves(GRID, 10), GRID, progress=seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == pytest.approx(1.0)

    def stop(fraction):
        raise LmaCancelled

    with pytest.raises(LmaCancelled):
        ridge_scores(waves(GRID, 10), GRID, progress=stop)


def test_finer_cells_show_the_same_scores():
    coarse = Grid(0, 0, 1000.0, 1000.0, 100, 90)
    fine = Grid(0, 0, 250.0, 250.0, 400, 360)
    scores = []
    for grid in (coarse, fine):
        crest, _ = ridge_scores(waves(grid, 25, wavelength=18_000.0), grid)
        scores.append(crest)
    means = scores[1].reshape(100, 4, 90, 4).mean(axis=(1, 3))
    inner = (slice(15, -15), slice(15, -15))
    assert np.abs(means - scores[0])[inner].max() < 0.08
