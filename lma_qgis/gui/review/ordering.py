"""In which order picks are visited, and which of them."""

from __future__ import annotations

import numpy as np

from ...core.picks import weak

STRIP_M = 10_000.0


def visiting_order(table, order):
    """Return the rows of a table in the order of the visit.

    Parameters
    ----------
    table : PickTable
    order : str
        ``score`` or ``evidence``: doubtful picks first, those without a value before all others;
        ``strike``: strip after strip across strike, along strike within each.

    Returns
    -------
    numpy.ndarray of int, shape (n,)
    """
    if order in ("score", "evidence"):
        return np.argsort(np.nan_to_num(table.columns[order], nan=-np.inf), kind="stable")
    centre = np.nan_to_num(table.centres())
    axis = _mean_strike(table)
    along = centre @ axis
    across = centre @ np.array([-axis[1], axis[0]])
    return np.lexsort((along, np.floor(across / STRIP_M)))


def _mean_strike(table):
    """Return the unit vector of the mean direction of all picks, weighted by length, never pointing west."""
    chords = np.array([line[-1] - line[0] for line in table.lines if len(line) > 1]).reshape(-1, 2)
    if not len(chords):
        return np.array([1.0, 0.0])
    _, _, directions = np.linalg.svd(chords, full_matrices=False)
    return directions[0] * (1.0 if directions[0][0] >= 0 else -1.0)


def wanted(table, choice, with_weak):
    """Return which rows are visited.

    Parameters
    ----------
    table : PickTable
    choice : str
        ``todo``, ``all``, ``unnamed``, ``accepted``, ``edited`` or ``rejected``.
    with_weak : bool
        Visit also predicted picks that the map hides.

    Returns
    -------
    numpy.ndarray of bool, shape (n,)
    """
    status = table.columns["status"]
    mask = {
        "todo": status == "predicted",
        "all": np.ones(len(table), dtype=bool),
        "unnamed": (table.columns["chron"] == "") & (status != "rejected"),
    }.get(choice, status == choice)
    if with_weak:
        return mask
    return mask & ~(is_weak(table) & (status == "predicted"))


def is_weak(table):
    """Return which picks few data speak for, as the style of picks hides them."""
    names = ("support", "evidence", "n_crossings", "track_angle_deg")
    return weak.is_weak(*(table.columns[name] for name in names), table.evidence_floor)
