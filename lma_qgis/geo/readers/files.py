"""Bytes and lines of track files, compressed or not."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

from ...core.errors import LmaError

LARGEST_BYTES = 2 * 1024**3
_GZIP = b"\x1f\x8b"
_CONTROL = bytes(sorted(set(range(32)) - {9, 10, 12, 13, 26}))


def read_bytes(path):
    """Return the content of a file, uncompressed when it is a gzip file.

    Parameters
    ----------
    path : str or pathlib.Path

    Returns
    -------
    bytes

    Raises
    ------
    LmaError
        If the file is missing, unreadable, empty, cut off, damaged or larger than 2 GiB.
    """
    path = Path(path)
    try:
        with path.open("rb") as stream:
            head = stream.read(2)
            stream.seek(0)
            reader = gzip.GzipFile(fileobj=stream) if head == _GZIP else stream
            content = reader.read(LARGEST_BYTES + 1)
    except EOFError as error:
        raise LmaError("{} is cut off: its compressed data end too early; get the file again.", path.name) from error
    except (zlib.error, gzip.BadGzipFile) as error:
        raise LmaError("{} is damaged: it cannot be uncompressed; get the file again.", path.name) from error
    except (OSError, ValueError) as error:
        raise LmaError("{} cannot be opened ({}); check the path and its permissions.", path.name, error) from error
    if len(content) > LARGEST_BYTES:
        raise LmaError("{} holds more than 2 GiB; split it into cruises first.", path.name)
    if not content.strip():
        raise LmaError("{} is empty; choose a file with track records.", path.name)
    return content


def decode(content, name):
    """Return file content as text.

    Parameters
    ----------
    content : bytes
        UTF-8, UTF-16 with a byte order mark, or an 8-bit encoding of Western Europe.
    name : str
        Name of the file, for the error.

    Returns
    -------
    str

    Raises
    ------
    LmaError
        If the content is not text.
    """
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError as error:
            raise LmaError("{} is not readable text; save it as UTF-8 text.", name) from error
    if content.translate(None, _CONTROL) != content:
        raise LmaError(
            "{} is not a text file and not MGD77+ netCDF; choose MGD77, MGD77T, MGD77+, Geosoft XYZ or CSV.", name
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def split_text(text):
    """Return the lines of a text and whether the last one is complete.

    Only line feeds and carriage returns end lines, so that no exotic character shifts a column.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\x1a")
    lines = text.split("\n")
    complete = lines[-1] == ""
    return (lines[:-1] if complete else lines), complete


def stem(path):
    """Return a file's name without folder and extensions, a name for a survey."""
    name = Path(path).name
    for suffix in (".gz", *Path(name[: -len(".gz")] if name.lower().endswith(".gz") else name).suffixes[-1:]):
        if name.lower().endswith(suffix.lower()):
            name = name[: len(name) - len(suffix)]
    return name or "survey"
