"""Preconditioned conjugate gradients for (diag(w) + A) u = b."""

from __future__ import annotations

import numpy as np

from ..progress import silent

TOLERANCE = 1e-4
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
        Stop when the preconditioned residual, a bound on the change of one Jacobi step, falls below this
        (root mean square, in units of the solution).
    progress : callable
        Called once per step with the fraction done.

    Returns
    -------
    numpy.ndarray, shape (n,)
    """
    inverse = 1 / (weight + operator.degree)
    u = start.copy()
    residual = right - weight * u - operator @ u
    search = inverse * residual
    slope = float(residual @ search)
    goal = tolerance**2 * max(float(weight.sum() + operator.degree.sum()), 1e-30)
    first = slope
    for _ in range(MAX_STEPS):
        if slope <= goal:
            break
        product = weight * search + operator @ search
        step = slope / float(search @ product)
        u += step * search
        residual -= step * product
        image = inverse * residual
        slope, before = float(residual @ image), slope
        search *= slope / before
        search += image
        progress(float(np.clip(np.log(first / max(slope, goal)) / np.log(first / goal), 0, 1)))
    return u
