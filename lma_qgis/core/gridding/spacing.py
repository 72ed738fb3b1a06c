"""How far apart the anomalies lie along the tracks: the yardstick for the cell size."""

from __future__ import annotations

import numpy as np

from .blocks import LONGEST_STRETCH

CELLS_PER_LINEATION = 4.0
_BIN = 1_000.0
_FEWEST_BINS = 50


def along_track_spacing(obs, bin_length=_BIN):
    """Return the mean crest-to-crest distance of the anomaly along the tracks.

    Rice's formula for a random function, 2π σ(f) / σ(f'), applied to means over short pieces of
    track, which hide the noise of single readings. A track that crosses lineations obliquely sees
    them farther apart than they are, so this is an upper bound of their spacing across strike.

    Parameters
    ----------
    obs : Observations
        Metres and nT; the order within a track is the order along it.
    bin_length : float
        Length of the pieces, metres.

    Returns
    -------
    float
        Metres; NaN where fewer than 50 pairs of neighbouring pieces exist or the field is flat.
    """
    if len(obs) < 2:
        return np.nan
    along = obs.distance_along()
    piece = np.floor(along / bin_length).astype(np.int64)
    order = np.lexsort((along, obs.track))
    key = (obs.track.astype(np.int64) * (int(piece.max()) + 2) + piece)[order]
    start = np.concatenate(([0], np.flatnonzero(np.diff(key)) + 1))
    size = np.diff(np.append(start, len(key)))
    value, place, east, north = (
        np.add.reduceat(entry[order], start) / size for entry in (obs.value, along, obs.easting, obs.northing)
    )
    step = np.diff(place)
    straight = np.hypot(np.diff(east), np.diff(north))
    neighbours = (np.diff(key[start]) == 1) & (straight > 0.5 * step) & (step > 0.0) & (step < LONGEST_STRETCH)
    if np.count_nonzero(neighbours) < _FEWEST_BINS:
        return np.nan
    slope = np.diff(value)[neighbours] / step[neighbours]
    steepness = np.sqrt(np.mean(slope**2))
    return float(2.0 * np.pi * value.std() / steepness) if steepness > 0.0 else np.nan
