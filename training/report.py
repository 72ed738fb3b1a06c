"""Score network and ridge filter side by side.

``python -m training.report training/configs/ship.toml``
"""

from __future__ import annotations

import json
import time

import numpy as np
import torch

from . import dataset, detectors, evaluate, judge, realdata, scoring, tables, zooms
from .config import ROOT, config_parser
from .document import publish

REAL_CELLS = (1000.0, 1500.0, 2000.0, 3000.0)
CARE = 0.005


def careful_threshold(curves):
    """Return the highest threshold that costs no more than :data:`CARE` of the best F1 over all maps.

    F1 is flat about its best; the upper end of the flat part draws least where nothing is.
    """
    f1 = evaluate.pooled(curves).f1
    return float(scoring.THRESHOLDS[np.flatnonzero(f1 >= f1.max() - CARE)[-1]])


def tune_ridge(choices, surveys, name):
    """Return the ridge filter with the widths that have the best F1 on the surveys."""
    tried = [detectors.Ridge(name, tuple(widths)) for widths in choices]
    return max(tried, key=lambda ridge: evaluate.pooled(evaluate.curves(ridge, surveys, name)).f1.max())


def on_real_survey(methods, thresholds, cache, names):
    """Return what the methods draw on the real survey, on shifted copies and over land; empty without the data.

    Parameters
    ----------
    methods, thresholds : dict
        Detectors, and the thresholds of their scores.
    cache : pathlib.Path
        Folder of maps.
    names : tuple of str
        The input, and what a detector sees beside it.

    Returns
    -------
    dict
        By method and size of the cells.
    """
    result = {}
    for cell in REAL_CELLS:
        maps = realdata.ship_survey(realdata.SURVEY, cell, cache, names)
        if not maps:
            return {}
        land = realdata.land_survey(cell, cache, names)
        masked = realdata.behind_mask(land)
        for method, score_of in methods.items():
            threshold = thresholds[method]
            km = [evaluate.drawn_km(score_of, one.survey, names[0], threshold) for one in maps]
            result[f"{method} {cell:.0f} m"] = {
                "real_km": km[0], "null_km": km[1:], "cande": realdata.against_lineations(score_of, maps[0], threshold),
                "control": realdata.per_area(score_of, land, threshold),
                "control_masked": realdata.per_area(score_of, masked, threshold),
            }
    return result


def card_scores(report):
    """Return the few numbers that go into the model's card."""
    scores = {}
    for split, entry in report["splits"].items():
        n, r = entry["network"], entry["ridge tuned"]
        ridge = f"(tuned ridge filter {r['f1']:.3f} / {r['ap']:.3f})"
        scores[f"{split}: F1 / AP at 2 cells"] = f"{n['f1']:.3f} / {n['ap']:.3f} {ridge}"
        if n["km_null"] is not None:
            ratio = n["km_null"] / n["km_spreading"]
            scores[f"{split}: length drawn on shifted tracks / on real ones"] = round(ratio, 3)
    for name, e in report["real"].items():
        if name.startswith("network"):
            ratio = float(np.mean(e["null_km"]) / max(e["real_km"], 1e-9))
            scores[f"{realdata.SURVEY} {name[8:]}: length drawn on shifted tracks / on real ones"] = round(ratio, 3)
    return scores


def main():
    """Score the network of a configuration and the ridge filter, and write the tables."""
    torch.set_num_threads(1)
    config = config_parser(__doc__).parse_args().config
    run, cache, asked = ROOT / config["run"], ROOT / config["cache"], config["report"]
    network = detectors.load(run / "checkpoint.pt")
    names, name = network.names, network.names[0]
    start = time.process_time()
    watched = dataset.load_splits(cache, asked["validation"], names)
    tuned = tune_ridge(asked["ridge_widths"], watched, name)
    methods = {"ridge default": detectors.Ridge(name), "network": network, "ridge tuned": tuned}
    chosen = {
        method: careful_threshold(evaluate.curves(score_of, watched, name)) for method, score_of in methods.items()
    }
    thresholds = {**chosen, **asked.get("thresholds", {})}
    report = {"thresholds": thresholds, "by_rule": chosen, "ridge_widths": tuned.widths, "splits": {}}
    surveys = {split: dataset.load(cache / split, names) for split in asked["splits"]}
    for split, some in surveys.items():
        report["splits"][split] = judge.of_split(methods, thresholds, some, name)
    every = [survey for some in surveys.values() for survey in some]
    report["zoom"] = zooms.zoom_scores(network, thresholds["network"], every, names)
    report["real"] = on_real_survey(methods, thresholds, cache, names)
    report["card"] = card_scores(report)
    (run / "report.json").write_text(json.dumps(report, indent=1), encoding="utf-8")
    publish(run, "scores", tables.markdown(report))
    print(f"\n{time.process_time() - start:.0f} CPU seconds")


if __name__ == "__main__":
    main()
