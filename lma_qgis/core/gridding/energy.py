"""Bending energy of a thin plate under tension, on a grid of coefficients.

With the coefficients c on cells of dx by dy metres, h² = dx·dy and r = dy/dx, the energy

    h² ∬ (c_xx² + 2 c_xy² + c_yy²) + τ |∇c|²  ≈  Σ r² Δ_xx² + 2 Δ_xy² + Δ_yy²/r² + τh² (r Δ_x² + Δ_y²/r)

is summed over finite differences (Smith and Wessel 1990, Geophysics 55, 293, with the tension in
1/m² instead of 1/cell²). Differences are taken only where all their nodes exist, which *is* the
natural boundary condition: a plane costs nothing but its slope. All sums are made of successive
differences of neighbours, so float32 keeps its digits.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

STRIP_CELLS = 65_536
"""Cells handled at a time: the working arrays then stay in a 2 MiB second-level cache."""

_FRAME = 2
_SMALL = 16_384


class PlateEnergy:
    """The quadratic form above and its gradient (half the derivative), without data.

    Parameters
    ----------
    shape : tuple of int
        Rows and columns.
    ratio : float
        r = cell height / cell width.
    tension : float
        τh², dimensionless.
    """

    def __init__(self, shape, ratio, tension):
        self.shape = shape
        self.ratio = float(ratio)
        self.tension = float(tension)
        rows = max(16, STRIP_CELLS // shape[1])
        self.strips = [(start, min(start + rows, shape[0])) for start in range(0, shape[0], rows)]
        self._plain = min(shape) < 4 * _FRAME or shape[0] * shape[1] <= _SMALL
        self._scratch = None

    def residual(self, coefficients, right, out):
        """Write ``right − gradient(coefficients)`` to ``out``.

        Parameters
        ----------
        coefficients, right, out : numpy.ndarray of float32, shape ``shape``
            C-contiguous; ``out`` must not be ``coefficients``.
        """
        if self._plain:
            np.subtract(right, _gradient(coefficients, self.ratio, self.tension), out=out)
            return
        for start, stop in self.strips:
            self._inner_strip(coefficients, right, out, max(start, _FRAME), min(stop, self.shape[0] - _FRAME))
        self._frame(coefficients, right, out)

    def gradient(self, coefficients):
        """Return the matrix of the energy times ``coefficients``."""
        out = np.empty_like(coefficients)
        self.residual(coefficients, np.zeros_like(coefficients), out)
        return np.negative(out, out=out)

    def diagonal(self):
        """Return the diagonal of the energy's matrix, shape ``shape``, float32."""
        (row_slope, row_bend), (col_slope, col_bend) = (_axis_diagonals(size) for size in self.shape)
        ratio, tension = self.ratio, self.tension
        along_row = row_bend / ratio**2 + tension / ratio * row_slope
        along_col = col_bend * ratio**2 + tension * ratio * col_slope
        mixed = 2.0 * row_slope.astype(np.float32)[:, None] * col_slope.astype(np.float32)
        return mixed + along_row.astype(np.float32)[:, None] + along_col.astype(np.float32)

    def matrix(self):
        """Return the energy's matrix, sparse, float64, for small grids."""
        (row_slope, row_bend, row_one), (col_slope, col_bend, col_one) = (_axis_matrices(n) for n in self.shape)
        ratio, tension = self.ratio, self.tension
        return (
            sparse.kron(row_one, ratio**2 * col_bend + tension * ratio * col_slope)
            + sparse.kron(row_bend / ratio**2 + tension / ratio * row_slope, col_one)
            + 2.0 * sparse.kron(row_slope, col_slope)
        ).tocsr()

    def _inner_strip(self, coefficients, right, out, start, stop):
        """Residual of rows start..stop as M(M c − t r c)/r², M = r² δ_xx + δ_yy.

        Rows are handled as one flat run, so the first and last two columns get values that
        wrap around; :meth:`_frame` overwrites them.
        """
        if stop <= start:
            return
        flat = coefficients[start - 2: stop + 2].ravel()
        width, size = self.shape[1], len(flat)
        if self._scratch is None or len(self._scratch[0]) < size:
            longest = (max(b - a for a, b in self.strips) + 4) * width
            self._scratch = [np.empty(longest, dtype=coefficients.dtype) for _ in range(3)]
        work, across, bent = self._scratch
        square = self.ratio**2
        bent = _second_differences(flat, width, square, work, across, bent)
        if self.tension:
            pull = np.multiply(flat[width:-width], self.tension * self.ratio, out=work[: len(bent)])
            np.subtract(bent, pull, out=bent)
        rest = _second_differences(bent, width, square, work, across, out[start:stop].ravel())
        if square != 1.0:
            np.divide(rest, square, out=rest)
        np.subtract(right[start:stop].ravel(), rest, out=rest)

    def _frame(self, coefficients, right, out):
        """Residual of the two outermost rows and columns, where differences are missing."""
        edge = 2 * _FRAME
        for flip, ratio in ((np.asarray, self.ratio), (np.transpose, 1.0 / self.ratio)):
            source, target, wanted = flip(coefficients), flip(out), flip(right)
            ends = np.stack([source[:edge], source[-edge:]])
            both = _gradient(ends, ratio, self.tension)
            np.subtract(wanted[:_FRAME], both[0, :_FRAME], out=target[:_FRAME])
            np.subtract(wanted[-_FRAME:], both[1, -_FRAME:], out=target[-_FRAME:])


