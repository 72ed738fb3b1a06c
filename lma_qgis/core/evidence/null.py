"""Surveys without lineations that keep everything else: the null hypothesis of the evidence."""

from __future__ import annotations

import numpy as np

LEAST_SHIFT = 0.2
"""Share of a track's length by which its anomaly moves at least, from either end."""


def shift_tracks(obs, rng):
    """Move the anomaly of every track along the track by a random amount.

    What leaves a track at its end enters at its start. Each track keeps its geometry, its values and its spectrum, but
    neighbouring tracks no longer see the same lineations.

    Parameters
    ----------
    obs : Observations
        Order within a track is the order along it.
    rng : numpy.random.Generator
        Source of the shifts: between 20 and 80 % of each track's number of observations.

    Returns
    -------
    Observations
        The same positions with the values moved.
    """
    value = np.empty_like(obs.value)
    order = np.argsort(obs.track, kind="stable")
    edges = np.searchsorted(obs.track[order], np.arange(obs.n_tracks + 1))
    for first, last in zip(edges[:-1], edges[1:]):
        members = order[first:last]
        share = rng.uniform(LEAST_SHIFT, 1.0 - LEAST_SHIFT)
        value[members] = np.roll(obs.value[members], round(share * len(members)))
    return obs.with_value(value)
