"""Write the arrays that the plugin's tests compare the shipped file with.

``python -m training.golden training/configs/ship.toml tests/golden/lma_unet_v1.npz``
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from lma_qgis.core.detection.preprocessing import standardise
from lma_qgis.core.grid import Grid

from . import detectors, pipeline, simulate
from .config import ROOT, config_parser
from .generate import timescales

SHAPE = (100, 118)


def arrays(detector, settings, scales):
    """Simulate one survey, blank a corner, and return the anomaly with the scores that torch gives.

    Parameters
    ----------
    detector : detectors.Network
        Trained.
    settings, scales : dict
        See :func:`training.simulate.simulate`.

    Returns
    -------
    dict of numpy.ndarray
        ``anomaly`` (nT), ``cell`` (metres), ``scores``, and what the network sees beside the anomaly, not blanked.
    """
    survey = simulate.simulate(np.random.default_rng(2024), {**settings, "kinds": {"spreading": 1.0}}, scales)
    chain = pipeline.Chain()
    anomaly = _part(pipeline.enhanced(survey.observations, survey.grid, chain), 2)
    anomaly[:20, :30] = np.nan
    cell = survey.grid.dx
    grid = Grid(0.0, SHAPE[0] * cell, cell, cell, *SHAPE)
    first, *others = detector.names
    rasters = pipeline.run_chain(survey.observations, survey.grid, chain, others)
    beside = {name: _part(rasters[name], 3) for name in others}
    scores = detector({first: standardise(anomaly, grid), **beside})
    return {"anomaly": anomaly, "cell": np.array(cell), "scores": scores, **beside}


def _part(raster, digits):
    """Return the corner of a raster that is stored, in few digits."""
    return np.round(raster[: SHAPE[0], : SHAPE[1]], digits).astype(np.float32)


def main():
    """Write the arrays."""
    parser = config_parser(__doc__)
    parser.add_argument("target", type=Path)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    detector = detectors.load(ROOT / arguments.config["run"] / "checkpoint.pt")
    with arguments.target.open("wb") as handle:
        np.savez_compressed(handle, **arrays(detector, arguments.config["simulation"], timescales()))
    print(f"{arguments.target}: {arguments.target.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
