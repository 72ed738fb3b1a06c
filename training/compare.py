"""Which input is best, and does transfer pay.

``python -m training.compare training/configs/compare.toml [--table]``. Every run leaves a
checkpoint and its counts on the test maps; started again, the comparison goes on where it stopped.
"""

from __future__ import annotations

import copy

import numpy as np
import torch

from . import dataset, detectors, evaluate, report, scoring, tables, train
from .config import ROOT, config_parser
from .document import publish

WAYS = ("scratch", "transfer")
RIDGE = "ridge filter"


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
    maps : tuple of int, optional
        The first map and the one after the last; all by default.
    start : pathlib.Path, optional
        Checkpoint to start from.
    """
    checkpoint = folder / "checkpoint.pt"
    settings = copy.deepcopy(config)
    settings["input"] = name
    settings["train"].update(seed=seed, splits=[split], steps=steps, rate=rate, check_every=steps)
    if maps is not None:
        settings["train"]["maps"] = list(maps)
    if start is not None:
        settings["train"]["start_from"] = str(start)
    if not checkpoint.exists() or torch.load(checkpoint, weights_only=True)["step"] < steps:
        train.train(settings, folder)
    return detectors.load(checkpoint)


def store_counts(path, curves, threshold):
    """Write the counts of each test map and the threshold of a method."""
    np.savez_compressed(path, counts=scoring.stacked(curves), threshold=np.array(threshold))


def run_all(config, folder, surveys, watched):
    """Train and score what is missing, one seed after the other."""
    plan = config["compare"]
    for seed in plan["seeds"]:
        for name in plan["inputs"]:
            base = folder / f"{name}_source_{seed}"
            for maps in plan["labelled"]:
                for way in WAYS:
                    run = folder / f"{name}_{way}_{maps}_{seed}"
                    if (run / "counts.npz").exists():
                        continue
                    start = None
                    if way == "transfer":
                        trained(config, base, name, seed, "source", plan["source_steps"], plan["source_rate"])
                        start = base / "checkpoint.pt"
                    steps, rate = plan[f"{way}_steps"], plan[f"{way}_rate"]
                    some = labelled_maps(seed, maps, config["splits"]["target"]["count"])
                    network = trained(config, run, name, seed, "target", steps, rate, some, start)
                    threshold = best_threshold(evaluate.curves(network, watched, name))
                    store_counts(run / "counts.npz", evaluate.curves(network, surveys, name), threshold)


def labelled_maps(seed, maps, count):
    """Return the first labelled map of a seed and the one after its last; other seeds take others where they can."""
    first = (seed * maps) % max(count - maps + 1, 1)
    return first, first + maps


def best_threshold(curves):
    """Return the threshold with the best F1 over all maps."""
    return float(scoring.THRESHOLDS[int(np.argmax(evaluate.pooled(curves).f1))])


def run_ridge(config, folder, surveys, watched):
    """Score the ridge filter on every input, its widths and threshold chosen on the watched maps."""
    for name in config["compare"]["inputs"]:
        if (folder / f"{name}_ridge.npz").exists():
            continue
        tuned = report.tune_ridge(config["report"]["ridge_widths"], watched, name)
        threshold = best_threshold(evaluate.curves(tuned, watched, name))
        store_counts(folder / f"{name}_ridge.npz", evaluate.curves(tuned, surveys, name), threshold)


def read_runs(folder, plan):
    """Return {(input, way, labelled maps): {seed: (counts, threshold)}} of the runs that are complete."""
    table = {}
    for name in plan["inputs"]:
        for maps in plan["labelled"]:
            for way in WAYS:
                paths = {seed: folder / f"{name}_{way}_{maps}_{seed}" / "counts.npz" for seed in plan["seeds"]}
                done = {seed: _read_counts(path) for seed, path in paths.items() if path.exists()}
                if done:
                    table[(name, way, maps)] = done
        ridge = folder / f"{name}_ridge.npz"
        if ridge.exists():
            table[(name, RIDGE, 0)] = dict.fromkeys(plan["seeds"], _read_counts(ridge))
    return table


def _read_counts(path):
    with np.load(path, allow_pickle=False) as stored:
        return stored["counts"], float(stored["threshold"])


def contrasts(table, plan):
    """Return the pairs of rows whose difference is of interest, as (words, row, row)."""
    pairs = []
    for maps in plan["labelled"]:
        for name in plan["inputs"]:
            words = f"transfer − scratch, {name}, {maps} maps"
            pairs.append((words, (name, "transfer", maps), (name, "scratch", maps)))
        for way in WAYS:
            for one, other in (("guided", "raw"), ("guided", "plain"), ("plain", "raw")):
                pairs.append((f"{one} − {other}, {way}, {maps} maps", (one, way, maps), (other, way, maps)))
        for name in plan["inputs"]:
            words = f"transfer − ridge filter, {name}, {maps} maps"
            pairs.append((words, (name, "transfer", maps), (name, RIDGE, 0)))
    return [pair for pair in pairs if pair[1] in table and pair[2] in table]


def markdown(table, plan, maps):
    """Return the comparison as Markdown."""
    lines = [
        f"{len(plan['seeds'])} seeds; {plan['source_steps']} steps on the source, {plan['scratch_steps']} from "
        f"scratch, {plan['transfer_steps']} of fine-tuning; {maps} test maps. In brackets: smallest and largest of the "
        "seeds, which differ in weights, crops and, at 8 maps, in the maps.", "",
        *tables.heading("input", "way", "labelled maps", "seeds", "F1 2 px", "AP 2 px"),
    ]
    for (name, way, labelled), runs in table.items():
        scores = _scores(runs.values() if labelled else list(runs.values())[:1])
        lines.append(tables.row(name, way, labelled or "–", len(runs) if labelled else "–", *map(_spread, scores)))
    lines += [
        "", "Differences, mean over the seeds of both; 95 %: paired bootstrap over the test maps, all seeds of a map "
        "together.", "", *tables.heading("difference", "F1", "95 %", "AP", "95 %"),
    ]
    for words, one, other in contrasts(table, plan):
        seeds = [seed for seed in table[one] if seed in table[other]]
        pair = [[table[row][seed] for seed in seeds] for row in (one, other)]
        means = [np.mean(a) - np.mean(b) for a, b in zip(*map(_scores, pair), strict=True)]
        interval = scoring.bootstrap(*pair)
        low_high = [f"{interval[key][0]:+.3f} … {interval[key][1]:+.3f}" for key in ("f1", "ap")]
        lines.append(tables.row(words, f"{means[0]:+.3f}", low_high[0], f"{means[1]:+.3f}", low_high[1]))
    return "\n".join(lines)


def _scores(runs):
    """Return the F1 and the AP of every seed."""
    curves = [(scoring.Curve(*counts.sum(axis=0)), threshold) for counts, threshold in runs]
    return [c.at(threshold)[2] for c, threshold in curves], [c.average_precision for c, _ in curves]


def _spread(values):
    spread = f" ({min(values):.3f}–{max(values):.3f})" if len(values) > 1 else ""
    return f"{np.mean(values):.3f}{spread}"


def main():
    """Run the comparison and print the table."""
    parser = config_parser(__doc__)
    parser.add_argument("--table", action="store_true", help="train nothing, tabulate the runs that are complete")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    config = arguments.config
    plan, folder, cache = config["compare"], ROOT / config["run"], ROOT / config["cache"]
    folder.mkdir(parents=True, exist_ok=True)
    surveys, watched = (dataset.load(cache / split, tuple(plan["inputs"])) for split in ("test", "validation"))
    if not arguments.table:
        run_ridge(config, folder, surveys, watched)
        run_all(config, folder, surveys, watched)
    publish(folder, "comparison", markdown(read_runs(folder, plan), plan, len(surveys)))


if __name__ == "__main__":
    main()
