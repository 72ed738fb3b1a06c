"""Multigrid solution of the smoothing-spline problem on a raster.

Minimise Σ w_k (z(x_k) − d_k)² + bending energy of the coefficients (see :mod:`.energy`), z a
biquadratic B-spline. Grids are halved until a banded factorisation is cheap; an axis whose cells
are much longer than the other's is halved later. On every level the data term is the spline's
value at the points, merged per cell of the next finer level: the spline spaces are nested, so
coarse corrections fit the fine data (with bilinear values they overshoot and the cycle diverges).
The smoother is Chebyshev-Jacobi with twice the steps on every coarser level, where the data
term is stiffer. Full multigrid gives the start, conjugate gradients with one V-cycle each the rest.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.linalg import cho_solve_banded, cholesky_banded

from .blocks import merge
from .energy import PlateEnergy
from .spline import PointValues, coarse_size, prolong, restrict

SMOOTHER_STEPS = 3
LARGEST_EIGENVALUE = 3.3
"""Bound of the Jacobi-scaled operator: 64/20 for square cells, less for others."""

MAX_ITERATIONS = 30
_DIRECT_WORK = 1.0e8


class Level:
    """One grid of the hierarchy with its energy, its data and its work arrays.

    Parameters
    ----------
    shape : tuple of int
        Rows and columns.
    ratio : float
        Cell height / cell width.
    tension : float
        τh², dimensionless.
    points : tuple of numpy.ndarray
        Row, column, value and weight (w h² of this level) of the data.
    depth : int
        0 on the finest grid.
    area : float
        Area of a cell, in cells of the finest grid.
    """

    def __init__(self, shape, ratio, tension, points, depth, area):
        self.shape, self.depth, self.area = shape, depth, area
        self.energy = PlateEnergy(shape, ratio, tension)
        row, column, value, weight = points
        self.at_points = PointValues(row, column, shape)
        self.value, self.weight = value.astype(np.float32), weight.astype(np.float32)
        self.steps = SMOOTHER_STEPS * 2**depth

    def prepare(self):
        """Allocate what the smoother needs; the coarsest level, solved directly, does without."""
        diagonal = self.energy.diagonal()
        diagonal.ravel()[self.at_points.touched] += self.at_points.spread(self.weight)
        self.inverse_diagonal = np.reciprocal(diagonal, out=diagonal)
        self.solution, self.rest, self.step = (np.empty(self.shape, dtype=np.float32) for _ in range(3))

    def right_side(self):
        """Return Pᵀ w d on the whole grid, float32."""
        right = np.zeros(self.shape, dtype=np.float32)
        right.ravel()[self.at_points.touched] = self.at_points.transpose(self.weight * self.value)
        return right

    def residual(self, coefficients, right, out):
        """Write ``right`` minus the whole operator times ``coefficients`` to ``out``."""
        self.energy.residual(coefficients, right, out)
        pull = self.at_points.transpose(self.weight * self.at_points(coefficients))
        out.ravel()[self.at_points.touched] -= pull
        return out

    def smooth(self, right, work, from_zero=False):
        """Damp the error of ``solution`` over the upper part of the spectrum, in place.

        Chebyshev iteration for the Jacobi-scaled operator; the same polynomial every time, so
        that a V-cycle is a symmetric preconditioner.
        """
        upper, lower = LARGEST_EIGENVALUE, LARGEST_EIGENVALUE / (20.0 * 4.0**self.depth)
        centre, half = 0.5 * (upper + lower), 0.5 * (upper - lower)
        memory, gain, rate = 0.0, 1.0 / centre, half / centre
        for count in range(self.steps):
            rest = right
            if count or not from_zero:
                rest = self.residual(self.solution, right, self.rest)
            self._advance(rest, memory, gain, replace=from_zero and count == 0)
            following = 1.0 / (2.0 * centre / half - rate)
            memory, gain, rate = following * rate, 2.0 * following / half, following
            work(self.shape[0] * self.shape[1])

    def _advance(self, rest, memory, gain, replace):
        """Set step = memory·step + gain·rest/diagonal and add it to the solution, strip by strip."""
        scaled = None
        for start, stop in self.energy.strips:
            step, solution = self.step[start:stop], self.solution[start:stop]
            if scaled is None or scaled.shape != step.shape:
                scaled = np.empty_like(step)
            np.multiply(rest[start:stop], self.inverse_diagonal[start:stop], out=scaled)
            if memory:
                np.multiply(scaled, gain, out=scaled)
                np.multiply(step, memory, out=step)
                np.add(step, scaled, out=step)
            else:
                np.multiply(scaled, gain, out=step)
            if replace:
                solution[...] = step
            else:
                np.add(solution, step, out=solution)


class DirectLevel(Level):
    """The coarsest grid: a banded Cholesky factorisation in float64."""

    def prepare(self):
        """Factorise the operator."""
        touched = self.at_points.touched
        data = self.at_points.matrix.astype(float)
        normal = (data.T @ sparse.diags(self.weight.astype(float)) @ data).tocoo()
        cells = self.shape[0] * self.shape[1]
        spread = sparse.coo_matrix((normal.data, (touched[normal.row], touched[normal.col])), shape=(cells, cells))
        self._turn = self.shape[1] > self.shape[0]
        order = np.arange(cells).reshape(self.shape)
        self._order = (order.T if self._turn else order).ravel()
        matrix = sparse.tril((self.energy.matrix() + spread).tocsr()[self._order][:, self._order]).tocoo()
        offset = matrix.row - matrix.col
        bands = np.zeros((offset.max(initial=0) + 1, cells))
        np.add.at(bands, (offset, matrix.col), matrix.data)
        self._factor = cholesky_banded(bands, lower=True, overwrite_ab=True, check_finite=False)

    def solve(self, right):
        """Return the coefficients for a right side, float32."""
        solution = np.empty(right.size, dtype=np.float32)
        ordered = right.ravel()[self._order].astype(float)
        solution[self._order] = cho_solve_banded((self._factor, True), ordered, check_finite=False)
        return solution.reshape(self.shape)


def build_levels(shape, ratio, tension, points, work=lambda cells: None):
    """Return the hierarchy, finest grid first, ready to be solved.

    Parameters
    ----------
    shape : tuple of int
        Rows and columns of the finest grid.
    ratio : float
        Cell height / cell width.
    tension : float
        τh² of the finest grid.
    points : tuple of numpy.ndarray
        Row, column, value and weight of the data in cells of the finest grid.
    work : callable
        Called with 0 after each level; may raise to stop.

    Returns
    -------
    list of Level
        The last one is a :class:`DirectLevel`.
    """
    levels, area = [], 1.0
    while not _cheap(shape):
        level = Level(shape, ratio, tension, points, len(levels), area)
        level.prepare()
        levels.append(level)
        work(0)
        factors = _factors(shape, ratio)
        points = _coarsen(points, shape, factors)
        shape = tuple(coarse_size(size, factor) for size, factor in zip(shape, factors))
        tension *= factors[0] * factors[1]
        area *= factors[0] * factors[1]
        ratio *= factors[0] / factors[1]
    levels.append(DirectLevel(shape, ratio, tension, points, len(levels), area))
    levels[-1].prepare()
    return levels


def solve(levels, tolerance, work):
    """Return the coefficients that minimise the energy on the finest level.

    Parameters
    ----------
    levels : list of Level
        From :func:`build_levels`.
    tolerance : float
        Stop when the root mean square of a correction falls below this (units of the data).
    work : callable
        Called with a number of cells after each smoothing step; may raise to stop.

    Returns
    -------
    numpy.ndarray of float32, shape of the finest grid
    """
    solution = levels[-1].solve(levels[-1].right_side())
    for index in range(len(levels) - 2, -1, -1):
        level = levels[index]
        solution = prolong(solution, level.shape)
        rest = level.residual(solution, level.right_side(), np.empty(level.shape, dtype=np.float32))
        if index == 0:
            return _conjugate_gradients(levels, solution, rest, tolerance, work)
        solution += _v_cycle(levels, index, rest, work)
    return solution


def _v_cycle(levels, index, right, work):
    """Return an approximate solution for ``right`` on one level; the array is the level's own."""
    level = levels[index]
    if index == len(levels) - 1:
        return level.solve(right)
    coarse = levels[index + 1].shape
    level.smooth(right, work, from_zero=True)
    rest = restrict(level.residual(level.solution, right, level.rest), coarse)
    rest *= np.float32(levels[index + 1].area / level.area)
    level.solution += prolong(_v_cycle(levels, index + 1, rest, work), level.shape)
    level.smooth(right, work)
    return level.solution


