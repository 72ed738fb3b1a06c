"""Closed-form anomaly of blocks against independent computations."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import fft

from lma_qgis.core.errors import LmaError
from lma_qgis.core.forward.blocks import block_anomaly, deskew
from lma_qgis.core.forward.profile import anomaly_profile

EDGES = np.array([-40e3, -22e3, -9e3, 9e3, 22e3, 40e3])
TOP, BOTTOM = 2500.0, 3000.0


def supersampled(edges, signs, theta, span=2.0e6, step=4.0):
    """Return x and anomaly by FFT of a supersampled block model, written without the plugin.

    Each sample holds the exact mean of the block model over its cell, so only sinc(k step/2) is left to divide out.
    """
    count = int(span / step)
    x = (np.arange(count) - count // 2) * step
    right = x + step / 2
    model = np.full(count, float(signs[0]))
    for edge, jump in zip(edges, np.diff(signs)):
        model += jump * np.clip((right - edge) / step, 0, 1)
    k = 2 * np.pi * fft.fftfreq(count, step)
    gain = 200 * np.pi * (np.exp(-np.abs(k) * TOP) - np.exp(-np.abs(k) * BOTTOM))
    spectrum = fft.fft(model - signs[0]) * gain * np.exp(1j * np.radians(theta) * np.sign(k))
    return x, fft.ifft(spectrum / np.sinc(k * step / (2 * np.pi))).real


@pytest.mark.parametrize("theta", [0.0, 37.0, 90.0, -153.0, 180.0])
def test_equals_the_fft_of_a_supersampled_model_to_one_millionth(theta):
    # No net moment, so that the periodic copies of the FFT fade with a high power of their distance.
    edges = np.array([-30e3, -20e3, -10e3, 0.0, 10e3, 20e3])
    signs = np.array([0.0, 5.0, -5.0, 0.0, -5.0, 5.0, 0.0])
    x, expected = supersampled(edges, signs, theta)
    near = np.abs(x) < 80e3
    found = block_anomaly(x[near], edges, signs, TOP, BOTTOM, theta)
    assert np.max(np.abs(found - expected[near])) < 1e-6 * np.max(np.abs(expected))


def test_equals_the_sampled_profile_of_the_same_blocks():
    x = np.arange(-200e3, 200e3, 250.0)
    signs = np.array([1.0, -1, 1, -1, 1, -1, 1])
    fine = np.repeat(x, 10) + np.tile((np.arange(10) - 4.5) * 25.0, len(x))
    sampled = signs[np.searchsorted(EDGES, fine)].reshape(-1, 10).mean(axis=1)
    spectral = anomaly_profile(5 * sampled, 250.0, TOP, BOTTOM, 40.0)
    closed = block_anomaly(x, EDGES, 5 * signs, TOP, BOTTOM, 40.0)
    inner = np.abs(x) < 100e3
    assert np.max(np.abs(spectral - closed)[inner]) < 0.01 * np.ptp(closed)


@settings(max_examples=30, deadline=None)
@given(st.floats(-180, 180), st.floats(500, 6000), st.floats(100, 3000))
def test_skewness_symmetries(theta, top, thickness):
    x = np.linspace(-60e3, 60e3, 241)
    model = (EDGES, np.array([1.0, -1, 1, -1, 1, -1, 1]), top, top + thickness)
    here = block_anomaly(x, *model, theta)
    np.testing.assert_allclose(block_anomaly(x, *model, theta + 180), -here, atol=1e-9)
    np.testing.assert_allclose(block_anomaly(x, *model, -theta)[::-1], here, atol=1e-9)


def test_zero_is_symmetric_positive_over_the_block_and_ninety_is_antisymmetric():
    x = np.linspace(-60e3, 60e3, 241)
    block = (np.array([-9e3, 9e3]), np.array([-1.0, 1.0, -1.0]), TOP, BOTTOM)
    upright, skewed = block_anomaly(x, *block, 0.0), block_anomaly(x, *block, 90.0)
    np.testing.assert_allclose(upright, upright[::-1], atol=1e-9)
    np.testing.assert_allclose(skewed, -skewed[::-1], atol=1e-9)
    assert upright[120] > 0


def test_deskewing_returns_the_upright_anomaly():
    x = np.arange(-300e3, 300e3, 500.0)
    block = (EDGES, np.array([-1.0, 1, -1, 1, -1, 1, -1]), TOP, BOTTOM)
    upright = block_anomaly(x, *block, 0.0)
    turned = deskew(block_anomaly(x, *block, -150.0), -150.0)
    inner = np.abs(x) < 150e3
    assert np.max(np.abs(turned - upright)[inner]) < 0.02 * np.ptp(upright)
    assert deskew([3.0], 40.0).tolist() == [0.0]


def test_a_layer_above_the_sensor_is_refused():
    with pytest.raises(LmaError):
        block_anomaly([0.0], [0.0], [0.0, 1.0], 0.0, 500.0)
