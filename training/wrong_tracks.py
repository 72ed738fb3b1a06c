"""Surveys of which some lines only are wrong: what is still found, and what is drawn besides.

``python -m training.wrong_tracks training/configs/wrong_tracks.toml`` after ``training.report`` of every run that the
table ``wrong_tracks.runs`` names. A wrong line is one whose anomaly is shifted along itself; the labels stay.
"""

from __future__ import annotations

import numpy as np
import torch

from lma_qgis.core.evidence.null import shift_tracks

from . import dataset, evaluate, generate, pipeline, regional, simulate, tables
from .config import ROOT, config_parser
from .document import publish


def with_wrong_lines(observations, share, rng):
    """Return observations of which a share of the lines, drawn at random, is shifted along itself.

    Parameters
    ----------
    observations : Observations
        As they were measured.
    share : float
        0 to 1.
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    Observations
    """
    lines = np.unique(observations.track)
    wrong = rng.permutation(lines)[: round(share * len(lines))]
    moved = shift_tracks(observations, rng)
    return observations.with_value(np.where(np.isin(observations.track, wrong), moved.value, observations.value))


def make(number, settings, scales, geometry, plan, names):
    """Return a survey of spreading crust once for every share of wrong lines, ready to store."""
    rng = np.random.default_rng([plan["seed"], number])
    survey = simulate.simulate(rng, {**settings, "kinds": {"spreading": 1.0}}, scales, geometry)
    chain = pipeline.draw_chain(rng, survey.grid.cell_size, settings.get("default_chain", 0.5))
    found = []
    for share in plan["shares"]:
        observations = with_wrong_lines(survey.observations, share, np.random.default_rng([plan["seed"], number, 1]))
        found.append(generate.storable(survey, pipeline.run_chain(observations, survey.grid, chain, names)))
    return found


def folder_of(cache, share):
    """Return where the maps with a share of wrong lines are kept."""
    return cache / f"wrong_{round(100 * share)}"


def generate_all(config, cache, names):
    """Write the maps that are missing."""
    plan = config["wrong_tracks"]
    settings, geometry = generate.settings_of(config, plan["like"])
    folders = [folder_of(cache, share) for share in plan["shares"]]
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
    scales = generate.timescales()
    for number in range(plan["surveys"]):
        if all((folder / f"{number:05d}.npz").exists() for folder in folders):
            continue
        for folder, arrays in zip(folders, make(number, settings, scales, geometry, plan, names), strict=True):
            generate.write(folder, number, arrays)


def detectors_of(runs):
    """Return (detector, threshold) by name: the networks of some runs, and the ridge filter as the first tuned it."""
    found = {}
    for title, run in runs.items():
        methods, thresholds = regional.methods_of(ROOT / run)
        found[title] = methods["network"], thresholds["network"]
        found.setdefault("ridge tuned", (methods["ridge tuned"], thresholds["ridge tuned"]))
    return found


def main():
    """Make the maps and write the table."""
    torch.set_num_threads(1)
    config = config_parser(__doc__).parse_args().config
    plan, cache, names = config["wrong_tracks"], ROOT / config["cache"], tuple(config["inputs"])
    generate_all(config, cache, names)
    lines = tables.heading("detector", *(f"{100 * share:.0f} % of the lines wrong" for share in plan["shares"]))
    detectors = detectors_of(plan["runs"])
    rows = {title: [] for title in detectors}
    for share in plan["shares"]:
        surveys = dataset.load(folder_of(cache, share), names)
        for title, (score_of, threshold) in detectors.items():
            precision, recall, f1 = evaluate.pooled(evaluate.curves(score_of, surveys, names[0])).at(threshold)
            rows[title].append(f"{f1:.2f} ({precision:.2f}, {recall:.2f})")
    lines += [tables.row(title, *cells) for title, cells in rows.items()]
    publish(ROOT / config["run"], "wrong_tracks", "\n".join(lines))


if __name__ == "__main__":
    main()
