"""Real surveys: measurements and labels from the data folder outside the repository."""

from __future__ import annotations

import csv
import gzip
import os
import sqlite3
import struct
from contextlib import closing
from pathlib import Path

import numpy as np

from lma_qgis.core.tracks.observations import Observations
from lma_qgis.core.tracks.segments import split_lines

from .config import ROOT

DATA = Path(os.environ.get("LMA_DATA", ROOT.parent / "shared" / "data"))
EARTH_RADIUS = 6_371_007.0


def local_metres(lon, lat, centre):
    """Return (easting, northing) of an equal-area projection about a centre, metres.

    Lambert azimuthal, on the sphere: good to 0.5 % for surveys of a thousand kilometres, which is far
    below the tolerances used here.

    Parameters
    ----------
    lon, lat : array_like
        Degrees.
    centre : tuple of float
        Longitude and latitude of the origin, degrees.
    """
    lam = np.radians((np.asarray(lon, dtype=float) - centre[0] + 180.0) % 360.0 - 180.0)
    phi, phi0 = np.radians(np.asarray(lat, dtype=float)), np.radians(centre[1])
    cosine = np.sin(phi0) * np.sin(phi) + np.cos(phi0) * np.cos(phi) * np.cos(lam)
    k = EARTH_RADIUS * np.sqrt(2.0 / (1.0 + cosine))
    return k * np.cos(phi) * np.sin(lam), k * (np.cos(phi0) * np.sin(phi) - np.sin(phi0) * np.cos(phi) * np.cos(lam))


def read_observations(name):
    """Return the observations of ``<name>/tracks.csv.gz``, one track per nearly straight run, and the centre.

    Parameters
    ----------
    name : str
        Folder below the data folder.

    Returns
    -------
    observations : Observations
    centre : tuple of float
        Longitude and latitude of the projection's origin.
    """
    with gzip.open(DATA / name / "tracks.csv.gz", "rt", encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    lon = np.array([float(row["lon"]) for row in rows])
    lat = np.array([float(row["lat"]) for row in rows])
    value = np.array([float(row["mag_res_nt"]) for row in rows])
    centre = (0.5 * (lon.min() + lon.max()), 0.5 * (lat.min() + lat.max()))
    easting, northing = local_metres(lon, lat, centre)
    survey = np.array([row["survey_id"] for row in rows])
    _, codes = np.unique(survey, return_inverse=True)
    run = split_lines(easting, northing, None, codes)
    sizes = np.bincount(run)
    keep = sizes[run] >= 30
    return Observations.from_labels(easting[keep], northing[keep], value[keep], run[keep]), centre


def read_control():
    """Return the observations of the airborne survey over land, ``negative_control_rio``, one track per flight line."""
    with gzip.open(DATA / "negative_control_rio" / "rio_aeromag.csv.gz", "rt", encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    lon, lat = (np.array([float(row[name]) for row in rows]) for name in ("longitude", "latitude"))
    easting, northing = local_metres(lon, lat, (lon.mean(), lat.mean()))
    value = [float(row["total_field_anomaly_nt"]) for row in rows]
    labels = [row["line_type"] + row["line_number"] for row in rows]
    return Observations.from_labels(easting, northing, value, labels)


def read_survey_lines(name):
    """Return the tracks of a real survey as polylines, metres, centred: geometry without measurements."""
    observations, _ = read_observations(name)
    position = np.column_stack((observations.easting, observations.northing))
    return [position[observations.track == track] for track in range(observations.n_tracks)]


def read_lines(path, layer):
    """Return the lines of a GeoPackage layer as (longitude, latitude) arrays, without GDAL.

    Parameters
    ----------
    path : str or pathlib.Path
        GeoPackage.
    layer : str
        Table with LineString or MultiLineString geometries in a column ``geom``.

    Returns
    -------
    list of numpy.ndarray, shape (n, 2)
    """
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        blobs = [row[0] for row in connection.execute(f'SELECT geom FROM "{layer}" WHERE geom IS NOT NULL')]
    lines = []
    for blob in blobs:
        envelope = (0, 32, 48, 48, 64)[(blob[3] >> 1) & 7]
        lines += _wkb_lines(blob, 8 + envelope)[0]
    return lines


def _wkb_lines(blob, start):
    """Return (lines, end) of a WKB line or multi-line that starts at a byte."""
    order = "<" if blob[start] else ">"
    kind, count = struct.unpack_from(order + "II", blob, start + 1)
    start += 9
    width = 2 + {0: 0, 1: 1, 2: 1, 3: 2}[kind // 1000]
    if kind % 1000 == 2:
        values = np.frombuffer(blob, order + "f8", count * width, start).reshape(count, width)
        return [values[:, :2].astype(float)], start + 8 * count * width
    lines = []
    for _ in range(count):
        more, start = _wkb_lines(blob, start)
        lines += more
    return lines, start
