"""The diffusion operator A of a tensor field, as links between cells that hold data."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix

from .stencil import clear_links, selling


class DiffusionOperator:
    """A, the Hessian of ½ Σ_x Σ_i ρ_i(x)/2 [(u(x+e_i) − u(x))² + (u(x−e_i) − u(x))²] over cells with data.

    Symmetric, rows and columns sum to zero, off-diagonals ≤ 0. Links that leave the raster, or meet a cell
    without data on their way, do not exist (Neumann condition).

    Parameters
    ----------
    tensor : numpy.ndarray, shape (3, rows, cols)
        Diffusion tensor in square cells, as :func:`..stencil.diffusion_tensor` makes it.
    valid : numpy.ndarray of bool, shape (rows, cols)
        Cells that are unknowns.
    dtype : numpy.dtype
        Precision of the weights.

    Attributes
    ----------
    degree : numpy.ndarray, shape (n,)
        Diagonal of A for the n cells with data, in row order.
    """

    def __init__(self, tensor, valid, dtype=np.float64):
        rows, cols = np.nonzero(valid)
        count = rows.size
        weight, offset = selling(tensor[:, valid])
        number = np.full(valid.shape, -1, np.int32)
        number[valid] = np.arange(count, dtype=np.int32)
        target = np.empty((count, 6), np.int32)
        link = np.empty((count, 6), dtype)
        own = np.arange(count, dtype=np.int32)
        for i in range(3):
            for sign in (1, -1):
                step = sign * offset[i]
                clear = clear_links(valid, rows, cols, step) & (weight[i] > 0)
                column = 2 * i + (sign < 0)
                end = number[np.where(clear, rows + step[1], rows), np.where(clear, cols + step[0], cols)]
                target[:, column] = np.where(clear, end, own)
                link[:, column] = np.where(clear, 0.5 * weight[i], 0)
        self._links = csr_matrix(
            (link.ravel(), target.ravel(), np.arange(0, 6 * count + 1, 6, dtype=np.int32)), shape=(count, count)
        )
        self._back = self._links.T
        ones = np.ones(count, dtype)
        self.degree = self._links @ ones + self._back @ ones

    def __matmul__(self, u):
        """Return A u for the n cells with data."""
        return self.degree * u - self._links @ u - self._back @ u

    def matrix(self):
        """Return A as a sparse matrix (for tests and small systems).

        Returns
        -------
        scipy.sparse.csr_matrix, shape (n, n)
        """
        links = self._links + self._back
        links.setdiag(0)
        links.eliminate_zeros()
        lone = csr_matrix((np.asarray(links.sum(axis=1)).ravel(), (np.arange(self.degree.size),) * 2), shape=links.shape)
        return csr_matrix(lone - links)
