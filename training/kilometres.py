"""Scores in kilometres: lines traced and compared by the plugin's own functions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from lma_qgis.core.grid import Grid
from lma_qgis.core.picks.extraction import LOW_SHARE
from lma_qgis.core.picks.polyline import resample
from lma_qgis.core.picks.scoring import compare_lines
from lma_qgis.core.picks.tracing import trace_ridges

from . import dataset

TOLERANCES = (3000.0, 5000.0, 10_000.0)
#: Limits of the classes of support; the last class holds what has no support.
SUPPORT_EDGES = (0.3, 0.6)
SHORTEST, LONGEST_GAP, SMOOTHING = 30_000.0, 15_000.0, 1.5


@dataclass(frozen=True)
class Lengths:
    """Lengths by class of support (low, medium, high, unknown), km; those of several maps add up.

    Parameters
    ----------
    drawn, right : numpy.ndarray of float64, shape (4,)
        Drawn length, and that of it within the tolerance of a label of the same strike.
    labelled, found : numpy.ndarray of float64, shape (4,)
        Labelled length, and that of it within the tolerance of a drawn line of the same strike.
    chance, weight : float
        F1 by chance times the drawn and labelled length, and that length, of the maps where it was computed.
    """

    drawn: np.ndarray
    right: np.ndarray
    labelled: np.ndarray
    found: np.ndarray
    chance: float = 0.0
    weight: float = 0.0

    def __add__(self, other):
        """Return the lengths of both."""
        names = ("drawn", "right", "labelled", "found", "chance", "weight")
        return Lengths(*(getattr(self, name) + getattr(other, name) for name in names))

    @property
    def chance_f1(self):
        """Chance level, weighted by length; NaN where it was not computed."""
        return self.chance / self.weight if self.weight else float("nan")

    def scores(self, classes=slice(None)):
        """Return (correctness, completeness, F1) of some classes; NaN where a length is 0."""
        drawn, right, labelled, found = (
            float(part[classes].sum()) for part in (self.drawn, self.right, self.labelled, self.found)
        )
        correctness = right / drawn if drawn else float("nan")
        completeness = found / labelled if labelled else float("nan")
        both = correctness + completeness
        return correctness, completeness, 2 * correctness * completeness / both if both else 0.0


def traced(score, survey, name, threshold):
    """Return the lines that the plugin's tracing draws on the counted cells.

    Parameters
    ----------
    score : numpy.ndarray, shape (rows, cols)
        Crest or trough.
    survey : dict
        From :func:`training.dataset.load`.
    name : str
        Input.
    threshold : float
        Score that a line must reach somewhere.

    Returns
    -------
    list of numpy.ndarray, shape (n, 2)
        Easting and northing, metres from the map's north-western corner.
    """
    cell = survey["cell"]
    seen = np.where(dataset.valid_cells(survey, name), score, np.nan)
    if not np.isfinite(seen).any():
        return []
    lines = trace_ridges(
        seen, low=LOW_SHARE * threshold, high=threshold, smoothing=SMOOTHING, min_length=SHORTEST / cell,
        max_gap=LONGEST_GAP / cell,
    )
    return [_metres(line, cell) for line in lines]


def labelled_lines(axes, survey, name):
    """Return the labelled axes on the counted cells as lines, metres from the map's north-western corner."""
    valid, cell = dataset.valid_cells(survey, name), survey["cell"]
    grid = Grid(0.0, 0.0, cell, cell, *valid.shape)
    lines = [_metres(axes[axes[:, 3] == number], cell) for number in np.unique(axes[:, 3])]
    return [piece for line in lines for piece in cut(line, grid, valid)]


