"""Track points as the straight pieces that cross picks."""

from __future__ import annotations

import numpy as np

from ..core.picks.crossings import TrackSegments
from ..core.tracks.segments import split_lines
from ..geo import crs as geo_crs
from .tables import read_points


def read_tracks(source, wkt, feedback):
    """Read track points as segments of straight runs.

    Parameters
    ----------
    source : qgis.core.QgsProcessingFeatureSource
        Points in the order of measurement; the fields ``survey_id``, ``line_id``, ``utc`` and ``use``
        are honoured where they exist.
    wkt : str
        Coordinate system of the result, metres.
    feedback : qgis.core.QgsProcessingFeedback

    Returns
    -------
    TrackSegments
        ``survey`` is −1 without a field ``survey_id``.
    """
    available = [name for name in ("survey_id", "line_id", "utc", "use") if source.fields().lookupField(name) >= 0]
    table = read_points(source, available, feedback)
    if "use" in available:
        table = table.where(~(table.columns["use"] == 0))
    x, y = (table.x, table.y) if not wkt or not table.wkt else geo_crs.transform(table.x, table.y, table.wkt, wkt)
    placed = np.isfinite(x) & np.isfinite(y)
    table, x, y = table.where(placed), x[placed], y[placed]
    survey, line = (_codes(table.columns.get(name), len(x)) for name in ("survey_id", "line_id"))
    track = np.unique(np.column_stack([survey, line]), axis=0, return_inverse=True)[1].ravel()
    order = np.argsort(track, kind="stable")
    time = table.columns.get("utc")
    usable_time = time[order] if time is not None and time.dtype != object else None
    runs = split_lines(x[order], y[order], usable_time, track[order])
    known = survey[order] if "survey_id" in available else np.full(len(x), -1)
    return TrackSegments.from_points(x[order], y[order], np.asarray(runs, dtype=int), known)


def _codes(labels, count):
    if labels is None:
        return np.zeros(count, dtype=int)
    return np.unique(np.asarray(labels).astype(str), return_inverse=True)[1].ravel()
