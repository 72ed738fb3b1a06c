"""Direction of the lineations: the structure tensor, weighted by confidence, in metres.

Tensors are averaged, never angles. The confidence of a cell falls with its distance to the nearest
observation, so that interpolated values have little say (science: Bigun & Granlund 1987; Weickert 1999).
"""

from __future__ import annotations

import numpy as np

from ..errors import LmaError
from .smoothing import Mesh, pair_edges, smooth, smooth_cols, smooth_rows

CONFIDENCE_DISTANCE = 15_000.0
GRADIENT_FRACTION = 0.1
HALF_RESOLUTION_FROM = 5.0
ISOTROPY = 1 / 3**0.5


def confidence(distance, confidence_distance=CONFIDENCE_DISTANCE):
    """Return the weight exp(−(d/d0)²) of a cell at distance d from the nearest observation.

    Parameters
    ----------
    distance : numpy.ndarray
        Metres; NaN counts as infinitely far.
    confidence_distance : float
        d0, metres.

    Returns
    -------
    numpy.ndarray, 0 to 1
    """
    return np.nan_to_num(np.exp(-((distance / confidence_distance) ** 2)), nan=0.0)


def structure_tensor(field, grid, integration_scale, *, weight=None, barriers=None, row_edges=None, col_edges=None):
    """Return the smoothed structure tensor of a field.

    Parameters
    ----------
    field : numpy.ndarray, shape (rows, cols)
        nT; NaN without data.
    grid : Grid
        Geometry, metres.
    integration_scale : float
        Standard deviation ρ of the averaging of the tensor, metres.
    weight : numpy.ndarray, optional
        Confidence of each cell, 0 to 1.
    barriers : numpy.ndarray of bool, optional
        Cells that no average may cross.
    row_edges, col_edges : numpy.ndarray of int, optional
        Groups of cells on which the average is taken, when they must agree with those of a larger raster.

    Returns
    -------
    tensor : numpy.ndarray, shape (3, rows, cols)
        East-east, east-north and north-north component, (nT/m)² times confidence; 0 without data.

    Notes
    -----
    The gradient is taken after smoothing with ρ/10 (at least one cell); its products are averaged on pairs of cells
    wherever ρ spans at least five cells, which changes the result by less than a percent and costs a quarter.
    """
    if not integration_scale > 0:
        raise LmaError("The integration scale must be larger than zero: about the distance between two lineations.")
    valid = np.isfinite(field)
    if barriers is not None:
        valid &= ~barriers
    fine = Mesh.of(valid)
    east, north = _gradient(field, grid, fine, integration_scale)
    products = np.stack((east * east, east * north, north * north))
    products *= 1.0 if weight is None else weight
    rho_rows, rho_cols = integration_scale / grid.dy, integration_scale / grid.dx
    if row_edges is None:
        row_edges = pair_edges(grid.rows, 2 if rho_rows >= HALF_RESOLUTION_FROM else 1)
    if col_edges is None:
        col_edges = pair_edges(grid.cols, 2 if rho_cols >= HALF_RESOLUTION_FROM else 1)
    if len(row_edges) > grid.rows and len(col_edges) > grid.cols:
        return smooth(products, fine, rho_rows, rho_cols) * valid
    return _smooth_groups(products, valid, row_edges, col_edges, rho_rows, rho_cols)


def _gradient(field, grid, mesh, integration_scale):
    """Return the east and north derivative (nT/m) of the presmoothed field, from connected neighbours only.

    A central difference is too small by a factor 1 − k²/6 along its axis; a smoothing of variance 1/3 across it does
    the same to the other component, so that the direction has no error of second order.
    """
    centre = field[mesh.valid].mean(dtype=np.float64) if mesh.valid.any() else 0.0
    u = np.where(mesh.valid, field - field.dtype.type(centre), 0).astype(field.dtype)
    sigma = GRADIENT_FRACTION * integration_scale
    u = smooth(u[None], mesh, max(sigma / grid.dy, 1.0), max(sigma / grid.dx, 1.0))[0]
    east = smooth_rows(_mean_difference(u, mesh.open_x, 1), mesh, ISOTROPY) / u.dtype.type(grid.dx)
    north = smooth_cols(_mean_difference(u, mesh.open_y, 0), mesh, ISOTROPY) / u.dtype.type(-grid.dy)
    floor = 64 * np.finfo(u.dtype).eps * max(np.abs(u).max(initial=0.0), abs(centre) * np.finfo(u.dtype).eps)
    flat = np.hypot(east, north) * grid.cell_size <= floor
    east[flat] = 0
    north[flat] = 0
    return east, north


