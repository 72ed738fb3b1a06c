"""Counts of a detector on single maps and on all of them together."""

from __future__ import annotations

from functools import reduce

import numpy as np

from . import dataset, labels, scoring


def curve_of_scores(scores, survey, name, tolerance=2.0):
    """Return the counts of one map, crests and troughs together.

    Parameters
    ----------
    scores : numpy.ndarray, shape (2, rows, cols)
        Crest and trough.
    survey : dict
        From :func:`training.dataset.load`.
    name : str
        Input whose valid cells count.
    tolerance : float
        Cells.

    Returns
    -------
    Curve
    """
    valid = dataset.valid_cells(survey, name)
    total = None
    for score, axes in zip(scores, (survey["crests"], survey["troughs"]), strict=True):
        line, strike = labels.rasterise(axes, score.shape)
        curve = scoring.score_map(score, line, strike, valid, tolerance)
        total = curve if total is None else total + curve
    return total


def curves(score_of, surveys, name):
    """Return one curve per map of a detector; see :mod:`training.detectors`."""
    return [curve_of_scores(score_of(survey), survey, name) for survey in surveys]


def pooled(some):
    """Return the counts of all maps together."""
    return reduce(lambda a, b: a + b, some)


def drawn(scores, survey, name, threshold):
    """Return the drawn cells (row, column, strike) of crests and troughs together, shape (n, 3)."""
    valid = dataset.valid_cells(survey, name)
    points = []
    for score in scores:
        axis, strike = scoring.drawn_axes(score, valid, threshold)
        points.append(np.column_stack((*np.nonzero(axis), strike[axis])))
    return np.concatenate(points)


def drawn_km(score_of, survey, name, threshold, shifted=False):
    """Return the kilometres of thinned axes that a detector draws on a map or on its copy with shifted tracks."""
    seen = dataset.stored_name(name, shifted)
    return len(drawn(score_of(survey, shifted), survey, seen, threshold)) * survey["cell"] / 1000.0
