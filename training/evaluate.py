"""Scores of networks and of the ridge filter on the same maps."""

from __future__ import annotations

from functools import reduce

import numpy as np
import torch

from lma_qgis.core.detection.ridge import NARROWEST, WIDEST, ridge_scores
from lma_qgis.core.grid import Grid

from . import dataset, labels, scoring


def network_scores(network, image, temperature=1.0):
    """Return crest and trough scores of one standardised map.

    Parameters
    ----------
    network : LineationNet
        Put into evaluation mode.
    image : numpy.ndarray, shape (rows, cols)
        Standardised, NaN = nodata.
    temperature : float
        Divides the logits.

    Returns
    -------
    numpy.ndarray of float32, shape (2, rows, cols)
        NaN where the image is.
    """
    network.eval()
    device = next(network.parameters()).device
    with torch.no_grad():
        logits = network(torch.from_numpy(dataset.to_image(image))[None, None].to(device))[0].float().cpu()
    scores = torch.sigmoid(logits / temperature).numpy()
    scores[:, ~np.isfinite(image)] = np.nan
    return scores


def ridge_of(image, cell, widths=(NARROWEST, WIDEST)):
    """Return the ridge filter's crest and trough scores of one standardised map.

    Parameters
    ----------
    image : numpy.ndarray, shape (rows, cols)
        Standardised, NaN = nodata.
    cell : float
        Side of the square cells, metres.
    widths : tuple of float
        Narrowest and widest filter, metres; the plugin's by default.

    Returns
    -------
    numpy.ndarray of float32, shape (2, rows, cols)
    """
    rows, cols = image.shape
    grid = Grid(0.0, rows * cell, cell, cell, rows, cols)
    return np.stack(ridge_scores(image, grid, narrowest=widths[0], widest=widths[1], standardised=True))


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


def curves_of_network(network, surveys, name, tolerance=2.0):
    """Return one curve per map for a network."""
    return [curve_of_scores(network_scores(network, s[name]), s, name, tolerance) for s in surveys]


def pooled(curves):
    """Return the counts of all maps together."""
    return reduce(lambda a, b: a + b, curves)
