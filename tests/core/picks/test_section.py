"""Sections across picks."""

import numpy as np
import pytest

from lma_qgis.core.picks.section import Frame, crossings, cuts, frame_of
from lma_qgis.core.tracks.observations import Observations


@pytest.mark.parametrize(("strike", "azimuth"), [(90, 0), (80, -10), (0, 90), (30, 120), (50, -40), (170, 80)])
def test_east_or_north_is_right_whatever_the_sense_of_the_line(strike, azimuth):
    direction = np.array([np.sin(np.radians(strike)), np.cos(np.radians(strike))])
    line = np.array([[1e5, 2e5]]) + np.linspace(-2e4, 2e4, 9)[:, None] * direction
    for sense in (line, line[::-1]):
        frame = frame_of(sense)
        assert frame.azimuth_deg == pytest.approx(azimuth)
        assert (frame.easting, frame.northing) == (pytest.approx(1e5), pytest.approx(2e5))


def test_local_and_points_are_inverse():
    frame = Frame(1000.0, 2000.0, 63.0)
    across, along = frame.local(*frame.points([-3.0, 0.0, 8.5]))
    np.testing.assert_allclose(across, [-3.0, 0.0, 8.5])
    np.testing.assert_allclose(along, 0.0, atol=1e-12)


def track(name, x, y, value):
    return {"easting": x, "northing": y, "value": value, "label": [name] * len(x)}


def observations(*tracks):
    joined = {key: np.concatenate([np.asarray(t[key]) for t in tracks]) for key in tracks[0]}
    return Observations.from_labels(joined["easting"], joined["northing"], joined["value"], joined["label"])


def test_each_crossing_track_is_one_curve_and_tracks_along_strike_are_not():
    y = np.arange(-60e3, 60e3, 500.0)
    x = np.arange(-60e3, 60e3, 500.0)
    far = track("far", np.full(y.size, 18e3), y[::-1], -y[::-1])
    near = track("near", np.full(y.size, -4e3), y, y)
    along_strike = track("along", x, np.full(x.size, 7e3), x)
    outside = track("outside", np.full(y.size, 40e3), y, y)
    frame = Frame(0.0, 0.0, 0.0)
    found = crossings(frame, observations(far, near, along_strike, outside), 50.0, 25.0)
    assert [crossing.name for crossing in found] == ["near", "far"]
    assert found[0].offset_km == pytest.approx(4.0) and found[1].offset_km == pytest.approx(-18.0)
    np.testing.assert_allclose(found[0].across_km, found[0].value / 1000.0)
    assert np.abs(found[0].across_km).max() <= 50.0


def test_a_gap_makes_two_curves():
    y = np.concatenate((np.arange(-50e3, -10e3, 500.0), np.arange(10e3, 50e3, 500.0)))
    found = crossings(Frame(0, 0, 0), observations(track("t", np.zeros(y.size), y, y)), 60.0, 20.0)
    assert len(found) == 2


def test_cuts_are_where_the_section_meets_other_lines_once_each():
    lines = [
        np.array([[-10e3, 20e3], [10e3, 30e3]]),
        np.array([[5e3, -40e3], [50e3, -40e3]]),
        np.array([[30e3, 10e3], [50e3, 10e3]]),
        np.array([[-10e3, 90e3], [10e3, 90e3]]),
        np.array([[-10e3, 8e3], [10e3, 8e3], [-10e3, 12e3]]),
    ]
    vertices = np.concatenate(lines)
    owner = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    found = cuts(Frame(0.0, 0.0, 0.0), vertices, owner, 60.0, 10.0)
    assert found == {0: pytest.approx(25.0), 1: pytest.approx(-40.0), 4: pytest.approx(8.0)}
    assert cuts(Frame(0, 0, 0), np.zeros((0, 2)), np.zeros(0, int), 10, 10) == {}
