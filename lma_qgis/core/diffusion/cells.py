"""The cells of a raster that hold data, numbered: the unknowns of the solves."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import distance_transform_cdt


class Cells:
    """Cells with data and what about them does not change from solve to solve.

    Parameters
    ----------
    valid : numpy.ndarray of bool, shape (rows, cols)
        Which cells hold data; barriers do not.

    Attributes
    ----------
    rows, cols : numpy.ndarray of int32, shape (n,)
        Row and column of each cell.
    number : numpy.ndarray of int32, flat
        Number of each raster cell, 0 to n − 1; −1 without data.
    depth : numpy.ndarray of int32, shape (n,)
        Chessboard distance of each cell to the nearest one without data or outside.
    """

    def __init__(self, valid):
        self.valid = valid
        self.rows, self.cols = (index.astype(np.int32) for index in np.nonzero(valid))
        self.number = np.full(valid.size, -1, np.int32)
        self.number[valid.ravel()] = np.arange(self.size, dtype=np.int32)
        padded = np.pad(valid, 1)
        self.depth = distance_transform_cdt(padded, metric="chessboard")[1:-1, 1:-1][valid].astype(np.int32)
        self._frames = {}

    @property
    def size(self):
        """Number of cells n."""
        return self.rows.size

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
