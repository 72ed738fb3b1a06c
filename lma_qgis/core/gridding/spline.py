"""Biquadratic B-splines on a raster: values at points and at nodes, coarse and fine coefficients.

The nodes are the cell centres. Beyond the outermost node a ghost coefficient is extrapolated
linearly, which reproduces every plane exactly and keeps the spline spaces of halved grids nested.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

_POINTS_AT_ONCE = 65_536


def axis_weights(position, size):
    """Return the nodes and weights that give a spline's value along one axis.

    Parameters
    ----------
    position : numpy.ndarray, shape (n,)
        Fractional index; node ``i`` is at ``i``. Clipped to half a cell beyond the outer nodes.
    size : int
        Number of nodes.

    Returns
    -------
    first : numpy.ndarray of int64, shape (n,)
        First of ``k = min(size, 3)`` adjacent nodes.
    weights : numpy.ndarray of float64, shape (n, k)
        They sum to one.
    """
    position = np.clip(np.asarray(position, dtype=float), -0.5, size - 0.5)
    if size == 1:
        return np.zeros(len(position), dtype=np.int64), np.ones((len(position), 1))
    node = np.clip(np.floor(position + 0.5), 0, size - 1).astype(np.int64)
    offset = position - node
    before, after = 0.5 * (0.5 - offset) ** 2, 0.5 * (0.5 + offset) ** 2
    centre = 0.75 - offset**2
    first = np.clip(node - 1, 0, max(size - 3, 0))
    weights = np.zeros((len(position), min(size, 3)))
    left, right = node == 0, node == size - 1
    place, at = np.arange(len(position)), node - first
    weights[place, at] = centre + 2.0 * before * left + 2.0 * after * right
    inner = ~left
    weights[place[inner], at[inner] - 1] = (before - after * right)[inner]
    inner = ~right
    weights[place[inner], at[inner] + 1] = (after - before * left)[inner]
    return first, weights


class PointValues:
    """The linear map from coefficients on a grid to the spline's values at points.

    Parameters
    ----------
    row, column : numpy.ndarray, shape (n,)
        Positions in fractional cells.
    shape : tuple of int
        Rows and columns of the grid.

    Attributes
    ----------
    touched : numpy.ndarray of int32, shape (m,)
        Flat indices of the nodes that any point depends on.
    matrix : scipy.sparse.csr_matrix of float32, shape (n, m)
        Weights of those nodes.
    """

    def __init__(self, row, column, shape):
        count, near = len(row), min(shape[0], 3) * min(shape[1], 3)
        nodes, weights = np.empty((count, near), dtype=np.int32), np.empty((count, near), dtype=np.float32)
        for start in range(0, count, _POINTS_AT_ONCE):
            part = slice(start, start + _POINTS_AT_ONCE)
            nodes[part], weights[part] = _nodes_and_weights(row[part], column[part], shape)
        rank = np.zeros(shape[0] * shape[1], dtype=np.int32)
        rank[nodes.ravel()] = 1
        self.touched = np.flatnonzero(rank).astype(np.int32)
        rank[self.touched] = np.arange(len(self.touched), dtype=np.int32)
        for start in range(0, count, _POINTS_AT_ONCE):
            part = slice(start, start + _POINTS_AT_ONCE)
            nodes[part] = rank[nodes[part]]
        pointer = np.arange(count + 1, dtype=np.int64 if nodes.size > np.iinfo(np.int32).max else np.int32) * near
        self.matrix = sparse.csr_matrix((weights.ravel(), nodes.ravel(), pointer), shape=(count, len(self.touched)))

    def __call__(self, coefficients):
        """Return the spline's values at the points, shape (n,)."""
        return self.matrix @ coefficients.ravel()[self.touched]

    def transpose(self, values):
        """Return the transposed map of ``values`` (n,), on the touched nodes only, shape (m,)."""
        return self.matrix.T @ values

    def spread(self, weight):
        """Return the row sums of ``|Pᵀ diag(weight) P|`` on the touched nodes, shape (m,)."""
        matrix = self.matrix
        magnitude = sparse.csr_matrix((np.abs(matrix.data), matrix.indices, matrix.indptr), shape=matrix.shape)
        return magnitude.T @ (weight * (magnitude @ np.ones(matrix.shape[1], dtype=np.float32)))


