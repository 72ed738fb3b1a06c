"""The real survey: what is drawn on it, what is drawn once its tracks are shifted, and how that fits the labels."""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from lma_qgis.core.evidence.null import shift_tracks
from lma_qgis.core.grid import Grid

from . import dataset, geopackage, pipeline, regions, scoring

NULL_DRAWS = 4
#: A drawn cell farther than this from every lineation label is in an area without labels, metres.
LABEL_REACH = 30_000.0


def survey_grid(observations, cell):
    """Return the grid over a survey's extent."""
    east, north = observations.easting, observations.northing
    return Grid.covering(east.min(), north.min(), east.max(), north.max(), cell)


def as_survey(observations, grid, chain, name="guided"):
    """Return a real survey as the table that the scores work on, without labels."""
    arrays = pipeline.run_chain(observations, grid, chain, (name,))
    return {name: arrays[name], "distance": arrays["distance"], "cell": grid.cell_size}


def drawn(scores, survey, name, threshold):
    """Return the drawn cells (row, column, strike) of crests and troughs together, shape (n, 3)."""
    valid = dataset.valid_cells(survey, name)
    points = []
    for score in scores:
        axis, strike = scoring.thin(score)
        axis = scoring.drop_short(axis & valid & (np.nan_to_num(score) >= threshold))
        points.append(np.column_stack((*np.nonzero(axis), strike[axis])))
    return np.concatenate(points)


def lengths(score_of, name, cell, threshold, draws=NULL_DRAWS, chain=None):
    """Return the kilometres drawn on a survey and on shifted copies of it.

    Parameters
    ----------
    score_of : callable
        ``score_of(image, cell)`` returns crest and trough scores.
    name : str
        Folder of the survey below the data folder.
    cell : float
        Metres.
    threshold : float
        Of the scores.
    draws : int
        Number of shifted copies.
    chain : Chain, optional
        Settings; the plugin's defaults.

    Returns
    -------
    dict
        ``real`` km, ``null`` list of km, and the drawn points of the real survey with its grid.
    """
    observations, centre = regions.read_observations(name)
    grid = survey_grid(observations, cell)
    chain = chain or pipeline.Chain()
    surveys = [as_survey(observations, grid, chain)]
    surveys += [
        as_survey(shift_tracks(observations, np.random.default_rng([7, draw])), grid, chain) for draw in range(draws)
    ]
    points = [drawn(score_of(survey["guided"], cell), survey, "guided", threshold) for survey in surveys]
    km = [len(found) * cell / 1000.0 for found in points]
    valid = dataset.valid_cells(surveys[0], "guided")
    return {"real": km[0], "null": km[1:], "points": points[0], "grid": grid, "centre": centre, "valid": valid,
            "image": surveys[0]["guided"], "null_image": surveys[1]["guided"], "observations": observations}


def on_control(score_of, cell, threshold):
    """Return the length drawn over land, where there are no lineations of sea-floor spreading, km per 10⁴ km².

    Parameters
    ----------
    score_of : callable
        As for :func:`lengths`.
    cell : float
        Metres.
    threshold : float
        Of the scores.

    Returns
    -------
    float
    """
    observations = regions.read_control()
    survey = as_survey(observations, survey_grid(observations, cell), pipeline.Chain())
    area = dataset.valid_cells(survey, "guided").sum() * (cell / 1000.0) ** 2
    found = drawn(score_of(survey["guided"], cell), survey, "guided", threshold)
    return 1e4 * len(found) * cell / 1000.0 / area


def against_lineations(result, tolerance, shifts=(20_000.0, 30_000.0, 40_000.0)):
    """Score drawn axes against the published lineations of the survey's folder.

    Parameters
    ----------
    result : dict
        From :func:`lengths`.
    tolerance : float
        Metres.
    shifts : tuple of float
        The labels are moved north and south by these distances (m) for the chance level.

    Returns
    -------
    dict
        ``completeness`` (share of label length with a drawn axis of like strike within the tolerance) and its
        ``chance``; ``within_15`` share of drawn axes near a label whose strike differs by less than 15°.
    """
    grid = result["grid"]
    position, strike = label_points("galapagos_sc_west", result["centre"], grid)
    seen = result["valid"].ravel()[grid.cell_of(position[:, 0], position[:, 1])]
    position, strike = position[seen], strike[seen]
    easting, northing = grid.to_metres(result["points"][:, 0], result["points"][:, 1])
    points, drawn_strike = np.column_stack((easting, northing)), result["points"][:, 2]
    found = _found(position, strike, points, drawn_strike, tolerance)
    chance = [
        _found(position + [0.0, sign * shift], strike, points, drawn_strike, tolerance)
        for shift in shifts for sign in (-1, 1)
    ]
    distance, nearest = cKDTree(position).query(points)
    near = distance < LABEL_REACH
    turn = _turn(drawn_strike[near], strike[nearest[near]])
    return {
        "completeness": found, "chance": float(np.mean(chance)),
        "within_15": float(np.mean(turn < 15.0)) if near.any() else float("nan"), "label_km": len(position) * 1.0,
    }


def label_points(name, centre, grid):
    """Return points each km along the lineations inside a grid, and their strike."""
    positions, strikes = [], []
    for line in geopackage.read_lines(regions.DATA / name / "labels.gpkg", "cande1989_lineations"):
        x, y = regions.local_metres(line[:, 0], line[:, 1], centre)
        length = np.concatenate(([0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))))
        along = np.arange(0.0, length[-1], 1000.0)
        xi, yi = np.interp(along, length, x), np.interp(along, length, y)
        if len(along) > 2:
            positions.append(np.column_stack((xi, yi)))
            strikes.append(np.degrees(np.arctan2(np.gradient(xi), np.gradient(yi))) % 180.0)
    position, strike = np.concatenate(positions), np.concatenate(strikes)
    inside = grid.cell_of(position[:, 0], position[:, 1]) >= 0
    return position[inside], strike[inside]


def _turn(a, b):
    difference = np.abs(a - b) % 180.0
    return np.minimum(difference, 180.0 - difference)


def _found(position, strike, points, drawn_strike, tolerance):
    """Return the share of label points with a drawn point of like strike within the tolerance."""
    if not len(points):
        return 0.0
    neighbours = cKDTree(points).query_ball_point(position, tolerance)
    return float(np.mean([
        bool(len(near)) and bool((_turn(drawn_strike[near], angle) <= scoring.MAX_ANGLE).any())
        for near, angle in zip(neighbours, strike, strict=True)
    ]))
