"""Cells of a raster, or groups of them, and which neighbours are connected."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


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
    if factor == 1 or count < 2:
        return np.arange(count + 1)
    if count % 2 == 0:
        return np.arange(0, count + 1, 2)
    half = count // 2 - (count // 2) % 2
    low = np.arange(0, half + 1, 2)
    return np.unique(np.concatenate((low, np.arange(half, count - half + 1), count - low)))


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
        count = sum_groups(valid.astype(np.int8), rows, cols)
        touching = sum_groups(_touching(valid, row_edges, col_edges), rows, cols)
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


def sum_groups(field, rows, cols):
    """Return sums over groups of rows and columns along the last two axes.

    Parameters
    ----------
    field : numpy.ndarray, shape (…, rows, cols)
        Values per cell.
    rows, cols : numpy.ndarray of int
        First row and first column of each group.

    Returns
    -------
    numpy.ndarray, shape (…, groups of rows, groups of columns)
    """
    if 2 * len(rows) == field.shape[-2] and 2 * len(cols) == field.shape[-1]:
        half = field[..., ::2, :] + field[..., 1::2, :]
        return half[..., ::2] + half[..., 1::2]
    return np.add.reduceat(np.add.reduceat(field, rows, axis=-2), cols, axis=-1)


def mean_of_groups(field, edges):
    """Return means over groups of rows and columns along the last two axes; edges as for :func:`refine`."""
    total = sum_groups(field, edges[0][:-1], edges[1][:-1])
    total /= np.outer(np.diff(edges[0]), np.diff(edges[1])).astype(total.dtype)
    return total


def refine(coarse, mesh, edges):
    """Bring groups back to cells: own value plus the slopes towards connected neighbours, axis by axis.

    Parameters
    ----------
    coarse : numpy.ndarray, shape (k, groups of rows, groups of columns)
        Values of the groups.
    mesh : Mesh
        The groups.
    edges : tuple of numpy.ndarray of int
        Row and column edges of the groups.

    Returns
    -------
    numpy.ndarray, shape (k, rows, cols)
    """
    across = _to_cells(coarse, mesh.open_x, edges[1], -1)
    down = _to_cells(coarse, mesh.open_y, edges[0], -2)
    down += _repeat(coarse, edges[0], -2)
    result = _repeat(down, edges[1], -1)
    result += _repeat(across, edges[0], -2)
    return result


def _to_cells(coarse, connected, edges, axis):
    """Return what the slope towards a connected neighbour adds to a group's value, per cell of one axis."""
    steps = np.moveaxis(np.diff(coarse, axis=axis) * connected, axis, -1)
    steps *= (0.5 / np.diff(0.5 * (edges[1:] + edges[:-1]))).astype(coarse.dtype)
    shape = list(coarse.shape)
    shape[axis] = edges[-1]
    result = np.zeros(shape, coarse.dtype)
    cells = np.moveaxis(result, axis, -1)
    if _all_pairs(edges):
        np.negative(steps, out=cells[..., 2::2])
        cells[..., 1:-1:2] = steps
        return result
    pair = np.diff(edges) == 2
    cells[..., edges[1:-1][pair[1:]]] = -steps[..., pair[1:]]
    cells[..., edges[1:-1][pair[:-1]] - 1] = steps[..., pair[:-1]]
    return result


def _repeat(coarse, edges, axis):
    """Return each group's value on its cells along one axis."""
    if _all_pairs(edges):
        return np.repeat(coarse, 2, axis=axis)
    return np.take(coarse, np.repeat(np.arange(len(edges) - 1), np.diff(edges)), axis=axis)


def _all_pairs(edges):
    return edges[-1] == 2 * (len(edges) - 1) and bool((np.diff(edges) == 2).all())
