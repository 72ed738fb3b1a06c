"""The null test: kilometres of picks on surveys and on copies of them with shifted tracks.

Usage: python tools/bench/null_test.py [--model ridge] [--draws 4] [--surveys galapagos_sc_west sample] [--store FOLDER]
[--rules]. Prints Markdown. With ``--store`` what was drawn is kept as JSON: a later run of the same model goes on from
there and prints the tables of all surveys that are stored. A draw takes 4 to 9 CPU seconds.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np

from lma_qgis.core.detection.planes import ANOMALY, EVIDENCE
from lma_qgis.core.diffusion.guided import guided_smoothing
from lma_qgis.core.diffusion.support import support
from lma_qgis.core.evidence.fold_levels import fold_offsets
from lma_qgis.core.evidence.null import shift_tracks
from lma_qgis.core.evidence.validation import SEED, cross_validate
from lma_qgis.core.gridding.surface import grid_observations
from lma_qgis.core.picks.attributes import Layers
from lma_qgis.core.picks.crossings import TrackSegments
from lma_qgis.core.picks.extraction import extract
from lma_qgis.core.picks.scoring import compare_lines
from lma_qgis.core.picks.weak import EVIDENCE_MARGIN, MANY_CROSSINGS, is_weak
from lma_qgis.inference import engine, models
from lma_qgis.inference.predict import predict
from tools.bench import surveys

SURVEYS = {
    "galapagos_sc_west": surveys.real,
    "sample": surveys.sample,
    "slow": surveys.slow_sparse,
    "fast": surveys.fast_biased,
}
NAMES = ("length_km", "support", "evidence", "n_crossings", "track_angle_deg")
AREA = 1e10


def detect(model, grid, anomaly, evidence):
    """Return crest and trough scores of a detector, and its threshold."""
    scorer = engine.open_scorer(grid, model=model, device="cpu", has_evidence=True, inform=_quiet, warn=_quiet)
    rasters = {ANOMALY: anomaly.astype(np.float32), EVIDENCE: evidence}
    reads = [lambda first, last, raster=rasters[name]: raster[first:last] for name in scorer.channels]
    scores = np.empty((2, *grid.shape), np.float32)

    def write(first, rows):
        scores[:, first:first + rows.shape[1]] = rows

    predict(reads, grid, scorer, write)
    return scores, scorer.threshold


def _quiet(line):
    """Take a line of the log and forget it."""


def chain(survey, obs, offsets, model, floor=None):
    """Run the whole chain on one set of values.

    Returns
    -------
    lines : list of numpy.ndarray
        Picks, metres.
    table : dict of str to list
        Attributes of each, and ``floor``, ``correlation``, ``null``, ``area``.
    """
    grid = survey.grid
    made = grid_observations(obs, grid)
    enhanced = guided_smoothing(made.anomaly, grid, made.count, made.distance)
    carried = support(enhanced.azimuth, enhanced.coherence, grid, made.count)
    checked = cross_validate(obs, grid, offsets=offsets, null_draws=5 if floor is None else 0)
    floor = checked.null_evidence_p95 if floor is None else floor
    tracks = TrackSegments.from_points(obs.easting, obs.northing, obs.track, survey.cruise)
    lines, records = [], []
    scores, threshold = detect(model, grid, enhanced.anomaly, checked.evidence)
    for kind, score in zip(("crest", "trough"), scores):
        layers = Layers(grid, score, enhanced.anomaly, carried, checked.evidence, tracks, floor)
        found, described = extract(layers, kind, threshold=threshold)
        lines += found
        records += described
    table = {name: [float(record.get(name, np.nan)) for record in records] for name in NAMES[1:]}
    table["length_km"] = [float(np.hypot(*np.diff(line, axis=0).T).sum() / 1000) for line in lines]
    table["kind"] = [record["kind"] for record in records]
    table["floor"], table["correlation"] = floor, checked.correlation
    table["null"] = checked.null_correlation.tolist()
    table["area"] = float(np.isfinite(enhanced.anomaly).sum() * grid.dx * grid.dy / AREA)
    if survey.truth is not None:
        table["true"] = truth_shares(lines, np.array(table["kind"]), shown(table), survey, enhanced.anomaly)
    return lines, table


def shown(table, margin=EVIDENCE_MARGIN, of=MANY_CROSSINGS):
    """Return which picks are visible by default, or with another margin of evidence for fewer crossings than ``of``."""
    carried, evidence, crossings, angle = (np.array(table[name]) for name in NAMES[1:])
    # The rule adds its own margin below MANY_CROSSINGS: what is asked instead is put on the evidence.
    own = np.where(crossings < MANY_CROSSINGS, EVIDENCE_MARGIN, 0.0)
    asked = np.where(crossings < of, margin, 0.0)
    return ~is_weak(carried, evidence + own - asked, crossings, angle, table["floor"])


def truth_shares(lines, kind, visible, survey, anomaly):
    """Return completeness and correctness at 5 km of all and of the visible picks, kinds apart, within the map."""
    result = {}
    for name, wanted in (("all", np.ones(len(lines), bool)), ("shown", visible)):
        hit = np.zeros(2)
        whole = np.zeros(2)
        for each in ("crest", "trough"):
            picks = [line for line, k, w in zip(lines, kind, wanted) if k == each and w]
            truth = inside_map([np.column_stack(xy) for k, *xy in survey.truth if k == each], survey.grid, anomaly)
            sizes = [sum(np.hypot(*np.diff(line, axis=0).T).sum() for line in group) for group in (truth, picks)]
            if picks and truth:
                scored = compare_lines(picks, truth, chance=False)
                hit += np.array([scored.completeness, scored.correctness]) * sizes
            whole += sizes
        result[name] = (hit / np.maximum(whole, 1)).tolist()
    return result


def inside_map(lines, grid, anomaly):
    """Return the parts of lines that lie on cells with data."""
    parts = []
    for line in lines:
        cell = grid.cell_of(*line.T)
        good = (cell >= 0) & np.isfinite(anomaly.ravel()[cell])
        cuts = np.flatnonzero(np.diff(good)) + 1
        parts += [part for part, ok in zip(np.split(line, cuts), np.split(good, cuts)) if ok[0] and len(part) > 1]
    return parts


def run(name, draws, model, tables=()):
    """Return the tables of the survey itself and of its shifted copies, going on from those already there."""
    survey = SURVEYS[name]()
    offsets = fold_offsets(survey.obs)
    tables = list(tables) or [chain(survey, survey.obs, offsets, model)[1]]
    for number in range(len(tables), draws + 1):
        # Draws of their own: the floor must not have seen the surveys it is tested on.
        shifted = shift_tracks(survey.obs, np.random.default_rng([SEED, number]))
        tables.append(chain(survey, shifted, offsets, model, tables[0]["floor"])[1])
    return tables


RULES = (
    ("all", lambda t: np.ones(len(t["length_km"]), bool)),
    ("support ≥ 0.3", lambda t: np.array(t["support"]) >= 0.3),
    ("support ≥ 0.6", lambda t: np.array(t["support"]) >= 0.6),
    ("≥ 2 crossed tracks", lambda t: np.array(t["n_crossings"]) >= 2),
    ("≥ 3", lambda t: np.array(t["n_crossings"]) >= 3),
    ("≥ 5", lambda t: np.array(t["n_crossings"]) >= 5),
    ("≥ 2, evidence ≥ 0.2", lambda t: (np.array(t["n_crossings"]) >= 2) & (np.array(t["evidence"]) >= 0.2)),
    ("≥ 2, evidence ≥ 0.3", lambda t: (np.array(t["n_crossings"]) >= 2) & (np.array(t["evidence"]) >= 0.3)),
    ("≥ 2, evidence ≥ 0.4", lambda t: (np.array(t["n_crossings"]) >= 2) & (np.array(t["evidence"]) >= 0.4)),
    ("≥ 2, evidence ≥ 0.5", lambda t: (np.array(t["n_crossings"]) >= 2) & (np.array(t["evidence"]) >= 0.5)),
    ("**shown by default**", shown),
)


VARIANTS = (
    ("evidence ≥ floor for all", lambda t: shown(t, 0.0)),
    ("**0.1 more for picks that cross two tracks** (the default)", shown),
    ("0.1 more for picks that cross two or three", lambda t: shown(t, 0.1, 4)),
    ("0.1 more for all", lambda t: shown(t, 0.1, np.inf)),
    ("at least three crossed tracks", lambda t: shown(t) & (np.array(t["n_crossings"]) >= 3)),
)


def rule_table(results):
    """Print what other rules of the default view would have kept, and at which ratio."""
    print("\n| rule | " + " | ".join(results) + " |")
    print("|---|" + "---|" * len(results))
    for label, rule in VARIANTS:
        cells = []
        for tables in results.values():
            kept = [np.array(t["length_km"])[rule(t)].sum() / t["area"] for t in tables]
            share = kept[0] / (np.sum(tables[0]["length_km"]) / tables[0]["area"])
            chance = np.mean(kept[1:])
            cells.append(f"{100 * share:.0f} %, " + (f"{kept[0] / chance:.0f} : 1" if chance > 0 else "none by chance"))
        print(f"| {label} | " + " | ".join(cells) + " |")


def report(results):
    """Print one column per survey: km per 10⁴ km², real / mean of the nulls (ratio)."""
    names = list(results)
    print("km of picks per 10⁴ km² of map, survey / mean of shifted copies (ratio):\n")
    print("| picks | " + " | ".join(names) + " |")
    print("|---|" + "---|" * len(names))
    for label, rule in RULES:
        cells = []
        for name in names:
            densities = [np.array(t["length_km"])[rule(t)].sum() / t["area"] for t in results[name]]
            chance = float(np.mean(densities[1:])) if len(densities) > 1 else np.nan
            ratio = f"{densities[0] / chance:.1f}" if chance > 0 else "∞"
            cells.append(f"{densities[0]:.0f} / {chance:.1f} ({ratio})")
        print(f"| {label} | " + " | ".join(cells) + " |")
    print("\n| | " + " | ".join(names) + " |")
    print("|---|" + "---|" * len(names))
    rows = {
        "shifted copies": [f"{len(results[n]) - 1}" for n in names],
        "correlation, survey": [f"{results[n][0]['correlation']:.2f}" for n in names],
        "correlation, shifted copies": [
            "{:.2f} … {:.2f}".format(*np.quantile([t["correlation"] for t in results[n][1:]], (0.0, 1.0)))
            for n in names
        ],
        "evidence floor (`LMA_NULL_P95`)": [f"{results[n][0]['floor']:.2f}" for n in names],
        "kilometres kept by the default view": [_kept(results[n][0]) for n in names],
        "completeness at 5 km: all / shown": [_truth(results[n][0], 0) for n in names],
        "correctness at 5 km: all / shown": [_truth(results[n][0], 1) for n in names],
    }
    for label, cells in rows.items():
        print(f"| {label} | " + " | ".join(cells) + " |")


def _kept(table):
    length = np.array(table["length_km"])
    return f"{100 * length[shown(table)].sum() / length.sum():.0f} %"


def _truth(table, which):
    if "true" not in table:
        return "–"
    return f"{100 * table['true']['all'][which]:.0f} / {100 * table['true']['shown'][which]:.0f} %"


def main():
    """Run the surveys that are asked for and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default=models.RIDGE, choices=models.choices())
    parser.add_argument("--draws", type=int, default=4)
    parser.add_argument("--surveys", nargs="*", default=list(SURVEYS), choices=list(SURVEYS))
    parser.add_argument("--store", type=Path)
    parser.add_argument("--rules", action="store_true", help="also print what other rules would show")
    options = parser.parse_args()
    results = {}
    for name in options.surveys:
        start = time.process_time()
        stored = options.store / f"{name}_{options.model}.json" if options.store else None
        known = json.loads(stored.read_text(encoding="utf-8")) if stored and stored.exists() else ()
        results[name] = run(name, options.draws, options.model, known)
        print(f"{name}: {time.process_time() - start:.0f} CPU seconds", file=sys.stderr)
        if stored:
            options.store.mkdir(parents=True, exist_ok=True)
            stored.write_text(json.dumps(results[name]), encoding="utf-8")
    if options.store:
        files = {name: options.store / f"{name}_{options.model}.json" for name in SURVEYS}
        results = {name: json.loads(f.read_text(encoding="utf-8")) for name, f in files.items() if f.exists()}
    report(results)
    if options.rules:
        rule_table(results)


if __name__ == "__main__":
    main()
