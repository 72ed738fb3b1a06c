"""The diffusion operator A of a tensor field, as links between cells that hold data."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix, diags

from ..progress import silent
from ..workers import workers
from .stencil import clear_links, selling

BAND = 65_536
"""Cells whose links are made, and later read, at a time: what is needed for them stays in the processor's cache."""


class Band(NamedTuple):
    """The links that some cells in a row make."""

    own: slice
    """The cells."""
    reach: slice
    """The cells from the first to the last that they are linked with."""
    links: csr_matrix
    """Weights, shape (cells of ``own``, cells of ``reach``)."""


class DiffusionOperator:
    """A, the Hessian of ½ Σ_x Σ_i ρ_i(x)/2 [(u(x+e_i) − u(x))² + (u(x−e_i) − u(x))²] over cells with data.

    Symmetric, rows and columns sum to zero, off-diagonals ≤ 0. Links that leave the raster, or meet a cell
    without data on their way, do not exist (Neumann condition).

    Parameters
    ----------
    tensor : callable
        Takes a slice of the n unknowns and returns their diffusion tensors, shape (3, m), square cells, as
        :func:`.stencil.diffusion_tensor` makes them.
    cells : Cells
        The n unknowns.
    dtype : numpy.dtype
        Precision of the weights.
    progress : callable
        Told the fraction done.

    Attributes
    ----------
    bands : list of Band
        Weights L of the six links that each cell makes; A = diag(degree) − L − Lᵀ.
    degree : numpy.ndarray, shape (n,)
        Diagonal of A.
    """

    def __init__(self, tensor, cells, dtype=np.float64, progress=silent):
        count = cells.size
        own = [slice(start, min(start + BAND, count)) for start in range(0, count, BAND)]
        self.bands = []
        with workers(len(own)) as run:
            for band in run(lambda part: _band(tensor(part), cells, part, dtype), own):
                self.bands.append(band)
                progress(band.own.stop / count)
            self.degree = np.zeros(count, dtype)
            self.add_linked(np.ones(count, dtype), self.degree, run)

    def add_linked(self, field, total, run=map):
        """Add (L + Lᵀ) u to a field, the same to the last bit with any number of threads.

        Parameters
        ----------
        field : numpy.ndarray, shape (n,)
            u.
        total : numpy.ndarray, shape (n,)
            What is added to, in place.
        run : callable
            A ``map``, perhaps of several threads.
        """
        products = run(lambda band: (band.links @ field[band.reach], band.links.T @ field[band.own]), self.bands)
        for band, (gathered, scattered) in zip(self.bands, products):
            total[band.own] += gathered
            total[band.reach] += scattered

    def matrix(self):
        """Return A as a sparse matrix (for tests and small systems).

        Returns
        -------
        scipy.sparse.csr_matrix, shape (n, n)
        """
        count = self.degree.size
        links = csr_matrix((count, count))
        for own, reach, part in self.bands:
            entry = part.tocoo()
            links += csr_matrix((entry.data, (entry.row + own.start, entry.col + reach.start)), shape=(count, count))
        return csr_matrix(diags(self.degree) - links - links.T)


def _band(tensor, cells, own, dtype):
    """Return the links of some cells."""
    weight, offset = selling(tensor)
    width = np.int32(cells.valid.shape[1])
    flat = cells.rows[own] * width + cells.cols[own]
    target = np.empty((flat.size, 6), np.int32)
    link = np.empty((flat.size, 6), dtype)
    for i in range(3):
        half = 0.5 * weight[i]
        jump = offset[i][1] * width + offset[i][0]
        for column, sign in ((2 * i, 1), (2 * i + 1, -1)):
            clear = clear_links(cells, sign * offset[i], own)
            target[:, column] = cells.number[flat + sign * jump * clear]
            np.multiply(half, clear, out=link[:, column], casting="same_kind")
    reach = slice(int(target.min()), int(target.max()) + 1)
    target -= np.int32(reach.start)
    starts = np.arange(0, link.size + 1, 6, dtype=np.int32)
    shape = (flat.size, reach.stop - reach.start)
    return Band(own, reach, csr_matrix((link.ravel(), target.ravel(), starts), shape=shape))
