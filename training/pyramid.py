"""Several sizes of a map at once, and whether that helps a network.

``python -m training.pyramid training/configs/regions.toml``, after ``training.report``. The logits of a network are
averaged over the map as it is, enlarged and shrunk, thresholds chosen anew on validation maps by the rule of the
report, and everything measured that decides about a detector. So is a network that learnt wide lineations too
(``ship_wide.toml``), where there is one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from . import channels, dataset, detectors, evaluate, realdata, report, tables, verdicts, zooms
from .config import ROOT, config_parser
from .document import publish

#: Sizes that are averaged: 2 = enlarged twice, 0.5 = means over 2 × 2 cells.
WAYS = ((1.0,), (1.0, 2.0), (0.5, 1.0, 2.0))
CELLS = (1500.0, 2000.0, 3000.0)


class Pyramid(nn.Module):
    """A network whose logits are averaged over several sizes of the map; exported like any other.

    Parameters
    ----------
    network : torch.nn.Module
        Gives logits of the shape of its input, of any size.
    sizes : tuple of float
        1, whole numbers to enlarge by, and one over them to shrink by.
    """

    def __init__(self, network, sizes):
        super().__init__()
        self.network, self.sizes = network, tuple(sizes)

    def forward(self, image):
        """Return logits (batch, 2, rows, cols)."""
        return sum(self.at(image, size) for size in self.sizes) / len(self.sizes)

    def at(self, image, size):
        """Return the logits that the map in another size gives, on the cells of the map itself."""
        if size == 1:
            return self.network(image)
        if size > 1:
            large = functional.interpolate(image, scale_factor=size, mode="bilinear", align_corners=False)
            return functional.avg_pool2d(self.network(large), int(size))
        cells = round(1 / size)
        rows, cols = image.shape[-2], image.shape[-1]
        padded = functional.pad(image, (0, (-cols) % cells, 0, (-rows) % cells), mode="replicate")
        small = self.network(functional.avg_pool2d(padded, cells))
        large = functional.interpolate(small, scale_factor=float(cells), mode="bilinear", align_corners=False)
        return large[..., :rows, :cols]


@dataclass(frozen=True)
class Maps:
    """Everything that a detector is judged on.

    Parameters
    ----------
    validation : list of dict
        Surveys that choose the threshold.
    regimes, places : dict of str: list of dict
        Simulated regimes, and real regions.
    real : dict of float: list of RealMap
        By cell size, metres; the survey first, then its shifted copies.
    """

    validation: list
    regimes: dict
    places: dict
    real: dict


def read_maps(config):
    """Return the maps that a configuration names; no real survey where its data are missing."""
    cache, plan, asked = ROOT / config["cache"], config["semisynthetic"], config["report"]
    names = channels.names_of(config)
    read = partial(dataset.load, names=names)
    places = {r["title"]: read(ROOT / plan["cache"] / key) for key, r in plan["regions"].items() if r["role"] != "fine"}
    real = {cell: realdata.ship_survey(realdata.SURVEY, cell, cache, names) for cell in CELLS}
    regimes = {split: read(cache / split) for split in asked["splits"]}
    return Maps(
        dataset.load_splits(cache, asked["validation"], names), regimes, places,
        {cell: some for cell, some in real.items() if some},
    )


def measured(network, maps):
    """Return the cells of both table rows of a network: on simulated maps, and on real regions and the survey."""
    name = network.names[0]
    threshold = report.careful_threshold(evaluate.curves(network, maps.validation, name))
    words = {}
    for title, surveys in (*maps.regimes.items(), *maps.places.items()):
        f1, ap, share, *_ = verdicts.judged(network, threshold, surveys, name).scores()
        words[title] = f"{f1:.3f} / {ap:.3f}; {share:.2f}"
    every = [survey for surveys in maps.regimes.values() for survey in surveys]
    zoomed = zooms.zoom_scores(network, threshold, every, network.names).values()
    shares = [f"{e['f1_zoomed'] / max(e['f1_native'], 1e-9):.2f}" for e in zoomed]
    real = []
    for some in maps.real.values():
        km = [evaluate.drawn_km(network, one.survey, name, threshold) for one in some]
        real.append(f"{np.mean(km[1:]) / max(km[0], 1e-9):.2f}")
    simulated = [f"{threshold:.2f}", *(words[title] for title in maps.regimes), *shares]
    return simulated, [*(words[title] for title in maps.places), *real]


def main():
    """Measure every way and write the two tables."""
    torch.set_num_threads(1)
    config = config_parser(__doc__).parse_args().config
    maps = read_maps(config)
    networks = {"shipped": ROOT / config["run"], "wide": ROOT / "training" / "runs" / "ship_wide"}
    first = tables.heading("network, sizes", "threshold", *maps.regimes, *(f"zoom ×{zoom}" for zoom in zooms.ZOOMS))
    second = tables.heading("network, sizes", *maps.places, *(f"survey, {cell:.0f} m" for cell in maps.real))
    for title, run in networks.items():
        if not (run / "checkpoint.pt").exists():
            continue
        network = detectors.load(run / "checkpoint.pt")
        for sizes in WAYS:
            rows = measured(replace(network, network=Pyramid(network.network, sizes)), maps)
            label = f"{title}, " + ", ".join(f"×{size:g}" for size in sizes)
            for table, cells in zip((first, second), rows, strict=True):
                table.append(tables.row(label, *cells))
            print(first[-1], second[-1], sep="\n", flush=True)
    publish(ROOT / config["run"], "sizes", "\n".join([*first, "", *second]))


if __name__ == "__main__":
    main()
