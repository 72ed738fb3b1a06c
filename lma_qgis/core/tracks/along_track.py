"""Along-track filters: gradients, spikes, long wavelengths."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

# Limits that GMT's mgd77 tools derived from all MGD77 data of 1952 to 2006 (Chandler and Wessel 2008): nT/s, nT/m, nT.
TIME_GRADIENT = 0.29
SPACE_GRADIENT = 0.200
STEP = 38.0
_MAD_TO_SIGMA = 1.4826


def flag_gradients(value, time, along, line):
    """Return masks of records whose change from the one before exceeds GMT's limits.

    Parameters
    ----------
    value : numpy.ndarray, shape (n,)
        Anomaly, nT; NaN allowed.
    time, along : numpy.ndarray, shape (n,)
        Seconds; metres along the track.
    line : numpy.ndarray of int, shape (n,)
        Changes are measured within a line only.

    Returns
    -------
    dict of str to numpy.ndarray of bool
        By remark.
    """
    same = np.diff(line) == 0
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        change = np.where(same, np.abs(np.diff(value)), 0.0)
        by_time = change / np.diff(time) > TIME_GRADIENT
        by_space = change / np.diff(along) > SPACE_GRADIENT
        step = change > STEP
    by_time &= np.isfinite(np.diff(time)) & (np.diff(time) > 0)
    by_space &= np.diff(along) > 0
    named = (("over 0.29 nT/s", by_time), ("over 200 nT/km", by_space), ("step over 38 nT", step))
    return {name: np.concatenate(([False], mask))[: len(value)] for name, mask in named}


def hampel(value, along, line, window=6_000.0, limit=5.0, floor=10.0):
    """Return a mask of spikes: values far from the median of their neighbours on the line.

    The median is taken over a quarter of the window, so that flanks and crests of lineations are no
    spikes, and the scatter to compare with over the whole of it.

    Parameters
    ----------
    value : numpy.ndarray, shape (n,)
        Anomaly, nT; NaN is no spike.
    along : numpy.ndarray, shape (n,)
        Metres along the track, rising within a line.
    line : numpy.ndarray of int, shape (n,)
        Codes, each one run of neighbours.
    window : float
        Length of track, metres; both medians are over at least five samples whatever the spacing.
    limit : float
        In robust standard deviations (1.4826 × median absolute deviation).
    floor : float
        Smallest standard deviation assumed, nT, so that rounding of smooth data is no spike.

    Returns
    -------
    numpy.ndarray of bool, shape (n,)
    """
    spike = np.zeros(len(value), dtype=bool)
    known = np.flatnonzero(np.isfinite(value))
    if not len(known):
        return spike
    for run in np.split(known, np.flatnonzero(np.diff(line[known])) + 1):
        if len(run) < 5:
            continue
        spacing = max(np.median(np.diff(along[run])), 1.0)
        near, wide = (int(np.clip(length / spacing, 5, 501)) | 1 for length in (window / 4, window))
        deviation = np.abs(value[run] - ndimage.median_filter(value[run], near, mode="nearest"))
        scale = np.maximum(_MAD_TO_SIGMA * ndimage.median_filter(deviation, wide, mode="nearest"), floor)
        spike[run] = deviation > limit * scale
    return spike


def remove_long_wavelengths(value, along, line, cutoff):
    """Subtract the along-track trend of wavelengths longer than a cut-off, line by line.

    A Gaussian low-pass that halves amplitudes at the cut-off wavelength, normalised at the ends of
    the line; lines shorter than half the cut-off lose only their mean.

    Parameters
    ----------
    value : numpy.ndarray, shape (n,)
        Anomaly, nT; NaN stays NaN.
    along : numpy.ndarray, shape (n,)
        Metres along the track.
    line : numpy.ndarray of int, shape (n,)
        Codes, each one run of neighbours.
    cutoff : float
        Wavelength, metres.

    Returns
    -------
    numpy.ndarray of float64, shape (n,)
    """
    result = np.array(value, dtype=float)
    sigma = cutoff * np.sqrt(2 * np.log(2)) / (2 * np.pi)
    known = np.flatnonzero(np.isfinite(result))
    if not len(known):
        return result
    for run in np.split(known, np.flatnonzero(np.diff(line[known])) + 1):
        distance = along[run] - along[run[0]]
        step = sigma / 10
        if distance[-1] < cutoff / 2:
            result[run] -= result[run].mean()
            continue
        cell = np.minimum((distance / step).astype(int), int(distance[-1] / step))
        total = np.bincount(cell, result[run])
        count = np.bincount(cell).astype(float)
        weight = np.minimum(count, 1.0)
        mean = np.where(count > 0, total / np.maximum(count, 1), 0.0)
        smooth = ndimage.gaussian_filter1d(mean * weight, 10.0, mode="constant")
        norm = ndimage.gaussian_filter1d(weight, 10.0, mode="constant")
        trend = smooth / np.maximum(norm, 1e-12)
        result[run] -= np.interp(distance, (np.arange(len(trend)) + 0.5) * step, trend)
    return result
