"""How well real continuity is told from invented one: scores of a network on maps and on their shifted copies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from . import dataset, evaluate, scoring

#: Share of the labelled length at which networks that draw more or less are compared.
FOUND = 0.5
NEARLY_NOTHING = 0.05
DRAWS = 1000
#: What :meth:`Maps.scores` returns.
WORDS = ("F1", "AP", "shifted / real", "the same where half is found", "told apart")
#: Kinds of maps without lineations.
BARE = ("quiet", "seamounts", "fractal")


@dataclass(frozen=True)
class Maps:
    """What is drawn on the maps of a regime by one network, or, without counts, the maps alone.

    Parameters
    ----------
    kind : numpy.ndarray of str, shape (maps,)
        Of the crust.
    cell, area : numpy.ndarray, shape (maps,)
        Side of a cell, km, and counted area, km².
    counts : numpy.ndarray, shape (maps, 4, thresholds)
        As from :func:`training.scoring.stacked`.
    shifted : numpy.ndarray, shape (maps, thresholds)
        Cells drawn on the copy with shifted tracks.
    threshold : float
        Chosen on validation maps.
    """

    kind: np.ndarray
    cell: np.ndarray
    area: np.ndarray
    counts: np.ndarray
    shifted: np.ndarray
    threshold: float

    def at(self, pick):
        """Return some of the maps, in any order, also repeatedly."""
        parts = (getattr(self, name)[pick] for name in ("kind", "cell", "area", "counts", "shifted"))
        return Maps(*parts, self.threshold)

    def scores(self):
        """Return F1, AP, the length drawn on shifted copies over that on the real spreading maps, and if both differ.

        The length at the threshold and, so that a silent network gains nothing, at the threshold at which
        :data:`FOUND` of the labels are found; NaN where none is low enough. At last :func:`told_apart`, of what is
        drawn at all thresholds.
        """
        curve = scoring.Curve(*self.counts.sum(axis=0))
        real = self.kind == "spreading"
        amounts = (cells[real].sum(axis=1) / (self.area[real] / self.cell[real]**2)
                   for cells in (self.counts[:, 0], self.shifted))
        return np.array([
            curve.at(self.threshold)[2], curve.average_precision, self._share(), self._share_found(),
            told_apart(*amounts),
        ])

    def _lengths(self):
        """Return km drawn on spreading maps and on their shifted copies at every threshold."""
        real = self.kind == "spreading"
        return self.cell[real] @ self.counts[real, 0], self.cell[real] @ self.shifted[real]

    def _share(self):
        drawn, invented = self._lengths()
        index = _index(self.threshold)
        return invented[index] / drawn[index] if drawn[index] else np.nan

    def _share_found(self):
        drawn, invented = self._lengths()
        # Pieces dropped as too short let the share found rise with the threshold now and then.
        found = np.minimum.accumulate(scoring.Curve(*self.counts.sum(axis=0)).recall)
        if found[0] < FOUND:
            return np.nan
        share = invented / np.maximum(drawn, np.finfo(float).tiny)
        return float(np.interp(FOUND, found[::-1], share[::-1]))

    def missed(self):
        """Return the share of spreading maps on which less than :data:`NEARLY_NOTHING` of the labels is found."""
        real = self.kind == "spreading"
        labelled, found = self.counts[real][:, 2:, _index(self.threshold)].T
        return float(np.mean(found < NEARLY_NOTHING * labelled))

    def per_area(self, kinds, shifted=False):
        """Return km drawn per 10⁴ km² on maps of some kinds at the threshold, or on their shifted copies."""
        some = np.isin(self.kind, kinds)
        cells = (self.shifted if shifted else self.counts[:, 0])[some, _index(self.threshold)]
        return 1e4 * (self.cell[some] @ cells) / self.area[some].sum() if some.any() else np.nan


def judged(score_of, threshold, surveys, name):
    """Return what a detector draws on maps and on their copies with shifted tracks.

    Parameters
    ----------
    score_of : callable
        See :mod:`training.detectors`.
    threshold : float
        Chosen on validation maps.
    surveys : list of dict
        From :func:`training.dataset.load`.
    name : str
        Input whose valid cells count.

    Returns
    -------
    Maps
    """
    valid = [dataset.valid_cells(survey, name) for survey in surveys]
    cell = np.array([survey["cell"] / 1000.0 for survey in surveys])
    moved = dataset.stored_name(name, True)
    shifted = [evaluate.curve_of_scores(score_of(survey, True), survey, moved).drawn for survey in surveys]
    return Maps(
        np.array([survey["kind"] for survey in surveys]), cell, cell**2 * np.array([v.sum() for v in valid]),
        scoring.stacked(evaluate.curves(score_of, surveys, name)), np.array(shifted), threshold,
    )


def told_apart(real, shifted):
    """Return the share of pairs of a real map and a shifted copy in which the real one has more; ties count half."""
    more = np.asarray(real)[:, None] - np.asarray(shifted)[None]
    return float(np.mean(more > 0) + 0.5 * np.mean(more == 0))


def evidence_alone(surveys):
    """Return the median evidence of the spreading maps and of their copies with shifted tracks, 0 without any."""
    real = [survey for survey in surveys if survey["kind"] == "spreading"]
    medians = []
    for name in ("evidence", "null_evidence"):
        known = [survey[name][dataset.valid_cells(survey, name)] for survey in real]
        medians.append(np.array([np.median(values) if len(values) else 0.0 for values in known]))
    return medians


def _index(threshold):
    return int(np.argmin(np.abs(scoring.THRESHOLDS - threshold)))


def joined(regimes):
    """Return the maps of several regimes as one."""
    parts = (np.concatenate([getattr(maps, name) for maps in regimes]) for name in Maps.__dataclass_fields__
             if name != "threshold")
    return Maps(*parts, regimes[0].threshold)


def difference(runs_a, runs_b, draws=DRAWS, seed=0):
    """Return the mean of a − b over paired runs, and its 95 % interval over maps drawn with replacement.

    Parameters
    ----------
    runs_a, runs_b : list of Maps
        One per seed, of the same maps in the same order.
    draws, seed : int
        Number of bootstrap samples, and their seed.

    Returns
    -------
    mean, low, high : numpy.ndarray, shape (5,)
        Of :meth:`Maps.scores`.
    """
    def differences(pick):
        pairs = zip(runs_a, runs_b, strict=True)
        return np.mean([a.at(pick).scores() - b.at(pick).scores() for a, b in pairs], axis=0)

    rng = np.random.default_rng(seed)
    count = len(runs_a[0].kind)
    samples = [differences(rng.integers(0, count, count)) for _ in range(draws)]
    low, high = np.nanpercentile(samples, [2.5, 97.5], axis=0)
    return differences(np.arange(count)), low, high
