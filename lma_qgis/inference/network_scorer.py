"""A network as a scorer: filling, zooms, the sign of one-output models, mirror images."""

from __future__ import annotations

import numpy as np

from ..core.detection.planes import input_planes, resize_planes
from ..core.detection.resampling import resize
from ..core.errors import LmaError
from .tile_size import TileSize

_LARGEST_TILE = 2048  # cells of the raster that are prepared at once when cells are much finer than the model's
_SQUARE = 1.05
# Mirror images, as axes to flip; the first is the field itself.
_FLIPS = ((), (-1,), (-2,), (-2, -1))


class NetworkScorer(TileSize):
    """A network on a device, ready for one raster.

    Parameters
    ----------
    model : ModelFile
    session : Session
    grid : Grid
        Geometry of the raster.
    flips : bool, optional
        Give the spread of the scores over four mirror images as bands 3 and 4.

    Raises
    ------
    LmaError
        If the cells do not suit the model and its card says to refuse them.
    """

    def __init__(self, model, session, grid, flips=False):
        self._card, self._session, self._flips = model.card, session, flips
        self.name, self.version = model.name, model.card.version
        self.threshold, self.min_support = model.card.threshold, model.card.min_support
        self.calibrated, self.channels = model.card.calibrated, model.card.channels
        self.standardised = model.card.preprocessing != "none"
        self.bands = 4 if flips else 2
        self.factors = zoom_factors(model.card, grid)
        self.fixed = session.side is not None
        if self.fixed and self.factors != [(1.0, 1.0)]:
            raise LmaError(
                "The model {} takes tiles of {} cells only and cannot be zoomed: bring the raster to cells of {} m.",
                model.name, session.side, model.card.cell_size.nominal if model.card.cell_size else "its",
            )
        self._choose_tiles()

    @property
    def device(self):
        """What the model runs on now."""
        return self._session.device

    @property
    def batch(self):
        """Tiles that are worth running at once."""
        return self._session.batch

    def prepare(self, tile):
        """Return the planes of the tile at every zoom, without nodata.

        Parameters
        ----------
        tile : numpy.ndarray of float32, shape (channels, height, width)
            NaN = nodata.

        Returns
        -------
        shape : tuple of int
            Of the tile.
        zoomed : list of numpy.ndarray of float32, shape (planes, any, any)
        """
        shape, planes = tile.shape[1:], input_planes(tile)
        return shape, [resize_planes(planes, *self._size(shape, factor)) for factor in self.factors]

    def score(self, prepared):
        """Return the scores of tiles: the largest over the zooms.

        Parameters
        ----------
        prepared : list
            From :meth:`prepare`, all of one size.

        Returns
        -------
        list of numpy.ndarray of float32, shape (bands, height, width)
        """
        shape = prepared[0][0]
        best = None
        for zoomed in zip(*(images for _, images in prepared)):
            scores = resize(self._both_signs(np.stack(zoomed)), *shape)
            best = scores if best is None else np.maximum(best, scores)
        return list(best)

    def stop(self):
        """Make a running :meth:`score` return soon."""
        self._session.stop()

    def _choose_tiles(self):
        card, smallest = self._card, min(min(factor) for factor in self.factors)
        base = min(self.factors[0])
        self.multiple = self._common_multiple(smallest)
        self.margin = int(np.ceil(card.margin / smallest))
        self.tile = int(min(card.tile / base, max(_LARGEST_TILE, card.tile)))
        self.tile = max(self.tile, 3 * self.margin, 16)
        if not self.fixed:
            self.tile = -(-self.tile // self.multiple) * self.multiple

    def _common_multiple(self, smallest):
        """Return the cells of the raster that are whole multiples for the network at every zoom, else 1."""
        cells = round(self._card.multiple / smallest)
        parts = [cells * zoom / self._card.multiple for factor in self.factors for zoom in factor]
        return cells if all(abs(part - round(part)) < 1e-9 for part in parts) else 1

    def _size(self, shape, factor):
        """Return the height and width of a tile as the network sees it, multiples of the card's number."""
        if factor == (1.0, 1.0):
            return shape
        multiple = self._card.multiple
        return tuple(max(1, round(cells * zoom / multiple)) * multiple for cells, zoom in zip(shape, factor))

    def _both_signs(self, batch):
        """Return the scores of a batch, with the spread over mirror images if wanted."""
        if not self._flips:
            return self._once(batch)
        images = []
        for axes in _FLIPS:
            images.append(np.flip(self._once(np.ascontiguousarray(np.flip(batch, axes))), axes))
        return np.concatenate([images[0], np.std(images, axis=0)], axis=1)

    def _once(self, batch):
        if len(self._card.outputs) == 2:
            return self._session.run(batch)
        negative = batch.copy()
        negative[:, 0] *= -1
        return np.concatenate([self._session.run(batch), self._session.run(negative)], axis=1)


def zoom_factors(card, grid):
    """Return by how much the raster's rows and columns are multiplied for every look of the network.

    Parameters
    ----------
    card : ModelCard
    grid : Grid

    Returns
    -------
    list of (float, float)
        For rows and columns.

    Raises
    ------
    LmaError
        If the cells do not suit the model and its card says to refuse them.
    """
    cells = card.cell_size
    base = (1.0, 1.0)
    if cells is not None:
        square = max(grid.dx, grid.dy) <= _SQUARE * min(grid.dx, grid.dy)
        inside = cells.least <= grid.cell_size <= cells.most
        if not (square and inside):
            if cells.otherwise == "refuse":
                raise LmaError(
                    "The model {} was made for square cells of {:g} to {:g} m, the raster has {:g} × {:g} m: run "
                    "“Warp (reproject)” to {:g} m first.",
                    card.name, cells.least, cells.most, grid.dx, grid.dy, cells.nominal,
                )
            wanted = grid.cell_size if inside else cells.nominal
            base = (grid.dy / wanted, grid.dx / wanted)
    return [(base[0] * zoom, base[1] * zoom) for zoom in card.zooms]
