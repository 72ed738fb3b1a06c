"""Only what cannot be is rejected; every record with a magnetic value is accounted for."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lma_qgis.core.tracks import cleaning
from lma_qgis.core.tracks.records import Records, concatenate


def cruise(count=200, survey="A", **columns):
    """A ship going north at 5 m/s, one record a minute."""
    made = {
        "survey": survey,
        "time": 3e8 + 60.0 * np.arange(count),
        "total": np.full(count, 45_000.0),
        "residual": 100 * np.sin(np.arange(count) / 20),
    }
    made.update(columns)
    longitude = made.pop("longitude", np.full(count, 30.0))
    latitude = made.pop("latitude", 40 + np.arange(count) * 300.0 / 111_195.0)
    return Records.of(longitude, latitude, **made)


def altered(index, **values):
    records = cruise()
    columns = {name: getattr(records, name).copy() for name in values}
    for name, value in values.items():
        columns[name][index] = value
    return records.replaced(**columns)


def reasons(kept):
    return {reason: count for counts in kept.rejected.values() for reason, count in counts.items()}


def test_a_good_cruise_loses_nothing():
    kept = cleaning.reject_impossible(cruise())
    assert len(kept.records) == 200 and reasons(kept) == {} and not any(kept.flags)


@pytest.mark.parametrize(
    ("index", "values", "reason"),
    [
        (50, {"latitude": 95.0}, cleaning.POSITION),
        (50, {"longitude": np.nan}, cleaning.POSITION),
        (50, {"longitude": 3.0}, cleaning.SPEED),
        (slice(50, 55), {"latitude": 45.0}, cleaning.SPEED),
        (0, {"longitude": -30.0}, cleaning.SPEED),
        (199, {"longitude": -30.0}, cleaning.SPEED),
        (50, {"time": 3e8 - 1e6}, cleaning.REVERSAL),
        (50, {"time": 3e8 + 1e7}, cleaning.REVERSAL),
        (50, {"total": 99_999.0, "residual": 8_344.0}, cleaning.VALUE),
    ],
)
def test_the_impossible_is_rejected_with_its_reason(index, values, reason):
    kept = cleaning.reject_impossible(altered(index, **values))
    lost = len(np.arange(200)[index : index + 1 if isinstance(index, int) else None]) if isinstance(index, int) else 5
    assert reasons(kept) == {reason: lost} and len(kept.records) == 200 - lost


def test_an_impossible_value_beside_a_good_one_is_blanked_and_flagged():
    kept = cleaning.reject_impossible(altered(50, total=0.0))
    assert len(kept.records) == 200 and np.isnan(kept.records.total[50]) and kept.flags[50] == {cleaning.TOTAL_OUTSIDE}
    kept = cleaning.reject_impossible(altered(50, residual=8_344.0))
    assert np.isnan(kept.records.residual[50]) and kept.flags[50] == {cleaning.ANOMALY_RANGE}


def test_duplicates_count_once_also_across_files():
    records = cruise()
    kept = cleaning.reject_impossible(concatenate([records, cruise(survey="B"), records]))
    assert len(kept.records) == 400 and kept.rejected["A"] == {cleaning.DUPLICATE: 200} and not kept.rejected["B"]


def test_a_jump_that_stays_is_a_gap_and_not_an_error():
    records = cruise()
    kept = cleaning.reject_impossible(
        records.replaced(latitude=np.where(np.arange(200) > 100, 1.0, 0.0) + records.latitude)
    )
    assert len(kept.records) == 200


def test_a_leg_in_the_wrong_place_is_moved_and_not_lost():
    records = cruise()
    order = np.concatenate((np.arange(0, 100), np.arange(140, 200), np.arange(100, 140)))
    kept = cleaning.reject_impossible(records.where(order))
    assert len(kept.records) == 200 and (np.diff(kept.records.time) > 0).all()


def test_a_shuffled_file_is_sorted():
    order = np.random.default_rng(0).permutation(200)
    kept = cleaning.reject_impossible(cruise().where(order))
    assert len(kept.records) == 200 and (np.diff(kept.records.time) > 0).all()


def test_a_clock_that_fails_all_along_costs_no_records():
    """Some archives write minute 1 as 10: every hour begins with times that run backwards."""
    records = cruise(600)
    minute = (np.arange(600) % 60).astype(float)
    wrong = np.where((minute > 0) & (minute < 6), minute * 10, minute)
    kept = cleaning.reject_impossible(records.replaced(time=records.time + 60 * (wrong - minute)))
    assert len(kept.records) == 600 and (np.diff(kept.records.time) >= 0).all()
    assert np.abs(kept.records.time - records.time).max() < 601
    assert sum("time interpolated" in flags for flags in kept.flags) > 30


def test_the_date_line_is_no_jump():
    records = cruise(longitude=(179.9 + np.arange(200) * 0.002 + 180) % 360 - 180)
    kept = cleaning.reject_impossible(records)
    assert len(kept.records) == 200 and np.ptp(np.sign(kept.records.longitude)) == 2


def test_longitudes_beyond_180_are_wrapped_and_others_untouched():
    kept = cleaning.reject_impossible(cruise(longitude=np.full(200, 271.25)))
    assert set(kept.records.longitude) == {-88.75}
    kept = cleaning.reject_impossible(cruise(longitude=np.full(200, -88.75019)))
    assert set(kept.records.longitude) == {-88.75019}


def test_without_times_positions_still_speak():
    records = cruise(time=np.full(200, np.nan))
    records.longitude[50] = 3.0
    kept = cleaning.reject_impossible(records)
    assert reasons(kept) == {cleaning.SPEED: 1}


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_kept_and_rejected_add_up_whatever_the_records_are(data):
    count = data.draw(st.integers(0, 60))
    rng = np.random.default_rng(data.draw(st.integers(0, 10_000)))
    columns = {}
    for name, low, high in (
        ("longitude", -400, 400),
        ("latitude", -100, 100),
        ("total", 0, 90_000),
        ("residual", -9_000, 9_000),
        ("time", 0, 1e5),
    ):
        columns[name] = np.where(rng.random(count) < 0.2, np.nan, np.round(rng.uniform(low, high, count), 1))
    survey = rng.choice(["A", "B"], count) if count else np.zeros(0, dtype=object)
    records = Records.of(columns.pop("longitude"), columns.pop("latitude"), survey=survey, **columns)
    kept = cleaning.reject_impossible(records)
    assert len(kept.records) + sum(reasons(kept).values()) >= len(kept.records)
    total = sum(sum(counts.values()) for counts in kept.rejected.values())
    assert len(kept.records) + total == np.count_nonzero(records.magnetic)
    assert len(kept.flags) == len(kept.records) and kept.records.magnetic.all()
