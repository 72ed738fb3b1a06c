"""The polarity time scales that come with the plugin."""

from __future__ import annotations

import csv
from functools import lru_cache

from ..core.errors import LmaError
from ..core.forward.timescale import TimeScale
from ..paths import resource

LABELS = {
    "gts2020": "GTS2020 (Ogg 2020)",
    "gts2012": "GTS2012 (Ogg 2012)",
    "gee_kent_2007": "Gee & Kent 2007",
    "cande_kent_1995": "Cande & Kent 1995",
}
DEFAULT = "gts2020"


@lru_cache(maxsize=len(LABELS))
def load(name=DEFAULT):
    """Return a shipped time scale.

    Parameters
    ----------
    name : str
        A key of :data:`LABELS`.

    Returns
    -------
    TimeScale
        Intervals of both polarities, youngest first.

    Raises
    ------
    LmaError
        If no such time scale is shipped.
    """
    if name not in LABELS:
        raise LmaError("There is no time scale “{}”; choose one of: {}.", name, ", ".join(LABELS))
    with resource("data", "timescales", f"{name}.csv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    return TimeScale.from_arrays(
        [row["chron"] for row in rows],
        [float(row["young_ma"]) for row in rows],
        [float(row["old_ma"]) for row in rows],
        [int(row["polarity"]) for row in rows],
    )
