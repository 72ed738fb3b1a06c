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
