"""Crossings are counted once per track line, at the angle at which they happen."""

import numpy as np
import pytest

from lma_qgis.core.picks.crossings import TrackSegments, angle_to_nearest_track, axial_difference, find_crossings


def tracks(*lines, surveys=None):
    points = np.concatenate(lines)
    code = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    survey = code if surveys is None else np.asarray(surveys)[code]
    return TrackSegments.from_points(points[:, 0], points[:, 1], code, survey)


def straight(start, heading_deg, length=100_000.0, step=300.0):
    along = np.arange(0, length, step)
    heading = np.radians(heading_deg)
    return np.asarray(start) + along[:, None] * np.array([np.sin(heading), np.cos(heading)])


PICK = straight((137.0, 0.0), 90, 100_000, 1000.0)


@pytest.mark.parametrize("angle", [10, 35, 60, 90])
def test_crossing_angle(angle):
    track = straight((50_000 - 50_000 * np.cos(np.radians(angle)), -50_000 * np.sin(np.radians(angle))), 90 - angle)
    found = find_crossings([PICK], tracks(track))
    assert found.angle == pytest.approx([angle], abs=1e-6)
    assert found.vertex.tolist() == [49] or abs(found.vertex[0] - 50) <= 1


def test_every_track_is_found_and_distant_ones_are_not():
    lines = [straight((x, -30_000.0), 0, 60_000) for x in np.arange(5_000, 100_000, 10_000.0)]
    lines.append(straight((0.0, 40_000.0), 90))
    found = find_crossings([PICK, PICK + [0, 20_000]], tracks(*lines))
    assert sorted(found.line[found.pick == 0].tolist()) == list(range(10))
    assert (found.pick == 1).sum() == 10


def test_a_gap_in_the_track_is_not_a_crossing():
    track = straight((50_000.0, -30_000.0), 0, 60_000)
    with_gap = track[np.abs(track[:, 1]) > 4_000]
    assert len(find_crossings([PICK], tracks(track)).pick) == 1
    assert len(find_crossings([PICK], tracks(with_gap)).pick) == 0


def test_coarsely_sampled_track_still_crosses():
    assert len(find_crossings([PICK], tracks(straight((50_000.0, -60_000.0), 0, 120_000, 12_000.0))).pick) == 1


def test_angle_to_nearest_track():
    along = straight((0.0, 2_000.0), 90)
    across = [straight((x, -30_000.0), 0, 60_000) for x in (20_000.0, 60_000.0)]
    assert angle_to_nearest_track([PICK], tracks(along))[0] == pytest.approx(0, abs=1e-6)
    assert angle_to_nearest_track([PICK], tracks(*across))[0] == pytest.approx(90)
    assert np.isnan(angle_to_nearest_track([PICK], tracks(along + [0, 60_000]))[0])


def test_axes_have_no_direction():
    assert axial_difference(np.radians(10), np.radians(200)) == pytest.approx(10)
    assert axial_difference(np.radians(170), np.radians(10)) == pytest.approx(20)


def test_without_tracks_or_picks():
    none = tracks(np.zeros((1, 2)))
    assert len(find_crossings([PICK], none).pick) == 0
    assert len(find_crossings([], tracks(PICK)).pick) == 0
    assert np.isnan(angle_to_nearest_track([PICK], none)).all()


@pytest.mark.parametrize("count", [0, 1])
def test_tracks_without_a_segment_cross_nothing(count):
    nowhere = np.zeros(count)
    tracks = TrackSegments.from_points(nowhere, nowhere, nowhere.astype(int), nowhere.astype(int))
    line = np.array([[-1000.0, 0.0], [1000.0, 0.0]])
    assert not len(find_crossings([line], tracks).pick)
    assert np.isnan(angle_to_nearest_track([line], tracks)).all()
