"""MGD77T, the tab-separated form of MGD77 (NOAA NGDC 2010): 26 columns, heading optional, trailing tabs omitted."""

from __future__ import annotations

import re

import numpy as np

from ...core.errors import LmaError
from ...core.tracks.navigation import position_sd
from ...core.tracks.records import Records
from . import numbers

COLUMNS = (
    "SURVEY_ID",
    "TIMEZONE",
    "DATE",
    "TIME",
    "LAT",
    "LON",
    "POS_TYPE",
    "NAV_QUALCO",
    "BAT_TTIME",
    "CORR_DEPTH",
    "BAT_CPCO",
    "BAT_TYPCO",
    "BAT_QUALCO",
    "MAG_TOT",
    "MAG_TOT2",
    "MAG_RES",
    "MAG_RESSEN",
    "MAG_DICORR",
    "MAG_SDEPTH",
    "MAG_QUALCO",
    "GRA_OBS",
    "EOTVOS",
    "FREEAIR",
    "GRA_QUALCO",
    "LINEID",
    "POINTID",
)
_RECORD = re.compile(r"[^\t]{0,8}\t[+-]?[0-9.]{0,5}\t[0-9]{8}\t[0-9.]*\t[+-]?[0-9.]+\t[+-]?[0-9.]+(\t.*)?")
_USED = ("LAT", "LON", "DATE", "TIME", "CORR_DEPTH", "MAG_TOT", "MAG_TOT2", "MAG_RES")
SUSPICIOUS_ZONE_HOURS = 4.0


def recognises(lines):
    """Return whether the first lines look like MGD77T data."""
    return any(_is_heading(line) or _RECORD.fullmatch(line) for line in lines[:3])


def is_header(lines):
    """Return whether this is the .h77t header that lies beside the data."""
    return bool(lines) and lines[0].upper().startswith("SURVEY_ID\tFORMAT_77")


def _is_heading(line):
    words = line.upper().split("\t")
    return words[0].strip() == "SURVEY_ID" and {"DATE", "TIME", "LAT", "LON"} <= {word.strip() for word in words}


def read(lines, complete, name, instrument=""):
    """Read the records of an MGD77T file.

    Parameters
    ----------
    lines : list of str
        The file.
    complete : bool
        Whether the last line has its line end; without it the last record may be cut off.
    name : str
        Name of the file without extension, for surveys without an id.
    instrument : str
        Navigation instruments from the header beside the file.

    Returns
    -------
    records : Records
    notes : list of str

    Raises
    ------
    LmaError
        If no record is readable.
    """
    columns, rows, headings = COLUMNS, [], 0
    for line in lines:
        if _is_heading(line):
            columns = tuple(word.strip().upper() for word in line.split("\t"))
            headings += 1
        elif line.strip():
            rows.append(line.split("\t"))
    usable = [row for row in rows if len(row) >= 6 and not any(row[len(columns):])]
    if not usable:
        raise LmaError("{}: no MGD77T record with a date and a position; the file may be cut off.", name)

    def column(title):
        if title not in columns:
            return [""] * len(usable)
        at = columns.index(title)
        return [row[at] if at < len(row) else "" for row in usable]

    zone = numbers.floats(column("TIMEZONE"))
    date = numbers.dates([text if len(text.strip()) == 8 else "" for text in column("DATE")])
    time = date + numbers.clocks(column("TIME")) + np.where(np.isfinite(zone), zone, 0.0) * 3600.0
    longitude = numbers.floats(column("LON"))
    first, second = numbers.floats(column("MAG_TOT")), numbers.floats(column("MAG_TOT2"))
    doubtful = np.zeros(len(usable), dtype=bool)
    last = columns[min(len(usable[-1]), len(columns)) - 1]
    doubtful[-1] = not complete and usable[-1] is rows[-1] and last in _USED
    records = Records.of(
        longitude,
        numbers.floats(column("LAT")),
        survey=[text.strip() or name for text in column("SURVEY_ID")],
        time=time,
        depth=numbers.floats(column("CORR_DEPTH")),
        total=np.where(np.isfinite(first), first, second),
        residual=numbers.floats(column("MAG_RES")),
        position_sd=position_sd(time, instrument),
        doubtful=doubtful,
    )
    return records, _notes(records, zone, len(rows) - len(usable))


def _notes(records, zone, damaged):
    notes = [f"{damaged} lines do not have the columns of MGD77T and were skipped"] if damaged else []
    expected = np.round(-records.longitude / 15.0)
    away = np.abs((zone - expected + 12.0) % 24.0 - 12.0)
    if np.count_nonzero((zone != 0) & (away > SUSPICIOUS_ZONE_HOURS)) > 0.5 * len(zone):
        notes.append(
            f"TIMEZONE {np.nanmedian(zone):+.0f} h was added to the times as the format demands, but it does not "
            "fit the longitudes: the times may have been UTC already"
        )
    return notes


def instrument_of(lines):
    """Return the navigation instruments that an .h77t header names, empty when it names none."""
    if len(lines) < 2:
        return ""
    header = dict(zip(lines[0].upper().split("\t"), lines[1].split("\t")))
    return header.get("NAV_INSTR", "")
