"""Data support: how far observations, not interpolation, carry each cell.

One operator with the guided solve, but a kernel of its own, fixed in metres: (I + G + A_ℓ) S = G 1 with
G = strength · 2ℓ/h · w in observed cells of size h. Beside one track that crosses straight lineations
S = S0 exp(−x/ℓ) along strike whatever the cell size, and half way between two tracks 2d apart
S0' / cosh(d/ℓ). By the maximum principle 0 ≤ S ≤ 1.
"""

from __future__ import annotations

import numpy as np

from ..errors import LmaError
from ..progress import part, silent
from .cells import Cells
from .operator import DiffusionOperator
from .orientation import to_double_angle
from .solver import solve, steps_for_eigenvalue
from .stencil import diffusion_tensor
from .weights import observation_weight

STRENGTH = 19.0
ALONG_FLOOR = 0.1
ACROSS = 0.02


def support(
    azimuth,
    coherence,
    grid,
    count,
    *,
    support_length=10_000.0,
    barriers=None,
    valid=None,
    weight=None,
    progress=silent,
):
    """Return how well observations control each cell, 0 to 1.

    Parameters
    ----------
    azimuth, coherence : numpy.ndarray, shape (rows, cols)
        Orientation of the lineations, degrees clockwise from grid north and 0 to 1.
    grid : Grid
        Geometry, metres.
    count : numpy.ndarray, shape (rows, cols)
        Observations per cell.
    support_length : float
        Distance ℓ along straight lineations at which the support of one track falls to 1/e, metres.
    barriers : numpy.ndarray of bool, optional
        Cells that nothing crosses.
    valid : numpy.ndarray of bool, optional
        Cells that get a value; None: those with a finite azimuth.
    weight : numpy.ndarray, optional
        Weight of each cell's observations, 0 to 1; None: from ``count``.
    progress : callable
        Told the fraction done.

    Returns
    -------
    numpy.ndarray of float32, shape (rows, cols)
        NaN outside ``valid``.
    """
    if not support_length > 0:
        raise LmaError("The support length must be larger than zero.")
    valid = np.isfinite(azimuth) if valid is None else valid
    result = np.full(grid.shape, np.nan, np.float32)
    unknown = valid if barriers is None else valid & ~barriers
    gain = STRENGTH * 2 * support_length / grid.cell_size * (observation_weight(count) if weight is None else weight)
    gain = gain.astype(np.float64)
    result[valid] = (gain / (1 + gain))[valid]
    cells = Cells(unknown)
    if cells.size:
        orientation = azimuth[unknown], coherence[unknown]
        progress(0.0)
        operator = DiffusionOperator(
            lambda own: _tensor(*(field[own] for field in orientation), support_length, grid),
            cells,
            np.float32,
            part(progress, 0, 0.3),
        )
        g = gain[unknown]
        steps = steps_for_eigenvalue(1 / (1 + float(operator.degree.max())))
        solution = solve(operator, 1 + g, g, result[unknown], steps=steps, progress=part(progress, 0.3, 1))
        result[unknown] = np.clip(solution, 0, 1)
    return result


def _tensor(azimuth, coherence, support_length, grid):
    """Return the diffusion tensor of some cells, shape (3, n)."""
    double = to_double_angle(azimuth, coherence)
    along = np.maximum(double[0] ** 2 + double[1] ** 2, ALONG_FLOOR) * support_length**2
    return diffusion_tensor(double, along, ACROSS * support_length**2, grid)
