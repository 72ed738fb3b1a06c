"""The map forward model against the profile and against its symmetries."""

import numpy as np
import pytest

from lma_qgis.core.forward.field import anomaly_field
from lma_qgis.core.forward.profile import anomaly_profile
from lma_qgis.core.forward.skewness import amplitude_factor, skewness_deg

FIELD, REMANENCE = (50.0, 20.0), (-30.0, 75.0)


def stripes(n=200, seed=4):
    """Return random polarity along one axis, A/m."""
    return 5.0 * np.repeat(np.sign(np.random.default_rng(seed).normal(size=n // 10)), 10)


def profile_of(source, strike):
    """Return the profile that runs to the right of the strike."""
    directions = (strike, *FIELD, *REMANENCE)
    theta, factor = skewness_deg(*directions), amplitude_factor(*directions)
    return anomaly_profile(source, 500.0, 3000.0, 3700.0, theta, factor)


def test_stripes_striking_north_equal_the_profile_towards_east():
    source = stripes()
    anomaly = anomaly_field(np.tile(source, (40, 1)), 500.0, 500.0, 3000.0, 3700.0, FIELD, REMANENCE)
    np.testing.assert_allclose(anomaly, np.tile(profile_of(source, 0.0), (40, 1)), atol=1e-6)


def test_stripes_striking_east_equal_the_profile_towards_south():
    source = stripes()
    anomaly = anomaly_field(np.tile(source[:, None], (1, 40)), 500.0, 500.0, 3000.0, 3700.0, FIELD, REMANENCE)
    np.testing.assert_allclose(anomaly, np.tile(profile_of(source, 90.0)[:, None], (1, 40)), atol=1e-6)


def test_cells_need_not_be_square():
    fine = np.repeat(np.repeat(np.random.default_rng(2).normal(size=(20, 20)), 4, 0), 8, 1)
    whole = anomaly_field(fine, 250.0, 500.0, 4000.0, 4500.0, FIELD, REMANENCE)
    coarse = anomaly_field(fine[:, ::2], 500.0, 500.0, 4000.0, 4500.0, FIELD, REMANENCE)
    middle = 0.5 * (whole[:, ::2] + whole[:, 1::2])
    assert np.sqrt(np.mean((middle - coarse) ** 2)) < 0.01 * coarse.std()


def test_vertical_case_commutes_with_turning_the_map():
    source = np.random.default_rng(3).normal(size=(30, 44))
    turned = anomaly_field(np.rot90(source), 700.0, 400.0, 2000.0, 2600.0)
    np.testing.assert_allclose(turned, np.rot90(anomaly_field(source, 400.0, 700.0, 2000.0, 2600.0)), atol=1e-8)


def test_field_is_linear_in_the_source():
    rng = np.random.default_rng(5)
    first, second = rng.normal(size=(2, 20, 20))
    both = anomaly_field(first + 3 * second, 500.0, 500.0, 2000.0, 2500.0, FIELD, REMANENCE)
    parts = [anomaly_field(m, 500.0, 500.0, 2000.0, 2500.0, FIELD, REMANENCE) for m in (first, second)]
    np.testing.assert_allclose(both, parts[0] + 3 * parts[1], atol=1e-8)
    assert both.std() == pytest.approx(np.std(parts[0] + 3 * parts[1]))
