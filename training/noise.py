"""Random fields and series with a chosen correlation, shared by the simulator's parts."""

from __future__ import annotations

import numpy as np
from scipy import fft


def fractal(rng, shape, exponent, longest=None):
    """Return a random field with a power-law spectrum, zero mean and unit standard deviation.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    shape : tuple of int
        Rows, columns.
    exponent : float
        Power falls as wavenumber to the minus ``exponent``.
    longest : float, optional
        Longest wavelength kept, cells.

    Returns
    -------
    numpy.ndarray of float64, shape (rows, cols)
    """
    k = np.hypot(fft.fftfreq(shape[0])[:, None], fft.rfftfreq(shape[1])[None, :])
    lowest = 1.0 / (longest or max(shape))
    gain = np.where(k >= lowest, np.maximum(k, lowest) ** (-exponent / 2), 0.0)
    field = fft.irfft2(fft.rfft2(rng.standard_normal(shape)) * gain, shape)
    return (field - field.mean()) / field.std()


def drift(rng, distance_m, wavelength_m):
    """Return a smooth random series of unit variance along a track.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    distance_m : numpy.ndarray
        Distance along the track, metres.
    wavelength_m : float
        Typical wavelength, metres.

    Returns
    -------
    numpy.ndarray of float64
        A sum of six sinusoids with random wavelengths around ``wavelength_m`` and random phases.
    """
    wavelength = wavelength_m * np.exp(rng.uniform(-0.7, 0.7, 6))
    phase = rng.uniform(0, 2 * np.pi, 6)
    return np.sin(2 * np.pi * distance_m[:, None] / wavelength + phase).sum(axis=1) / np.sqrt(3.0)
