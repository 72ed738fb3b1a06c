"""Surveys for the benchmarks: one real, three synthetic with truth."""

from __future__ import annotations

import csv
import gzip
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

import numpy as np
from osgeo import osr

from lma_qgis.core.grid import Grid
from lma_qgis.core.tracks.observations import Observations
from lma_qgis.core.tracks.segments import split_lines
from tools.make_sample import cruises
from tools.synthetic import Cruise, Crust, zigzag

DATA = Path(os.environ.get("LMA_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))


@dataclass(frozen=True)
class Survey:
    """Observations on lines, the grid of the map and, for synthetics, the true lines as (kind, easting, northing)."""

    name: str
    obs: Observations
    grid: Grid
    truth: Optional[list] = None
    cruise: Optional[np.ndarray] = None


def real(name="galapagos_sc_west", epsg=32616, cell_size=1000.0):
    """Return a survey of the data folder, projected."""
    with gzip.open(DATA / name / "tracks.csv.gz", "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    degrees, metres = osr.SpatialReference(), osr.SpatialReference()
    degrees.ImportFromEPSG(4326)
    metres.ImportFromEPSG(epsg)
    for system in (degrees, metres):
        system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    places = [[float(row["lon"]), float(row["lat"])] for row in rows]
    easting, northing = np.array(osr.CoordinateTransformation(degrees, metres).TransformPoints(places))[:, :2].T
    time = np.array([row["utc"].rstrip("Z") for row in rows], "datetime64[s]").astype(float)
    cruise = np.unique([row["survey_id"] for row in rows], return_inverse=True)[1]
    value = [float(row["mag_res_nt"]) for row in rows]
    return _survey(name, easting, northing, value, time, cruise, cell_size)


def _survey(name, easting, northing, value, time, cruise, cell_size, truth=None):
    """Cut into lines and lay a grid over them."""
    lines = split_lines(easting, northing, time, cruise)
    obs = Observations.from_labels(easting, northing, value, lines, time=time)
    grid = Grid.covering(easting.min(), northing.min(), easting.max(), northing.max(), cell_size)
    return Survey(name, obs, grid, truth, np.asarray(cruise))


def synthetic(name, crust, ships, seed, cell_size=1000.0):
    """Return a synthetic survey with its true lines."""
    grid, anomaly = crust.anomaly()
    rng = np.random.default_rng(seed)
    columns = []
    for number, each in enumerate(ships):
        seconds, easting, northing, value = each.sail(grid, anomaly, rng)
        start = np.datetime64(each.start).astype("datetime64[s]").astype(float)
        columns.append((easting, northing, value, seconds + start, np.full(len(value), number)))
    easting, northing, value, time, cruise = (np.concatenate(column) for column in zip(*columns))
    return _survey(name, easting, northing, value, time, cruise, cell_size, crust.lineations())


def ship(name, year, azimuth, offsets, length, size, noise, level):
    """Return a cruise of parallel lines; offsets and length are shares of the box."""
    lines = zigzag(azimuth, np.array(offsets) * size, length * size)
    return Cruise(name, f"{year}-01-01T00:00:00", lines, noise, level)


def sample():
    """Return the crust and the cruises of the shipped sample."""
    crust = Crust()
    return synthetic("sample", crust, cruises(crust.size, crust.strike), crust.seed)


def slow_sparse():
    """Return slow crust (17 mm/yr, one flank, skewed) under 11 lines of three noisy cruises."""
    crust = Crust(
        size=320_000.0, strike=150.0, half_rate=17.0, curvature=8.0, fracture_offset=22_000.0, one_flank=True,
        age_offset=22.0, top=3600.0, bottom=4400.0, axial_excess=0.0, magnetization=7.0, field_direction=(20.0, 5.0),
        remanence=(-45.0, 0.0), seamounts=3, seed=12,
    )
    size, across = crust.size, crust.strike + 90.0
    ships = (
        ship("A", "1985", across, np.linspace(-0.38, 0.4, 6), 0.9, size, 8.0, 20.0),
        ship("B", "1991", across + 35.0, (-0.15, 0.2), 0.9, size, 8.0, -25.0),
        ship("C", "1975", across - 20.0, (-0.3, 0.0, 0.3), 0.85, size, 10.0, 5.0),
    )
    return synthetic("slow, sparse", crust, ships, 3)


def fast_biased():
    """Return fast crust (45 mm/yr) under 20 lines of five cruises with level errors of 40 nT."""
    crust = Crust(
        size=400_000.0, strike=80.0, half_rate=45.0, curvature=20.0, fracture_offset=60_000.0, one_flank=True,
        age_offset=2.0, top=3200.0, bottom=3800.0, field_direction=(35.0, 10.0), remanence=(30.0, 0.0), seed=23,
    )
    size, across = crust.size, crust.strike + 90.0
    ships = (
        ship("A", "1985", across, np.linspace(-0.42, 0.42, 9), 0.9, size, 6.0, 43.0),
        ship("B", "1991", across + 30.0, (-0.25, 0.0, 0.2), 0.9, size, 6.0, -52.0),
        ship("C", "1979", across - 45.0, (-0.1, 0.3), 0.9, size, 8.0, 18.0),
        ship("D", "1999", across + 5.0, (-0.3, -0.05, 0.13, 0.33), 0.8, size, 6.0, -30.0),
        ship("E", "1996", crust.strike, (-0.2, 0.25), 0.9, size, 6.0, 21.0),
    )
    return synthetic("fast, biased", crust, ships, 4)


def all_surveys():
    """Return the four surveys of the null test."""
    return [real(), sample(), slow_sparse(), fast_biased()]
