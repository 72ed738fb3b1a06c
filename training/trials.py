"""What a network gains from seeing more than the map: does it tell real continuity from invented one.

``python -m training.trials training/configs/channels.toml [--table]``. Paired runs: same maps, seeds, steps and crops,
other channels. Every run leaves a checkpoint and its counts; started again, the trials go on where they stopped.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass

import numpy as np
import torch

from . import channels, dataset, report, scoring, tables, train
from .config import ROOT, config_parser
from .document import publish
from .export import load_network

#: Share of the labelled length at which networks that draw more or less are compared.
FOUND = 0.5
DRAWS = 1000
WORDS = ("F1", "AP", "shifted / real", "the same where half is found", "told apart")
BARE = ("quiet", "seamounts", "fractal")
TOGETHER = "all three"


@dataclass(frozen=True)
class Maps:
    """What is drawn on the maps of a regime by one network, or, without counts, the maps alone.

    Parameters
    ----------
    kind : numpy.ndarray of str, shape (maps,)
        Of the crust.
    cell, area : numpy.ndarray, shape (maps,)
        Side of a cell, km, and counted area, km².
    counts : numpy.ndarray, shape (maps, 4, thresholds)
        As from :func:`training.scoring.stacked`.
    shifted : numpy.ndarray, shape (maps, thresholds)
        Cells drawn on the copy with shifted tracks.
    threshold : float
        Chosen on validation maps.
    """

    kind: np.ndarray
    cell: np.ndarray
    area: np.ndarray
    counts: np.ndarray
    shifted: np.ndarray
    threshold: float

    def at(self, pick):
        """Return some of the maps, in any order, also repeatedly."""
        parts = (getattr(self, name)[pick] for name in ("kind", "cell", "area", "counts", "shifted"))
        return Maps(*parts, self.threshold)

    def scores(self):
        """Return F1, AP, the length drawn on shifted copies over that on the real spreading maps, and if both differ.

        The length at the threshold and, so that a silent network gains nothing, at the threshold at which
        :data:`FOUND` of the labels are found; NaN where none is low enough. At last :func:`told_apart`, of what is
        drawn at all thresholds.
        """
        curve = scoring.Curve(*self.counts.sum(axis=0))
        real = self.kind == "spreading"
        amounts = (cells[real].sum(axis=1) / (self.area[real] / self.cell[real]**2)
                   for cells in (self.counts[:, 0], self.shifted))
        return np.array([
            curve.at(self.threshold)[2], curve.average_precision, self._share(), self._share_found(),
            told_apart(*amounts),
        ])

    def _lengths(self):
        """Return km drawn on spreading maps and on their shifted copies at every threshold."""
        real = self.kind == "spreading"
        return self.cell[real] @ self.counts[real, 0], self.cell[real] @ self.shifted[real]

    def _share(self):
        drawn, invented = self._lengths()
        index = _index(self.threshold)
        return invented[index] / drawn[index] if drawn[index] else np.nan

    def _share_found(self):
        drawn, invented = self._lengths()
        # Pieces dropped as too short let the share found rise with the threshold now and then.
        found = np.minimum.accumulate(scoring.Curve(*self.counts.sum(axis=0)).recall)
        if found[0] < FOUND:
            return np.nan
        share = invented / np.maximum(drawn, np.finfo(float).tiny)
        return float(np.interp(FOUND, found[::-1], share[::-1]))

    def per_area(self, kinds, shifted=False):
        """Return km drawn per 10⁴ km² on maps of some kinds at the threshold, or on their shifted copies."""
        some = np.isin(self.kind, kinds)
        cells = (self.shifted if shifted else self.counts[:, 0])[some, _index(self.threshold)]
        return 1e4 * (self.cell[some] @ cells) / self.area[some].sum() if some.any() else np.nan


def told_apart(real, shifted):
    """Return the share of pairs of a real map and a shifted copy in which the real one has more; ties count half."""
    more = np.asarray(real)[:, None] - np.asarray(shifted)[None]
    return float(np.mean(more > 0) + 0.5 * np.mean(more == 0))


def evidence_alone(surveys):
    """Return the median evidence of the spreading maps and of their copies with shifted tracks, 0 without any."""
    real = [survey for survey in surveys if survey["kind"] == "spreading"]
    medians = []
    for name in ("evidence", "null_evidence"):
        known = [survey[name][dataset.valid_cells(survey, name)] for survey in real]
        medians.append(np.array([np.median(values) if len(values) else 0.0 for values in known]))
    return medians


def _index(threshold):
    return int(np.argmin(np.abs(scoring.THRESHOLDS - threshold)))


def joined(regimes):
    """Return the maps of several regimes as one."""
    parts = (np.concatenate([getattr(maps, name) for maps in regimes]) for name in Maps.__dataclass_fields__
             if name != "threshold")
    return Maps(*parts, regimes[0].threshold)


def difference(runs_a, runs_b, draws=DRAWS, seed=0):
    """Return the mean of a − b over paired runs, of each pair, and its 95 % interval over maps drawn with replacement.

    Parameters
    ----------
    runs_a, runs_b : list of Maps
        One per seed, of the same maps in the same order.
    draws, seed : int
        Number of bootstrap samples, and their seed.

    Returns
    -------
    mean, low, high : numpy.ndarray, shape (5,)
        Of :meth:`Maps.scores`.
    each : numpy.ndarray, shape (seeds, 5)
    """
    def differences(pick):
        return np.array([a.at(pick).scores() - b.at(pick).scores() for a, b in zip(runs_a, runs_b, strict=True)])

    rng = np.random.default_rng(seed)
    count = len(runs_a[0].kind)
    each = differences(np.arange(count))
    samples = [differences(rng.integers(0, count, count)).mean(axis=0) for _ in range(draws)]
    low, high = np.nanpercentile(samples, [2.5, 97.5], axis=0)
    return each.mean(axis=0), low, high, each


def judge(network, names, threshold, surveys):
    """Return what a network draws on maps and on their copies with shifted tracks."""
    valid = [dataset.valid_cells(survey, names[0]) for survey in surveys]
    cell = np.array([survey["cell"] / 1000.0 for survey in surveys])
    return Maps(
        np.array([survey["kind"] for survey in surveys]), cell, cell**2 * np.array([v.sum() for v in valid]),
        scoring.stacked(channels.curves(network, surveys, names)),
        np.array([channels.drawn_on_shifted(network, survey, names) for survey in surveys]), threshold,
    )


def run_all(config, folder):
    """Train and score what is missing, one seed after the other."""
    plan, cache = config["trials"], ROOT / config["cache"]
    for seed in plan["seeds"]:
        for name, names in plan["channels"].items():
            run = folder / f"{name}_{seed}"
            settings = copy.deepcopy(config)
            settings["channels"] = names
            settings["train"]["seed"] = seed
            missing = [split for split in config["report"]["splits"] if not (run / f"{split}.npz").exists()]
            if not missing:
                continue
            train.train(settings, run)
            network = load_network(run / "checkpoint.pt")
            watched = [survey for split in config["report"]["validation"]
                       for survey in dataset.load(cache / split, tuple(names))]
            threshold = report.careful_threshold(channels.curves(network, watched, names))
            for split in missing:
                maps = judge(network, names, threshold, dataset.load(cache / split, tuple(names)))
                np.savez_compressed(run / f"{split}.npz", **vars(maps))


def read_runs(folder, config):
    """Return {regime: {channels: {seed: Maps}}} of the runs that are complete, the regimes together at last."""
    plan, splits = config["trials"], config["report"]["splits"]
    result = {split: {name: {} for name in plan["channels"]} for split in (*splits, TOGETHER)}
    for name in plan["channels"]:
        for seed in plan["seeds"]:
            paths = [folder / f"{name}_{seed}" / f"{split}.npz" for split in splits]
            if not all(path.exists() for path in paths):
                continue
            regimes = [_read(path) for path in paths]
            for split, maps in zip((*splits, TOGETHER), (*regimes, joined(regimes)), strict=True):
                result[split][name][seed] = maps
    return result


def _read(path):
    with np.load(path, allow_pickle=False) as stored:
        return Maps(**{name: stored[name] if stored[name].ndim else float(stored[name]) for name in stored})


def markdown(runs, steps, alone):
    """Return the trials as Markdown.

    Parameters
    ----------
    runs : dict
        From :func:`read_runs`; the first channels are those that the others are compared with.
    steps : int
        Of every run.
    alone : dict
        {regime: (median evidence of each spreading map, of its shifted copy)}.

    Returns
    -------
    str
    """
    first, *others = next(iter(runs.values()))
    seeds = {name: len(some) for name, some in runs[TOGETHER].items()}
    lines = [
        f"{steps} steps each; seeds: {', '.join(f'{name} {n}' for name, n in seeds.items())}. In brackets: smallest "
        "and largest of the seeds. km: per 10⁴ km², at the threshold from validation maps. Told apart: share of pairs "
        "of a real map and a shifted copy in which more is drawn on the real one, over all thresholds; *evidence "
        "alone*: in which its median is higher.", "",
        *tables.heading("regime (maps)", "sees", *WORDS, "km real", "km shifted copies", "km shifted maps",
                        "km " + ", ".join(BARE)),
    ]
    for regime, table in runs.items():
        for name, some in table.items():
            if some:
                lines.append(_row(regime, name, list(some.values())))
        lines.append(tables.row(regime, "evidence alone", *"––––", f"{told_apart(*alone[regime]):.3f}", *"––––"))
    lines += [
        "", f"Differences to *{first}*, mean over paired seeds and each seed; 95 %: paired bootstrap over the maps, "
        "all seeds of a map together.", "",
        *tables.heading("regime", "sees", "score", "difference", "95 %", "each seed"),
    ]
    for regime, table in runs.items():
        for name in others:
            lines += _difference_rows(regime, name, table[name], table[first])
    return "\n".join(lines)


def _row(regime, name, some):
    scores = np.array([maps.scores() for maps in some]).T
    km = np.mean([[
        maps.per_area(["spreading"]), maps.per_area(["spreading"], shifted=True), maps.per_area(["shifted"]),
        maps.per_area(BARE),
    ] for maps in some], axis=0)
    shown = [f"{v.mean():.3f} ({v.min():.3f}–{v.max():.3f})" for v in scores]
    return tables.row(f"{regime} ({len(some[0].kind)})", name, *shown, *(f"{v:.0f}" for v in km))


def _difference_rows(regime, name, one, other):
    seeds = [seed for seed in one if seed in other]
    if not seeds:
        return []
    mean, low, high, each = difference([one[seed] for seed in seeds], [other[seed] for seed in seeds])
    return [
        tables.row(regime, name, word, f"{mean[n]:+.3f}", f"{low[n]:+.3f} … {high[n]:+.3f}",
                   ", ".join(f"{value:+.3f}" for value in each[:, n]))
        for n, word in enumerate(WORDS)
    ]


def main():
    """Run the trials and print the tables."""
    parser = config_parser(__doc__)
    parser.add_argument("--table", action="store_true", help="train nothing, tabulate the runs that are complete")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    config = arguments.config
    folder = ROOT / config["run"]
    if not arguments.table:
        run_all(config, folder)
    alone = {split: evidence_alone(dataset.load(ROOT / config["cache"] / split, tuple(config["inputs"])))
             for split in config["report"]["splits"]}
    alone[TOGETHER] = [np.concatenate(parts) for parts in zip(*alone.values(), strict=True)]
    publish(folder, "channels", markdown(read_runs(folder, config), config["train"]["steps"], alone))


if __name__ == "__main__":
    main()
