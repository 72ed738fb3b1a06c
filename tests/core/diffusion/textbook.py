"""The stencil that must not be shipped: compact second differences and a central mixed difference."""

import numpy as np
from scipy.sparse import coo_matrix


def matrix(tensor, shape):
    """Return −div(D ∇) for a constant tensor (xx, xy, yy) on a raster, links beyond the edge dropped."""
    xx, xy, yy = tensor
    rows, cols = shape
    number = np.arange(rows * cols).reshape(shape)
    weights = {(0, 1): xx, (0, -1): xx, (1, 0): yy, (-1, 0): yy}
    weights.update({(1, 1): xy / 2, (-1, -1): xy / 2, (1, -1): -xy / 2, (-1, 1): -xy / 2})
    i, j, value = [], [], []
    for (dr, dc), weight in weights.items():
        here = number[max(-dr, 0) : rows - max(dr, 0), max(-dc, 0) : cols - max(dc, 0)].ravel()
        there = here + dr * cols + dc
        i += [here, here]
        j += [here, there]
        value += [np.full(here.size, weight), np.full(here.size, -weight)]
    return coo_matrix((np.concatenate(value), (np.concatenate(i), np.concatenate(j)))).tocsr()


def symbol(tensor, kx, ky):
    """Return the Fourier symbol of the stencil at wavenumbers per cell."""
    xx, xy, yy = tensor
    return 2 * xx * (1 - np.cos(kx)) + 2 * yy * (1 - np.cos(ky)) + 2 * xy * np.sin(kx) * np.sin(ky)
