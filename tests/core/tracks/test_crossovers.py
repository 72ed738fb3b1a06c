"""Crossings against brute force and against geometry."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lma_qgis.core.errors import LmaError
from lma_qgis.core.tracks.crossovers import find_crossovers
from lma_qgis.core.tracks.observations import Observations


def brute_force(obs):
    """Return the sorted crossing points of all pairs of steps on different tracks, one by one."""
    found = []
    steps = [i for i in range(len(obs) - 1) if obs.track[i] == obs.track[i + 1]]
    for n, i in enumerate(steps):
        for j in steps[n + 1 :]:
            if obs.track[i] == obs.track[j]:
                continue
            p, r = (
                np.array([obs.easting[i], obs.northing[i]]),
                np.array([obs.easting[i + 1] - obs.easting[i], obs.northing[i + 1] - obs.northing[i]]),
            )
            q, s = (
                np.array([obs.easting[j], obs.northing[j]]),
                np.array([obs.easting[j + 1] - obs.easting[j], obs.northing[j + 1] - obs.northing[j]]),
            )
            cross = r[0] * s[1] - r[1] * s[0]
            if cross == 0:
                continue
            t = ((q - p)[0] * s[1] - (q - p)[1] * s[0]) / cross
            u = ((q - p)[0] * r[1] - (q - p)[1] * r[0]) / cross
            if 0 <= t < 1 and 0 <= u < 1:
                found.append(tuple(np.round(p + t * r, 3)))
    return sorted(found)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 5), st.integers(2, 25))
def test_all_crossings_are_found_once(seed, tracks, points):
    rng = np.random.default_rng(seed)
    walk = np.cumsum(rng.normal(0, 700, (tracks, points, 2)), axis=1)
    obs = Observations.from_labels(
        walk[..., 0].ravel(),
        walk[..., 1].ravel(),
        rng.normal(size=tracks * points),
        np.repeat(np.arange(tracks), points),
    )
    short = np.hypot(*np.diff(walk, axis=1).reshape(-1, 2).T)
    if (short < 60).any():
        return
    found = find_crossovers(obs, max_interpolation=1e6)
    points = sorted(map(tuple, np.round(np.column_stack((found.easting, found.northing)), 3)))
    assert np.array(points).reshape(-1, 2) == pytest.approx(np.array(brute_force(obs)).reshape(-1, 2), abs=0.01)


def cross(step=400.0, shift=0.0):
    line = np.arange(-20, 21) * step + shift
    zero = np.zeros(41)
    return Observations.from_labels(
        np.concatenate((line, zero)),
        np.concatenate((zero, line)),
        np.concatenate((0.01 * line, 30 + 0.02 * line)),
        np.repeat(["a", "b"], 41),
    )


@pytest.mark.parametrize("shift", [0.0, 130.0])
def test_values_gradients_and_angle_at_a_crossing(shift):
    found = find_crossovers(cross(shift=shift))
    assert len(found) == 1
    assert (found.easting[0], found.northing[0]) == pytest.approx((0, 0), abs=1e-9)
    assert sorted([found.value_1[0], found.value_2[0]]) == pytest.approx([0.0, 30.0])
    assert sorted([found.gradient_1[0], found.gradient_2[0]]) == pytest.approx([0.01, 0.02])
    assert found.angle[0] == pytest.approx(90.0) and abs(found.error[0]) == pytest.approx(30.0)


def test_gaps_are_not_interpolated():
    assert len(find_crossovers(cross(step=3000.0))) == 0
    assert len(find_crossovers(cross(step=3000.0), max_interpolation=4000.0)) == 1
    with pytest.raises(LmaError):
        find_crossovers(cross(), max_interpolation=0.0)


def test_a_track_does_not_cross_itself_and_parallels_never_meet():
    angle = np.linspace(0, 4 * np.pi, 200)
    loop = Observations.from_labels(1e4 * np.cos(angle), 1e4 * np.sin(angle) + angle * 100, angle, np.zeros(200))
    assert len(find_crossovers(loop)) == 0
    line = np.arange(50) * 300.0
    twin = Observations.from_labels(np.tile(line, 2), np.repeat([0.0, 500.0], 50), np.zeros(100), np.repeat([0, 1], 50))
    assert len(find_crossovers(twin)) == 0


def test_a_ship_on_station_does_not_make_a_thousand_crossings():
    rng = np.random.default_rng(0)
    line = np.arange(-50, 51) * 200.0
    obs = Observations.from_labels(
        np.concatenate((line, rng.normal(0, 15, 3000))),
        np.concatenate((np.zeros(101), rng.normal(0, 15, 3000))),
        np.zeros(3101),
        np.repeat(["a", "station"], [101, 3000]),
    )
    assert len(find_crossovers(obs)) < 300


def test_crossings_of_one_track_can_be_left_out():
    rng = np.random.default_rng(1)
    walk = np.cumsum(rng.normal(0, 700, (4, 60, 2)), axis=1)
    obs = Observations.from_labels(
        walk[..., 0].ravel(), walk[..., 1].ravel(), np.zeros(240), np.repeat(np.arange(4), 60)
    )
    found = find_crossovers(obs, 1e6)
    left = found.without_track(2)
    assert 0 < len(left) < len(found) and not (left.track_1 == 2).any() and not (left.track_2 == 2).any()


def test_single_points_and_empty_tables():
    alone = Observations.from_labels([0.0, 1.0], [0.0, 1.0], [1.0, 2.0], ["a", "b"])
    assert len(find_crossovers(alone)) == 0


def test_time_grows_with_the_number_of_points():
    import time

    def cpu(count):
        rng = np.random.default_rng(0)
        tracks, per = 40, count // 40
        heading = rng.uniform(0, np.pi, tracks)
        along = (np.arange(per) - per / 2) * 300.0
        east = rng.uniform(0, 3e5, tracks)[:, None] + np.cos(heading)[:, None] * along
        north = rng.uniform(0, 3e5, tracks)[:, None] + np.sin(heading)[:, None] * along
        obs = Observations.from_labels(east.ravel(), north.ravel(), np.zeros(count), np.repeat(np.arange(tracks), per))
        start = time.process_time()
        find_crossovers(obs)
        return time.process_time() - start

    assert cpu(200_000) < 3.0
