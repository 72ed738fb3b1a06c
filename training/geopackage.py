"""Lines and polygons of GeoPackage layers, without GDAL."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import shapely

_ENVELOPE_BYTES = (0, 32, 48, 48, 64)


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
        shape = shapely.from_wkb(blob[8 + _ENVELOPE_BYTES[(blob[3] >> 1) & 7]:])
        features += [(part, tuple(values)) for part in _parts(shape)]
    return features


def read_columns(path, layer, columns):
    """Return the rows of some columns of a layer, features without geometry left out."""
    names = ", ".join(f'"{name}"' for name in columns)
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return connection.execute(f'SELECT {names} FROM "{layer}" WHERE geom IS NOT NULL').fetchall()


def read_lines(path, layer):
    """Return the lines of a layer as arrays of vertices, shape (n, 2)."""
    return [line for line, _ in read_features(path, layer)]


def _parts(shape):
    """Return the lines and rings of a geometry, whatever its nesting."""
    parts = shapely.get_parts(shape)
    pieces = [piece for part in parts for piece in (shapely.get_rings(part) if part.geom_type == "Polygon" else [part])]
    return [shapely.get_coordinates(piece) for piece in pieces]
