"""Direction of the lineations: the structure tensor, weighted by confidence, in metres.

Tensors are averaged, never angles. The confidence of a cell falls with its distance to the nearest
observation, so that interpolated values have little say (Bigun & Granlund 1987; Weickert 1999).
An orientation is carried as the *double angle* (c, s) = √κ (cos 2φ, sin 2φ), φ the direction of the
gradient counter-clockwise from east: it can be averaged and interpolated, and the diffusion tensor follows from
it without trigonometry.
"""

from __future__ import annotations

import numpy as np

from ..errors import LmaError
from ..progress import part, silent
from .mesh import Mesh, mean_of_groups, pair_edges, refine
from .smoothing import Chain, Smoother, down_chains

CONFIDENCE_DISTANCE = 15_000.0
PRESMOOTHING = 0.1
GROUP_FROM = 5.0
ISOTROPY = 1 / 3


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


def group_edges(grid, integration_scale):
    """Return the row and column edges of the groups of cells on which the tensor is averaged.

    Parameters
    ----------
    grid : Grid
        Geometry of the whole raster.
    integration_scale : float
        Metres; pairs of cells where it spans at least five of them, else single cells.

    Returns
    -------
    tuple of numpy.ndarray of int
    """
    spans = integration_scale / grid.dy, integration_scale / grid.dx
    return tuple(pair_edges(n, 2 if span >= GROUP_FROM else 1) for n, span in zip(grid.shape, spans))


def single_cells(grid):
    """Return the edges that :func:`group_edges` gives where cells are not paired."""
    return tuple(np.arange(n + 1) for n in grid.shape)


class Orientation:
    """Reads the orientation of any field over the same cells; what depends on the cells alone is prepared once.

    Parameters
    ----------
    valid : numpy.ndarray of bool, shape (rows, cols)
        Cells with data; barriers do not hold any.
    grid : Grid
        Geometry, metres.
    integration_scale : float
        Standard deviation ρ of the averaging of the tensor, metres.
    weight : numpy.ndarray, optional
        Confidence of each cell, 0 to 1.
    dtype : numpy.dtype
        float32 or float64.
    groups : tuple of numpy.ndarray, optional
        Row and column edges of the groups of cells on which the average is taken; None: :func:`group_edges`.
    presmoothing : float
        Standard deviation of the smoothing before the gradient is taken, as a share of ρ; at least one cell.

    Raises
    ------
    LmaError
        If the integration scale is not positive.

    Notes
    -----
    The products of the gradient are averaged over pairs of cells wherever ρ spans at least five cells, which changes
    the result by less than a percent and costs a quarter.
    """

    def __init__(
        self, valid, grid, integration_scale, weight=None, dtype=np.float32, groups=None, presmoothing=PRESMOOTHING
    ):
        if not 0 < integration_scale < np.inf:
            raise LmaError("The integration scale must be larger than zero: about the distance between two lineations.")
        self._valid, self._grid, self._weight = valid, grid, weight
        self._fine = Mesh.of(valid)
        self._presmoothing = self._make_presmoothing(grid, presmoothing * integration_scale, dtype)
        self._east_share = _shares(self._fine.open_x, grid.dx, dtype, 1)
        self._north_share = _shares(self._fine.open_y, -grid.dy, dtype, 0)
        rho = integration_scale / grid.dy, integration_scale / grid.dx
        self._edges = group_edges(grid, integration_scale) if groups is None else groups
        grouped = any(len(edges) <= n for edges, n in zip(self._edges, grid.shape))
        self._coarse = Mesh.coarse(valid, *self._edges) if grouped else None
        self._average = Smoother(self._coarse or self._fine, *rho, dtype)

    def _make_presmoothing(self, grid, sigma, dtype):
        """Return the chains (along, down, wider along, wider down) that precede the differences.

        A central difference is too small by a factor 1 − k²/6 along its axis; an extra variance of 1/3 across it does
        the same to the other wavenumber, so that the direction has no error of second order.
        """
        mesh = self._fine
        chains = []
        for extra in (0, ISOTROPY):
            along, down = (max(sigma / step, 1.0) ** 2 + extra for step in (grid.dx, grid.dy))
            chains.append(Chain(mesh.width, mesh.open_x, along, dtype))
            chains.append(down_chains(mesh.height, mesh.open_y, down, dtype))
        return chains

    def gradient(self, field):
        """Return the east and north derivative of a field, presmoothed, from connected neighbours only.

        Parameters
        ----------
        field : numpy.ndarray, shape (rows, cols)
            Any value without data.

        Returns
        -------
        east, north : numpy.ndarray, shape (rows, cols)
            Per metre.
        """
        valid = self._valid
        centre = field[valid].mean(dtype=np.float64) if valid.any() else 0.0
        u = np.where(valid, field - field.dtype.type(centre), 0).astype(field.dtype)[None]
        along, down, wide_along, wide_down = self._presmoothing
        east = _derivative(wide_down(along(u))[0], self._fine.open_x, self._east_share, 1)
        north = _derivative(wide_along(down(u))[0], self._fine.open_y, self._north_share, 0)
        eps = np.finfo(u.dtype).eps
        floor = 64 * eps * max(np.abs(u).max(initial=0.0), abs(centre) * eps) / self._grid.cell_size
        flat = np.abs(east) + np.abs(north) <= floor
        if flat.any():
            east, north = np.where(flat, 0, east), np.where(flat, 0, north)
        return east, north

    def tensor(self, field, progress=silent):
        """Return the averaged structure tensor on cells or groups of cells, shape (3, …): ee, en, nn."""
        progress(0.0)
        east, north = self.gradient(field)
        progress(0.3)
        products = np.stack((east * east, east * north, north * north))
        if self._weight is not None:
            products *= self._weight
        progress(0.4)
        if self._coarse is None:
            return self._average(products, part(progress, 0.4, 1.0))
        grouped = mean_of_groups(products, self._edges)
        return self._average(grouped * self._coarse.valid, part(progress, 0.4, 1.0))

    def double_angle(self, field, progress=silent):
        """Return the orientation of a field.

        Parameters
        ----------
        field : numpy.ndarray, shape (rows, cols)
            nT; any value without data.
        progress : callable
            Told the fraction done.

        Returns
        -------
        numpy.ndarray, shape (2, rows, cols)
            √κ cos 2φ and √κ sin 2φ; 0 where there is no direction and without data.
        """
        ee, en, nn = self.tensor(field, progress)
        trace = ee + nn
        safe = np.where(trace > 0, trace, 1)
        double = np.stack(((ee - nn) / safe, 2 * en / safe))
        return (double if self._coarse is None else refine(double, self._coarse, self._edges)) * self._valid


