"""Write the ONNX file with its card.

``python -m training.export training/configs/ship.toml models/lma_unet_v1.onnx``
"""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch

from lma_qgis.core.detection import card, planes, preprocessing

from . import dataset, detectors
from .config import ROOT, config_parser
from .network import MULTIPLE, ScoreNet

OPSET = 17
IR_VERSION = 8
LARGEST_DIFFERENCE = 1e-4
#: Half width of the receptive field, cells: farther away an edge cannot be felt.
MARGIN = 96
TILE = 512
#: Largest calibration error, on maps that it was not fitted to, with which a card says “calibrated”.
LARGEST_ERROR = 0.03
#: The plugin's words for what a network sees; it feeds nothing else.
WORDS = {"guided": planes.ANOMALY, "evidence": planes.EVIDENCE}


def kept_calibration(checkpoint):
    """Return the calibration that a checkpoint keeps (temperature, shift, error), or None."""
    return torch.load(checkpoint, map_location="cpu", weights_only=True).get("calibration")


def is_calibrated(checkpoint):
    """Return whether a checkpoint keeps a calibration that holds on maps it was not fitted to."""
    kept = kept_calibration(checkpoint)
    return kept is not None and kept["error"] <= LARGEST_ERROR


def write_onnx(network, path, names=("guided",)):
    """Write the graph with free height and width, and return its largest difference from torch.

    Parameters
    ----------
    network : torch.nn.Module
        In evaluation mode.
    path : pathlib.Path
        To write.
    names : tuple of str
        What it sees; the graph has one input of as many planes as they have.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If the difference is above 1e-4.
    """
    scores = ScoreNet(network).eval()
    example = torch.zeros(1, dataset.count_planes(names), 64, 80)
    with torch.no_grad():
        torch.onnx.export(
            scores, (example,), str(path), dynamo=False, opset_version=OPSET,
            input_names=["anomaly"], output_names=["scores"],
            dynamic_axes={"anomaly": {0: "batch", 2: "rows", 3: "cols"}, "scores": {0: "batch", 2: "rows", 3: "cols"}},
        )
    model = onnx.load(str(path))
    model.ir_version = IR_VERSION
    onnx.checker.check_model(model)
    onnx.save(model, str(path))
    difference = parity(scores, path, names)
    if difference > LARGEST_DIFFERENCE:
        raise ValueError(f"ONNX and torch differ by {difference:.1e}, more than {LARGEST_DIFFERENCE:.0e}.")
    return difference


def parity(scores, path, names=("guided",), seed=0):
    """Return the largest difference between torch and the ONNX runtime over a few odd sizes.

    Parameters
    ----------
    scores : ScoreNet
        In evaluation mode.
    path : pathlib.Path
        The file.
    names : tuple of str
        What the network sees.
    seed : int
        Of the noise that it is shown.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    rng = np.random.default_rng(seed)
    worst = 0.0
    for count, *shape in ((1, 64, 64), (2, 97, 130), (1, 33, 250)):
        image = np.stack([dataset.planes(_noise(rng, names, shape), names) for _ in range(count)])
        with torch.no_grad():
            expected = scores(torch.from_numpy(image)).numpy()
        worst = max(worst, float(np.abs(session.run(None, {"anomaly": image})[0] - expected).max()))
    return worst


def _noise(rng, names, shape):
    """Return a map of noise; what may have gaps has them."""
    maps = {name: rng.normal(0.0, 1.5, shape).astype(np.float32) for name in names}
    for name in set(names).intersection(dataset.MASKED):
        maps[name][maps[name] < 0.0] = np.nan
    return maps


def make_card(config, threshold, difference, scores, calibrated=False, names=("guided",)):
    """Return the card of a network.

    Parameters
    ----------
    config : dict
        With the tables ``card`` (name, version, licence, training_data, description) and ``cell_size`` (least,
        most, nominal; metres).
    threshold : float
        Chosen on validation maps.
    difference : float
        Largest difference from torch.
    scores : dict
        Measured scores, free form.
    calibrated : bool
        Whether scores are probabilities.
    names : tuple of str
        What the network sees.

    Returns
    -------
    ModelCard

    Raises
    ------
    ValueError
        If the plugin does not feed one of the channels.
    """
    if not set(names) <= set(WORDS):
        raise ValueError(f"The plugin feeds {', '.join(WORDS)}; this network sees {', '.join(names)}.")
    words = config["card"]
    return card.ModelCard(
        **words, channels=tuple(WORDS[name] for name in names),
        preprocessing={"name": card.STANDARDISE, "version": preprocessing.VERSION},
        outputs=("crest", "trough"), threshold=threshold, tile=TILE, margin=MARGIN, multiple=MULTIPLE,
        cell_size=card.CellSize(**config["cell_size"], otherwise="resample"),
        calibrated=calibrated, parity=difference, scores=scores, created=datetime.date.today().isoformat(),
    )


def attach(path, model_card):
    """Write the card into the metadata of an ONNX file."""
    model = onnx.load(str(path))
    del model.metadata_props[:]
    entry = model.metadata_props.add()
    entry.key, entry.value = card.KEY, model_card.to_json()
    onnx.save(model, str(path))


def report_of(run):
    """Return the last report of a run.

    Raises
    ------
    ValueError
        If a calibration was stored after it: the threshold would be one of other scores.
    """
    path, checkpoint = run / "report.json", run / "checkpoint.pt"
    if kept_calibration(checkpoint) and checkpoint.stat().st_mtime > path.stat().st_mtime:
        raise ValueError(f"The calibration in {checkpoint} is newer than {path.name}: run training.report again.")
    return json.loads(path.read_text(encoding="utf-8"))


def main():
    """Export the network of a configuration, with the scores of its last report."""
    parser = config_parser(__doc__)
    parser.add_argument("target", type=Path)
    arguments = parser.parse_args()
    config = arguments.config
    run = ROOT / config["run"]
    report, checkpoint = report_of(run), run / "checkpoint.pt"
    detector = detectors.load(checkpoint)
    difference = write_onnx(detector.network, arguments.target, detector.names)
    threshold, calibrated = report["thresholds"]["network"], is_calibrated(checkpoint)
    made = make_card(config, threshold, difference, report["card"], calibrated, detector.names)
    attach(arguments.target, made)
    print(f"{arguments.target}: {arguments.target.stat().st_size / 1e6:.2f} MB, differs from torch by {difference:.1e}")


if __name__ == "__main__":
    main()
