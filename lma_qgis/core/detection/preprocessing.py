"""Local standardisation of an anomaly: the one preprocessing of ridge filter, networks and training.

Transfer between regions fails by contrast alone, so every cell is measured against its own
neighbourhood: the local mean is taken off, the rest divided by the local spread and softly clipped.
The neighbourhood is fixed in kilometres, so that a crop is treated like the whole away from its edge.
"""

from __future__ import annotations

import numpy as np
from scipy.ndimage import uniform_filter1d

from ..errors import LmaError

VERSION = 1
WINDOW = 40_000.0  # standard deviation of the neighbourhood, metres: two wavelengths of a wide lineation across
REACH = 3.0 * 2 * WINDOW + 20_000.0  # metres from which a crop's edge is no longer felt
SCALE_FLOOR = 1.0  # nT added in quadrature, so that numerical dust on a flat field stays dust
SOFT_LIMIT = 4.0
_BLOCKS_PER_WINDOW = 8
_STRIPES = 1.15  # power mean to standard deviation: 1.22 for stripes far wider than a block, 1 for far narrower
_NOTHING = 1e-9
_CHUNK_CELLS = 131_072


def standardise(anomaly, grid, version=VERSION):
    """Return the anomaly in units of its local spread, softly limited to ±4.

    Mean and spread are taken under three successive box windows (very nearly a Gaussian of standard
    deviation ``WINDOW``) over blocks of cells that are aligned to absolute coordinates. So that a
    seamount does not silence its surroundings, the spread is the power mean of exponent 1/2 of the
    blocks' amplitudes, and blocks that stick out lose weight in the mean (Cauchy weights, once).
    Cells farther than ``REACH`` from an edge do not feel it.

    Parameters
    ----------
    anomaly : numpy.ndarray, shape (rows, columns)
        nT, NaN = nodata.
    grid : Grid
        Its geometry, metres.
    version : int, optional
        Version of the preprocessing that a model was trained with.

    Returns
    -------
    numpy.ndarray of float32, shape (rows, columns)
        ``4 tanh((anomaly - mean) / (4 spread))``, NaN where the anomaly is.

    Raises
    ------
    LmaError
        If the version is unknown or the array does not fit the grid.
    """
    values = np.asarray(anomaly, dtype=np.float32)
    if values.shape != grid.shape:
        raise LmaError("The anomaly and its grid differ in rows or columns: read both from the same raster.")
    standardiser = Standardiser(grid, version)
    standardiser.add(values)
    return standardiser.apply(values)


