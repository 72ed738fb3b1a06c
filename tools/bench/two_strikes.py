"""Two strikes in one map: a synthetic survey across a boundary, its picks, their scores and a figure.

    python tools/bench/two_strikes.py [--figure docs/figures/two_strikes.png]

West of the boundary lineations strike 30°, east of it 100°. Ships sail 155°, 15 km apart. The figure
needs matplotlib.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np

from lma_qgis.core.detection.ridge import DEFAULT_THRESHOLD, ridge_scores
from lma_qgis.core.diffusion.guided import guided_smoothing
from lma_qgis.core.diffusion.support import support
from lma_qgis.core.grid import Grid
from lma_qgis.core.gridding.surface import grid_observations
from lma_qgis.core.picks.attributes import Layers
from lma_qgis.core.picks.crossings import TrackSegments
from lma_qgis.core.picks.extraction import extract
from lma_qgis.core.picks.scoring import compare_lines
from lma_qgis.core.picks.weak import is_weak
from lma_qgis.core.tracks.observations import Observations

WIDTH, HEIGHT, WAVE = 300_000.0, 200_000.0, 24_000.0
STRIKES = {"west": 30.0, "east": 100.0}
BOUNDARY = WIDTH / 2
SHIP_AZIMUTH, SHIP_SPACING, STEP = 155.0, 15_000.0, 800.0


@dataclass(frozen=True)
class Found:
    """What the chain makes of the scene.

    Parameters
    ----------
    anomaly : numpy.ndarray
        Enhanced, nT.
    lines : list of numpy.ndarray
        Picks, metres.
    records : list of dict
    obs : Observations
    """

    anomaly: np.ndarray
    lines: list
    records: list
    obs: Observations


def side_of(easting):
    """Return which side of the boundary positions lie on."""
    return np.where(np.asarray(easting) < BOUNDARY, "west", "east")


def distance_across(easting, northing, strike):
    """Return the distance from the southern end of the boundary across a strike, metres."""
    angle = np.radians(strike)
    return (easting - BOUNDARY) * np.cos(angle) - northing * np.sin(angle)


def survey(seed=0, noise=12.0, level=8.0):
    """Return observations of ships that cross both families of lineations."""
    rng = np.random.default_rng(seed)
    angle = np.radians(SHIP_AZIMUTH)
    along, across = np.array([np.sin(angle), np.cos(angle)]), np.array([np.cos(angle), -np.sin(angle)])
    middle, half = np.array([WIDTH / 2, HEIGHT / 2]), np.hypot(WIDTH, HEIGHT) / 2
    parts, names = [], []
    for number, offset in enumerate(np.arange(-half, half, SHIP_SPACING)):
        place = middle + offset * across + np.arange(-half, half, STEP)[:, None] * along
        place = place[((place > 0) & (place < (WIDTH, HEIGHT))).all(axis=1)]
        if len(place) > 20:
            names += [f"ship {number}"] * len(place)
            strike = np.where(side_of(place[:, 0]) == "west", STRIKES["west"], STRIKES["east"])
            value = 150 * np.cos(2 * np.pi * distance_across(*place.T, strike) / WAVE)
            value += rng.normal(0, noise, len(place)) + rng.normal(0, level)
            parts.append(np.column_stack([place, value]))
    easting, northing, value = np.concatenate(parts).T
    return Observations.from_labels(easting, northing, value, names)


def truth(kind, side):
    """Return the true lines of one kind on one side of the boundary."""
    angle = np.radians(STRIKES[side])
    along, across = np.array([np.sin(angle), np.cos(angle)]), np.array([np.cos(angle), -np.sin(angle)])
    lines = []
    for number in range(-20, 20):
        offset = (number + (kind == "trough") / 2) * WAVE
        line = np.array([BOUNDARY, 0.0]) + offset * across + np.arange(-4e5, 4e5, 1000.0)[:, None] * along
        inside = ((line > 0) & (line < (WIDTH, HEIGHT))).all(axis=1) & (side_of(line[:, 0]) == side)
        if inside.sum() > 30:
            lines.append(line[inside])
    return lines


def run(seed=0):
    """Run gridding, diffusion, support, ridge scores and extraction."""
    obs, grid = survey(seed), Grid.covering(0.0, 0.0, WIDTH, HEIGHT, 1000.0)
    made = grid_observations(obs, grid)
    enhanced = guided_smoothing(made.anomaly, grid, made.count, made.distance)
    carried = support(enhanced.azimuth, enhanced.coherence, grid, made.count)
    tracks = TrackSegments.from_points(obs.easting, obs.northing, obs.track, np.zeros(len(obs.easting), int))
    lines, records = [], []
    for kind, score in zip(("crest", "trough"), ridge_scores(enhanced.anomaly, grid)):
        layers = Layers(grid, score, enhanced.anomaly, carried, None, tracks)
        found, described = extract(layers, kind, threshold=DEFAULT_THRESHOLD)
        lines += found
        records += described
    return Found(enhanced.anomaly, lines, records, obs)


def shown(found, kind):
    """Return the picks of a kind that the map shows."""
    weak = is_weak(*(np.array([r[n] for r in found.records], float)
                     for n in ("support", "evidence", "n_crossings", "track_angle_deg")))
    return [line for line, r, hide in zip(found.lines, found.records, weak) if r["kind"] == kind and not hide]


def scores(found, kind, side, tolerance=3000.0):
    """Return completeness and correctness of one kind on one side, without 10 km beside the boundary."""
    def keep(line):
        return (side_of(line[:, 0]) == side) & (np.abs(line[:, 0] - BOUNDARY) > 10_000)

    def clear(line):
        parts = np.split(line, np.flatnonzero(np.diff(keep(line))) + 1)
        return [part for part in parts if len(part) > 1 and keep(part)[0]]

    picks = [part for line in shown(found, kind) for part in clear(line)]
    reference = [part for line in truth(kind, side) for part in clear(line)]
    compared = compare_lines(picks, reference, tolerance, chance=False)
    return compared.completeness, compared.correctness


def draw(found, path):
    """Write the figure."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt
    from matplotlib.lines import Line2D
    from PIL import Image

    figure, axes = plt.subplots(figsize=(9.0, 6.4), constrained_layout=True)
    axes.imshow(found.anomaly, extent=(0, WIDTH / 1e3, 0, HEIGHT / 1e3), cmap="RdBu_r", vmin=-220, vmax=220, alpha=0.7)
    for number in range(found.obs.n_tracks):
        own = found.obs.track == number
        axes.plot(found.obs.easting[own] / 1e3, found.obs.northing[own] / 1e3, color="0.4", lw=0.4)
    for kind, colour in (("crest", "#c8102e"), ("trough", "#2b6cb0")):
        for side in STRIKES:
            for line in truth(kind, side):
                axes.plot(*line.T / 1e3, color="black", lw=0.8, ls=(0, (2, 2)))
        for line in shown(found, kind):
            axes.plot(*line.T / 1e3, color="white", lw=3.4)
            axes.plot(*line.T / 1e3, color=colour, lw=1.9)
    axes.set(xlabel="km", ylabel="km", xlim=(0, WIDTH / 1e3), ylim=(0, HEIGHT / 1e3))
    handles = [
        Line2D([], [], color="#c8102e", lw=2, label="crest"),
        Line2D([], [], color="#2b6cb0", lw=2, label="trough"),
        Line2D([], [], color="black", lw=0.8, ls=(0, (2, 2)), label="truth"),
        Line2D([], [], color="0.4", lw=0.5, label="track"),
    ]
    axes.legend(handles=handles, loc="lower right", bbox_to_anchor=(1.0, 1.0), ncol=4, frameon=False)
    figure.savefig(path, dpi=100)
    Image.open(path).convert("RGB").quantize(96).save(path, optimize=True)


def main():
    """Print the scores; draw the figure where asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--figure", type=Path)
    options = parser.parse_args()
    found = run()
    print("| side | strike | kind | completeness | correctness |\n|---|---|---|---|---|")
    for side, strike in STRIKES.items():
        for kind in ("crest", "trough"):
            print("| {} | {:.0f}° | {} | {:.0%} | {:.0%} |".format(side, strike, kind, *scores(found, kind, side)))
    if options.figure:
        draw(found, options.figure)


if __name__ == "__main__":
    main()
