"""Archived or recomputed, and how far apart they are."""

import numpy as np
import pytest

from lma_qgis.core.tracks import anomaly, igrf
from lma_qgis.core.tracks.records import Records
from lma_qgis.paths import resource


@pytest.fixture(scope="module")
def model():
    return igrf.parse_shc(resource("data", "igrf", "igrf14.shc").read_text(encoding="ascii"))


@pytest.fixture
def records(model):
    longitude, latitude = np.full(10, -88.0), np.linspace(1.0, 2.0, 10)
    time = np.full(10, float(np.datetime64("1979-06-06", "s").astype(float)))
    truth = np.linspace(-300, 300, 10)
    total = truth + igrf.total_field(longitude, latitude, 0.0, igrf.decimal_year(time), model)
    residual = truth + 25.0
    total[2], residual[4], time[6] = np.nan, np.nan, np.nan
    return Records.of(longitude, latitude, survey="A", time=time, total=total, residual=residual)


def test_the_three_ways(records, model):
    truth = np.linspace(-300, 300, 10)
    values, recomputed = anomaly.choose(records, anomaly.ARCHIVED, model)
    assert np.isnan(values[4]) and not recomputed.any() and values[5] == pytest.approx(truth[5] + 25)
    values, recomputed = anomaly.choose(records, anomaly.RECOMPUTED_FIRST, model)
    assert values == pytest.approx(truth + 25.0 * ~recomputed) and np.flatnonzero(~recomputed).tolist() == [2]
    values, recomputed = anomaly.choose(records, anomaly.RECOMPUTED, model)
    assert np.flatnonzero(np.isnan(values)).tolist() == [2]


def test_a_record_without_time_takes_its_neighbours(records, model):
    assert anomaly.recompute(records, model)[6] == pytest.approx(np.linspace(-300, 300, 10)[6], abs=0.01)
    timeless = records.replaced(time=np.full(10, np.nan))
    assert np.isnan(anomaly.recompute(timeless, model)).all()


def test_the_offset_of_each_survey_is_reported(records, model):
    other = records.replaced(survey=np.full(10, "B", dtype=object), residual=np.full(10, np.nan))
    from lma_qgis.core.tracks.records import concatenate

    found = anomaly.offsets(concatenate([records, other]), model)
    assert found["A"].median == pytest.approx(25.0) and found["A"].mad == pytest.approx(0.0, abs=1e-6)
    assert found["A"].count == 8 and found["B"].count == 0 and np.isnan(found["B"].median)
