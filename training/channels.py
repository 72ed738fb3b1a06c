"""Channels: what a network sees, as a configuration chooses it, and weights for more of them."""

from __future__ import annotations

import torch


def names_of(config):
    """Return the channels that a configuration chooses: ``channels``, or its one ``input``."""
    return tuple(config.get("channels", (config["input"],)))


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
