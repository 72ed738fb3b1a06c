"""Levels of the tracks as they come out when one track is not there."""

from __future__ import annotations

import numpy as np

from ..progress import silent
from ..tracks.crossovers import find_crossovers
from ..tracks.levelling import level


def fold_offsets(obs, *, progress=silent):
    """Level the tracks once per held-out track, each time without its crossings.

    Levels that were found with a track carry its values into its neighbours; predicted from them it would
    in part predict itself.

    Parameters
    ----------
    obs : Observations
        Metres and nT.
    progress : callable
        See :mod:`lma_qgis.core.progress`.

    Returns
    -------
    numpy.ndarray of float64, shape (n_tracks, n_tracks)
        Row k: what to add to each track, nT, when track k is held out; 0 for tracks without crossings.
    """
    crossovers = find_crossovers(obs)
    offsets = np.zeros((obs.n_tracks, obs.n_tracks))
    for code in np.unique(obs.track):
        offsets[code] = -level(obs, crossovers=crossovers.without_track(code)).bias
        progress((code + 1) / obs.n_tracks)
    return offsets
