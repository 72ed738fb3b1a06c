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
    if version != VERSION:
        raise LmaError(
            f"The model asks for preprocessing version {version}, this plugin has version {VERSION}: "
            "update the plugin or choose another model."
        )
    values = np.asarray(anomaly, dtype=np.float32)
    if values.shape != grid.shape:
        raise LmaError("The anomaly and its grid differ in rows or columns: read both from the same raster.")
    row_blocks, col_blocks = _Blocks.along_rows(grid), _Blocks.along_columns(grid)
    mean, spread = _local_statistics(values, row_blocks, col_blocks)
    standard = values - _interpolate(mean, row_blocks, col_blocks)
    standard /= _interpolate(SOFT_LIMIT * spread, row_blocks, col_blocks)
    np.tanh(standard, out=standard)
    standard *= SOFT_LIMIT
    return standard


class _Blocks:
    """Division of one axis into blocks of cells whose borders do not depend on where a crop begins."""

    def __init__(self, first_cell, cells, cell_size):
        self.size = max(1, int(WINDOW / _BLOCKS_PER_WINDOW / cell_size))
        index = first_cell + np.arange(cells)
        block = index // self.size
        self.starts = np.flatnonzero(np.r_[True, np.diff(block) > 0])
        self.count = len(self.starts)
        centre = (index + 0.5) / self.size - 0.5 - block[0]
        below = np.clip(np.floor(centre).astype(np.intp), 0, max(self.count - 2, 0))
        self.below = below
        self.above = np.minimum(below + 1, self.count - 1)
        self.fraction = np.clip(centre - below, 0.0, 1.0).astype(np.float32)
        width = 2.0 * WINDOW / (self.size * cell_size)
        self.box = max(1, 2 * int(width / 2) + 1)

    @classmethod
    def along_columns(cls, grid):
        return cls(_first_cell(grid.west, grid.dx), grid.cols, grid.dx)

    @classmethod
    def along_rows(cls, grid):
        return cls(_first_cell(-grid.north, grid.dy), grid.rows, grid.dy)


def _first_cell(origin, step):
    # A third is added because origins at whole and half cells are common and must not be split by rounding.
    return int(np.floor(origin / step + 1.0 / 3.0))


def _block_sums(array, row_blocks, col_blocks):
    by_row = np.add.reduceat(array, row_blocks.starts, axis=0, dtype=np.float64)
    return np.add.reduceat(by_row, col_blocks.starts, axis=1)


def _smooth(blocks, row_blocks, col_blocks):
    for axis, box in ((0, row_blocks.box), (1, col_blocks.box)):
        for _ in range(3):
            blocks = uniform_filter1d(blocks, box, axis=axis, mode="constant")
    return blocks


def _local_statistics(values, row_blocks, col_blocks):
    """Return robust local mean and spread (nT) per block."""
    valid = np.isfinite(values)
    filled = np.where(valid, values, np.float32(0))
    count = _block_sums(valid, row_blocks, col_blocks)
    total = _block_sums(filled, row_blocks, col_blocks)
    squares = _block_sums(np.square(filled, dtype=np.float64), row_blocks, col_blocks)
    amount = np.maximum(_smooth(count, row_blocks, col_blocks), _NOTHING)

    def statistics(weight):
        weight_sum = np.maximum(_smooth(weight * count, row_blocks, col_blocks), _NOTHING)
        mean = _smooth(weight * total, row_blocks, col_blocks) / weight_sum
        energy = np.maximum((squares - 2 * mean * total + count * mean**2) / np.maximum(count, 1), 0.0)
        typical = _smooth(count * energy**0.25, row_blocks, col_blocks) / amount
        return mean, np.hypot(_STRIPES * typical**2, SCALE_FLOOR), energy

    _, spread, energy = statistics(np.ones_like(count))
    mean, spread, _ = statistics(1.0 / (1.0 + energy / (2.0 * spread) ** 2))
    return mean, spread


def _interpolate(blocks, row_blocks, col_blocks):
    """Return block values at all cells, bilinear between block centres, float32."""
    blocks = blocks.astype(np.float32)
    across = blocks[:, col_blocks.below]
    across += (blocks[:, col_blocks.above] - across) * col_blocks.fraction
    field = across[row_blocks.below]
    step = across[row_blocks.above]
    step -= field
    step *= row_blocks.fraction[:, np.newaxis]
    field += step
    return field
