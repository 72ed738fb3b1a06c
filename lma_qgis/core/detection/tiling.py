"""Rasters of any size in tiles: where they lie, what stands where nothing was measured, how they are joined.

Tiles form one regular lattice that begins a margin outside the raster. Of each tile only the part that no
longer feels the tile's edge is used; neighbours are joined by raised cosines that sum to one exactly, so
a constant stays constant and one tile says the same as many.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import distance_transform_edt

from ..errors import LmaError


@dataclass(frozen=True)
class TilePlan:
    """Lattice of equal tiles over a raster.

    Parameters
    ----------
    rows, cols : int
        Size of the raster.
    height, width : int
        Size of every tile.
    margin : int
        Cells by which the lattice begins outside the raster, and half of what neighbours share.
    """

    rows: int
    cols: int
    height: int
    width: int
    margin: int

    @property
    def row_starts(self):
        """First row of each row of tiles; the first is ``-margin``."""
        return _starts(self.rows, self.height, self.margin)

    @property
    def col_starts(self):
        """First column of each column of tiles."""
        return _starts(self.cols, self.width, self.margin)

    @property
    def count(self):
        """Number of tiles."""
        return len(self.row_starts) * len(self.col_starts)

    @property
    def cost(self):
        """Cells computed per cell of the raster."""
        return self.count * self.height * self.width / (self.rows * self.cols)


def plan(rows, cols, tile, margin, multiple=1, fixed=False):
    """Lay tiles over a raster.

    Parameters
    ----------
    rows, cols : int
        Size of the raster.
    tile : int
        Largest height and width of a tile, with its margins.
    margin : int
        Cells on each side of a tile that serve as context only.
    multiple : int, optional
        Heights, widths and margins are made multiples of it, so that all tiles begin at multiples of it: a
        network with pooling answers differently to a field that is shifted by less.
    fixed : bool, optional
        Tiles must have the size `tile` even where the raster is smaller.

    Returns
    -------
    TilePlan

    Raises
    ------
    LmaError
        If the margins leave nothing of a tile.

    Examples
    --------
    >>> plan(1000, 100, 512, 64).row_starts
    [-64, 270, 604]
    """
    margin = -(-margin // multiple) * multiple
    if 2 * margin >= tile:
        raise LmaError(
            "A margin of {} cells on either side leaves nothing of a tile of {}: choose larger tiles or a smaller "
            "overlap.",
            margin, tile,
        )

    def side(cells):
        if fixed:
            return tile
        # As few tiles as the largest size allows, then as small as these may be: nothing hangs over the edge.
        number = -(-cells // (tile - 2 * margin))
        return -(-(-(-cells // number) + 2 * margin) // multiple) * multiple

    return TilePlan(rows, cols, side(rows), side(cols), margin)


def _starts(cells, tile, margin):
    step = tile - 2 * margin
    return [-margin + step * number for number in range(max(1, -(-cells // step)))]


def weights(tile, margin, first, last):
    """Return how much each cell of a tile counts along one axis.

    Parameters
    ----------
    tile, margin : int
        Cells.
    first, last : bool
        Whether the tile is the first or the last of its row: it has no neighbour there.

    Returns
    -------
    numpy.ndarray of float32, shape (tile,)
        0 in the outer half of a margin, then a raised cosine that is one half where neighbours meet.
    """
    half = min(margin - margin // 2, (tile - 2 * margin) // 2)
    ramp_cells = 2 * half
    phase = (np.arange(ramp_cells) + 0.5) / max(ramp_cells, 1)
    rise = (0.5 - 0.5 * np.cos(np.pi * phase)).astype(np.float32)
    # The fall is one minus the neighbour's rise, so that the sum is one to the last bit.
    profile = np.ones(tile, np.float32)
    start = margin - half
    if not first:
        profile[:start] = 0
        profile[start:start + ramp_cells] = rise
    if not last:
        profile[tile - start - ramp_cells:tile - start] = 1 - rise
        profile[tile - start:] = 0
    return profile


def reflect(tile):
    """Fill nodata by mirroring the field about the nearest valid cell.

    Parameters
    ----------
    tile : numpy.ndarray of float32, shape (height, width)
        NaN = nodata; at least one cell is valid.

    Returns
    -------
    numpy.ndarray of float32
        Without NaN; the same array when it has none.
    """
    missing = np.isnan(tile)
    if not missing.any():
        return tile
    rows, cols = (extent(~missing.all(axis=other)) for other in (1, 0))
    inner = tile[rows, cols]
    if not missing[rows, cols].any() and all(2 * n > total for n, total in zip(inner.shape, tile.shape)):
        # A border of the raster and nothing else: the common case, and much quicker.
        sides = [(part.start, total - part.stop) for part, total in zip((rows, cols), tile.shape)]
        return np.pad(inner, sides, mode="reflect")
    near_row, near_col = distance_transform_edt(missing, return_distances=False, return_indices=True)
    row, col = np.nonzero(missing)
    pivot_row, pivot_col = near_row[row, col], near_col[row, col]
    mirror_row = np.clip(2 * pivot_row - row, 0, tile.shape[0] - 1)
    mirror_col = np.clip(2 * pivot_col - col, 0, tile.shape[1] - 1)
    mirrored = tile[mirror_row, mirror_col]
    filled = tile.copy()
    filled[row, col] = np.where(np.isnan(mirrored), tile[pivot_row, pivot_col], mirrored)
    return filled


def extent(mask):
    """Return the slice from the first to the last true element."""
    places = np.flatnonzero(mask)
    return slice(int(places[0]), int(places[-1]) + 1)


def cut(strip, col, width, margin_top, height):
    """Cut a tile out of a strip of rows; cells outside the raster are NaN.

    Parameters
    ----------
    strip : numpy.ndarray, shape (..., any, columns)
        The rows of the rasters that the tile has.
    col : int
        First column, possibly negative.
    width, height : int
        Size of the tile.
    margin_top : int
        Rows of the tile above the strip.

    Returns
    -------
    numpy.ndarray of float32, shape (..., height, width)
    """
    *layers, rows, columns = strip.shape
    tile = np.full((*layers, height, width), np.nan, np.float32)
    left, right = max(col, 0), min(col + width, columns)
    tile[..., margin_top:margin_top + rows, left - col:right - col] = strip[..., left:right]
    return tile


class StripMosaic:
    """Join tiles row by row, keeping no more than one row of tiles.

    Parameters
    ----------
    layout : TilePlan
    bands : int
        Number of bands of every tile.
    """

    def __init__(self, layout, bands):
        self._layout = layout
        self._starts = layout.row_starts
        self._columns = layout.col_starts
        self._sum = np.zeros((bands, layout.height, layout.cols), np.float32)
        self._number = 0

    def add(self, col_number, scores):
        """Add a tile to the current row of tiles.

        Parameters
        ----------
        col_number : int
            Its place in the row.
        scores : numpy.ndarray of float32, shape (bands, height, width)
            Finite.
        """
        layout, last = self._layout, len(self._columns) - 1
        col = self._columns[col_number]
        left, right = max(col, 0), min(col + layout.width, layout.cols)
        across = weights(layout.width, layout.margin, col_number == 0, col_number == last)
        down = weights(layout.height, layout.margin, self._number == 0, self._number == len(self._starts) - 1)
        used = slice(left - col, right - col)
        self._sum[:, :, left:right] += scores[:, :, used] * across[used] * down[:, np.newaxis]

    def finish_row(self):
        """Close the current row of tiles.

        Returns
        -------
        first_row : int
            Row of the raster at which the finished rows begin.
        scores : numpy.ndarray of float32, shape (bands, any, columns)
            Rows that no later tile reaches; a copy.
        """
        layout = self._layout
        start = self._starts[self._number]
        self._number += 1
        is_last = self._number == len(self._starts)
        stop = layout.rows - start if is_last else self._starts[self._number] - start
        skip = max(-start, 0)
        # With margins wider than half a tile the first rows of tiles may finish nothing: the slice is empty.
        finished = self._sum[:, skip:max(stop, skip)].copy()
        kept = layout.height - stop
        if not is_last:
            self._sum[:, :kept] = self._sum[:, stop:].copy()
            self._sum[:, kept:] = 0
        return start + skip, finished
