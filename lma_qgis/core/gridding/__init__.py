"""From observations to a grid: block medians, tension spline, coverage."""

from .blocks import Blocks, block_median
from .coverage import distance_to_cells
from .surface import Gridded, grid_observations

__all__ = ["Blocks", "Gridded", "block_median", "distance_to_cells", "grid_observations"]
