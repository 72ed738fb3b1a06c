"""Each attribute has the value that its definition gives by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lma_qgis.core.grid import Grid
from lma_qgis.core.picks.attributes import Layers, describe, mean_and_minimum, pick_id, quality
from lma_qgis.core.picks.crossings import TrackSegments

GRID = Grid(500_000.0, 200_000.0, 1000.0, 1000.0, 100, 120)
LINE = np.column_stack([np.full(81, 50.0), np.arange(20.0, 101.0)])


def wave(wavelength=20.0, amplitude=150.0, crest_row=50.0):
    row = np.arange(100.0)[:, None]
    return np.repeat(amplitude * np.cos(2 * np.pi * (row - crest_row) / wavelength), 120, axis=1).astype(np.float32)


def one(kind="crest", line=LINE, **rasters):
    rasters.setdefault("score", np.full(GRID.shape, 0.8, np.float32))
    return describe([line], kind, Layers(GRID, **rasters))[0]


def test_score_support_and_evidence():
    ramp = np.repeat(np.linspace(0, 1.19, 120)[None, :], 100, axis=0).astype(np.float32)
    record = one(score=ramp, support=ramp / 2, evidence=ramp - 0.6)
    assert record["score"] == pytest.approx(0.6, abs=1e-6)
    assert record["score_min"] == pytest.approx(0.2, abs=1e-6)
    assert record["support"] == pytest.approx(0.3, abs=1e-6)
    assert (record["evidence"], record["evidence_min"]) == pytest.approx((0.0, -0.4), abs=1e-6)


def test_unknown_is_nan():
    record = one()
    for name in ("support", "support_min", "evidence", "amplitude_nt", "position_sd_km", "n_crossings", "n_cruises"):
        assert np.isnan(record[name])
    assert record["quality"] == 2


@pytest.mark.parametrize(("missing", "known"), [(30, True), (50, False)])
def test_mostly_missing_is_unknown(missing, known):
    values = np.full(80, 0.5)
    values[:missing] = np.nan
    assert np.isfinite(mean_and_minimum(values)[0]) == known


@pytest.mark.parametrize(("kind", "sign"), [("crest", 1), ("trough", -1)])
def test_amplitude_of_a_wave_is_its_amplitude(kind, sign):
    record = one(kind, anomaly=sign * wave(amplitude=150.0) + 40)
    assert record["amplitude_nt"] == pytest.approx(150, rel=0.02)
    assert record["position_sd_km"] == pytest.approx(1 / np.sqrt(12), abs=0.02)


def test_position_spread_is_the_distance_to_the_crest():
    record = one(anomaly=wave(crest_row=51.5))
    assert record["position_sd_km"] == pytest.approx(np.sqrt(1.5**2 + 1 / 12), rel=0.03)


def test_amplitude_needs_a_trough_inside_the_data():
    field = wave(amplitude=150.0)
    field[:45] = np.nan
    assert one(anomaly=field)["amplitude_nt"] == pytest.approx(150, rel=0.02)
    field[55:] = np.nan
    assert np.isnan(one(anomaly=field)["amplitude_nt"])


def survey(columns, oblique=False):
    points, code = [], []
    for number, column in enumerate(columns):
        north = np.arange(105_000.0, 195_000.0, 400.0)
        east = 500_500.0 + 1000 * column + (4 * (north - 149_500.0) if oblique else 0)
        points.append(np.column_stack([np.broadcast_to(east, north.shape), north]))
        code.append(np.full(len(north), number))
    points, code = np.concatenate(points), np.concatenate(code)
    return TrackSegments.from_points(points[:, 0], points[:, 1], code, code // 2)


def test_tracks():
    record = one(tracks=survey([30, 50, 70, 90, 110]))
    assert (record["n_crossings"], record["n_cruises"]) == (4, 2)
    assert record["track_angle_deg"] == pytest.approx(90)


def test_oblique_tracks_do_not_count_as_crossing():
    record = one(tracks=survey([60], oblique=True))
    assert record["n_crossings"] == 0
    assert record["track_angle_deg"] == pytest.approx(np.degrees(np.arctan(1 / 4)), abs=0.5)
    assert record["quality"] == 3


def test_quality_classes():
    good = {"support": 0.7, "evidence": 0.6, "n_crossings": 4}
    assert quality(good, 0.2) == 1
    assert quality({**good, "evidence": 0.4}, 0.2) == 2
    assert quality({**good, "evidence": np.nan}, 0.2) == 2
    for weak in ({"support": 0.29}, {"evidence": 0.1}, {"n_crossings": 1}):
        assert quality({**good, **weak}, 0.2) == 3


def test_id_depends_on_kind_and_course_only():
    line = np.column_stack(GRID.to_metres(LINE[:, 0] + 0.21, LINE[:, 1] + 0.17))
    name = pick_id("crest", line, 1000.0)
    assert pick_id("crest", line + 1e-6, 1000.0) == name
    assert len({name, pick_id("trough", line, 1000.0), pick_id("crest", line + 2000.0, 1000.0)}) == 3
    assert [len(group) for group in name.split("-")] == [8, 8]


@given(st.lists(st.floats(-1, 1) | st.just(float("nan")), min_size=1, max_size=30))
@settings(max_examples=60, deadline=None)
def test_minimum_never_exceeds_mean(values):
    mean, lowest = mean_and_minimum(np.array(values))
    assert np.isnan(mean) == np.isnan(lowest)
    assert np.isnan(mean) or lowest <= mean + 1e-12
