"""The one-page report of a cross-validation."""

from __future__ import annotations

import html

import numpy as np

_STYLE = """
body { font-family: sans-serif; color: #1f2933; max-width: 46rem; margin: 1.5rem auto; padding: 0 1rem; }
h1 { font-size: 1.3rem; } h2 { font-size: 1.05rem; margin-top: 1.6rem; }
table { border-collapse: collapse; margin: .5rem 0; } th, td { padding: .2rem .8rem; border-bottom: 1px solid #d9e2ec; }
td { text-align: right; } td:first-child, th:first-child { text-align: left; } p.note { color: #52606d; }
"""


def page(title, found, classes, tracks, notes):
    """Return the report as HTML.

    Parameters
    ----------
    title : str
        Name of the layer.
    found : Validation
        Numbers of the survey and its null.
    classes : list of (float, float, int, float, float)
        Least and greatest distance to the nearest other track (m), predicted observations, correlation, RMS (nT).
    tracks : list of TrackScore
        One per line.
    notes : list of str
        Sentences on how it was done.

    Returns
    -------
    str
    """
    heading = f"Do the tracks of {title} predict each other?"
    parts = [
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{html.escape(heading)}</title>',
        f"<style>{_STYLE}</style></head><body><h1>{html.escape(heading)}</h1>",
        f"<p>{verdict(found)}</p>",
        _table(("", "correlation", "RMS of residual (nT)"), [("this survey", _r(found.correlation), _nt(found.rms))]),
        "<h2>Against chance</h2>",
        _null(found),
        "<h2>By distance to the nearest other track</h2>",
        _table(
            ("distance", "predicted points", "correlation", "RMS (nT)"),
            [(f"{low / 1000:g}–{high / 1000:g} km", f"{n}", _r(r), _nt(rms)) for low, high, n, r, rms in classes],
        ),
        "<h2>By track line</h2>",
        _table(
            ("line", "points", "predicted", "correlation", "RMS (nT)"),
            [(html.escape(t.name), f"{t.points}", f"{t.predicted}", _r(t.correlation), _nt(t.rms)) for t in tracks],
        ),
        "<h2>How it was done</h2>",
    ]
    parts += [f'<p class="note">{html.escape(note)}</p>' for note in notes]
    return "\n".join([*parts, "</body></html>"])


def verdict(found):
    """Return one sentence that says whether the survey holds lineations that its tracks confirm.

    Parameters
    ----------
    found : Validation
        Numbers of the survey and its null.

    Returns
    -------
    str
    """
    if np.isnan(found.correlation):
        return (
            "Too little of any track line can be predicted from others, or nothing varies along it: "
            "nothing can be said about lineations."
        )
    if np.isnan(found.null_correlation_p95):
        return f"Neighbouring tracks predict each other with correlation {found.correlation:.2f}; no null was drawn."
    chance = f"(by chance below {found.null_correlation_p95:.2f} in 95 of 100 cases)"
    if found.correlation <= found.null_correlation_p95:
        return (
            "Neighbouring tracks do not predict each other beyond chance: "
            f"correlation {found.correlation:.2f} {chance}. "
            "Lines in the map of this survey are not to be trusted."
        )
    return (
        f"Neighbouring tracks predict each other: correlation {found.correlation:.2f} {chance}. "
        "The evidence raster shows where."
    )


def _null(found):
    if not len(found.null_correlation):
        return "<p class='note'>No null draws were asked for.</p>"
    draws = ", ".join(_r(value) for value in found.null_correlation)
    return (
        f"<p>Correlation with shifted tracks: {draws}. With their tracks resampled, 95 of 100 lie below "
        f"{_r(found.null_correlation_p95)}.</p>"
        f"<p>A line along strike carries more evidence than <b>{_r(found.null_evidence_p95)}</b> in 5 of 100 cases "
        "when there is nothing to find. Picks below it are hidden by default.</p>"
        "<p class='note'>Null: the anomaly of each track is moved along the track by a random 20 to 80 % of its "
        "length. Geometry, values and spectrum stay; lineations do not.</p>"
    )


def _table(heads, rows):
    lines = ["".join(f"<th>{head}</th>" for head in heads)]
    lines += ["".join(f"<td>{cell}</td>" for cell in row) for row in rows]
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def _r(value):
    return "–" if np.isnan(value) else f"{value:.2f}"


def _nt(value):
    return "–" if np.isnan(value) else f"{value:.1f}"
