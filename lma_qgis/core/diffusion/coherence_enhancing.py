"""Classical coherence-enhancing diffusion of a finished raster, without knowledge of the observations.

∂u/∂t = div(D ∇u) with D along the local orientation (Weickert 1999), stepped by Fast Explicit Diffusion (Grewenig
et al. 2010) on a stencil of 2 × 2 cells. Fast, mean-preserving and free of grid directions, but **only stable in the
mean square: extrema may be exceeded by a little**, for its steps are longer than those that keep the maximum
principle. Where that matters use the guided solve. There is no gate by contrast: it would switch the smoothing
off inside the gaps it should close.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from ..errors import LmaError
from ..progress import part, silent
from ..workers import workers
from .guided import Enhanced
from .orientation import Orientation, blank_outside

ACROSS = 0.001
PRESMOOTHING = 0.2
"""Twice that of the guided solve: nothing says which cells are noise, so all of it reaches the gradient."""

TILE = 256
LONGEST_STABLE_STEP = 0.5


def diffuse(
    anomaly,
    grid,
    *,
    length=10_000.0,
    integration_scale=10_000.0,
    iterations=3,
    barriers=None,
    mask=None,
    gate=0.0,
    groups=None,
    progress=silent,
):
    """Smooth a raster along its lineations.

    Parameters
    ----------
    anomaly : numpy.ndarray, shape (rows, cols)
        nT; NaN stays NaN and is never read.
    grid : Grid
        Geometry, metres.
    length : float
        Standard deviation L of the kernel along a lineation, metres: the diffusion time is T = L²/2. 0 returns
        the input.
    integration_scale : float
        Averaging of the orientation, metres.
    iterations : int
        How often the orientation is read; T is split evenly.
    barriers : numpy.ndarray of bool, optional
        Cells that nothing crosses; they keep their value.
    mask : numpy.ndarray of bool, optional
        Cells to leave out; they become NaN.
    gate : float
        C in λ_along = α + (1 − α) exp(−C/κ): larger values smooth less where the coherence κ is low.
    groups : tuple of numpy.ndarray, optional
        As in :func:`.guided.guided_smoothing`.
    progress : callable
        Told the fraction done.

    Returns
    -------
    Enhanced
    """
    if not length >= 0 or iterations < 1:
        raise LmaError("The smoothing length must not be negative and at least one iteration is needed.")
    field = np.array(anomaly, dtype=np.float64 if anomaly.dtype == np.float64 else np.float32)
    if mask is not None:
        field[mask] = np.nan
    valid = np.isfinite(field) if barriers is None else np.isfinite(field) & ~barriers
    centre = field[valid].flat[0] if valid.any() else field.dtype.type(0)
    u = np.where(valid, field - centre, 0).astype(field.dtype)
    step_size = min(grid.dx, grid.dy)
    time = 0.5 * (length / step_size) ** 2
    steps = fed_steps(time / iterations)
    cells = _all_corners(valid)
    if steps.size:
        u = remove_checkerboard(u, cells)
    orientation = Orientation(
        valid, grid, integration_scale, dtype=field.dtype, groups=groups, presmoothing=PRESMOOTHING
    )
    for index in range(iterations):
        stage = part(progress, index / iterations, (index + 1) / iterations)
        double = orientation.double_angle(u, part(stage, 0, 0.3))
        stage(0.3)
        if steps.size:
            coefficients = partial(_coefficients, double, cells, grid, gate)
            u = run_cycle(u, coefficients, steps, part(stage, 0.3, 1))
    result = field if length == 0 else np.where(valid, u + centre, field).astype(field.dtype)
    return Enhanced(result, *blank_outside(double, valid))


def fed_steps(time):
    """Return the step lengths of one Fast Explicit Diffusion cycle.

    Parameters
    ----------
    time : float
        Length of the cycle, in units of the squared cell.

    Returns
    -------
    numpy.ndarray
        τ_i ∝ 1/(2 cos²(π(2i+1)/(4n+2))), scaled to add up to ``time`` and ordered against round-off.

    Examples
    --------
    >>> round(float(fed_steps(15.0).sum()), 12), len(fed_steps(15.0))
    (15.0, 9)
    """
    if not time > 0:
        return np.zeros(0)
    n = int(np.ceil(-0.5 + np.sqrt(0.25 + 3 * time / LONGEST_STABLE_STEP)))
    tau = LONGEST_STABLE_STEP / (2 * np.cos(np.pi * (2 * np.arange(n) + 1) / (4 * n + 2)) ** 2)
    tau *= time / tau.sum()
    stride = max(n // 4, 1)
    prime = n + 1
    while any(prime % k == 0 for k in range(2, int(prime**0.5) + 1)):
        prime += 1
    order = (np.arange(1, prime + 1) * stride) % prime - 1
    return tau[order[(order >= 0) & (order < n)]]


def remove_checkerboard(u, cells):
    """Return u without the pattern + − + − that the stencil of 2 × 2 cells cannot see; the mean is kept.

    Parameters
    ----------
    u : numpy.ndarray, shape (rows, cols)
        Field, 0 without data.
    cells : numpy.ndarray of bool, shape (rows − 1, cols − 1)
        Where all four corners hold data.
    """
    twist = (u[:-1, :-1] - u[:-1, 1:] - u[1:, :-1] + u[1:, 1:]) * cells / u.dtype.type(16)
    result = u.copy()
    result[:-1, :-1] -= twist
    result[1:, 1:] -= twist
    result[:-1, 1:] += twist
    result[1:, :-1] += twist
    return result


def _all_corners(valid):
    return valid[:-1, :-1] & valid[:-1, 1:] & valid[1:, :-1] & valid[1:, 1:]


def _coefficients(double, cells, grid, gate, rows, cols):
    """Return A, B, C of the energy A p² + 2 B p q + C q² of a window's 2 × 2 cells; 0 where a corner holds no data.

    p and q are the differences along the diagonals: p = u[i+1, j+1] − u[i, j], q = u[i, j+1] − u[i+1, j].
    """
    double, cells = double[:, rows, cols], cells[rows, cols][: rows.stop - rows.start - 1, : cols.stop - cols.start - 1]
    mean = 0.25 * (double[:, :-1, :-1] + double[:, :-1, 1:] + double[:, 1:, :-1] + double[:, 1:, 1:])
    size = np.hypot(*mean)
    along = ACROSS + (1 - ACROSS) * np.exp(-gate / np.maximum(size**2, 1e-6)) if gate > 0 else 1.0
    half = (0.5 * (along - ACROSS)) * cells.astype(double.dtype)
    turn = half / np.maximum(size, np.finfo(double.dtype).tiny)
    even = half + double.dtype.type(ACROSS) * cells
    x_scale, y_scale = (double.dtype.type((min(grid.dx, grid.dy) / d) ** 2) for d in (grid.dx, grid.dy))
    cosine, sine = turn * mean[0], (turn * mean[1]) * (x_scale * y_scale) ** 0.5
    xx, yy = (even - cosine) * x_scale, (even + cosine) * y_scale
    total = xx + yy
    return (total + 2 * sine) / 4, (xx - yy) / 4, (total - 2 * sine) / 4


def run_cycle(u, coefficients, steps, progress=silent):
    """Return u after one cycle of steps, tile by tile.

    Parameters
    ----------
    u : numpy.ndarray, shape (rows, cols)
        Field, 0 without data.
    coefficients : callable
        Gives A, B and C of a window's 2 × 2 cells from its rows and columns (slices).
    steps : numpy.ndarray
        Step lengths.
    progress : callable
        Told the fraction done.

    Returns
    -------
    numpy.ndarray
        Bit for bit what a run over the whole array gives: each tile carries a halo of one cell per step.
    """
    rows, cols = u.shape
    result = np.empty_like(u)
    tiles = [(r, c) for r in range(0, rows, TILE) for c in range(0, cols, TILE)]
    work = partial(_run_tile, u, coefficients, steps.astype(u.dtype), result)
    with workers(len(tiles)) as run:
        for number, _ in enumerate(run(work, tiles), 1):
            progress(number / len(tiles))
    return result


def _run_tile(u, coefficients, steps, result, corner):
    """Step one tile with its halo and write its core."""
    row, col = corner
    halo = steps.size
    top, left = max(row - halo, 0), max(col - halo, 0)
    window = (slice(top, min(row + TILE + halo, u.shape[0])), slice(left, min(col + TILE + halo, u.shape[1])))
    v = u[window].copy()
    a, b, c = coefficients(*window)
    p, q, flow, extra = (np.empty_like(a) for _ in range(4))
    for tau in steps:
        np.subtract(v[1:, 1:], v[:-1, :-1], out=p)
        np.subtract(v[:-1, 1:], v[1:, :-1], out=q)
        p *= tau
        q *= tau
        np.multiply(a, p, out=flow)
        np.multiply(b, q, out=extra)
        flow += extra
        p *= b
        q *= c
        p += q
        v[:-1, :-1] += flow
        v[1:, 1:] -= flow
        v[1:, :-1] += p
        v[:-1, 1:] -= p
    core = v[row - top: row - top + TILE, col - left: col - left + TILE]
    result[row: row + TILE, col: col + TILE] = core
