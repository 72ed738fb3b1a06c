"""Folders of ``lma:exporttrainingdata`` as maps to learn from.

Inside the area every lineation is labelled, so a cell there without a label teaches *nothing here*; outside, nothing is
learnt. Lines of a known kind (crest or trough) are exact labels. Lines of unknown kind, such as published lineations,
are tolerant: a crest or a trough within :data:`TOLERANCE` of them is right, and no cell that near teaches emptiness.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from matplotlib.path import Path as Outline
from scipy import ndimage

from lma_qgis.core.detection.preprocessing import standardise
from lma_qgis.core.grid import Grid
from lma_qgis.core.picks.polyline import headings, resample

from . import geopackage, kilometres, labels, rasters, realdata
from .dataset import FARTHEST_CELLS

FORMAT, VERSION = "lma-training-data", 1
#: Published lineations and the anomaly's axes lie so far apart, metres (two authors on one reversal: median 3.5 km).
TOLERANCE = 5000.0
EITHER = "either"


def read_folder(folder):
    """Return a folder as a survey for :class:`training.dataset.Crops`.

    Parameters
    ----------
    folder : str or pathlib.Path
        Written by ``lma:exporttrainingdata``.

    Returns
    -------
    dict
        As from :func:`training.dataset.load`, with ``labelled``, the axes ``either`` of lines of unknown kind, and
        ``evidence``, unknown everywhere where the folder has none.

    Raises
    ------
    ValueError
        If the folder has another format, another version, or cells that are not square.
    """
    folder = Path(folder)
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    if (meta.get("format"), meta.get("version")) != (FORMAT, VERSION):
        raise ValueError(f"{folder} is not a folder of {FORMAT}, version {VERSION}.")
    anomaly = rasters.read_raster(folder / "anomaly.tif")
    if not np.isclose(anomaly.dx, anomaly.dy, rtol=0.01):
        raise ValueError(f"The cells of {folder} are not square; export a raster with square cells.")
    grid = Grid(anomaly.west, anomaly.north, anomaly.dx, anomaly.dy, *anomaly.values.shape)
    kept = folder / "evidence.tif"
    evidence = rasters.read_raster(kept).values if kept.exists() else np.full(grid.shape, np.nan)
    lines = geopackage.read_features(folder / "picks.gpkg", "picks", ("kind",))
    axes = {kind: _axes([line for line, (own,) in lines if (own or "") == word], grid)
            for kind, word in (("crests", "crest"), ("troughs", "trough"), (EITHER, ""))}
    area = inside_rings([ring for ring, _ in geopackage.read_features(folder / "area.gpkg", "area")], grid)
    vague, _ = labels.rasterise(axes[EITHER], grid.shape)
    if vague.any():
        area &= ndimage.distance_transform_edt(~vague) * grid.cell_size > TOLERANCE
    return {
        "kind": "real", "name": folder.name, "cell": grid.cell_size, "spacing": float("nan"), "labelled": area,
        "guided": standardise(anomaly.values, grid), "evidence": evidence.astype(np.float32),
        "distance": np.zeros(grid.shape, np.float32), **axes,
    }


def as_map(folder):
    """Return a folder as a map to be judged: every cell with data counts, the lines of all kinds together."""
    survey = read_folder(folder)
    anomaly = rasters.read_raster(Path(folder) / "anomaly.tif")
    grid = Grid(anomaly.west, anomaly.north, anomaly.dx, anomaly.dy, *anomaly.values.shape)
    valid = np.isfinite(anomaly.values)
    lines = [
        part for line in geopackage.read_lines(Path(folder) / "picks.gpkg", "picks")
        for part in kilometres.cut(line, grid, valid)
    ]
    return realdata.RealMap({**survey, "labelled": valid}, grid, (float("nan"),) * 2, lines)


def _axes(lines, grid):
    """Return lines as axes: row, column, strike, number, a point per cell."""
    found = [np.zeros((0, 4))]
    for number, line in enumerate(lines):
        points = resample(line, grid.cell_size)
        row, col = grid.to_cells(points[:, 0], points[:, 1])
        strike = np.degrees(headings(points)) % 180.0
        found.append(np.column_stack((row, col, strike, np.full(len(row), number))))
    return np.concatenate(found).astype(np.float32)


def inside_rings(rings, grid):
    """Return the cells whose centres lie inside an odd number of rings."""
    centres = np.column_stack([part.ravel() for part in np.meshgrid(grid.easting, grid.northing)])
    odd = np.zeros(len(centres), bool)
    for ring in rings:
        odd ^= Outline(ring).contains_points(centres)
    return odd.reshape(grid.shape)


def pieces(survey, size):
    """Return square pieces of a map that overlap by half, those with data and a label or a labelled area.

    Parameters
    ----------
    survey : dict
        With ``labelled``; :data:`EITHER` where there are such lines.
    size : int
        Side, cells.

    Returns
    -------
    list of dict
    """
    rows, cols = survey["guided"].shape
    found = []
    for top in range(0, max(rows - size // 2, 1), size // 2):
        for left in range(0, max(cols - size // 2, 1), size // 2):
            piece = _piece(survey, top, left, size)
            taught = piece["labelled"].any() or any(len(piece[kind]) for kind in ("crests", "troughs", EITHER))
            if np.isfinite(piece["guided"]).mean() > 0.2 and taught:
                found.append(piece)
    return found


def _piece(survey, top, left, size):
    window = (slice(top, top + size), slice(left, left + size))
    piece = {**survey}
    blanks = {"guided": np.nan, "evidence": np.nan, "distance": FARTHEST_CELLS * survey["cell"], "labelled": False}
    for name in survey.keys() & blanks.keys():
        part = survey[name][window]
        full = np.full((size, size), blanks[name], part.dtype)
        full[: part.shape[0], : part.shape[1]] = part
        piece[name] = full
    for kind in ("crests", "troughs", EITHER):
        axes = survey[kind] - np.array([top, left, 0, 0], np.float32)
        piece[kind] = axes[((axes[:, :2] >= 0) & (axes[:, :2] < size)).all(axis=1)]
    return piece