def _conjugate_gradients(levels, solution, rest, tolerance, work):
    """Improve ``solution`` by flexible conjugate gradients, one V-cycle a step."""
    level = levels[0]
    zero = np.zeros(level.shape, dtype=np.float32)
    direction, turned = np.zeros_like(zero), np.empty_like(zero)
    step = before = 0.0
    for _ in range(MAX_ITERATIONS):
        better = _v_cycle(levels, 0, rest, work)
        slope = _dot(rest, better)
        if slope <= 0.0:
            break
        if before:
            direction *= np.float32(-step * _dot(turned, better) / before)
        direction += better
        level.residual(direction, zero, turned)
        np.negative(turned, out=turned)
        step = slope / _dot(direction, turned)
        np.multiply(direction, np.float32(step), out=better)
        solution += better
        if np.sqrt(_dot(better, better) / better.size) < tolerance:
            break
        np.multiply(turned, np.float32(step), out=better)
        rest -= better
        before = slope
    return solution


def _dot(a, b):
    """Return the scalar product of two arrays as a float."""
    return float(np.dot(a.ravel(), b.ravel()))


def _cheap(shape):
    """Tell whether a banded factorisation of the grid costs next to nothing."""
    return shape[0] * shape[1] * (2.0 * min(shape) + 3.0) ** 2 <= _DIRECT_WORK


def _factors(shape, ratio):
    """Return by how much to coarsen rows and columns: the longer side of a flat cell waits."""
    rows = 1 if shape[0] <= 4 or ratio > 1.5 else 2
    cols = 1 if shape[1] <= 4 or ratio < 1.0 / 1.5 else 2
    return (rows, cols) if rows * cols > 1 else ((2, 1) if shape[0] > shape[1] else (1, 2))


def _coarsen(points, shape, factors):
    """Merge points per cell of a grid and express them in cells of the coarser one."""
    row, column, value, weight = points
    near_row = np.clip(np.floor(row + 0.5), 0, shape[0] - 1).astype(np.int64)
    near_col = np.clip(np.floor(column + 0.5), 0, shape[1] - 1).astype(np.int64)
    row, column, value, weight = merge(near_row * shape[1] + near_col, row, column, value, weight)
    row, column = ((x + 0.5) / factor - 0.5 for x, factor in zip((row, column), factors))
    return row, column, value, weight * (factors[0] * factors[1])
