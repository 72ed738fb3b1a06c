"""From records as read to observations ready for use: judged, reduced, named."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from ..errors import LmaError
from ..progress import part, silent
from . import along_track, anomaly, cleaning
from .lines import name_lines
from .records import Records
from .report import SurveyReport

SPIKE, NO_ANOMALY = "spike", "no anomaly"


@dataclass(frozen=True)
class Options:
    """What a person may choose.

    Parameters
    ----------
    mode : int
        See :func:`.anomaly.choose`.
    max_anomaly, max_speed : float
        Limits of the possible, nT and m/s.
    hampel_window : float
        Metres along the track; 0 looks for no spikes.
    highpass : float
        Cut-off wavelength along the track, metres; 0 removes nothing.
    """

    mode: int = anomaly.ARCHIVED
    max_anomaly: float = cleaning.MAX_ANOMALY
    max_speed: float = cleaning.MAX_SPEED
    hampel_window: float = 6_000.0
    highpass: float = 0.0


@dataclass(frozen=True)
class Intake:
    """Observations of all surveys, survey by survey in the order of time.

    Parameters
    ----------
    records : Records
        What was kept.
    anomaly : numpy.ndarray of float64, shape (n,)
        nT; NaN where the mode gives none.
    recomputed : numpy.ndarray of bool, shape (n,)
        Anomaly from the total field and IGRF-14.
    use : numpy.ndarray of bool, shape (n,)
        False without an anomaly and for records that may be cut off.
    line : numpy.ndarray of int32, shape (n,)
        Changes where a new line begins.
    line_name : numpy.ndarray of object (str), shape (n,)
    along : numpy.ndarray of float64, shape (n,)
        Metres along the track.
    flags : list of set of str
        Remarks on each observation.
    rejected : dict of str to collections.Counter
        Survey to reasons and numbers.
    offsets : dict of str to anomaly.Offset
        Archived minus recomputed.
    """

    records: Records
    anomaly: np.ndarray
    recomputed: np.ndarray
    use: np.ndarray
    line: np.ndarray
    line_name: np.ndarray
    along: np.ndarray
    flags: list
    rejected: dict
    offsets: dict

    @property
    def n_rejected(self):
        """Number of records with a magnetic value that were rejected."""
        return sum(sum(reasons.values()) for reasons in self.rejected.values())


def take_in(records, coefficients, options=None, progress=silent):
    """Judge records, choose their anomaly, name their lines and flag what is unlikely.

    Parameters
    ----------
    records : Records
        Of all files.
    coefficients : igrf.Coefficients
        The reference field.
    options : Options, optional
        Defaults as in the class.
    progress : callable
        See :mod:`lma_qgis.core.progress`.

    Returns
    -------
    Intake
        ``len(records) + n_rejected`` is the number of records with a magnetic value.

    Raises
    ------
    LmaError
        If no record is possible.
    """
    options = options or Options()
    kept = cleaning.reject_impossible(records, options.max_anomaly, options.max_speed, part(progress, 0.0, 0.2))
    progress(0.2)
    records = kept.records
    if not len(records):
        raise LmaError("No record holds a possible magnetic value at a possible position; check files and columns.")
    values, recomputed = anomaly.choose(records, options.mode, coefficients, part(progress, 0.2, 0.7))
    offsets = anomaly.offsets(records, coefficients, part(progress, 0.7, 0.8))
    with np.errstate(invalid="ignore"):
        impossible = np.abs(values) > options.max_anomaly
    values = np.where(impossible, np.nan, values)
    line, line_name, along = name_lines(records)
    progress(0.9)
    doubts = along_track.flag_gradients(values, records.time, along, line)
    if options.hampel_window > 0:
        doubts[SPIKE] = along_track.hampel(values, along, line, options.hampel_window)
    doubts[cleaning.ANOMALY_RANGE], doubts[NO_ANOMALY] = impossible, ~np.isfinite(values)
    for text, mask in doubts.items():
        for index in np.flatnonzero(mask).tolist():
            kept.flags[index].add(text)
    if options.highpass > 0:
        values = along_track.remove_long_wavelengths(values, along, line, options.highpass)
    use = np.isfinite(values) & ~records.doubtful
    return Intake(records, values, recomputed, use, line, line_name, along, kept.flags, kept.rejected, offsets)


def summaries(intake):
    """Return one :class:`.report.SurveyReport` per survey."""
    found = []
    for survey, reasons in intake.rejected.items():
        mine = np.flatnonzero(intake.records.survey == survey)
        flags = [intake.flags[index] for index in mine.tolist()]
        found.append(
            SurveyReport(
                str(survey),
                len(mine),
                len(np.unique(intake.line[mine])),
                dict(reasons),
                dict(Counter(text for each in flags for text in each)),
                _period(intake.records.time[mine]),
                intake.offsets.get(survey, anomaly.Offset(np.nan, np.nan, 0)),
                intake.along[mine],
                intake.anomaly[mine],
                np.array([SPIKE in each for each in flags], dtype=bool),
            )
        )
    return found


def _period(time):
    time = time[np.isfinite(time)]
    if not len(time):
        return "unknown"
    first, last = np.array([time.min(), time.max()]).astype("datetime64[s]").astype("datetime64[D]")
    return f"{first} to {last}"
