"""The rule by which picks are hidden, and what it does where attributes are unknown."""

import numpy as np
import pytest

from lma_qgis.core.picks import weak

GOOD = {"support": 0.8, "evidence": 0.7, "n_crossings": 4, "track_angle_deg": 80.0, "evidence_floor": 0.45}


def is_weak(**changes):
    return bool(weak.is_weak(**{**GOOD, **changes}))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, False),
        ({"support": 0.29}, True),
        ({"support": 0.3}, False),
        ({"n_crossings": 1}, True),
        ({"n_crossings": 2}, False),
        ({"n_crossings": 2, "track_angle_deg": 14.9}, True),
        ({"n_crossings": 3, "track_angle_deg": 14.9}, False),
        ({"evidence": 0.449}, True),
        ({"evidence": 0.45}, False),
        ({"evidence": 0.5, "n_crossings": 2}, True),
        ({"evidence": 0.56, "n_crossings": 2}, False),
    ],
)
def test_limits(changes, expected):
    assert is_weak(**changes) is expected


def test_unknown_attributes_hide_nothing():
    nothing = dict.fromkeys(("support", "evidence", "n_crossings", "track_angle_deg"), np.nan)
    assert not weak.is_weak(**nothing)


def test_evidence_that_a_run_could_not_give_is_not_enough_evidence():
    assert is_weak(evidence=np.nan)
    assert not is_weak(evidence=np.nan, evidence_floor=weak.NO_FLOOR)


def test_columns_give_columns():
    found = weak.is_weak([0.1, 0.9, np.nan], [0.9, 0.9, 0.9], [5, 1, np.nan], [90, 90, 3], 0.2)
    assert found.tolist() == [True, True, False]
