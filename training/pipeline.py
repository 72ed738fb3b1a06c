"""From a survey to the network's input, through the plugin's own stations."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lma_qgis.core.detection.preprocessing import Standardiser, standardise
from lma_qgis.core.diffusion.coherence_enhancing import diffuse
from lma_qgis.core.diffusion.guided import guided_smoothing
from lma_qgis.core.diffusion.support import support
from lma_qgis.core.evidence.cross_validation import leave_one_track_out, validation_grid
from lma_qgis.core.evidence.local import evidence_raster
from lma_qgis.core.evidence.map_making import MapSettings
from lma_qgis.core.gridding import grid_observations
from lma_qgis.core.gridding.blocks import block_median

#: Inputs that can be compared; the first is what the plugin feeds its network.
INPUTS = ("guided", "plain", "raw")
#: Rasters that a network may see beside an input.
WITNESSES = ("support", "tracks", "evidence")


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
        Of :data:`INPUTS` and :data:`WITNESSES`; the latter belong to the guided anomaly.
    with_support : bool
        Whether to compute the support of the guided anomaly too.

    Returns
    -------
    dict of numpy.ndarray
        One entry per input (float32, NaN = nodata), ``distance`` in metres; where wanted ``support`` (0..1),
        ``tracks`` from :func:`observed` and ``evidence`` from :func:`evidence`.
    """
    gridded = _gridded(observations, grid, chain)
    result = {"distance": gridded.distance}
    wanted = {*inputs, "support"} if with_support else {*inputs}
    if wanted.intersection(("guided", *WITNESSES)):
        smoothed = _guided(gridded, grid, chain)
    if "guided" in wanted:
        result["guided"] = standardise(smoothed.anomaly, grid)
    if "plain" in wanted:
        result["plain"] = standardise(diffuse(gridded.anomaly, grid, **lengths(chain)).anomaly, grid)
    if "raw" in wanted:
        result["raw"] = standardise(gridded.anomaly, grid)
    if "support" in wanted:
        result["support"] = support(smoothed.azimuth, smoothed.coherence, grid, gridded.count)
    if "tracks" in wanted:
        result["tracks"] = observed(observations, grid, smoothed.anomaly)
    if "evidence" in wanted:
        result["evidence"] = evidence(observations, grid, chain, smoothed.azimuth)
    return result


def observed(observations, grid, anomaly):
    """Return what was measured in each cell, in the units of the standardised map.

    Parameters
    ----------
    observations : Observations
        Points.
    grid : Grid
        Cells.
    anomaly : numpy.ndarray, shape ``grid.shape``
        The map, nT: its local mean and spread standardise the observed values too.

    Returns
    -------
    numpy.ndarray of float32, shape ``grid.shape``
        NaN in cells without an observation.
    """
    blocks = block_median(observations, grid)
    values = np.full(grid.shape, np.nan, np.float32)
    values.ravel()[blocks.cell] = blocks.value
    standardiser = Standardiser(grid)
    standardiser.add(anomaly)
    return standardiser.apply(values)


def evidence(observations, grid, chain, azimuth):
    """Return the plugin's evidence raster: do tracks predict the one that was left out, carried along strike.

    Parameters
    ----------
    observations : Observations
        Points.
    grid : Grid
        Cells.
    chain : Chain
        Settings.
    azimuth : numpy.ndarray, shape ``grid.shape``
        Strike of the guided anomaly, degrees.

    Returns
    -------
    numpy.ndarray of float32, shape ``grid.shape``
        −1 to 1; NaN where nothing was tested, everywhere with a single track.
    """
    if len(np.unique(observations.track)) < 2:
        return np.full(grid.shape, np.nan, np.float32)
    settings = MapSettings(tension=chain.tension, max_distance=chain.max_distance, **lengths(chain))
    predicted = leave_one_track_out(observations, validation_grid(grid), settings)
    return evidence_raster(observations, predicted, grid, azimuth, max_distance=chain.max_distance)


def enhanced(observations, grid, chain):
    """Return the guided anomaly of a survey, nT, before it is standardised."""
    return _guided(_gridded(observations, grid, chain), grid, chain).anomaly


def _gridded(observations, grid, chain):
    return grid_observations(observations, grid, tension=chain.tension, max_distance=chain.max_distance)


def _guided(gridded, grid, chain):
    return guided_smoothing(gridded.anomaly, grid, gridded.count, gridded.distance, **lengths(chain))


def lengths(chain):
    """Return the settings of a chain that both diffusions take."""
    return {"length": chain.length, "integration_scale": chain.integration_scale, "iterations": chain.iterations}
