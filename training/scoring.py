"""How well drawn axes follow the labelled ones, in cells and with strike; and how much is drawn where nothing is.

Beside the plugin's scoring of lines in kilometres, which :mod:`training.kilometres` uses, this one stays because
average precision and a threshold need the counts at thirty thresholds on hundreds of maps, before any line is traced.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

#: Pieces of thinned axes shorter than this many cells do not count.
MIN_PIECE = 8
MAX_ANGLE = 25.0
THRESHOLDS = np.round(np.concatenate((np.arange(0.02, 0.1, 0.02), np.arange(0.1, 0.95, 0.04), [0.95, 0.98])), 3)
_EIGHT = np.ones((3, 3), int)


@dataclass(frozen=True)
class Curve:
    """Counts at every threshold of :data:`THRESHOLDS`; counts of several maps add up.

    Parameters
    ----------
    drawn, right : numpy.ndarray of float64
        Drawn cells, and those of them within the tolerance of a label of the same strike.
    labelled, found : numpy.ndarray of float64
        Labelled cells, and those of them within the tolerance of a drawn cell of the same strike.
    """

    drawn: np.ndarray
    right: np.ndarray
    labelled: np.ndarray
    found: np.ndarray

    def __add__(self, other):
        """Return the counts of both."""
        return Curve(*(getattr(self, name) + getattr(other, name) for name in ("drawn", "right", "labelled", "found")))

    @property
    def precision(self):
        """Share of drawn cells that are right; 1 where nothing is drawn."""
        return np.where(self.drawn > 0, self.right / np.maximum(self.drawn, 1), 1.0)

    @property
    def recall(self):
        """Share of labelled cells that are found."""
        return self.found / np.maximum(self.labelled, 1)

    @property
    def f1(self):
        """Harmonic mean of precision and recall at every threshold."""
        return 2 * self.precision * self.recall / np.maximum(self.precision + self.recall, 1e-9)

    @property
    def average_precision(self):
        """Area below precision against recall, precision made non-increasing with recall."""
        order = np.argsort(self.recall)
        recall = np.concatenate(([0.0], self.recall[order]))
        best = np.maximum.accumulate(self.precision[order][::-1])[::-1]
        return float(np.sum(np.diff(recall) * best))

    def at(self, threshold):
        """Return (precision, recall, F1) at the threshold nearest to the one given."""
        index = int(np.argmin(np.abs(THRESHOLDS - threshold)))
        return float(self.precision[index]), float(self.recall[index]), float(self.f1[index])


def thin(score, sigma=1.0):
    """Return the axes of a score: maxima across the Hessian's normal, with their strike.

    Parameters
    ----------
    score : numpy.ndarray, shape (rows, cols)
        0..1; NaN counts as 0.
    sigma : float
        Smoothing before the second derivatives, cells.

    Returns
    -------
    axis : numpy.ndarray of bool
        One cell wide.
    strike : numpy.ndarray of float64
        Degrees, 0..180, for north up and square cells.
    """
    filled = np.nan_to_num(np.asarray(score, dtype=float))
    smooth = ndimage.gaussian_filter(filled, sigma, mode="nearest")
    gradient_row, gradient_col = np.gradient(smooth)
    rr, rc = np.gradient(gradient_row)
    _, cc = np.gradient(gradient_col)
    normal = 0.5 * np.arctan2(2 * rc, rr - cc) + np.pi / 2
    curvature = 0.5 * (rr + cc) - np.hypot(0.5 * (rr - cc), rc)
    step_row, step_col = np.cos(normal), np.sin(normal)
    row, col = np.indices(filled.shape, dtype=float)
    ahead = ndimage.map_coordinates(smooth, [row + step_row, col + step_col], order=1, mode="nearest")
    behind = ndimage.map_coordinates(smooth, [row - step_row, col - step_col], order=1, mode="nearest")
    axis = (smooth >= ahead) & (smooth > behind) & (curvature < 0) & np.isfinite(score)
    along_row, along_col = -step_col, step_row
    return axis, np.degrees(np.arctan2(along_col, -along_row)) % 180.0


def _matches(points, strike, reference, reference_strike, tolerance):
    """Return, per reference-to-point pair within tolerance and angle, index arrays (point, reference)."""
    near_point, near_reference = [], []
    shape = reference.shape
    lookup = np.full(shape, -1)
    lookup[reference] = np.arange(reference.sum())
    index = np.flatnonzero(points)
    row, col = np.unravel_index(index, shape)
    reach = int(np.floor(tolerance))
    for down in range(-reach, reach + 1):
        for right in range(-reach, reach + 1):
            if np.hypot(down, right) > tolerance:
                continue
            there_row, there_col = row + down, col + right
            inside = (there_row >= 0) & (there_row < shape[0]) & (there_col >= 0) & (there_col < shape[1])
            pick = np.flatnonzero(inside)
            there = lookup[there_row[pick], there_col[pick]]
            pick, there = pick[there >= 0], there[there >= 0]
            turn = np.abs(strike[row[pick], col[pick]] - reference_strike[reference][there])
            good = np.minimum(turn, 180.0 - turn) <= MAX_ANGLE
            near_point.append(pick[good])
            near_reference.append(there[good])
    return np.concatenate(near_point), np.concatenate(near_reference)


def score_map(score, label, label_strike, valid, tolerance=2.0):
    """Compare a score with a label raster at every threshold.

    Parameters
    ----------
    score : numpy.ndarray, shape (rows, cols)
        0..1.
    label : numpy.ndarray of bool
        Axes one cell wide.
    label_strike : numpy.ndarray
        Degrees where ``label``.
    valid : numpy.ndarray of bool
        Cells that count.
    tolerance : float
        Cells.

    Returns
    -------
    Curve
    """
    axis, strike = thin(score)
    axis &= valid
    wanted = label & valid
    point_of, label_of = _matches(axis, strike, wanted, label_strike, tolerance)
    # A drawn cell near the border of the counted area may belong to a label just beyond it.
    beyond, _ = _matches(axis, strike, label, label_strike, tolerance)
    value = np.nan_to_num(score[axis])
    right = np.zeros(len(value), bool)
    right[beyond] = True
    counts = np.zeros((3, len(THRESHOLDS)))
    flat = np.flatnonzero(axis)
    for number, threshold in enumerate(THRESHOLDS):
        kept = np.zeros(axis.size, bool)
        kept[flat[value >= threshold]] = True
        long_enough = drop_short(kept.reshape(axis.shape)).ravel()[flat]
        found = np.zeros(int(wanted.sum()), bool)
        found[label_of[long_enough[point_of]]] = True
        counts[:, number] = long_enough.sum(), (long_enough & right).sum(), found.sum()
    labelled = np.full(len(THRESHOLDS), float(wanted.sum()))
    return Curve(counts[0], counts[1], labelled, counts[2])


def drop_short(axis, shortest=MIN_PIECE):
    """Return the axes without connected pieces of fewer than ``shortest`` cells."""
    pieces, count = ndimage.label(axis, structure=_EIGHT)
    if count == 0:
        return axis
    size = np.bincount(pieces.ravel())
    size[0] = 0
    return (size >= shortest)[pieces]


def drawn_axes(score, valid, threshold):
    """Return the axis cells drawn at a threshold, short pieces dropped, and the strike of every cell."""
    axis, strike = thin(score)
    return drop_short(axis & valid & (np.nan_to_num(score) >= threshold)), strike


def stacked(curves):
    """Return the counts of single maps as one array, shape (maps, 4, thresholds), in the order of :class:`Curve`."""
    return np.array([[c.drawn, c.right, c.labelled, c.found] for c in curves])


def bootstrap(runs_a, runs_b, draws=1000, seed=0):
    """Return 95 % intervals of the difference a − b, maps drawn with replacement in pairs.

    Parameters
    ----------
    runs_a, runs_b : list of (numpy.ndarray, float)
        Counts per map from :func:`stacked`, same maps in the same order, with the threshold; one entry per seed,
        whose scores are averaged in every draw.
    draws, seed : int
        Number of bootstrap samples, and their seed.

    Returns
    -------
    dict
        ``f1`` and ``ap``: (low, high).
    """
    rng = np.random.default_rng(seed)
    differences = []
    for _ in range(draws):
        pick = rng.integers(0, len(runs_a[0][0]), len(runs_a[0][0]))
        means = []
        for runs in (runs_a, runs_b):
            curves = [(Curve(*counts[pick].sum(axis=0)), threshold) for counts, threshold in runs]
            means.append(np.mean([(c.at(threshold)[2], c.average_precision) for c, threshold in curves], axis=0))
        differences.append(means[0] - means[1])
    low, high = np.percentile(differences, [2.5, 97.5], axis=0)
    return {"f1": (float(low[0]), float(high[0])), "ap": (float(low[1]), float(high[1]))}
