"""What is measured on every line pick; docs/picks.md states each formula and its NULL rule."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Optional

import numpy as np

from ..progress import part, silent
from .crossings import MIN_ANGLE, TrackSegments, angle_to_nearest_track, find_crossings
from .polyline import distance_along, resample
from .tracing import sample
from .weak import FEW_CROSSINGS, LOW_SUPPORT, MANY_CROSSINGS

PROFILE_REACH = 30_000.0
"""How far from a crest its neighbouring troughs are looked for, metres."""

HIGH_SUPPORT = 0.6
CLEAR_EVIDENCE = 0.5


@dataclass(frozen=True)
class Layers:
    """Rasters on one grid, and tracks, from which attributes are read.

    Parameters
    ----------
    grid : Grid
    score : numpy.ndarray, shape grid.shape
        The score of the kind at hand.
    anomaly : numpy.ndarray, optional
        nT.
    support, evidence : numpy.ndarray, optional
        0..1 and −1..1.
    tracks : TrackSegments, optional
    evidence_floor : float
        95th percentile of the evidence that the null draws reach by chance.
    """

    grid: object
    score: np.ndarray
    anomaly: Optional[np.ndarray] = None
    support: Optional[np.ndarray] = None
    evidence: Optional[np.ndarray] = None
    tracks: Optional[TrackSegments] = None
    evidence_floor: float = 0.0


def describe(lines, kind, layers, progress=silent):
    """Measure the attributes of line picks that need no coordinate system.

    Parameters
    ----------
    lines : list of numpy.ndarray, shape (n, 2)
        Fractional (row, column), vertices about one cell apart.
    kind : str
        ``crest`` or ``trough``.
    layers : Layers
    progress : callable
        See :mod:`lma_qgis.core.progress`.

    Returns
    -------
    list of dict
        One per line; a value is NaN where it is unknown (NULL in a table).
    """
    grid = layers.grid
    metres = [np.column_stack(grid.to_metres(line[:, 0], line[:, 1])) for line in lines]
    records = [{"kind": kind, "pick_id": pick_id(kind, line, grid.cell_size)} for line in metres]
    for name in ("score", "support", "evidence"):
        for record, values in zip(records, _along(lines, getattr(layers, name))):
            record[name], record[f"{name}_min"] = mean_and_minimum(values)
    progress(0.2)
    for record, line in zip(records, metres):
        record.update(_profile_attributes(line, kind, layers))
    progress(0.5)
    for record, counts in zip(records, _track_attributes(metres, layers.tracks, part(progress, 0.5, 1.0))):
        record.update(counts)
        record["quality"] = quality(record, layers.evidence_floor)
    progress(1.0)
    return records


def pick_id(kind, line, cell_size):
    """Return an identifier that depends only on the kind and the course of a line.

    Parameters
    ----------
    kind : str
    line : numpy.ndarray, shape (n, 2)
        Easting, northing, metres.
    cell_size : float
        Metres; positions are rounded to it.

    Returns
    -------
    str
        Two groups of eight hexadecimal digits: of the SHA-256 of the kind and of nine points at
        equal distances along the line, so it is the same after a re-run and whatever changes elsewhere.
    """
    along = distance_along(line)
    target = np.linspace(0, along[-1], 9)
    course = np.column_stack([np.interp(target, along, line[:, axis]) for axis in (0, 1)])
    cells = np.round(course / cell_size).astype(np.int64)
    digest = hashlib.sha256(f"{kind}:{cells.tolist()}".encode()).hexdigest()
    return f"{digest[:8]}-{digest[8:16]}"


def mean_and_minimum(values):
    """Return mean and minimum of the finite values; NaN where fewer than half of them are finite."""
    finite = values[np.isfinite(values)]
    if 2 * len(finite) < len(values) or not len(finite):
        return np.nan, np.nan
    return float(finite.mean()), float(finite.min())


def quality(record, evidence_floor):
    """Return 1 (clear), 2 (usable) or 3 (weak), after the classes of the GSFML pick collection.

    Parameters
    ----------
    record : dict
        With ``support``, ``evidence``, ``n_crossings`` and ``track_angle_deg``, NaN where unknown.
    evidence_floor : float
        Evidence that shuffled data reach by chance.

    Returns
    -------
    int
        3 when support < 0.3, or evidence below the floor, or fewer than two crossing tracks; 1 when
        support ≥ 0.6, evidence ≥ 0.5 and at least three tracks cross; else 2. What is unknown neither
        makes a pick weak nor clear.
    """
    support, evidence, crossings = record["support"], record["evidence"], record["n_crossings"]
    if support < LOW_SUPPORT or evidence < evidence_floor or crossings < FEW_CROSSINGS:
        return 3
    clear = support >= HIGH_SUPPORT and evidence >= max(CLEAR_EVIDENCE, evidence_floor)
    return 1 if clear and crossings >= MANY_CROSSINGS else 2


def _along(lines, raster):
    """Return the raster at the vertices of each line, NaN without a raster."""
    if not lines:
        return []
    if raster is None:
        return [np.full(len(line), np.nan) for line in lines]
    values = sample(raster, np.concatenate(lines))
    return np.split(values, np.cumsum([len(line) for line in lines])[:-1])


def _profile_attributes(line, kind, layers):
    """Return amplitude and positional spread, read from profiles of the anomaly across the line."""
    unknown = {"amplitude_nt": np.nan, "position_sd_km": np.nan}
    if layers.anomaly is None:
        return unknown
    grid = layers.grid
    step = grid.cell_size
    centres = resample(line, 2 * grid.cell_size)
    normal = _normals(centres)
    offset = step * np.arange(-int(PROFILE_REACH / step), int(PROFILE_REACH / step) + 1)
    points = centres[:, None, :] + offset[None, :, None] * normal[:, None, :]
    cells = np.column_stack(grid.to_cells(points[..., 0].ravel(), points[..., 1].ravel()))
    profile = sample(layers.anomaly, cells).reshape(len(centres), len(offset))
    if kind == "trough":
        profile = -profile
    middle = len(offset) // 2
    left, right = _descent(profile[:, middle::-1]), _descent(profile[:, middle:])
    both = np.stack([left, right])
    known = np.isfinite(both)
    drop = np.where(known, both, 0).sum(axis=0) / np.where(known.any(axis=0), known.sum(axis=0), np.nan)
    shift = _crest_offset(profile, middle, step, 3 * grid.cell_size)
    return {"amplitude_nt": _median_of_most(drop / 2), "position_sd_km": _rms_of_most(shift, grid.cell_size) / 1000}


def _normals(centres):
    """Return unit normals of a line at its vertices, (easting, northing)."""
    direction = np.gradient(centres, axis=0)
    direction /= np.maximum(np.hypot(*direction.T), 1e-9)[:, None]
    return np.column_stack([direction[:, 1], -direction[:, 0]])


def _descent(profile):
    """Return how far each row falls from its first value to its first local minimum.

    NaN where data end before a minimum is reached.
    """
    rising = np.diff(profile, axis=1) > 0
    # The crest of the anomaly may lie a cell or two beside the line: rising counts from there on.
    first_fall = np.argmax(~rising, axis=1)
    rising[np.arange(rising.shape[1])[None, :] < first_fall[:, None]] = False
    ends = np.argmax(rising, axis=1)
    has_end = rising.any(axis=1)
    row = np.arange(len(profile))
    complete = has_end & np.isfinite(profile[row, 0]) & ~np.isnan(np.cumsum(profile, axis=1)[row, ends])
    return np.where(complete, profile[row, 0] - profile[row, ends], np.nan)


def _crest_offset(profile, middle, step, reach):
    """Return the distance from the line to the highest point of each profile within ``reach``, metres.

    NaN where that point is at the end of the reach: then the anomaly has no crest there.
    """
    count = round(reach / step)
    near = profile[:, middle - count: middle + count + 1]
    filled = np.where(np.isfinite(near), near, -np.inf)
    top = np.argmax(filled, axis=1)
    inside = (top > 0) & (top < near.shape[1] - 1)
    row = np.arange(len(near))
    index = np.clip(top, 1, near.shape[1] - 2)
    before, peak, after = near[row, index - 1], near[row, index], near[row, index + 1]
    bend = before - 2 * peak + after
    fraction = np.where(bend < 0, 0.5 * (before - after) / np.where(bend < 0, bend, -1.0), 0.0)
    return np.where(inside & np.isfinite(bend), (top - count + fraction) * step, np.nan)


def _median_of_most(values):
    """Return the median of the finite values, NaN where fewer than half are finite."""
    finite = values[np.isfinite(values)]
    return float(np.median(finite)) if len(finite) and 2 * len(finite) >= len(values) else np.nan


def _rms_of_most(values, cell_size):
    """Return the root mean square, cell size/√12 added in square; NaN where fewer than half are finite."""
    finite = values[np.isfinite(values)]
    if not len(finite) or 2 * len(finite) < len(values):
        return np.nan
    return float(np.sqrt(np.mean(finite**2) + cell_size**2 / 12))


def _track_attributes(lines, tracks, progress):
    """Return crossings, cruises and the angle to the nearest track of each line."""
    if tracks is None or not lines:
        return [{"n_crossings": np.nan, "n_cruises": np.nan, "track_angle_deg": np.nan} for _ in lines]
    crossings = find_crossings(lines, tracks, progress)
    wide = crossings.angle >= MIN_ANGLE
    angle = angle_to_nearest_track(lines, tracks)
    records = []
    for number in range(len(lines)):
        own = wide & (crossings.pick == number)
        surveys = np.unique(crossings.survey[own])
        known = (tracks.survey >= 0).all()
        records.append(
            {
                "n_crossings": len(np.unique(crossings.line[own])),
                "n_cruises": len(surveys) if known else np.nan,
                "track_angle_deg": float(angle[number]),
            }
        )
    return records
