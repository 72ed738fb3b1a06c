"""Chebyshev iteration for (diag(w) + A) u = b, scaled to a unit diagonal.

The eigenvalues of the scaled matrix lie in (0, 2], since A is diagonally dominant: no estimate is needed. Unlike
conjugate gradients this has no inner products: what a cell becomes depends only on the data that reach it in the
given number of steps, so that a block with a halo, or the near side of a barrier, comes out the same whatever lies
elsewhere.

References
----------
Golub, G. H., Varga, R. S. (1961): Chebyshev semi-iterative methods. Numer. Math. 3, 147-168, doi 10.1007/BF01386013.
"""

from __future__ import annotations

from collections import deque
from functools import partial

import numpy as np

from ..progress import silent
from ..workers import workers

LEAST_STEPS = 32
STEPS_PER_LENGTH = 4.0
REDUCTION = 0.02
LARGEST = 2.0


def steps_for_length(length, grid):
    """Return how many steps carry a value far enough along strike for a smoothing length.

    Parameters
    ----------
    length : float
        Metres.
    grid : Grid
        Geometry.

    Returns
    -------
    int
        40 for a length of ten cells; the need grows with the length in cells.
    """
    return max(int(np.ceil(STEPS_PER_LENGTH * length / min(grid.dx, grid.dy))), LEAST_STEPS)


def steps_for_eigenvalue(smallest, reduction=REDUCTION):
    """Return how many steps reduce every error component with at least this eigenvalue by the given factor.

    Parameters
    ----------
    smallest : float
        Of the scaled matrix, 0 to 2.
    reduction : float
        Factor.

    Returns
    -------
    int
    """
    return int(np.ceil(np.log(2 / reduction) / (2 * np.sqrt(smallest / LARGEST))))


def solve(operator, weight, right, start, *, steps, reduction=REDUCTION, progress=silent):
    """Solve (diag(weight) + A) u = right.

    Parameters
    ----------
    operator : DiffusionOperator
        A.
    weight : numpy.ndarray, shape (n,)
        Positive diagonal.
    right, start : numpy.ndarray, shape (n,)
        Right-hand side and first guess.
    steps : int
        Number of iterations k.
    reduction : float
        Factor by which every error component is reduced whose eigenvalue exceeds 2 (ln(2/reduction)/(2k))²;
        slower ones, which are nearly constant along lineations far from observations, stay closer to the start.
    progress : callable
        Called once per step with the fraction done.

    Returns
    -------
    numpy.ndarray, shape (n,)
        In the precision of the operator.
    """
    dtype = operator.degree.dtype
    diagonal = weight.astype(dtype) + operator.degree
    inverse = 1 / diagonal
    smallest = min(LARGEST * (np.log(2 / reduction) / (2 * max(steps, 1))) ** 2, 0.5 * LARGEST)
    u, residual = start.astype(dtype), right.astype(dtype)
    change = u.copy()
    with workers(len(operator.bands)) as run:
        for number, factors in enumerate(_factors(smallest, steps), 1):
            operator.add_linked(change, residual, run)
            advance = partial(_advance, u, residual, change, diagonal, inverse, *factors)
            deque(run(advance, operator.bands), maxlen=0)
            progress(number / steps)
    return u


def _factors(smallest, steps):
    """Return, per step, how much of the last change is kept and how much of the scaled residual is taken."""
    middle, radius = 0.5 * (LARGEST + smallest), 0.5 * (LARGEST - smallest)
    ratio = radius / middle
    factors = [(0.0, float(1 / middle))]
    for _ in range(1, steps):
        ratio, before = 1 / (2 * middle / radius - ratio), ratio
        factors.append((float(ratio * before), float(2 * ratio / radius)))
    return factors[:steps]


def _advance(u, residual, change, diagonal, inverse, keep, take, band):
    """Finish the residual in the cells of one band, find their next change and make it."""
    u, residual, change, diagonal, inverse = (field[band.own] for field in (u, residual, change, diagonal, inverse))
    residual -= diagonal * change
    change *= keep
    step = residual * inverse
    step *= take
    change += step
    u += change
