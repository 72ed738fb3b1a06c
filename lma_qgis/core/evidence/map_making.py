"""How the map is made: gridding and guided smoothing with one set of parameters, for the map and for every fold."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..diffusion.guided import guided_smoothing
from ..gridding.surface import grid_observations
from ..progress import part, silent

GAP_FACTOR = 2.0
"""A track taken out leaves a gap twice as wide as any in the map: reach and orientation are widened as much."""


@dataclass(frozen=True)
class MapSettings:
    """Parameters of gridding and guided smoothing.

    Parameters
    ----------
    max_distance : float
        How far from observations the map reaches, metres.
    length, integration_scale, iterations : float, float, int
        As in :func:`lma_qgis.core.diffusion.guided.guided_smoothing`.
    tension, tension_length : float
        As in :func:`lma_qgis.core.gridding.surface.grid_observations`.
    """

    max_distance: float = 20_000.0
    length: float = 10_000.0
    integration_scale: float = 10_000.0
    iterations: int = 3
    tension: float = 0.25
    tension_length: float = 10_000.0

    def widened(self):
        """Return the settings of a fold: a track less, gaps twice as wide."""
        return replace(
            self,
            max_distance=GAP_FACTOR * self.max_distance,
            integration_scale=GAP_FACTOR * self.integration_scale,
        )

    def draw(self, obs, grid, progress=silent):
        """Return the map of some observations.

        Parameters
        ----------
        obs : Observations
            Metres and nT.
        grid : Grid
            Cells of the map.
        progress : callable
            See :mod:`lma_qgis.core.progress`.

        Returns
        -------
        lma_qgis.core.diffusion.guided.Enhanced
            NaN beyond the maximum distance.
        """
        gridded = grid_observations(
            obs,
            grid,
            tension=self.tension,
            tension_length=self.tension_length,
            max_distance=self.max_distance,
            progress=part(progress, 0.0, 0.5),
        )
        return guided_smoothing(
            gridded.anomaly,
            grid,
            gridded.count,
            gridded.distance,
            length=self.length,
            integration_scale=self.integration_scale,
            iterations=self.iterations,
            progress=part(progress, 0.5, 1.0),
        )


DEFAULTS = MapSettings()
