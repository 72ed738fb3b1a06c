"""Surveys whose field is known everywhere."""

import numpy as np

from lma_qgis.core.tracks.observations import Observations


def wave(x, y, length=30e3):
    return 150.0 * np.sin(2 * np.pi * (x + 0.4 * y) / length)


def crossing_tracks(size, tracks=30, step=250.0, noise=0.0, seed=0, field=wave):
    """Return straight tracks in random directions through a square of ``size`` metres."""
    rng = np.random.default_rng(seed)
    angle = rng.uniform(0, np.pi, tracks)
    centre = rng.uniform(0, size, (tracks, 2))
    along = np.arange(-1.5 * size, 1.5 * size, step)
    x = centre[:, :1] + along * np.cos(angle)[:, None]
    y = centre[:, 1:] + along * np.sin(angle)[:, None]
    code = np.repeat(np.arange(tracks, dtype=np.int32), len(along))
    inside = (x > 0) & (x < size) & (y > 0) & (y < size)
    x, y, code = x[inside], y[inside], code[inside.ravel()]
    value = field(x, y) + rng.normal(0, noise, len(x)) if noise else field(x, y)
    return Observations(x, y, value, code, tuple(str(i) for i in range(tracks)))


def points(x, y, value, labels=None):
    return Observations.from_labels(x, y, value, ["a"] * len(x) if labels is None else labels)
