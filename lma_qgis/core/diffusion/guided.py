"""Coverage-weighted smoothing along the lineations: fill the gaps, keep what was measured.

Minimises Σ w (u − f)² + uᵀ A u, so (W + εI + A) u = W f + ε u0. W is large where soundings are and zero
elsewhere; A diffuses along the orientation, which is read again from each result. Blank cells are no unknowns and
stay blank. ε ties cells that no observation reaches to the input; 1e-3 lets a value travel 22 L along strike.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..errors import LmaError
from ..progress import part, silent
from .cells import Cells
from .operator import DiffusionOperator
from .orientation import Orientation, blank_outside, confidence, to_double_angle
from .solver import solve, steps_for_length
from .stencil import diffusion_tensor
from .weights import observation_weight, per_sampled_area

ALONG_FLOOR = 0.02
ACROSS = 0.001
ANCHOR = 1e-3


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


def smoothing_tensor(double, grid, length, across=ACROSS):
    """Return the tensor whose kernel has the standard deviation ``length`` along straight lineations.

    Parameters
    ----------
    double : numpy.ndarray, shape (2, …)
        Orientation as a double angle; zero: no direction.
    grid : Grid
        Geometry.
    length : float
        Metres.
    across : float
        Diffusivity across, as a share of that along.

    Returns
    -------
    numpy.ndarray, shape (3, …)
        Square cells, as :func:`.stencil.diffusion_tensor`; (I + A)⁻¹ has the variance L² along.
    """
    scale = 0.5 * length**2
    along = np.maximum(double[0] ** 2 + double[1] ** 2, ALONG_FLOOR)
    return diffusion_tensor(double, scale * along, scale * across, grid)


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
        How often the orientation is read and the field solved for.
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
        Row and column edges of the groups on which the orientation is averaged, to agree with a larger raster's.
    steps : int, optional
        Iterations of the last solve, the earlier ones take half as many; None: :func:`.solver.steps_for_length`.
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
    system = _System(
        cells=Cells(unknown),
        first=(field[unknown].astype(np.float64) - centre) / scale,
        data=(data[unknown].astype(np.float64) - centre) / scale,
        weight=per_sampled_area(w, unknown, grid, length, field.dtype)[unknown],
        dtype=field.dtype,
    )
    u, double = system.first, None
    progress(0.0)
    estimate = None
    if orientation is None:
        trust = None if distance is None else confidence(distance).astype(field.dtype)
        estimate = Orientation(unknown, grid, integration_scale, trust, field.dtype, groups)
    rounds = 1 if estimate is None else iterations
    steps = steps_for_length(length, grid) if steps is None else steps
    for index in range(rounds):
        step = part(progress, index / rounds, (index + 1) / rounds)
        if estimate is None:
            double = to_double_angle(*orientation)
        else:
            double = estimate.double_angle(_spread(u, field, unknown), part(step, 0, 0.2))
        step(0.2)
        if length > 0:
            tensor = smoothing_tensor(double[:, unknown], grid, length)
            last = index == rounds - 1
            u = system.solve(tensor, u, steps if last else (steps + 1) // 2, part(step, 0.2, 1.0))
    result = field.copy()
    if length > 0:
        result[unknown] = u * scale + centre
    return Enhanced(result, *blank_outside(double, unknown))


def _spread(u, field, unknown):
    """Return the values of the unknowns on the raster, 0 elsewhere."""
    raster = np.zeros_like(field)
    raster[unknown] = u
    return raster


def _centre_and_scale(data, unknown):
    """Return mean and standard deviation of the values, so that the solve does not see offset or unit."""
    values = data[unknown].astype(np.float64)
    centre = float(values.mean())
    if float(np.ptp(values)) == 0:
        return float(values[0]), 1.0
    return centre, float(values.std())


@dataclass(frozen=True)
class _System:
    """The parts of the equation that do not change with the orientation, centred and scaled."""

    cells: Cells
    first: np.ndarray
    data: np.ndarray
    weight: np.ndarray
    dtype: np.dtype

    def solve(self, tensor, start, steps, progress):
        """Return the solution for one tensor field, within the range of the data like the exact one."""
        operator = DiffusionOperator(tensor, self.cells, self.dtype, part(progress, 0, 0.3))
        right = self.weight * self.data + ANCHOR * self.first
        u = solve(operator, self.weight + ANCHOR, right, start, steps=steps, progress=part(progress, 0.3, 1))
        low = min(self.data.min(), self.first.min())
        return np.clip(u, low, max(self.data.max(), self.first.max()))
