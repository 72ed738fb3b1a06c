"""Weights follow counts and errors; sparse tracks speak for the empty cells beside them."""

import numpy as np

from lma_qgis.core.diffusion.weights import observation_weight, per_sampled_area
from lma_qgis.core.grid import Grid

GRID = Grid(0.0, 80_000.0, 1000.0, 1000.0, 80, 80)


def test_formula_and_cap():
    made = observation_weight(np.array([0.0, np.nan, 1.0, 4.0, 100.0]))
    np.testing.assert_allclose(made, [0.0, 0.0, 100 / 125, 1.0, 1.0])


def test_position_error_counts_where_the_field_is_steep():
    gradient = np.array([0.0, 0.05])
    flat, steep = observation_weight(np.ones(2), position_error=500.0, gradient=gradient)
    np.testing.assert_allclose([flat, steep], [0.8, 100 / (125 + 625)])


def test_full_sampling_changes_nothing():
    full = np.full(GRID.shape, 0.7)
    np.testing.assert_allclose(per_sampled_area(full, np.ones(GRID.shape, bool), GRID, 5000.0), 0.7, rtol=1e-5)


def test_sparser_tracks_weigh_more():
    weight = np.zeros(GRID.shape)
    weight[:, 5::10] = 1
    made = per_sampled_area(weight, np.ones(GRID.shape, bool), GRID, 8000.0)
    assert (made[weight == 0] == 0).all()
    # One column in ten holds observations; 1.25 is the power of the share.
    assert abs(made[weight > 0].mean() / 10**1.25 - 1) < 0.05
