"""The ridge filter as a scorer.

A scorer has the attributes ``tile``, ``margin``, ``multiple`` (cells), ``fixed`` (tiles have exactly that
size), ``bands``, ``batch`` (tiles at once), ``standardised`` (it wants the standardised anomaly) and ``channels``
(what it sees: one of :data:`..core.detection.planes.CHANNELS`); for the log and the results ``name``, ``version``,
``device``, ``threshold``, ``min_support`` and ``calibrated``; and the methods ``prepare(tile)`` (float32 with NaN, one
layer per channel; called in another thread, ahead of time), ``score(prepared)`` (a list; returns one float32 array
of shape (bands, height, width) per tile) and ``stop()`` (make a running ``score`` return soon).
"""

from __future__ import annotations

import threading

import numpy as np

from ..core.detection import planes, ridge
from ..core.detection.tiling import extent
from ..core.errors import LmaCancelled
from .tile_size import TileSize

_TILE = 1024


class RidgeScorer(TileSize):
    """The ridge filter as a scorer.

    Parameters
    ----------
    grid : Grid
        Geometry of the whole raster.
    flips : bool, optional
        Give the spread under mirror images too; the filter has none, so it is 0.
    """

    name = "ridge"
    version = "1"
    device = "cpu"
    threshold = ridge.DEFAULT_THRESHOLD
    min_support = 0.0
    calibrated = False
    batch = 1
    standardised = True
    channels = (planes.ANOMALY,)

    def __init__(self, grid, flips=False):
        self._grid = grid
        self._stopped = threading.Event()
        self.bands = 4 if flips else 2
        self.margin = int(np.ceil(ridge.reach(grid) / min(grid.dx, grid.dy)))
        self.tile = 2 * self.margin + _TILE

    def prepare(self, tile):
        """Return the anomaly of the tile: the filter takes nodata as it is."""
        return tile[0]

    def score(self, prepared):
        """Return crest and trough scores of tiles, 0 where there is nodata."""
        return [self._score(tile) for tile in prepared]

    def _score(self, tile):
        # The filter continues the field beyond its borders by itself; empty margins would only cost time.
        rows, cols = (extent(np.isfinite(tile).any(axis=axis)) for axis in (1, 0))
        inner = tile[rows, cols]
        grid = type(self._grid)(0.0, 0.0, self._grid.dx, self._grid.dy, *inner.shape)
        found = ridge.ridge_scores(inner, grid, standardised=True, progress=self._check)
        scores = np.zeros((self.bands, *tile.shape), np.float32)
        scores[:2, rows, cols] = np.nan_to_num(np.stack(found), copy=False)
        return scores

    def _check(self, fraction):
        if self._stopped.is_set():
            raise LmaCancelled

    def stop(self):
        """Make a running filter stop at its next strike."""
        self._stopped.set()
