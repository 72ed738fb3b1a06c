"""From observations along tracks to an anomaly grid with its coverage."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, pi

import numpy as np

from ..errors import LmaError
from ..grid import Grid
from ..progress import part, silent
from .blocks import block_median
from .coverage import count_per_cell, distance_to_cells
from .multigrid import MAX_ITERATIONS, SMOOTHER_STEPS, build_levels, solve
from .spline import node_values

SMOOTHING = 3_000.0
"""Wavelength along a track (m) at which the surface keeps half the amplitude of the data.

A ship three kilometres above the crust hardly sees shorter wavelengths (exp(−2π) is 0.2 %).
"""

SIGMAS_PER_WAVELENGTH = 5.3
"""A random shift by σ leaves half the amplitude of the wavelength σ π √(2 / ln 2)."""

LONGEST_SMOOTHING = 10_000.0
"""However poor its positions, a track that lies alone shall keep its lineations (m)."""

MAX_CELLS = 100_000_000
_CELLS_PER_WAVELENGTH = 4.0
_TOLERANCE = 1.0e-3


@dataclass(frozen=True)
class Gridded:
    """An anomaly grid and what it rests on.

    Parameters
    ----------
    anomaly : numpy.ndarray of float32, shape (rows, cols)
        nT; NaN farther than the maximum distance from any observation.
    count : numpy.ndarray of float32, shape (rows, cols)
        Observations in each cell.
    distance : numpy.ndarray of float32, shape (rows, cols)
        Distance to the nearest cell with an observation, metres.
    points_used : int
        Observations that shaped the grid, those just outside its edge included.
    rms_misfit : float
        Root mean square of block median minus surface at the block's position, nT.
    """

    anomaly: np.ndarray
    count: np.ndarray
    distance: np.ndarray
    points_used: int
    rms_misfit: float


def grid_observations(
    obs,
    grid,
    *,
    tension=0.25,
    tension_length=10_000.0,
    max_distance=20_000.0,
    smoothing=SMOOTHING,
    progress=silent,
):
    """Grid observations by a smoothing spline under tension, blank far from them.

    Block medians (tracks first) are fitted by a biquadratic B-spline of least bending energy
    (Smith and Wessel 1990) with the tension τ = T / (1 − T) / ℓ² in 1/m². Weights count metres
    of track, so that neither the sampling rate nor the cell size changes the surface. Tracks
    with poorer positions than the best (``obs.sigma``) yield to those in the details.

    Parameters
    ----------
    obs : Observations
        Metres and nT. Those outside the grid help as far as ``max_distance`` beyond its edge.
    grid : Grid
        The cells to fill; they need not be square.
    tension : float
        T, 0 (minimum curvature) up to but not 1 (membrane).
    tension_length : float
        ℓ, metres: at T = 0.5 the membrane takes over on scales above it.
    max_distance : float
        Cells farther than this (m) from any observation are NaN.
    smoothing : float
        Wavelength along a track (m) that keeps half its amplitude; never below four cells.
    progress : callable
        Takes the finished fraction; may raise to stop.

    Returns
    -------
    Gridded

    Raises
    ------
    LmaError
        Without any usable observation, with impossible parameters, or if the grid is too large.
    """
    _check(tension, tension_length, max_distance, smoothing)
    work_grid, top, left = _with_margin(obs, grid, max_distance)
    _check_size(work_grid)
    progress(0.01)
    blocks = block_median(obs, work_grid)
    if not len(blocks):
        raise LmaError("No observation with a finite value lies inside the extent: check the extent, CRS and field.")
    progress(0.05)
    tau = max(tension / (1.0 - tension) / tension_length**2, 0.01 / _diagonal(work_grid) ** 2)
    weight = track_weight(blocks.length, work_grid.cell_size, smoothing, blocks.sigma)
    anomaly, misfit = _fit(blocks, work_grid, tau, weight, part(progress, 0.05, 0.9))
    window = (slice(top, top + grid.rows), slice(left, left + grid.cols))
    anomaly = np.ascontiguousarray(anomaly[window])
    count = count_per_cell(blocks, work_grid)
    progress(0.93)
    distance = np.ascontiguousarray(distance_to_cells(count > 0, work_grid)[window])
    progress(0.98)
    anomaly[distance > max_distance] = np.nan
    return Gridded(anomaly, np.ascontiguousarray(count[window]), distance, int(blocks.count.sum()), misfit)


def track_weight(length, cell_size, smoothing, sigma=0.0):
    """Return the weight of blocks that keeps half the amplitude at one wavelength along a track.

    A track with the profile cos(kx) bends the plate by 4 k³ per metre, so a weight of 4 k³ per
    metre of track halves it. The unit-cell weight is that times the length and the cell's area.

    Parameters
    ----------
    length : numpy.ndarray
        Metres of track of each block; at least a tenth of a cell is counted.
    cell_size : float
        Metres.
    smoothing : float
        The wavelength, metres; at least four cells, the shortest the spline holds.
    sigma : float or numpy.ndarray
        Standard deviation of positions beyond that of the best tracks, metres. Details shorter than
        5.3 of them, up to 10 km, are left to tracks that know better where they are.

    Returns
    -------
    numpy.ndarray, dimensionless
    """
    shortest = max(smoothing, _CELLS_PER_WAVELENGTH * cell_size)
    wavelength = np.maximum(shortest, np.minimum(SIGMAS_PER_WAVELENGTH * sigma, LONGEST_SMOOTHING))
    return 4.0 * (2.0 * pi / wavelength) ** 3 * np.maximum(length, 0.1 * cell_size) * cell_size**2


def _fit(blocks, grid, tau, weight, progress):
    """Return the surface on the nodes and the root mean square misfit of the blocks."""
    level_shift = float(np.median(blocks.value))
    value = blocks.value - level_shift
    points = (blocks.row, blocks.column, value, weight)
    work = _ticker(grid, progress)
    levels = build_levels(grid.shape, grid.dy / grid.dx, tau * grid.cell_size**2, points, work)
    coefficients = solve(levels, _TOLERANCE * float(value.std()), work)
    progress(1.0)
    misfit = value - levels[0].at_points(coefficients)
    surface = node_values(coefficients)
    surface += np.float32(level_shift)
    return surface, float(np.sqrt(np.mean(misfit**2)))


def _ticker(grid, progress):
    """Return a function that counts smoothed cells into a fraction that never reaches one."""
    expected, done = 4.0 * SMOOTHER_STEPS * grid.rows * grid.cols * MAX_ITERATIONS / 5.0, [0.0]

    def work(cells):
        done[0] += cells
        progress(done[0] / (done[0] + expected) if done[0] > expected else 0.5 * done[0] / expected)

    return work


def _with_margin(obs, grid, max_distance):
    """Return the grid grown to reach observations just outside, and the rows and columns added.

    It never grows by more than its own size to any side, however large the distance.
    """
    row, column = grid.to_cells(obs.easting, obs.northing)
    reach = min(max_distance, max(grid.rows * grid.dy, grid.cols * grid.dx))
    reach_rows, reach_cols = reach / grid.dy, reach / grid.dx
    beyond = (
        _overhang(-0.5 - row, column, reach_rows, reach_cols, grid.cols),
        _overhang(row - grid.rows + 0.5, column, reach_rows, reach_cols, grid.cols),
        _overhang(-0.5 - column, row, reach_cols, reach_rows, grid.rows),
        _overhang(column - grid.cols + 0.5, row, reach_cols, reach_rows, grid.rows),
    )
    top, bottom, left, right = beyond
    if not any(beyond):
        return grid, 0, 0
    rows, cols = grid.rows + top + bottom, grid.cols + left + right
    return Grid(grid.west - left * grid.dx, grid.north + top * grid.dy, grid.dx, grid.dy, rows, cols), top, left


def _overhang(outside, along, reach, side_reach, size):
    """Return how many cells to add so that the points within reach beyond one edge are inside."""
    near = (outside >= 0.0) & (outside <= reach) & (along > -0.5 - side_reach) & (along < size - 0.5 + side_reach)
    return ceil(outside[near].max() + 1e-9) if near.any() else 0


def _diagonal(grid):
    """Return the length of the grid's diagonal, metres."""
    return float(np.hypot(grid.rows * grid.dy, grid.cols * grid.dx))


def _check(tension, tension_length, max_distance, smoothing):
    """Refuse parameters without a meaning."""
    if not 0.0 <= tension < 1.0:
        raise LmaError("The tension must be at least 0 and less than 1: choose a value such as 0.25.")
    if not tension_length > 0.0:
        raise LmaError("The tension length must be larger than zero metres.")
    if not max_distance > 0.0:
        raise LmaError("The maximum distance must be larger than zero metres.")
    if not smoothing >= 0.0:
        raise LmaError("The smoothing wavelength must not be negative.")


def _check_size(grid):
    """Refuse a grid that does not fit into memory before anything is allocated."""
    cells = grid.rows * grid.cols
    if cells > MAX_CELLS:
        larger = grid.cell_size * np.sqrt(cells / MAX_CELLS)
        raise LmaError(
            "The grid would have {} x {} cells, more than {:.0e}: use cells of at least {:.0f} m or a smaller "
            "extent.",
            grid.cols, grid.rows, MAX_CELLS, larger,
        )
