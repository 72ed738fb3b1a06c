"""The one-dimensional forward model against its symmetries and published amplitudes."""

import numpy as np
import pytest

from lma_qgis import paths
from lma_qgis.core.errors import LmaError
from lma_qgis.core.forward.profile import anomaly_profile
from tests.core.forward.test_timescale import read


def block(n=2001, half_width=150):
    """Return a normally magnetised block in the middle of reversed crust, A/m."""
    x = np.arange(n) - n // 2
    return np.where(np.abs(x) <= half_width, 5.0, -5.0)


def test_zero_skewness_is_symmetric_and_positive_over_a_normal_block():
    anomaly = anomaly_profile(block(), 100.0, 2500.0, 3000.0, 0.0)
    np.testing.assert_allclose(anomaly, anomaly[::-1], atol=1e-9)
    assert anomaly[len(anomaly) // 2] > 50


def test_skewness_180_inverts():
    upright = anomaly_profile(block(), 100.0, 2500.0, 3000.0, 0.0)
    np.testing.assert_allclose(anomaly_profile(block(), 100.0, 2500.0, 3000.0, 180.0), -upright, atol=1e-9)


@pytest.mark.parametrize("theta", [90.0, -90.0])
def test_skewness_90_is_antisymmetric(theta):
    anomaly = anomaly_profile(block(), 100.0, 2500.0, 3000.0, theta)
    np.testing.assert_allclose(anomaly, -anomaly[::-1], atol=1e-9)
    assert np.abs(anomaly).max() > 50


@pytest.mark.parametrize("theta", [30.0, 60.0, 111.0, -145.0])
def test_energy_does_not_depend_on_skewness(theta):
    upright = anomaly_profile(block(8001), 100.0, 2500.0, 3000.0, 0.0)
    skewed = anomaly_profile(block(8001), 100.0, 2500.0, 3000.0, theta)
    assert np.sum(skewed**2) == pytest.approx(np.sum(upright**2), rel=1e-3)


def test_constant_magnetisation_has_no_anomaly():
    np.testing.assert_allclose(anomaly_profile(np.full(100, 7.0), 500.0, 2000.0, 2500.0, 40.0), 0.0, atol=1e-9)


@pytest.mark.parametrize("half_rate", [10.0, 25.0, 50.0, 75.0])
@pytest.mark.parametrize("top, low, high", [(2500.0, 124.0, 143.0), (4500.0, 62.0, 83.0)])
def test_amplitude_of_the_sea_surface_anomaly(half_rate, top, low, high):
    scale = read(paths.resource("data", "timescales", "gts2020.csv"))
    step = 100.0
    age = np.arange(0.0, 20.0, step / (half_rate * 1000.0))
    anomaly = anomaly_profile(5.0 * scale.polarity(age), step, top, top + 500.0)
    assert low - 2.0 <= np.sqrt(np.mean(anomaly**2)) <= high + 2.0


@pytest.mark.parametrize("top, bottom", [(-1.0, 500.0), (0.0, 500.0), (3000.0, 3000.0)])
def test_impossible_layers_are_refused(top, bottom):
    with pytest.raises(LmaError):
        anomaly_profile([1.0, -1.0], 100.0, top, bottom)


def test_a_short_profile_is_the_middle_of_a_long_one():
    short = np.array([5.0] * 6 + [-5.0] * 6)
    long = np.concatenate((np.full(2000, 5.0), short, np.full(2000, -5.0)))
    for theta in (0.0, 90.0):
        found = anomaly_profile(short, 200.0, 3000.0, 3500.0, theta)
        middle = anomaly_profile(long, 200.0, 3000.0, 3500.0, theta)[2000:2012]
        assert np.abs(found - middle).max() < 0.1 * np.abs(middle).max() + 1.0


def test_one_sample_is_a_profile():
    assert anomaly_profile([5.0], 100.0, 2000.0, 2500.0).shape == (1,)
