"""Scores of networks that see more than the map: which channels, chosen in the configuration, and what comes out."""

from __future__ import annotations

import numpy as np
import torch

from . import dataset, evaluate


def names_of(config):
    """Return the channels that a configuration chooses: ``channels``, or its one ``input``."""
    return tuple(config.get("channels", (config["input"],)))


def scores(network, names, survey, shifted=False):
    """Return crest and trough scores of one map.

    Parameters
    ----------
    network : LineationNet
        Put into evaluation mode.
    names, survey, shifted : tuple of str, dict, bool
        See :func:`training.dataset.planes`.

    Returns
    -------
    numpy.ndarray of float32, shape (2, rows, cols)
        NaN where the first channel is.
    """
    network.eval()
    device = next(network.parameters()).device
    image = torch.from_numpy(dataset.planes(survey, names, shifted))[None]
    with torch.no_grad():
        logits = network(image.to(device))[0].float().cpu()
    result = torch.sigmoid(logits).numpy()
    result[:, ~np.isfinite(survey[dataset.stored_name(names[0], shifted)])] = np.nan
    return result


def widened(state, count):
    """Return the weights of a network for more input planes: blind to those that are new, otherwise as it was.

    Parameters
    ----------
    state : dict of torch.Tensor
        Of a :class:`training.network.LineationNet`.
    count : int
        Planes wanted; the first are those that the weights know.

    Returns
    -------
    dict of torch.Tensor
    """
    first = state["fine.0.weight"]
    new = first.new_zeros((first.shape[0], count - first.shape[1], *first.shape[2:]))
    return {**state, "fine.0.weight": torch.cat((first, new), dim=1)}


def curves(score_of, surveys, name):
    """Return one curve per map of a detector, ``score_of(survey, shifted)``."""
    return [evaluate.curve_of_scores(score_of(survey, False), survey, name) for survey in surveys]
