"""From a score raster to described lines in metres."""

from __future__ import annotations

import numpy as np

from ..progress import part, silent
from .attributes import describe
from .barriers import Barriers
from .linking import Gaps
from .tracing import trace_ridges
from .weak import LOW_SUPPORT

LOW_SHARE = 0.5
"""A line may run on down to this share of the threshold that it has to reach somewhere."""


def extract(
    layers,
    kind,
    *,
    threshold,
    min_length=30_000.0,
    max_gap=15_000.0,
    smoothing=1.5,
    max_bend=25.0,
    barriers=(),
    make_room=None,
    progress=silent,
):
    """Trace the lines of one kind and measure them.

    Parameters
    ----------
    layers : Layers
        Score, and whatever else is known, on one grid.
    kind : str
        ``crest`` or ``trough``.
    threshold : float
        Score that a line must reach somewhere; it may run on down to half of it.
    min_length, max_gap : float
        Metres.
    smoothing : float
        Of the score, cells.
    max_bend : float
        Largest turn across a gap, degrees.
    barriers : sequence of numpy.ndarray, shape (n, 2)
        Easting, northing, metres: lines that no pick crosses.
    make_room : callable, optional
        Takes and returns a list of lines in metres: removes what is already there.
    progress : callable
        See :mod:`lma_qgis.core.progress`.

    Returns
    -------
    lines : list of numpy.ndarray, shape (n, 2)
        Easting, northing, metres, vertices about one cell apart.
    records : list of dict
        Attributes, see :func:`lma_qgis.core.picks.attributes.describe`.
    """
    grid = layers.grid
    gaps = Gaps(
        support=layers.support,
        min_support=LOW_SUPPORT,
        evidence=layers.evidence,
        min_evidence=layers.evidence_floor,
        barriers=Barriers.from_lines([np.column_stack(grid.to_cells(*line.T)) for line in barriers]),
    )
    traced = trace_ridges(
        layers.score,
        low=LOW_SHARE * threshold,
        high=threshold,
        smoothing=smoothing,
        min_length=min_length / grid.cell_size,
        max_gap=max_gap / grid.cell_size,
        max_bend=max_bend,
        gaps=gaps,
        progress=part(progress, 0.0, 0.7),
    )
    lines = [np.column_stack(grid.to_metres(*line.T)) for line in traced]
    if make_room is not None:
        lines = make_room(lines)
    cells = [np.column_stack(grid.to_cells(*line.T)) for line in lines]
    return lines, describe(cells, kind, layers, part(progress, 0.7, 1.0))
