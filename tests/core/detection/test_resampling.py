"""Resampling keeps constants and slopes, and does not alias."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lma_qgis.core.detection.resampling import resize


@given(rows=st.integers(1, 60), cols=st.integers(1, 60), to_rows=st.integers(1, 90), to_cols=st.integers(1, 90))
def test_constants_stay_constant(rows, cols, to_rows, to_cols):
    out = resize(np.full((2, rows, cols), 3.5, np.float32), to_rows, to_cols)
    assert out.shape == (2, to_rows, to_cols)
    assert np.abs(out - 3.5).max() < 1e-5


@pytest.mark.parametrize("to", [30, 45, 90, 200])
def test_slopes_stay_slopes_inside(to):
    slope = np.broadcast_to(np.arange(60, dtype=np.float32), (5, 60))
    out = resize(slope, 5, to)
    wanted = (np.arange(to) + 0.5) * 60 / to - 0.5
    inner = slice(to // 10, -to // 10)
    np.testing.assert_allclose(out[2][inner], wanted[inner], atol=0.02)


def test_what_larger_cells_cannot_hold_vanishes():
    chessboard = np.indices((64, 64)).sum(axis=0) % 2 * 2.0 - 1.0
    assert np.abs(resize(chessboard.astype(np.float32), 32, 32)[2:-2, 2:-2]).max() < 0.01


def test_the_same_size_is_the_same_array():
    field = np.random.default_rng(0).normal(size=(7, 9)).astype(np.float32)
    assert resize(field, 7, 9) is field
