"""Coverage of an EMAG2v3 grid, from its code and error columns.

EMAG2v3 (Meyer, Saltus & Chulliat 2017, doi 10.7289/V5H70CVX) gives, per cell of 2′, a code of the source and the
expected error of the interpolation. Code 999 (error −999) means no data, code 888 (error −888) the ambiguous rim of a
source grid. The error grows with the distance to the nearest track: where it is small the cell was measured.
"""

from __future__ import annotations

import numpy as np

from ..errors import LmaError
from ..gridding.coverage import distance_to_cells

TRUSTED_ERROR = 30.0
_NO_DATA_CODES = (888, 999)


def coverage_from_emag2(code, error, grid, trusted_error=TRUSTED_ERROR):
    """Return observations per cell and distance to the nearest, as the gridder would give them.

    Parameters
    ----------
    code : numpy.ndarray, shape (rows, cols)
        Column 7 of the file, or its raster, in a projected system (nearest neighbour, never averaged).
    error : numpy.ndarray, shape (rows, cols)
        Column 8, nT.
    grid : Grid
        Geometry, metres.
    trusted_error : float
        Largest error of a cell that counts as measured, nT.

    Returns
    -------
    count : numpy.ndarray of float32
        (trusted error / error)², at least 1 and at most 9, in measured cells, so that better cells weigh more; else 0.
    distance : numpy.ndarray of float32
        Metres to the nearest measured cell.

    Raises
    ------
    LmaError
        If no cell is good enough.
    """
    measured = np.isfinite(error) & (error >= 0) & (error <= trusted_error) & ~np.isin(code, _NO_DATA_CODES)
    if not measured.any():
        raise LmaError("No cell has an error that small; raise the trusted error or check that code and error fit.")
    quality = (trusted_error / np.maximum(np.where(measured, error, trusted_error), 1e-6)) ** 2
    count = np.where(measured, np.clip(quality, 1, 9), 0).astype(np.float32)
    return count, distance_to_cells(measured, grid)
