"""Ship tracks over a simulated map: surveys, transits, real geometry; and what ships get wrong."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from lma_qgis.core.picks.polyline import resample
from lma_qgis.core.tracks.observations import Observations

from .noise import drift


def _turned(points, azimuth_deg):
    """Return points given as (across, along) a heading as (easting, northing)."""
    angle = np.radians(azimuth_deg)
    across, along = points[:, 0], points[:, 1]
    return np.column_stack((
        across * np.cos(angle) + along * np.sin(angle), -across * np.sin(angle) + along * np.cos(angle)
    ))


def survey(rng, extent, spacing, heading_deg):
    """Return parallel lines through a map centred on the origin.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    extent : float
        Side of the map, metres.
    spacing : float
        Between lines, metres.
    heading_deg : float
        Azimuth of the lines.

    Returns
    -------
    list of numpy.ndarray, shape (n, 2)
        Easting and northing of each line's nodes, metres; the lines cover a random part of the map.
    """
    half = 0.72 * extent
    first, last = np.sort(rng.uniform(-half, half, 2))
    if last - first < 0.8 * extent:
        first, last = -half, half
    ends = np.sort(rng.uniform(-half, half, 2))
    if ends[1] - ends[0] < 0.7 * extent:
        ends = np.array([-half, half])
    lines = []
    across = first + rng.uniform(0, spacing)
    while across < last:
        along = np.linspace(*ends, 9)
        wander = np.cumsum(rng.normal(0.0, 0.03 * spacing, 9))
        lines.append(_turned(np.column_stack((across + wander, along)), heading_deg))
        across += spacing * np.exp(rng.normal(0.0, 0.25))
    for _ in range(rng.integers(0, 3)):
        tie = rng.uniform(*ends)
        nodes = np.array([[-half, tie], [half, tie + rng.normal(0.0, 0.1 * extent)]])
        lines.append(_turned(nodes, heading_deg))
    return lines


def transits(rng, extent, count, lane_deg):
    """Return single passages; half of them near one heading (a shipping lane), some with a dogleg.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    extent : float
        Side of the map, metres.
    count : int
        Number of passages.
    lane_deg : float
        Azimuth of the lane.

    Returns
    -------
    list of numpy.ndarray, shape (n, 2)
    """
    lines = []
    for _ in range(count):
        heading = lane_deg + rng.normal(0.0, 12.0) if rng.random() < 0.5 else rng.uniform(0.0, 180.0)
        bend = rng.normal(0.0, 0.06 * extent), rng.uniform(-0.4, 0.4) * extent
        nodes = np.array([[0.0, -0.8 * extent], bend, [0.0, 0.8 * extent]])
        if rng.random() < 0.5:
            nodes[1, 0] = 0.0
        nodes[:, 0] += rng.uniform(-0.6, 0.6) * extent
        lines.append(_turned(nodes, heading))
    return lines


def real_geometry(rng, lines, extent, heading_deg):
    """Return the lines of a real survey, turned so that they run near a heading, mirrored at random.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    lines : list of numpy.ndarray, shape (n, 2)
        Metres, centred, running mostly north-south.
    extent : float
        Side of the map, metres; the survey is scaled to fill it.
    heading_deg : float
        Azimuth that north of the survey is turned to.

    Returns
    -------
    list of numpy.ndarray, shape (n, 2)
    """
    points = np.concatenate(lines)
    scale = extent / np.ptp(points, axis=0).mean() * rng.uniform(0.9, 1.2)
    mirror = np.array([rng.choice([-1.0, 1.0]), 1.0])
    return [_turned((line - points.mean(axis=0)) * mirror * scale, heading_deg) for line in lines]


def observe(rng, lines, field, grid, quality):
    """Measure a field along tracks, with the errors of ships.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    lines : list of numpy.ndarray, shape (n, 2)
        True tracks, metres, centred on the grid.
    field : numpy.ndarray
        Noise-free anomaly, nT.
    grid : Grid
        Its geometry.
    quality : dict
        ``noise`` nT white, ``drift`` nT along track, ``bias`` nT per track (standard deviations),
        ``navigation`` metres, ``spikes`` share of points.

    Returns
    -------
    Observations
        At the positions the ship believed in; whole nT.
    """
    step = max(300.0, 0.4 * grid.cell_size)
    centre = np.array([0.5 * (grid.west + grid.east), 0.5 * (grid.north + grid.south)])
    tables = []
    for number, line in enumerate(lines):
        true = resample(line, step) + centre
        row, col = grid.to_cells(true[:, 0], true[:, 1])
        inside = (row > 0) & (row < grid.rows - 1) & (col > 0) & (col < grid.cols - 1)
        if inside.sum() < 10:
            continue
        value = ndimage.map_coordinates(field, [row[inside], col[inside]], order=3, mode="nearest")
        count = len(value)
        along = step * np.arange(count)
        value += rng.normal(0.0, quality["noise"], count) + rng.normal(0.0, quality["bias"])
        value += quality["drift"] * drift(rng, along, 150e3)
        spikes = rng.random(count) < quality["spikes"]
        value[spikes] += rng.normal(0.0, 200.0, spikes.sum())
        believed = true[inside] + rng.normal(0.0, quality["navigation"], 2)
        tables.append((believed, np.round(value), np.full(count, number)))
    if not tables:
        return None
    position = np.concatenate([table[0] for table in tables])
    labels = np.concatenate([table[2] for table in tables])
    value = np.concatenate([table[1] for table in tables])
    return Observations.from_labels(position[:, 0], position[:, 1], value, labels)


def roll_along(rng, observations):
    """Return the observations with each track's anomaly rolled along the track by a random amount.

    Lineations are destroyed, the geometry of the tracks and the spectrum along each of them kept: what a
    detector still draws, it invents. Between 15 % and 85 % of the track's length.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    observations : Observations
        In order along each track.

    Returns
    -------
    Observations
    """
    value = observations.value.copy()
    for track in range(observations.n_tracks):
        member = np.flatnonzero(observations.track == track)
        if len(member) > 3:
            shift = int(rng.uniform(0.15, 0.85) * len(member))
            piece = np.roll(value[member], shift)
            value[member] = piece[::-1] if rng.random() < 0.5 else piece
    return observations.with_value(value)


def second_track_distance(observations, grid):
    """Return the distance from each cell to the second nearest track, metres.

    What only one track has seen is an observation, not a lineation: where this is large, no map can tell a
    lineation from a bump on one track.

    Parameters
    ----------
    observations : Observations
        Points.
    grid : Grid
        Square cells.

    Returns
    -------
    numpy.ndarray of float32, shape ``grid.shape``
        inf where there is only one track.
    """
    nearest = np.full(grid.shape, np.inf)
    second = nearest.copy()
    cell = grid.cell_of(observations.easting, observations.northing)
    for track in range(observations.n_tracks):
        occupied = cell[(observations.track == track) & (cell >= 0)]
        if not len(occupied):
            continue
        free = np.ones(grid.shape, bool)
        free.flat[occupied] = False
        distance = ndimage.distance_transform_edt(free) * grid.cell_size
        second = np.minimum(second, np.maximum(nearest, distance))
        nearest = np.minimum(nearest, distance)
    return second.astype(np.float32)
