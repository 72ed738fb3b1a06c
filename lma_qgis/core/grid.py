"""Geometry of a raster in a projected coordinate system."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .errors import LmaError


@dataclass(frozen=True)
class Grid:
    """A north-up raster of equal cells; row 0 is the northernmost row.

    Parameters
    ----------
    west, north : float
        Outer corner of the north-western cell, metres.
    dx, dy : float
        Cell width and height, metres, both positive.
    rows, cols : int
        Number of cells.

    Raises
    ------
    LmaError
        If a cell size or a number of cells is not positive.
    """

    west: float
    north: float
    dx: float
    dy: float
    rows: int
    cols: int

    def __post_init__(self):
        """Refuse a geometry without area."""
        if not (self.dx > 0 and self.dy > 0 and self.rows > 0 and self.cols > 0):
            raise LmaError("The raster has no area: its cell size and its extent must be larger than zero.")

    @classmethod
    def covering(cls, west, south, east, north, cell_size):
        """Return the smallest grid of square cells over a box, aligned to multiples of the cell size.

        Parameters
        ----------
        west, south, east, north : float
            The box, metres.
        cell_size : float
            Metres.

        Returns
        -------
        Grid

        Examples
        --------
        >>> Grid.covering(10, 10, 2990, 1990, 1000).shape
        (2, 3)
        """
        if not cell_size > 0:
            raise LmaError("The cell size must be larger than zero.")
        first_col, last_col = np.floor(west / cell_size), np.ceil(east / cell_size)
        first_row, last_row = np.floor(south / cell_size), np.ceil(north / cell_size)
        cols, rows = max(int(last_col - first_col), 1), max(int(last_row - first_row), 1)
        return cls(first_col * cell_size, (first_row + rows) * cell_size, cell_size, cell_size, rows, cols)

    @property
    def shape(self):
        """Rows and columns."""
        return self.rows, self.cols

    @property
    def east(self):
        """Easting of the eastern edge, metres."""
        return self.west + self.cols * self.dx

    @property
    def south(self):
        """Northing of the southern edge, metres."""
        return self.north - self.rows * self.dy

    @property
    def cell_size(self):
        """Geometric mean of cell width and height, metres."""
        return float(np.sqrt(self.dx * self.dy))

    @property
    def easting(self):
        """Eastings of the column centres, metres, shape (cols,)."""
        return self.west + (np.arange(self.cols) + 0.5) * self.dx

    @property
    def northing(self):
        """Northings of the row centres, metres, shape (rows,), descending."""
        return self.north - (np.arange(self.rows) + 0.5) * self.dy

    def to_cells(self, easting, northing):
        """Return fractional (row, column) of points; a cell's centre has whole numbers.

        Parameters
        ----------
        easting, northing : array_like
            Metres.

        Returns
        -------
        row, column : numpy.ndarray of float64
        """
        column = (np.asarray(easting, dtype=float) - self.west) / self.dx - 0.5
        row = (self.north - np.asarray(northing, dtype=float)) / self.dy - 0.5
        return row, column

    def to_metres(self, row, column):
        """Return (easting, northing) of fractional cells; the inverse of :meth:`to_cells`."""
        easting = self.west + (np.asarray(column, dtype=float) + 0.5) * self.dx
        northing = self.north - (np.asarray(row, dtype=float) + 0.5) * self.dy
        return easting, northing

    def cell_of(self, easting, northing):
        """Return the flat index of the cell that holds each point, −1 outside the grid.

        Parameters
        ----------
        easting, northing : array_like
            Metres.

        Returns
        -------
        numpy.ndarray of int64
        """
        row, column = self.to_cells(easting, northing)
        inside = (row >= -0.5) & (row < self.rows - 0.5) & (column >= -0.5) & (column < self.cols - 0.5)
        index = np.full(np.shape(row), -1, dtype=np.int64)
        nearest_row = np.floor(row[inside] + 0.5).astype(np.int64)
        index[inside] = nearest_row * self.cols + np.floor(column[inside] + 0.5).astype(np.int64)
        return index
