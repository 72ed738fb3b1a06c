"""Score network and ridge filter side by side: ``python -m training.report training/configs/ship.toml [--docs docs/model.md]``."""

from __future__ import annotations

import argparse
import json
import time
from functools import partial
from pathlib import Path

import numpy as np
import torch

from . import dataset, evaluate, realdata, regions, scoring
from .config import ROOT, read_config
from .export import load_network

REAL = "galapagos_sc_west"
REAL_CELLS = (1000.0, 2000.0)
ZOOMS = (1.5, 2.5)
MARKS = ("<!-- scores begin -->", "<!-- scores end -->")


def best_threshold(curves):
    """Return the threshold of the best F1 over all maps, those without lineations included."""
    return float(scoring.THRESHOLDS[int(np.argmax(evaluate.pooled(curves).f1))])


def chance_level(scores, surveys, name, threshold):
    """Return F1 against the labels of the next map that has any."""
    labelled = [survey for survey in surveys if len(survey["crests"])]
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
        curves = [evaluate.curve_of_scores(s, survey, name) for s, survey in zip(scores, surveys, strict=True)]
        wide = evaluate.pooled([evaluate.curve_of_scores(s, survey, name, 3.0) for s, survey in zip(scores, surveys, strict=True)])
        whole = evaluate.pooled(curves)
        precision, recall, f1 = whole.at(threshold)
        single = [curve.at(threshold)[2] for curve, survey in zip(curves, surveys, strict=True) if survey["kind"] == "spreading"]
        entry = {
            "precision": precision, "recall": recall, "f1": f1, "ap": whole.average_precision,
            "f1_3": wide.at(threshold)[2], "ap_3": wide.average_precision,
            "chance": chance_level(scores, surveys, name, threshold),
            "worst_decile": float(np.quantile(single, 0.1)),
        }
        for half, chosen in (("sparse", lambda d: d < halves), ("dense", lambda d: d >= halves)):
            part = [curve for curve, survey in zip(curves, surveys, strict=True) if chosen(survey["density"])]
            entry[f"f1_{half}"] = evaluate.pooled(part).at(threshold)[2]
        for kind in ("spreading", "shifted", "quiet", "seamounts", "fractal"):
            chosen = [n for n, survey in enumerate(surveys) if survey["kind"] == kind]
            if chosen:
                entry[f"km_{kind}"] = density_km([scores[n] for n in chosen], [surveys[n] for n in chosen], name, threshold)
        entry["km_null"] = _null_density(score_of, surveys, threshold)
        result[method], kept[method] = entry, curves
    if "ridge" in kept and "network" in kept:
        result["difference"] = scoring.bootstrap(kept["network"], kept["ridge"], thresholds["network"], thresholds["ridge"])
    return result


def _null_density(score_of, surveys, threshold):
    """Return km per 10⁴ km² drawn on the spreading maps once their tracks are shifted."""
    chosen = [{**survey, "guided": survey["null"]} for survey in surveys if "null" in survey and survey["kind"] == "spreading"]
    if not chosen:
        return None
    return density_km([score_of(survey["guided"], survey["cell"]) for survey in chosen], chosen, "guided", threshold)


def zoomed(survey, name, zoom):
    """Return a survey on cells ``zoom`` times as large."""
    crops = dataset.Crops([survey], name, crop=int(round(survey[name].shape[0] / zoom)))
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
        fit = [survey for survey in surveys if survey["spacing"] / zoom >= dataset.CLOSEST and survey["kind"] == "spreading"]
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
            for tolerance in (5000.0, 10_000.0):
                entry[f"cande_{tolerance / 1000:.0f}km"] = realdata.against_lineations(drawn, tolerance)
            result[f"{method} {cell:.0f} m"] = entry
    return result


