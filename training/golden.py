"""Write the arrays that the plugin's tests compare the shipped file with.

``python -m training.golden training/configs/ship.toml tests/golden/lma_unet_v1.npz``
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from lma_qgis.core.detection.preprocessing import standardise
from lma_qgis.core.grid import Grid

from . import evaluate, pipeline, simulate
from .config import ROOT, config_parser
from .export import load_network
from .generate import timescales

SHAPE = (100, 118)


def main():
    """Simulate one survey, blank a corner, and store the anomaly (nT) with the scores that torch gives."""
    parser = config_parser(__doc__)
    parser.add_argument("target", type=Path)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    config = arguments.config
    settings = {**config["simulation"], "kinds": {"spreading": 1.0}}
    survey = simulate.simulate(np.random.default_rng(2024), settings, timescales())
    whole = pipeline.enhanced(survey.observations, survey.grid, pipeline.Chain())
    anomaly = np.round(whole[: SHAPE[0], : SHAPE[1]], 2).astype(np.float32)
    anomaly[:20, :30] = np.nan
    cell = survey.grid.dx
    grid = Grid(0.0, SHAPE[0] * cell, cell, cell, *SHAPE)
    network = load_network(ROOT / config["run"] / "checkpoint.pt")
    scores = evaluate.network_scores(network, standardise(anomaly, grid))
    with arguments.target.open("wb") as handle:
        np.savez_compressed(handle, anomaly=anomaly, cell=np.array(cell), scores=scores)
    print(f"{arguments.target}: {arguments.target.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
