"""Score network and ridge filter on the semi-synthetic maps of real regions.

``python -m training.regional training/configs/regions.toml [--images docs/images]``, after
``training.semisynthetic`` and ``training.report``, whose thresholds it takes: nothing is tuned on the regions.
"""

from __future__ import annotations

import json
from pathlib import Path

import torch

from . import dataset, detectors, figures, judge, tables
from .config import ROOT, config_parser
from .document import publish

ROLES = ("test", "application")


def methods_of(run):
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
    network = detectors.load(run / "checkpoint.pt")
    methods = {
        "ridge default": detectors.Ridge(network.names[0]), "network": network,
        "ridge tuned": detectors.Ridge(network.names[0], tuple(stored["ridge_widths"])),
    }
    return methods, stored["thresholds"]


def made(plan):
    """Return the regions of which windows are wanted."""
    return {key: region for key, region in plan["regions"].items() if region.get("windows", plan["windows"])}


def window_list(windows, plan):
    """Return the table of windows: how many became maps, and why the others did not."""
    lines = tables.heading("region", "bounds", "cells", "maps", "lineations apart, cells", "picks used", "left out")
    for name, region in made(plan).items():
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
    plan, run = config["semisynthetic"], ROOT / config["run"]
    methods, thresholds = methods_of(run)
    names, places = methods["network"].names, made(plan)
    maps = {key: dataset.load(ROOT / plan["cache"] / key, names) for key in places}
    records = {key: judge.judge(methods, thresholds, surveys, names[0]) for key, surveys in maps.items()}
    splits = {region["title"]: judge.together(records[key], thresholds) for key, region in places.items()}
    for role in ROLES:
        some = [records[key] for key, region in places.items() if region["role"] == role]
        merged = {method: [record for one in some for record in one[method]] for method in methods}
        splits[f"both, {role}"] = judge.together(merged, thresholds)
    windows = {key: json.loads((ROOT / plan["cache"] / f"{key}.json").read_text(encoding="utf-8")) for key in places}
    (run / "regions.json").write_text(json.dumps(splits, indent=1), encoding="utf-8")
    publish(run, "regions", "\n".join([*window_list(windows, plan), "", *tables.split_tables(splits, support=False)]))
    if arguments.images:
        chosen = {r["title"]: maps[key][:2] for key, r in places.items() if r["role"] in ROLES}
        shown = {key: methods[key] for key in ("ridge tuned", "network")}
        figures.regions(chosen, names[0], shown, thresholds, arguments.images / "model_regions.png")


if __name__ == "__main__":
    main()
