"""Are the scores probabilities? Reliability and temperature.

``python -m training.calibrate training/configs/regions.toml [--keep] [--images docs/images]``. A cell is right when
it lies within one cell of a labelled axis, which is what the network was taught. A temperature divides the logits; a
shift, beside it, answers for the loss, in which cells on an axis counted twice. Both are fitted on validation maps
and judged on maps of other regimes and, where the configuration names them, of real regions. With ``--keep`` they are
stored in the checkpoint: from then on its scores are the calibrated ones, in every table and in the exported file.
"""

from __future__ import annotations

from pathlib import Path

import matplotlib
import numpy as np
import torch
from scipy import ndimage, optimize

from . import dataset, detectors, figures, labels, tables
from .config import ROOT, config_parser
from .document import publish

matplotlib.use("Agg")
from matplotlib import pyplot

BINS = np.linspace(0.0, 1.0, 11)
CLIP = 1e-6
#: The fit uses every so many cells.
THINNED = 10


def scored_cells(score_of, surveys, name="guided"):
    """Return the scores of all counted cells, crests and troughs, and whether each is right.

    Parameters
    ----------
    score_of : callable
        See :mod:`training.detectors`.
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
        for one, kind in zip(score_of(survey), ("crests", "troughs"), strict=True):
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


def sets_of_maps(config, names):
    """Return {title: surveys}: the validation maps first, then every regime and, if configured, the real regions."""
    cache, asked = ROOT / config["cache"], config["report"]
    folders = {"validation": [cache / split for split in asked["validation"]]}
    folders |= {split: [cache / split] for split in asked["splits"]}
    plan = config.get("semisynthetic", {"regions": {}})
    for role in ("test", "application"):
        some = [ROOT / plan["cache"] / key for key, region in plan["regions"].items() if region["role"] == role]
        folders |= {f"real regions, {role}": some} if some else {}
    return {title: [s for folder in some for s in dataset.load(folder, names)] for title, some in folders.items()}


def keep(checkpoint, temperature, shift, error):
    """Store a calibration in a checkpoint, with its largest error on maps that it was not fitted to."""
    stored = torch.load(checkpoint, map_location="cpu", weights_only=True)
    stored["calibration"] = {"temperature": temperature, "shift": shift, "error": error}
    temporary = checkpoint.with_suffix(".part")
    torch.save(stored, temporary)
    temporary.rename(checkpoint)


def main():
    """Fit on validation maps and judge on the others."""
    parser = config_parser(__doc__)
    parser.add_argument("--keep", action="store_true", help="store temperature and shift in the checkpoint")
    parser.add_argument("--images", type=Path)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    config = arguments.config
    run = ROOT / config["run"]
    network = detectors.load(run / "checkpoint.pt", as_trained=True)
    maps = sets_of_maps(config, network.names)
    parts = {title: scored_cells(network, some, network.names[0]) for title, some in maps.items()}
    some = [part[::THINNED] for part in parts["validation"]]
    ways = {"as trained": (1.0, 0.0), "temperature": (fit_temperature(*some), 0.0), "and shift": fit_both(*some)}
    lines = [
        f"Fitted on the validation maps: temperature {ways['temperature'][0]:.2f}; or temperature "
        f"{ways['and shift'][0]:.2f} with a shift of {ways['and shift'][1]:.2f}. "
        "Log-loss / expected calibration error:", "", *tables.heading("maps", "cells", "share on an axis", *ways),
    ]
    errors = {}
    for title, (score, right) in parts.items():
        scores = [cooled(score, *numbers) for numbers in ways.values()]
        numbers = [f"{log_loss(one, right):.3f} / {expected_error(one, right):.3f}" for one in scores]
        lines.append(tables.row(title, len(score), f"{right.mean():.3f}", *numbers))
        errors[title] = expected_error(scores[-1], right)
    publish(run, "calibration", "\n".join(lines))
    if arguments.keep:
        keep(run / "checkpoint.pt", *ways["and shift"], max(e for title, e in errors.items() if title != "validation"))
    if arguments.images:
        picture(parts, ways, arguments.images / "model_reliability.png")


if __name__ == "__main__":
    main()
