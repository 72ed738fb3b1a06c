"""Non-negative stencils for anisotropic diffusion (AD-LBR, Selling decomposition).

Any symmetric positive tensor is D = Σ ρ_i e_i e_iᵀ with three integer offsets e_i and ρ_i ≥ 0. The operator
built from them is an M-matrix, whatever the angle: no new extrema, and lineations survive at any strike. The
textbook stencil (compact second differences, central mixed difference) has neither property.

References
----------
Fehrenbach, J., Mirebeau, J.-M. (2014): Sparse non-negative stencils for anisotropic diffusion. J. Math. Imaging
Vis. 49, 123-147, doi 10.1007/s10851-013-0446-3.
"""

from __future__ import annotations

import functools

import numpy as np

MAX_STEPS = 60
TABLE_ANGLES = 720
TABLE_RATIOS = 48
TABLE_LOG_RATIO = 7.0


def diffusion_tensor(double, along, across, grid):
    """Return a diffusion tensor in cell units from an orientation.

    Parameters
    ----------
    double : numpy.ndarray, shape (2, …)
        √κ (cos 2φ, sin 2φ) of the gradient, as :class:`.orientation.Orientation` makes it; zero: no direction.
    along, across : numpy.ndarray or float
        Eigenvalues along and across the lineation, square metres.
    grid : Grid
        Geometry; cells need not be square.

    Returns
    -------
    numpy.ndarray, shape (3, …), in the precision of the orientation
        Column-column, column-row and row-row component in square cells: diag(1/dx, 1/dy) D diag(1/dx, 1/dy)
        with the row axis pointing south. Without direction half of ``along`` in every direction.
    """
    size = np.hypot(double[0], double[1])
    half = 0.5 * (np.asarray(along) - across)
    turn = half / np.maximum(size, 1e-12)
    xx = (across + half - turn * double[0]) / grid.dx**2
    xy = turn * double[1] / (grid.dx * grid.dy)
    yy = (across + half + turn * double[0]) / grid.dy**2
    return np.stack((xx, xy, yy))


def selling(tensor):
    """Decompose positive definite tensors into non-negative weights on integer offsets.

    Parameters
    ----------
    tensor : numpy.ndarray, shape (3, n)
        xx, xy and yy component, x along columns and y down the rows, square cells.

    Returns
    -------
    weight : numpy.ndarray, shape (3, n)
        ρ_i ≥ 0 with Σ ρ_i e_i e_iᵀ equal to the tensor, in its precision.
    offset : numpy.ndarray of int32, shape (3, 2, n)
        e_i as (column, row); each is defined up to its sign.

    Notes
    -----
    Selling's algorithm: while two vectors of the superbase enclose an acute angle in the metric D,
    (v_i, v_j, v_k) ← (v_j − v_k, −v_j, v_k). Then ρ_i = −v_jᵀ D v_k and e_i is v_i turned by 90°. The superbase of
    a similar tensor from a table is the start, so that few cells need a step.
    """
    base = np.take(_table(), _table_entry(*tensor), axis=2)
    weight = _weights(base, *tensor)
    active = np.flatnonzero((weight < -_rounding(tensor)).any(axis=0))
    if active.size:
        part = np.ascontiguousarray(base[:, :, active])
        _reduce(part, *tensor[:, active])
        base[:, :, active] = part
        weight[:, active] = _weights(part, *tensor[:, active])
    offset = np.empty(base.shape, np.int32)
    np.negative(base[:, 1], out=offset[:, 0], casting="unsafe")
    offset[:, 1] = base[:, 0]
    return np.maximum(weight, 0, out=weight), offset


@functools.lru_cache(maxsize=1)
def _table():
    """Return the superbases of tensors with tabulated angle and ratio of the axes, shape (3, 2, entries).

    Whole numbers as float32: exact, and their products with the tensor need no conversion.
    """
    ratio = np.exp((np.arange(TABLE_RATIOS) + 0.5) * TABLE_LOG_RATIO / TABLE_RATIOS)[:, None]
    angle = (np.arange(TABLE_ANGLES) + 0.5) * np.pi / TABLE_ANGLES
    cos, sin = np.cos(angle), np.sin(angle)
    tensor = [k.ravel() for k in (1 + (ratio - 1) * cos**2, (ratio - 1) * cos * sin, 1 + (ratio - 1) * sin**2)]
    base = np.empty((3, 2, tensor[0].size), np.float32)
    base[:, 0], base[:, 1] = [[-1], [1], [0]], [[-1], [0], [1]]
    _reduce(base, *tensor)
    return base


