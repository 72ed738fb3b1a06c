"""The cells of a raster that hold data, numbered: the unknowns of the solves."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy.ndimage import distance_transform_cdt


@dataclass(frozen=True)
class Cells:
    """Cells with data and what about them does not change from solve to solve.

    Parameters
    ----------
    valid : numpy.ndarray of bool, shape (rows, cols)
        Which cells hold data; barriers do not.
    """

    valid: np.ndarray
    _frames: dict = field(default_factory=dict, repr=False)

    @cached_property
    def rows(self):
        """Row of each cell, shape (n,)."""
        return np.nonzero(self.valid)[0].astype(np.int32)

    @cached_property
    def cols(self):
        """Column of each cell, shape (n,)."""
        return np.nonzero(self.valid)[1].astype(np.int32)

    @property
    def size(self):
        """Number of cells n."""
        return self.rows.size

    @cached_property
    def number(self):
        """Number of each raster cell, flat, 0 to n − 1; −1 without data."""
        number = np.full(self.valid.size, -1, np.int32)
        number[self.valid.ravel()] = np.arange(self.size, dtype=np.int32)
        return number

    @cached_property
    def depth(self):
        """Chessboard distance of each cell to the nearest one without data or outside, shape (n,)."""
        padded = np.pad(self.valid, 1)
        return distance_transform_cdt(padded, metric="chessboard")[1:-1, 1:-1][self.valid].astype(np.int32)

    def framed(self, reach):
        """Return the raster inside a frame without data, so that nothing within reach lies outside.

        Parameters
        ----------
        reach : int
            Width of the frame that is needed, cells.

        Returns
        -------
        holds : numpy.ndarray of bool, flat
            Whether a place holds data.
        place : numpy.ndarray of int64, shape (n,)
            Place of each cell.
        width : int
            Places per row.
        """
        frame = 1 << max(reach - 1, 0).bit_length()
        if frame not in self._frames:
            width = self.valid.shape[1] + 2 * frame
            place = (self.rows.astype(np.int64) + frame) * width + self.cols + frame
            self._frames[frame] = np.pad(self.valid, frame).ravel(), place, width
        return self._frames[frame]
