"""Skewness and amplitude of known geometries."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lma_qgis.core.forward.skewness import amplitude_factor, effective_inclination, skewness_deg

angle = st.floats(-180, 180)
inclination = st.floats(-89, 89)


def test_vertical_field_and_remanence_have_no_skewness():
    assert skewness_deg(37.0, 90.0, 0.0, 90.0, 0.0) == pytest.approx(0.0, abs=1e-9)
    assert amplitude_factor(37.0, 90.0, 0.0, 90.0, 0.0) == pytest.approx(1.0)


def test_equatorial_ridge_striking_east_has_inverted_anomalies():
    assert abs(skewness_deg(90.0, 0.0, 0.0, 0.0, 0.0)) == pytest.approx(180.0)
    assert amplitude_factor(90.0, 0.0, 0.0, 0.0, 0.0) == pytest.approx(1.0)


def test_equatorial_ridge_striking_north_has_no_anomaly():
    assert amplitude_factor(0.0, 0.0, 0.0, 0.0, 0.0) == pytest.approx(0.0, abs=1e-12)


@given(strike=angle, inc=inclination, dec=angle)
def test_effective_inclination_is_the_published_quotient(strike, inc, dec):
    across = np.sin(np.radians(strike - dec))
    found, length = effective_inclination(inc, dec, strike)
    if abs(across) > 1e-3 and abs(inc) > 1e-3:
        assert np.tan(np.radians(found)) * across == pytest.approx(np.tan(np.radians(inc)), rel=1e-6, abs=1e-9)
        assert length == pytest.approx(np.sin(np.radians(inc)) / np.sin(np.radians(found)), rel=1e-6)


@given(strike=angle, inc=inclination, dec=angle, rem_inc=inclination, rem_dec=angle)
def test_walking_the_other_way_mirrors_the_profile(strike, inc, dec, rem_inc, rem_dec):
    forward = skewness_deg(strike, inc, dec, rem_inc, rem_dec)
    backward = skewness_deg(strike + 180.0, inc, dec, rem_inc, rem_dec)
    if amplitude_factor(strike, inc, dec, rem_inc, rem_dec) > 1e-9:
        assert np.cos(np.radians(forward + backward)) == pytest.approx(1.0, abs=1e-6)
