"""What any isotropic linear gridder can know between tracks: kriging with the field's own covariance.

Usage: python tools/bench/gridding_limit.py [--sizes 512 1024] [--cells 2000] [--fields straight deep]

The covariance across strike is averaged over many fields of the same make, then over all directions; the simple
kriging estimate with it has the least mean square error of all linear estimators that do not know the strike.
It is computed at cells drawn at random from those 2-20 cells off the tracks, from all data within 45 km (thinner
with the distance), and compared with GMT, with ours and with the error that the theory expects.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.spatial import cKDTree

from tools.bench.gridding import CASES, FARTHEST, NEAREST, by_gmt, ours
from tools.bench.stripes import square, survey, truth

RINGS = ((8_000.0, 500.0), (20_000.0, 1_000.0), (45_000.0, 2_500.0))
"""Reach (m) and the length of track (m) averaged into one datum up to there."""

NOISE, JITTER = 5.0, 2.0
_STEP, _LAGS = 200.0, 1000
_REALISATIONS = 300


def isotropic_covariance(field):
    """Return lags (m) and the covariance (nT²), averaged over fields of this make and over all directions."""
    total = 0.0
    for seed in range(_REALISATIONS):
        _, value = replace(field, seed=1000 + seed).profile()
        power = np.abs(np.fft.rfft(value, 2 * len(value))) ** 2
        # Dividing by the whole length, not the overlap, keeps the covariance positive definite.
        total = total + np.fft.irfft(power)[:_LAGS] / len(value)
    lag = _STEP * np.arange(_LAGS)
    cosine = np.cos((np.arange(720) + 0.5) / 720 * np.pi / 2)
    across = total / _REALISATIONS
    return lag, np.array([np.interp(distance * cosine, lag, across).mean() for distance in lag])


def krige(obs, places, lag, covariance):
    """Return simple kriging estimates (nT) at places (n, 2) and the root of their mean variance (nT)."""
    pieces = [_pieces(obs, length) for _, length in RINGS]
    trees = [cKDTree(piece[:, :2]) for piece in pieces]
    estimate, variance = np.empty(len(places)), np.empty(len(places))
    for index, place in enumerate(places):
        near = _around(place, pieces, trees)
        offset = near[:, None, :2] - near[None, :, :2]
        matrix = np.interp(np.hypot(offset[..., 0], offset[..., 1]), lag, covariance)
        matrix[np.diag_indices(len(near))] += NOISE**2 / near[:, 3] + JITTER**2
        right = np.interp(np.hypot(*(near[:, :2] - place).T), lag, covariance)
        weight = cho_solve(cho_factor(matrix, lower=True, overwrite_a=True), right)
        estimate[index], variance[index] = weight @ near[:, 2], covariance[0] - weight @ right
    return estimate, float(np.sqrt(variance.mean()))


def _around(place, pieces, trees):
    """Return the pieces of track around a place, shorter ones nearer: easting, northing, value, size."""
    found, inner = [], 0.0
    for (reach, _), piece, tree in zip(RINGS, pieces, trees):
        near = piece[tree.query_ball_point(place, reach)]
        found.append(near[np.hypot(*(near[:, :2] - place).T) >= inner])
        inner = reach
    return np.concatenate(found)


def _pieces(obs, length):
    """Return the means of easting, northing and value over pieces of track, and their number of observations."""
    piece = np.floor(obs.distance_along() / length).astype(np.int64)
    _, group, size = np.unique(obs.track * (piece.max() + 1) + piece, return_inverse=True, return_counts=True)
    means = [np.bincount(group, column) / size for column in (obs.easting, obs.northing, obs.value)]
    return np.column_stack((*means, size))


def _row(label, field, cells, drawn):
    grid, obs = square(cells), survey(field)
    right, made = truth(field, grid), ours(obs, grid)[0]
    gmt = by_gmt(obs, cells)[0]
    distance = made.distance / grid.cell_size
    off = np.flatnonzero((distance >= NEAREST) & (distance <= FARTHEST))
    chosen = np.random.default_rng(0).choice(off, min(drawn, len(off)), replace=False)
    row, column = np.divmod(chosen, cells)
    places = np.column_stack((grid.easting[column], grid.northing[row]))
    best, expected = krige(obs, places, *isotropic_covariance(field))
    wrong = [float(np.sqrt(np.mean((surface - right.ravel()[chosen]) ** 2)))
             for surface in (gmt.ravel()[chosen], made.anomaly.ravel()[chosen], best)]
    print(
        f"| {label} | {cells} | {wrong[0]:.1f} | {wrong[1]:.1f} | {wrong[1] / wrong[0]:.2f} | {wrong[2]:.1f} "
        f"| {wrong[2] / wrong[0]:.2f} | {expected:.1f} |".replace("nan", "-"),
        flush=True,
    )


def main():
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[512, 1024])
    parser.add_argument("--cells", type=int, default=2000, help="cells drawn from those off the tracks")
    parser.add_argument("--fields", nargs="+", default=["straight"], choices=list(CASES))
    chosen = parser.parse_args()
    print("| field | cells | GMT nT | ours nT | / GMT | best isotropic nT | / GMT | expected nT |")
    print("|---|---|---|---|---|---|---|---|")
    for cells in chosen.sizes:
        for name in chosen.fields:
            label, field, _, _ = CASES[name]
            _row(label, field, cells, chosen.cells)


if __name__ == "__main__":
    main()
