"""Crustal age of real regions: the global age grid, corrected by published picks, with its fracture zones."""

from __future__ import annotations

import csv
import gzip
from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from lma_qgis.core.picks.polyline import resample

from . import geopackage, rasters, regions

#: Where the age changes this many times faster than usual, the grid smears a fracture zone.
STEEP = 2.5
#: Largest angle between the local and the usual strike, degrees.
MAX_TURN = 35.0
#: Weight of the age grid beside that of one pick.
GRID_WEIGHT = 0.5
#: A pick that differs by more than this from the grid belongs to other crust, Myr.
MAX_CORRECTION = 4.0


@dataclass(frozen=True)
class Labels:
    """The global labels that a map is made from.

    Parameters
    ----------
    age : Raster
        Ma against degrees; NaN where unknown.
    picks : numpy.ndarray, shape (n, 3)
        Longitude, latitude, age in Ma.
    zones : list of numpy.ndarray, shape (n, 2)
        Fracture zones and other breaks, degrees.
    """

    age: rasters.Raster
    picks: np.ndarray
    zones: list

    @classmethod
    def read(cls, folder=None):
        """Read the folder ``labels_global``."""
        folder = folder or regions.DATA / "labels_global"
        age = rasters.read_raster(folder / "age_seton2020_6min.tif", 0.01)
        with gzip.open(folder / "gsfml_picks.csv.gz", "rt", encoding="utf-8", newline="") as handle:
            picks = [[float(row[name] or "nan") for name in ("lon", "lat", "age_ma")] for row in csv.DictReader(handle)]
        picks = np.array(picks)
        zones = geopackage.read_lines(folder / "gsfml_seafloor_fabric.gpkg", "seafloor_fabric")
        return cls(age, picks[np.isfinite(picks).all(axis=1)], zones)


@dataclass(frozen=True)
class AgeMap:
    """Age of one window.

    Parameters
    ----------
    age : numpy.ndarray, shape (rows, cols)
        Ma, filled where unknown.
    known : numpy.ndarray of bool
        Cells whose age is known; the others are unlabelled, not empty.
    clear : numpy.ndarray of bool
        Known cells whose strike is the window's, away from fracture zones.
    strike : float
        Degrees.
    coherence : float
        1 where all isochrons are parallel, 0 without direction.
    rate : float
        Median half rate, mm/yr.
    picks : int
        Number of picks that corrected the ages.
    """

    age: np.ndarray
    known: np.ndarray
    clear: np.ndarray
    strike: float
    coherence: float
    rate: float
    picks: int


def age_map(labels, grid, centre, reach):
    """Return the age over a local grid.

    Parameters
    ----------
    labels : Labels
        Global labels.
    grid : Grid
        Metres about the centre.
    centre : tuple of float
        Longitude and latitude, degrees.
    reach : float
        Distance over which a pick corrects the grid, metres; 0 leaves the grid as it is.

    Returns
    -------
    AgeMap
    """
    east, north = np.meshgrid(grid.easting, grid.northing)
    age = labels.age.sample(*regions.local_degrees(east, north, centre))
    known = np.isfinite(age)
    if not known.any():
        return AgeMap(np.zeros(grid.shape), known, known, 0.0, 0.0, 0.0, 0)
    nearest = ndimage.distance_transform_edt(~known, return_distances=False, return_indices=True)
    age = age[tuple(nearest)]
    correction, count = pick_correction(labels, age, grid, centre, reach)
    age = np.maximum(age + correction, 0.0)
    smooth = ndimage.gaussian_filter(age, 3000.0 / grid.cell_size, mode="nearest")
    slope_north, slope_east = np.gradient(smooth, -grid.dy, grid.dx)
    steepness, direction = np.hypot(slope_east, slope_north), np.arctan2(slope_east, slope_north)
    usual = float(np.median(steepness[known]))
    even = known & (steepness < STEEP * usual) & (steepness > usual / STEEP)
    mean = np.exp(2j * direction[even]).mean() if even.any() else 0j
    turn = np.abs(np.angle(np.exp(2j * direction) * np.conj(mean))) / 2
    broken = (steepness > STEEP * usual) | ((turn > np.radians(MAX_TURN)) & (steepness > usual / STEEP))
    broken |= near_zones(labels.zones, grid, centre)
    clear = known & ~ndimage.binary_dilation(broken | ~known, iterations=2)
    strike = (np.degrees(np.angle(mean)) / 2 + 90.0) % 180.0
    return AgeMap(age, known, clear, float(strike), float(np.abs(mean)), 1e-3 / max(usual, 1e-9), count)


def pick_correction(labels, age, grid, centre, reach):
    """Return what picks add to the age grid, Myr, and how many picks do.

    Around each pick the residual counts with a Gaussian weight of ``reach``; the grid's own zero counts with
    :data:`GRID_WEIGHT`.
    """
    if not reach > 0:
        return np.zeros(grid.shape), 0
    near = (np.abs(labels.picks[:, 1] - centre[1]) < 6.0)
    x, y = regions.local_metres(labels.picks[near, 0], labels.picks[near, 1], centre)
    cell = grid.cell_of(x, y)
    inside = cell >= 0
    residual = labels.picks[near, 2][inside] - age.ravel()[cell[inside]]
    fits = np.abs(residual) < MAX_CORRECTION
    weight, total = np.zeros(age.size), np.zeros(age.size)
    np.add.at(weight, cell[inside][fits], 1.0)
    np.add.at(total, cell[inside][fits], residual[fits])
    sigma = reach / grid.cell_size
    share = 2 * np.pi * sigma**2
    weight, total = (
        share * ndimage.gaussian_filter(part.reshape(grid.shape), sigma, mode="constant") for part in (weight, total)
    )
    return total / (weight + GRID_WEIGHT), int(fits.sum())


def near_zones(zones, grid, centre, reach_m=3000.0):
    """Return the cells within a distance of a fracture zone, metres."""
    pieces = [np.zeros((0, 2))]
    for line in zones:
        close = (np.abs(line[:, 1] - centre[1]) < 8.0) & (np.abs((line[:, 0] - centre[0] + 180) % 360 - 180) < 20.0)
        if close.sum() > 1:
            x, y = regions.local_metres(line[close, 0], line[close, 1], centre)
            pieces.append(resample(np.column_stack((x, y)), grid.dx))
    points = np.concatenate(pieces)
    cell = grid.cell_of(points[:, 0], points[:, 1])
    free = np.ones(grid.shape, bool)
    free.flat[cell[cell >= 0]] = False
    return (ndimage.distance_transform_edt(free) * grid.cell_size <= reach_m) & ~free.all()
