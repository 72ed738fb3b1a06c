"""What ridge filter and network draw on tiles of EMAG2v3, against published lineations and picks.

``python -m training.tiles training/configs/ship.toml [--images docs/images]``, after
``training.report``, whose thresholds it takes.
"""

from __future__ import annotations

import json
from pathlib import Path

import matplotlib
import numpy as np
import torch

from lma_qgis.core.picks.scoring import compare_points

from . import dataset, evaluate, figures, geopackage, realdata, regional, regions, tables
from .config import ROOT, config_parser
from .document import publish

matplotlib.use("Agg")
from matplotlib import pyplot

#: The tile's own cells, and twice their size.
CELLS = (3700.0, 7400.0)
INPUTS = ("raw", "plain")
#: Random places of the counted cells, whose share within the tolerance of a line is the chance level of the picks.
PLACES = 3000
SHOWN = "plain"


def picks_of(name, one):
    """Return the published picks on counted cells, easting and northing, metres."""
    rows = geopackage.read_columns(regions.DATA / name / "labels.gpkg", "picks", ("lon", "lat"))
    lon, lat = np.array(rows, dtype=float).T
    points = np.column_stack(regions.local_metres(lon, lat, one.centre))
    cell = one.grid.cell_of(points[:, 0], points[:, 1])
    valid = dataset.valid_cells(one.survey, SHOWN)
    return points[(cell >= 0) & valid.ravel()[cell]]


def found_picks(lines, points, one, tolerance):
    """Return the share of picks within a tolerance of a line, and that of random places."""
    row, col = np.nonzero(dataset.valid_cells(one.survey, SHOWN))
    some = np.random.default_rng(0).choice(len(row), min(PLACES, len(row)), replace=False)
    places = np.column_stack(one.grid.to_metres(row[some], col[some]))
    return tuple(float(compare_points(lines, where, tolerance).completeness) for where in (points, places))


def judged(score_of, one, threshold, picks):
    """Return the scores of one detector on one tile as it sees it."""
    lines = realdata.lines_of(score_of(one.survey), one, threshold)
    entry = realdata.against_lineations(score_of, one, threshold)
    entry["picks"] = {f"{at / 1000:g}": found_picks(lines, picks, one, at) for at in (5000.0, 10_000.0)}
    return entry


def picture(maps, methods, thresholds, target):
    """Draw the diffused tiles with the published lineations and what each method draws."""
    figure, axes = pyplot.subplots(len(maps), 1 + len(methods), figsize=(3.6 * (1 + len(methods)), 4.2 * len(maps)))
    for (title, one), row in zip(maps.items(), axes, strict=True):
        image, cell = one.survey[SHOWN], one.survey["cell"]
        shown = np.where(one.survey["labelled"], image, np.nan)
        figures.draw_map(row[0], shown)
        for line in one.lines:
            lines_row, lines_col = one.grid.to_cells(*line.T)
            row[0].plot(lines_col, lines_row, "k-", linewidth=0.8)
        row[0].set_title(f"{title}, {cell / 1000:.1f} km cells: published lineations", fontsize=7)
        for axis, (method, score_of) in zip(row[1:], methods.items(), strict=True):
            points = evaluate.drawn(score_of(realdata.seen(one, SHOWN).survey), one.survey, SHOWN, thresholds[method])
            figures.draw_map(axis, shown)
            axis.plot(points[:, 1], points[:, 0], ".", color="k", markersize=0.7)
            axis.set_title(f"{method}: {len(points) * cell / 1000:.0f} km", fontsize=7)
    figures.save(figure, target)


def main():
    """Score both tiles on both cell sizes, raw and diffused."""
    parser = config_parser(__doc__)
    parser.add_argument("--images", type=Path)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    run = ROOT / arguments.config["run"]
    methods, thresholds = regional.methods_of(run)
    methods["network"].refuse_more_than_a_map("A tile has no tracks, so nothing but the map is known of it")
    lines = tables.heading(
        "tile, cells, input", "detector", "km drawn / labelled", "F1 / chance 5 km", "10 km", "within 15°",
        "picks found / chance 5 km", "10 km")
    stored, shown = {}, {}
    for name in realdata.EMAG2:
        for cell in CELLS:
            one = realdata.tile(name, cell)
            picks = picks_of(name, one)
            shown.setdefault(cell, {})[name] = one
            for source in INPUTS:
                for method, score_of in methods.items():
                    e = judged(score_of, realdata.seen(one, source), thresholds[method], picks)
                    stored[f"{name} {cell:.0f} {source} {method}"] = e
                    lines.append(tables.row(
                        f"{name}, {cell / 1000:.1f} km, {source}", method, f"{e['km']:.0f} / {e['labelled_km']:.0f}",
                        *(f"{e[at][0]:.2f} / {e[at][1]:.2f}" for at in ("5", "10")), f"{e['within_15']:.2f}",
                        *("{:.2f} / {:.2f}".format(*e["picks"][at]) for at in ("5", "10")),
                    ))
    (run / "tiles.json").write_text(json.dumps(stored, indent=1), encoding="utf-8")
    publish(run, "tiles", "\n".join(lines))
    if arguments.images:
        chosen = {key: methods[key] for key in ("ridge tuned", "network")}
        picture(shown[CELLS[1]], chosen, thresholds, arguments.images / "model_tiles.png")


if __name__ == "__main__":
    main()
