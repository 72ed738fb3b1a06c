"""The equation (W + εI + A) u = W f + ε u0 of the guided solve on one raster, or on groups of its cells."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Optional

import numpy as np

from ..grid import Grid
from ..progress import part, silent
from .cells import Cells
from .mesh import Mesh, mean_of_groups, refine, sum_groups
from .operator import DiffusionOperator
from .orientation import Orientation
from .solver import solve
from .stencil import diffusion_tensor

ALONG_FLOOR = 0.02
ACROSS = 0.001
REDUCTION = 0.1


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


@dataclass(frozen=True)
class System:
    """What does not change with the orientation; all rasters are 0 where there is no unknown.

    Parameters
    ----------
    grid : Grid
        Geometry.
    valid : numpy.ndarray of bool, shape (rows, cols)
        Cells whose value is unknown.
    first : numpy.ndarray, shape (rows, cols)
        First guess u0.
    weight, right : numpy.ndarray, shape (rows, cols)
        W + ε and W f + ε u0.
    bounds : tuple of float
        Least and largest value of f and u0: the exact solution lies between them.
    trust : numpy.ndarray or None, shape (rows, cols)
        Confidence of each cell in the orientation, 0 to 1.
    """

    grid: Grid
    valid: np.ndarray
    first: np.ndarray
    weight: np.ndarray
    right: np.ndarray
    bounds: tuple
    trust: Optional[np.ndarray] = None

    @cached_property
    def cells(self):
        """The unknowns, numbered."""
        return Cells(self.valid)

    def orientation(self, integration_scale, groups):
        """Return what reads the orientation of a field on these cells."""
        return Orientation(self.valid, self.grid, integration_scale, self.trust, self.first.dtype, groups)

    def solve(self, double, length, start, steps, progress=silent):
        """Return the solution for one orientation.

        Parameters
        ----------
        double : numpy.ndarray, shape (2, rows, cols)
            Orientation as a double angle.
        length : float
            Smoothing length, metres.
        start : numpy.ndarray, shape (rows, cols)
            First guess.
        steps : int
            Iterations.
        progress : callable
            Told the fraction done.

        Returns
        -------
        numpy.ndarray, shape (rows, cols)
        """
        valid = self.valid
        dtype = self.first.dtype
        double = double[:, valid].astype(dtype, copy=False)
        progress(0.0)
        operator = DiffusionOperator(
            lambda own: smoothing_tensor(double[:, own], self.grid, length), self.cells, dtype, part(progress, 0, 0.3)
        )
        fields = (field[valid] for field in (self.weight, self.right, start))
        solution = solve(operator, *fields, steps=steps, reduction=REDUCTION, progress=part(progress, 0.3, 1))
        result = np.zeros_like(self.first)
        result[valid] = np.clip(solution, *self.bounds)
        return result

    def grouped(self, edges):
        """Return the same equation on groups of cells, the mean of that of their cells.

        Parameters
        ----------
        edges : tuple of numpy.ndarray of int
            Row and column edges of the groups.

        Returns
        -------
        System
            A group takes part when all its cells do, so that nothing crosses a cell without data. A group of one row
            or column counts as large as the others: a slight distortion, there, of what only guides later solves.
        """
        factors = [2 if len(e) <= n else 1 for e, n in zip(edges, self.valid.shape)]
        rows, cols = (len(e) - 1 for e in edges)
        grid = replace(self.grid, dy=self.grid.dy * factors[0], dx=self.grid.dx * factors[1], rows=rows, cols=cols)
        whole = sum_groups(self.valid.astype(np.int8), edges[0][:-1], edges[1][:-1])
        valid = whole == np.outer(*(np.diff(e) for e in edges))
        fields = [self.first, self.weight, self.right] + ([] if self.trust is None else [self.trust])
        first, weight, right, *trust = (mean_of_groups(field, edges) * valid for field in fields)
        return System(grid, valid, first, weight, right, self.bounds, *trust)

    def refined(self, solution, coarse, edges):
        """Return the first guess with what a solution on groups of cells changed in theirs."""
        mesh = Mesh.of(coarse.valid)
        change = ((solution - coarse.first) * coarse.valid)[None]
        return self.first + refine(change, mesh, edges)[0] * self.valid
