"""The diffusion operator A of a tensor field, as links between cells that hold data."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix, diags

from ..progress import silent
from .stencil import clear_links, selling

BAND = 65_536
"""Cells whose links are made at a time: what is made on the way stays in the processor's cache."""


class DiffusionOperator:
    """A, the Hessian of ½ Σ_x Σ_i ρ_i(x)/2 [(u(x+e_i) − u(x))² + (u(x−e_i) − u(x))²] over cells with data.

    Symmetric, rows and columns sum to zero, off-diagonals ≤ 0. Links that leave the raster, or meet a cell
    without data on their way, do not exist (Neumann condition).

    Parameters
    ----------
    tensor : numpy.ndarray, shape (3, n)
        Diffusion tensor of each cell with data, square cells, as :func:`.stencil.diffusion_tensor` makes it.
    cells : Cells
        The n unknowns.
    dtype : numpy.dtype
        Precision of the weights.
    progress : callable
        Told the fraction done.

    Attributes
    ----------
    links : scipy.sparse.csr_matrix, shape (n, n)
        Weights of the six links that each cell makes; A = diag(degree) − links − linksᵀ.
    degree : numpy.ndarray, shape (n,)
        Diagonal of A.
    """

    def __init__(self, tensor, cells, dtype=np.float64, progress=silent):
        count = cells.size
        target = np.empty((count, 6), np.int32)
        link = np.empty((count, 6), dtype)
        for start in range(0, count, BAND):
            own = slice(start, min(start + BAND, count))
            _fill(tensor[:, own], cells, own, target[own], link[own])
            progress(own.stop / count)
        starts = np.arange(0, 6 * count + 1, 6, dtype=np.int32)
        self.links = csr_matrix((link.ravel(), target.ravel(), starts), shape=(count, count))
        ones = np.ones(count, dtype)
        self.degree = self.links @ ones + self.links.T @ ones

    def matrix(self):
        """Return A as a sparse matrix (for tests and small systems).

        Returns
        -------
        scipy.sparse.csr_matrix, shape (n, n)
        """
        return csr_matrix(diags(self.degree) - self.links - self.links.T)


def _fill(tensor, cells, own, target, link):
    """Write ends and weights of the six links of some cells."""
    weight, offset = selling(tensor)
    width = np.int32(cells.valid.shape[1])
    flat = cells.rows[own] * width + cells.cols[own]
    for i in range(3):
        half = 0.5 * weight[i]
        jump = offset[i][1] * width + offset[i][0]
        for column, sign in ((2 * i, 1), (2 * i + 1, -1)):
            clear = clear_links(cells, sign * offset[i], own)
            target[:, column] = cells.number[flat + sign * jump * clear]
            np.multiply(half, clear, out=link[:, column], casting="same_kind")