def _mean_difference(u, connected, axis):
    """Return the mean of the differences to the connected neighbours on either side, 0 where there is none."""
    step = np.diff(u, axis=axis) * connected
    total = np.zeros_like(u)
    count = np.zeros(u.shape, np.int8)
    low = (slice(None), slice(None, -1)) if axis else (slice(None, -1),)
    high = (slice(None), slice(1, None)) if axis else (slice(1, None),)
    total[low] += step
    total[high] += step
    count[low] += connected
    count[high] += connected
    return total / np.maximum(count, 1).astype(u.dtype)


def _smooth_groups(products, valid, row_edges, col_edges, rho_rows, rho_cols):
    """Average the products on grouped cells and bring the result back by linear interpolation."""
    mesh = Mesh.coarse(valid, row_edges, col_edges)
    grouped = np.add.reduceat(np.add.reduceat(products, row_edges[:-1], axis=1), col_edges[:-1], axis=2)
    grouped /= np.outer(mesh.height, mesh.width).astype(products.dtype)
    coarse = smooth(grouped * mesh.valid, mesh, rho_rows, rho_cols)
    half = _refine(coarse, mesh.open_x, col_edges)
    open_y = np.repeat(mesh.open_y, np.diff(col_edges), axis=1)
    full = _refine(np.ascontiguousarray(half.transpose(0, 2, 1)), np.ascontiguousarray(open_y.T), row_edges)
    return full.transpose(0, 2, 1) * valid


def _refine(coarse, connected, edges):
    """Interpolate linearly along the last axis from group centres to cells, towards connected neighbours only."""
    centre = 0.5 * (edges[1:] + edges[:-1])
    group = np.repeat(np.arange(len(centre)), np.diff(edges))
    offset = np.arange(edges[-1]) + 0.5 - centre[group]
    side = np.sign(offset).astype(int)
    neighbour = np.clip(group + side, 0, len(centre) - 1)
    share = np.abs(offset) / np.maximum(np.abs(centre[neighbour] - centre[group]), 1.0)
    own = coarse[..., group]
    closed_ends = np.zeros(connected.shape[:-1] + (1,), bool)
    padded = np.concatenate((closed_ends, connected, closed_ends), axis=-1)
    reach = padded[..., group + (side > 0)] & (side != 0)
    return own + (coarse[..., neighbour] - own) * (share * reach).astype(coarse.dtype)


def azimuth_and_coherence(tensor):
    """Return the strike and the coherence of a structure tensor.

    Parameters
    ----------
    tensor : numpy.ndarray, shape (3, rows, cols)
        East-east, east-north and north-north component.

    Returns
    -------
    azimuth : numpy.ndarray
        Degrees clockwise from grid north, 0 to 180, along the lineation; 0 where there is no direction.
    coherence : numpy.ndarray
        κ = ((μ1 − μ2)/(μ1 + μ2))², 0 (no direction) to 1 (straight lineations); no units.
    """
    xx, xy, yy = tensor
    trace = xx + yy
    safe = np.where(trace > 0, trace, 1)
    cosine, sine = (xx - yy) / safe, 2 * xy / safe
    gradient = np.degrees(0.5 * np.arctan2(sine, cosine))
    return np.mod(-gradient, 180.0), np.minimum(cosine**2 + sine**2, 1.0)


def strike(field, grid, integration_scale=10_000.0, *, distance=None, confidence_distance=CONFIDENCE_DISTANCE, **limits):
    """Return azimuth and coherence of the lineations of a field.

    Parameters
    ----------
    field : numpy.ndarray, shape (rows, cols)
        nT; NaN without data.
    grid : Grid
        Geometry, metres.
    integration_scale : float
        Standard deviation of the averaging, metres.
    distance : numpy.ndarray, optional
        Distance to the nearest observation, metres; None: all cells count alike.
    confidence_distance : float
        Distance at which a cell's weight has fallen to 1/e, metres.
    **limits
        ``barriers``, ``row_edges``, ``col_edges`` of :func:`structure_tensor`.

    Returns
    -------
    azimuth, coherence : numpy.ndarray, shape (rows, cols)
        Degrees clockwise from grid north (0 to 180) and 0 to 1, as :func:`azimuth_and_coherence`; NaN without data.
    """
    weight = None if distance is None else confidence(distance, confidence_distance).astype(field.dtype)
    tensor = structure_tensor(field, grid, integration_scale, weight=weight, **limits)
    azimuth, coherence = azimuth_and_coherence(tensor)
    blank = ~np.isfinite(field)
    azimuth[blank] = np.nan
    coherence[blank] = np.nan
    return azimuth, coherence
