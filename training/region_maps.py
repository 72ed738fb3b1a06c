"""Maps to learn from: crust of real regions that no test uses, under simulated ships.

``python -m training.region_maps training/configs/ship_wide.toml`` writes the split ``regions`` of the cache. Crust is
that of the global age grid alone: no published pick is used, and no measured anomaly. Part of the maps come once more
with their tracks shifted along themselves and without a label.
"""

from __future__ import annotations

import time

import numpy as np

from . import agemap, generate, plate, regions, semisynthetic
from .config import ROOT, config_parser


def settings_of(config, region, scale):
    """Return what :func:`training.semisynthetic.make` needs for a region, its cells ``scale`` times as large."""
    plan = config["region_maps"]
    like = config["splits"][plan["like"]]["simulation"]
    low, high = config["cell_size"]["least"], config["cell_size"]["most"]
    place = {**region, "cell": float(np.clip(region["cell"] * scale, low, high))}
    return place, {**config["simulation"], **like, **plan, **place}


def shifted(arrays):
    """Return a stored window as it looks with its tracks shifted along themselves: nothing is labelled on it."""
    moved = {name: value for name, value in arrays.items() if name != "null"}
    nothing = arrays["crests"][:0]
    return {**moved, "guided": arrays["null"], "crests": nothing, "troughs": nothing, "kind": np.array("shifted")}


def main():
    """Write the maps, region by region; what is there already is kept."""
    config = config_parser(__doc__).parse_args().config
    plan = config["region_maps"]
    known = agemap.Labels.read()
    known = agemap.Labels(known.age, known.picks[:0], known.zones)
    scale = plate.read_timescale(regions.DATA / "labels_global" / "gpts_gee_kent_2007.csv")
    folder = ROOT / config["cache"] / "regions"
    folder.mkdir(parents=True, exist_ok=True)
    for turn, larger in enumerate(plan["cells"]):
        for number, (name, region) in enumerate(sorted(plan["regions"].items())):
            start = time.process_time()
            first = 1000 * (number * len(plan["cells"]) + turn)
            made = _one(folder, first, settings_of(config, region, larger), [plan["seed"], turn, number], known, scale)
            print(f"{name}: {made} windows, {time.process_time() - start:.0f} CPU s", flush=True)


def _one(folder, first, settings, seed, known, scale):
    """Write the windows of a region as maps numbered from ``first``, and return how many there are."""
    place, others = settings
    made = 0
    centres = semisynthetic.windows(place["bounds"], others["size"] * place["cell"])
    for number, centre in enumerate(centres):
        if made == others["windows"]:
            break
        rng = np.random.default_rng([*seed, number])
        survey, clear, _ = semisynthetic.make(centre, place, others, known, scale, rng)
        if survey is None:
            continue
        arrays = semisynthetic.stored(survey, clear, rng)
        generate.write(folder, first + 2 * made, {name: v for name, v in arrays.items() if name != "null"})
        if rng.random() < others["shifted"]:
            generate.write(folder, first + 2 * made + 1, shifted(arrays))
        made += 1
    return made


if __name__ == "__main__":
    main()
