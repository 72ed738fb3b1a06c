"""Crust made at a spreading centre: where which polarity lies, and the field above it."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lma_qgis.core.forward.field import anomaly_field
from lma_qgis.core.forward.timescale import TimeScale

from .noise import fractal

PROFILE_STEP = 200.0
OVERSAMPLING = 2


def read_timescale(path):
    """Return the time scale of a CSV table with columns chron, polarity, young_ma, old_ma.

    Parameters
    ----------
    path : str or pathlib.Path
        The table; lines that start with ``#`` are skipped.

    Returns
    -------
    TimeScale
    """
    with Path(path).open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(line for line in handle if not line.startswith("#")))
    young, old, sign = ([float(row[name]) for row in rows] for name in ("young_ma", "old_ma", "polarity"))
    return TimeScale.from_arrays([row["chron"] for row in rows], young, old, sign)


@dataclass(frozen=True)
class Plate:
    """Geometry and magnetisation of one simulated piece of oceanic crust.

    Distances in metres in a frame centred on the map; ``s`` runs across strike, ``t`` along it.

    Parameters
    ----------
    strike_deg : float
        Azimuth of the isochrons at the centre.
    curvature : float
        Of the isochrons, 1/m.
    axis : float
        Position of the spreading axis on ``s``.
    faults : tuple of (t0, slope, bend, offset)
        Fracture zones t = t0 + slope·s + bend·s²; beyond one, the crust is shifted by ``offset`` along s.
    profile_s, profile : numpy.ndarray
        Magnetisation (A/m, with sign) against signed distance from the axis.
    """

    strike_deg: float
    curvature: float
    axis: float
    faults: tuple
    profile_s: np.ndarray
    profile: np.ndarray

    def frame(self, easting, northing):
        """Return (s, t) of points given east and north of the centre, metres."""
        angle = np.radians(self.strike_deg)
        along = easting * np.sin(angle) + northing * np.cos(angle)
        across = easting * np.cos(angle) - northing * np.sin(angle)
        return across - 0.5 * self.curvature * along**2, along

    def fault_distance(self, s, t):
        """Return the distance (m, along t) to the nearest fracture zone that offsets the crust; inf without one."""
        distance = np.full(np.shape(s), np.inf)
        for t0, slope, bend, offset in self.faults:
            if abs(offset) > 0:
                distance = np.minimum(distance, np.abs(t - t0 - slope * s - bend * s**2))
        return distance

    def magnetization(self, s, t):
        """Return the magnetisation at points of the frame, A/m."""
        distance = s - self.axis
        for t0, slope, bend, offset in self.faults:
            distance = distance - offset * (t > t0 + slope * s + bend * s**2)
        return np.interp(distance, self.profile_s, self.profile)


def flank_ages(rng, rate, distance):
    """Return the age (Myr) against distance (m) on one flank, with a few changes of rate (m/Myr)."""
    knots = np.concatenate(([0.0], np.cumsum(rng.uniform(2.0, 20.0, 40))))
    rates = rate * np.exp(np.clip(rng.normal(0.0, 0.18, 40), -0.4, 0.4))
    reached = np.concatenate(([0.0], np.cumsum(np.diff(knots) * rates)))
    return np.interp(distance, reached, knots)


def draw_plate(rng, timescale, rate, extent, ages):
    """Draw a plate.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    timescale : TimeScale
        Polarity against age.
    rate : float
        Half spreading rate, mm/yr (= km/Myr).
    extent : float
        Side of the map, metres.
    ages : tuple of float
        Range from which the age at the centre of the map is drawn, Ma; 0 puts the axis into the map.

    Returns
    -------
    Plate
    """
    age_centre = rng.uniform(*ages)
    reach = 1000.0 * rate * 1.6 * max(age_centre, 1.0) + 2.5 * extent
    distance = np.arange(0.0, reach, PROFILE_STEP)
    asymmetry = np.exp(rng.normal(0.0, 0.08))
    right = flank_ages(rng, 1000.0 * rate * asymmetry, distance)
    left = flank_ages(rng, 1000.0 * rate / asymmetry, distance)
    age = np.concatenate((left[:0:-1], right))
    position = np.concatenate((-distance[:0:-1], distance))
    strength = rng.uniform(3.0, 6.0) + rng.uniform(0.0, 12.0) * np.exp(-age / rng.uniform(2.0, 8.0))
    width = rng.uniform(0.5, 1.5) + (rng.uniform(0.0, 1.5) if rate < 20 else 0.0)
    profile = _smooth(timescale.polarity(age) * strength, 1000.0 * width / PROFILE_STEP)
    axis = -float(np.interp(age_centre, right, distance))
    if age_centre < 1e-6:
        axis += rng.uniform(-0.35, 0.35) * extent
    return Plate(
        strike_deg=rng.uniform(0.0, 360.0),
        curvature=float(rng.choice([0.0, 1.0]) * rng.normal(0.0, 0.5) * np.radians(20.0) / 300e3),
        axis=axis,
        faults=_draw_faults(rng, rate, extent),
        profile_s=position,
        profile=profile,
    )


def _smooth(series, sigma):
    """Return the series convolved with a Gaussian of ``sigma`` samples."""
    half = int(np.ceil(4 * sigma))
    kernel = np.exp(-0.5 * (np.arange(-half, half + 1) / sigma) ** 2)
    return np.convolve(np.pad(series, half, mode="edge"), kernel / kernel.sum(), mode="valid")


def _draw_faults(rng, rate, extent):
    """Return fracture zones: closer together on slow crust, sometimes bent, sometimes oblique (propagators)."""
    spacing = rng.uniform(40e3, 120e3) if rate < 20 else rng.uniform(90e3, 400e3)
    count = min(rng.poisson(1.2 * extent / spacing), 8)
    faults = []
    for _ in range(count):
        sizes = rng.uniform(0.0, 5e3), rng.uniform(5e3, 30e3), rng.uniform(30e3, 0.5 * extent)
        size = rng.choice(sizes, p=[0.25, 0.45, 0.3])
        oblique = rng.random() < 0.1
        slope = rng.uniform(-0.8, 0.8) if oblique else rng.normal(0.0, 0.06)
        bend = rng.normal(0.0, 0.15) / extent * (rng.random() < 0.4)
        faults.append((rng.uniform(-0.6, 0.6) * extent, slope, bend, float(rng.choice([-1, 1]) * size)))
    return tuple(faults)


def plate_field(rng, plate, grid, layer, directions, wobble_m, patchiness):
    """Return the noise-free anomaly of the crust over a grid centred on the plate's frame.

    Parameters
    ----------
    rng : numpy.random.Generator
        For the along-strike irregularity.
    plate : Plate
        The crust.
    grid : Grid
        Geometry of the result; its centre is the origin of the plate's frame.
    layer : tuple of float
        Top and bottom of the magnetised layer, metres below the sensor.
    directions : tuple of two (inclination, declination)
        Present field and remanence, degrees.
    wobble_m : float
        Standard deviation of the isochrons' irregularity, metres.
    patchiness : float
        Relative standard deviation of the magnetisation along strike.

    Returns
    -------
    numpy.ndarray of float64, shape ``grid.shape``
        nT.
    """
    fine = (grid.rows * OVERSAMPLING, grid.cols * OVERSAMPLING)
    step = grid.dx / OVERSAMPLING
    east = (np.arange(fine[1]) + 0.5 - fine[1] / 2) * step
    north = (fine[0] / 2 - np.arange(fine[0]) - 0.5) * step
    s, t = plate.frame(east[None, :], north[:, None])
    longest = max(80e3 / step, 0.4 * fine[0])
    source = plate.magnetization(s + wobble_m * fractal(rng, fine, 3.0, longest), t)
    source = source * np.clip(1.0 + patchiness * fractal(rng, fine, 3.0, longest), 0.1, 2.5)
    coarse = source.reshape(grid.rows, OVERSAMPLING, grid.cols, OVERSAMPLING).mean(axis=(1, 3))
    return anomaly_field(coarse, grid.dx, grid.dy, layer[0], layer[1], *directions)
