"""Finding half-rate, asymmetry and axis that explain a profile, beside what chance explains."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy import fft

from ..errors import LmaError
from ..progress import silent

_SHORTEST = 16


@dataclass(frozen=True)
class Match:
    """The best model of a search.

    Parameters
    ----------
    half_rate : float
        km/My.
    asymmetry : float
        As of :class:`lma_qgis.core.forward.spreading.Spreading`.
    axis_km : float
        Position of the axis on the profile.
    correlation : float
        Of model and observation.
    chance_p95 : float
        Correlation that the same search reaches in 95 % of profiles of the same spectrum and random phase;
        a match below it says nothing.
    """

    half_rate: float
    asymmetry: float
    axis_km: float
    correlation: float
    chance_p95: float


def find_match(
    x_km, observed, model, *, rates, reach_km, asymmetries=(0.0,), draws=40, seed=0, progress=silent
):
    """Search half-rate, asymmetry and axis by correlation; all other parameters stay those of the model.

    Parameters
    ----------
    x_km : numpy.ndarray, shape (n,)
        Evenly spaced positions.
    observed : numpy.ndarray, shape (n,)
        Anomaly, nT; the longest stretch without NaN is used.
    model : Spreading
        Time scale, asymmetry, layer and skewness.
    rates : array_like
        Half-rates to try, km/My.
    reach_km : float
        How far outside the stretch the axis may lie.
    asymmetries : sequence of float
        Asymmetries to try.
    draws : int
        Random profiles for the chance level.
    seed : int
        Of their phases.
    progress : callable
        See :mod:`lma_qgis.core.progress`.

    Returns
    -------
    Match

    Raises
    ------
    LmaError
        If the profile is too short or constant.
    """
    x, values = _longest_stretch(np.asarray(x_km, float), np.asarray(observed, float))
    if len(x) < _SHORTEST or np.ptp(values) == 0:
        raise LmaError("The profile is too short to fit: choose track points or a raster that cover the section.")
    step = float(x[1] - x[0])
    signals = _normalised(_with_random_phases(values, draws, seed))
    # The model is computed once per trial about an axis at 0; sliding it tries every position of the axis.
    wide = np.arange(2 * int(np.ceil((np.ptp(x) + reach_km) / step - 1e-9)) + 1) * step
    wide -= wide[-1] / 2
    best = np.full(signals.shape[1], -1.0)
    chosen = (float("nan"), float("nan"), float("nan"))
    trials = list(product(np.asarray(rates, dtype=float).tolist(), asymmetries))
    for number, (rate, asymmetry) in enumerate(trials):
        progress(number / len(trials))
        trial = replace(model, half_rate=rate, asymmetry=asymmetry, axis_km=0.0)
        windows = sliding_window_view(trial.anomaly(wide), len(x))
        found = _normalised(windows.T).T @ signals
        top = found.max(axis=0)
        if top[0] > best[0]:
            chosen = (rate, float(asymmetry), float(x[0] - wide[int(np.argmax(found[:, 0]))]))
        best = np.maximum(best, top)
    progress(1.0)
    chance = float(np.quantile(best[1:], 0.95)) if draws else float("nan")
    return Match(*chosen, float(best[0]), chance)


def _longest_stretch(x, values):
    finite = np.concatenate(([0], np.isfinite(values).astype(int), [0]))
    starts, stops = np.flatnonzero(np.diff(finite) == 1), np.flatnonzero(np.diff(finite) == -1)
    if not len(starts):
        return x[:0], values[:0]
    longest = int(np.argmax(stops - starts))
    return x[starts[longest]:stops[longest]], values[starts[longest]:stops[longest]]


def _with_random_phases(values, draws, seed):
    """Return the profile and copies with its amplitude spectrum but random phases, shape (n, draws + 1)."""
    spectrum = fft.rfft(values - values.mean())
    phase = np.random.default_rng(seed).uniform(0, 2 * np.pi, (len(spectrum), draws))
    copies = fft.irfft(np.abs(spectrum)[:, None] * np.exp(1j * phase), len(values), axis=0)
    return np.column_stack((values, copies))


def _normalised(columns):
    """Return columns with zero mean and unit length; constant ones become zero."""
    centred = columns - columns.mean(axis=0)
    norm = np.sqrt(np.sum(centred**2, axis=0))
    return centred / np.where(norm > 0, norm, np.inf)
