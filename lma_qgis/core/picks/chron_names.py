"""Names of polarity chrons as they occur in isochron, lineation and pick tables."""

from __future__ import annotations

import re

import numpy as np

ENDS = ("y", "c", "o")
_ANOMALY = re.compile(r"^(M?)(\d+)([A-QS-Z]{0,2})(R?)(-\d)?$")
_CHRON = re.compile(r"^C?(M?\d+[A-Z]*)([nr](?:\.\d+[nr])?(?:-\d+[nr])?)([yoc]?)$")
_OLDEST = {"": 34, "M": 45}
_NORMAL_IN_M = {"2", "4"}


def parse_chron(text):
    """Return the chron and the end that a table entry means.

    Parameters
    ----------
    text : str
        ``C5n.2n``, ``C13ny`` or ``C13n(o)`` (end behind the name), ``CM10Nr``, or a bare anomaly number such as
        ``5``, ``2A`` or ``M10`` of Cande et al. (1989). Anomaly numbers of the C-sequence name the
        normal chron, those of the M-sequence the reversed one.

    Returns
    -------
    chron, end : str
        ``end`` is ``y`` (young), ``o`` (old), ``c`` (centre) or empty; both are empty where the text names no chron.

    Examples
    --------
    >>> parse_chron("C13ny"), parse_chron("2A"), parse_chron("CM0"), parse_chron("?")
    (('C13n', 'y'), ('C2An', ''), ('M0r', ''), ('', ''))
    """
    cleaned = re.sub(r"\(([yoc])\)$", r"\1", re.sub(r"[\s?*_]", "", str(text)))
    found = _CHRON.match(cleaned)
    if found:
        name, polarity, end = found.groups()
        return ("" if name.startswith("M") else "C") + name + polarity, end
    found = _ANOMALY.match(re.sub(r"^C", "", cleaned))
    if not found or int(found.group(2)) > _OLDEST[found.group(1)]:
        return "", ""
    mesozoic, number, letters, reversed_one, part = found.groups()
    if mesozoic:
        return f"M{number}{letters}{'n' if number in _NORMAL_IN_M and not letters else 'r'}", ""
    polarity = "r" if reversed_one else "n"
    return f"C{number}{letters}{polarity}" + (f".{part[1:]}n" if part else ""), ""


def chron_polarity(chron):
    """Return +1 for the name of a normal chron, −1 for a reversed one.

    Examples
    --------
    >>> chron_polarity("C5n.2n"), chron_polarity("C1r.2r-1n"), chron_polarity("M10r")
    (1, 1, -1)
    """
    return 1 if chron.endswith("n") else -1


def chron_of_age(age_ma, names, young_ma, old_ma, normal, tolerance_ma=0.15):
    """Return the chron edge whose age is nearest to an age given by an isochron.

    Parameters
    ----------
    age_ma : float
        Age of the isochron, million years.
    names : sequence of str
        Chrons of the time scale.
    young_ma, old_ma : numpy.ndarray
        Their ends, million years.
    normal : numpy.ndarray of bool
        True for normal chrons. Edges are named after the normal chron up to C34n and after the reversed one
        in the M-sequence, as pickers do.
    tolerance_ma : float
        Largest difference, million years.

    Returns
    -------
    chron, end : str
        Empty where no edge is near enough.
    """
    named = np.where([name.startswith("M") for name in names], ~np.asarray(normal, bool), np.asarray(normal, bool))
    index = np.flatnonzero(named)
    edges = np.concatenate((np.asarray(young_ma)[index], np.asarray(old_ma)[index]))
    if not np.isfinite(age_ma) or len(edges) == 0:
        return "", ""
    nearest = int(np.argmin(np.abs(edges - age_ma)))
    if abs(edges[nearest] - age_ma) > tolerance_ma:
        return "", ""
    return names[index[nearest % len(index)]], "y" if nearest < len(index) else "o"


def chron_age(chron, end, names, young_ma, old_ma):
    """Return the age of a chron's end, or of its centre, on a time scale; NaN for an unknown name.

    Parameters
    ----------
    chron, end : str
        As :func:`parse_chron` returns them; a name without sub-chron (``C5n``) spans all its sub-chrons.
    names, young_ma, old_ma : sequences
        The time scale, million years.

    Returns
    -------
    float
        Million years.
    """
    rows = [i for i, name in enumerate(names) if name == chron]
    if not rows and chron:
        rows = [i for i, name in enumerate(names) if name.startswith(chron + ".")]
    if not rows:
        return float("nan")
    young, old = min(young_ma[i] for i in rows), max(old_ma[i] for i in rows)
    return float({"y": young, "o": old}.get(end, 0.5 * (young + old)))
