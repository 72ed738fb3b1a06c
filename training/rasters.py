"""GeoTIFFs without GDAL: values, geometry, samples."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image
from scipy import ndimage

Image.MAX_IMAGE_PIXELS = None
_SCALE, _TIEPOINT, _NODATA = 33550, 33922, 42113


@dataclass(frozen=True)
class Raster:
    """Values with their geometry, in whatever unit the file's coordinates have.

    Parameters
    ----------
    values : numpy.ndarray of float32, shape (rows, cols)
        NaN = nodata.
    west, north : float
        Outer corner of the north-western cell.
    dx, dy : float
        Cell width and height, positive.
    """

    values: np.ndarray
    west: float
    north: float
    dx: float
    dy: float

    def sample(self, x, y):
        """Return bilinear samples; NaN where one of the four cells is blank, or outside.

        Parameters
        ----------
        x, y : numpy.ndarray
            Positions, same unit as the geometry.
        """
        row = (self.north - np.asarray(y)) / self.dy - 0.5
        col = (np.asarray(x) - self.west) / self.dx - 0.5
        return ndimage.map_coordinates(self.values, [row, col], order=1, mode="constant", cval=np.nan)


def read_raster(path, scale=1.0):
    """Return a GeoTIFF of one band, north up.

    Parameters
    ----------
    path : str or pathlib.Path
        The file.
    scale : float
        Value of one unit of the file.

    Returns
    -------
    Raster
    """
    with Image.open(Path(path)) as image:
        tags = dict(image.tag_v2)
        values = np.array(image).astype(np.float32)
    nodata = float(tags.get(_NODATA, "nan").strip("\0 "))
    values[values == np.float32(nodata)] = np.nan
    (dx, dy, _), tie = tags[_SCALE], tags[_TIEPOINT]
    return Raster(scale * values, tie[3] - tie[0] * dx, tie[4] + tie[1] * dy, dx, dy)
