"""Smoothing of several fields at once that never crosses a cell without data.

A Gaussian filter leaks through a barrier of one cell; so does a filter on a coarser raster. Here every pass is
one-dimensional and implicit, (M + t K) x = M b along rows or columns, and the chain of cells is cut
wherever two neighbours are not connected (Neumann condition). Two passes per axis in both orders, averaged,
give a nearly Gaussian kernel that does not depend on which axis comes first.

Along the rows LAPACK solves one chain after the other; down the columns all chains are swept at once, a row at a
time, which reads memory in its order and needs no transposed copy. Where rows are too short for that, the raster is
transposed.
"""

from __future__ import annotations

import numpy as np
from scipy.linalg import lapack

from ..errors import LmaError
from ..progress import silent

PASSES = 2
SWEEP_FROM = 400
"""Columns from which sweeping rows is faster than transposing."""


class Chain:
    """Implicit smoothing along the last axis, factored once and used on any number of fields.

    Parameters
    ----------
    width : numpy.ndarray, shape (count,)
        Extent of the cells along the axis, in cells of the finest raster.
    connected : numpy.ndarray of bool, shape (lines, count − 1)
        Whether a cell is connected to the next one.
    variance : float
        Variance of one pass, squared cells of the finest raster.
    dtype : numpy.dtype
        float32 or float64.
    """

    def __init__(self, width, connected, variance, dtype):
        """Factor M + t K for all lines, joined into one tridiagonal system with cuts between the lines."""
        lines, count = connected.shape[0], len(width)
        coupling = np.zeros((lines, count), dtype)
        np.multiply(connected, _conductance(width, variance, dtype), out=coupling[:, :-1])
        self._mass = width.astype(dtype)
        diagonal = coupling + self._mass
        diagonal[:, 1:] += coupling[:, :-1]
        self._solve = None
        if diagonal.size < 2:
            return
        factor, self._solve = (
            (lapack.spttrf, lapack.spttrs) if dtype == np.float32 else (lapack.dpttrf, lapack.dpttrs)
        )
        off = np.negative(coupling, out=coupling).ravel()[:-1]
        self._diagonal, self._off, info = factor(diagonal.ravel(), off, overwrite_d=1, overwrite_e=1)
        if info != 0:
            raise LmaError("The smoothing failed; check that lengths and integration scale are finite numbers.")

    def __call__(self, fields):
        """Return the smoothed fields, shape (k, lines, count)."""
        if self._solve is None:
            return np.array(fields)
        right = np.multiply(fields, self._mass, order="C")
        solution, _ = self._solve(self._diagonal, self._off, right.reshape(len(right), -1).T, overwrite_b=1)
        return solution.T.reshape(right.shape)


class Sweep:
    """The same along the second last axis, a row of all chains at a time: LDLᵀ, forward and back.

    Parameters
    ----------
    height : numpy.ndarray, shape (count,)
        Extent of the cells along the axis, in cells of the finest raster.
    connected : numpy.ndarray of bool, shape (count − 1, columns)
        Whether a cell is connected to the next one.
    variance, dtype
        As for :class:`Chain`.
    """

    def __init__(self, height, connected, variance, dtype):
        coupling = connected * _conductance(height, variance, dtype)[:, None]
        self._mass = height.astype(dtype)[:, None]
        pivot = np.repeat(self._mass, connected.shape[1], axis=1)
        pivot[:-1] += coupling
        pivot[1:] += coupling
        self._factor = np.empty_like(coupling)
        for factor, above, below, link in zip(self._factor, pivot, pivot[1:], coupling):
            np.divide(link, above, out=factor)
            below -= np.multiply(factor, link, out=link)
        self._inverse = np.divide(1, pivot, out=pivot)

    def __call__(self, fields):
        """Return the smoothed fields, shape (k, count, columns)."""
        result = fields * self._mass
        product = np.empty_like(result[:, 0])
        for index, factor in enumerate(self._factor):
            result[:, index + 1] += np.multiply(result[:, index], factor, out=product)
        result *= self._inverse
        for index, factor in reversed(list(enumerate(self._factor))):
            result[:, index] += np.multiply(result[:, index + 1], factor, out=product)
        return result


def down_chains(height, connected, variance, dtype):
    """Return what smooths fields (k, count, columns) down their columns; arguments as for :class:`Sweep`."""
    if connected.shape[1] >= SWEEP_FROM:
        return Sweep(height, connected, variance, dtype)
    chain = Chain(height, connected.T, variance, dtype)
    return lambda fields: _transposed(chain(_transposed(fields)))


def _transposed(fields):
    """Return fields (k, rows, columns) with rows and columns exchanged."""
    return np.ascontiguousarray(fields.transpose(0, 2, 1))


def _conductance(extent, variance, dtype):
    """Return t over the distance of neighbouring cells' centres: the coupling of connected ones."""
    return (0.5 * variance / (0.5 * (extent[1:] + extent[:-1]))).astype(dtype)


class Smoother:
    """Nearly Gaussian smoothing along both axes that does not cross closed connections.

    Parameters
    ----------
    mesh : Mesh
        Widths and connections.
    sigma_rows, sigma_cols : float
        Standard deviation of the kernel down the rows and along the columns, in cells of the finest raster.
    dtype : numpy.dtype
        float32 or float64.
    """

    def __init__(self, mesh, sigma_rows, sigma_cols, dtype):
        self._along = Chain(mesh.width, mesh.open_x, sigma_cols**2 / PASSES, dtype)
        self._down = down_chains(mesh.height, mesh.open_y, sigma_rows**2 / PASSES, dtype)

    def __call__(self, fields, progress=silent):
        """Return smoothed fields.

        Parameters
        ----------
        fields : numpy.ndarray, shape (k, rows, cols)
            Finite everywhere; cells without data are neither read by others nor changed.
        progress : callable
            Told the fraction done.

        Returns
        -------
        numpy.ndarray, shape (k, rows, cols)
        """
        first = second = fields
        for number in range(PASSES):
            progress(number / PASSES)
            first = self._down(self._along(first))
            progress((number + 0.5) / PASSES)
            second = self._along(self._down(second))
        first += second
        first *= 0.5
        return first
