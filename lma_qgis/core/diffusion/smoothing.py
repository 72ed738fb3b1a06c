"""Smoothing of several fields at once that never crosses a cell without data.

A Gaussian filter leaks through a barrier of one cell; so does a filter on a coarser raster. Here every pass is
one-dimensional and implicit, (M + t K) x = M b along rows or columns, and the chain of cells is cut
wherever two neighbours are not connected (Neumann condition). Two passes per axis in both orders, averaged,
give a nearly Gaussian kernel that does not depend on which axis comes first.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import lapack

from ..errors import LmaError

PASSES = 2


def pair_edges(count, factor):
    """Return the edges that group ``count`` cells into pairs, the same from both ends.

    Parameters
    ----------
    count : int
        Number of cells along the axis.
    factor : int
        1 (no grouping) or 2.

    Returns
    -------
    numpy.ndarray of int
        Edges 0 … count. An odd number of cells leaves one or three single cells in the middle, so that a
        mirrored raster is grouped into mirrored pairs.

    Examples
    --------
    >>> pair_edges(6, 2).tolist(), pair_edges(5, 2).tolist(), pair_edges(7, 2).tolist()
    ([0, 2, 4, 6], [0, 2, 3, 5], [0, 2, 3, 4, 5, 7])
    """
    if factor == 1:
        return np.arange(count + 1)
    half = count // 2
    if count % 2 == 0:
        return np.arange(0, count + 1, 2)
    half -= half % 2
    return np.unique(np.concatenate((np.arange(0, half + 1, 2), np.arange(half, count - half + 1), count - np.arange(0, half + 1, 2))))


@dataclass(frozen=True)
class Mesh:
    """Cells of unequal width with the connections that are open between them.

    Parameters
    ----------
    height, width : numpy.ndarray, shape (rows,), (cols,)
        Extent of each row and column, in cells of the finest raster.
    valid : numpy.ndarray of bool, shape (rows, cols)
        Cells that hold data.
    open_x : numpy.ndarray of bool, shape (rows, cols − 1)
        Whether a cell is connected to its eastern neighbour.
    open_y : numpy.ndarray of bool, shape (rows − 1, cols)
        Whether a cell is connected to its southern neighbour.
    """

    height: np.ndarray
    width: np.ndarray
    valid: np.ndarray
    open_x: np.ndarray
    open_y: np.ndarray

    @classmethod
    def of(cls, valid):
        """Return the mesh of the raster itself: neighbours are connected when both hold data."""
        rows, cols = valid.shape
        return cls(np.ones(rows), np.ones(cols), valid, valid[:, 1:] & valid[:, :-1], valid[1:] & valid[:-1])

    @classmethod
    def coarse(cls, valid, row_edges, col_edges):
        """Return the mesh of grouped cells; a group split by a barrier holds no data.

        Two groups are connected when two of their cells touch. A group in which only two cells on a
        diagonal hold data could join the two sides of a barrier and is left out.
        """
        rows, cols = row_edges[:-1], col_edges[:-1]
        count = _sum_groups(valid.astype(np.int8), rows, cols)
        touching = _sum_groups(_touching(valid, row_edges, col_edges), rows, cols)
        open_x = (valid[:, 1:] & valid[:, :-1])[:, col_edges[1:-1] - 1]
        open_y = (valid[1:] & valid[:-1])[row_edges[1:-1] - 1]
        good = (count == 1) | (touching > 0)
        open_x = np.logical_or.reduceat(open_x, rows, axis=0) & good[:, 1:] & good[:, :-1]
        open_y = np.logical_or.reduceat(open_y, cols, axis=1) & good[1:] & good[:-1]
        return cls(np.diff(row_edges).astype(float), np.diff(col_edges).astype(float), good, open_x, open_y)


def _touching(valid, row_edges, col_edges):
    """Return, per cell, how many of its eastern and southern neighbours in the same group hold data."""
    pairs = np.zeros(valid.shape, np.int8)
    same_col = np.ones(valid.shape[1] - 1, bool)
    same_col[col_edges[1:-1] - 1] = False
    same_row = np.ones(valid.shape[0] - 1, bool)
    same_row[row_edges[1:-1] - 1] = False
    pairs[:, :-1] += valid[:, 1:] & valid[:, :-1] & same_col
    pairs[:-1] += valid[1:] & valid[:-1] & same_row[:, None]
    return pairs


def _sum_groups(field, rows, cols):
    """Return sums over groups of rows and columns along the last two axes."""
    return np.add.reduceat(np.add.reduceat(field, rows, axis=-2), cols, axis=-1)


class _Chain:
    """Implicit one-dimensional smoothing along the last axis, factored once."""

    def __init__(self, width, connected, valid, variance, dtype):
        """Factor M + t K for all lines, joined into one tridiagonal system with cuts between the lines."""
        lines, count = valid.shape
        distance = 0.5 * (width[1:] + width[:-1])
        coupling = np.zeros((lines, count))
        coupling[:, :-1] = np.where(connected, 0.5 * variance / distance, 0.0)
        self.mass = np.broadcast_to(width, valid.shape).astype(dtype)
        diagonal = self.mass + coupling
        diagonal[:, 1:] += coupling[:, :-1]
        self.solve = None
        if diagonal.size < 2:
            return
        off = -coupling.ravel()[:-1]
        factor, solve = (lapack.spttrf, lapack.spttrs) if dtype == np.float32 else (lapack.dpttrf, lapack.dpttrs)
        self.diagonal, self.off, info = factor(diagonal.ravel().astype(dtype), off.astype(dtype))
        if info != 0:
            raise LmaError("The smoothing of the orientation failed: check that the integration scale is a finite number.")
        self.solve = solve

    def __call__(self, fields):
        """Return the smoothed fields, shape (k, lines, count)."""
        if self.solve is None:
            return np.array(fields)
        right = np.multiply(fields, self.mass, order="C")
        flat = right.reshape(len(right), -1)
        solution, _ = self.solve(self.diagonal, self.off, flat.T, overwrite_b=1)
        return solution.T.reshape(right.shape)


def smooth(fields, mesh, sigma_rows, sigma_cols):
    """Smooth fields along both axes without crossing closed connections.

    Parameters
    ----------
    fields : numpy.ndarray of float, shape (k, rows, cols)
        Finite everywhere; cells without data are neither read by others nor changed.
    mesh : Mesh
        Widths and connections.
    sigma_rows, sigma_cols : float
        Standard deviation of the kernel down the rows and along the columns, in cells of the finest raster.

    Returns
    -------
    numpy.ndarray of float, shape (k, rows, cols)

    Notes
    -----
    One pass has variance 2t; t = σ²/(2·PASSES) per pass, so that the variances add up to σ².
    """
    dtype = fields.dtype
    along = _Chain(mesh.width, mesh.open_x, mesh.valid, sigma_cols**2 / PASSES, dtype)
    down = _Chain(mesh.height, mesh.open_y.T, mesh.valid.T, sigma_rows**2 / PASSES, dtype)

    def swap(stack):
        return np.ascontiguousarray(stack.transpose(0, 2, 1))

    first, second = fields, swap(fields)
    for _ in range(PASSES):
        first = swap(down(swap(along(first))))
        second = swap(along(swap(down(second))))
    return 0.5 * (first + swap(second))


def smooth_cols(field, mesh, sigma):
    """Smooth one field along its rows (over columns) in a single implicit pass of standard deviation ``sigma`` cells."""
    return _Chain(mesh.width, mesh.open_x, mesh.valid, sigma**2, field.dtype)(field[None])[0]


def smooth_rows(field, mesh, sigma):
    """Smooth one field along its columns (over rows) in a single implicit pass of standard deviation ``sigma`` cells."""
    chain = _Chain(mesh.height, mesh.open_y.T, mesh.valid.T, sigma**2, field.dtype)
    return chain(np.ascontiguousarray(field.T)[None])[0].T
