"""MGD77, the fixed-width exchange format of 1977: 24 header lines of 80 columns, data lines of 120.

Columns: NOAA NGDC, "The Marine Geophysical Data Exchange Format MGD77" (1999); science of the layout before 2000 as in
GMT's mgd77 supplement (record type 3: time zone × 100 in five columns, two digits for the year).
"""

from __future__ import annotations

import re

import numpy as np

from ...core.errors import LmaError
from ...core.tracks.navigation import position_sd
from ...core.tracks.records import Records
from . import numbers

HEADER_LINES = 24
MAGNETIC_COLUMNS = 78
_DATA = re.compile(r"[35].{77,}")
_HEADER = re.compile(r"[14].{77}\s?01\s*")
_CENTURY_PIVOT = 39
_HOURS_LARGEST = 13


def recognises(lines):
    """Return whether the first lines look like MGD77."""
    return bool(lines) and (_HEADER.fullmatch(lines[0]) is not None or _is_data(lines[0]))


def _is_data(line):
    columns = _DATA.fullmatch(line) is not None and "\t" not in line and "," not in line
    return columns and line[9:27].strip("+-0123456789 ") == ""


def read(lines, complete, name):
    """Read the records of an MGD77 file; several files may follow each other in one.

    Parameters
    ----------
    lines : list of str
        The file.
    complete : bool
        Whether the last line has its line end.
    name : str
        Name of the file without extension, for surveys without an id.

    Returns
    -------
    records : Records
    notes : list of str
        What a reader should know.

    Raises
    ------
    LmaError
        If no data record is readable.
    """
    data = [line for line in lines if line[:1] in ("3", "5") and len(line.rstrip()) >= MAGNETIC_COLUMNS]
    header = [line for line in lines[:HEADER_LINES] if line[:1] not in ("3", "5")]
    damaged = sum(bool(line.strip()) for line in lines[len(header):]) - len(data)
    if not data:
        raise LmaError("{} has no complete MGD77 data record; it may be cut off or be only a header.", name)
    old = np.array([line[0] == "3" for line in data])
    time = _time(data, old)
    instrument = lines[4][:40] if len(header) >= 5 else ""
    records = Records.of(
        _field(data, 36, 44, 1e-5),
        _field(data, 28, 35, 1e-5),
        survey=[line[1:9].strip() or name for line in data],
        time=time,
        depth=_field(data, 52, 57, 0.1),
        total=_first(_field(data, 61, 66, 0.1), _field(data, 67, 72, 0.1)),
        residual=_field(data, 73, 78, 0.1),
        position_sd=position_sd(time, instrument),
    )
    if damaged:
        return records, [f"{damaged} lines are too short for magnetic columns or of unknown type and were skipped"]
    return records, []


def _first(preferred, other):
    return np.where(np.isfinite(preferred), preferred, other)


def _texts(data, first, last):
    """Return columns ``first`` to ``last``, counted from 1; all nines mean no value."""
    texts = [line[first - 1: last].strip() for line in data]
    return [
        ""
        if len(text.lstrip("+-")) > 1 and not text.lstrip("+-").strip("9") and len(text) == last - first + 1
        else text
        for text in texts
    ]


def _field(data, first, last, scale):
    return _whole(_texts(data, first, last)) * scale


def _whole(texts):
    """Return integers as floats; a token with anything but a sign and digits gives NaN."""
    return numbers.floats([text if text.lstrip("+-").isdigit() and text.isascii() else "" for text in texts])


def _time(data, old):
    zone = np.where(old, _old_zone(_whole(_texts(data, 10, 14))), _whole(_texts(data, 10, 12)))
    short = _whole([line[14:16] for line in data])
    year = np.where(old, short + np.where(short < _CENTURY_PIVOT, 2000, 1900), _whole(_texts(data, 13, 16)))
    month, day, hour = (_whole([line[a:b] for line in data]) for a, b in ((16, 18), (18, 20), (20, 22)))
    minute = _whole(_texts(data, 23, 27)) / 1000.0
    zone = np.where(np.abs(zone) <= _HOURS_LARGEST, zone, 0.0)
    return numbers.calendar(year, month, day, hour, minute) + np.where(np.isfinite(zone), zone, 0.0) * 3600.0


def _old_zone(zone):
    return np.where(np.abs(zone) <= _HOURS_LARGEST, zone, zone / 100.0)
