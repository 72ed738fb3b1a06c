"""Rasters as arrays: any GDAL raster in, float32 GeoTIFF out.

Arrays are always north-up with NaN for nodata, whatever the file's row order, data type, scale,
offset and nodata value; what is written lies cell for cell on the raster it was made from.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from osgeo import gdal

from ..core.errors import LmaError
from ..core.grid import Grid
from .crs import spatial_reference
from .modes import raising

NODATA = -99999.0
BLOCK = 256  # rows and columns of a GeoTIFF's tiles
# Higher levels take up to twice the time and save two per cent on floating-point fields.
_OPTIONS = ("TILED=YES", "COMPRESS=DEFLATE", "PREDICTOR=3", "ZLEVEL=1", "BIGTIFF=IF_SAFER")


@dataclass(frozen=True)
class RasterInfo:
    """Where a raster lies and how its file is laid out.

    Parameters
    ----------
    grid : Grid
        Its cells, north-up.
    wkt : str
        Coordinate system, empty when unknown.
    south_up : bool
        Whether the file's first row is the southernmost.
    path : str
        Data source, empty for a raster that is still to be made.
    bands : int
        Number of bands.
    metadata : dict
        Items of the default domain.
    content : str
        Description of the first band.
    """

    grid: Grid
    wkt: str
    south_up: bool = False
    path: str = ""
    bands: int = 0
    metadata: dict = field(default_factory=dict)
    content: str = ""

    @property
    def geotransform(self):
        """GDAL's six numbers for the file's own row order."""
        grid = self.grid
        if self.south_up:
            return (grid.west, grid.dx, 0.0, grid.south, 0.0, grid.dy)
        return (grid.west, grid.dx, 0.0, grid.north, 0.0, -grid.dy)

    def aligned_with(self, other):
        """Return whether two rasters have the same cells, to a thousandth of a cell."""
        a, b = self.grid, other.grid
        return a.shape == b.shape and np.allclose(
            (a.west, a.north, a.east, a.south), (b.west, b.north, b.east, b.south), atol=1e-3 * min(a.dx, a.dy), rtol=0
        )


def inspect(path):
    """Return what is known about a raster without reading its cells.

    Parameters
    ----------
    path : str
        Anything that GDAL opens.

    Returns
    -------
    RasterInfo

    Raises
    ------
    LmaError
        If it cannot be opened, has no georeference or is rotated.
    """
    dataset = _open(path)
    transform = dataset.GetGeoTransform(can_return_null=True)
    if transform is None:
        raise LmaError("The raster {} has no georeference; assign one with “Georeferencer” first.", _name(path))
    west, dx, row_skew, top, column_skew, dy = transform
    if row_skew or column_skew or dx <= 0:
        raise LmaError("The raster {} is rotated; run “Warp (reproject)” on it first.", _name(path))
    rows, cols = dataset.RasterYSize, dataset.RasterXSize
    grid = Grid(west, max(top, top + rows * dy), dx, abs(dy), rows, cols)
    content = dataset.GetRasterBand(1).GetDescription() if dataset.RasterCount else ""
    return RasterInfo(
        grid, dataset.GetProjection(), dy > 0, str(path), dataset.RasterCount, dataset.GetMetadata(), content
    )


def require_metres(info):
    """Refuse a raster whose cells are not measured in metres.

    Raises
    ------
    LmaError
        For degrees and for units other than the metre; the sentence names the next step.
    """
    if not info.wkt:
        return
    system = spatial_reference(info.wkt)
    if system.IsGeographic():
        raise LmaError(
            "The raster {} is in degrees; run “Warp (reproject)” to a projected system in metres first.",
            _name(info.path),
        )
    if abs(system.GetLinearUnits() - 1.0) > 1e-9:
        raise LmaError(
            "The raster {} is measured in {}; run “Warp (reproject)” to a system in metres first.",
            _name(info.path), system.GetLinearUnitsName(),
        )


def read(info, band=1, rows=None, cols=None):
    """Read a band, or a window of it, as north-up float32 with NaN for nodata.

    Parameters
    ----------
    info : RasterInfo
        From :func:`inspect`.
    band : int
        1-based.
    rows, cols : tuple of int, optional
        First (included) and last (excluded) north-up row and column of the window.

    Returns
    -------
    numpy.ndarray of float32, shape (rows, cols)
        In physical units: scale and offset of the band applied.

    Raises
    ------
    LmaError
        If the band does not exist, is complex or cannot be read.
    """
    if not 1 <= band <= info.bands:
        raise LmaError(
            "The raster {} has no band {}; choose a raster with at least {} bands.", _name(info.path), band, band
        )
    first_row, last_row = rows or (0, info.grid.rows)
    first_col, last_col = cols or (0, info.grid.cols)
    height, width = last_row - first_row, last_col - first_col
    top = info.grid.rows - last_row if info.south_up else first_row
    dataset = _open(info.path)
    source = dataset.GetRasterBand(band)
    if gdal.DataTypeIsComplex(source.DataType):
        raise LmaError("The raster {} holds complex numbers; choose one with real values.", _name(info.path))
    try:
        with raising():
            raw = source.ReadAsArray(first_col, top, width, height)
            valid = source.GetMaskBand().ReadAsArray(first_col, top, width, height) != 0
    except RuntimeError as error:
        raise LmaError("The raster {} cannot be read: {}.", _name(info.path), error) from error
    scale, offset = source.GetScale(), source.GetOffset()
    if (scale not in (None, 1.0)) or offset not in (None, 0.0):
        raw = raw.astype(np.float64) * (1.0 if scale is None else scale) + (offset or 0.0)
    with np.errstate(over="ignore"):
        values = raw.astype(np.float32)
    values[~valid] = np.nan
    values[~np.isfinite(values)] = np.nan
    return values[::-1] if info.south_up else values


class RasterWriter:
    """Write float32 bands to a GeoTIFF that appears under its name only when complete.

    Use as a context manager: leaving it normally renames the temporary file, leaving it with an
    exception removes it.

    Parameters
    ----------
    path : str or pathlib.Path
        Target, ``.tif`` or ``.tiff``.
    info : RasterInfo
        Cells, coordinate system and row order of the file.
    descriptions : sequence of str
        One per band.
    units : sequence of str
        One per band, empty for none.
    metadata : dict, optional
        Items of the default domain.

    Raises
    ------
    LmaError
        If the name is not that of a GeoTIFF or the file cannot be written.
    """

    def __init__(self, path, info, descriptions, units, metadata=None):
        self._target = Path(path)
        check_writable(self._target)
        self._part = self._target.with_name(f".{self._target.stem}.{os.getpid()}.part.tif")
        self._info = replace(info, path=str(path), bands=len(descriptions))
        try:
            with raising():
                self._create(info, descriptions, units, metadata or {})
        except RuntimeError as error:
            self._discard()
            raise LmaError("The raster {} cannot be written: {}.", self._target, error) from error

    def _create(self, info, descriptions, units, metadata):
        grid = info.grid
        self._dataset = gdal.GetDriverByName("GTiff").Create(
            str(self._part), grid.cols, grid.rows, len(descriptions), gdal.GDT_Float32, list(_OPTIONS)
        )
        self._dataset.SetGeoTransform(info.geotransform)
        if info.wkt:
            self._dataset.SetProjection(info.wkt)
        self._dataset.SetMetadata({key: str(value) for key, value in metadata.items()})
        for number, (description, unit) in enumerate(zip(descriptions, units), 1):
            band = self._dataset.GetRasterBand(number)
            band.SetNoDataValue(NODATA)
            band.SetDescription(description)
            band.SetUnitType(unit)

    def __enter__(self):
        """Return the writer."""
        return self

    def write(self, values, band=1, row=0, col=0):
        """Write a north-up array whose first cell is (row, col); NaN becomes nodata."""
        values = np.where(np.isfinite(values), values, np.float32(NODATA)).astype(np.float32, copy=False)
        top = row
        if self._info.south_up:
            values, top = values[::-1], self._info.grid.rows - row - values.shape[0]
        try:
            with raising():
                self._dataset.GetRasterBand(band).WriteArray(values, col, top)
        except RuntimeError as error:
            raise LmaError("The raster {} cannot be written: {}.", self._target, error) from error

    def flush(self):
        """Put what has been written on disk and free GDAL's copy of it.

        Best after whole rows of the file's blocks (:data:`BLOCK`) in all bands: a block that is filled later
        would be compressed twice.
        """
        with raising():
            self._dataset.FlushCache()

    def __exit__(self, kind, error, trace):
        """Rename the complete file, or remove the incomplete one."""
        if kind is not None:
            self._discard()
            return
        try:
            with raising():
                self._dataset.FlushCache()
                self._dataset = None
            os.replace(self._part, self._target)
        except (RuntimeError, OSError) as failure:
            self._discard()
            raise LmaError(
                "The raster {} cannot be written: {}; close programs that use it and check the disk.",
                self._target, failure,
            ) from failure
        # A side-car of an earlier raster of the same name would describe the wrong cells.
        Path(f"{self._target}.aux.xml").unlink(missing_ok=True)

    def _discard(self):
        self._dataset = None
        self._part.unlink(missing_ok=True)


def write(path, info, bands, descriptions, units, metadata=None):
    """Write whole bands at once; see :class:`RasterWriter`."""
    with RasterWriter(path, info, descriptions, units, metadata) as writer:
        for number, values in enumerate(bands, 1):
            writer.write(values, number)


def check_writable(path):
    """Refuse a raster target that cannot be written.

    Raises
    ------
    LmaError
        If the extension is not that of a GeoTIFF, or the folder is absent or not writable.
    """
    path = Path(path)
    if path.suffix.lower() not in (".tif", ".tiff"):
        raise LmaError("Rasters are written as GeoTIFF: end the name {} with .tif.", path.name)
    if not path.parent.is_dir():
        raise LmaError("The folder {} does not exist; create it or choose another one.", path.parent)
    if path.is_dir() or not os.access(path.parent, os.W_OK):
        raise LmaError("The file {} cannot be written; choose another folder.", path)


def _open(path):
    try:
        with raising():
            return gdal.Open(str(path))
    except RuntimeError as error:
        raise LmaError("The raster {} cannot be opened; check that it exists and is a raster.", _name(path)) from error


def _name(path):
    return Path(str(path)).name or str(path)


def with_crs(info, wkt):
    """Return the same raster with another coordinate system, for files that carry none."""
    return replace(info, wkt=wkt)