def _shares(connected, step, dtype, axis):
    """Return how much the differences to the neighbours before and after count in the derivative of each cell."""
    share = _to_both_sides(connected, dtype, axis)
    np.divide(1 / step, share, out=share, where=share > 0)
    return share


def _derivative(u, connected, share, axis):
    """Return the mean slope to the connected neighbours on both sides, 0 where there is none."""
    step = np.diff(u, axis=axis)
    step *= connected
    total = _to_both_sides(step, u.dtype, axis)
    total *= share
    return total


def _to_both_sides(between, dtype, axis):
    """Return, per cell, the sum of what stands between it and its neighbours along one axis."""
    shape = list(between.shape)
    shape[axis] += 1
    total = np.zeros(shape, dtype)
    cells, between = np.moveaxis(total, axis, 0), np.moveaxis(between, axis, 0)
    cells[:-1] += between
    cells[1:] += between
    return total


def azimuth_and_coherence(double):
    """Return the strike and the coherence of a double angle.

    Parameters
    ----------
    double : numpy.ndarray, shape (2, …)
        √κ cos 2φ and √κ sin 2φ.

    Returns
    -------
    azimuth : numpy.ndarray
        Degrees clockwise from grid north, 0 to 180, along the lineation; 0 where there is no direction.
    coherence : numpy.ndarray
        κ = ((μ1 − μ2)/(μ1 + μ2))², 0 (no direction) to 1 (straight lineations); no units.
    """
    cosine, sine = double
    azimuth = np.mod(np.degrees(-0.5 * np.arctan2(sine, cosine)), 180.0)
    return azimuth, np.minimum(cosine**2 + sine**2, 1.0)


def to_double_angle(azimuth, coherence):
    """Return the double angle of an azimuth and a coherence; not finite: no direction.

    Parameters
    ----------
    azimuth : numpy.ndarray
        Degrees clockwise from grid north, along the lineation.
    coherence : numpy.ndarray
        κ, 0 to 1.

    Returns
    -------
    numpy.ndarray, shape (2, …), in the precision of the azimuth
    """
    known = np.isfinite(azimuth) & np.isfinite(coherence)
    double = np.radians(-2 * np.where(known, azimuth, 0))
    size = np.sqrt(np.where(known, coherence, 0))
    return np.stack((size * np.cos(double), size * np.sin(double)))


def strike(
    field, grid, integration_scale=10_000.0, *, distance=None, confidence_distance=CONFIDENCE_DISTANCE, barriers=None
):
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
    barriers : numpy.ndarray of bool, optional
        Cells that no average crosses.

    Returns
    -------
    azimuth, coherence : numpy.ndarray, shape (rows, cols)
        As :func:`azimuth_and_coherence`; NaN without data.
    """
    valid = np.isfinite(field) if barriers is None else np.isfinite(field) & ~barriers
    weight = None if distance is None else confidence(distance, confidence_distance).astype(field.dtype)
    double = Orientation(valid, grid, integration_scale, weight, field.dtype).double_angle(field)
    return blank_outside(double, valid)


def blank_outside(double, valid):
    """Return azimuth and coherence of a double angle, NaN without data."""
    azimuth, coherence = azimuth_and_coherence(double)
    azimuth[~valid] = np.nan
    coherence[~valid] = np.nan
    return azimuth, coherence