def table(report):
    """Return the report as Markdown."""
    lines = [
        f"Thresholds, chosen on validation maps: network {report['thresholds']['network']:.2f}, "
        f"ridge filter {report['thresholds']['ridge']:.2f}. Intervals: 95 %, paired bootstrap over maps, network minus ridge.", "",
        "| regime (maps) | detector | F1 2 px | AP 2 px | F1 3 px | AP 3 px | chance F1 | worst decile | F1 sparse / dense half |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for split, entry in report["splits"].items():
        for method in ("ridge", "network"):
            e = entry[method]
            lines.append(
                f"| {split} ({entry['maps']}) | {method} | {e['f1']:.3f} | {e['ap']:.3f} | {e['f1_3']:.3f} | {e['ap_3']:.3f} | "
                f"{e['chance']:.3f} | {e['worst_decile']:.3f} | {e['f1_sparse']:.3f} / {e['f1_dense']:.3f} |"
            )
        d = entry["difference"]
        lines.append(
            f"| | network − ridge | {d['f1'][0]:+.3f} … {d['f1'][1]:+.3f} | {d['ap'][0]:+.3f} … {d['ap'][1]:+.3f} | | | | | |"
        )
    kinds = ("spreading", "null", "shifted", "quiet", "seamounts", "fractal")
    lines += [
        "", "Kilometres drawn per 10⁴ km² (`null` = the spreading maps with their tracks shifted along themselves by the plugin's own function):", "",
        "| regime | detector | " + " | ".join(kinds) + " | null / spreading |", "|---|---|" + "---|" * (len(kinds) + 1),
    ]
    for split, entry in report["splits"].items():
        for method in ("ridge", "network"):
            values = [entry[method].get(f"km_{kind}") for kind in kinds]
            ratio = f"{values[1] / values[0]:.2f}" if values[1] is not None and values[0] else "–"
            cells = " | ".join("–" if value is None else f"{value:.0f}" for value in values)
            lines.append(f"| {split} | {method} | {cells} | {ratio} |")
    lines += ["", "F1 of the network on larger cells, maps whose lineations stay 7.5 cells apart:", "", "| zoom | maps | F1 ×1 | F1 zoomed | share |", "|---|---|---|---|---|"]
    for zoom, e in report["zoom"].items():
        lines.append(f"| ×{zoom} | {e['maps']} | {e['f1_native']:.3f} | {e['f1_zoomed']:.3f} | {e['f1_zoomed'] / max(e['f1_native'], 1e-9):.2f} |")
    if report["real"]:
        lines += [
            "", f"Real survey `{REAL}`: kilometres drawn within 8 cells of a track, on the survey and on {realdata.NULL_DRAWS} copies with shifted tracks; "
            "share of the published lineations (Cande et al. 1989) that a drawn axis follows within a distance and 25°, beside chance "
            "(the lineations moved 20-40 km across strike); share of drawn axes that strike within 15° of the nearest lineation:", "",
            "| detector, cells | real km | shifted km (each) | mean ratio | 5 km / chance | 10 km / chance | within 15° |", "|---|---|---|---|---|---|---|",
        ]
        for name, e in report["real"].items():
            five, ten = e["cande_5km"], e["cande_10km"]
            null = ", ".join(f"{km:.0f}" for km in e["null_km"])
            lines.append(
                f"| {name} | {e['real_km']:.0f} | {null} | {np.mean(e['null_km']) / max(e['real_km'], 1e-9):.2f} | "
                f"{five['completeness']:.2f} / {five['chance']:.2f} | {ten['completeness']:.2f} / {ten['chance']:.2f} | {ten['within_15']:.2f} |"
            )
    return "\n".join(lines)


def write_between_marks(path, text):
    """Replace what stands between the marks of a document."""
    document = path.read_text(encoding="utf-8")
    before, rest = document.split(MARKS[0])
    _, after = rest.split(MARKS[1])
    path.write_text(f"{before}{MARKS[0]}\n{text}\n{MARKS[1]}{after}", encoding="utf-8")


def card_scores(report):
    """Return the few numbers that go into the model's card."""
    scores = {}
    for split, entry in report["splits"].items():
        n, r = entry["network"], entry["ridge"]
        scores[f"{split}: F1 / AP at 2 cells"] = f"{n['f1']:.3f} / {n['ap']:.3f} (ridge filter {r['f1']:.3f} / {r['ap']:.3f})"
        if n["km_null"] is not None:
            scores[f"{split}: length drawn on shifted tracks / on real ones"] = round(n["km_null"] / n["km_spreading"], 3)
    for name, e in report["real"].items():
        if name.startswith("network"):
            scores[f"{REAL} {name[8:]}: shifted / real"] = round(float(np.mean(e["null_km"]) / max(e["real_km"], 1e-9)), 3)
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
    methods = {"ridge": evaluate.ridge_of, "network": partial(_network, network)}
    start = time.process_time()
    watched = [s for split in ("validation", "sparse_validation") for s in dataset.load(cache / split, (name,))]
    thresholds = {
        method: best_threshold([evaluate.curve_of_scores(score_of(s[name], s["cell"]), s, name) for s in watched])
        for method, score_of in methods.items()
    }
    report = {"thresholds": thresholds, "splits": {}}
    for split in config["report"]["splits"]:
        surveys = dataset.load(cache / split, (name,))
        report["splits"][split] = {"maps": len(surveys), **of_split(methods, thresholds, surveys, name)}
    surveys = dataset.load(cache / "test", (name,))
    report["zoom"] = zoom_scores(methods["network"], thresholds["network"], surveys, name)
    report["real"] = on_real_survey(methods, thresholds)
    report["card"] = card_scores(report)
    (run / "report.json").write_text(json.dumps(report, indent=1), encoding="utf-8")
    text = table(report)
    print(text)
    print(f"\n{time.process_time() - start:.0f} CPU seconds")
    if arguments.docs:
        write_between_marks(arguments.docs, text)


def _network(network, image, cell):
    return evaluate.network_scores(network, image)


if __name__ == "__main__":
    main()
