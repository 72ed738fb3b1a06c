"""The one-page report of a comparison of picks."""

from __future__ import annotations

import html

import numpy as np

from ..core.picks.scoring import correctness_by_class

_STYLE = """
body { font-family: sans-serif; color: #1f2933; max-width: 46rem; margin: 1.5rem auto; padding: 0 1rem; }
h1 { font-size: 1.3rem; } h2 { font-size: 1.05rem; margin-top: 1.6rem; }
table { border-collapse: collapse; margin: .5rem 0; } th, td { padding: .2rem .8rem; border-bottom: 1px solid #d9e2ec; }
td { text-align: right; } td:first-child, th:first-child { text-align: left; } p.note { color: #52606d; }
"""
CLASSES = ("low (below 0.3)", "medium (0.3 to 0.6)", "high (0.6 and above)", "unknown")
YARDSTICK_KM = (3.1, 3.5)
"""Median distance between two authors' picks of one reversal in the GSFML collection, kilometres."""


def page(title, comparison, others, support, notes, bin_km=0.5):
    """Return the report as HTML.

    Parameters
    ----------
    title : str
        Names of the two layers.
    comparison : Comparison
        At the chosen tolerance.
    others : list of (float, Comparison)
        Tolerances in metres with their comparisons, the chosen one among them.
    support : array_like, shape (number of picks,)
        Support of each pick, NaN where unknown.
    notes : list of str
        Sentences on what was left out.
    bin_km : float
        Width of the bars of the histogram.

    Returns
    -------
    str
    """
    against_points = np.isnan(comparison.f1) and np.isnan(comparison.correctness)
    parts = [
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{html.escape(title)}</title>',
        f"<style>{_STYLE}</style></head><body><h1>{html.escape(title)}</h1>",
        _scores(others, against_points),
        "<h2>Distances of the hits</h2>",
        _offsets(comparison, against_points),
        histogram(_distances(comparison, against_points) / 1000, bin_km),
    ]
    if not against_points:
        parts += ["<h2>By support of the picks</h2>", _by_support(comparison, support)]
    parts += ["<h2>What was compared</h2>"]
    parts += [f'<p class="note">{html.escape(note)}</p>' for note in notes]
    return "\n".join([*parts, "</body></html>"])


def _scores(others, against_points):
    rows = []
    for tolerance, found in others:
        cells = [f"{tolerance / 1000:g} km", _share(found.completeness)]
        if not against_points:
            cells += [_share(v) for v in (found.correctness, found.quality, found.f1, found.chance_f1)]
        rows.append(_row("td", cells))
    heads = ["Tolerance", "Completeness"]
    if not against_points:
        heads += ["Correctness", "Quality", "F1", "F1 by chance"]
    note = (
        "<p class='note'>Points are polarity boundaries as a rule and lie up to half a lineation beside the crest: "
        "only completeness and distances are meaningful.</p>"
        if against_points
        else "<p class='note'>By chance: mean F1 when the reference is moved across its strike by 2.3 to 7.7 "
        "tolerances. Only what exceeds it is agreement.</p>"
    )
    return f"<table>{_row('th', heads)}{''.join(rows)}</table>{note}"


def _offsets(comparison, against_points):
    angle = "" if against_points else f", median angle {_number(comparison.median_angle, 1)}°"
    low, high = YARDSTICK_KM
    return (
        f"<p>Median distance {_number(comparison.median_distance / 1000, 2)} km{angle}. For comparison: two authors "
        f"who picked the same reversal differ by {low}–{high} km (median; GSFML collection).</p>"
    )


def _by_support(comparison, support):
    rows = [
        _row("td", [name, f"{km:,.0f}", _share(share)])
        for name, (km, share) in zip(CLASSES, correctness_by_class(comparison, support))
    ]
    return f"<table>{_row('th', ['Support', 'Length (km)', 'Correctness'])}{''.join(rows)}</table>"


def _distances(comparison, against_points):
    matches = comparison.reference if against_points else comparison.picks
    return matches.distance[np.isfinite(matches.distance)]


def histogram(values, width):
    """Return a histogram as inline SVG.

    Parameters
    ----------
    values : numpy.ndarray
        Kilometres.
    width : float
        Of a bar, kilometres.

    Returns
    -------
    str
        A sentence instead when there are no values.
    """
    if not len(values):
        return "<p>There are no hits.</p>"
    edges = np.arange(0, values.max() + width, width)
    counts, edges = np.histogram(values, edges if len(edges) > 1 else [0, width])
    step, height = 600 / len(counts), 160
    bars = []
    for place, count in enumerate(counts.tolist()):
        tall = height * count / counts.max()
        bars.append(
            f'<rect x="{40 + place * step:.1f}" y="{10 + height - tall:.1f}" width="{max(step - 1, 0.5):.1f}" '
            f'height="{tall:.1f}" fill="#2b6cb0"><title>{edges[place]:g}–{edges[place + 1]:g} km: '
            f"{count / len(values):.0%}</title></rect>"
        )
    every = max(len(edges) // 8, 1)
    ticks = [
        f'<text x="{40 + i * step:.1f}" y="{height + 26}" text-anchor="middle">{edge:g}</text>'
        for i, edge in enumerate(edges.tolist())
        if i % every == 0
    ]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 215" width="100%" font-size="11" role="img" '
        'aria-label="Histogram of distances">'
        f'<line x1="40" y1="{height + 10}" x2="640" y2="{height + 10}" stroke="#1f3a5f"/>'
        f'{"".join(bars)}{"".join(ticks)}'
        f'<text x="340" y="{height + 45}" text-anchor="middle">distance (km), share of the compared length</text></svg>'
    )


def _row(tag, cells):
    return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>"


def _share(value):
    return "–" if np.isnan(value) else f"{100 * value:.0f} %"


def _number(value, digits):
    return "–" if np.isnan(value) else f"{value:.{digits}f}"
