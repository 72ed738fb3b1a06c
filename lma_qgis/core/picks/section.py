"""The vertical plane across a pick: what was observed along it and which other picks it cuts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .polyline import distance_along

_GAP_M = 5000.0


@dataclass(frozen=True)
class Frame:
    """Local axes of a section: x across strike, y along it.

    Parameters
    ----------
    easting, northing : float
        The origin, on the pick, metres.
    azimuth_deg : float
        Direction of +x on the grid, degrees; between −45 and 135, so that east or north is right.
    """

    easting: float
    northing: float
    azimuth_deg: float

    def local(self, easting, northing):
        """Return (across, along) of points, kilometres.

        Parameters
        ----------
        easting, northing : array_like
            Metres.

        Returns
        -------
        across, along : numpy.ndarray
            ``along`` is positive to the left of +x.
        """
        east, north = np.asarray(easting) - self.easting, np.asarray(northing) - self.northing
        angle = np.radians(self.azimuth_deg)
        across = east * np.sin(angle) + north * np.cos(angle)
        along = -east * np.cos(angle) + north * np.sin(angle)
        return across / 1000.0, along / 1000.0

    def points(self, across_km):
        """Return (easting, northing), metres, of positions on the section."""
        angle = np.radians(self.azimuth_deg)
        distance = 1000.0 * np.asarray(across_km, dtype=float)
        return self.easting + distance * np.sin(angle), self.northing + distance * np.cos(angle)

    @property
    def strike_deg(self):
        """Strike on the grid such that +x is to its right, degrees; may be negative."""
        return self.azimuth_deg - 90.0


@dataclass(frozen=True)
class Crossing:
    """One passage of a track across the strip.

    Parameters
    ----------
    name : str
        The track.
    offset_km : float
        Median distance along strike from the section.
    across_km : numpy.ndarray
        Positions, in the order of measurement; NaN separates pieces.
    value : numpy.ndarray
        Anomaly, nT.
    """

    name: str
    offset_km: float
    across_km: np.ndarray
    value: np.ndarray


def frame_of(line, window_m=30_000.0):
    """Return the section through the middle of a pick, normal to its strike there.

    Parameters
    ----------
    line : numpy.ndarray, shape (n, 2)
        Easting and northing, metres.
    window_m : float
        Length over which the strike is read, metres.

    Returns
    -------
    Frame
    """
    along = distance_along(line)
    half = min(window_m, along[-1]) / 2
    stations = along[-1] / 2 + np.array([-half, 0.0, half])
    east, north = (np.interp(stations, along, line[:, axis]) for axis in (0, 1))
    strike = np.degrees(np.arctan2(east[2] - east[0], north[2] - north[0]))
    azimuth = (strike + 90.0 + 45.0) % 180.0 - 45.0
    return Frame(float(east[1]), float(north[1]), float(azimuth))


def crossings(frame, observations, half_length_km, half_width_km, shortest_km=10.0):
    """Return the passages of tracks over a strip across the pick, nearest to the section first.

    Parameters
    ----------
    frame : Frame
    observations : Observations
        In the system of the frame.
    half_length_km, half_width_km : float
        Half the strip's extent across and along strike.
    shortest_km : float
        Passages that cover less of x are left out: they run along strike.

    Returns
    -------
    list of Crossing
    """
    reach = 1000.0 * np.hypot(half_length_km, half_width_km)
    box = (np.abs(observations.easting - frame.easting) <= reach) & (
        np.abs(observations.northing - frame.northing) <= reach
    )
    rows = np.flatnonzero(box)
    across, along = frame.local(observations.easting[rows], observations.northing[rows])
    inside = (np.abs(across) <= half_length_km) & (np.abs(along) <= half_width_km)
    rows, across, along = rows[inside], across[inside], along[inside]
    found = []
    for track in np.unique(observations.track[rows]):
        own = np.flatnonzero(observations.track[rows] == track)
        step = np.hypot(np.diff(across[own]), np.diff(along[own]))
        for piece in np.split(own, np.flatnonzero(step > _GAP_M / 1000.0) + 1):
            if np.ptp(across[piece]) >= shortest_km and np.ptp(across[piece]) >= np.ptp(along[piece]):
                offset = float(np.median(along[piece]))
                found.append(
                    Crossing(observations.names[track], offset, across[piece], observations.value[rows[piece]])
                )
    return sorted(found, key=lambda crossing: (abs(crossing.offset_km), crossing.name))


def cuts(frame, vertices, owner, half_length_km, half_width_km):
    """Return where the section cuts lines.

    Parameters
    ----------
    frame : Frame
    vertices : numpy.ndarray, shape (n, 2)
        Vertices of all lines one after another, metres.
    owner : numpy.ndarray of int, shape (n,)
        The line of each vertex, ascending.
    half_length_km : float
        Cuts farther from the origin are left out.
    half_width_km : float
        A line that ends before it reaches the section counts at its nearest vertex within this distance.

    Returns
    -------
    dict of int to float
        Position across of each line that is cut, km, the nearest to the origin where there are several.
    """
    if not len(vertices):
        return {}
    across, along = frame.local(vertices[:, 0], vertices[:, 1])
    change = np.flatnonzero((owner[1:] == owner[:-1]) & ((along[1:] > 0) != (along[:-1] > 0)))
    share = along[change] / (along[change] - along[change + 1])
    place = across[change] + share * (across[change + 1] - across[change])
    found = {}
    _keep_nearest(found, owner[change], place, half_length_km)
    near = np.flatnonzero((np.abs(along) <= half_width_km) & (np.abs(across) <= half_length_km))
    near = near[np.argsort(np.abs(along[near]), kind="stable")]
    missed = near[~np.isin(owner[near], list(found))]
    _, first = np.unique(owner[missed], return_index=True)
    _keep_nearest(found, owner[missed[first]], across[missed[first]], half_length_km)
    return found


def _keep_nearest(found, owners, places, limit):
    for line, place in zip(owners.tolist(), places.tolist()):
        if abs(place) <= limit and abs(place) < abs(found.get(line, np.inf)):
            found[line] = place
