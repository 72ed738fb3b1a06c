"""From a score raster to described lines: what the layers say decides what is joined."""

import numpy as np
import pytest

from lma_qgis.core.grid import Grid
from lma_qgis.core.picks.attributes import Layers
from lma_qgis.core.picks.extraction import extract

from .scenes import straight

GRID = Grid(500_000.0, 200_000.0, 2000.0, 2000.0, 120, 160)


def broken():
    score = straight(angle_deg=0.0)
    score[:, 77:83] = 0
    return score


def count(score, **options):
    layers = options.pop("layers", {})
    lines, records = extract(Layers(GRID, score, **layers), "crest", threshold=0.5, **options)
    assert len(lines) == len(records)
    return len(lines)


def test_lengths_are_metres():
    lines, records = extract(Layers(GRID, straight(angle_deg=0.0)), "crest", threshold=0.5)
    assert len(lines) == 1 and records[0]["kind"] == "crest"
    assert np.allclose(lines[0][:, 1], GRID.north - 60.5 * 2000.0, atol=20)
    assert np.ptp(lines[0][:, 0]) == pytest.approx(2000 * 157, abs=4000)
    assert count(broken(), max_gap=20_000.0) == 1
    assert count(broken(), max_gap=6_000.0) == 2
    assert count(broken(), max_gap=6_000.0, min_length=200_000.0) == 0


def test_barriers_in_metres_and_room_for_others():
    wall = np.array([[660_000.0, 0.0], [660_000.0, 250_000.0]])
    assert count(straight(angle_deg=0.0), barriers=[wall]) == 2
    assert count(straight(angle_deg=0.0), make_room=lambda lines: []) == 0


def test_evidence_below_the_floor_does_not_bridge():
    evidence = np.full(GRID.shape, 0.3, dtype=np.float32)
    assert count(broken(), layers={"evidence": evidence, "evidence_floor": 0.2}) == 1
    assert count(broken(), layers={"evidence": evidence, "evidence_floor": 0.4}) == 2


def carried(*tracks, reach=12):
    """Return the support beside tracks along columns: it falls to 0.3 after ``reach`` cells."""
    away = np.min([np.abs(np.arange(GRID.cols) - column) for column in tracks], axis=0)
    return np.broadcast_to(0.3 ** (away / reach), GRID.shape).astype(np.float32)


def ends(support, **options):
    """Return the columns between which the one line of a straight ridge runs."""
    lines, _ = extract(Layers(GRID, straight(angle_deg=0.0), support=support), "crest", threshold=0.5, **options)
    assert len(lines) == 1
    column = (lines[0][:, 0] - GRID.west) / GRID.dx - 0.5
    return column.min(), column.max()


def test_a_line_ends_where_nothing_beyond_the_last_track_carries_it():
    assert ends(None) == pytest.approx((1.5, 157.5), abs=1.5)
    assert ends(carried(40, 60, 80, 100)) == pytest.approx((28, 112), abs=1.01)


def test_gaps_between_tracks_stay():
    wide = carried(30, 120)
    assert (wide[60, 50:100] < 0.3).any()
    assert ends(wide) == pytest.approx((18, 132), abs=1.01)


def test_a_line_that_no_track_carries_stays_for_the_rule_of_weak_picks():
    assert ends(np.full(GRID.shape, 0.2, np.float32)) == pytest.approx((1.5, 157.5), abs=1.5)


def test_what_is_left_of_a_line_must_be_long_enough():
    assert count(straight(angle_deg=0.0), layers={"support": carried(80)}, min_length=40_000.0) == 1
    assert count(straight(angle_deg=0.0), layers={"support": carried(80)}, min_length=60_000.0) == 0


def test_no_length_is_asked_for_yet_every_line_has_one():
    score = np.zeros(GRID.shape, np.float32)
    score[60, 80:83] = 1.0
    lone = np.full(GRID.shape, 0.1, np.float32)
    lone[:, 80] = 0.31
    rng = np.random.default_rng(4)
    for surface in (score, rng.random(GRID.shape, dtype=np.float32)):
        lines, _ = extract(Layers(GRID, surface, support=lone), "crest", threshold=0.2, min_length=0.0)
        assert all(len(line) > 1 and np.hypot(*(line[-1] - line[0])) > 0 for line in lines)
