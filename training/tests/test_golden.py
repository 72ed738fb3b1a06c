"""Arrays for the plugin: what it makes of them is what the network saw."""

import numpy as np
import pytest
import torch

from lma_qgis.core.detection.planes import input_planes
from lma_qgis.core.detection.preprocessing import standardise
from lma_qgis.core.grid import Grid
from training import detectors, golden
from training.network import LineationNet


@pytest.mark.parametrize("names", [("guided",), ("guided", "evidence")])
def test_the_scores_follow_from_the_other_arrays_by_functions_of_the_plugin(names, config, scales):
    torch.manual_seed(0)
    network = LineationNet(2 * len(names) - 1, 4, 4).eval()
    stored = golden.arrays(detectors.Network(network, names), config["simulation"], scales)
    assert set(stored) == {"anomaly", "cell", "scores", *names[1:]}
    cell, (rows, cols) = float(stored["cell"]), golden.SHAPE
    layers = [standardise(stored["anomaly"], Grid(0.0, rows * cell, cell, cell, rows, cols))]
    layers += [stored[name] for name in names[1:]]
    with torch.no_grad():
        scores = torch.sigmoid(network(torch.from_numpy(input_planes(np.stack(layers)))[None]))[0].numpy()
    valid = np.isfinite(stored["anomaly"])
    assert 0 < (~valid).sum() < valid.sum() and np.isnan(stored["scores"][:, ~valid]).all()
    assert np.abs(scores - stored["scores"])[:, valid].max() < 1e-5
    if len(names) > 1:
        assert np.isnan(stored["evidence"]).any() and np.isfinite(stored["evidence"]).any()
