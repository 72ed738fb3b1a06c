"""Cross-validation of a survey beside its null: the numbers and the raster that make picks trustworthy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..gridding.coverage import distance_to_cells
from ..progress import part, silent
from .cross_validation import leave_one_track_out, sample, validation_grid
from .local import evidence_raster, mean_along_strike
from .map_making import DEFAULTS
from .moments import distance_to_other_tracks
from .null import shift_tracks
from .summary import correlation, ratio, resampled, residuals, rms, track_sums

NULL_LEVEL = 0.95
SEED = 20_251_205
LINE_REACH = 1.0
"""Half the length of the lines whose evidence makes the null's percentile, in maximum distances.

A pick averages over the tracks it crosses, so single cells would be too strict a yardstick.
"""


@dataclass(frozen=True)
class Validation:
    """What cross-validation found.

    Parameters
    ----------
    predicted, residual : numpy.ndarray, shape (n,)
        Each observation from the other tracks, and observation minus prediction with each track's level taken off,
        nT; NaN where no other track is near enough.
    evidence : numpy.ndarray of float32, shape (rows, cols)
        Local correlation carried along strike, −1 to 1; NaN where nothing was tested.
    correlation, rms : float
        Of prediction and observation no farther than the maximum distance from another track, their
        level taken off; nT for the second. NaN without predictions.
    null_correlation : numpy.ndarray, shape (draws,)
        The same correlation on surveys whose tracks were shifted.
    null_correlation_p95 : float
        95th percentile of the null's correlations, their tracks resampled; NaN without draws.
    null_evidence_p95 : float
        95th percentile of the evidence that lines along strike carry in the null, NaN without draws.
    """

    predicted: np.ndarray
    residual: np.ndarray
    evidence: np.ndarray
    correlation: float
    rms: float
    null_correlation: np.ndarray
    null_correlation_p95: float
    null_evidence_p95: float


def cross_validate(
    obs,
    grid,
    settings=DEFAULTS,
    *,
    window=60_000.0,
    null_draws=5,
    offsets=None,
    seed=SEED,
    progress=silent,
):
    """Predict every track from the others, map where that works, and do the same with shifted tracks.

    Parameters
    ----------
    obs : Observations
        One code per line (nearly straight run): a line is held out as a whole.
    grid : Grid
        Cells of the evidence raster.
    settings : MapSettings
        As for the map.
    window : float
        See :func:`.moments.local_moments`, metres.
    null_draws : int
        Shifted surveys to compare with; 0: none.
    offsets : numpy.ndarray, optional
        See :func:`.cross_validation.leave_one_track_out`.
    seed : int
        Of the shifts: the same input gives the same result.
    progress : callable
        See :mod:`lma_qgis.core.progress`.

    Returns
    -------
    Validation

    Raises
    ------
    LmaError
        If there is only one track.
    """
    coarse = validation_grid(grid)
    max_distance = settings.max_distance
    near = np.isfinite(distance_to_other_tracks(obs, max_distance))
    rng = np.random.default_rng(seed)
    runs = 1 + null_draws
    null_correlation, null_scatter, null_lines = [], [np.zeros(0)], [np.zeros(0)]
    for number in range(runs):
        step = part(progress, 0.97 * number / runs, 0.97 * (number + 1) / runs)
        survey = obs if number == 0 else shift_tracks(obs, rng)
        found = leave_one_track_out(survey, coarse, settings, offsets=offsets, progress=part(step, 0.0, 0.9))
        azimuth = settings.draw(survey, coarse, part(step, 0.9, 1.0)).azimuth
        evidence = evidence_raster(survey, found, coarse, azimuth, window=window, max_distance=max_distance)
        if number == 0:
            predicted, mapped = found, evidence
            continue
        sums = track_sums(survey, found, window, near)
        null_correlation.append(float(ratio(sums.sum(axis=0))))
        null_scatter.append(resampled(sums, np.random.default_rng([seed, number])))
        along = mean_along_strike(evidence, azimuth, coarse, LINE_REACH * max_distance)
        null_lines.append(along[np.isfinite(along)])
    residual = residuals(obs, predicted)
    return Validation(
        predicted,
        residual,
        _on_map(mapped, coarse, obs, grid, max_distance, part(progress, 0.97, 1.0)),
        correlation(obs, predicted, window, near),
        rms(residual[near]),
        np.array(null_correlation),
        _percentile(np.concatenate(null_scatter)),
        _percentile(np.concatenate(null_lines)),
    )


def _on_map(evidence, coarse, obs, grid, max_distance, progress):
    """Return the evidence on the cells of the map, blank farther than the maximum distance from any observation."""
    fine = np.empty(grid.shape, np.float32)
    for row, northing in enumerate(grid.northing):
        fine[row] = sample(evidence, coarse, grid.easting, np.full(grid.cols, northing))
        progress((row + 1) / grid.rows)
    occupied = np.zeros(grid.rows * grid.cols, dtype=bool)
    cell = grid.cell_of(obs.easting, obs.northing)
    occupied[cell[cell >= 0]] = True
    if occupied.any():
        fine[distance_to_cells(occupied.reshape(grid.shape), grid) > max_distance] = np.nan
    return fine


def _percentile(values):
    """Return the 95th percentile of the finite values, NaN without any."""
    finite = values[np.isfinite(values)]
    return float(np.quantile(finite, NULL_LEVEL)) if len(finite) else np.nan
