"""Score network and ridge filter side by side.

``python -m training.report training/configs/ship.toml``
"""

from __future__ import annotations

import json
import time
from functools import partial

import numpy as np
import torch

from . import dataset, evaluate, judge, realdata, regions, scoring, tables, zooms
from .config import ROOT, config_parser
from .document import publish
from .export import load_network

REAL = "galapagos_sc_west"
REAL_CELLS = (1000.0, 1500.0, 2000.0, 3000.0)
CARE = 0.005


def careful_threshold(curves):
    """Return the highest threshold that costs no more than :data:`CARE` of the best F1 over all maps.

    F1 is flat about its best; the upper end of the flat part draws least where nothing is.
    """
    f1 = evaluate.pooled(curves).f1
    return float(scoring.THRESHOLDS[np.flatnonzero(f1 >= f1.max() - CARE)[-1]])


def curves_on(score_of, surveys, name):
    """Return the curves of a method, one per map."""
    return [evaluate.curve_of_scores(score_of(s[name], s["cell"]), s, name) for s in surveys]


def tune_ridge(choices, surveys, name):
    """Return the widths with the best F1 on the surveys, and the ridge filter with them."""
    tried = [partial(evaluate.ridge_of, widths=tuple(widths)) for widths in choices]
    best = int(np.argmax([evaluate.pooled(curves_on(score_of, surveys, name)).f1.max() for score_of in tried]))
    return choices[best], tried[best]


def on_real_survey(methods, thresholds):
    """Return what the methods draw on the real survey, on shifted copies and over land; empty without the data."""
    if not (regions.DATA / REAL).exists():
        return {}
    result = {}
    for cell in REAL_CELLS:
        maps, land = realdata.ship_survey(REAL, cell), realdata.land_survey(cell)
        masked = realdata.behind_mask(land)
        for method, score_of in methods.items():
            threshold = thresholds[method]
            km = [realdata.drawn_km(score_of, one, threshold) for one in maps]
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
            scores[f"{REAL} {name[8:]}: length drawn on shifted tracks / on real ones"] = round(ratio, 3)
    return scores


def main():
    """Score the network of a configuration and the ridge filter, and write the tables."""
    torch.set_num_threads(1)
    config = config_parser(__doc__).parse_args().config
    run, cache, name = ROOT / config["run"], ROOT / config["cache"], config["input"]
    network = load_network(run / "checkpoint.pt")
    methods = {"ridge default": evaluate.ridge_of, "network": partial(_network, network)}
    start = time.process_time()
    watched = dataset.load_splits(cache, config["report"]["validation"], (name,))
    widths, methods["ridge tuned"] = tune_ridge(config["report"]["ridge_widths"], watched, name)
    chosen = {method: careful_threshold(curves_on(score_of, watched, name)) for method, score_of in methods.items()}
    thresholds = {**chosen, **config["report"].get("thresholds", {})}
    report = {"thresholds": thresholds, "by_rule": chosen, "ridge_widths": widths, "splits": {}}
    surveys = {split: dataset.load(cache / split, (name,)) for split in config["report"]["splits"]}
    for split, some in surveys.items():
        report["splits"][split] = judge.of_split(methods, thresholds, some, name)
    every = [survey for some in surveys.values() for survey in some]
    report["zoom"] = zooms.zoom_scores(
        lambda survey: methods["network"](survey[name], survey["cell"]), thresholds["network"], every, (name,)
    )
    report["real"] = on_real_survey(methods, thresholds)
    report["card"] = card_scores(report)
    (run / "report.json").write_text(json.dumps(report, indent=1), encoding="utf-8")
    publish(run, "scores", tables.markdown(report))
    print(f"\n{time.process_time() - start:.0f} CPU seconds")


def _network(network, image, cell):
    return evaluate.network_scores(network, image)


if __name__ == "__main__":
    main()
