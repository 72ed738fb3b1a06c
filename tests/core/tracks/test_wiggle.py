"""Wiggles: curves where they belong, areas that add up."""

import numpy as np
import pytest

from lma_qgis.core.tracks.observations import Observations
from lma_qgis.core.tracks.wiggle import wiggles


def track(heading=0.0, count=241, step=500.0, reverse=False):
    along = np.arange(count) * step
    value = 100 * np.sin(2 * np.pi * along / 30_000.0)
    east, north = along * np.sin(np.radians(heading)), along * np.cos(np.radians(heading))
    if reverse:
        east, north, value = east[::-1], north[::-1], value[::-1]
    return Observations.from_labels(east, north, value, np.zeros(count))


def area(ring):
    return abs(np.sum(ring[:-1, 0] * ring[1:, 1] - ring[1:, 0] * ring[:-1, 1])) / 2


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize(
    ("heading", "east", "north"), [(0, 1, 0), (180, 1, 0), (90, 0, 1), (270, 0, 1), (45, 0.7071, -0.7071)]
)
def test_positive_points_east_or_north_whichever_way_the_ship_sailed(heading, east, north, reverse):
    drawn = wiggles(track(heading, reverse=reverse), 20.0)
    obs = track(heading, reverse=reverse)
    rings = np.concatenate(drawn.areas)
    middle = np.column_stack((obs.easting, obs.northing)).mean(axis=0)
    offset = (rings - middle) @ [east, north]
    along_normal = offset - offset.min()
    assert along_normal.max() == pytest.approx(5000.0, abs=2.0)


def test_areas_are_the_integral_of_the_positive_anomaly():
    drawn = wiggles(track(), 20.0)
    assert len(drawn.areas) == 4
    # ∫ of half a wave of 100 nT: 100 · 30 km / π, drawn 1 km per 20 nT.
    expected = 100 * 30_000 / np.pi / 20 * 1000
    assert [area(ring) for ring in drawn.areas] == pytest.approx([expected] * 4, rel=0.005)
    assert drawn.peaks == pytest.approx([100.0] * 4)


def test_rings_are_closed_and_curves_cross_the_track_at_zero():
    drawn = wiggles(track(), 20.0)
    for ring in drawn.areas:
        assert (ring[0] == ring[-1]).all()
        assert np.abs(ring[:, 0]).min() == 0.0
    [curve] = drawn.curves
    zero = np.unique(np.round(curve[np.abs(curve[:, 0]) < 1e-6, 1], 2))
    assert zero == pytest.approx(np.arange(9) * 15_000.0, abs=0.1)


def test_an_azimuth_turns_every_track():
    drawn = wiggles(track(20.0), 20.0, azimuth=90.0)
    [curve] = drawn.curves
    assert curve[:, 1].max() == pytest.approx(120_000 * np.cos(np.radians(20)), abs=1e-6)
    straight = curve[:, 1] * np.tan(np.radians(20))
    assert np.abs(curve[:, 0] - straight).max() == pytest.approx(5000.0, abs=1.0)


def test_gaps_and_tracks_cut_curves():
    obs = track()
    keep = (obs.northing < 50_000) | (obs.northing > 60_000)
    assert len(wiggles(obs.where(keep), 20.0).curves) == 2
    two = Observations.from_labels(
        np.concatenate((obs.easting, obs.easting)),
        np.concatenate((obs.northing, obs.northing)),
        np.concatenate((obs.value, obs.value)),
        np.repeat(["a", "b"], len(obs)),
    )
    drawn = wiggles(two, 20.0)
    assert sorted(drawn.curve_tracks) == [0, 1] and len(drawn.areas) == 8


def test_lone_points_and_negative_tracks_give_no_area():
    alone = Observations.from_labels([0.0], [0.0], [50.0], ["a"])
    assert wiggles(alone, 20.0).curves == [] and wiggles(alone, 20.0).areas == []
    below = track().with_value(np.full(241, -10.0))
    assert wiggles(below, 20.0).areas == [] and len(wiggles(below, 20.0).curves) == 1


def test_a_hundred_thousand_points_are_quick():
    import time

    rng = np.random.default_rng(0)
    along = np.tile(np.arange(1000) * 300.0, 100)
    number = np.repeat(np.arange(100), 1000)
    obs = Observations.from_labels(number * 10_000.0, along, rng.normal(0, 50, 100_000), number)
    start = time.process_time()
    drawn = wiggles(obs, 20.0)
    assert len(drawn.curves) == 100 and time.process_time() - start < 5.0
