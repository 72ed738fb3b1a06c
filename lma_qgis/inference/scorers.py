"""What scores a tile: the ridge filter, or a network with its zooms and signs.

A scorer has the attributes ``tile``, ``margin``, ``multiple`` (cells), ``fixed`` (tiles have exactly that
size), ``bands``, ``batch`` (tiles at once) and ``standardised`` (it wants the standardised anomaly), and
the methods ``prepare(tile)`` (float32 with NaN; called in another thread, ahead of time),
``score(prepared)`` (a list; returns one float32 array of shape (bands, height, width) per tile) and
``stop()`` (make a running ``score`` return soon).
"""

from __future__ import annotations

import threading

import numpy as np

from ..core.detection import ridge
from ..core.errors import LmaCancelled, LmaError

_RIDGE_TILE = 1024


class TileSize:
    """Size and margin of tiles, as a model asks and as the user overrides."""

    multiple = 1
    fixed = False

    def set_tiles(self, tile=0, overlap=0):
        """Take the user's wishes.

        Parameters
        ----------
        tile : int
            Cells; 0 keeps what the model asks for.
        overlap : int
            Cells that neighbouring tiles share; 0 keeps what the model asks for.

        Raises
        ------
        LmaError
            If the overlap leaves nothing of a tile, or the model's tiles cannot change.
        """
        if tile and self.fixed and tile != self.tile:
            raise LmaError(f"This model takes tiles of {self.tile} cells only; set the tile size to 0.")
        self.tile = tile or self.tile
        self.margin = -(-overlap // 2) if overlap else self.margin
        if 2 * self.margin >= self.tile:
            raise LmaError(
                f"Tiles of {self.tile} cells that share {2 * self.margin} leave nothing; "
                "choose larger tiles or a smaller overlap."
            )


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
    device = "cpu"
    threshold = ridge.DEFAULT_THRESHOLD
    min_support = 0.0
    calibrated = False
    batch = 1
    standardised = True

    def __init__(self, grid, flips=False):
        self._grid = grid
        self._stopped = threading.Event()
        self.bands = 4 if flips else 2
        self.margin = int(np.ceil(ridge.reach(grid) / min(grid.dx, grid.dy)))
        self.tile = 2 * self.margin + _RIDGE_TILE

    def prepare(self, tile):
        """Return the tile: the filter takes nodata as it is."""
        return tile

    def score(self, prepared):
        """Return crest and trough scores of tiles, 0 where there is nodata."""
        return [self._score(tile) for tile in prepared]

    def _score(self, tile):
        grid = type(self._grid)(0.0, 0.0, self._grid.dx, self._grid.dy, *tile.shape)
        scores = np.zeros((self.bands, *tile.shape), np.float32)
        scores[:2] = ridge.ridge_scores(tile, grid, standardised=True, progress=self._check)
        return np.nan_to_num(scores, copy=False)

    def _check(self, fraction):
        if self._stopped.is_set():
            raise LmaCancelled

    def stop(self):
        """Make a running filter stop at its next strike."""
        self._stopped.set()
