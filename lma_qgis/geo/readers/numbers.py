"""Text to numbers and times, strictly: what is not a number becomes NaN, never a wrong number."""

from __future__ import annotations

import re

import numpy as np

_PLAIN = re.compile(r"[0-9.+\-eE]*")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eEdD][+-]?[0-9]{1,3})?")
_COMMA_NUMBER = re.compile(r"[+-]?[0-9]+,[0-9]*|[+-]?,[0-9]+")
_ISO = re.compile(
    r"(?:(?P<y>[0-9]{4})[-/.](?P<m>[0-9]{1,2})[-/.](?P<d>[0-9]{1,2})|(?P<yy>[0-9]{4})(?P<mm>[0-9]{2})(?P<dd>[0-9]{2}))"
    r"(?:[T ]*(?P<H>[0-9]{2}|(?<=[T ])[0-9]):?(?P<M>[0-9]{2})(?::?(?P<S>[0-9]{2}(?:[.,][0-9]*)?))?)?"
    r"\s*(?:Z|UTC|GMT|(?P<sign>[+-])(?P<zh>[0-9]{2}):?(?P<zm>[0-9]{2})?)?"
)
_DAY_FIRST_OR_MONTH_FIRST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})(?:[T ]+(.*))?")
_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}(?:\.[0-9]*)?))?")
DAY = 86_400.0


def floats(texts, comma=False):
    """Return numbers of texts; blanks and anything that is not a decimal number give NaN.

    Parameters
    ----------
    texts : list of str
        One token each.
    comma : bool
        A comma is the decimal sign.

    Returns
    -------
    numpy.ndarray of float64
    """
    texts = [text.strip() for text in texts]
    if comma:
        texts = [text.replace(",", ".") if _COMMA_NUMBER.fullmatch(text) else text for text in texts]
    try:
        plain = _PLAIN.fullmatch("".join(texts)) is not None
        values = np.array([text or "nan" for text in texts], dtype=float) if plain else None
    except ValueError:
        # Such as "1-2" or "e5": the tokens are judged one by one.
        values = None
    if values is None:
        values = np.array([_float(text) for text in texts], dtype=float)
    values[~np.isfinite(values)] = np.nan
    return values


def _float(text):
    return float(text.replace("d", "e").replace("D", "e")) if _NUMBER.fullmatch(text) else np.nan


def decimal_comma(texts):
    """Return whether tokens use the comma as decimal sign: some do, and none uses the point."""
    joined = "".join(texts)
    return "," in joined and "." not in joined and any(_COMMA_NUMBER.fullmatch(text.strip()) for text in texts)


def calendar(year, month, day, hour=0.0, minute=0.0, second=0.0):
    """Return seconds since 1970 of calendar columns; impossible dates and times give NaN.

    Parameters
    ----------
    year, month, day : array_like, shape (n,)
        Whole numbers.
    hour, minute, second : array_like
        May be NaN only if everything smaller is; fractions allowed.

    Returns
    -------
    numpy.ndarray of float64, shape (n,)
    """
    columns = np.broadcast_arrays(*(np.asarray(c, dtype=float) for c in (year, month, day, hour, minute, second)))
    year, month, day, hour, minute, second = columns
    valid = (year >= 1800) & (year <= 2200) & (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31)
    valid &= (hour >= 0) & (hour <= 24) & (minute >= 0) & (minute < 60) & (second >= 0) & (second < 61)
    valid &= (year % 1 == 0) & (month % 1 == 0) & (day % 1 == 0)
    months = (np.where(valid, year, 1970).astype(int) - 1970) * 12 + np.where(valid, month, 1).astype(int) - 1
    first = months.astype("datetime64[M]").astype("datetime64[D]")
    length = ((months + 1).astype("datetime64[M]").astype("datetime64[D]") - first).astype(int)
    valid &= day <= length
    days = first.astype(int) + np.where(valid, day, 1) - 1
    return np.where(valid, days * DAY + hour * 3600.0 + minute * 60.0 + second, np.nan)


def dates(texts):
    """Return seconds since 1970 of the dates or date-times in a column.

    Year first in any usual notation; day or month first only where the column itself tells which
    (a number above 12), else NaN throughout.

    Parameters
    ----------
    texts : list of str

    Returns
    -------
    numpy.ndarray of float64
    """
    texts = [text.strip() for text in texts]
    usual = _usual_dates(texts)
    if usual is not None:
        return usual
    unusual = [_DAY_FIRST_OR_MONTH_FIRST.fullmatch(text) for text in texts]
    if any(unusual):
        first = max((int(match[1]) for match in unusual if match), default=0)
        second = max((int(match[2]) for match in unusual if match), default=0)
        if (first > 12) == (second > 12):
            return np.full(len(texts), np.nan)
        order = (3, 2, 1) if first > 12 else (3, 1, 2)
        texts = [
            f"{match[order[0]]}-{match[order[1]]}-{match[order[2]]} {match[4] or ''}".strip() if match else text
            for match, text in zip(unusual, texts)
        ]
    matches = [_ISO.fullmatch(text) for text in texts]

    def column(*groups):
        return np.array([_group(match, groups) for match in matches], dtype=float)

    sign = np.array([-1.0 if match and match["sign"] == "-" else 1.0 for match in matches])
    moment = calendar(column("y", "yy"), column("m", "mm"), column("d", "dd"), column("H"), column("M"), column("S"))
    return moment - sign * (column("zh") * 3600.0 + column("zm") * 60.0)


def _usual_dates(texts):
    """Return times of a column of nothing but ``YYYY-MM-DD hh:mm:ss[Z]``, else None: the quick road for big tables."""
    width = len(texts[0]) if texts else 0
    if width not in (19, 20) or len("".join(texts)) != width * len(texts):
        return None
    codes = np.array(texts, dtype=f"U{width}").view(np.uint32).reshape(len(texts), width)
    marks = {4: "-", 7: "-", 10: "T ", 13: ":", 16: ":", 19: "Z"}
    for place in range(width):
        allowed = [ord(mark) for mark in marks.get(place, "0123456789")]
        if not np.isin(codes[:, place], allowed).all():
            return None
    digits = codes.astype(np.int64) - ord("0")

    def number(first, last):
        return digits[:, first:last] @ 10 ** np.arange(last - first - 1, -1, -1)

    return calendar(number(0, 4), number(5, 7), number(8, 10), number(11, 13), number(14, 16), number(17, 19))


def _group(match, groups):
    if match is None:
        return np.nan
    return float(next((match[group] for group in groups if match[group]), "0").replace(",", "."))


def clocks(texts):
    """Return seconds since midnight of ``hh:mm[:ss]`` or ``hhmm[.fraction of minutes]`` texts."""
    matches = [_CLOCK.fullmatch(text.strip()) for text in texts]
    if any(matches):
        hour, minute, second = (
            np.array([float(match[i] or 0) if match else np.nan for match in matches]) for i in (1, 2, 3)
        )
    else:
        packed = floats(texts)
        hour, minute, second = packed // 100, packed % 100, np.zeros(len(texts))
    valid = (hour >= 0) & (hour <= 24) & (minute < 60) & (second < 61)
    return np.where(valid, hour * 3600 + minute * 60 + second, np.nan)
