"""Scores have the values that geometry gives by hand, and chance gives chance."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lma_qgis.core.picks import scoring
from lma_qgis.core.picks.scoring import compare_at, compare_lines, compare_points, correctness_by_class, per_line
from lma_qgis.core.picks.stretches import Matches, Stretches, match


def line(north, west=0.0, east=100_000.0, turn=0.0):
    along = np.linspace(west, east, 41)
    return np.column_stack([along, north + np.tan(np.radians(turn)) * (along - (west + east) / 2)])


def family(rng, spacing=20_000.0, count=12, jitter=0.0):
    return [line(spacing * number + rng.normal(0, jitter), 0, 300_000) for number in range(count)]


def test_a_set_agrees_with_itself():
    lines = [line(0), line(20_000, turn=10)]
    found = compare_lines(lines, [part[::-1] for part in lines])
    assert (found.completeness, found.correctness, found.quality, found.f1) == (1, 1, 1, 1)
    assert found.median_distance == pytest.approx(0, abs=1e-6)
    assert found.median_angle == pytest.approx(0, abs=1e-6)


def test_shares_by_hand():
    # Half of the reference is found; two thirds of what was drawn is right.
    found = compare_lines([line(2_000, 0, 50_000), line(60_000, 0, 25_000)], [line(0)], tolerance=3_000, chance=False)
    assert found.completeness == pytest.approx(0.5, abs=0.03)
    assert found.correctness == pytest.approx(2 / 3, abs=0.01)
    assert found.quality == pytest.approx(50 / (75 + 50), abs=0.02)
    assert found.median_distance == pytest.approx(2_000, abs=1)
    assert (found.pick_km, found.reference_km) == pytest.approx((75, 100))


@given(st.floats(0, 9_000), st.floats(-40, 40))
@settings(max_examples=40, deadline=None)
def test_a_hit_needs_distance_and_direction(distance, turn):
    pick = np.array([[50_000.0, distance]]) + np.linspace(-500, 500, 3)[:, None] * [
        np.cos(np.radians(turn)),
        np.sin(np.radians(turn)),
    ]
    found = compare_lines([pick], [line(0)], 5_000, 25, chance=False)
    if abs(distance - 5_000) > 1 and abs(abs(turn) - 25) > 0.01:
        assert (found.correctness == 1) == (distance < 5_000 and abs(turn) < 25)


def test_the_nearer_line_that_points_elsewhere_does_not_hide_the_right_one():
    across = np.column_stack([np.full(21, 50_000.0), np.linspace(-10_000, 10_000, 21)])
    found = compare_lines([line(3_000, 45_000, 55_000)], [line(0), across], chance=False)
    assert found.correctness == 1
    assert set(found.picks.other.tolist()) == {0}


def test_chance_of_unrelated_lines_is_their_score():
    rng = np.random.default_rng(0)
    scores = []
    for _ in range(8):
        found = compare_lines(family(rng, jitter=6_000.0), family(rng, jitter=6_000.0))
        scores.append((found.f1, found.chance_f1))
    real, chance = np.mean(scores, axis=0)
    assert chance == pytest.approx(real, abs=0.08)


def test_chance_is_high_where_lines_are_dense():
    rng = np.random.default_rng(0)
    dense = compare_lines(family(rng, 8_000.0, 30), family(rng, 8_000.0, 30))
    sparse = compare_lines(family(rng, 40_000.0, 6), family(rng, 40_000.0, 6))
    assert dense.chance_f1 > 0.9
    assert sparse.chance_f1 < 0.5
    assert dense.f1 == sparse.f1 == 1


def test_moving_goes_the_same_way_whatever_the_drawing_direction():
    there, back = Stretches.of([line(0, turn=15)]), Stretches.of([line(0, turn=15)[::-1]])
    assert np.allclose(np.sort(there.moved(5_000).position, axis=0), np.sort(back.moved(5_000).position, axis=0))
    assert np.allclose(np.hypot(*(there.moved(5_000).position - there.position).T), 5_000)


def test_points():
    points = np.array([[10_000, 1_000], [20_000, -3_000], [30_000, 8_000], [200_000, 0]])
    found = compare_points([line(0)], points, 5_000)
    assert found.completeness == 0.5
    assert found.median_distance in (1_000, 3_000)
    assert all(np.isnan(value) for value in (found.correctness, found.quality, found.f1, found.chance_f1))


@pytest.mark.parametrize(("picks", "reference"), [([], [line(0)]), ([line(0)], []), ([], [])])
def test_empty_sets(picks, reference):
    found = compare_lines(picks, reference)
    assert found.completeness == 0 if reference else np.isnan(found.completeness)
    assert found.correctness == 0 if picks else np.isnan(found.correctness)
    assert np.isnan(found.median_distance)
    assert np.isnan(compare_points(picks, np.zeros((0, 2))).completeness)


def test_per_line_and_by_class():
    picks = [line(1_000), line(40_000), line(0, 90_000, 110_000)]
    found = compare_lines(picks, [line(100_000), line(0)], chance=False)
    share, distance, angle, other = per_line(found.pick_stretches, found.picks, 3)
    assert share.tolist()[:2] == [1, 0] and 0.5 < share[2] < 0.8
    assert distance[0] == pytest.approx(1_000) and np.isnan(distance[1])
    assert other.tolist() == [1, -1, 1]
    rows = correctness_by_class(found, [0.1, 0.5, np.nan])
    assert [round(km) for km, _ in rows] == [100, 100, 0, 20]
    assert rows[0][1] == 1 and rows[1][1] == 0 and np.isnan(rows[2][1])


@given(st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_scores_are_shares_and_f1_lies_between(seed):
    rng = np.random.default_rng(seed)
    sets = [[line(rng.uniform(0, 60_000), turn=rng.uniform(-30, 30)) for _ in range(rng.integers(1, 5))] for _ in "ab"]
    found = compare_lines(*sets, chance=False)
    swapped = compare_lines(*sets[::-1], chance=False)
    assert 0 <= found.quality <= 1 + 1e-9
    low, high = sorted((found.completeness, found.correctness))
    assert low - 1e-9 <= found.f1 <= high + 1e-9
    assert (found.completeness, found.correctness) == pytest.approx((swapped.correctness, swapped.completeness))


def crowd(rng, count=60):
    """Return lines that cross, touch and double each other."""
    start, angle = rng.uniform(0, 150_000, (count, 2)), rng.normal(1.4, 0.6, count)
    along = np.arange(0, rng.uniform(5_000, 40_000), 2_000.0)
    return [
        np.column_stack([x + along * np.sin(a + along / 2e5), y + along * np.cos(a + along / 2e5)])
        for (x, y), a in zip(start, angle)
    ]


@pytest.mark.parametrize(("tolerance", "largest"), [(2_000, 25), (10_000, 25), (10_000, 90)])
def test_matches_are_those_of_trying_everything(tolerance, largest):
    rng = np.random.default_rng(tolerance + largest)
    own, other = Stretches.of(crowd(rng)), Stretches.of(crowd(rng))
    found = match(own, other, tolerance, largest)
    for number in range(len(own.line)):
        away = own.position[number] - other.position
        unit = np.column_stack([np.sin(other.heading), np.cos(other.heading)])
        beyond = np.maximum(np.abs((away * unit).sum(axis=1)) - other.length / 2, 0)
        apart = np.hypot(away[:, 0] * unit[:, 1] - away[:, 1] * unit[:, 0], beyond)
        turn = np.degrees(np.arcsin(np.minimum(np.abs(np.sin(own.heading[number] - other.heading)), 1)))
        apart[(turn > largest) | (apart > tolerance)] = np.inf
        if np.isinf(apart.min()):
            assert found.other[number] == -1 and np.isnan(found.distance[number])
        else:
            assert found.other[number] == other.line[np.argmin(apart)]
            assert found.distance[number] == pytest.approx(apart.min())


def test_several_tolerances_are_as_good_as_each_alone():
    rng = np.random.default_rng(3)
    sets = crowd(rng), crowd(rng)
    for tolerance, found in zip((10_000, 3_000, 5_000), compare_at(*sets, (10_000, 3_000, 5_000))):
        alone = compare_lines(*sets, tolerance)
        for name in ("completeness", "correctness", "quality", "f1", "chance_f1", "median_distance", "median_angle"):
            assert getattr(found, name) == getattr(alone, name)


def test_each_line_alone_scores_as_among_many():
    rng = np.random.default_rng(6)
    lines = crowd(rng, 25)
    found = compare_lines(lines, crowd(rng), chance=False)
    together = per_line(found.pick_stretches, found.picks, 25)
    for number in range(25):
        own = np.flatnonzero(found.pick_stretches.line == number)
        one = found.pick_stretches.where(own)
        length, hit = one.length, found.picks.other[own] >= 0
        assert together[0][number] == pytest.approx(length[hit].sum() / length.sum())
        if hit.any():
            order = np.argsort(found.picks.distance[own][hit], kind="stable")
            total = np.cumsum(length[hit][order])
            middle = np.searchsorted(total, total[-1] / 2)
            near = found.picks.distance[own][hit][order][max(middle - 1, 0): middle + 2]
            assert together[1][number] in near
            assert together[3][number] == np.bincount(found.picks.other[own][hit], length[hit]).argmax()
        else:
            assert np.isnan(together[1][number]) and together[3][number] == -1


def test_a_hundred_thousand_lines_are_told_apart_in_seconds():
    count = 100_000
    one = np.ones(count)
    stretches = Stretches(np.zeros((count, 2)), 0 * one, 1000 * one, np.arange(count))
    start = time.process_time()
    share = per_line(stretches, Matches(one, one, np.arange(count)), count)[0]
    assert time.process_time() - start < 5 and share.tolist() == one.tolist()


def test_chance_of_very_long_sets_is_estimated_from_a_part(monkeypatch):
    rng = np.random.default_rng(9)
    sets = family(rng, jitter=3_000.0), family(rng, jitter=3_000.0)
    whole = compare_lines(*sets)
    monkeypatch.setattr(scoring, "CHANCE_STRETCHES", 300)
    part = compare_lines(*sets)
    assert part.chance_f1 == pytest.approx(whole.chance_f1, abs=0.05) and part.chance_f1 != whole.chance_f1
    assert part.f1 == whole.f1
