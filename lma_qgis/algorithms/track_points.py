"""Track points as straight runs: what crosses picks, and what the tracks show there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..core.errors import LmaError
from ..core.picks.crossings import TrackSegments
from ..core.tracks.segments import split_lines
from ..geo import crs as geo_crs
from .tables import ANOMALY_FIELDS, read_points


@dataclass(frozen=True)
class TrackRuns:
    """Points of tracks, cut into straight runs.

    Parameters
    ----------
    position : numpy.ndarray of float64, shape (n, 2)
        Easting, northing, metres.
    value : numpy.ndarray of float64, shape (n,)
        nT; NaN throughout when no field was asked for.
    run, survey : numpy.ndarray of int, shape (n,)
        Codes; ``survey`` −1 where the layer does not say.
    names : tuple of str
        Name of each survey code.
    """

    position: np.ndarray
    value: np.ndarray
    run: np.ndarray
    survey: np.ndarray
    names: tuple

    def segments(self):
        """Return the straight pieces between neighbouring points."""
        return TrackSegments.from_points(self.position[:, 0], self.position[:, 1], self.run, self.survey)


def read_runs(source, wkt, feedback, field=""):
    """Read track points as straight runs.

    Parameters
    ----------
    source : qgis.core.QgsProcessingFeatureSource
        Points in the order of measurement; the fields ``survey_id``, ``line_id``, ``utc`` and ``use``
        are honoured where they exist.
    wkt : str
        Coordinate system of the result, metres.
    feedback : qgis.core.QgsProcessingFeedback
    field : str
        Anomaly, nT; may be empty.

    Returns
    -------
    TrackRuns
    """
    available = [name for name in ("survey_id", "line_id", "utc", "use") if source.fields().lookupField(name) >= 0]
    table = read_points(source, [*available, field], feedback)
    if "use" in available:
        table = table.where(~(table.columns["use"] == 0))
    x, y = (table.x, table.y) if not wkt or not table.wkt else geo_crs.transform(table.x, table.y, table.wkt, wkt)
    placed = np.isfinite(x) & np.isfinite(y)
    table, x, y = table.where(placed), x[placed], y[placed]
    names, survey = _codes(table.columns.get("survey_id"), len(x))
    _, line = _codes(table.columns.get("line_id"), len(x))
    track = np.unique(np.column_stack([survey, line]), axis=0, return_inverse=True)[1].ravel()
    order = np.argsort(track, kind="stable")
    time = table.columns.get("utc")
    usable_time = time[order] if time is not None and time.dtype != object else None
    runs = split_lines(x[order], y[order], usable_time, track[order])
    value = table.columns[field] if field else np.full(len(x), np.nan)
    if value.dtype == object:
        raise LmaError("The field “{}” holds text; choose a field of numbers.", field)
    known = survey[order] if "survey_id" in available else np.full(len(x), -1)
    return TrackRuns(
        np.column_stack([x[order], y[order]]), value[order], np.asarray(runs, dtype=int), known, names
    )


def value_field(source, wanted):
    """Return the wanted anomaly field, or the first of the usual names that the layer has.

    Raises
    ------
    LmaError
        If there is none.
    """
    fields = source.fields()
    found = next((name for name in ([wanted] if wanted else ANOMALY_FIELDS) if fields.lookupField(name) >= 0), "")
    if not found:
        raise LmaError("The track points have no usual anomaly field; choose it in “Anomaly of the tracks”.")
    return found


def _codes(labels, count):
    if labels is None:
        return ("",), np.zeros(count, dtype=int)
    names, codes = np.unique(np.asarray(labels).astype(str), return_inverse=True)
    return tuple(names.tolist()), codes.ravel()
