"""The anomaly of a record: as archived, or the total field minus IGRF-14."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..progress import silent
from .igrf import decimal_year, total_field

ARCHIVED, RECOMPUTED_FIRST, RECOMPUTED = range(3)
_SAMPLE = 2_000


@dataclass(frozen=True)
class Offset:
    """How far the archived anomaly of a survey lies from the recomputed one.

    Parameters
    ----------
    median, mad : float
        Of archived minus recomputed, nT; NaN when no record has both.
    count : int
        Records compared.
    """

    median: float
    mad: float
    count: int


def choose(records, mode, coefficients, progress=silent):
    """Return the anomaly of each record and where it comes from.

    Parameters
    ----------
    records : Records
        Survey by survey in the order of time.
    mode : int
        ``ARCHIVED``, ``RECOMPUTED_FIRST`` (recomputed where a total field exists, else archived) or
        ``RECOMPUTED``.
    coefficients : igrf.Coefficients
        The reference field.
    progress : callable
        See :mod:`lma_qgis.core.progress`.

    Returns
    -------
    anomaly : numpy.ndarray of float64, shape (n,)
        nT; NaN where the mode gives none.
    recomputed : numpy.ndarray of bool, shape (n,)
        Which of them were recomputed.
    """
    if mode == ARCHIVED:
        return records.residual.copy(), np.zeros(len(records), dtype=bool)
    computed = recompute(records, coefficients, progress)
    if mode == RECOMPUTED:
        return computed, np.isfinite(computed)
    use = np.isfinite(computed)
    return np.where(use, computed, records.residual), use


def recompute(records, coefficients, progress=silent):
    """Return total field minus the reference field at sea level, nT; NaN without a total field or any date.

    A record without a time takes that of its neighbours in the survey: the field changes by less
    than 0.3 nT a day.
    """
    anomaly = np.full(len(records), np.nan)
    year = decimal_year(_filled_time(records))
    known = np.flatnonzero(np.isfinite(records.total) & np.isfinite(year))
    reference = total_field(records.longitude[known], records.latitude[known], 0.0, year[known], coefficients, progress)
    anomaly[known] = records.total[known] - reference
    return anomaly


def _filled_time(records):
    time = records.time.copy()
    for survey in dict.fromkeys(records.survey[np.isnan(time)]):
        mine = np.flatnonzero(records.survey == survey)
        known = mine[np.isfinite(time[mine])]
        if len(known):
            time[mine] = np.interp(mine, known, time[known])
    return time


def offsets(records, coefficients, progress=silent):
    """Return, for each survey, the offset of archived against recomputed anomalies, from a sample of its records.

    Returns
    -------
    dict of str to Offset
    """
    found = {}
    surveys = list(dict.fromkeys(records.survey))
    for number, survey in enumerate(surveys):
        progress(number / len(surveys))
        both = (records.survey == survey) & np.isfinite(records.total) & np.isfinite(records.residual)
        mine = np.flatnonzero(both)
        sample = records.where(mine[:: max(1, len(mine) // _SAMPLE)])
        difference = sample.residual - recompute(sample, coefficients)
        difference = difference[np.isfinite(difference)]
        median = float(np.median(difference)) if len(difference) else np.nan
        mad = float(np.median(np.abs(difference - median))) if len(difference) else np.nan
        found[survey] = Offset(median, mad, len(difference))
    return found
