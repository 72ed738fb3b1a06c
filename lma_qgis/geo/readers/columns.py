"""Which column of a table is what, and the records that follow from it."""

from __future__ import annotations

import re

import numpy as np

from ...core.errors import LmaError
from ...core.tracks.navigation import position_sd
from ...core.tracks.records import Records
from .. import crs
from . import numbers

ROLES = (
    "longitude",
    "latitude",
    "residual",
    "total",
    "depth",
    "time",
    "date",
    "clock",
    "year",
    "month",
    "day",
    "hour",
    "minute",
    "second",
    "survey",
    "line",
    "line_type",
    "timezone",
)
# Names with everything but letters and digits taken out; the earlier pattern wins.
_PATTERNS = {
    "longitude": (r"lon(g|gitude)?(deg|dd|wgs84|x)?", r"lon.*", r"x(coord.*)?", r"easting.*|east|utmx|xutm|utme"),
    "latitude": (r"lat(itude)?(deg|dd|wgs84|y)?", r"lat.*", r"y(coord.*)?", r"northing.*|north|utmy|yutm|utmn"),
    "residual": (
        r"magres(nt)?",
        r"(mag(netic)?)?resid(ual)?.*",
        r"mag.*(res|anom).*",
        r"(total|tf|tm|mf)?.*anom.*nt",
        r"totalfieldanom.*|tf?a|tfa|tma|deltat|dmag",
        r"anomaly?|anom",
    ),
    "total": (
        r"magtot(al)?(nt)?",
        r"mtf1|tmi|mtf|fnt|totalmag.*",
        r"(total|tot).*field.*|totfld",
        r"mag.*tot.*|magraw",
    ),
    "depth": (r"(corr)?depthm?|corrdepth", r"waterdepth.*|bathy.*|depth.*"),
    "time": (r"utc|datetime.*|timestamp.*|timeutc|utctime|isotime", r"time|epoch.*|unixtime"),
    "date": (r"date(utc)?|yyyymmdd",),
    "clock": (r"clock|hhmm(ss)?|timeofday|timeutc|utctime|time",),
    "year": (r"year|yyyy|yr",),
    "month": (r"month|mon|mm",),
    "day": (r"day|dd",),
    "hour": (r"hour|hr|hh",),
    "minute": (r"minute|min",),
    "second": (r"second|sec|ss",),
    "survey": (r"survey(id|name)?", r"cruise(id|name)?|leg|expedition"),
    "line": (r"line(id|number|no|num|name)?", r"track(id|name|no|number)?|profile(id|no)?|segment(id)?"),
    "line_type": (r"linetype",),
    "timezone": (r"timezone|tz",),
}
_NOT_MAGNETIC = re.compile(r"grav|freeair|faa|bouguer|mgal")
# A bare "mag" is a total field or an anomaly; its size tells which.
_BARE = re.compile(r"mag(netic)?(field)?(nt)?|nt|value|gamma|tfield|field")
SMALLEST_TOTAL = 15_000.0
# Sizes at which a number is seconds or milliseconds since 1970 (1973 to 2128), and not a packed date.
_UNIX = ((1e8, 5e9, 1.0), (1e11, 5e12, 1000.0))


def parse_override(text):
    """Return roles to column names from ``"residual=MAG; longitude=x"``.

    Raises
    ------
    LmaError
        If the text is not of this form or names an unknown role.
    """
    override = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        role, _, column = (word.strip() for word in part.partition("="))
        if role not in ROLES or not column:
            raise LmaError(
                "Columns: “{}” is not understood; write role=column with one of: {}.", part, ", ".join(ROLES)
            )
        override[role] = column
    return override


def find(names, override):
    """Return the index of the column of every role that a table has.

    Parameters
    ----------
    names : list of str
        Heading.
    override : dict
        Role to column name (or number from 1); wins over the automatic choice.

    Returns
    -------
    dict of str to int

    Raises
    ------
    LmaError
        If an overriding column does not exist.
    """
    plain = [re.sub(r"[^a-z0-9]", "", name.lower()) for name in names]
    found = {}
    for role, column in override.items():
        if column in names:
            found[role] = names.index(column)
        elif column.isdigit() and 1 <= int(column) <= len(names):
            found[role] = int(column) - 1
        else:
            raise LmaError("The table has no column “{}”; its columns are: {}.", column, ", ".join(names))
    for role in ROLES:
        if role not in found:
            index = _search(role, plain, set(found.values()))
            if index is not None:
                found[role] = index
    if "date" in found and "clock" not in found and "time" in found and "time" not in override:
        found["clock"] = found.pop("time")
    return found


def _search(role, plain, taken):
    for pattern in _PATTERNS[role]:
        for index, name in enumerate(plain):
            magnetic = role not in ("residual", "total") or not _NOT_MAGNETIC.search(name)
            if index not in taken and magnetic and re.fullmatch(pattern, name):
                return index
    return None


