"""Labels by construction: crests and troughs of the noise-free field, with their strike."""

from __future__ import annotations

import numpy as np
from scipy import ndimage, signal

#: Axes shorter than this many cells are not labelled.
MIN_LENGTH = 10
#: Two neighbouring profiles continue an axis when it moves by no more than this many cells.
MAX_STEP = 1.2
#: Crests closer together than this many cells are one.
MIN_SPACING = 5


def profiles_across(field, strike_deg):
    """Return the field resampled on profiles across strike.

    Parameters
    ----------
    field : numpy.ndarray, shape (rows, cols)
        Any unit.
    strike_deg : float
        Azimuth of the lineations.

    Returns
    -------
    numpy.ndarray, shape (profiles, n)
        One cell apart along and across strike; NaN outside the map.
    """
    angle = np.radians(strike_deg)
    half = int(np.ceil(0.5 * np.hypot(*field.shape)))
    offset = np.arange(-half, half + 1, dtype=float)
    t, s = np.meshgrid(offset, offset, indexing="ij")
    rows = (field.shape[0] - 1) / 2 - t * np.cos(angle) + s * np.sin(angle)
    cols = (field.shape[1] - 1) / 2 + t * np.sin(angle) + s * np.cos(angle)
    return ndimage.map_coordinates(field, [rows, cols], order=3, mode="constant", cval=np.nan)


def crest_axes(field, strike_deg, prominence, cut=None):
    """Return the axes of the crests of a lineated field.

    Parameters
    ----------
    field : numpy.ndarray, shape (rows, cols)
        Noise-free anomaly, nT; give its negative for troughs.
    strike_deg : float
        Azimuth of the lineations at the centre; they may bend by some 30° from it.
    prominence : float
        Smallest height of a crest above the higher of its two neighbouring troughs, nT.
    cut : numpy.ndarray of bool, optional
        Cells in which no axis runs (fracture zones).

    Returns
    -------
    numpy.ndarray of float32, shape (n, 4)
        Row, column (fractional cells), strike (degrees, 0..180) and number of the axis, one point per
        profile, in order along each axis.
    """
    samples = profiles_across(np.asarray(field, dtype=float), strike_deg)
    chains = _link([_peaks(profile, prominence) for profile in samples])
    found = []
    for chain in chains:
        found += _pieces(np.array(chain), samples.shape[1], strike_deg, field.shape, cut)
    if not found:
        return np.zeros((0, 4), np.float32)
    numbered = [np.column_stack((piece, np.full(len(piece), number))) for number, piece in enumerate(found)]
    return np.concatenate(numbered).astype(np.float32)


def _peaks(profile, prominence):
    """Return sub-cell positions of the crests of one profile (NaN outside the map)."""
    inside = np.flatnonzero(np.isfinite(profile))
    if len(inside) < 2 * MIN_SPACING:
        return np.zeros(0)
    values = profile[inside[0]:inside[-1] + 1]
    if not np.isfinite(values).all():
        return np.zeros(0)
    peaks, _ = signal.find_peaks(values, prominence=prominence, distance=MIN_SPACING)
    left, centre, right = values[peaks - 1], values[peaks], values[peaks + 1]
    bend = left - 2 * centre + right
    shift = np.where(bend < 0, 0.5 * (left - right) / np.where(bend < 0, bend, 1.0), 0.0)
    return inside[0] + peaks + np.clip(shift, -0.5, 0.5)


def _link(positions):
    """Join crests of neighbouring profiles; returns lists of (profile, position)."""
    done, open_chains = [], []
    for number, crests in enumerate(positions):
        free = np.ones(len(crests), bool)
        still_open = []
        for chain in open_chains:
            expected = chain[-1][1]
            gap = np.where(free, np.abs(crests - expected), np.inf) if len(crests) else np.array([np.inf])
            nearest = int(np.argmin(gap))
            if gap[nearest] <= MAX_STEP:
                free[nearest] = False
                chain.append((number, crests[nearest]))
                still_open.append(chain)
            else:
                done.append(chain)
        open_chains = still_open + [[(number, crest)] for crest in crests[free]]
    return [chain for chain in done + open_chains if len(chain) >= MIN_LENGTH]


def _pieces(chain, length, strike_deg, shape, cut):
    """Return the pieces of a chain as (row, column, strike), cut where ``cut`` is True or the map ends."""
    half = (length - 1) / 2
    angle = np.radians(strike_deg)
    t, s = chain[:, 0] - half, chain[:, 1] - half
    smooth = ndimage.gaussian_filter1d(s, 1.5, mode="nearest")
    row = (shape[0] - 1) / 2 - t * np.cos(angle) + smooth * np.sin(angle)
    col = (shape[1] - 1) / 2 + t * np.sin(angle) + smooth * np.cos(angle)
    strike = (strike_deg + np.degrees(np.arctan(np.gradient(smooth)))) % 180.0
    inside = (row >= 0) & (row <= shape[0] - 1) & (col >= 0) & (col <= shape[1] - 1)
    if cut is not None:
        nearest = np.clip(np.round([row, col]).astype(int), 0, np.array(shape)[:, None] - 1)
        inside &= ~cut[nearest[0], nearest[1]]
    runs, count = ndimage.label(inside)
    points = np.column_stack((row, col, strike))
    return [points[runs == number] for number in range(1, count + 1) if (runs == number).sum() >= MIN_LENGTH]


def rasterise(axes, shape):
    """Return a boolean raster one cell wide of axes, and the strike there (NaN elsewhere).

    Parameters
    ----------
    axes : numpy.ndarray, shape (n, 4)
        From :func:`crest_axes`.
    shape : tuple of int
        Rows, columns.

    Returns
    -------
    line : numpy.ndarray of bool
    strike : numpy.ndarray of float32
        Degrees.
    """
    line = np.zeros(shape, bool)
    strike = np.full(shape, np.nan, np.float32)
    if len(axes):
        row, col = np.round(axes[:, :2]).astype(int).T
        inside = (row >= 0) & (row < shape[0]) & (col >= 0) & (col < shape[1])
        line[row[inside], col[inside]] = True
        strike[row[inside], col[inside]] = axes[inside, 2]
    return line, strike
