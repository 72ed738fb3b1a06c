"""Search for half-rate and axis."""

from dataclasses import replace

import numpy as np
import pytest

from lma_qgis.core.errors import LmaCancelled, LmaError
from lma_qgis.core.forward.matching import find_match
from lma_qgis.core.forward.spreading import Spreading
from lma_qgis.geo import timescales

X = np.arange(-80.0, 80.5, 0.5)
RATES = np.arange(15.0, 50.0, 1.0)


@pytest.fixture(scope="module")
def model():
    return Spreading(timescales.load("gts2020"), skewness_deg=157.0)


@pytest.mark.parametrize(("rate", "axis"), [(29.0, 14.0), (22.0, -35.5), (40.0, 95.0)])
def test_the_true_rate_and_axis_are_found_under_noise_and_beat_chance(model, rate, axis):
    clean = replace(model, half_rate=rate, axis_km=axis).anomaly(X)
    noisy = clean + np.random.default_rng(3).normal(0, 0.4 * clean.std(), len(X))
    found = find_match(X, noisy, model, rates=RATES, reach_km=40.0)
    assert found.half_rate == pytest.approx(rate, abs=1.0)
    assert found.axis_km == pytest.approx(axis, abs=2.0)
    assert found.correlation > 0.85 > found.chance_p95


def test_a_profile_without_lineations_does_not_beat_chance(model):
    smooth = np.convolve(np.random.default_rng(5).normal(size=len(X) + 20), np.hanning(21), "valid")[: len(X)]
    found = find_match(X, smooth, model, rates=RATES, reach_km=40.0, draws=80)
    assert found.correlation < found.chance_p95 + 0.1
    assert found.correlation > 0.3


def test_asymmetry_is_found_when_it_is_searched(model):
    observed = replace(model, half_rate=29.0, asymmetry=0.1, axis_km=-12.0).anomaly(X)
    found = find_match(X, observed, model, rates=RATES[::2], reach_km=0.0, asymmetries=(-0.1, 0.0, 0.1), draws=10)
    assert (found.half_rate, found.asymmetry) == (29.0, 0.1)
    assert found.axis_km == pytest.approx(-12.0, abs=0.5)


def test_the_axis_is_searched_within_reach_only(model):
    observed = replace(model, half_rate=29.0, axis_km=95.0).anomaly(X)
    assert abs(find_match(X, observed, model, rates=[29.0], reach_km=0.0, draws=0).axis_km) <= 80.0
    assert find_match(X, observed, model, rates=[29.0], reach_km=20.0, draws=0).axis_km == pytest.approx(95.0, abs=0.5)


def test_gaps_are_left_out(model):
    clean = replace(model, half_rate=29.0, axis_km=10.0).anomaly(X)
    clean[:60] = np.nan
    found = find_match(X, clean, model, rates=RATES, reach_km=40.0, draws=0)
    assert (found.half_rate, found.axis_km) == (29.0, pytest.approx(10.0, abs=0.5))
    assert np.isnan(found.chance_p95)


def test_nothing_to_fit_is_refused_and_cancel_stops(model):
    for values in (np.full(len(X), np.nan), np.zeros(len(X))):
        with pytest.raises(LmaError, match="too short"):
            find_match(X, values, model, rates=RATES, reach_km=40.0)

    def stop(fraction):
        raise LmaCancelled

    with pytest.raises(LmaCancelled):
        find_match(X, np.sin(X), model, rates=RATES, reach_km=40.0, progress=stop)
