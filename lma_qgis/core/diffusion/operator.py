"""The diffusion operator A of a tensor field, as links between cells that hold data."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix, diags

from ..progress import silent
from .stencil import clear_links, selling


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
        weight, offset = selling(tensor)
        progress(0.25)
        count, width = cells.size, np.int32(cells.valid.shape[1])
        flat = cells.rows * width + cells.cols
        target = np.empty((count, 6), np.int32)
        link = np.empty((count, 6), dtype)
        for i in range(3):
            half = 0.5 * weight[i]
            jump = offset[i][1] * width + offset[i][0]
            reach = np.maximum(np.abs(offset[i][0]), np.abs(offset[i][1]))
            for column, sign in ((2 * i, 1), (2 * i + 1, -1)):
                clear = clear_links(cells, sign * offset[i], reach)
                target[:, column] = cells.number[flat + sign * jump * clear]
                np.multiply(half, clear, out=link[:, column], casting="same_kind")
                progress(0.25 + 0.125 * (column + 1))
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
