"""Diffusion of one block of a raster, and the blocks with halos that cover a raster of any size.

What happens in a cell is decided by the data around it: the orientation by what lies within a few integration
scales, the solution by what lies within a few smoothing lengths along strike, once per iteration. A block that
carries a halo of that width gives, in its core, the result of the whole raster: to 1e-3 of the standard deviation
guided, to 1e-5 without coverage.

Examples
--------
On a cluster, with ``dask``::

    depth = block_depth(Settings(), 1000.0)
    parts = [dask.array.from_array(a, chunks=2048) for a in (anomaly, count, distance)]
    enhanced = dask.array.map_overlap(
        enhance_block, *parts, depth=depth, boundary=np.nan, dtype=np.float32, dx=1000.0, dy=1000.0
    )
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..grid import Grid
from ..progress import part, silent
from .coherence_enhancing import diffuse
from .guided import guided_smoothing
from .orientation import group_edges
from .support import support

HALO_LENGTHS = 20.0
BLOCK_CELLS = 1536
WHOLE_CELLS = 4_500_000


@dataclass(frozen=True)
class Settings:
    """Parameters of the diffusion.

    Parameters
    ----------
    length, integration_scale, support_length : float
        Metres.
    iterations : int
        Number of orientation estimates.
    """

    length: float = 10_000.0
    integration_scale: float = 10_000.0
    iterations: int = 3
    support_length: float = 10_000.0


@dataclass(frozen=True)
class Window:
    """A block of a raster with its halo; rows and columns are half-open ranges of the whole raster.

    Parameters
    ----------
    rows, cols : tuple of int
        What is read.
    core_rows, core_cols : tuple of int
        What is kept.
    groups : tuple of numpy.ndarray
        Edges of the whole raster's groups of cells within what is read.
    """

    rows: tuple
    cols: tuple
    core_rows: tuple
    core_cols: tuple
    groups: tuple

    def grid(self, whole):
        """Return the geometry of what is read."""
        (top, bottom), (left, right) = self.rows, self.cols
        west, north = whole.west + left * whole.dx, whole.north - top * whole.dy
        return Grid(west, north, whole.dx, whole.dy, bottom - top, right - left)

    def core(self, values):
        """Return the part that is kept of an array over what is read."""
        (top, bottom), (left, right) = self.core_rows, self.core_cols
        return values[top - self.rows[0]: bottom - self.rows[0], left - self.cols[0]: right - self.cols[0]]


def block_depth(settings, cell_size):
    """Return the width of the halo in cells, an even number.

    Parameters
    ----------
    settings : Settings
        Parameters of the diffusion.
    cell_size : float
        Metres.

    Returns
    -------
    int
    """
    reach = max(settings.length, settings.integration_scale, 0.5 * settings.support_length)
    more = max(settings.iterations - 3, 0) / 8
    return 2 * int(np.ceil(0.5 * HALO_LENGTHS * (1 + more) * reach / cell_size))


def windows(grid, settings, block=BLOCK_CELLS):
    """Return the blocks that cover a raster: a single one when it is small.

    Parameters
    ----------
    grid : Grid
        The raster.
    settings : Settings
        Decide the width of the halo.
    block : int
        Rows and columns of a block's core.

    Returns
    -------
    list of Window
    """
    edges = group_edges(grid, settings.integration_scale)
    if grid.rows * grid.cols <= WHOLE_CELLS:
        whole = (0, grid.rows), (0, grid.cols)
        return [Window(*whole, *whole, edges)]
    rows = _ranges(edges[0], block, block_depth(settings, grid.dy))
    cols = _ranges(edges[1], block, block_depth(settings, grid.dx))
    return [Window(r, c, core_r, core_c, (g_r, g_c)) for r, core_r, g_r in rows for c, core_c, g_c in cols]


def _ranges(edges, block, depth):
    """Return (read, kept, groups) along one axis; what is read begins and ends with a group."""
    count = int(edges[-1])
    found = []
    for start in range(0, count, block):
        stop = min(start + block, count)
        low = np.searchsorted(edges, max(start - depth, 0), side="right") - 1
        high = np.searchsorted(edges, min(stop + depth, count))
        read = int(edges[low]), int(edges[high])
        found.append((read, (start, stop), edges[low: high + 1] - edges[low]))
    return found


def enhance(anomaly, grid, count, distance, settings, *, barriers=None, mask=None, groups=None, progress=silent):
    """Smooth one block and say how well observations carry it.

    Parameters
    ----------
    anomaly : numpy.ndarray, shape (rows, cols)
        nT; NaN without data.
    grid : Grid
        Geometry of the block.
    count, distance : numpy.ndarray or None
        Coverage; None: classical diffusion, no support.
    settings : Settings
        Parameters.
    barriers, mask, groups : optional
        As in :func:`.guided.guided_smoothing`; ``groups`` of a window makes its result that of the whole raster.
    progress : callable
        Told the fraction done.

    Returns
    -------
    Enhanced, numpy.ndarray of float32
        The support is NaN everywhere without coverage.
    """
    common = {
        "length": settings.length,
        "integration_scale": settings.integration_scale,
        "iterations": settings.iterations,
        "barriers": barriers,
        "mask": mask,
        "groups": groups,
    }
    if count is None:
        return diffuse(anomaly, grid, progress=progress, **common), np.full(grid.shape, np.nan, np.float32)
    result = guided_smoothing(anomaly, grid, count, distance, progress=part(progress, 0, 0.85), **common)
    carried = support(
        result.azimuth,
        result.coherence,
        grid,
        count,
        support_length=settings.support_length,
        barriers=barriers,
        valid=np.isfinite(result.anomaly),
        progress=part(progress, 0.85, 1),
    )
    return result, carried


def enhance_block(anomaly, count, distance, *, dx, dy, **settings):
    """Return the enhanced anomaly of one block: the function for ``dask.array.map_overlap``.

    Parameters
    ----------
    anomaly, count, distance : numpy.ndarray, shape (rows, cols)
        The block with its halo, north-up; NaN beyond the raster.
    dx, dy : float
        Cell width and height, metres.
    **settings
        Parameters of :class:`Settings`.

    Notes
    -----
    Cells are paired from the first on for the average of the orientation. Chunks and halos of an even number of cells
    make all blocks pair alike.

    Returns
    -------
    numpy.ndarray of float32, shape (rows, cols)
    """
    if not anomaly.size or not np.isfinite(anomaly).any():
        return np.full(anomaly.shape, np.nan, np.float32)
    grid = Grid(0.0, anomaly.shape[0] * dy, dx, dy, *anomaly.shape)
    settings = Settings(**settings)
    edges = group_edges(grid, settings.integration_scale)
    groups = tuple(
        np.append(np.arange(0, n, 2), n) if len(edge) <= n else edge for n, edge in zip(anomaly.shape, edges)
    )
    result, _ = enhance(anomaly, grid, count, distance, settings, groups=groups)
    return result.anomaly.astype(np.float32)
