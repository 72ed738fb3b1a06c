"""Score network and ridge filter side by side.

``python -m training.report training/configs/ship.toml [--docs docs/model.md]``
"""

from __future__ import annotations

import argparse
import json
import time
from functools import partial
from pathlib import Path

import numpy as np
import torch

from . import dataset, evaluate, realdata, regions, scoring, tables
from .config import ROOT, read_config
from .export import load_network

REAL = "galapagos_sc_west"
REAL_CELLS = (1000.0, 1500.0, 2000.0, 3000.0)
ZOOMS = (1.5, 2.5)
CARE = 0.005
KINDS = ("spreading", "shifted", "quiet", "seamounts", "fractal")


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


def chance_level(scores, surveys, name, threshold):
    """Return F1 against the labels of the next map that has any; NaN where no map has."""
    labelled = [survey for survey in surveys if len(survey["crests"])]
    if not labelled:
        return float("nan")
    curves = []
    for number, survey in enumerate(surveys):
        other = labelled[(number + 1) % len(labelled)]
        swapped = {**survey, "crests": other["crests"], "troughs": other["troughs"]}
        curves.append(evaluate.curve_of_scores(scores[number], swapped, name))
    return evaluate.pooled(curves).at(threshold)[2]


def density_km(scores, surveys, name, threshold):
    """Return the length drawn, km per 10⁴ km² of counted area."""
    length = area = 0.0
    for score, survey in zip(scores, surveys, strict=True):
        valid = dataset.valid_cells(survey, name)
        cell = survey["cell"] / 1000.0
        length += cell * sum(scoring.drawn_length(one, valid, threshold) for one in score)
        area += cell**2 * valid.sum()
    return 1e4 * length / max(area, 1e-9)


def of_split(methods, thresholds, surveys, name):
    """Return the scores of every method on the maps of one split.

    Parameters
    ----------
    methods : dict
        Name: function of (image, cell) that returns crest and trough scores.
    thresholds : dict
        Name: threshold.
    surveys : list of dict
        From :func:`training.dataset.load`.
    name : str
        Input.

    Returns
    -------
    dict
        Per method: f1, ap (2 cells), f1_3, ap_3 (3 cells), chance, worst_decile, sparse and dense halves, km per
        10⁴ km² by kind of map and on the shifted copies; under ``difference`` the intervals network − ridge.
    """
    result, kept = {}, {}
    halves = np.median([survey["density"] for survey in surveys])
    for method, score_of in methods.items():
        threshold = thresholds[method]
        scores = [score_of(survey[name], survey["cell"]) for survey in surveys]
        pairs = list(zip(scores, surveys, strict=True))
        curves = [evaluate.curve_of_scores(s, survey, name) for s, survey in pairs]
        wide = evaluate.pooled([evaluate.curve_of_scores(s, survey, name, 3.0) for s, survey in pairs])
        whole = evaluate.pooled(curves)
        precision, recall, f1 = whole.at(threshold)
        single = [c.at(threshold)[2] for c, s in zip(curves, surveys, strict=True) if s["kind"] == "spreading"]
        entry = {
            "precision": precision, "recall": recall, "f1": f1, "ap": whole.average_precision,
            "f1_3": wide.at(threshold)[2], "ap_3": wide.average_precision,
            "chance": chance_level(scores, surveys, name, threshold),
            "worst_decile": float(np.quantile(single, 0.1)) if single else float("nan"),
        }
        for half, chosen in (("sparse", lambda d: d < halves), ("dense", lambda d: d >= halves)):
            part = [c for c, survey in zip(curves, surveys, strict=True) if chosen(survey["density"])]
            entry[f"f1_{half}"] = evaluate.pooled(part).at(threshold)[2]
        for kind in KINDS:
            some = [pair for pair in pairs if pair[1]["kind"] == kind]
            if some:
                entry[f"km_{kind}"] = density_km(*zip(*some, strict=True), name, threshold)
        entry["km_null"] = _null_density(score_of, surveys, threshold)
        result[method], kept[method] = entry, curves
    runs = [[(scoring.stacked(kept[method]), thresholds[method])] for method in ("network", "ridge tuned")]
    result["difference"] = scoring.bootstrap(*runs)
    return result


def _null_density(score_of, surveys, threshold):
    """Return km per 10⁴ km² drawn on the spreading maps once their tracks are shifted."""
    moved = [s for s in surveys if "null" in s and s["kind"] == "spreading"]
    if not moved:
        return None
    return density_km([score_of(s["null"], s["cell"]) for s in moved], moved, "null", threshold)


