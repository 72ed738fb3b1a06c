"""Which input is best, and does transfer pay.

``python -m training.compare training/configs/compare.toml [--docs docs/model.md]``. Every run leaves a
checkpoint; started again, the comparison goes on where it stopped.
"""

from __future__ import annotations

import argparse
import copy
import json
from pathlib import Path

import numpy as np
import torch

from . import dataset, evaluate, scoring, tables, train
from .config import ROOT, read_config
from .export import load_network

WAYS = ("scratch", "transfer")
MARKS = ("<!-- comparison begin -->", "<!-- comparison end -->")


def trained(config, folder, name, seed, split, steps, rate, maps=None, start=None):
    """Return the network of one run, trained now or before.

    Parameters
    ----------
    config : dict
        Shared settings.
    folder : pathlib.Path
        Of the run.
    name : str
        Input.
    seed : int
        Of weights and crops.
    split : str
        Maps to learn from.
    steps, rate : int, float
        Length and peak learning rate.
    maps : int, optional
        Only so many maps.
    start : pathlib.Path, optional
        Checkpoint to start from.
    """
    checkpoint = folder / "checkpoint.pt"
    settings = copy.deepcopy(config)
    settings["input"] = name
    settings["train"].update(seed=seed, splits=[split], steps=steps, rate=rate, check_every=steps, maps=maps)
    if start is not None:
        settings["train"]["start_from"] = str(start)
    if not checkpoint.exists() or torch.load(checkpoint, weights_only=True)["step"] < steps:
        train.train(settings, folder)
    return load_network(checkpoint)


def scored(network, surveys, watched, name):
    """Return the curves on the test maps and the threshold chosen on the watched ones."""
    chosen = evaluate.pooled(evaluate.curves_of_network(network, watched, name))
    return evaluate.curves_of_network(network, surveys, name), float(scoring.THRESHOLDS[int(np.argmax(chosen.f1))])


def all_runs(config, folder, surveys, watched):
    """Train and score everything; returns {(input, way, maps): [(curves, threshold) per seed]}."""
    table, plan = {}, config["compare"]
    for name in plan["inputs"]:
        for seed in plan["seeds"]:
            base = folder / f"{name}_source_{seed}"
            trained(config, base, name, seed, "source", plan["source_steps"], plan["source_rate"])
            for maps in plan["labelled"]:
                for way in WAYS:
                    start = base / "checkpoint.pt" if way == "transfer" else None
                    run = folder / f"{name}_{way}_{maps}_{seed}"
                    steps, rate = plan[f"{way}_steps"], plan[f"{way}_rate"]
                    network = trained(config, run, name, seed, "target", steps, rate, maps, start)
                    table.setdefault((name, way, maps), []).append(scored(network, surveys, watched, name))
    return table


def markdown(table, ridge, plan):
    """Return the comparison as Markdown; intervals against transfer on raw with as many maps, first seed."""
    lines = [
        f"{len(plan['seeds'])} seed(s); {plan['source_steps']} steps on the source, {plan['scratch_steps']} from "
        f"scratch, {plan['transfer_steps']} of fine-tuning. Intervals: minus (raw, transfer).", "",
        *tables.heading("input", "way", "labelled maps", "F1 2 px", "AP 2 px", "F1 95 %", "AP 95 %"),
    ]
    for (name, way, maps), runs in table.items():
        f1 = [evaluate.pooled(curves).at(threshold)[2] for curves, threshold in runs]
        ap = [evaluate.pooled(curves).average_precision for curves, _ in runs]
        other, other_threshold = table[("raw", "transfer", maps)][0]
        interval = scoring.bootstrap(runs[0][0], other, runs[0][1], other_threshold)
        low_high = [f"{interval[key][0]:+.3f} … {interval[key][1]:+.3f}" for key in ("f1", "ap")]
        lines.append(tables.row(name, way, maps, f"{np.mean(f1):.3f}", f"{np.mean(ap):.3f}", *low_high))
    for name, (curves, threshold) in ridge.items():
        whole = evaluate.pooled(curves)
        numbers = f"{whole.at(threshold)[2]:.3f}", f"{whole.average_precision:.3f}"
        lines.append(tables.row(name, "ridge filter (tuned widths)", "–", *numbers, "", ""))
    return "\n".join(lines)


def main():
    """Run the comparison and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("config", type=Path)
    parser.add_argument("--docs", type=Path)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    config = read_config(arguments.config)
    folder, cache, names = ROOT / config["run"], ROOT / config["cache"], tuple(config["compare"]["inputs"])
    surveys, watched = (dataset.load(cache / split, names) for split in ("test", "validation"))
    table = all_runs(config, folder, surveys, watched)
    ridge = {}
    for name in names:
        choices = [
            [(evaluate.ridge_of(s[name], s["cell"], tuple(widths)), s) for s in watched]
            for widths in config["report"]["ridge_widths"]
        ]
        pooled = [evaluate.pooled([evaluate.curve_of_scores(a, s, name) for a, s in choice]) for choice in choices]
        best = int(np.argmax([curve.f1.max() for curve in pooled]))
        widths = tuple(config["report"]["ridge_widths"][best])
        curves = [evaluate.curve_of_scores(evaluate.ridge_of(s[name], s["cell"], widths), s, name) for s in surveys]
        ridge[name] = curves, float(scoring.THRESHOLDS[int(np.argmax(pooled[best].f1))])
    text = markdown(table, ridge, config["compare"])
    (folder / "comparison.json").write_text(json.dumps({"markdown": text}), encoding="utf-8")
    print(text)
    if arguments.docs:
        tables.write_between_marks(arguments.docs, text, MARKS)


if __name__ == "__main__":
    main()
