"""Geosoft XYZ: blocks of rows headed LINE or TIE, columns named in a comment only."""

from __future__ import annotations

import re

import numpy as np

from ...core.errors import LmaError
from . import columns, numbers

_LINE = re.compile(
    r"\s*(LINE|TIE|RANDOM|BASE|TREND|SPECIAL|[LTRBPS])\s*:?\s*([A-Za-z]?[0-9][0-9.:A-Za-z_-]*)\s*", re.IGNORECASE
)
_SEARCHED = 200


def recognises(lines):
    """Return whether a line heading stands among the first lines, with rows of values after it."""
    for index, line in enumerate(lines[:_SEARCHED]):
        if _LINE.fullmatch(line):
            return any(_words(row)[:1] and _is_row(_words(row)) for row in lines[index + 1: index + _SEARCHED])
        if line.strip() and not line.startswith("/") and not _is_row(_words(line)):
            return False
    return False


def read(lines, complete, name, override, wkt):
    """Read the records of a Geosoft XYZ file.

    Parameters
    ----------
    lines : list of str
        The file.
    complete : bool
        Whether the last line has its line end; a last line without it that is too short is left out.
    name : str
        Survey name: the file without extension.
    override : dict
        Role to column name or number.
    wkt : str
        Coordinate system of the positions; empty: degrees on WGS 84.

    Returns
    -------
    records : Records
    notes : list of str

    Raises
    ------
    LmaError
        If there are no rows, or no names for the columns.
    """
    rows, labels, comments, label = [], [], [], ""
    for line in lines:
        heading = _LINE.fullmatch(line)
        if heading:
            label = _label(*heading.groups())
        elif line.startswith("/"):
            comments.append(line.strip("/ \t"))
        elif line.strip():
            rows.append(_words(line))
            labels.append(label)
    if rows and not complete and len(rows[-1]) < len(rows[0]):
        rows.pop(), labels.pop()
    if not rows:
        raise LmaError("{} holds line headings but no rows of values.", name)
    width = max(set(map(len, rows[:_SEARCHED])), key=[len(row) for row in rows[:_SEARCHED]].count)
    heading = _heading(comments, width, override)
    if heading is None:
        raise LmaError(
            "{}: no comment names its {} columns; give them in “Columns” by number, such as longitude=1; "
            "latitude=2; residual=3.",
            name, width,
        )
    whole = [row if len(row) == width else [""] * width for row in rows]
    damaged = sum(len(row) != width for row in rows)
    table = [[("" if row[index] == "*" else row[index]) for row in whole] for index in range(width)]
    records, notes = columns.to_records(heading, table, name, override, wkt, lines=labels)
    if damaged:
        notes.append(f"{damaged} rows do not have {width} columns and count as no value")
    return records, notes


def _label(kind, number):
    return number if kind.upper() in ("LINE", "L") else f"{kind.upper()[0]}{number}"


def _words(line):
    """Split at blanks, or at commas and semicolons where these separate."""
    if ";" in line:
        return [word.strip() for word in line.split(";")]
    if "," in line and ("." in line or ", " in line or len(line.split()) == 1):
        return [word.strip() for word in line.split(",")]
    return line.split()


def _is_row(words):
    known = np.isfinite(numbers.floats(words)) | np.isfinite(numbers.floats(words, comma=True))
    return len(words) >= 3 and known.sum() + words.count("*") >= 3


def _heading(comments, width, override):
    for text in reversed(comments):
        words = text.replace(",", " ").replace(";", " ").split()
        if len(words) == width and not _is_row(words):
            return words
    numbered = [str(number) for number in range(1, width + 1)]
    return numbered if {"longitude", "latitude"} <= set(override) else None