def to_records(names, table, name, override, wkt, lines=None, shifted=None):
    """Return the records of a table of texts.

    Parameters
    ----------
    names : list of str
        Heading.
    table : list of list of str
        One list of texts per column.
    name : str
        Survey name when no column holds one.
    override : dict
        See :func:`parse_override`.
    wkt : str
        Coordinate system of the positions; empty: degrees on WGS 84.
    lines : list of str, optional
        Name of the line of each row, where the file has it outside the columns.
    shifted : numpy.ndarray of bool, optional
        Rows with too many columns: their positions are not trusted.

    Returns
    -------
    records : Records
    notes : list of str

    Raises
    ------
    LmaError
        If positions or magnetic values cannot be found.
    """
    roles = find(names, override)
    if not {"longitude", "latitude"} <= set(roles):
        raise LmaError("{}: no longitude and latitude among {}; name them in “Columns”.", name, ", ".join(names))
    tokens = [
        text for role in ("longitude", "latitude", "residual", "total") if role in roles for text in table[roles[role]]
    ]
    comma = numbers.decimal_comma(tokens)
    values = {
        role: numbers.floats(table[roles[role]], comma)
        for role in ("longitude", "latitude", "residual", "total", "depth")
        if role in roles
    }
    _adopt_bare_column(names, table, roles, values, comma, name)
    longitude, latitude = _positions(values, wkt, name)
    if shifted is not None:
        longitude, latitude = np.where(shifted, np.nan, longitude), np.where(shifted, np.nan, latitude)
    time, notes = _times(table, roles, comma)
    surveys = [text.strip() or name for text in table[roles["survey"]]] if "survey" in roles else name
    columns = {key: values[key] for key in ("residual", "total", "depth") if key in values}
    records = Records.of(
        longitude,
        latitude,
        survey=surveys,
        time=time,
        position_sd=position_sd(time),
        line=lines if lines is not None else _lines(table, roles, len(longitude)),
        **columns,
    )
    unread = sum(
        int(np.count_nonzero(np.isnan(values[role]) & _filled(table[roles[role]])))
        for role in ("residual", "total")
        if role in values and role in roles
    )
    if unread:
        notes.append(f"{unread} magnetic entries are not numbers and count as no value")
    return records, notes


def _filled(texts):
    return np.array([text.strip().lower() not in ("", "*", "nan", "null", "na", "none") for text in texts], dtype=bool)


def _adopt_bare_column(names, table, roles, values, comma, name):
    if "residual" in values or "total" in values:
        return
    for index, title in enumerate(names):
        if index not in roles.values() and _BARE.fullmatch(re.sub(r"[^a-z0-9]", "", title.lower())):
            column = numbers.floats(table[index], comma)
            if np.isfinite(column).any():
                values["total" if np.nanmedian(np.abs(column)) > SMALLEST_TOTAL else "residual"] = column
                return
    raise LmaError(
        "{}: no magnetic column among {}; name it in “Columns”, such as residual=MAG.", name, ", ".join(names)
    )


def _positions(values, wkt, name):
    x, y = values["longitude"], values["latitude"]
    if wkt:
        known = np.isfinite(x) & np.isfinite(y)
        longitude, latitude = np.full(len(x), np.nan), np.full(len(x), np.nan)
        longitude[known], latitude[known] = crs.to_geographic(x[known], y[known], wkt)
        return longitude, latitude
    outside = (np.abs(x) > 360) | (np.abs(y) > 90)
    if np.count_nonzero(outside) > 0.5 * len(x):
        raise LmaError(
            "{}: the positions are not degrees; choose their coordinate system in “Coordinate system”.", name
        )
    return x, y


def _lines(table, roles, count):
    if "line" not in roles:
        return [""] * count
    labels = [text.strip() for text in table[roles["line"]]]
    if "line_type" in roles:
        kinds = [text.strip() for text in table[roles["line_type"]]]
        labels = [f"{kind}{label}" if kind.upper().startswith("T") else label for kind, label in zip(kinds, labels)]
    return labels


def _times(table, roles, comma):
    """Return seconds since 1970 and notes."""

    def column(role):
        return table[roles[role]]

    count = len(table[0])
    if "time" in roles:
        time = _moments(column("time"), comma)
    elif "date" in roles:
        time = numbers.dates(column("date"))
        if "clock" in roles:
            time = time + numbers.clocks(column("clock"))
    elif {"year", "month", "day"} <= set(roles):
        parts = [
            numbers.floats(column(role), comma) if role in roles else np.zeros(count)
            for role in ("year", "month", "day", "hour", "minute", "second")
        ]
        time = numbers.calendar(*parts)
    else:
        return np.full(count, np.nan), []
    if "timezone" in roles:
        zone = numbers.floats(column("timezone"), comma)
        time = time + np.where(np.abs(zone) <= 14, zone, 0.0) * 3600.0
    missing = int(np.count_nonzero(np.isnan(time)))
    return time, [f"{missing} records have no readable time"] if missing else []


def _moments(texts, comma):
    seconds = numbers.floats(texts, comma)
    size = np.median(np.abs(seconds[np.isfinite(seconds)])) if np.isfinite(seconds).any() else 0.0
    for low, high, unit in _UNIX:
        if low < size < high:
            return seconds / unit
    return numbers.dates(texts)
