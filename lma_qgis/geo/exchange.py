"""Exchange formats of the plate-tectonic community: GSFML picks and GPlates lineations."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

import numpy as np
from osgeo import ogr, osr

from ..core.errors import LmaError

ogr.UseExceptions()
osr.UseExceptions()

# The header of the files of the Global Seafloor Fabric and Magnetic Lineation project, to the letter.
_WGS84 = (
    r'GEOGCS[\"GCS_WGS_1984\",DATUM[\"WGS_1984\",SPHEROID[\"WGS_84\",6378137.0,298.257223563]],'
    r'PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.017453292519943295]]'
)
_GSFML_HEADER = (
    "# @VGMT1.0 @GPOINT",
    "# @R{region}",
    '# @Jp"+proj=longlat +datum=WGS84 +no_defs "',
    f'# @Jw"{_WGS84}"',
    "# @NChron|AnomalyEnd|AnomEndQua|CruiseName|Reference|DOI|GeeK2007|IDMethod",
    "# @Tstring|string|integer|string|string|string|double|string",
    "# FEATURE_DATA",
)
GSFML_COLUMNS = ("Chron", "AnomalyEnd", "AnomEndQua", "CruiseName", "Reference", "DOI", "GeeK2007", "IDMethod")
GPLATES_COLUMNS = (
    ("PLATEID1", ogr.OFTInteger, 0),
    ("GPGIM_TYPE", ogr.OFTString, 60),
    ("FROMAGE", ogr.OFTReal, 0),
    ("TOAGE", ogr.OFTReal, 0),
    ("NAME", ogr.OFTString, 80),
    ("DESCR", ogr.OFTString, 254),
    ("PICK_ID", ogr.OFTString, 40),
    ("KIND", ogr.OFTString, 10),
    ("STATUS", ogr.OFTString, 10),
    ("QUALITY", ogr.OFTInteger, 0),
    ("CHRON", ogr.OFTString, 20),
    ("CHRON_END", ogr.OFTString, 1),
    ("TIMESCALE", ogr.OFTString, 30),
    ("SUPPORT", ogr.OFTReal, 0),
    ("EVIDENCE", ogr.OFTReal, 0),
)
LINEATION = "gpml:MagneticAnomalyLineation"
DISTANT_PAST, DISTANT_FUTURE = 999.0, -999.0


def write_gsfml(path, points):
    """Write picks on tracks as an OGR/GMT point file.

    Parameters
    ----------
    path : str or pathlib.Path
        Ends with ``.gmt``.
    points : list of (float, float, dict)
        Longitude and latitude in degrees (WGS 84), and the values of :data:`GSFML_COLUMNS`; None
        leaves a value empty.

    Raises
    ------
    LmaError
        If the file cannot be written.
    """
    place = np.array([point[:2] for point in points]).reshape(-1, 2)
    west, south, east, north = (*place.min(axis=0), *place.max(axis=0)) if len(place) else (0, 0, 0, 0)
    region = "/".join(_degrees(value) for value in (west, east, south, north))
    lines = [f"{line}\n".replace("{region}", region) for line in _GSFML_HEADER]
    for longitude, latitude, values in points:
        lines.append(f"# @D{'|'.join(_field(values[name]) for name in GSFML_COLUMNS)}\n")
        lines.append(f"{_degrees(longitude)}\t{_degrees(latitude)}\n")
    with _replacing(path) as part:
        part.write_text("".join(lines), encoding="utf-8")


def _degrees(value):
    return f"{float(value):.5f}".rstrip("0").rstrip(".")


def _field(value):
    """Return a value as OGR/GMT text: quoted where it holds blanks or separators."""
    if value is None or value != value:
        return ""
    text = f"{value:g}" if isinstance(value, float) else str(value)
    clean = " ".join(text.replace('"', "'").split())
    return f'"{clean}"' if any(mark in clean for mark in " |") else clean


def write_gplates(path, records):
    """Write lineations as a shapefile that GPlates loads without questions.

    Parameters
    ----------
    path : str or pathlib.Path
        Ends with ``.shp``.
    records : list of (list of numpy.ndarray, dict)
        Parts of each line, shape (n, 2): longitude and latitude in degrees (WGS 84); and the values of
        :data:`GPLATES_COLUMNS`, None for no value.

    Raises
    ------
    LmaError
        If the file cannot be written.
    """
    path = Path(path)
    folder = _scratch_beside(path)
    try:
        _write_shapefile(folder / path.name, records)
        for made in sorted(folder.iterdir()):
            os.replace(made, path.with_suffix(made.suffix))
    except (RuntimeError, OSError) as error:
        raise LmaError("The file {} cannot be written: {}; check the disk and the rights.", path, error) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write_shapefile(path, records):
    system = osr.SpatialReference()
    system.ImportFromEPSG(4326)
    source = ogr.GetDriverByName("ESRI Shapefile").CreateDataSource(str(path))
    layer = source.CreateLayer(path.stem, system, ogr.wkbMultiLineString, ["ENCODING=UTF-8"])
    for name, kind, width in GPLATES_COLUMNS:
        field = ogr.FieldDefn(name, kind)
        if width:
            field.SetWidth(width)
        layer.CreateField(field)
    for parts, values in records:
        feature = ogr.Feature(layer.GetLayerDefn())
        for name, _, width in GPLATES_COLUMNS:
            if values.get(name) is not None:
                feature.SetField(name, values[name][:width] if width else values[name])
        feature.SetGeometry(_multi_line(parts))
        layer.CreateFeature(feature)


def _multi_line(parts):
    lines = ogr.Geometry(ogr.wkbMultiLineString)
    for part in parts:
        for piece in split_at_date_line(part):
            line = ogr.Geometry(ogr.wkbLineString)
            for x, y in piece.tolist():
                line.AddPoint_2D(x, y)
            lines.AddGeometry(line)
    return lines


def split_at_date_line(line):
    """Return the pieces of a line between −180° and 180° of longitude.

    Parameters
    ----------
    line : numpy.ndarray, shape (n, 2)
        Longitude and latitude, degrees; no segment spans more than 180° of longitude.

    Returns
    -------
    list of numpy.ndarray

    Examples
    --------
    >>> [piece.tolist() for piece in split_at_date_line(np.array([[179.0, 0.0], [-179.0, 2.0]]))]
    [[[179.0, 0.0], [180.0, 1.0]], [[-180.0, 1.0], [-179.0, 2.0]]]
    """
    longitude, latitude = np.unwrap(line[:, 0], period=360.0), line[:, 1]
    low, high = (pick(longitude[1:], longitude[:-1]) for pick in (np.minimum, np.maximum))
    edge = 360.0 * np.floor((high - 180.0) / 360.0) + 180.0
    across = np.flatnonzero((low < edge) & (edge < high))
    share = (edge[across] - longitude[across]) / (longitude[across + 1] - longitude[across])
    crossed = latitude[across] + share * (latitude[across + 1] - latitude[across])
    longitude, latitude = np.insert(longitude, across + 1, edge[across]), np.insert(latitude, across + 1, crossed)
    world = np.floor((longitude[1:] + longitude[:-1]) / 720.0 + 0.5)
    bounds = [0, *(np.flatnonzero(np.diff(world)) + 1).tolist(), len(world)]
    pieces = [
        np.column_stack([longitude[first: last + 1] - 360.0 * world[first], latitude[first: last + 1]])
        for first, last in zip(bounds[:-1], bounds[1:])
    ]
    return [piece for piece in pieces if np.ptp(piece, axis=0).any()] or pieces[:1]


@contextlib.contextmanager
def _replacing(path):
    """Yield a temporary path that becomes ``path`` when the block succeeds."""
    path = Path(path)
    folder = _scratch_beside(path)
    try:
        yield folder / path.name
        os.replace(folder / path.name, path)
    except OSError as error:
        raise LmaError("The file {} cannot be written: {}; check the disk and the rights.", path, error) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _scratch_beside(path):
    """Return a new folder beside a file, so that moving from it replaces in one step."""
    try:
        return Path(tempfile.mkdtemp(prefix=f".{path.stem}.", dir=path.parent))
    except OSError as error:
        raise LmaError("The folder {} cannot be written; choose another one.", path.parent) from error
