"""A page of HTML that says what an import kept, rejected and doubts, with profiles."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import numpy as np

_WIDTH, _HEIGHT, _BINS = 900, 120, 900
_STYLE = (
    "body{font:14px/1.45 sans-serif;margin:2em;color:#1f2933}h1{font-size:1.5em}h2{font-size:1.15em;margin-top:1.6em}"
    "table{border-collapse:collapse;margin:.6em 0}td,th{border-bottom:1px solid #cbd2d9;padding:.25em .8em;"
    "text-align:right}td:first-child,th:first-child{text-align:left}svg{background:#f8f9fa;display:block}"
    ".note{color:#8a4b08}"
)


@dataclass(frozen=True)
class SurveyReport:
    """What the page says about one survey.

    Parameters
    ----------
    name : str
        Survey.
    kept, lines : int
        Records and lines in the output.
    rejected, flagged : dict of str to int
        Numbers by reason.
    period : str
        First and last day.
    offset : anomaly.Offset
        Archived minus recomputed.
    along, anomaly : numpy.ndarray
        The profile: metres, nT.
    doubted : numpy.ndarray of bool
        Spikes, drawn in red.
    """

    name: str
    kept: int
    lines: int
    rejected: dict
    flagged: dict
    period: str
    offset: object
    along: np.ndarray
    anomaly: np.ndarray
    doubted: np.ndarray


def page(title, settings, files, surveys):
    """Return the report.

    Parameters
    ----------
    title : str
        Heading.
    settings : dict of str to str
        What the user chose.
    files : list of (str, str, int, int, list of str)
        Name, format, records, records with a magnetic value, notes.
    surveys : list of SurveyReport

    Returns
    -------
    str
        A complete HTML page without outside references.
    """
    chosen = "".join(f"<tr><td>{escape(key)}</td><td>{escape(value)}</td></tr>" for key, value in settings.items())
    rows = "".join(
        f"<tr><td>{escape(name)}</td><td>{escape(kind)}</td><td>{count:,}</td><td>{magnetic:,}</td></tr>"
        + "".join(f"<tr><td colspan='4' class='note'>{escape(note)}</td></tr>" for note in notes)
        for name, kind, count, magnetic, notes in files
    )
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body><h1>{escape(title)}</h1><table>{chosen}</table><h2>Files</h2>"
        "<table><tr><th>file</th><th>format</th><th>records</th><th>with a magnetic value</th></tr>"
        f"{rows}</table>{''.join(_survey(survey) for survey in surveys)}</body></html>"
    )


def _survey(survey):
    offset = survey.offset
    compared = (
        f"{offset.median:+.1f} nT, typical deviation {offset.mad:.1f} nT ({offset.count:,} records)"
        if offset.count
        else "not comparable: no record has both a total field with a date and an archived anomaly"
    )
    facts = {
        "records kept": f"{survey.kept:,} on {survey.lines} lines",
        "period": survey.period,
        "rejected": _reasons(survey.rejected) or "none",
        "flagged, still in use": _reasons(survey.flagged) or "none",
        "archived minus recomputed anomaly": compared,
    }
    table = "".join(f"<tr><td>{escape(key)}</td><td>{escape(value)}</td></tr>" for key, value in facts.items())
    return f"<h2>{escape(survey.name)}</h2><table>{table}</table>{sketch(survey.along, survey.anomaly, survey.doubted)}"


def _reasons(counts):
    return ", ".join(f"{count:,} {reason}" for reason, count in sorted(counts.items(), key=lambda item: -item[1]))


def sketch(along, anomaly, doubted):
    """Return a profile as SVG: the range of the anomaly in each of 900 steps along the track.

    Parameters
    ----------
    along, anomaly : numpy.ndarray, shape (n,)
        Metres, nT.
    doubted : numpy.ndarray of bool, shape (n,)
        Drawn as red dots.

    Returns
    -------
    str
    """
    known = np.isfinite(anomaly)
    if not known.any():
        return "<p class='note'>No anomaly to draw.</p>"
    along, anomaly, doubted = along[known] - along[known].min(), anomaly[known], doubted[known]
    size = max(float(np.percentile(np.abs(anomaly), 99.5)), 1.0)
    length = max(float(along.max()), 1.0)
    x = np.minimum((along / length * _BINS).astype(int), _BINS - 1)
    y = _HEIGHT / 2 - np.clip(anomaly / size, -1, 1) * (_HEIGHT / 2 - 4)
    top, bottom = np.full(_BINS, np.inf), np.full(_BINS, -np.inf)
    np.minimum.at(top, x, y)
    np.maximum.at(bottom, x, y)
    drawn = np.flatnonzero(np.isfinite(top))
    bars = "".join(f"M{i} {top[i]:.1f}V{max(bottom[i], top[i] + 0.6):.1f}" for i in drawn)
    dots = "".join(f"<circle cx='{i}' cy='{j:.1f}' r='1.8'/>" for i, j in zip(x[doubted][:2000], y[doubted][:2000]))
    return (
        f"<svg viewBox='0 0 {_WIDTH} {_HEIGHT}' width='{_WIDTH}' height='{_HEIGHT}' role='img'>"
        f"<path d='M0 {_HEIGHT / 2}H{_WIDTH}' stroke='#9aa5b1' stroke-width='.5'/>"
        f"<path d='{bars}' stroke='#1f3a5f' stroke-width='1' fill='none'/><g fill='#c8102e'>{dots}</g>"
        f"<text x='6' y='14' font-size='11' fill='#52606d'>±{size:.0f} nT, {length / 1000:,.0f} km</text></svg>"
    )
