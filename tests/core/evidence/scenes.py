"""Small surveys with known lineations."""

import numpy as np

from lma_qgis.core.grid import Grid
from lma_qgis.core.tracks.observations import Observations


def profile(seed=0, length=200, step=1000.0, width=8):
    """Return a random, smooth profile (nT) sampled every ``step`` metres, as a function of position."""
    rng = np.random.default_rng(seed)
    values = np.convolve(rng.normal(size=length + 60), np.hanning(width), "same")[30:-30] * 80
    return lambda x: np.interp(x, np.arange(length) * step, values)


def stripes(tracks=7, spacing=9_000.0, length=150_000.0, step=700.0, noise=4.0, seed=0):
    """Return north-south tracks over east-west stripes of random width, and a grid over them."""
    rng = np.random.default_rng(seed)
    field = profile(seed)
    north = np.arange(300.0, length, step)
    easting = np.repeat(spacing * np.arange(tracks) + 500.0, len(north)).astype(float)
    northing = np.tile(north, tracks)
    value = field(northing) + rng.normal(0, noise, len(northing))
    obs = Observations.from_labels(easting, northing, value, np.repeat(np.arange(tracks), len(north)))
    return obs, Grid.covering(-3_000.0, 0.0, spacing * tracks, length, 2_000.0)
