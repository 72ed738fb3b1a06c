"""Networks that see the evidence beside networks that do not and the ridge filter, on regimes, regions and the survey.

``python -m training.evidence training/configs/evidence.toml``, after ``training.generate`` and ``training.trials`` with
channels.toml, ``training.train`` with evidence.toml and evidence_control.toml, and ``training.semisynthetic`` with
evidence_regions.toml. Thresholds are chosen on validation maps; nothing is tuned on the regions or on the real survey.
"""

from __future__ import annotations

import numpy as np
import torch

from . import channels, dataset, detectors, evaluate, realdata, report, tables, trial_tables, verdicts, zooms
from .config import ROOT, config_parser
from .document import publish

RIDGE = "ridge tuned"
REGIONS = "all four regions"


def compared(config):
    """Return {title: detector} of what a configuration compares."""
    plan = config["measured"]
    networks = {title: detectors.load(ROOT / checkpoint) for title, checkpoint in plan["networks"].items()}
    return {**networks, RIDGE: detectors.Ridge(config["input"], tuple(plan["ridge_widths"]))}


def read_maps(config):
    """Return {split or region: maps} and {cell of the real survey, metres: the survey and its shifted copies}."""
    names, cache, plan = channels.names_of(config), ROOT / config["cache"], config["measured"]
    maps = {split: dataset.load(cache / split, names) for split in config["report"]["splits"]}
    maps.update({title: dataset.load(ROOT / plan["regions"] / key, names) for key, title in plan["titles"].items()})
    real = {cell: realdata.ship_survey(realdata.SURVEY, cell, cache, names) for cell in plan["cells"]}
    return maps, {cell: [one.survey for one in some] for cell, some in real.items()}


def measured(score_of, watched, maps, splits, names):
    """Return what a detector does on every set of maps, and the share of its F1 that remains on larger cells.

    Parameters
    ----------
    score_of : callable
        See :mod:`training.detectors`.
    watched : list of dict
        Validation maps, on which the threshold is chosen.
    maps : dict of list of dict
        From :func:`read_maps`.
    splits : list of str
        Simulated regimes; all others are regions.
    names : tuple of str
        The input, and what a detector may see beside it.

    Returns
    -------
    dict of verdicts.Maps, list of dict
        With all regimes and all regions together; from :func:`training.zooms.zoom_scores`.
    """
    threshold = report.careful_threshold(evaluate.curves(score_of, watched, names[0]))
    judged = {title: verdicts.judged(score_of, threshold, some, names[0]) for title, some in maps.items()}
    every = [survey for split in splits for survey in maps[split]]
    zoomed = zooms.zoom_scores(score_of, threshold, every, names)
    whole = {trial_tables.TOGETHER: verdicts.joined([judged[split] for split in splits]),
             REGIONS: verdicts.joined([some for title, some in judged.items() if title not in splits])}
    return {**judged, **whole}, list(zoomed.values())


def shares(score_of, threshold, real, name):
    """Return the words on the real survey for every cell: km drawn, and the share of it drawn on shifted copies."""
    words = []
    for surveys in real.values():
        km = [evaluate.drawn_km(score_of, survey, name, threshold) for survey in surveys]
        words.append(f"{km[0]:.0f}; {np.mean(km[1:]) / km[0]:.2f}" if km and km[0] else "–")
    return words


def words_on(maps):
    """Return F1 / AP; share on shifted copies; share of maps missed."""
    f1, ap, share, *_ = maps.scores()
    return f"{f1:.3f} / {ap:.3f}; {share:.2f}; {maps.missed():.2f}"


def alone(maps):
    """Return the words on the evidence of some maps: median over lineated maps of their medians; of shifted copies."""
    return "; ".join(f"{np.median(medians):.2f}" for medians in verdicts.evidence_alone(maps))


def markdown(results, real, splits, raster):
    """Return two tables, and how the first network differs from the others.

    Parameters
    ----------
    results : dict
        {detector: (maps, zooms)} from :func:`measured`.
    real : dict
        {detector: words} from :func:`shares`, with the cells, km, as ``cells``.
    splits : list of str
        Simulated regimes.
    raster : dict
        {regime or region: words} from :func:`alone`.

    Returns
    -------
    str
    """
    first, zoomed = next(iter(results.values()))
    simulated = [*splits, trial_tables.TOGETHER]
    regions = [title for title in first if title not in simulated]
    lines = tables.heading(
        "detector", "threshold", *(f"{title} ({len(first[title].kind)})" for title in simulated),
        *(f"×{zoom} ({entry['maps']})" for zoom, entry in zip(zooms.ZOOMS, zoomed, strict=False)),
    )
    for name, (maps, entries) in results.items():
        kept = [f"{e['f1_native']:.2f} → {e['f1_zoomed']:.2f}" for e in entries]
        threshold = f"{maps[trial_tables.TOGETHER].threshold:.2f}"
        lines.append(tables.row(name, threshold, *(words_on(maps[title]) for title in simulated), *kept))
    lines.append(tables.row("evidence, median", "–", *(raster.get(t, "–") for t in simulated), *("–" for _ in zoomed)))
    lines += ["", *tables.heading("detector", *(f"{title} ({len(first[title].kind)})" for title in regions),
                                  *(f"survey, {cell} km" for cell in real["cells"]))]
    lines += [tables.row(name, *(words_on(maps[title]) for title in regions), *real[name])
              for name, (maps, _) in results.items()]
    lines.append(tables.row("evidence, median", *(raster.get(t, "–") for t in regions), *("–" for _ in real["cells"])))
    lines += ["", *tables.heading("maps", "difference", *verdicts.WORDS[:3])]
    for title in (trial_tables.TOGETHER, REGIONS):
        (one, best), *others = [(name, maps[title]) for name, (maps, _) in results.items() if name != RIDGE]
        for other, some in others:
            values = zip(*verdicts.difference([best], [some]), strict=True)
            cells = [f"{mean:+.3f} ({low:+.3f} … {high:+.3f})" for mean, low, high in values]
            lines.append(tables.row(title, f"{one} − {other}", *cells[:3]))
    return "\n".join(lines)


def main():
    """Measure the detectors and write the tables."""
    torch.set_num_threads(1)
    config = config_parser(__doc__).parse_args().config
    names, cache = channels.names_of(config), ROOT / config["cache"]
    maps, surveys = read_maps(config)
    watched = dataset.load_splits(cache, config["report"]["validation"], names)
    results, real = {}, {"cells": [f"{cell / 1000:g}" for cell in surveys]}
    for title, score_of in compared(config).items():
        results[title] = measured(score_of, watched, maps, config["report"]["splits"], names)
        threshold = results[title][0][trial_tables.TOGETHER].threshold
        real[title] = shares(score_of, threshold, surveys, names[0])
    raster = {title: alone(some) for title, some in maps.items()}
    publish(ROOT / config["run"], "evidence", markdown(results, real, config["report"]["splits"], raster))


if __name__ == "__main__":
    main()
