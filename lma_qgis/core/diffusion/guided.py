"""Coverage-weighted smoothing along the lineations: fill the gaps, keep what was measured.

Minimises Σ w (u − f)² + uᵀ A u, so (W + εI + A) u = W f + ε u0. W is large where soundings are and zero
elsewhere; A diffuses along the orientation, which is read again from each result: on groups of cells first, where it
is cheap, last on the cells themselves. Blank cells are no unknowns and stay blank. ε ties cells that no observation
reaches to the input; 1e-3 lets a value travel 22 L along strike.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..errors import LmaError
from ..progress import part, silent
from .orientation import blank_outside, confidence, group_edges, single_cells, to_double_angle
from .solver import steps_for_length
from .system import System
from .weights import observation_weight, per_sampled_area

ANCHOR = 1e-3
ROUNDS = 3
"""Solves on groups of cells per iteration but the last: each costs an eighth of the last one."""

SETUP_SHARE = 0.05
GROUPED_SHARE = 0.5


@dataclass(frozen=True)
class Enhanced:
    """Result of a diffusion.

    Parameters
    ----------
    anomaly : numpy.ndarray, shape (rows, cols)
        Enhanced anomaly, nT; NaN where the input was blank or masked.
    azimuth : numpy.ndarray, shape (rows, cols)
        Strike of the lineations, degrees clockwise from grid north, 0 to 180.
    coherence : numpy.ndarray, shape (rows, cols)
        0 (no direction) to 1.
    """

    anomaly: np.ndarray
    azimuth: np.ndarray
    coherence: np.ndarray


def guided_smoothing(
    anomaly,
    grid,
    count,
    distance,
    *,
    length=10_000.0,
    integration_scale=10_000.0,
    iterations=3,
    barriers=None,
    mask=None,
    observed=None,
    weight=None,
    orientation=None,
    groups=None,
    steps=None,
    progress=silent,
):
    """Smooth a gridded anomaly along its lineations, honouring where it was measured.

    Parameters
    ----------
    anomaly : numpy.ndarray, shape (rows, cols)
        Gridded anomaly, nT; NaN stays NaN.
    grid : Grid
        Geometry, metres; cells need not be square.
    count : numpy.ndarray, shape (rows, cols)
        Observations per cell.
    distance : numpy.ndarray or None, shape (rows, cols)
        Distance to the nearest observation, metres; None: every cell has the same say on the orientation.
    length : float
        Standard deviation L of the smoothing along straight lineations on a fully sampled raster, metres; 0 returns
        the input.
    integration_scale : float
        Averaging of the orientation, metres: about the distance between two lineations.
    iterations : int
        1: the orientation is read once, from the input. Every further one adds :data:`ROUNDS` rounds of reading and
        solving on groups of cells before the last on the cells.
    barriers : numpy.ndarray of bool, optional
        Cells that nothing crosses, a fracture zone for instance; they keep their value.
    mask : numpy.ndarray of bool, optional
        Cells to leave out; they become NaN.
    observed : numpy.ndarray, optional
        Values in the cells with observations, nT; None: those of ``anomaly``.
    weight : numpy.ndarray, optional
        Weight of each cell's observations, 0 to 1; None: from ``count`` (:func:`.weights.observation_weight`).
    orientation : tuple of numpy.ndarray, optional
        Azimuth and coherence to use as they are: one solve, no re-estimate.
    groups : tuple of numpy.ndarray, optional
        Row and column edges of the groups of cells, to agree with a larger raster's.
    steps : int, optional
        Chebyshev steps of a single solve; a third on groups of cells, then two thirds. None:
        :func:`.solver.steps_for_length`.
    progress : callable
        Told the fraction done.

    Returns
    -------
    Enhanced

    Raises
    ------
    LmaError
        If the length is negative or no iteration is asked for.
    """
    if not length >= 0 or iterations < 1:
        raise LmaError("The smoothing length must not be negative and at least one iteration is needed.")
    field = np.array(anomaly, dtype=np.float64 if anomaly.dtype == np.float64 else np.float32)
    if mask is not None:
        field[mask] = np.nan
    unknown = np.isfinite(field) if barriers is None else np.isfinite(field) & ~barriers
    if not unknown.any():
        blank = np.full(field.shape, np.nan, field.dtype)
        return Enhanced(field, blank, blank.copy())
    data = field if observed is None else np.where(np.isfinite(observed), observed, field).astype(field.dtype)
    w = observation_weight(count) if weight is None else weight
    centre, scale = _centre_and_scale(data, unknown)
    first, data = (np.where(unknown, (v.astype(np.float64) - centre) / scale, 0.0) for v in (field, data))
    w = per_sampled_area(w, unknown, grid, length, field.dtype, part(progress, 0, SETUP_SHARE))
    progress = part(progress, SETUP_SHARE, 1)
    system = System(
        grid,
        unknown,
        first.astype(field.dtype),
        (w + ANCHOR).astype(field.dtype),
        (w * data + ANCHOR * first).astype(field.dtype),
        (min(first.min(), data.min()), max(first.max(), data.max())),
        None if distance is None else confidence(distance).astype(field.dtype),
    )
    u, steps = system.first, steps_for_length(length, grid) if steps is None else steps
    if orientation is not None:
        double = to_double_angle(*orientation)
    else:
        edges = group_edges(grid, integration_scale) if groups is None else groups
        if iterations > 1 and length > 0:
            u = _on_groups(system, edges, length, integration_scale, ROUNDS * (iterations - 1), steps // 3, progress)
            steps, progress = 2 * steps // 3, part(progress, GROUPED_SHARE, 1)
        progress(0.0)
        estimate = system.orientation(integration_scale, edges)
        double = estimate.double_angle(u, part(progress, 0, 0.2))
    result = field.copy()
    if length > 0:
        u = system.solve(double, length, u, steps, part(progress, 0.2, 1))
        result[unknown] = u[unknown] * scale + centre
    return Enhanced(result, *blank_outside(double, unknown))


def _on_groups(system, edges, length, integration_scale, rounds, steps, progress):
    """Return the field after some rounds of orientation and solve on groups of cells, where they are cheap."""
    coarse = system.grouped(edges)
    estimate = coarse.orientation(integration_scale, single_cells(coarse.grid))
    u = coarse.first
    for index in range(rounds):
        step = part(progress, GROUPED_SHARE * index / rounds, GROUPED_SHARE * (index + 1) / rounds)
        double = estimate.double_angle(u, part(step, 0, 0.2))
        u = coarse.solve(double, length, u, steps, part(step, 0.2, 1))
    return system.refined(u, coarse, edges)


def _centre_and_scale(data, unknown):
    """Return mean and standard deviation of the values, so that the solve does not see offset or unit."""
    values = data[unknown].astype(np.float64)
    centre = float(values.mean())
    if float(np.ptp(values)) == 0:
        return float(values[0]), 1.0
    return centre, float(values.std())