def _second_differences(flat, width, square, work, across, out):
    """Return square·δ_xx + δ_yy of rows as a flat run, one row shorter at either end."""
    size = len(flat)
    inner = size - 2 * width
    out = out[:inner]
    step = np.subtract(flat[1:], flat[:-1], out=work[: size - 1])
    np.subtract(step[width: width + inner], step[width - 1: width - 1 + inner], out=out)
    if square != 1.0:
        np.multiply(out, square, out=out)
    step = np.subtract(flat[width:], flat[:-width], out=work[: size - width])
    down = np.subtract(step[width:], step[:-width], out=across[:inner])
    return np.add(out, down, out=out)


def _gradient(c, ratio, tension):
    """Matrix of the energy times ``c`` (..., rows, cols), by differences and their adjoints."""
    slope_x, slope_y = np.diff(c, axis=-1), np.diff(c, axis=-2)
    force_x = _adjoint(np.diff(slope_x, axis=-1), slope_x, -1) * ratio**2
    force_x += 2.0 * _adjoint(np.diff(slope_x, axis=-2), slope_x, -2) + tension * ratio * slope_x
    force_y = _adjoint(np.diff(slope_y, axis=-2), slope_y, -2) / ratio**2 + tension / ratio * slope_y
    return _adjoint(force_x, c, -1) + _adjoint(force_y, c, -2)


def _adjoint(step, like, axis):
    """Transpose of numpy.diff along ``axis`` of an array shaped ``like``."""
    out = np.zeros_like(like)
    inner, size = np.swapaxes(out, axis, -1), step.shape[axis]
    step = np.swapaxes(step, axis, -1)
    inner[..., 1: size + 1] = step
    inner[..., :size] -= step
    return out


def _axis_matrices(size):
    """Return GᵀG of first differences, of second differences, and the identity."""
    first = _difference(size)
    second = _difference(max(size - 1, 0)) @ first
    return first.T @ first, second.T @ second, sparse.identity(size)


def _difference(size):
    """Return the matrix of numpy.diff on ``size`` values."""
    one = sparse.identity(size, format="csr")
    return one[1:] - one[:-1]


def _axis_diagonals(size):
    """Return the diagonals of GᵀG of first and of second differences."""
    slope, bend = np.zeros(size), np.zeros(size)
    slope[:-1] += 1.0
    slope[1:] += 1.0
    if size > 2:
        bend[:-2] += 1.0
        bend[1:-1] += 4.0
        bend[2:] += 1.0
    return slope, bend
