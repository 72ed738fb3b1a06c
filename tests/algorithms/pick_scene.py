"""A small survey with known lineations: rasters, tracks and picks for the tests of the pick tools."""

import numpy as np
from osgeo import gdal, osr
from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsVectorLayer

from lma_qgis.core.grid import Grid

GRID = Grid(400_000.0, 250_000.0, 1000.0, 1000.0, 120, 150)
SYSTEM = "EPSG:32616"
CRESTS, TROUGHS = (30.0, 60.0, 90.0), (45.0, 75.0)


def write(path, bands, descriptions=(), metadata=None, grid=GRID, system=SYSTEM):
    """Write a raster with NaN as nodata and return its path as text."""
    data = gdal.GetDriverByName("GTiff").Create(str(path), grid.cols, grid.rows, len(bands), gdal.GDT_Float32)
    data.SetGeoTransform((grid.west, grid.dx, 0, grid.north, 0, -grid.dy))
    if system:
        reference = osr.SpatialReference()
        reference.SetFromUserInput(system)
        data.SetProjection(reference.ExportToWkt())
    data.SetMetadata(metadata or {})
    for number, values in enumerate(bands, 1):
        band = data.GetRasterBand(number)
        band.SetNoDataValue(-99999.0)
        band.WriteArray(np.where(np.isfinite(values), values, -99999.0).astype(np.float32))
        if number <= len(descriptions):
            band.SetDescription(descriptions[number - 1])
    del data
    return str(path)


def rows_and_columns():
    return np.indices(GRID.shape, dtype=float)


def ridges(rows, slope=0.05):
    """Return Gaussian ridges that dip slightly to the south-east."""
    row, col = rows_and_columns()
    across = [(row - at - slope * (col - 75)) / np.hypot(1, slope) for at in rows]
    return np.max([np.exp(-0.5 * (distance / 1.5) ** 2) for distance in across], axis=0)


def score(folder, threshold=0.5, bands=None):
    metadata = {"LMA_MODEL": "ridge"}
    if threshold is not None:
        metadata["LMA_THRESHOLD"] = str(threshold)
    bands = bands or [ridges(CRESTS), ridges(TROUGHS)]
    return write(folder / "score.tif", bands, ("crest score", "trough score"), metadata)


def anomaly(folder):
    row, col = rows_and_columns()
    return write(folder / "anomaly.tif", [150 * np.cos(2 * np.pi * (row - 30 - 0.05 * (col - 75)) / 30)])


def constant(folder, name, value, metadata=None):
    return write(folder / f"{name}.tif", [np.full(GRID.shape, float(value))], metadata=metadata)


def track_layer(columns=(20, 50, 80, 110), **attributes):
    """Return north-south tracks, one line each, two to a cruise."""
    layer = QgsVectorLayer(
        f"Point?crs={SYSTEM}&field=survey_id:string&field=line_id:string&field=use:integer", "tracks", "memory"
    )
    features = []
    for number, column in enumerate(columns):
        for north in np.arange(GRID.south + 1000, GRID.north - 1000, 400.0):
            feature = QgsFeature(layer.fields())
            east = GRID.west + 1000 * column + 337
            feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(east, north)))
            feature.setAttributes([f"cruise{number // 2}", f"line{number}", attributes.get("use", 1)])
            features.append(feature)
    layer.dataProvider().addFeatures(features)
    return layer


def line_layer(lines, system=SYSTEM, fields="", attributes=None, name="lines"):
    """Return a memory layer of lines given as lists of (x, y)."""
    layer = QgsVectorLayer(f"LineString?crs={system}{fields}", name, "memory")
    features = []
    for number, line in enumerate(lines):
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromPolylineXY([QgsPointXY(*map(float, point)) for point in line]))
        if attributes:
            feature.setAttributes(list(attributes[number]))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    return layer
