"""What a network gains from seeing more than the map: does it tell real continuity from invented one.

``python -m training.trials training/configs/channels.toml [--table] [--images docs/images]``. Paired runs: same maps,
seeds, steps and crops, other channels. Every run leaves a checkpoint and its counts; started again, the trials go on
where they stopped.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from matplotlib import pyplot

from . import dataset, detectors, evaluate, figures, realdata, report, train, trial_tables, verdicts
from .config import ROOT, config_parser
from .document import publish
from .trial_tables import CUT, REAL_CELL, REFERENCE, TOGETHER

#: The seed whose networks the picture shows.
SHOWN = 0


@dataclass(frozen=True)
class Cut:
    """A detector whose scores are zero where the evidence is too low or unknown.

    Parameters
    ----------
    score_of : callable
        See :mod:`training.detectors`.
    least : float
        Evidence.
    """

    score_of: Callable
    least: float

    def __call__(self, survey, shifted=False):
        """Return the scores of a map."""
        scores = self.score_of(survey, shifted)
        return np.where(survey[dataset.stored_name("evidence", shifted)] >= self.least, scores, 0.0 * scores)


def best_cut(score_of, choices, watched, name):
    """Return the cut with the best F1 on the watched maps."""
    tried = [Cut(score_of, least) for least in choices]
    return max(tried, key=lambda some: evaluate.pooled(evaluate.curves(some, watched, name)).f1.max())


def run_all(config, folder):
    """Train and score what is missing, one seed after the other."""
    plan = config["trials"]
    surveys = {}
    for seed in plan["seeds"]:
        for number, (name, names) in enumerate(plan["channels"].items()):
            run, kept = folder / f"{name}_{seed}", folder / f"{CUT}_{seed}"
            if _complete(run, config) and (number > 0 or _complete(kept, config)):
                continue
            settings = copy.deepcopy(config)
            settings["channels"] = names
            settings["train"]["seed"] = seed
            train.train(settings, run)
            surveys = surveys or read_surveys(config)
            score_of = detectors.load(run / "checkpoint.pt")
            score(config, run, score_of, surveys)
            if number == 0:
                score(config, kept, best_cut(score_of, plan["cuts"], surveys["validation"], names[0]), surveys)
    run = folder / f"{REFERENCE}_{plan['seeds'][0]}"
    if not _complete(run, config):
        score(config, run, detectors.load(ROOT / plan["reference"]), surveys or read_surveys(config))


def _complete(run, config):
    return all((run / f"{part}.npz").exists() for part in (*config["report"]["splits"], "real"))


def read_surveys(config):
    """Return {split: maps} with all rasters; ``validation`` holds all maps on which thresholds are chosen."""
    cache, parts = ROOT / config["cache"], config["report"]
    surveys = {split: dataset.load(cache / split, tuple(config["inputs"])) for split in parts["splits"]}
    watched = dataset.load_splits(cache, parts["validation"], tuple(config["inputs"]))
    real = realdata.ship_survey(realdata.SURVEY, REAL_CELL, cache, config["inputs"])
    return {**surveys, "validation": watched, "real": [one.survey for one in real]}


def score(config, run, score_of, surveys):
    """Choose the threshold of a detector, and store what it draws on every regime and on the real survey."""
    run.mkdir(parents=True, exist_ok=True)
    name = config["input"]
    threshold = report.careful_threshold(evaluate.curves(score_of, surveys["validation"], name))
    for split in config["report"]["splits"]:
        if not (run / f"{split}.npz").exists():
            maps = verdicts.judged(score_of, threshold, surveys[split], name)
            np.savez_compressed(run / f"{split}.npz", **vars(maps))
    drawn = [evaluate.drawn_km(score_of, survey, name, threshold) for survey in surveys["real"]]
    np.savez_compressed(run / "real.npz", km=np.array(drawn))


def read_runs(folder, config):
    """Return {regime: {detector: {seed: Maps}}} of the runs that are complete, the regimes together at last."""
    plan, splits = config["trials"], config["report"]["splits"]
    first, *others = plan["channels"]
    detectors = (first, CUT, *others, REFERENCE)
    result = {split: {name: {} for name in detectors} for split in (*splits, TOGETHER)}
    for name in detectors:
        for seed in plan["seeds"]:
            run = folder / f"{name}_{seed}"
            if _complete(run, config):
                regimes = [_read(run / f"{split}.npz") for split in splits]
                for split, maps in zip((*splits, TOGETHER), (*regimes, verdicts.joined(regimes)), strict=True):
                    result[split][name][seed] = maps
    return result


def _read(path):
    with np.load(path, allow_pickle=False) as stored:
        return verdicts.Maps(**{name: stored[name] if stored[name].ndim else float(stored[name]) for name in stored})


def read_real(folder, names, seeds):
    """Return {detector: km per seed and copy, the survey itself first} of the complete runs."""
    found = {}
    for name in names:
        paths = [folder / f"{name}_{seed}" / "real.npz" for seed in seeds]
        some = [np.load(path, allow_pickle=False)["km"] for path in paths if path.exists()]
        found.update({name: np.array(some)} if some and len(some[0]) else {})
    return found


def picture(config, target):
    """Draw what each network finds on the real survey (above) and on one copy with shifted tracks (below)."""
    maps = realdata.ship_survey(realdata.SURVEY, REAL_CELL, ROOT / config["cache"], config["inputs"], draws=1)
    surveys, name = [one.survey for one in maps], config["input"]
    choices = config["trials"]["channels"]
    figure, axes = pyplot.subplots(2, len(choices), figsize=(2.6 * len(choices), 9.0))
    for column, words in enumerate(choices):
        run = ROOT / config["run"] / f"{words}_{SHOWN}"
        score_of = detectors.load(run / "checkpoint.pt")
        threshold = _read(run / f"{config['report']['splits'][0]}.npz").threshold
        for survey, axis in zip(surveys, axes[:, column], strict=True):
            points = evaluate.drawn(score_of(survey), survey, name, threshold)
            figures.draw_map(axis, survey[name])
            row, col = np.nonzero(np.isfinite(survey["tracks"]))
            axis.plot(col, row, "k.", markersize=0.3)
            axis.plot(points[:, 1], points[:, 0], ".", color="y", markersize=1.5)
            axis.set_title(f"{words}: {len(points) * survey['cell'] / 1000:.0f} km", fontsize=9)
    figures.save(figure, target)


def main():
    """Run the trials and print the tables."""
    parser = config_parser(__doc__)
    parser.add_argument("--table", action="store_true", help="train nothing, tabulate the runs that are complete")
    parser.add_argument("--images", type=Path, help="folder for a picture of the real survey")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    config = arguments.config
    folder, plan = ROOT / config["run"], config["trials"]
    if not arguments.table:
        run_all(config, folder)
    alone = {split: verdicts.evidence_alone(dataset.load(ROOT / config["cache"] / split, ("guided", "evidence")))
             for split in config["report"]["splits"]}
    alone[TOGETHER] = [np.concatenate(parts) for parts in zip(*alone.values(), strict=True)]
    runs = read_runs(folder, config)
    real = read_real(folder, runs[TOGETHER], plan["seeds"])
    publish(folder, "channels", trial_tables.markdown(runs, config["train"]["steps"], alone, real))
    if arguments.images and real:
        picture(config, arguments.images / "model_channels.png")


if __name__ == "__main__":
    main()
