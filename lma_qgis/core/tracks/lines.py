"""Names of lines, and distances along them."""

from __future__ import annotations

from collections import Counter

import numpy as np

from .cleaning import distances
from .segments import split_lines, unroll


def name_lines(records):
    """Return the line of every record.

    Lines that the file names keep their names; the others are cut at gaps, pauses and turns
    (:func:`.segments.split_lines`) and numbered from 1 within their survey.

    Parameters
    ----------
    records : Records
        Survey by survey in the order of time.

    Returns
    -------
    code : numpy.ndarray of int32, shape (n,)
        Changes wherever a new line begins.
    names : numpy.ndarray of object (str), shape (n,)
        ``survey-name``, such as ``78123006-007``.
    along : numpy.ndarray of float64, shape (n,)
        Metres sailed since the first record.
    """
    count = len(records)
    if count == 0:
        return np.zeros(0, dtype=np.int32), np.zeros(0, dtype=object), np.zeros(0)
    new_survey = np.concatenate(([True], records.survey[1:] != records.survey[:-1]))
    new_name = np.concatenate(([False], records.line[1:] != records.line[:-1]))
    easting, northing = unroll(records.longitude, records.latitude)
    pieces = split_lines(easting, northing, records.time, np.cumsum(new_survey))
    named = records.line != ""
    new_piece = np.concatenate(([True], np.diff(pieces) != 0)) & ~named
    begins = new_survey | new_name | new_piece
    names = np.empty(count, dtype=object)
    numbers = Counter()
    starts = np.flatnonzero(begins)
    for start, stop in zip(starts.tolist(), np.append(starts[1:], count).tolist()):
        survey, label = records.survey[start], records.line[start]
        if not label:
            numbers[survey] += 1
            label = f"{numbers[survey]:03d}"
        names[start:stop] = label if label.startswith(f"{survey}-") else f"{survey}-{label}"
    along = np.concatenate(([0.0], np.cumsum(distances(records.longitude, records.latitude))))
    return (np.cumsum(begins) - 1).astype(np.int32), names, along
