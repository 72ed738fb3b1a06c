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

from lma_qgis.core.detection import card, preprocessing

from .config import ROOT, config_parser
from .network import MULTIPLE, LineationNet, ScoreNet

OPSET = 17
IR_VERSION = 8
LARGEST_DIFFERENCE = 1e-4
#: Half width of the receptive field, cells: farther away an edge cannot be felt.
MARGIN = 96
TILE = 512
#: Largest calibration error, on maps that it was not fitted to, with which a card says “calibrated”.
LARGEST_ERROR = 0.03


def load_network(checkpoint, as_trained=False):
    """Return the network of a checkpoint, in evaluation mode.

    Parameters
    ----------
    checkpoint : pathlib.Path
        Of a run.
    as_trained : bool
        Leave out the calibration that ``training.calibrate --keep`` stored there.

    Returns
    -------
    LineationNet
    """
    stored = torch.load(checkpoint, map_location="cpu", weights_only=True)
    network = LineationNet(**stored["settings"])
    network.load_state_dict(stored["network"])
    if "calibration" in stored and not as_trained:
        calibrate_head(network, stored["calibration"]["temperature"], stored["calibration"]["shift"])
    return network.eval()


def calibrate_head(network, temperature, shift):
    """Divide the logits of a network by a temperature and lower them by a shift, in the last layer itself."""
    with torch.no_grad():
        network.head.weight /= temperature
        network.head.bias.div_(temperature).sub_(shift)


def kept_calibration(checkpoint):
    """Return the calibration that a checkpoint keeps (temperature, shift, error), or None."""
    return torch.load(checkpoint, map_location="cpu", weights_only=True).get("calibration")


def is_calibrated(checkpoint):
    """Return whether a checkpoint keeps a calibration that holds on maps it was not fitted to."""
    kept = kept_calibration(checkpoint)
    return kept is not None and kept["error"] <= LARGEST_ERROR


def write_onnx(network, path, temperature=1.0):
    """Write the graph with free height and width, and return its largest difference from torch.

    Parameters
    ----------
    network : LineationNet
        In evaluation mode.
    path : pathlib.Path
        To write.
    temperature : float
        Divides the logits.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If the difference is above 1e-4.
    """
    scores = ScoreNet(network, temperature).eval()
    example = torch.zeros(1, 1, 64, 80)
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
    difference = parity(scores, path)
    if difference > LARGEST_DIFFERENCE:
        raise ValueError(f"ONNX and torch differ by {difference:.1e}, more than {LARGEST_DIFFERENCE:.0e}.")
    return difference


def parity(scores, path, seed=0):
    """Return the largest difference between torch and the ONNX runtime over a few odd sizes."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    rng = np.random.default_rng(seed)
    worst = 0.0
    for shape in ((1, 1, 64, 64), (2, 1, 97, 130), (1, 1, 33, 250)):
        image = rng.normal(0.0, 1.5, shape).astype(np.float32)
        with torch.no_grad():
            expected = scores(torch.from_numpy(image)).numpy()
        worst = max(worst, float(np.abs(session.run(None, {"anomaly": image})[0] - expected).max()))
    return worst


def make_card(config, threshold, difference, scores, calibrated=False):
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

    Returns
    -------
    ModelCard
    """
    words = config["card"]
    return card.ModelCard(
        **words,
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
    difference = write_onnx(load_network(checkpoint), arguments.target)
    threshold, calibrated = report["thresholds"]["network"], is_calibrated(checkpoint)
    attach(arguments.target, make_card(config, threshold, difference, report["card"], calibrated))
    print(f"{arguments.target}: {arguments.target.stat().st_size / 1e6:.2f} MB, differs from torch by {difference:.1e}")


if __name__ == "__main__":
    main()
