"""Lines and polygons as masks on a grid."""

from __future__ import annotations

import numpy as np
from osgeo import gdal, ogr, osr

_KINDS = {"lines": ogr.wkbMultiLineString, "polygons": ogr.wkbMultiPolygon}


def burn(geometries, grid, kind):
    """Return which cells the geometries touch.

    Every touched cell counts, and cells that would touch by a corner only get a third beside them:
    no path over edges or corners slips through a burnt line.

    Parameters
    ----------
    geometries : iterable of bytes
        Well-known binary in the grid's coordinate system.
    grid : Grid
        The cells.
    kind : {"lines", "polygons"}
        What the geometries are.

    Returns
    -------
    numpy.ndarray of bool, shape (rows, cols)
    """
    target = gdal.GetDriverByName("MEM").Create("", grid.cols, grid.rows, 1, gdal.GDT_Byte)
    target.SetGeoTransform((grid.west, grid.dx, 0.0, grid.north, 0.0, -grid.dy))
    source = ogr.GetDriverByName("Memory").CreateDataSource("")
    system = osr.SpatialReference()
    system.SetLocalCS("grid")
    target.SetProjection(system.ExportToWkt())
    layer = source.CreateLayer("shapes", system, _KINDS[kind])
    for wkb in geometries:
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(ogr.CreateGeometryFromWkb(bytes(wkb)))
        layer.CreateFeature(feature)
    gdal.RasterizeLayer(target, [1], layer, burn_values=[1], options=["ALL_TOUCHED=TRUE"])
    burnt = np.asarray(target.ReadAsArray(), dtype=bool)
    if kind == "lines":
        _close_corners(burnt)
    return burnt


def _close_corners(mask):
    """Burn one more cell wherever two burnt cells touch by a corner only."""
    a, b, c, d = mask[:-1, :-1], mask[:-1, 1:], mask[1:, :-1], mask[1:, 1:]
    mask[:-1, 1:] |= a & d & ~b & ~c
    mask[:-1, :-1] |= b & c & ~a & ~d
