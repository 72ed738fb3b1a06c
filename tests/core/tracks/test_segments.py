"""Lines: cut where a navigator would cut, and nowhere else."""

import csv
import gzip

import numpy as np
import pytest

from lma_qgis.core.tracks.segments import split_lines, unroll
from tests import data


def legs(*corners, step=300.0):
    """Return points every ``step`` metres along straight legs."""
    x, y = [np.array([corners[0][0]])], [np.array([corners[0][1]])]
    for (x0, y0), (x1, y1) in zip(corners, corners[1:]):
        part = np.arange(1, round(np.hypot(x1 - x0, y1 - y0) / step) + 1) * step / np.hypot(x1 - x0, y1 - y0)
        x.append(x0 + part * (x1 - x0))
        y.append(y0 + part * (y1 - y0))
    return np.concatenate(x), np.concatenate(y)


def test_a_straight_track_is_one_line():
    x, y = legs((0.0, 0.0), (30e3, 200e3))
    assert set(split_lines(x, y)) == {0}


def test_survey_lines_and_the_transits_between_them_are_separate():
    x, y = legs((0.0, 0.0), (0.0, 100e3), (12e3, 100e3), (12e3, 0.0), (24e3, 0.0), (24e3, 100e3))
    lines = split_lines(x, y)
    assert lines.max() == 4
    for line, length in enumerate((100e3, 12e3, 100e3, 12e3, 100e3)):
        assert np.count_nonzero(lines == line) * 300.0 == pytest.approx(length, abs=1500.0)


@pytest.mark.parametrize("sigma", [50.0, 150.0, 300.0])
def test_jitter_of_the_positions_does_not_cut(sigma):
    rng = np.random.default_rng(1)
    x, y = legs((0.0, 0.0), (0.0, 300e3), (20e3, 300e3), (20e3, 0.0))
    lines = split_lines(x + rng.normal(0, sigma, x.shape), y + rng.normal(0, sigma, y.shape))
    assert lines.max() == 2


def test_a_short_dogleg_does_not_cut_but_a_reversal_does():
    x, y = legs((0.0, 0.0), (0.0, 50e3), (2e3, 50e3), (2e3, 100e3))
    assert split_lines(x, y).max() == 0
    x, y = legs((0.0, 0.0), (0.0, 50e3), (1.5e3, 50e3), (1.5e3, 0.0))
    assert split_lines(x, y).max() >= 1


def test_gaps_pauses_reversed_time_and_a_new_survey_cut():
    x, y = legs((0.0, 0.0), (0.0, 60e3))
    time = np.arange(len(x)) * 60.0
    gap = np.where(y > 30e3, y + 6e3, y)
    assert split_lines(x, gap, time).max() == 1
    assert split_lines(x, y, time + np.where(y > 30e3, 7200.0, 0.0)).max() == 1
    assert split_lines(x, y, time - np.where(y > 30e3, 4000.0, 0.0)).max() == 1
    assert split_lines(x, y, time, np.where(y > 30e3, 7, 3)).max() == 1
    assert split_lines(x, y, np.full(len(x), np.nan)).max() == 0


def test_coarse_sampling_is_not_a_gap():
    x, y = legs((0.0, 0.0), (0.0, 400e3), step=8e3)
    assert split_lines(x, y, np.arange(len(x)) * 1800.0).max() == 0


def test_stars_scatter_coarse_positions_without_cutting():
    rng = np.random.default_rng(4)
    x, y = legs((0.0, 0.0), (0.0, 600e3), step=4.5e3)
    lines = split_lines(x + rng.normal(0, 1.5e3, x.shape), y + rng.normal(0, 1.5e3, y.shape))
    assert lines.max() <= 1


def test_a_ship_on_station_is_not_cut_into_pieces():
    rng = np.random.default_rng(2)
    x = np.concatenate((np.linspace(-50e3, 0, 160), rng.normal(0, 60, 500)))
    assert split_lines(x, rng.normal(0, 60, len(x))).max() == 0


def test_points_too_few_to_have_a_heading():
    assert len(split_lines([], [])) == 0
    assert split_lines([1.0], [2.0]).tolist() == [0]
    assert split_lines([1.0, 1.0], [2.0, 2.0]).tolist() == [0, 0]


def test_unrolling_keeps_steps_across_the_date_line():
    longitude = np.array([179.9, -179.9, -179.7])
    east, north = unroll(longitude, [60.0, 60.0, 60.0])
    assert np.diff(east) == pytest.approx(np.radians(0.2) * 6_371_000.0 * 0.5)
    assert north == pytest.approx(0.0)


def test_the_real_survey_gives_its_north_south_lines_and_short_transits():
    with gzip.open(data.path("galapagos_sc_west/tracks.csv.gz"), "rt", encoding="ascii") as stream:
        rows = list(csv.DictReader(stream))
    time = np.array([row["utc"].rstrip("Z") for row in rows], dtype="datetime64[s]").astype(float)
    east, north = unroll([float(row["lon"]) for row in rows], [float(row["lat"]) for row in rows])
    lines = split_lines(east, north, time)
    ends = np.append(np.flatnonzero(np.diff(lines)), len(lines) - 1)
    starts = np.concatenate(([0], ends[:-1] + 1))
    heading = np.degrees(np.arctan2(east[ends] - east[starts], north[ends] - north[starts]))
    along = np.abs(np.abs(heading) - 90) > 65
    length = np.hypot(east[ends] - east[starts], north[ends] - north[starts])
    assert 12 <= len(ends) <= 20
    assert np.count_nonzero(along & (length > 100e3)) == 9
    assert length[along].sum() > 0.85 * length.sum()
