"""Proposing chrons from isochrons and published picks."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lma_qgis.core.errors import LmaError
from lma_qgis.core.picks.chron_order import out_of_order
from lma_qgis.core.picks.chrons import Reference, propose


def line(y, west=0.0, east=60_000.0, turn_deg=0.0):
    """Return an almost horizontal line, turned about its middle."""
    x = np.linspace(west, east, 13) - (west + east) / 2
    angle = np.radians(turn_deg)
    return np.column_stack((x * np.cos(angle) + (west + east) / 2, y + x * np.sin(angle)))


def test_the_nearest_line_within_distance_and_azimuth_gives_chron_end_and_distance():
    isochrons = [Reference("C5n.2n", "y", line(4000.0)), Reference("C6n", "o", line(40_000.0))]
    found = propose([line(0.0)], isochrons)[0]
    assert (found.chron, found.end, found.reason, found.runner_up) == ("C5n.2n", "y", "assigned", "")
    assert found.distance == pytest.approx(4000.0)


@settings(max_examples=25, deadline=None)
@given(st.floats(-8000, 8000), st.floats(-20, 20), st.floats(0, 360))
def test_a_proposal_does_not_depend_on_how_the_map_is_turned_or_in_which_sense_lines_run(offset, skew, turn):
    angle = np.radians(turn)
    rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    pick, other = line(0.0, turn_deg=skew), line(offset)
    here = propose([pick], [Reference("C5n.2n", "o", other)])[0]
    there = propose([(pick @ rotation.T)[::-1]], [Reference("C5n.2n", "o", other @ rotation.T)])[0]
    assert (here.chron, here.reason) == (there.chron, there.reason)
    assert here.distance == pytest.approx(there.distance, abs=20.0, nan_ok=True)


def test_a_line_too_far_or_at_a_large_angle_proposes_nothing():
    assert propose([line(0.0)], [Reference("C5n.2n", "y", line(10_500.0))])[0].reason == "none"
    assert propose([line(0.0)], [Reference("C5n.2n", "y", line(0.0, turn_deg=35.0))])[0].reason == "none"
    assert propose([line(0.0)], [Reference("C5n.2n", "y", line(9_900.0))])[0].reason == "assigned"
    assert propose([line(0.0)], [Reference("C5n.2n", "y", line(0.0, turn_deg=20.0))])[0].reason == "assigned"


def test_a_line_beside_a_small_part_of_a_long_pick_is_not_enough():
    long_pick = line(0.0, 0.0, 200_000.0)
    assert propose([long_pick], [Reference("C5n", "", line(1000.0, 0.0, 10_000.0))])[0].reason == "none"
    assert propose([long_pick], [Reference("C5n", "", line(1000.0, 0.0, 30_000.0))])[0].reason == "assigned"


def test_two_chrons_within_the_error_are_ambiguous_and_left_empty():
    isochrons = [Reference("C5n.2n", "y", line(4000.0)), Reference("C5n.1n", "o", line(-6000.0))]
    close = propose([line(0.0)], isochrons)[0]
    assert (close.chron, close.end, close.reason) == ("", "", "ambiguous")
    assert close.runner_up == "C5n.2n | C5n.1no" and close.runner_up_distance == pytest.approx(6000.0)
    clear = propose([line(0.0)], isochrons, error=1000.0)[0]
    assert (clear.chron, clear.runner_up) == ("C5n.2n", "C5n.1no")


def test_between_its_two_ends_a_pick_is_the_centre_of_the_chron():
    both = [Reference("C2n", "y", line(-2700.0)), Reference("C2n", "o", line(2700.0))]
    assert propose([line(0.0)], both)[0].end == "c"
    same_side = [Reference("C2n", "y", line(2000.0)), Reference("C2n", "o", line(4000.0))]
    assert propose([line(0.0)], same_side)[0].end == ""
    assert propose([line(0.0)], same_side, error=1500.0)[0].end == "y"


def test_points_count_beside_the_pick_and_not_beyond_its_ends():
    def at(x, y):
        return [Reference("C1n", "o", np.array([[x, y]]))]

    beside = propose([line(0.0)], at(30_500.0, 5000.0))[0]
    assert (beside.chron, beside.end) == ("C1n", "o") and beside.distance == pytest.approx(5000.0)
    assert propose([line(0.0)], at(66_000.0, 500.0))[0].reason == "none"
    assert propose([line(0.0)], at(30_000.0, 11_000.0))[0].reason == "none"


def test_a_known_polarity_leaves_out_the_chrons_of_the_other():
    picks = [line(-3000.0), line(3000.0), line(0.0)]
    edge = [Reference("C2n", "o", line(0.0)), Reference("M10r", "o", line(500.0))]
    found = propose(picks, edge, polarity=[1, -1, 0], error=100.0)
    assert [proposal.chron for proposal in found] == ["C2n", "M10r", "C2n"]


def test_the_error_may_differ_from_pick_to_pick():
    isochrons = [Reference("C5n.2n", "y", line(4000.0)), Reference("C5n.1n", "o", line(-6000.0))]
    found = propose([line(0.0), line(0.0)], isochrons, error=[1000.0, 3000.0])
    assert [proposal.reason for proposal in found] == ["assigned", "ambiguous"]


def test_unidentified_references_and_no_references_propose_nothing():
    assert propose([line(0.0)], [Reference("", "", line(100.0))])[0].reason == "none"
    assert propose([line(0.0)], [])[0].reason == "none"
    assert propose([], [Reference("C1n", "", line(0.0))]) == []


def test_a_distance_of_zero_is_refused():
    with pytest.raises(LmaError, match="larger than zero"):
        propose([line(0.0)], [Reference("C1n", "", line(0.0))], max_distance=0.0)


def test_ages_that_fall_away_from_the_axis_are_named():
    offsets = [20_000.0, 40_000.0, 60_000.0, -20_000.0, -40_000.0]
    picks = [line(y) for y in offsets]
    axis = [line(0.0)]
    good = np.array([1.0, 2.0, 3.0, 1.0, 2.0])
    doubt = np.array([1.0, 2.0, 1.0, 1.0, 1.0])
    assert not out_of_order(picks, good, doubt, axis=axis).any()
    assert not out_of_order(picks, good, doubt).any()
    wrong = good.copy()
    wrong[1] = 5.0
    np.testing.assert_array_equal(np.flatnonzero(out_of_order(picks, wrong, doubt, axis=axis)), [1])
    np.testing.assert_array_equal(np.flatnonzero(out_of_order(picks, wrong, doubt)), [1])


def test_the_order_of_ages_is_not_asked_across_the_axis_or_of_undated_picks():
    picks = [line(y) for y in (-60_000.0, -20_000.0, 20_000.0, 40_000.0)]
    age = np.array([4.0, np.nan, 1.0, 2.0])
    assert not out_of_order(picks, age, np.zeros(4), axis=[line(0.0)]).any()
    assert not out_of_order(picks[:1], age[:1], np.zeros(1)).any()
