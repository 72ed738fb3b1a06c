"""Synthetic surveys over an invented piece of ocean crust, with the lines that are truly there.

Everything follows from a seed and a few parameters in metres, nT and Ma; coordinates are local metres
(easting, northing) about the middle of the box. Used for the shipped sample and for the benchmarks.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field

import numpy as np
from scipy import ndimage, signal

from lma_qgis import paths
from lma_qgis.core.forward.field import anomaly_field
from lma_qgis.core.forward.timescale import TimeScale
from lma_qgis.core.grid import Grid

KNOT = 1852.0 / 3600.0


def read_timescale(name="gts2020"):
    """Return one of the shipped time scales."""
    with paths.resource("data", "timescales", f"{name}.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    columns = {key: [row[key] for row in rows] for key in ("chron", "polarity", "young_ma", "old_ma")}
    numbers = [np.array(columns[key], dtype=float) for key in ("young_ma", "old_ma", "polarity")]
    return TimeScale.from_arrays(columns["chron"], *numbers)


@dataclass(frozen=True)
class Crust:
    """Two flanks of a gently curved spreading axis, offset along one curved fracture zone.

    Lengths in metres, angles in degrees, magnetisation in A/m, half-rate in mm/yr, age_offset in Ma (age at
    the 'axis': above zero the box lies on one flank only when ``one_flank`` is set).
    """

    size: float = 350_000.0
    strike: float = 20.0
    half_rate: float = 30.0
    asymmetry: float = 0.06
    curvature: float = 15.0
    fracture_along: float = 35_000.0
    fracture_bend: float = 30_000.0
    fracture_offset: float = 33_000.0
    age_offset: float = 0.0
    one_flank: bool = False
    top: float = 3300.0
    bottom: float = 4000.0
    magnetization: float = 5.0
    axial_excess: float = 4.0
    field_direction: tuple = (-62.0, -21.0)
    remanence: tuple = (-55.0, 0.0)
    seamounts: int = 2
    seed: int = 1
    timescale: TimeScale = field(default_factory=read_timescale)

    def along_across(self, easting, northing):
        """Return distances along strike and across it (to the right), metres."""
        angle = np.radians(self.strike)
        along = np.asarray(easting) * np.sin(angle) + np.asarray(northing) * np.cos(angle)
        across = np.asarray(easting) * np.cos(angle) - np.asarray(northing) * np.sin(angle)
        return along, across

    def position(self, along, across):
        """Return easting and northing; the inverse of :meth:`along_across`."""
        angle = np.radians(self.strike)
        easting = np.asarray(along) * np.sin(angle) + np.asarray(across) * np.cos(angle)
        northing = np.asarray(along) * np.cos(angle) - np.asarray(across) * np.sin(angle)
        return easting, northing

    def fracture(self, across):
        """Return where along strike the fracture zone lies, metres."""
        return self.fracture_along + self.fracture_bend * (2 * np.asarray(across) / self.size) ** 2

    def axis(self, along, beyond):
        """Return where across strike the axis lies, on this or on the far side of the fracture zone."""
        bow = 0.5 * np.radians(self.curvature) / self.size * np.asarray(along) ** 2
        return bow + np.where(beyond, self.fracture_offset, 0.0)

    def rate(self, east_flank):
        """Return the half-rate, metres per Ma."""
        return 1000.0 * self.half_rate * np.where(east_flank, 1.0 + self.asymmetry, 1.0 - self.asymmetry)

    def age(self, easting, northing):
        """Return the age of the crust, Ma."""
        along, across = self.along_across(easting, northing)
        distance = across - self.axis(along, along > self.fracture(across))
        if self.one_flank:
            return self.age_offset + (distance + 0.5 * self.size) / self.rate(True)
        return self.age_offset + np.abs(distance) / self.rate(distance > 0)

    def anomaly(self, margin=40_000.0, step=500.0, seamounts=True):
        """Return the noise-free anomaly at the sea surface.

        Parameters
        ----------
        margin, step : float
            Metres beyond the box, and cell size; the source is sampled four times finer.
        seamounts : bool
            Whether the seamounts are there.

        Returns
        -------
        grid : Grid
        anomaly : numpy.ndarray, nT
        """
        half = 0.5 * self.size + margin
        grid = Grid.covering(-half, -half, half, half, step)
        source = np.zeros(grid.shape)
        shifts = (np.arange(4) - 1.5) / 4
        for row in shifts:
            for col in shifts:
                east = grid.easting[None, :] + col * step
                north = grid.northing[:, None] + row * step
                age = self.age(east, north)
                strength = self.magnetization + self.axial_excess * np.exp(-age / 2.0)
                source += self.timescale.polarity(age) * strength / 16
        source = ndimage.gaussian_filter(source, 700.0 / step)
        args = (grid.dx, grid.dy, self.top, self.bottom, self.field_direction, self.remanence)
        anomaly = anomaly_field(source, *args)
        if seamounts and self.seamounts:
            anomaly = anomaly + self._seamount_anomaly(grid)
        return grid, anomaly

    def _seamount_anomaly(self, grid):
        """Return the anomaly of a few round, magnetised edifices, nT."""
        rng = np.random.default_rng(self.seed + 77)
        source = np.zeros(grid.shape)
        for _ in range(self.seamounts):
            east, north = rng.uniform(-0.42 * self.size, 0.42 * self.size, 2)
            radius, strength = rng.uniform(3000.0, 6000.0), rng.choice([-1.0, 1.0]) * rng.uniform(4.0, 8.0)
            distance2 = (grid.easting[None, :] - east) ** 2 + (grid.northing[:, None] - north) ** 2
            source += strength * np.exp(-0.5 * distance2 / radius**2)
        top = max(self.top - 1500.0, 500.0)
        return anomaly_field(source, grid.dx, grid.dy, top, self.top, self.field_direction, self.remanence)

    def isochrons(self, step=2000.0):
        """Return isochrons as (chron, end, age_ma, easting, northing), one per chron end, flank and segment."""
        lines = []
        along = np.arange(-0.75 * self.size, 0.75 * self.size, step)
        normal = self.timescale.sign > 0
        names = np.array(self.timescale.names)[normal]
        for ages, end in ((self.timescale.young_ma[normal], "y"), (self.timescale.old_ma[normal], "o")):
            for name, age in zip(names, ages):
                if age > 0:
                    lines += [(str(name), end, float(age), *line) for line in self._isochron(age, along)]
        return lines

    def _isochron(self, age, along):
        """Return the pieces of the line of one age that lie inside the box."""
        flanks = (True,) if self.one_flank else (False, True)
        pieces = []
        for east_flank in flanks:
            distance = (age - self.age_offset) * float(self.rate(east_flank))
            distance = distance - 0.5 * self.size if self.one_flank else (distance if east_flank else -distance)
            for beyond in (False, True):
                across = self.axis(along, beyond) + distance
                keep = (along > self.fracture(across)) == beyond
                pieces += self._inside(*self.position(along[keep], across[keep]))
        return pieces

    def _inside(self, easting, northing, shortest=3):
        """Return the parts of a line inside the box."""
        inside = (np.abs(easting) <= 0.5 * self.size) & (np.abs(northing) <= 0.5 * self.size)
        labels, count = ndimage.label(inside)
        parts = [labels == number for number in range(1, count + 1)]
        return [(easting[part], northing[part]) for part in parts if part.sum() >= shortest]

    def fracture_line(self, step=2000.0):
        """Return easting and northing of the fracture zone inside the box."""
        across = np.arange(-0.75 * self.size, 0.75 * self.size, step)
        return self._inside(*self.position(self.fracture(across), across))[0]

    def lineations(self, prominence=15.0, shortest=30_000.0, step=1000.0):
        """Return crest and trough lines of the noise-free field as (kind, easting, northing).

        Each segment is unrolled so that isochrons run along its rows; extrema across strike with enough prominence
        are followed from row to row.

        Parameters
        ----------
        prominence : float
            nT.
        shortest : float
            Length of the shortest line, metres.
        step : float
            Sampling, metres.
        """
        grid, anomaly = self.anomaly(seamounts=False)
        along = np.arange(-0.75 * self.size, 0.75 * self.size, step)
        offset = np.arange(-0.95 * self.size, 0.95 * self.size, 0.25 * step)
        found = []
        for beyond in (False, True):
            across = self.axis(along, beyond)[:, None] + offset[None, :]
            easting, northing = self.position(along[:, None], across)
            value = ndimage.map_coordinates(anomaly, grid.to_cells(easting, northing), order=1, mode="nearest")
            valid = (along[:, None] > self.fracture(across)) == beyond
            valid &= (np.abs(easting) <= 0.5 * self.size) & (np.abs(northing) <= 0.5 * self.size)
            for kind, signed in (("crest", value), ("trough", -value)):
                for rows, columns in _follow(signed, valid, prominence, int(shortest / step)):
                    place = (ndimage.uniform_filter1d(columns.astype(float), 5, mode="nearest"), offset)
                    shifted = self.axis(along[rows], beyond) + np.interp(place[0], np.arange(len(offset)), place[1])
                    found.append((kind, *self.position(along[rows], shifted)))
        return found


def _follow(value, valid, prominence, shortest, reach=8):
    """Return (rows, columns) of extrema that continue over at least ``shortest`` rows."""
    active, done = [], []
    for row in range(len(value)):
        peaks, _ = signal.find_peaks(value[row], prominence=prominence)
        peaks = [int(peak) for peak in peaks if valid[row, peak]]
        following = []
        for line in active:
            near = [peak for peak in peaks if abs(peak - line[-1][1]) <= reach]
            if near:
                best = min(near, key=lambda peak, last=line[-1][1]: abs(peak - last))
                peaks.remove(best)
                following.append([*line, (row, best)])
            else:
                done.append(line)
        active = following + [[(row, peak)] for peak in peaks]
    lines = [np.array(line).T for line in done + active if len(line) > shortest]
    return [(line[0], line[1]) for line in lines]


@dataclass(frozen=True)
class Cruise:
    """One ship on one voyage.

    Parameters
    ----------
    name : str
        Survey id.
    start : str
        First sample, ISO 8601 without zone (UTC).
    waypoints : array_like, shape (n, 2)
        Easting and northing, metres.
    noise, level, wander : float
        Noise per sample (nT), level error (nT), and width of the ship's wandering (metres).
    interval : float
        Seconds between samples.
    knots : float
        Speed.
    """

    name: str
    start: str
    waypoints: np.ndarray
    noise: float = 6.0
    level: float = 0.0
    wander: float = 600.0
    interval: float = 60.0
    knots: float = 10.5

    def sail(self, crust_grid, anomaly, rng):
        """Return seconds since the start, easting, northing and measured anomaly (nT) of every sample."""
        corners = np.asarray(self.waypoints, dtype=float)
        legs = np.hypot(*np.diff(corners, axis=0).T)
        along = np.arange(0.0, legs.sum(), self.knots * KNOT * self.interval)
        knots = np.concatenate(([0.0], np.cumsum(legs)))
        wobble = ndimage.gaussian_filter1d(rng.normal(size=(2, len(along))), 12_000.0 / (along[1] - along[0]), axis=1)
        wobble *= self.wander / wobble.std()
        easting = np.interp(along, knots, corners[:, 0]) + wobble[0]
        northing = np.interp(along, knots, corners[:, 1]) + wobble[1]
        value = ndimage.map_coordinates(anomaly, crust_grid.to_cells(easting, northing), order=1, mode="nearest")
        drift = ndimage.gaussian_filter1d(rng.normal(size=len(along)), 10_800.0 / self.interval, mode="reflect")
        drift *= 5.0 / max(drift.std(), 1e-9)
        value = value + self.level + drift + rng.normal(0.0, self.noise, len(along))
        return along / (self.knots * KNOT), easting, northing, value


def zigzag(azimuth, offsets, length):
    """Return waypoints of parallel lines sailed to and fro.

    Parameters
    ----------
    azimuth : float
        Direction of the lines, degrees.
    offsets : sequence of float
        Distance of each line from the middle, to the right of the azimuth, metres.
    length : float
        Metres.
    """
    angle = np.radians(azimuth)
    ahead, right = np.array([np.sin(angle), np.cos(angle)]), np.array([np.cos(angle), -np.sin(angle)])
    points = []
    for number, offset in enumerate(offsets):
        ends = [offset * right - 0.5 * length * ahead, offset * right + 0.5 * length * ahead]
        points += ends if number % 2 == 0 else ends[::-1]
    return np.array(points)
