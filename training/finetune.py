"""Fine-tune on real labels, one region held out at a time, and say whether it helps there.

``python -m training.finetune training/configs/finetune.toml``, after ``training.make_folders``
(with the plugin's interpreter) and ``training.report``.
"""

from __future__ import annotations

import copy
import json

import numpy as np
import torch
from torch.nn import functional

from . import channels, dataset, detectors, evaluate, folders, realdata, tables, train, verdicts
from .config import ROOT, config_parser
from .document import publish

#: A tolerant label is met by a crest or a trough within so many cells.
REACH = 2
SURVEY_CELL = 2000.0
NOWHERE = np.zeros((0, 4), np.float32)


def tolerant_loss(logits, lines, reach=REACH):
    """Return the mean of −log of the best score, crest or trough, within reach of each cell of a line.

    Parameters
    ----------
    logits : torch.Tensor, shape (batch, 2, rows, cols)
        Scores before the sigmoid.
    lines : torch.Tensor, shape (batch, 1, rows, cols)
        1 on lines of unknown kind.
    reach : int
        Cells.
    """
    best = torch.sigmoid(logits).amax(dim=1, keepdim=True)
    best = functional.max_pool2d(best, 2 * reach + 1, stride=1, padding=reach)
    return (-torch.log(best.clamp(min=1e-6)) * lines).sum() / lines.sum().clamp(min=1.0)


class FineTuning(train.Run):
    """A run whose batches are half simulated surveys and half real maps.

    Parameters
    ----------
    config : dict
        With the table ``finetune``.
    folder : pathlib.Path
        Of the run.
    real : Crops
        Of real maps, targets crest, trough and either.
    """

    def __init__(self, config, folder, real):
        super().__init__(config, folder)
        self.real = real

    def loss(self, crops, rng):
        """Return the loss of a simulated batch and of a real one."""
        simulated = super().loss(crops, rng)
        logits, target, weight = self.logits_of(self.real.batch(rng, self.config["train"]["batch"]))
        exact = train.loss_function(logits, target[:, :2], weight)
        return simulated + exact + self.config["finetune"]["share"] * tolerant_loss(logits, target[:, 2:])


def shifted_copies(name, cache, seen, copies, size):
    """Return pieces of a real survey with shifted tracks, labelled: nothing here."""
    empty = {"kind": "shifted", "spacing": float("nan"), "crests": NOWHERE, "troughs": NOWHERE, folders.EITHER: NOWHERE}
    found = []
    for one in realdata.ship_survey(name, SURVEY_CELL, cache, seen, copies)[1:]:
        everywhere = np.ones(one.grid.shape, bool)
        found += folders.pieces({**one.survey, **empty, "labelled": everywhere}, size)
    return found


def tuned(config, folder, names):
    """Return the network fine-tuned on the folders of some regions.

    Parameters
    ----------
    config : dict
        The configuration.
    folder : pathlib.Path
        Of the run.
    names : list of str
        Regions to learn from.
    """
    plan = config["finetune"]
    settings, seen = copy.deepcopy(config), channels.names_of(config)
    maps = [folders.read_folder(ROOT / plan["folders"] / name) for name in names]
    pieces = [piece for one in maps for piece in folders.pieces(one, plan["piece"])]
    if plan["survey"] in names:
        pieces += shifted_copies(plan["survey"], ROOT / config["cache"], seen, plan["copies"], plan["piece"])
    kinds = ("crests", "troughs", folders.EITHER)
    real = dataset.Crops(pieces, seen, settings["train"]["crop"], tuple(plan["zoom"]), kinds)
    folder.mkdir(parents=True, exist_ok=True)
    train.train(settings, folder, run=FineTuning(settings, folder, real))
    return detectors.load(folder / "checkpoint.pt")


def on_simulated(network, threshold, splits):
    """Return F1, AP and the ratio of lengths on shifted and real tracks for each split of simulated maps."""
    result = {}
    for split, surveys in splits.items():
        result[split] = verdicts.judged(network, threshold, surveys, "guided").scores()[:3].tolist()
    return result


def on_region(network, threshold, one, copies):
    """Return how the lines on a region fit its labels; with shifted copies, the ratio of lengths too.

    Parameters
    ----------
    network : detectors.Network
        Trained.
    threshold : float
        Of the scores.
    one : RealMap
        The region.
    copies : list of RealMap
        The survey as it was measured and copies of it with shifted tracks; empty without tracks.
    """
    km = [evaluate.drawn_km(network, some.survey, "guided", threshold) for some in copies]
    ratio = float(np.mean(km[1:])) / max(km[0], 1e-9) if km else None
    return {**realdata.against_lineations(network, one, threshold), "ratio": ratio}


def markdown(results):
    """Return what came out as Markdown."""
    lines = [
        "Held-out regions, F1 / chance against their labels, before and after fine-tuning on the others:", "",
        *tables.heading("held out", "network", "km drawn", "5 km", "10 km", "within 15°", "shifted / real km"),
    ]
    for name, entry in results.items():
        for words in ("before", "after"):
            e = entry[words]
            ratio = "–" if e["ratio"] is None else f"{e['ratio']:.2f}"
            cells = [f"{e[at][0]:.2f} / {e[at][1]:.2f}" for at in ("5", "10")]
            lines.append(tables.row(name, words, f"{e['km']:.0f}", *cells, f"{e['within_15']:.2f}", ratio))
    splits = list(next(iter(results.values()))["simulated before"])
    lines += ["", "The same networks on simulated maps, F1 / AP; length on shifted tracks over that on real ones:", "",
              *tables.heading("held out", "network", *splits)]
    for name, entry in results.items():
        for words in ("before", "after"):
            cells = ["{:.3f} / {:.3f}; {:.2f}".format(*entry[f"simulated {words}"][split]) for split in splits]
            lines.append(tables.row(name, words, *cells))
    return "\n".join(lines)


def main():
    """Fine-tune once per held-out region, and print the tables."""
    torch.set_num_threads(1)
    config = config_parser(__doc__).parse_args().config
    plan, run, cache = config["finetune"], ROOT / config["run"], ROOT / config["cache"]
    stored = json.loads((ROOT / plan["judge"] / "report.json").read_text(encoding="utf-8"))
    threshold = stored["thresholds"]["network"]
    start = detectors.load(ROOT / config["train"]["start_from"])
    splits = {split: dataset.load(cache / split, start.names) for split in plan["splits"]}
    before = on_simulated(start, threshold, splits)
    names = sorted(path.name for path in (ROOT / plan["folders"]).iterdir())
    results = {}
    for held in names:
        network = tuned(config, run / f"without_{held}", [name for name in names if name != held])
        one = folders.as_map(ROOT / plan["folders"] / held)
        there = held == plan["survey"]
        copies = realdata.ship_survey(held, one.survey["cell"], cache, start.names, plan["copies"]) if there else []
        results[held] = {
            "before": on_region(start, threshold, one, copies), "after": on_region(network, threshold, one, copies),
            "simulated before": before, "simulated after": on_simulated(network, threshold, splits),
        }
    (run / "finetune.json").write_text(json.dumps(results, indent=1), encoding="utf-8")
    publish(run, "finetune", markdown(results))


if __name__ == "__main__":
    main()
