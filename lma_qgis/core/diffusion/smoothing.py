"""Smoothing of several fields at once that never crosses a cell without data.

A Gaussian filter leaks through a barrier of one cell; so does a filter on a coarser raster. Here every pass is
one-dimensional and implicit, (M + t K) x = M b along rows or columns, and the chain of cells is cut
wherever two neighbours are not connected (Neumann condition). Two passes per axis in both orders, averaged,
give a nearly Gaussian kernel that does not depend on which axis comes first.
"""

from __future__ import annotations

import numpy as np
from scipy.linalg import lapack

from ..errors import LmaError
from ..progress import silent
from .mesh import swap

PASSES = 2


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
        conductance = (0.5 * variance / (0.5 * (width[1:] + width[:-1]))).astype(dtype)
        np.multiply(connected, conductance, out=coupling[:, :-1])
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
        self._down = Chain(mesh.height, mesh.open_y.T, sigma_rows**2 / PASSES, dtype)

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
        first, second = fields, swap(fields)
        for number in range(PASSES):
            progress(number / PASSES)
            first = swap(self._down(swap(self._along(first))))
            progress((number + 0.5) / PASSES)
            second = swap(self._along(swap(self._down(second))))
        return 0.5 * (first + swap(second))
