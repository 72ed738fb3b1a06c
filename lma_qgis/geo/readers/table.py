"""Delimited text: CSV, TSV, semicolons, blanks; with a heading, columns recognised by name."""

from __future__ import annotations

import csv

import numpy as np

from ...core.errors import LmaError
from ...core.progress import silent
from . import columns, numbers

_DELIMITERS = ("\t", ";", ",", "|")
_COMMENTS = ("#", "%", "!", "/", ">")


def read(lines, complete, name, override, wkt, progress=silent):
    """Read the records of a delimited text file.

    Parameters
    ----------
    lines : list of str
        The file.
    complete : bool
        Whether the last line has its line end; a last line without it that is too short is left out.
    name : str
        Name of the file without extension.
    override : dict
        Role to column, see :func:`columns.parse_override`.
    wkt : str
        Coordinate system of the positions; empty: degrees on WGS 84.
    progress : callable
        See :mod:`lma_qgis.core.progress`.

    Returns
    -------
    records : Records
    notes : list of str

    Raises
    ------
    LmaError
        If no heading, positions or magnetic values can be found.
    """
    body = [line for line in lines if line.strip() and not line.startswith(_COMMENTS)]
    if not body:
        raise LmaError("{} has no records; choose a file with track records.", name)
    delimiter = next((mark for mark in _DELIMITERS if mark in body[0]), None)
    first = _tokens(body[:1], delimiter, name)[0]
    if _is_data(first):
        heading, start = _comment_heading(lines, len(first), delimiter), 0
    else:
        heading, start = [word.strip() for word in first], 1
    rows = _tokens(body[start:], delimiter, name)
    progress(0.5)
    width = len(heading)
    if not complete and rows and len(rows[-1]) < width:
        rows.pop()
    if not rows or width < 3:
        raise LmaError(
            "{} is not a table of records: it needs longitude, latitude and a magnetic value under a heading.", name
        )
    shifted = np.array([len(row) > width and any(word.strip() for word in row[width:]) for row in rows])
    padded = [row if len(row) == width else [*row[:width], *[""] * (width - len(row))] for row in rows]
    table = list(zip(*padded))
    progress(0.7)
    return columns.to_records(heading, table, name, override, wkt, shifted=shifted)


def _tokens(lines, delimiter, name):
    if delimiter is None or not any('"' in line for line in lines):
        return [line.split(delimiter) for line in lines]
    try:
        return [next(csv.reader((line,), delimiter=delimiter)) for line in lines]
    except csv.Error as error:
        raise LmaError("{} cannot be read as a table ({}); save it as plain CSV.", name, error) from error


def _is_data(words):
    """Return whether a first line holds values and no names: most of its words are numbers."""
    known = np.isfinite(numbers.floats(words)) | np.isfinite(numbers.floats(words, comma=True))
    return np.count_nonzero(known) >= 2


def _comment_heading(lines, width, delimiter):
    """Return the names in the last comment line with as many words as the table has columns, else numbers from 1."""
    for line in reversed(lines[: next((i for i, text in enumerate(lines) if not text.startswith(_COMMENTS)), 0)]):
        text = line.lstrip("".join(_COMMENTS)).strip()
        words = text.split(delimiter) if delimiter else text.split()
        words = words if len(words) == width else text.split()
        if len(words) == width:
            return [word.strip() for word in words]
    return [str(number) for number in range(1, width + 1)]