def zoomed(survey, name, zoom):
    """Return a survey on cells ``zoom`` times as large."""
    crops = dataset.Crops([survey], name, crop=round(survey[name].shape[0] / zoom))
    size = survey[name].shape[0]
    centre = np.full(2, (size - 1) / 2)
    image = crops.warp(crops.images[0], np.eye(2) * zoom, centre, "reflection")[0].numpy()
    valid = crops.warp(crops.valid[0], np.eye(2) * zoom, centre, "zeros")[0].numpy() > 0.99
    moved = {}
    for kind in ("crests", "troughs"):
        axes = survey[kind].copy()
        axes[:, :2] = (axes[:, :2] - (size - 1) / 2) / zoom + (crops.crop - 1) / 2
        inside = (axes[:, :2] > -0.5).all(axis=1) & (axes[:, :2] < crops.crop - 0.5).all(axis=1)
        moved[kind] = axes[inside]
    image[~valid] = np.nan
    return {**survey, **moved, name: image, "distance": np.where(valid, 0.0, np.inf), "cell": survey["cell"] * zoom}


def zoom_scores(score_of, threshold, surveys, name):
    """Return F1 at every zoom, on the maps whose lineations stay at least 7.5 cells apart, beside that at ×1."""
    result = {}
    for zoom in ZOOMS:
        fit = [s for s in surveys if s["kind"] == "spreading" and s["spacing"] / zoom >= dataset.CLOSEST]
        if not fit:
            continue
        f1 = []
        for some in (fit, [zoomed(survey, name, zoom) for survey in fit]):
            curves = [evaluate.curve_of_scores(score_of(s[name], s["cell"]), s, name) for s in some]
            f1.append(evaluate.pooled(curves).at(threshold)[2])
        result[str(zoom)] = {"maps": len(fit), "f1_native": f1[0], "f1_zoomed": f1[1]}
    return result


def on_real_survey(methods, thresholds):
    """Return what the methods draw on the real survey, and on shifted copies; empty without the data."""
    if not (regions.DATA / REAL).exists():
        return {}
    result = {}
    for cell in REAL_CELLS:
        for method, score_of in methods.items():
            drawn = realdata.lengths(score_of, REAL, cell, thresholds[method])
            entry = {"real_km": drawn["real"], "null_km": drawn["null"]}
            entry["control"] = realdata.on_control(score_of, cell, thresholds[method])
            for tolerance in (5000.0, 10_000.0):
                entry[f"cande_{tolerance / 1000:.0f}km"] = realdata.against_lineations(drawn, tolerance)
            result[f"{method} {cell:.0f} m"] = entry
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
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("config", type=Path)
    parser.add_argument("--docs", type=Path)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    config = read_config(arguments.config)
    run, cache, name = ROOT / config["run"], ROOT / config["cache"], config["input"]
    network = load_network(run / "checkpoint.pt")
    methods = {"ridge default": evaluate.ridge_of, "network": partial(_network, network)}
    start = time.process_time()
    splits = ("validation", "sparse_validation", "rough_validation")
    watched = [survey for split in splits for survey in dataset.load(cache / split, (name,))]
    widths, methods["ridge tuned"] = tune_ridge(config["report"]["ridge_widths"], watched, name)
    thresholds = {method: careful_threshold(curves_on(score_of, watched, name)) for method, score_of in methods.items()}
    report = {"thresholds": thresholds, "ridge_widths": widths, "splits": {}}
    for split in config["report"]["splits"]:
        surveys = dataset.load(cache / split, (name,))
        report["splits"][split] = {"maps": len(surveys), **of_split(methods, thresholds, surveys, name)}
    surveys = dataset.load(cache / "test", (name,))
    report["zoom"] = zoom_scores(methods["network"], thresholds["network"], surveys, name)
    report["real"] = on_real_survey(methods, thresholds)
    report["card"] = card_scores(report)
    (run / "report.json").write_text(json.dumps(report, indent=1), encoding="utf-8")
    text = tables.markdown(report)
    print(text)
    print(f"\n{time.process_time() - start:.0f} CPU seconds")
    if arguments.docs:
        tables.write_between_marks(arguments.docs, text)


def _network(network, image, cell):
    return evaluate.network_scores(network, image)


if __name__ == "__main__":
    main()
