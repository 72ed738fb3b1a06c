"""Real surveys: measurements and labels from the data folder outside the repository."""

from __future__ import annotations

import csv
import gzip
import os
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


def local_degrees(easting, northing, centre):
    """Return (longitude, latitude) of points of :func:`local_metres`, degrees.

    Parameters
    ----------
    easting, northing : array_like
        Metres.
    centre : tuple of float
        Longitude and latitude of the origin, degrees.
    """
    x, y = np.asarray(easting, dtype=float), np.asarray(northing, dtype=float)
    rho = np.hypot(x, y)
    c = 2.0 * np.arcsin(np.clip(rho / (2.0 * EARTH_RADIUS), 0.0, 1.0))
    phi0 = np.radians(centre[1])
    share = np.divide(np.sin(c), rho, out=np.full(rho.shape, 1.0 / EARTH_RADIUS), where=rho > 0)
    phi = np.arcsin(np.clip(np.cos(c) * np.sin(phi0) + y * share * np.cos(phi0), -1.0, 1.0))
    lam = np.arctan2(x * share, np.cos(phi0) * np.cos(c) - y * share * np.sin(phi0))
    return (centre[0] + np.degrees(lam) + 180.0) % 360.0 - 180.0, np.degrees(phi)


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
    """Return the airborne survey over land, ``negative_control_rio``, one track per flight line, and its centre."""
    with gzip.open(DATA / "negative_control_rio" / "rio_aeromag.csv.gz", "rt", encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    lon, lat = (np.array([float(row[name]) for row in rows]) for name in ("longitude", "latitude"))
    centre = (float(lon.mean()), float(lat.mean()))
    easting, northing = local_metres(lon, lat, centre)
    value = [float(row["total_field_anomaly_nt"]) for row in rows]
    labels = [row["line_type"] + row["line_number"] for row in rows]
    return Observations.from_labels(easting, northing, value, labels), centre


def read_survey_lines(name):
    """Return the tracks of a real survey as polylines, metres, centred: geometry without measurements."""
    observations, _ = read_observations(name)
    position = np.column_stack((observations.easting, observations.northing))
    return [position[observations.track == track] for track in range(observations.n_tracks)]