def _rounding(tensor):
    """Return what a product of two short vectors may be off by: smaller ones have no sign."""
    return 32 * np.finfo(tensor.dtype).eps * (tensor[0] + tensor[2])


def _table_entry(xx, xy, yy):
    """Return the entry of the table with the most similar angle and ratio of the axes."""
    angle = 0.5 * np.arctan2(2 * xy, xx - yy)
    spread = np.hypot(xx - yy, 2 * xy)
    least = np.maximum(xx + yy - spread, 1e-12 * (xx + yy))
    ratio = np.log((xx + yy + spread) / least)
    turn = np.floor(angle * (TABLE_ANGLES / np.pi)).astype(np.int32) % TABLE_ANGLES
    level = np.clip(ratio * (TABLE_RATIOS / TABLE_LOG_RATIO), 0, TABLE_RATIOS - 1).astype(np.int32)
    return level * TABLE_ANGLES + turn


def _reduce(base, xx, xy, yy):
    """Step the superbases (in place) until no two vectors enclose an acute angle."""
    active, rounding = np.arange(xx.size), _rounding(np.stack((xx, xy, yy)))
    for _ in range(MAX_STEPS):
        part, a, b, c = base[:, :, active], xx[active], xy[active], yy[active]
        changed = np.zeros(active.size, bool)
        for i, j, k in ((0, 1, 2), (1, 2, 0), (2, 0, 1)):
            acute = ~changed & (_product(part[j], part[k], a, b, c) > rounding[active])
            vj, vk = part[j][:, acute], part[k][:, acute]
            part[i][:, acute], part[j][:, acute] = vj - vk, -vj
            changed |= acute
        base[:, :, active] = part
        active = active[changed]
        if not active.size:
            return


def _weights(base, xx, xy, yy):
    """Return −v_jᵀ D v_k for the three pairs."""
    return np.stack([-_product(base[j], base[k], xx, xy, yy) for j, k in ((1, 2), (2, 0), (0, 1))])


def _product(v, w, xx, xy, yy):
    """Return vᵀ D w."""
    return (v[0] * w[0]) * xx + (v[0] * w[1] + v[1] * w[0]) * xy + (v[1] * w[1]) * yy


def clear_links(cells, offset, own=slice(None)):
    """Tell which links from cells to cell + offset stay on cells with data all the way.

    Parameters
    ----------
    cells : Cells
        The cells with data.
    offset : numpy.ndarray of int, shape (2, n)
        (column, row) step of one link per cell.
    own : slice
        Which n of the cells the links start from.

    Returns
    -------
    numpy.ndarray of bool, shape (n,)
        True where the end lies on a cell with data and the straight segment meets no cell without; at a corner
        both cells beside it are met.
    """
    reach = np.maximum(np.abs(offset[0]), np.abs(offset[1]))
    clear = reach < cells.depth[own]
    doubtful = np.flatnonzero(~clear)
    if not doubtful.size:
        return clear
    codes = offset[0][doubtful].astype(np.int64) * (1 << 20) + offset[1][doubtful]
    order = np.argsort(codes, kind="stable")
    starts = np.flatnonzero(np.diff(codes[order])) + 1
    holds, place, width = cells.framed(int(reach.max()))
    place = place[own]
    for group in np.split(doubtful[order], starts):
        steps = crossed_cells(int(offset[0][group[0]]), int(offset[1][group[0]]))
        met = np.array([row * width + col for row, col in steps])
        clear[group] = holds[place[group, None] + met].all(axis=1)
    return clear


@functools.lru_cache(maxsize=4096)
def crossed_cells(dc, dr):
    """Return the (row, column) steps of all cells that the segment from (0, 0) to (dr, dc) meets, the start left out.

    Examples
    --------
    >>> crossed_cells(2, 1)
    ((0, 1), (1, 1), (1, 2))
    """
    n = max(abs(dc), abs(dr))
    met = set()
    for step in range(1, 2 * n + 1):
        row, col = dr * step / (2 * n), dc * step / (2 * n)
        for r in _touched(row):
            for c in _touched(col):
                met.add((r, c))
    met.discard((0, 0))
    return tuple(sorted(met))


def _touched(position):
    """Return the cells that a coordinate touches: two at an edge between cells."""
    low = int(np.ceil(position - 0.5))
    high = int(np.floor(position + 0.5))
    return (low,) if low == high else (min(low, high), max(low, high))
