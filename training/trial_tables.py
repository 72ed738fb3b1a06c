"""The trials of channels as Markdown."""

from __future__ import annotations

import numpy as np

from . import tables, verdicts
from .realdata import SURVEY

TOGETHER = "all three"
#: The network that sees the map alone, its axes kept only where the evidence is high enough.
CUT = "cut"
#: The shipped network.
REFERENCE = "shipped"
#: What the cut and the shipped network are compared with.
RIVAL = "evidence"
REAL_CELL = 2000.0


def markdown(runs, steps, alone, real):
    """Return the trials as Markdown.

    Parameters
    ----------
    runs : dict
        From :func:`training.trials.read_runs`; the first detector is the one that the others are compared with.
    steps : int
        Of every run.
    alone : dict
        {regime: (median evidence of each spreading map, of its shifted copy)}.
    real : dict
        From :func:`training.trials.read_real`.

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
        f"alone*: in which its median is higher. *{CUT}*: the network of *{first}*, its score set to zero where the "
        "evidence is lower than a bound chosen on validation maps. Maps missed: share of those with lineations on "
        "which less than a twentieth of the labels is found.", "",
        *tables.heading("regime (maps)", "sees", *verdicts.WORDS, "km real", "km shifted copies", "km shifted maps",
                        "km " + ", ".join(verdicts.BARE), "maps missed"),
    ]
    for regime, table in runs.items():
        lines += [_row(regime, name, list(some.values())) for name, some in table.items() if some]
        share = verdicts.told_apart(*alone[regime])
        lines.append(tables.row(regime, "evidence alone", *"––––", f"{share:.3f}", *"–––––"))
    lines += [
        "", "Differences, mean over paired seeds (95 %: bootstrap over the maps, all seeds of a map together):", "",
        *tables.heading("regime", "difference", *verdicts.WORDS),
    ]
    for regime, table in runs.items():
        pairs = [(name, first) for name in others if name != REFERENCE]
        pairs += [(RIVAL, name) for name in (CUT, REFERENCE) if RIVAL in table and name in table]
        lines += [row for one, other in pairs for row in _difference_row(regime, one, other, table)]
    return "\n".join([*lines, *_real_rows(real)])


def _row(regime, name, some):
    scores = np.array([maps.scores() for maps in some]).T
    km = np.mean([[
        maps.per_area(["spreading"]), maps.per_area(["spreading"], shifted=True), maps.per_area(["shifted"]),
        maps.per_area(verdicts.BARE),
    ] for maps in some], axis=0)
    shown = [f"{v.mean():.3f} ({v.min():.3f}–{v.max():.3f})" if np.isfinite(v).all() else "–" for v in scores]
    return tables.row(f"{regime} ({len(some[0].kind)})", name, *shown, *(f"{v:.0f}" for v in km),
                      f"{np.mean([maps.missed() for maps in some]):.2f}")


def _difference_row(regime, one, other, table):
    """Return the row of one difference as a list, empty without a common seed."""
    seeds = [seed for seed in table[one] if seed in table[other]]
    if not seeds:
        return []
    both = ([table[name][seed] for seed in seeds] for name in (one, other))
    values = zip(*verdicts.difference(*both), strict=True)
    cells = (f"{mean:+.3f} ({low:+.3f} … {high:+.3f})" if np.isfinite(mean) else "–" for mean, low, high in values)
    return [tables.row(regime, f"{one} − {other}", *cells)]


def _real_rows(real):
    if not real:
        return []
    lines = [
        "", f"The real survey `{SURVEY}` in {REAL_CELL / 1000:g} km cells: km drawn, and on copies with shifted "
        "tracks, for each seed; mean over the copies.", "",
        *tables.heading("sees", "real km", "shifted km", "shifted / real"),
    ]
    for name, km in real.items():
        here, there = km[:, 0], km[:, 1:].mean(axis=1)
        shares = [f"{b / a:.2f}" if a else "–" for a, b in zip(here, there, strict=True)]
        lines.append(tables.row(name, *(", ".join(f"{v:.0f}" for v in part) for part in (here, there)),
                                ", ".join(shares)))
    return lines
