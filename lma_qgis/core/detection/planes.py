"""What a network sees: the anomaly, and beside it rasters that say what it rests on.

A raster beside the anomaly becomes two planes, its values, zero in the gaps, and a mask that is one outside them: that
nothing is known somewhere is a message too, and no value could carry it.
"""

from __future__ import annotations

import numpy as np

from .resampling import resize
from .tiling import reflect

ANOMALY = "anomaly"
EVIDENCE = "evidence"
#: What a model may ask for.
CHANNELS = ((ANOMALY,), (ANOMALY, EVIDENCE))


def count_planes(channels):
    """Return the number of planes of some of :data:`CHANNELS`."""
    return 2 * len(channels) - 1


def known_planes(raster):
    """Return a raster with gaps as two planes.

    Parameters
    ----------
    raster : numpy.ndarray, shape (rows, columns)
        NaN = unknown.

    Returns
    -------
    numpy.ndarray of float32, shape (2, rows, columns)
        Values, zero in the gaps; one where known, else zero.
    """
    known = np.isfinite(raster)
    return np.stack((np.where(known, raster, 0), known)).astype(np.float32)


def input_planes(layers):
    """Return the planes of a map or of a tile of it.

    Parameters
    ----------
    layers : numpy.ndarray of float32, shape (channels, rows, columns)
        NaN = nodata; the anomaly first, with at least one valid cell.

    Returns
    -------
    numpy.ndarray of float32, shape (planes, rows, columns)
        The anomaly mirrored into its nodata, then :func:`known_planes` of the others.
    """
    anomaly, *beside = layers
    return np.concatenate([reflect(anomaly)[np.newaxis], *(known_planes(raster) for raster in beside)])


def sharpen(value, share):
    """Bring two planes of :func:`known_planes` that were resampled back to what they say, in place.

    Gaps keep sharp edges and add nothing to the values beside them: a cell is known where more than half of it is, and
    values, zero in the gaps, are short by the share that is known.

    Parameters
    ----------
    value, share : numpy.ndarray of float32, shape (rows, columns)
        Resampled alike.
    """
    known = share > 0.5
    value[:] = np.where(known, value / np.maximum(share, 0.5), 0)
    share[:] = known


def resize_planes(planes, rows, columns):
    """Resample planes over the same extent; see :func:`.resampling.resize` and :func:`sharpen`.

    Parameters
    ----------
    planes : numpy.ndarray of float32, shape (planes, rows, columns)
        From :func:`input_planes`.
    rows, columns : int
        New numbers of cells.

    Returns
    -------
    numpy.ndarray of float32, shape (planes, `rows`, `columns`)
    """
    if planes.shape[1:] == (rows, columns):
        return planes
    resized = resize(planes, rows, columns)
    for value, share in zip(resized[1::2], resized[2::2]):
        sharpen(value, share)
    return resized
