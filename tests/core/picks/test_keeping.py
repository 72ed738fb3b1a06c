"""New picks give way to kept ones exactly where these lie."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lma_qgis.core.picks.keeping import cover_distance, index_of, remainder
from lma_qgis.core.picks.polyline import length


def line(north=0.0, west=0.0, east=100_000.0):
    return np.column_stack([np.arange(west, east + 1, 1000.0), np.full(int((east - west) / 1000) + 1, north)])


def test_nothing_kept_leaves_the_line_as_it_is():
    assert remainder(line(), index_of([]), 3000.0, 10_000.0)[0] is not None
    assert len(remainder(line(), None, 3000.0, 10_000.0)) == 1


@given(st.floats(0, 8_000), st.integers(10, 40), st.integers(50, 90))
@settings(max_examples=40, deadline=None)
def test_what_is_left_keeps_clear_and_is_long_enough(beside, first, last):
    kept = index_of([line(beside, 1000.0 * first, 1000.0 * last)])
    left = remainder(line(), kept, 3000.0, 15_000.0)
    for piece in left:
        assert length(piece) >= 15_000
        assert kept.query(piece)[0].min() >= 3000.0
    if beside > 3_000:
        assert len(left) == 1 and len(left[0]) == 101


def test_a_covered_line_is_gone():
    assert remainder(line(), index_of([line(500.0)]), 3000.0, 10_000.0) == []


def test_distance_grows_with_the_cells():
    assert (cover_distance(1000.0), cover_distance(4000.0)) == (3000.0, 8000.0)
    assert index_of([np.zeros((1, 2))]) is None
    assert length(line()) == pytest.approx(100_000)