def cut(line, grid, valid):
    """Return the parts of a line on valid cells, vertices at most a cell apart; single points are left out.

    Parameters
    ----------
    line : numpy.ndarray, shape (n, 2)
        Easting, northing, metres.
    grid : Grid
        Geometry of the cells.
    valid : numpy.ndarray of bool, shape ``grid.shape``
        Cells that count.

    Returns
    -------
    list of numpy.ndarray, shape (m, 2)
    """
    if len(line) < 2:
        return []
    points = resample(line, grid.cell_size)
    cell = grid.cell_of(points[:, 0], points[:, 1])
    runs, count = ndimage.label((cell >= 0) & valid.ravel()[cell])
    return [points[runs == run] for run in range(1, count + 1) if (runs == run).sum() > 1]


def _metres(cells, cell):
    return np.column_stack(((cells[:, 1] + 0.5) * cell, -(cells[:, 0] + 0.5) * cell))


def lengths(scores, survey, name, threshold, tolerances=TOLERANCES, chance=True):
    """Return the lengths of one map for each tolerance, crests and troughs together.

    Parameters
    ----------
    scores : numpy.ndarray, shape (2, rows, cols)
        Crest and trough.
    survey : dict
        From :func:`training.dataset.load`.
    name : str
        Input.
    threshold : float
        Of the scores.
    tolerances : tuple of float
        Metres.
    chance : bool
        Whether to compute the chance level, which takes ten times as long as the rest.

    Returns
    -------
    dict of float: Lengths
    """
    pairs = [
        (traced(score, survey, name, threshold), labelled_lines(survey[kind], survey, name))
        for score, kind in zip(scores, ("crests", "troughs"), strict=True)
    ]
    return {tolerance: _sum(_compared(*pair, survey, tolerance, chance) for pair in pairs) for tolerance in tolerances}


def _compared(picks, reference, survey, tolerance, chance):
    result = compare_lines(picks, reference, tolerance, chance=chance)
    parts = []
    for stretches, matches in ((result.pick_stretches, result.picks), (result.reference_stretches, result.reference)):
        group, hit = _classes(stretches.position, survey), matches.other >= 0
        for some in (np.ones_like(hit), hit):
            parts.append(np.bincount(group[some], stretches.length[some] / 1000.0, minlength=4))
    if not chance:
        return Lengths(*parts)
    # Without drawn lines nothing is hit, by chance or otherwise.
    level, weight = np.nan_to_num(result.chance_f1), float(parts[0].sum() + parts[2].sum())
    return Lengths(*parts, chance=float(level) * weight, weight=weight)


def _classes(position, survey):
    """Return the class of support at positions in metres."""
    if "support" not in survey:
        return np.full(len(position), len(SUPPORT_EDGES) + 1)
    support = survey["support"]
    col, row = np.floor(position.T * [[1.0], [-1.0]] / survey["cell"]).astype(int)
    value = support[np.clip(row, 0, support.shape[0] - 1), np.clip(col, 0, support.shape[1] - 1)]
    return np.where(np.isfinite(value), np.digitize(np.nan_to_num(value), SUPPORT_EDGES), len(SUPPORT_EDGES) + 1)


def _sum(parts):
    first, *rest = parts
    for other in rest:
        first = first + other
    return first


def pooled(maps):
    """Return the lengths of several maps together, for each tolerance; empty for no map."""
    return {tolerance: _sum(one[tolerance] for one in maps) for tolerance in (maps[0] if maps else ())}


def summary(maps, by_support=5000.0):
    """Return the scores of several maps together, ready to store.

    Parameters
    ----------
    maps : list of dict
        From :func:`lengths`.
    by_support : float
        Tolerance of the scores by class of support, metres.

    Returns
    -------
    dict
        ``tolerance`` {km: [correctness, completeness, F1, chance]}; ``support`` for low, medium, high: [drawn km,
        correctness, labelled km, completeness, F1].
    """
    whole = pooled(maps)
    tolerance = {f"{at / 1000:g}": [*one.scores(), one.chance_f1] for at, one in whole.items()}
    chosen = whole[by_support]
    support = []
    for number in range(len(SUPPORT_EDGES) + 1):
        correctness, completeness, f1 = chosen.scores(slice(number, number + 1))
        support.append([chosen.drawn[number], correctness, chosen.labelled[number], completeness, f1])
    return {"tolerance": tolerance, "support": support}
