"""Every score of one detector on one map, and what they say about a set of maps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from . import dataset, evaluate, kilometres, scoring

KINDS = ("spreading", "shifted", "quiet", "seamounts", "fractal")
THIRDS = ("sparse", "middle", "dense")
#: The chance level in kilometres is computed on every third map.
CHANCE_EVERY = 3


@dataclass(frozen=True)
class Record:
    """What one detector did on one map.

    Parameters
    ----------
    kind : str
        Of the map.
    density : float
        Share of cells with observations.
    curve, wide, chance : Curve
        Counts within 2 and 3 cells, and against the labels of another map.
    drawn, drawn_null : float
        Kilometres of axes, on the map and on its copy with shifted tracks (NaN without one).
    area, area_null : float
        Counted area, km².
    lengths : dict of float: Lengths
        Scores of the plugin's lines by tolerance.
    """

    kind: str
    density: float
    curve: scoring.Curve
    wide: scoring.Curve
    chance: scoring.Curve
    drawn: float
    drawn_null: float
    area: float
    area_null: float
    lengths: dict


def judge_map(score_of, threshold, survey, other, name, chance):
    """Score a detector on one map.

    Parameters
    ----------
    score_of : callable
        See :mod:`training.detectors`.
    threshold : float
        Of the scores.
    survey, other : dict
        The map, and one whose labels give the chance level; from :func:`training.dataset.load`.
    name : str
        Input.
    chance : bool
        Whether to compute the chance level in kilometres.

    Returns
    -------
    Record
    """
    scores = score_of(survey)
    swapped = {**survey, "crests": other["crests"], "troughs": other["troughs"]}
    km, area = drawn(scores, survey, name, threshold)
    km_null, area_null = _drawn_null(score_of, survey, threshold)
    return Record(
        kind=survey["kind"], density=survey["density"],
        curve=evaluate.curve_of_scores(scores, survey, name),
        wide=evaluate.curve_of_scores(scores, survey, name, 3.0),
        chance=evaluate.curve_of_scores(scores, swapped, name),
        drawn=km, area=area, drawn_null=km_null, area_null=area_null,
        lengths=kilometres.lengths(scores, survey, name, threshold, chance=chance),
    )


def _drawn_null(score_of, survey, threshold):
    if "null" not in survey:
        return float("nan"), float("nan")
    return drawn(score_of(survey, shifted=True), survey, "null", threshold)


def drawn(scores, survey, name, threshold):
    """Return the kilometres of axes drawn, and the counted area in km²."""
    cell, area = survey["cell"] / 1000.0, dataset.valid_cells(survey, name).sum()
    return cell * len(evaluate.drawn(scores, survey, name, threshold)), cell**2 * area


def judge(methods, thresholds, surveys, name):
    """Return {method: [Record per map]}."""
    labelled = [survey for survey in surveys if len(survey["crests"])] or surveys
    return {
        method: [
            judge_map(score_of, thresholds[method], survey, labelled[(number + 1) % len(labelled)], name,
                      number % CHANCE_EVERY == 0)
            for number, survey in enumerate(surveys)
        ]
        for method, score_of in methods.items()
    }


def summarise(records, threshold):
    """Return the scores of a detector on several maps together, ready to store.

    Parameters
    ----------
    records : list of Record
        One per map.
    threshold : float
        Of the scores.

    Returns
    -------
    dict
        precision, recall, f1, ap (2 cells), f1_3, ap_3 (3 cells), chance, worst_decile (of maps with lineations),
        f1 by thirds of track density, km per 10⁴ km² by kind of map and on shifted copies, and ``km`` from
        :func:`training.kilometres.summary`.
    """
    whole, wide, chance = (evaluate.pooled([getattr(r, part) for r in records]) for part in ("curve", "wide", "chance"))
    precision, recall, f1 = whole.at(threshold)
    single = [r.curve.at(threshold)[2] for r in records if r.kind == "spreading"]
    entry = {
        "precision": precision, "recall": recall, "f1": f1, "ap": whole.average_precision,
        "f1_3": wide.at(threshold)[2], "ap_3": wide.average_precision, "chance": chance.at(threshold)[2],
        "worst_decile": float(np.quantile(single, 0.1)) if single else float("nan"),
        "km": kilometres.summary([r.lengths for r in records]),
    }
    limits = np.quantile([r.density for r in records], (1 / 3, 2 / 3))
    for number, third in enumerate(THIRDS):
        part = [r.curve for r in records if np.digitize(r.density, limits) == number]
        entry[f"f1_{third}"] = evaluate.pooled(part).at(threshold)[2] if part else float("nan")
    for kind in KINDS:
        some = [r for r in records if r.kind == kind]
        if some:
            entry[f"km_{kind}"] = 1e4 * sum(r.drawn for r in some) / max(sum(r.area for r in some), 1e-9)
    moved = [r for r in records if r.kind == "spreading" and np.isfinite(r.drawn_null)]
    area = sum(r.area_null for r in moved)
    entry["km_null"] = 1e4 * sum(r.drawn_null for r in moved) / area if area else None
    return entry


def together(records, thresholds):
    """Return the summary of every method, with the intervals network − tuned ridge filter under ``difference``."""
    result = {method: summarise(some, thresholds[method]) for method, some in records.items()}
    runs = [
        [(scoring.stacked([r.curve for r in records[method]]), thresholds[method])]
        for method in ("network", "ridge tuned")
    ]
    return {**result, "maps": len(records["network"]), "difference": scoring.bootstrap(*runs)}


def of_split(methods, thresholds, surveys, name):
    """Return the scores of every method on the maps of one split; see :func:`together`."""
    return together(judge(methods, thresholds, surveys, name), thresholds)
