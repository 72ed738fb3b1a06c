"""From a survey to the network's input, through the plugin's own stations."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lma_qgis.core.detection.preprocessing import standardise
from lma_qgis.core.diffusion.coherence_enhancing import diffuse
from lma_qgis.core.diffusion.guided import guided_smoothing
from lma_qgis.core.diffusion.support import support
from lma_qgis.core.gridding import grid_observations

#: Inputs that can be compared; the first is what the plugin feeds its network.
INPUTS = ("guided", "plain", "raw")


@dataclass(frozen=True)
class Chain:
    """Settings of the stations, metres; defaults as in the plugin.

    Parameters
    ----------
    tension, max_distance : float
        Of the gridding.
    length, integration_scale : float
        Of the diffusion.
    iterations : int
        Orientation re-estimates of the diffusion.
    """

    tension: float = 0.25
    max_distance: float = 20_000.0
    length: float = 10_000.0
    integration_scale: float = 10_000.0
    iterations: int = 3


def draw_chain(rng, cell_size, plain_share=0.5):
    """Return settings as users choose them: the defaults, or lengths that suit the cells.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    cell_size : float
        Metres.
    plain_share : float
        Share of surveys run with the defaults.

    Returns
    -------
    Chain
    """
    if rng.random() < plain_share:
        return Chain(max_distance=max(20_000.0, 8 * cell_size))
    length = float(np.clip(rng.uniform(4.0, 9.0) * cell_size, 5_000.0, 30_000.0))
    return Chain(
        tension=float(rng.uniform(0.1, 0.6)),
        max_distance=float(rng.uniform(10.0, 20.0) * cell_size),
        length=length,
        integration_scale=float(length * rng.uniform(0.8, 1.5)),
    )


def run_chain(observations, grid, chain, inputs=("guided",), with_support=False):
    """Return the standardised inputs of a survey.

    Parameters
    ----------
    observations : Observations
        Points.
    grid : Grid
        Cells.
    chain : Chain
        Settings.
    inputs : tuple of str
        Of :data:`INPUTS`.
    with_support : bool
        Whether to compute the support of the guided anomaly too.

    Returns
    -------
    dict of numpy.ndarray
        One entry per input (float32, NaN = nodata), ``distance`` in metres, and ``support`` (0..1) if wanted.
    """
    gridded = grid_observations(observations, grid, tension=chain.tension, max_distance=chain.max_distance)
    result = {"distance": gridded.distance}
    for name in inputs:
        result[name] = standardise(_enhance(name, gridded, grid, chain), grid)
    if with_support:
        smoothed = _guided(gridded, grid, chain)
        result["support"] = support(smoothed.azimuth, smoothed.coherence, grid, gridded.count)
    return result


def enhanced(observations, grid, chain):
    """Return the guided anomaly of a survey, nT, before it is standardised."""
    gridded = grid_observations(observations, grid, tension=chain.tension, max_distance=chain.max_distance)
    return _guided(gridded, grid, chain).anomaly


def _enhance(name, gridded, grid, chain):
    if name == "guided":
        return _guided(gridded, grid, chain).anomaly
    if name == "plain":
        return diffuse(gridded.anomaly, grid, **lengths(chain)).anomaly
    return gridded.anomaly


def _guided(gridded, grid, chain):
    return guided_smoothing(gridded.anomaly, grid, gridded.count, gridded.distance, **lengths(chain))


def lengths(chain):
    """Return the settings of a chain that both diffusions take."""
    return {"length": chain.length, "integration_scale": chain.integration_scale, "iterations": chain.iterations}
