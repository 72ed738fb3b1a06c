"""Predict every track from the others with the chain's own gridding and guided smoothing."""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from ..errors import LmaError
from ..grid import Grid
from ..progress import part, silent
from ..sampling import bilinear
from .map_making import DEFAULTS

CELL_SIZE = 2_000.0
"""Cells of the validation, metres: sea-surface anomalies hold nothing shorter than two such cells."""

MARGIN = 2.0
"""Observations farther from the held-out track than this, in reaches, do not take part in its fold."""


def validation_grid(grid, cell_size=CELL_SIZE):
    """Return a grid of larger cells over another one, so that folds are quick.

    Parameters
    ----------
    grid : Grid
        The grid of the map.
    cell_size : float
        Wanted size, metres; cells that are larger already stay.

    Returns
    -------
    Grid
        Its cells hold whole cells of ``grid``, the north-western corners agree.
    """
    by_row, by_col = max(int(cell_size / grid.dy + 1e-6), 1), max(int(cell_size / grid.dx + 1e-6), 1)
    rows, cols = -(-grid.rows // by_row), -(-grid.cols // by_col)
    return Grid(grid.west, grid.north, grid.dx * by_col, grid.dy * by_row, rows, cols)


def window_around(grid, easting, northing, margin):
    """Return the part of a grid within a margin of the box around some points.

    Parameters
    ----------
    grid : Grid
        The whole.
    easting, northing : numpy.ndarray
        Points, metres.
    margin : float
        Metres.

    Returns
    -------
    Grid
        Whole cells of ``grid``, at least one.
    """
    row, col = grid.to_cells(
        [easting.min() - margin, easting.max() + margin], [northing.max() + margin, northing.min() - margin]
    )
    first_row, last_row = np.clip([np.floor(row[0]), np.ceil(row[1]) + 1], 0, grid.rows).astype(int)
    first_col, last_col = np.clip([np.floor(col[0]), np.ceil(col[1]) + 1], 0, grid.cols).astype(int)
    west, north = grid.west + first_col * grid.dx, grid.north - first_row * grid.dy
    return Grid(west, north, grid.dx, grid.dy, max(last_row - first_row, 1), max(last_col - first_col, 1))


def leave_one_track_out(obs, grid, settings=DEFAULTS, *, offsets=None, progress=silent):
    """Predict the anomaly on every track from all other tracks.

    Parameters
    ----------
    obs : Observations
        A *track* is what is held out as a whole: give lines (nearly straight runs), not cruises.
    grid : Grid
        Cells on which to predict, for example from :func:`validation_grid`.
    settings : MapSettings
        As for the map; folds use the widened ones, so that predictions reach farther from the other tracks.
    offsets : numpy.ndarray, shape (n_tracks, n_tracks), optional
        Level corrections: row k holds what to add to each track (nT) when track k is held out.
    progress : callable
        See :mod:`lma_qgis.core.progress`.

    Returns
    -------
    numpy.ndarray of float64, shape (n,)
        Prediction, nT; NaN where no other track is near enough.

    Raises
    ------
    LmaError
        If there is only one track.
    """
    present = np.unique(obs.track)
    if len(present) < 2:
        raise LmaError("One track alone cannot be checked; choose the field that names the tracks, or add tracks.")
    settings = settings.widened()
    predicted = np.full(len(obs), np.nan)
    for number, code in enumerate(present):
        held_out = np.flatnonzero(obs.track == code)
        others = obs.track != code
        values = obs.value if offsets is None else obs.value + offsets[code][obs.track]
        predicted[held_out] = _predict(
            obs.easting[held_out],
            obs.northing[held_out],
            obs.with_value(values).where(others),
            grid,
            settings,
            part(progress, number / len(present), (number + 1) / len(present)),
        )
        progress((number + 1) / len(present))
    return predicted


def _predict(easting, northing, others, grid, settings, progress):
    """Return the guided surface of other tracks at points; solved only as far around them as it matters."""
    reach = settings.max_distance
    window = window_around(grid, easting, northing, MARGIN * reach)
    near = others.where(window.cell_of(others.easting, others.northing) >= 0)
    found = np.full(len(easting), np.nan)
    if not len(near):
        return found
    distance, _ = cKDTree(np.column_stack((near.easting, near.northing))).query(
        np.column_stack((easting, northing)), distance_upper_bound=reach
    )
    wanted = np.isfinite(distance)
    if not wanted.any():
        return found
    enhanced = settings.draw(near, window, progress)
    found[wanted] = sample(enhanced.anomaly, window, easting[wanted], northing[wanted])
    return found


def sample(values, grid, easting, northing):
    """Return a raster's values at points, bilinear between the cells that hold data.

    Parameters
    ----------
    values : numpy.ndarray, shape (rows, cols)
        NaN without data.
    grid : Grid
        Its cells.
    easting, northing : numpy.ndarray, shape (n,)
        Metres.

    Returns
    -------
    numpy.ndarray of float64, shape (n,)
        NaN outside the grid and where the four cells around hold less than half of the weight.
    """
    return bilinear(values, *grid.to_cells(easting, northing), least_weight=0.5)
