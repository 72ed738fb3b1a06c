"""Which picks too few data speak for: the one rule of the map, the review and the null test."""

from __future__ import annotations

import numpy as np

LOW_SUPPORT = 0.3
"""A pick with less support has been drawn where tracks are too far away to show it."""

FEW_CROSSINGS = 2
"""With fewer tracks across it a pick may be one badly levelled track."""

MANY_CROSSINGS = 3
"""With fewer, more is asked of the rest: two tracks agree by chance more easily than many do."""

PARALLEL_DEG = 15.0
"""A pick closer than this to the direction of its few tracks runs along them."""

EVIDENCE_MARGIN = 0.1
"""What the evidence of a pick with few crossings must exceed the null's 95th percentile by."""

NO_FLOOR = -2.0
"""Evidence is −1 to 1: a floor that hides nothing."""

NO_EVIDENCE = -1.0
"""What a pick without evidence counts as where the run had an evidence raster."""


def is_weak(support, evidence, n_crossings, track_angle_deg, evidence_floor=NO_FLOOR):
    """Return which picks too few data speak for.

    Parameters
    ----------
    support, evidence, n_crossings, track_angle_deg : array_like, shape (n,)
        Attributes of the picks (docs/picks.md); NaN where NULL. What is unknown does not make a pick
        weak, but for evidence where there is a floor to pass.
    evidence_floor : float
        95th percentile of the evidence that shifted tracks reach by chance; :data:`NO_FLOOR` without one.

    Returns
    -------
    numpy.ndarray of bool, shape (n,)

    Notes
    -----
    Comparisons with NaN are false, which is what "unknown" means here. The style of the picks says the
    same as an expression built from the same constants (tools/make_pick_style.py).
    """
    support, crossings = np.asarray(support, dtype=float), np.asarray(n_crossings, dtype=float)
    few = crossings < MANY_CROSSINGS
    parallel = few & (np.asarray(track_angle_deg, dtype=float) < PARALLEL_DEG)
    floor = evidence_floor + np.where(few, EVIDENCE_MARGIN, 0.0)
    by_chance = np.nan_to_num(np.asarray(evidence, dtype=float), nan=NO_EVIDENCE) < floor
    return (support < LOW_SUPPORT) | (crossings < FEW_CROSSINGS) | parallel | by_chance
