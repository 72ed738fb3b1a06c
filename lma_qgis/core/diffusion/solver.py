"""Conjugate gradients for (diag(w) + A) u = b, scaled to a unit diagonal."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix

from ..progress import silent

TOLERANCE = 2e-5
MAX_STEPS = 2000


def solve(operator, weight, right, start, *, tolerance=TOLERANCE, progress=silent):
    """Solve (diag(weight) + A) u = right.

    Parameters
    ----------
    operator : DiffusionOperator
        A.
    weight : numpy.ndarray, shape (n,)
        Positive diagonal.
    right, start : numpy.ndarray, shape (n,)
        Right-hand side and first guess.
    tolerance : float
        Stop when the root mean square of the residual, divided by the square root of the diagonal and weighted like the
        solution, falls below this. The error of the solution is some 20 times larger.
    progress : callable
        Called once per step with the fraction done.

    Returns
    -------
    numpy.ndarray, shape (n,)
        In the precision of the operator.
    """
    links, diagonal = operator.links, weight + operator.degree
    dtype = links.dtype
    root = np.sqrt(diagonal)
    inverse = (1 / root).astype(dtype)
    scaled = _scale(links, inverse)
    back = scaled.T
    u = (start * root).astype(dtype)
    residual = (right / root).astype(dtype) - u + scaled @ u + back @ u
    search = residual.copy()
    slope = _square(residual)
    goal = tolerance**2 * max(float(diagonal.sum(dtype=np.float64)), 1e-30)
    first = slope
    for _ in range(MAX_STEPS):
        if slope <= goal:
            break
        product = scaled @ search
        product += back @ search
        np.subtract(search, product, out=product)
        step = dtype.type(slope / float(search @ product))
        u += step * search
        product *= step
        residual -= product
        slope, before = _square(residual), slope
        search *= dtype.type(slope / before)
        search += residual
        progress(float(np.clip(np.log(first / max(slope, goal)) / np.log(first / goal), 0, 1)))
    return u * inverse


def _square(v):
    """Return v·v; BLAS sums in blocks, which is accurate enough in single precision."""
    return float(v @ v)


def _scale(links, factor):
    """Return links with rows and columns multiplied by a factor, six links per row."""
    data = links.data * factor[links.indices]
    data.reshape(factor.size, -1)[...] *= factor[:, None]
    return csr_matrix((data, links.indices, links.indptr), shape=links.shape)
