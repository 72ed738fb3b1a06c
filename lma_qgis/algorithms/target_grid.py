"""The cells that algorithms on points share: same parameters, same raster."""

from __future__ import annotations

import numpy as np

from ..core.grid import Grid
from ..geo import crs as geo_crs

_WHOLE = 1e-6


def read_extent(algorithm, parameters, context, name="EXTENT"):
    """Return an extent parameter with its coordinate system, None when left out.

    Parameters
    ----------
    algorithm : qgis.core.QgsProcessingAlgorithm
        The one that declares the parameter.
    parameters : dict
        Its parameters.
    context : qgis.core.QgsProcessingContext
        The run's context.
    name : str
        Of the parameter.

    Returns
    -------
    tuple or None
        ((west, south, east, north), WKT).
    """
    if parameters.get(name) in (None, ""):
        return None
    box = algorithm.parameterAsExtent(parameters, name, context)
    if box.isNull():
        return None
    crs = algorithm.parameterAsExtentCrs(parameters, name, context)
    return (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()), crs.toWkt()


def cells_over(obs, wkt, extent, cell_size):
    """Return the cells over an extent or, without one, over observations.

    Parameters
    ----------
    obs : Observations
        Metres.
    wkt : str
        Coordinate system of the observations and the cells.
    extent : tuple or None
        From :func:`read_extent`.
    cell_size : float
        Metres.

    Returns
    -------
    Grid
    """
    if extent is None:
        west, south = obs.easting.min(), np.nextafter(obs.northing.min(), -np.inf)
        return Grid.covering(west, south, np.nextafter(obs.easting.max(), np.inf), obs.northing.max(), cell_size)
    box = np.array(geo_crs.transform_box(*extent, wkt)) / cell_size
    whole = np.rint(box)
    # The extent of a raster of these cells must give these cells again, whatever the rounding on its way.
    return Grid.covering(*(np.where(np.abs(box - whole) < _WHOLE, whole, box) * cell_size), cell_size)
