"""Small layers and rasters with known answers for the algorithm tests."""

import numpy as np

from lma_qgis.core.grid import Grid
from lma_qgis.geo import raster
from lma_qgis.geo.raster import RasterInfo

UTM = "EPSG:32616"


def wkt(code=UTM):
    from qgis.core import QgsCoordinateReferenceSystem

    return QgsCoordinateReferenceSystem(code).toWkt()


def survey(tracks=9, spacing=8000.0, step=1000.0, length=120_000.0, wavelength=24_000.0, crs=UTM, use=None):
    """A memory layer of north-south tracks over east-west stripes of 100 nT.

    Fields: mag_res_nt, line_id, survey_id, use.
    """
    from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsVectorLayer

    layer = QgsVectorLayer(
        f"Point?crs={crs}&field=mag_res_nt:double&field=line_id:string&field=survey_id:string&field=use:integer",
        "tracks",
        "memory",
    )
    features = []
    for track in range(tracks):
        for position in np.arange(0.0, length, step):
            feature = QgsFeature(layer.fields())
            feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(500_000 + track * spacing, 200_000 + position)))
            value = 100 * np.sin(2 * np.pi * position / wavelength)
            feature.setAttributes([float(value), f"L{track}", f"S{track % 3}", 1 if use is None else use(track)])
            features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    return layer


def stripes(path, rows=80, cols=70, cell=1000.0, wavelength=24_000.0, azimuth=90.0, code=UTM, hole=False):
    """A raster of plane stripes of 100 nT that strike at ``azimuth``; returns its path as text."""
    grid = Grid(480_000.0, 300_000.0, cell, cell, rows, cols)
    east, north = np.meshgrid(grid.easting, grid.northing)
    across = east * np.cos(np.radians(azimuth)) - north * np.sin(np.radians(azimuth))
    values = 100 * np.cos(2 * np.pi * across / wavelength)
    if hole:
        values[rows // 3 : rows // 2, cols // 3 : cols // 2] = np.nan
    raster.write(path, RasterInfo(grid, wkt(code)), [values], ["anomaly"], ["nT"])
    return str(path)


def constant(path, value, rows=80, cols=70, cell=1000.0, bands=1, code=UTM):
    """A raster of one value with the cells of :func:`stripes`."""
    grid = Grid(480_000.0, 300_000.0, cell, cell, rows, cols)
    band = np.full(grid.shape, value, dtype="float32")
    raster.write(path, RasterInfo(grid, wkt(code)), [band] * bands, ["x"] * bands, [""] * bands)
    return str(path)
