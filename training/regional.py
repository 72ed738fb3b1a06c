"""Score network and ridge filter on the semi-synthetic maps of real regions.

``python -m training.regional training/configs/regions.toml [--images docs/images]``, after
``training.semisynthetic`` and ``training.report``, whose thresholds it takes: nothing is tuned on the regions.
"""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import torch

from . import dataset, evaluate, figures, judge, tables
from .config import ROOT, config_parser
from .document import publish
from .export import load_network

ROLES = ("test", "application")


def detectors(run):
    """Return the methods of a run and their thresholds, as its report chose them on validation maps.

    Parameters
    ----------
    run : pathlib.Path
        Folder with ``checkpoint.pt`` and ``report.json``.

    Returns
    -------
    methods, thresholds : dict
    """
    stored = json.loads((run / "report.json").read_text(encoding="utf-8"))
    network = load_network(run / "checkpoint.pt")
    methods = {
        "ridge default": evaluate.ridge_of,
        "network": lambda image, cell: evaluate.network_scores(network, image),
        "ridge tuned": partial(evaluate.ridge_of, widths=tuple(stored["ridge_widths"])),
    }
    return methods, stored["thresholds"]


def window_list(windows, plan):
    """Return the table of windows: how many became maps, and why the others did not."""
    lines = tables.heading("region", "bounds", "cells", "maps", "lineations apart, cells", "picks used", "left out")
    for name, region in plan["regions"].items():
        kept = [facts for facts in windows[name] if "left_out" not in facts]
        reasons = [facts["left_out"] for facts in windows[name] if "left_out" in facts]
        words = "; ".join(f"{reasons.count(reason)} {reason}" for reason in sorted(set(reasons)))
        spacing = sorted(facts["spacing"] for facts in kept)
        west, east, south, north = region["bounds"]
        lines.append(tables.row(
            f"{region['title']} ({region['role']})", f"{west:g} to {east:g}° E, {south:g} to {north:g}° N",
            f"{region['cell']:.0f} m", len(kept), f"{spacing[0]:.0f}–{spacing[-1]:.0f}",
            sum(facts["picks"] for facts in kept), words or "–",
        ))
    return lines


def main():
    """Score the regions one by one and by role, and draw two maps of each."""
    parser = config_parser(__doc__)
    parser.add_argument("--images", type=Path)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    config = arguments.config
    plan, name, run = config["semisynthetic"], config["input"], ROOT / config["run"]
    methods, thresholds = detectors(run)
    maps = {key: dataset.load(ROOT / plan["cache"] / key, (name,)) for key in plan["regions"]}
    records = {key: judge.judge(methods, thresholds, surveys, name) for key, surveys in maps.items()}
    splits = {region["title"]: judge.together(records[key], thresholds) for key, region in plan["regions"].items()}
    for role in ROLES:
        some = [records[key] for key, region in plan["regions"].items() if region["role"] == role]
        merged = {method: [record for one in some for record in one[method]] for method in methods}
        splits[f"both, {role}"] = judge.together(merged, thresholds)
    windows = {
        key: json.loads((ROOT / plan["cache"] / f"{key}.json").read_text(encoding="utf-8")) for key in plan["regions"]
    }
    (run / "regions.json").write_text(json.dumps(splits, indent=1), encoding="utf-8")
    publish(run, "regions", "\n".join([*window_list(windows, plan), "", *tables.split_tables(splits, support=False)]))
    if arguments.images:
        chosen = {r["title"]: maps[key][:2] for key, r in plan["regions"].items() if r["role"] in ROLES}
        shown = {key: methods[key] for key in ("ridge tuned", "network")}
        figures.regions(chosen, name, shown, thresholds, arguments.images / "model_regions.png")


if __name__ == "__main__":
    main()