def node_values(coefficients):
    """Return the spline at its nodes: (1, 6, 1)/8 along each axis.

    Parameters
    ----------
    coefficients : numpy.ndarray, shape (rows, cols)

    Returns
    -------
    numpy.ndarray, shape (rows, cols)
        Same data type.
    """
    values = coefficients.copy()
    for axis in (0, 1):
        if values.shape[axis] > 2:
            source, target = np.swapaxes(values, 0, axis), np.swapaxes(np.empty_like(values), 0, axis)
            np.subtract(source[2:], source[1:-1], out=target[1:-1])
            target[1:-1] -= source[1:-1]
            target[1:-1] += source[:-2]
            target[1:-1] *= 0.125
            target[1:-1] += source[1:-1]
            target[0], target[-1] = source[0], source[-1]
            values = np.swapaxes(target, 0, axis)
    return np.ascontiguousarray(values)


def _nodes_and_weights(row, column, shape):
    """Return flat indices and weights of the nodes around each point, shape (n, up to 9) each."""
    first_row, row_weights = axis_weights(row, shape[0])
    first_col, col_weights = axis_weights(column, shape[1])
    steps = np.arange(row_weights.shape[1])[:, None] * shape[1] + np.arange(col_weights.shape[1])
    nodes = (first_row * shape[1] + first_col)[:, None] + steps.ravel()
    return nodes, (row_weights[:, :, None] * col_weights[:, None, :]).reshape(nodes.shape)


def coarse_size(size, factor):
    """Return the number of nodes along an axis after coarsening by 1 or 2."""
    return -(-size // factor)


def prolong(coarse, shape):
    """Return the fine coefficients of the same spline surface.

    Parameters
    ----------
    coarse : numpy.ndarray, shape (m, n)
        Coefficients on the coarse grid.
    shape : tuple of int
        Fine shape; each axis either equal or the double, less one if odd.

    Returns
    -------
    numpy.ndarray, shape ``shape``
    """
    for axis in (0, 1):
        if coarse.shape[axis] != shape[axis]:
            coarse = np.swapaxes(_subdivide(np.swapaxes(coarse, 0, axis), shape[axis]), 0, axis)
    return np.ascontiguousarray(coarse)


def restrict(fine, shape):
    """Return the transpose of :func:`prolong` applied to ``fine``.

    Parameters
    ----------
    fine : numpy.ndarray
        Values on the fine grid.
    shape : tuple of int
        Coarse shape.

    Returns
    -------
    numpy.ndarray, shape ``shape``
    """
    for axis in (1, 0):
        if fine.shape[axis] != shape[axis]:
            fine = np.swapaxes(_gather(np.swapaxes(fine, 0, axis), shape[axis]), 0, axis)
    return np.ascontiguousarray(fine)


def _subdivide(coarse, size):
    """Split every coefficient along axis 0 into two: (3 c + neighbour) / 4."""
    fine = np.empty_like(coarse, shape=(2 * len(coarse), coarse.shape[1]))
    if len(coarse) == 1:
        fine[:] = coarse
        return fine[:size]
    step = 0.25 * np.diff(coarse, axis=0)
    np.subtract(coarse[1:], step, out=fine[2::2])
    np.add(coarse[:-1], step, out=fine[1:-1:2])
    np.subtract(coarse[0], step[0], out=fine[0])
    np.add(coarse[-1], step[-1], out=fine[-1])
    return fine[:size]


def _gather(fine, size):
    """Transpose of :func:`_subdivide` along axis 0."""
    even, odd = fine[0::2], fine[1::2]
    coarse = even.copy()
    coarse[: len(odd)] += odd
    if size == 1:
        return coarse
    step = np.zeros_like(coarse[:-1])
    step -= even[1:]
    step += odd[: size - 1]
    step[0] -= even[0]
    if len(odd) == size:
        step[-1] += odd[-1]
    step *= 0.25
    coarse[:-1] -= step
    coarse[1:] += step
    return coarse
