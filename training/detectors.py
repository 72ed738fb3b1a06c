"""Detectors: ``score_of(survey, shifted=False)`` returns crest and trough scores of a map or of its shifted copy.

A survey is a dictionary from :func:`training.dataset.load` or one like it; :func:`training.dataset.stored_name` says
under which names it holds what its copy with shifted tracks looks like.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from lma_qgis.core.detection.ridge import NARROWEST, WIDEST, ridge_scores
from lma_qgis.core.grid import Grid

from . import dataset, pipeline
from .network import LineationNet


@dataclass(frozen=True)
class Network:
    """A network and what it sees.

    Parameters
    ----------
    network : torch.nn.Module
        Gives two logits; put into evaluation mode when asked for scores.
    names : tuple of str
        Its channels; see :func:`training.dataset.planes`.
    """

    network: torch.nn.Module
    names: tuple = pipeline.INPUTS[:1]

    def __call__(self, survey, shifted=False):
        """Return the scores of a map, float32, shape (2, rows, cols); NaN where the first channel is.

        Parameters
        ----------
        survey, shifted : dict, bool
            See :func:`training.dataset.planes`.
        """
        self.network.eval()
        device = next(self.network.parameters()).device
        image = torch.from_numpy(dataset.planes(survey, self.names, shifted))[None]
        with torch.no_grad():
            logits = self.network(image.to(device))[0].float().cpu()
        scores = torch.sigmoid(logits).numpy()
        scores[:, ~np.isfinite(survey[dataset.stored_name(self.names[0], shifted)])] = np.nan
        return scores

    def refuse_more_than_a_map(self, where):
        """Refuse a network that wants to see more than the map.

        Parameters
        ----------
        where : str
            Where there is nothing but the map, and why.

        Raises
        ------
        ValueError
            One sentence.
        """
        if len(self.names) > 1:
            raise ValueError(f"{where}: a network that sees {', '.join(self.names[1:])} beside the map cannot be used.")


@dataclass(frozen=True)
class Ridge:
    """The ridge filter of the plugin.

    Parameters
    ----------
    name : str
        Input.
    widths : tuple of float
        Narrowest and widest filter, metres; the plugin's by default.
    """

    name: str = pipeline.INPUTS[0]
    widths: tuple = (NARROWEST, WIDEST)

    def __call__(self, survey, shifted=False):
        """Return the scores of a map, float32, shape (2, rows, cols)."""
        image, cell = survey[dataset.stored_name(self.name, shifted)], survey["cell"]
        rows, cols = image.shape
        grid = Grid(0.0, rows * cell, cell, cell, rows, cols)
        return np.stack(ridge_scores(image, grid, narrowest=self.widths[0], widest=self.widths[1], standardised=True))


def load(checkpoint, as_trained=False):
    """Return the network of a checkpoint, in evaluation mode, with its channels.

    Parameters
    ----------
    checkpoint : pathlib.Path
        Of a run.
    as_trained : bool
        Leave out the calibration that ``training.calibrate --keep`` stored there.

    Returns
    -------
    Network

    Raises
    ------
    ValueError
        If the checkpoint has planes and no names for them.
    """
    stored = torch.load(checkpoint, map_location="cpu", weights_only=True)
    names, planes = tuple(stored.get("channels", pipeline.INPUTS[:1])), stored["settings"]["channels"]
    if dataset.count_planes(names) != planes:
        raise ValueError(f"{checkpoint} does not say what its {planes} planes are: train the network again.")
    network = LineationNet(**stored["settings"])
    network.load_state_dict(stored["network"])
    if "calibration" in stored and not as_trained:
        calibrate_head(network, stored["calibration"]["temperature"], stored["calibration"]["shift"])
    return Network(network.eval(), names)


def calibrate_head(network, temperature, shift):
    """Divide the logits of a network by a temperature and lower them by a shift, in the last layer itself."""
    with torch.no_grad():
        network.head.weight /= temperature
        network.head.bias.div_(temperature).sub_(shift)
