"""Pictures: ``python -m training.figures training/configs/ship.toml docs/images``."""

from __future__ import annotations

import json
from pathlib import Path

import matplotlib
import numpy as np
import torch
from PIL import Image

from . import dataset, detectors, evaluate, realdata
from .config import ROOT, config_parser

matplotlib.use("Agg")
from matplotlib import pyplot

CREST, TROUGH = "#c8102e", "#2b6cb0"
DOTS = 60
REAL_CELL = 2000.0


def curves(histories, target):
    """Draw loss, F1 and AP on the watched maps against steps; one history after the other."""
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(9, 3))
    start = 0
    for history in histories:
        steps = start + np.array([entry["step"] for entry in history])
        left.plot(steps, [entry["loss"] for entry in history], "k-")
        right.plot(steps, [entry["f1"] for entry in history], color=CREST, label="F1" if start == 0 else None)
        right.plot(steps, [entry["ap"] for entry in history], color=TROUGH, label="AP" if start == 0 else None)
        start = steps[-1]
    left.set(xlabel="step", ylabel="loss (training crops)")
    right.set(xlabel="step", ylabel="on validation maps")
    right.legend()
    save(figure, target)


def gallery(surveys, name, target):
    """Draw 16 labelled maps: the standardised input with its crests (red) and troughs (blue)."""
    figure, axes = pyplot.subplots(4, 4, figsize=(10, 10.4))
    for survey, axis in zip(surveys, axes.flat, strict=False):
        draw_map(axis, survey[name])
        _labels(axis, survey)
        axis.set_title(f"{survey['kind']}, {survey['cell'] / 1000:.1f} km cells", fontsize=7)
    save(figure, target)


def failures(surveys, name, score_of, threshold, target, count=6):
    """Draw the spreading maps with the lowest F1: truth above, drawn axes below."""
    spreading = [survey for survey in surveys if survey["kind"] == "spreading"]
    scores = [score_of(survey) for survey in spreading]
    pairs = zip(scores, spreading, strict=True)
    f1 = [evaluate.curve_of_scores(score, survey, name).at(threshold)[2] for score, survey in pairs]
    figure, axes = pyplot.subplots(2, count, figsize=(2.2 * count, 4.7))
    for column, number in enumerate(np.argsort(f1)[:count]):
        survey = spreading[number]
        for axis in axes[:, column]:
            draw_map(axis, survey[name])
        axes[0, column].set_title(f"F1 {f1[number]:.2f}", fontsize=8)
        _labels(axes[0, column], survey)
        points = evaluate.drawn(scores[number], survey, name, threshold)
        axes[1, column].plot(points[:, 1], points[:, 0], ".", color="y", markersize=0.8)
    save(figure, target)


def real(maps, name, methods, thresholds, target):
    """Draw what each method finds on a real survey and on one copy with shifted tracks."""
    figure, axes = pyplot.subplots(1, 2 * len(methods), figsize=(3.0 * 2 * len(methods), 6.4))
    panels = [(method, *pair) for method in methods for pair in zip(("", ", tracks shifted"), maps, strict=True)]
    for (method, words, one), axis in zip(panels, axes, strict=True):
        points = evaluate.drawn(methods[method](one.survey), one.survey, name, thresholds[method])
        draw_map(axis, one.survey[name])
        row, col = one.grid.to_cells(one.observations.easting, one.observations.northing)
        axis.plot(col[::5], row[::5], "k.", markersize=0.3)
        axis.plot(points[:, 1], points[:, 0], ".", color="y", markersize=1.5)
        axis.set_title(f"{method}{words}: {len(points) * one.survey['cell'] / 1000:.0f} km", fontsize=9)
    save(figure, target)


def regions(groups, name, methods, thresholds, target):
    """Draw maps of real regions: labels first, then what each method draws; one column per map."""
    surveys = [(title, survey) for title, some in groups.items() for survey in some]
    rows = ["labels", *methods]
    figure, axes = pyplot.subplots(len(rows), len(surveys), figsize=(1.9 * len(surveys), 2.0 * len(rows) + 0.3))
    for column, (title, survey) in enumerate(surveys):
        for row, axis in zip(rows, axes[:, column], strict=True):
            draw_map(axis, np.where(survey.get("labelled", True), survey[name], np.nan))
            if row == "labels":
                _labels(axis, survey)
                axis.set_title(f"{title}, {survey['cell'] / 1000:.1f} km", fontsize=7)
                continue
            score = methods[row](survey)
            points = evaluate.drawn(score, survey, name, thresholds[row])
            axis.plot(points[:, 1], points[:, 0], ".", color="y", markersize=0.8)
            f1 = evaluate.curve_of_scores(score, survey, name).at(thresholds[row])[2]
            axis.set_title(f"{row}: F1 {f1:.2f}", fontsize=7)
    save(figure, target)


def _labels(axis, survey):
    for kind, colour in (("crests", "k"), ("troughs", "w")):
        axis.plot(survey[kind][:, 1], survey[kind][:, 0], ".", color=colour, markersize=0.7)


def draw_map(axis, image):
    """Show a standardised anomaly, blue to red, without ticks."""
    axis.imshow(image, cmap="RdBu_r", vmin=-3, vmax=3, interpolation="nearest")
    axis.set(xticks=[], yticks=[])


def save(figure, target):
    """Write a figure as a small PNG and close it."""
    figure.tight_layout()
    figure.savefig(target, dpi=DOTS)
    pyplot.close(figure)
    with Image.open(target) as picture:
        small = picture.convert("RGB").quantize(48)
    small.save(target, optimize=True)


def main():
    """Draw all pictures of a run; those of the real survey only where its data are."""
    parser = config_parser(__doc__)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    config = arguments.config
    run, cache = ROOT / config["run"], ROOT / config["cache"]
    arguments.folder.mkdir(parents=True, exist_ok=True)
    report = json.loads((run / "report.json").read_text(encoding="utf-8"))
    before = config["train"].get("start_from")
    parts = [ROOT / before] if before else []
    histories = [_history(path) for path in [*parts, run / "checkpoint.pt"]]
    curves(histories, arguments.folder / "model_curves.png")
    network = detectors.load(run / "checkpoint.pt")
    names, name = network.names, network.names[0]
    test = dataset.load(cache / "test", names)
    gallery(test, name, arguments.folder / "model_gallery.png")
    failures(test, name, network, report["thresholds"]["network"], arguments.folder / "model_failures.png")
    if report["real"]:
        methods = {"ridge tuned": detectors.Ridge(name, tuple(report["ridge_widths"])), "network": network}
        maps = realdata.ship_survey(realdata.SURVEY, REAL_CELL, cache, names, draws=1)
        real(maps, name, methods, report["thresholds"], arguments.folder / "model_real.png")


def _history(path):
    return json.loads(torch.load(path, map_location="cpu", weights_only=True)["history"])


if __name__ == "__main__":
    main()
