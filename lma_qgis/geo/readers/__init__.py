"""Readers of track files: MGD77, MGD77T, MGD77+, Geosoft XYZ and delimited text, each also gzipped."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ...core.errors import LmaError
from ...core.progress import silent
from ...core.tracks.records import Records
from . import files, mgd77, mgd77plus, mgd77t, table, xyz
from .columns import parse_override


@dataclass(frozen=True)
class TrackFile:
    """What was read from one file.

    Parameters
    ----------
    name : str
        File name.
    kind : str
        Format: MGD77, MGD77T, MGD77+, Geosoft XYZ, table, or ``header`` for a file that only
        describes another.
    records : Records or None
        All records, also those without a magnetic value; None for a header.
    notes : list of str
        What a person should know about the file.
    """

    name: str
    kind: str
    records: Records
    notes: list


def read(path, columns="", wkt="", progress=silent):
    """Read a track file of any supported format, recognised by its content.

    Parameters
    ----------
    path : str or pathlib.Path
        The file.
    columns : str
        For tables: ``"role=column; …"``, see :mod:`.columns`; empty: by the names of the columns.
    wkt : str
        Coordinate system of tables; empty: degrees on WGS 84.
    progress : callable
        See :mod:`lma_qgis.core.progress`.

    Returns
    -------
    TrackFile

    Raises
    ------
    LmaError
        One sentence with cause and next step.
    """
    path = Path(path)
    name = files.stem(path)
    content = files.read_bytes(path)
    progress(0.1)
    if content.startswith((mgd77plus.MAGIC, mgd77plus.HDF_MAGIC)):
        return TrackFile(path.name, "MGD77+", *mgd77plus.read(content, path.name))
    lines, complete = files.split_text(files.decode(content, path.name))
    progress(0.3)
    start = [line for line in lines[:200] if line.strip()]
    if mgd77t.is_header(start):
        return TrackFile(path.name, "header", None, [])
    if mgd77t.recognises(start):
        kind, (records, notes) = "MGD77T", mgd77t.read(lines, complete, name, _instrument_beside(path))
    elif mgd77.recognises(start):
        kind, (records, notes) = "MGD77", mgd77.read(lines, complete, name)
    elif xyz.recognises(start):
        kind, (records, notes) = "Geosoft XYZ", xyz.read(lines, complete, name, parse_override(columns), wkt)
    else:
        kind, (records, notes) = "table", table.read(lines, complete, name, parse_override(columns), wkt, progress)
    if not complete:
        notes = [*notes, "the file does not end with a line end: it may be cut off"]
    if not len(records):
        raise LmaError("{} holds no records; choose a file with track records.", path.name)
    return TrackFile(path.name, kind, records, notes)


def _instrument_beside(path):
    """Return the navigation instruments named in the .h77t header beside an .m77t file; a damaged header names none."""
    base = path.with_suffix("") if path.suffix.lower() == ".gz" else path
    for candidate in (base.with_suffix(".h77t"), Path(f"{base.with_suffix('.h77t')}.gz")):
        if candidate.is_file():
            try:
                text = files.decode(files.read_bytes(candidate), candidate.name)
            except LmaError:
                return ""
            return mgd77t.instrument_of(files.split_text(text)[0])
    return ""
