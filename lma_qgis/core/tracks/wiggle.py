"""Anomalies drawn across their tracks: the plot that interpreters read first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .segments import split_lines

METRES_PER_KM = 1_000.0


@dataclass(frozen=True)
class Wiggles:
    """Curves along tracks and the areas between curve and track where the anomaly is positive.

    Parameters
    ----------
    curves : list of numpy.ndarray, shape (k, 2)
        Easting and northing, metres: one per straight piece of track.
    curve_tracks : list of int
        Track of each curve.
    areas : list of numpy.ndarray, shape (k, 2)
        Closed rings, metres.
    area_tracks : list of int
        Track of each area.
    peaks : list of float
        Largest anomaly of each area, nT.
    """

    curves: list
    curve_tracks: list
    areas: list
    area_tracks: list
    peaks: list


def wiggles(obs, scale, azimuth=None):
    """Draw anomalies to the side of their tracks.

    Parameters
    ----------
    obs : Observations
        In metres; points of a track in the order of measurement.
    scale : float
        nT per kilometre on the map.
    azimuth : float, optional
        Direction of positive anomalies, degrees clockwise from the grid's north. By default at right
        angles to each straight piece of track, on its eastern side (northern for tracks that run
        east-west), whichever way it was sailed.

    Returns
    -------
    Wiggles
        Pieces are cut at gaps and turns (:func:`.segments.split_lines`); pieces of one point are left out.
    """
    order = np.argsort(obs.track, kind="stable")
    x, y, value, track = obs.easting[order], obs.northing[order], obs.value[order], obs.track[order]
    piece = split_lines(x, y, None, track)
    east, north = _directions(x, y, piece, azimuth)
    x, y, value, piece, place = _with_zeros(x, y, value, piece)
    offset = value / scale * METRES_PER_KM
    curve = np.column_stack((x + offset * east[place], y + offset * north[place]))
    base = np.column_stack((x, y))
    bounds = np.flatnonzero(np.diff(piece)) + 1
    curves, curve_tracks = [], []
    for run in np.split(np.arange(len(x)), bounds):
        if len(run) > 1:
            curves.append(curve[run])
            curve_tracks.append(int(track[place[run[0]]]))
    areas, area_tracks, peaks = [], [], []
    for run in _positive_runs(value, piece):
        areas.append(np.concatenate((curve[run], base[run[::-1]], curve[run[:1]])))
        area_tracks.append(int(track[place[run[0]]]))
        peaks.append(float(value[run].max()))
    return Wiggles(curves, curve_tracks, areas, area_tracks, peaks)


def _directions(x, y, piece, azimuth):
    """Return the unit vector of positive anomalies at every point."""
    if azimuth is not None:
        angle = np.radians(azimuth)
        return np.full(len(x), np.sin(angle)), np.full(len(x), np.cos(angle))
    first = np.flatnonzero(np.concatenate(([True], np.diff(piece) != 0)))
    last = np.append(first[1:], len(x)) - 1
    along_x, along_y = x[last] - x[first], y[last] - y[first]
    length = np.hypot(along_x, along_y)
    east = np.where(length > 0, along_y / np.maximum(length, 1e-9), 1.0)
    north = np.where(length > 0, -along_x / np.maximum(length, 1e-9), 0.0)
    # A hair of north decides for tracks that run exactly east-west.
    side = np.where(east + 1e-6 * north < 0, -1.0, 1.0)
    count = last - first + 1
    return np.repeat(east * side, count), np.repeat(north * side, count)


def _with_zeros(x, y, value, piece):
    """Insert the points at which the anomaly crosses zero; return also the point before each."""
    crossing = np.flatnonzero((np.diff(piece) == 0) & (value[:-1] * value[1:] < 0))
    share = value[crossing] / (value[crossing] - value[crossing + 1])
    at = crossing + 1
    columns = [
        np.insert(column, at, column[crossing] + share * (column[crossing + 1] - column[crossing])) for column in (x, y)
    ]
    place = np.insert(np.arange(len(x)), at, crossing)
    return (*columns, np.insert(value, at, 0.0), np.insert(piece, at, piece[crossing]), place)


def _positive_runs(value, piece):
    """Return the indices of each run of values that are not negative and not all zero, at least two long."""
    positive = value >= 0
    number = np.cumsum(np.concatenate(([True], (np.diff(piece) != 0) | np.diff(positive))))
    runs = np.split(np.arange(len(value)), np.flatnonzero(np.diff(number)) + 1)
    return [run for run in runs if len(run) > 1 and positive[run[0]] and value[run].max() > 0]
