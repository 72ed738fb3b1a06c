"""Lines and polygons as masks on a grid."""

from __future__ import annotations

import numpy as np
from osgeo import gdal, ogr

_KINDS = {"lines": ogr.wkbMultiLineString, "polygons": ogr.wkbMultiPolygon}


def burn(geometries, grid, kind):
    """Return which cells the geometries touch.

    Every touched cell counts, so that a burnt line has no diagonal gap for a neighbour-to-neighbour
    path to slip through.

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
    layer = source.CreateLayer("shapes", None, _KINDS[kind])
    for wkb in geometries:
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(ogr.CreateGeometryFromWkb(bytes(wkb)))
        layer.CreateFeature(feature)
    gdal.RasterizeLayer(target, [1], layer, burn_values=[1], options=["ALL_TOUCHED=TRUE"])
    return np.asarray(target.ReadAsArray(), dtype=bool)