class Standardiser:
    """:func:`standardise` for a raster that is read in strips of rows, twice.

    Parameters
    ----------
    grid : Grid
        Geometry of the whole raster, metres.
    version : int, optional
        Version of the preprocessing.

    Raises
    ------
    LmaError
        If the version is unknown.
    """

    def __init__(self, grid, version=VERSION):
        if version != VERSION:
            raise LmaError(
                "The model asks for preprocessing version {}, this plugin has version {}: update the plugin or "
                "choose another model.",
                version, VERSION,
            )
        self._rows = _Blocks(_first_cell(-grid.north, grid.dy), grid.rows, grid.dy)
        self._cols = _Blocks(_first_cell(grid.west, grid.dx), grid.cols, grid.dx)
        # Sums per block of the count of valid cells, of their values and of their squares.
        self._sums = np.zeros((3, self._rows.count, self._cols.count))
        self._fields = None

    def add(self, values, first_row=0):
        """Take in the rows that begin at `first_row`; every row once, in any order.

        Parameters
        ----------
        values : numpy.ndarray of float32, shape (any, columns)
            nT, NaN = nodata.
        first_row : int, optional
        """
        for chunk in self._chunks(values):
            self._add(values[chunk], first_row + chunk.start)

    def _chunks(self, values):
        """Yield slices of rows that fit the processor's cache: twice as quick as the whole at once."""
        step = max(1, _CHUNK_CELLS // values.shape[1])
        for first in range(0, values.shape[0], step):
            yield slice(first, min(first + step, values.shape[0]))

    def _add(self, values, first_row):
        block_of_row = self._rows.block[first_row:first_row + values.shape[0]]
        starts = np.flatnonzero(np.r_[True, np.diff(block_of_row) > 0])
        valid = np.isfinite(values)
        filled = np.where(valid, values, np.float32(0))
        target = slice(block_of_row[0], block_of_row[-1] + 1)
        for number, quantity in enumerate((valid, filled, np.square(filled, dtype=np.float64))):
            by_column = np.add.reduceat(quantity, self._cols.starts, axis=1, dtype=np.float64)
            self._sums[number, target] += np.add.reduceat(by_column, starts, axis=0)

    def apply(self, values, first_row=0):
        """Return standardised rows; call after all rows have been added.

        Parameters
        ----------
        values : numpy.ndarray of float32, shape (any, columns)
            nT, NaN = nodata.
        first_row : int, optional

        Returns
        -------
        numpy.ndarray of float32
        """
        if self._fields is None:
            self._fields = self._local_statistics()
        mean, limit = self._fields
        result = np.empty(values.shape, np.float32)
        for chunk in self._chunks(values):
            rows = slice(first_row + chunk.start, first_row + chunk.stop)
            standard = np.subtract(values[chunk], self._interpolate(mean, rows), out=result[chunk])
            standard /= self._interpolate(limit, rows)
            np.tanh(standard, out=standard)
            standard *= np.float32(SOFT_LIMIT)
        return result

    def _local_statistics(self):
        """Return robust local mean and four times the robust local spread (nT) per block, float32."""
        count, total, squares = self._sums
        self._sums = None
        amount = np.maximum(self._smooth(count), _NOTHING)

        def statistics(weight):
            weight_sum = np.maximum(self._smooth(weight * count), _NOTHING)
            mean = self._smooth(weight * total) / weight_sum
            energy = np.maximum((squares - 2 * mean * total + count * mean**2) / np.maximum(count, 1), 0.0)
            typical = self._smooth(count * energy**0.25) / amount
            return mean, np.hypot(_STRIPES * typical**2, SCALE_FLOOR), energy

        _, spread, energy = statistics(np.ones_like(count))
        mean, spread, _ = statistics(1.0 / (1.0 + energy / (2.0 * spread) ** 2))
        return mean.astype(np.float32), (SOFT_LIMIT * spread).astype(np.float32)

    def _smooth(self, blocks):
        for axis, box in ((0, self._rows.box), (1, self._cols.box)):
            for _ in range(3):
                blocks = uniform_filter1d(blocks, box, axis=axis, mode="constant")
        return blocks

    def _interpolate(self, blocks, rows):
        """Return block values at the cells of some rows, bilinear between block centres, float32."""
        below, above = self._rows.below[rows], self._rows.above[rows]
        top = below[0]
        near = blocks[top:above[-1] + 1]
        across = near[:, self._cols.below]
        across += (near[:, self._cols.above] - across) * self._cols.fraction
        field = across[below - top]
        step = across[above - top]
        step -= field
        step *= self._rows.fraction[rows, np.newaxis]
        field += step
        return field


class _Blocks:
    """Division of one axis into blocks of cells whose borders do not depend on where a crop begins."""

    def __init__(self, first_cell, cells, cell_size):
        size = max(1, int(WINDOW / _BLOCKS_PER_WINDOW / cell_size))
        index = first_cell + np.arange(cells)
        self.block = index // size - first_cell // size
        self.starts = np.flatnonzero(np.r_[True, np.diff(self.block) > 0])
        self.count = len(self.starts)
        centre = (index + 0.5) / size - 0.5 - first_cell // size
        self.below = np.clip(np.floor(centre).astype(np.intp), 0, max(self.count - 2, 0))
        self.above = np.minimum(self.below + 1, self.count - 1)
        self.fraction = np.clip(centre - self.below, 0.0, 1.0).astype(np.float32)
        self.box = 2 * int(WINDOW / (size * cell_size)) + 1


def _first_cell(origin, step):
    # A third is added because origins at whole and half cells are common and must not be split by rounding.
    return int(np.floor(origin / step + 1.0 / 3.0))
