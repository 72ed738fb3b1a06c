"""Are the scores probabilities? Reliability and temperature.

``python -m training.calibrate training/configs/ship.toml [--images docs/images]``. A cell is
right when it lies within one cell of a labelled axis, which is what the network was taught. A temperature divides the
logits; a shift, beside it, answers for the loss, in which cells on an axis counted twice. Both are fitted on validation
maps and judged on maps of other regimes.
"""

from __future__ import annotations

from pathlib import Path

import matplotlib
import numpy as np
from scipy import ndimage, optimize

from . import dataset, evaluate, figures, labels, tables
from .config import ROOT, config_parser
from .document import publish
from .export import load_network

matplotlib.use("Agg")
from matplotlib import pyplot

BINS = np.linspace(0.0, 1.0, 11)
CLIP = 1e-6
#: The fit uses every so many cells.
THINNED = 10


def scored_cells(network, surveys, name="guided"):
    """Return the scores of all counted cells, crests and troughs, and whether each is right.

    Parameters
    ----------
    network : LineationNet
        Trained.
    surveys : list of dict
        From :func:`training.dataset.load`.
    name : str
        Input.

    Returns
    -------
    score : numpy.ndarray of float64
    right : numpy.ndarray of bool
    """
    score, right = [], []
    for survey in surveys:
        valid = dataset.valid_cells(survey, name)
        both = evaluate.network_scores(network, survey[name])
        for one, kind in zip(both, ("crests", "troughs"), strict=True):
            line, _ = labels.rasterise(survey[kind], one.shape)
            score.append(one[valid])
            right.append(ndimage.binary_dilation(line, np.ones((3, 3)))[valid])
    return np.concatenate(score).astype(float), np.concatenate(right)


def cooled(score, temperature, shift=0.0):
    """Return scores whose logits are divided by a temperature and lowered by a shift."""
    clipped = np.clip(score, CLIP, 1.0 - CLIP)
    return 1.0 / (1.0 + np.exp(shift - np.log(clipped / (1.0 - clipped)) / temperature))


def log_loss(score, right):
    """Return the mean negative log-likelihood of scores taken as probabilities."""
    clipped = np.clip(score, CLIP, 1.0 - CLIP)
    return float(-np.mean(np.where(right, np.log(clipped), np.log(1.0 - clipped))))


def fit_temperature(score, right):
    """Return the temperature with the smallest log-loss."""
    found = optimize.minimize_scalar(
        lambda log: log_loss(cooled(score, np.exp(log)), right), bounds=(-2.0, 2.0), method="bounded"
    )
    return float(np.exp(found.x))


def fit_both(score, right):
    """Return the temperature and the shift with the smallest log-loss."""
    found = optimize.minimize(
        lambda x: log_loss(cooled(score, np.exp(x[0]), x[1]), right), (0.0, 0.0), method="Nelder-Mead",
        options={"xatol": 1e-3, "fatol": 1e-6},
    )
    return float(np.exp(found.x[0])), float(found.x[1])


def reliability(score, right):
    """Return per bin of :data:`BINS` the mean score, the share that is right and the number; NaN in empty bins."""
    which = np.clip(np.digitize(score, BINS) - 1, 0, len(BINS) - 2)
    count = np.bincount(which, minlength=len(BINS) - 1)
    with np.errstate(invalid="ignore"):
        mean = np.bincount(which, score, minlength=len(count)) / count
        share = np.bincount(which, right, minlength=len(count)) / count
    return mean, share, count


def expected_error(score, right):
    """Return the expected calibration error: |mean score − share right| over bins, weighted by cells."""
    mean, share, count = reliability(score, right)
    return float(np.nansum(np.abs(mean - share) * count) / count.sum())


def picture(parts, ways, target):
    """Draw the reliability curves of every way, one line per set of maps."""
    figure, axes = pyplot.subplots(1, len(ways), figsize=(4 * len(ways), 4))
    for axis, (title, numbers) in zip(axes, ways.items(), strict=True):
        axis.plot([0, 1], [0, 1], color="0.7", linewidth=1)
        for name, (score, right) in parts.items():
            mean, share, _ = reliability(cooled(score, *numbers), right)
            axis.plot(mean, share, ".-", label=name)
        axis.set(xlabel="score", ylabel="share within a cell of an axis", title=title, xlim=(0, 1), ylim=(0, 1))
    axes[0].legend(fontsize=8)
    figures.save(figure, target)


def main():
    """Fit on validation maps and judge on the others."""
    parser = config_parser(__doc__)
    parser.add_argument("--images", type=Path)
    arguments = parser.parse_args()
    config = arguments.config
    run, cache, name = ROOT / config["run"], ROOT / config["cache"], config["input"]
    network = load_network(run / "checkpoint.pt")
    splits = {"validation": config["report"]["validation"]} | {split: [split] for split in config["report"]["splits"]}
    parts = {
        title: scored_cells(network, [s for split in some for s in dataset.load(cache / split, (name,))], name)
        for title, some in splits.items()
    }
    some = [part[::THINNED] for part in parts["validation"]]
    ways = {"as trained": (1.0, 0.0), "temperature": (fit_temperature(*some), 0.0), "and shift": fit_both(*some)}
    lines = [
        f"Fitted on the validation maps: temperature {ways['temperature'][0]:.2f}; or temperature "
        f"{ways['and shift'][0]:.2f} and shift {ways['and shift'][1]:.2f}. Log-loss / expected calibration error:",
        "", *tables.heading("maps", "cells", "share on an axis", *ways),
    ]
    for title, (score, right) in parts.items():
        scores = [cooled(score, *numbers) for numbers in ways.values()]
        numbers = [f"{log_loss(one, right):.3f} / {expected_error(one, right):.3f}" for one in scores]
        lines.append(tables.row(title, len(score), f"{right.mean():.3f}", *numbers))
    publish(run, "calibration", "\n".join(lines))
    if arguments.images:
        picture(parts, ways, arguments.images / "model_reliability.png")


if __name__ == "__main__":
    main()
