"""Ridges are found where they are, whole, and nowhere else."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lma_qgis.core.errors import LmaCancelled, LmaError
from lma_qgis.core.picks.barriers import Barriers
from lma_qgis.core.picks.linking import Gaps
from lma_qgis.core.picks.polyline import length
from lma_qgis.core.picks.tracing import ridge_points, sample, trace_ridges

from .scenes import distance_to_straight, ring, straight


def trace(score, **options):
    return trace_ridges(score, **{"low": 0.2, "high": 0.4, **options})


@given(st.floats(-89, 90), st.floats(-0.5, 0.5), st.floats(1.0, 4.0))
@settings(max_examples=30, deadline=None)
def test_straight_ridge_is_one_line_on_its_axis(angle, shift, width):
    through = (60.0 + shift, 80.0)
    lines = trace(straight(angle_deg=angle, through=through, width=width))
    assert len(lines) == 1
    assert length(lines[0]) > 100
    # Where the smoothing window leaves the raster, the ends turn by up to some tenths of a cell.
    assert distance_to_straight(lines[0], angle, through).max() < 0.75
    assert distance_to_straight(lines[0][8:-8], angle, through).max() < 0.1
    assert distance_to_straight(lines[0][8:-8], angle, through).mean() < 0.02


@pytest.mark.parametrize("width", [1.0, 2.0, 4.0])
def test_ends_stay_within_a_cell_in_the_worst_case_found(width):
    """The case that random search found worst."""
    lines = trace(straight(angle_deg=37.0, width=width))
    assert distance_to_straight(lines[0], 37.0).max() < 0.75


def test_ring_keeps_its_radius():
    lines = trace(ring(radius=70.0))
    assert len(lines) == 1
    radius = np.hypot(*(lines[0] - 100.0).T)
    # The smoothed ridge of a ring lies inside its axis by about σ²/R: half a tenth of a cell here.
    assert np.abs(radius - 70.0).max() < 0.2
    assert length(lines[0]) == pytest.approx(2 * np.pi * 70, rel=0.01)


def test_two_strikes_cross_and_both_are_found():
    score = np.maximum(straight(angle_deg=10), straight(angle_deg=80))
    lines = sorted(trace(score, max_gap=14), key=length)[-2:]
    angles = sorted(np.degrees(np.arctan2(*np.abs(line[-1] - line[0]))) for line in lines)
    assert angles == pytest.approx([10, 80], abs=3)


def gap_scene(width=10):
    """A ridge along row 60 with a gap in the middle."""
    score = straight(angle_deg=0.0)
    score[:, 80 - width // 2 : 80 + width // 2] = 0
    return score


def test_gap_is_bridged_as_far_as_allowed():
    assert len(trace(gap_scene(10), max_gap=14)) == 1
    assert len(trace(gap_scene(10), max_gap=4)) == 2


@pytest.mark.parametrize("name", ["support", "evidence"])
def test_bridge_needs_support_and_evidence(name):
    raster = np.full((120, 160), 0.9, dtype=np.float32)
    assert len(trace(gap_scene(), gaps=Gaps(**{name: raster, "min_evidence": 0.4}))) == 1
    raster[:, 70:90] = 0.05
    assert len(trace(gap_scene(), gaps=Gaps(**{name: raster, "min_evidence": 0.4}))) == 2
    raster[:, 70:90] = np.nan
    assert len(trace(gap_scene(), gaps=Gaps(**{name: raster, "min_evidence": 0.4}))) == 2


def test_missing_data_are_neither_crossed_nor_mistaken_for_an_edge():
    score = straight(angle_deg=0.0)
    score[:, 75:85] = np.nan
    lines = trace(score, max_gap=30)
    assert len(lines) == 2
    assert all(np.isfinite(sample(score, line)).all() for line in lines)
    plateau = np.full((80, 80), 0.8, dtype=np.float32)
    plateau[:, 40:] = np.nan
    assert trace(plateau) == []


def test_nothing_to_trace():
    assert trace(np.full((40, 40), np.nan, dtype=np.float32)) == []
    assert trace(np.zeros((40, 40), dtype=np.float32)) == []
    assert trace(np.ones((2, 2), dtype=np.float32)) == []


def test_barrier_cuts_a_line_and_stops_a_bridge():
    barrier = Barriers.from_lines([np.array([[20.0, 80.3], [100.0, 79.1]])])
    for score in (straight(angle_deg=0.0), gap_scene()):
        lines = trace(score, gaps=Gaps(barriers=barrier))
        assert len(lines) == 2
        assert max(line[:, 1].min() for line in lines) > 79
        assert min(line[:, 1].max() for line in lines) < 80.5


def test_hysteresis():
    row = straight(angle_deg=0.0)
    fading = row * np.linspace(0.1, 0.6, 160, dtype=np.float32)
    assert len(trace(fading)) == 1
    assert trace(fading, high=0.7) == []
    assert trace(row * np.float32(0.3)) == []


def test_short_lines_are_dropped():
    score = straight(angle_deg=0.0)
    score[:, :60] = 0
    score[:, 90:] = 0
    assert len(trace(score, min_length=20)) == 1
    assert trace(score, min_length=40) == []


def test_changes_elsewhere_change_nothing_here():
    score = np.zeros((700, 160), dtype=np.float32)
    score[20:140] = straight(angle_deg=20.0)
    score[500:620] = straight(angle_deg=-30.0)
    before = trace(score)
    score[500:620] = np.nan
    after = trace(score)
    assert np.array_equal(before[0], after[0])
    assert all(np.array_equal(a, b) for a, b in zip(trace(score), after))


def test_noise_makes_no_lines():
    rng = np.random.default_rng(3)
    noise = np.clip(rng.normal(0, 0.15, (300, 300)), 0, 1).astype(np.float32)
    assert trace(noise, min_length=20) == []


def test_points_do_not_depend_on_strips():
    score = np.zeros((1100, 60), dtype=np.float32)
    score[:, 30] = 1
    points = ridge_points(score, low=0.1, sigma=2.0)
    assert np.allclose(points.position[:, 1], 30)
    assert len(points.position) == 1098


def test_bad_threshold_and_cancel():
    with pytest.raises(LmaError, match="threshold"):
        trace(straight(), low=0.0)

    def stop(fraction):
        raise LmaCancelled

    with pytest.raises(LmaCancelled):
        trace(straight(), progress=stop)


def test_sample_reads_between_cells_and_ignores_missing_ones():
    raster = np.array([[0.0, 1.0], [np.nan, 3.0]], dtype=np.float32)
    assert sample(raster, np.array([[0.0, 0.25], [0.5, 1.0], [1.0, 0.4], [5.0, 5.0]])) == pytest.approx(
        [0.25, 2.0, 3.0, np.nan], nan_ok=True
    )
