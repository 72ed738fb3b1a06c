"""A folder of rasters and labels from which a network can be trained."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from pathlib import Path

from osgeo import ogr, osr

from ..core.errors import LmaError
from . import raster

ogr.UseExceptions()

FORMAT = "lma-training-data"
VERSION = 1
META = "meta.json"
PICK_COLUMNS = ("pick_id", "kind", "status", "quality", "chron")
STRIP_ROWS = 1024


@contextlib.contextmanager
def new_folder(target):
    """Yield a temporary folder that becomes ``target`` when the block succeeds.

    Parameters
    ----------
    target : str or pathlib.Path
        Absent, empty, or an earlier folder of this kind, which is replaced.

    Raises
    ------
    LmaError
        If ``target`` holds anything else or cannot be written.
    """
    target = Path(target)
    check_replaceable(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    except OSError as error:
        raise LmaError("The folder {} cannot be made: {}; choose another place.", target, error) from error
    try:
        # mkdtemp makes private folders; results are as readable as any other new folder.
        made.chmod(0o755)
        yield made
        if target.exists():
            shutil.rmtree(target)
        os.replace(made, target)
    except OSError as error:
        raise LmaError("The folder {} cannot be written: {}; check the disk and the rights.", target, error) from error
    finally:
        shutil.rmtree(made, ignore_errors=True)


def check_replaceable(target):
    """Refuse a folder that holds anything but an earlier export.

    Raises
    ------
    LmaError
        If replacing it would lose other files.
    """
    target = Path(target)
    if target.is_file():
        raise LmaError("{} is a file; choose a folder.", target)
    if not target.is_dir() or not any(target.iterdir()):
        return
    known = {"anomaly.tif", "support.tif", "evidence.tif", "picks.gpkg", "area.gpkg", META}
    others = sorted(path.name for path in target.iterdir() if path.name not in known)
    if others or not (target / META).is_file():
        raise LmaError("The folder {} holds other files; choose a new one, nothing in it is replaced.", target)


def copy_raster(source, path, description, unit, progress):
    """Copy a raster as float32 GeoTIFF, or write one of missing data.

    Parameters
    ----------
    source : (RasterInfo, bool)
        The raster whose cells are taken; False writes missing data instead of its values.
    path : pathlib.Path
    description, unit : str
        Of the band.
    progress : callable
        See :mod:`lma_qgis.core.progress`.
    """
    info, filled = source
    with raster.RasterWriter(path, info, (description,), (unit,)) as writer:
        if filled:
            for first in range(0, info.grid.rows, STRIP_ROWS):
                last = min(first + STRIP_ROWS, info.grid.rows)
                writer.write(raster.read(info, rows=(first, last)), 1, first)
                progress(last / info.grid.rows)


def write_layer(path, name, geometry_type, wkt, columns, rows):
    """Write a GeoPackage with one layer of text columns.

    Parameters
    ----------
    path : pathlib.Path
    name : str
        Of the layer.
    geometry_type : int
        Of OGR.
    wkt : str
        Coordinate system.
    columns : sequence of str
    rows : iterable of (bytes, sequence of str)
        Well-known binary and the values; empty ones become NULL.
    """
    system = None
    if wkt:
        system = osr.SpatialReference()
        system.ImportFromWkt(wkt)
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = source.CreateLayer(name, system, geometry_type)
    for column in columns:
        layer.CreateField(ogr.FieldDefn(column, ogr.OFTString))
    layer.StartTransaction()
    for wkb, values in rows:
        feature = ogr.Feature(layer.GetLayerDefn())
        for column, value in zip(columns, values):
            if value:
                feature.SetField(column, value)
        feature.SetGeometry(ogr.CreateGeometryFromWkb(bytes(wkb)))
        layer.CreateFeature(feature)
    layer.CommitTransaction()


def write_meta(path, content):
    """Write what a reader must know about the folder."""
    text = json.dumps({"format": FORMAT, "version": VERSION, **content}, indent=2, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
