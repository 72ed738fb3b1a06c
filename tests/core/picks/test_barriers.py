"""Crossings are found exactly, whatever the length of the segments."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from lma_qgis.core.picks.barriers import Barriers, segments_cross


@given(st.floats(0, np.pi), st.floats(1, 60), st.floats(-0.9, 0.9), st.floats(5, 40))
@settings(max_examples=60, deadline=None)
def test_crossing_is_found_and_a_near_miss_is_not(angle, half, where, reach):
    along = np.array([np.sin(angle), np.cos(angle)])
    across = np.array([along[1], -along[0]])
    wall = Barriers.from_lines([np.array([-half * along, half * along])])
    centre = where * half * along
    through = np.array([centre - reach * across]), np.array([centre + reach * across])
    short_of = np.array([centre - reach * across]), np.array([centre - 0.01 * across])
    assert wall.crossed_by(*through)[0]
    assert not wall.crossed_by(*short_of)[0]


def test_parallel_and_distant_segments_do_not_cross():
    a, b = np.array([[0.0, 0.0], [0.0, 0.0]]), np.array([[0.0, 10.0], [0.0, 10.0]])
    c, d = np.array([[1.0, 0.0], [0.0, 11.0]]), np.array([[1.0, 10.0], [0.0, 20.0]])
    assert not segments_cross(a, b, c, d).any()


def test_no_barriers():
    assert not Barriers().crossed_by(np.zeros((3, 2)), np.ones((3, 2))).any()
