"""Lines and polygons of GeoPackage layers, without GDAL."""

from __future__ import annotations

import sqlite3
import struct
from contextlib import closing

import numpy as np

_ENVELOPE_BYTES = (0, 32, 48, 48, 64)
_LINE, _POLYGON = 2, 3


def read_features(path, layer, columns=()):
    """Return the parts of a layer's geometries with the values of some columns.

    Parameters
    ----------
    path : str or pathlib.Path
        GeoPackage.
    layer : str
        Table with line, polygon or multi geometries in a column ``geom``.
    columns : tuple of str
        Further columns.

    Returns
    -------
    list of (numpy.ndarray, tuple)
        Vertices, shape (n, 2), of one line or one ring, and the feature's values; several for a feature with several
        parts. Rings follow the even-odd rule: a hole is a ring inside a ring.
    """
    features = []
    for blob, *values in read_columns(path, layer, ("geom", *columns)):
        parts, _ = _parts(blob, 8 + _ENVELOPE_BYTES[(blob[3] >> 1) & 7])
        features += [(part, tuple(values)) for part in parts]
    return features


def read_columns(path, layer, columns):
    """Return the rows of some columns of a layer, features without geometry left out."""
    names = ", ".join(f'"{name}"' for name in columns)
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return connection.execute(f'SELECT {names} FROM "{layer}" WHERE geom IS NOT NULL').fetchall()


def read_lines(path, layer):
    """Return the lines of a layer as arrays of vertices, shape (n, 2)."""
    return [line for line, _ in read_features(path, layer)]


def _parts(blob, start):
    """Return (lines or rings, end) of a WKB geometry that starts at a byte."""
    order = "<" if blob[start] else ">"
    kind, count = struct.unpack_from(order + "II", blob, start + 1)
    start += 9
    dimensions = 2 + (kind // 1000 > 0) + (kind // 1000 == 3)
    if kind % 1000 == _LINE:
        return _points(blob, start, order, count, dimensions)
    parts = []
    for _ in range(count):
        if kind % 1000 == _POLYGON:
            vertices = struct.unpack_from(order + "I", blob, start)[0]
            more, start = _points(blob, start + 4, order, vertices, dimensions)
        else:
            more, start = _parts(blob, start)
        parts += more
    return parts, start


def _points(blob, start, order, count, dimensions):
    values = np.frombuffer(blob, order + "f8", count * dimensions, start).reshape(count, dimensions)
    return [values[:, :2].astype(float)], start + 8 * count * dimensions
