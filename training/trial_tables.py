"""The trials of channels as Markdown."""

from __future__ import annotations

import numpy as np

from . import tables, verdicts
from .report import REAL

TOGETHER = "all three"
#: The network that sees the map alone, its axes kept only where the evidence is high enough.
CUT = "cut"
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
        "evidence is lower than a bound chosen on validation maps.", "",
        *tables.heading("regime (maps)", "sees", *verdicts.WORDS, "km real", "km shifted copies", "km shifted maps",
                        "km " + ", ".join(verdicts.BARE)),
    ]
    for regime, table in runs.items():
        lines += [_row(regime, name, list(some.values())) for name, some in table.items() if some]
        share = verdicts.told_apart(*alone[regime])
        lines.append(tables.row(regime, "evidence alone", *"––––", f"{share:.3f}", *"––––"))
    lines += [
        "", f"Differences to *{first}*, mean over paired seeds and each seed; 95 %: paired bootstrap over the maps, "
        "all seeds of a map together.", "",
        *tables.heading("regime", "sees", "score", "difference", "95 %", "each seed"),
    ]
    for regime, table in runs.items():
        for name in others:
            lines += _difference_rows(regime, name, table[name], table[first])
    return "\n".join([*lines, *_real_rows(real)])


def _row(regime, name, some):
    scores = np.array([maps.scores() for maps in some]).T
    km = np.mean([[
        maps.per_area(["spreading"]), maps.per_area(["spreading"], shifted=True), maps.per_area(["shifted"]),
        maps.per_area(verdicts.BARE),
    ] for maps in some], axis=0)
    shown = [f"{v.mean():.3f} ({v.min():.3f}–{v.max():.3f})" for v in scores]
    return tables.row(f"{regime} ({len(some[0].kind)})", name, *shown, *(f"{v:.0f}" for v in km))


def _difference_rows(regime, name, one, other):
    seeds = [seed for seed in one if seed in other]
    if not seeds:
        return []
    mean, low, high, each = verdicts.difference([one[seed] for seed in seeds], [other[seed] for seed in seeds])
    return [
        tables.row(regime, name, word, f"{mean[n]:+.3f}", f"{low[n]:+.3f} … {high[n]:+.3f}",
                   ", ".join(f"{value:+.3f}" for value in each[:, n]))
        for n, word in enumerate(verdicts.WORDS)
    ]


def _real_rows(real):
    if not real:
        return []
    lines = [
        "", f"The real survey `{REAL}` in {REAL_CELL / 1000:g} km cells: km drawn, and on copies with shifted "
        "tracks, for each seed; mean over the copies.", "",
        *tables.heading("sees", "real km", "shifted km", "shifted / real"),
    ]
    for name, km in real.items():
        here, there = km[:, 0], km[:, 1:].mean(axis=1)
        shares = [f"{b / a:.2f}" if a else "–" for a, b in zip(here, there, strict=True)]
        lines.append(tables.row(name, *(", ".join(f"{v:.0f}" for v in part) for part in (here, there)),
                                ", ".join(shares)))
    return lines
