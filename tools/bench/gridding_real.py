"""Leave-one-track-out on a real survey: what isotropic gridders know about a track they were not given."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import numpy as np
from scipy.ndimage import map_coordinates

from lma_qgis.core.gridding import grid_observations
from lma_qgis.core.tracks.levelling import level
from tools.bench.gridding_peers import Missing, gmt_surface
from tools.bench.surveys import real

FEWEST = 100
MAX_DISTANCE = 20_000.0


def real_table(name="galapagos_sc_west"):
    """Print RMS error and correlation of predicted against observed anomalies of the held-out tracks.

    The other tracks are levelled anew in every fold; the held-out track only loses its median.
    Observations within 20 km of another track count.
    """
    survey = real(name)
    obs, grid = survey.obs, survey.grid
    rows = {"lma:gridtracks": [], "GMT surface -T0.25": []}
    for track in np.flatnonzero(np.bincount(obs.track) >= FEWEST):
        held, rest = obs.where(obs.track == track), obs.where(obs.track != track)
        rest = rest.with_value(level(rest).value)
        made = grid_observations(rest, grid, max_distance=MAX_DISTANCE)
        place = np.array(grid.to_cells(held.easting, held.northing))
        near = _sample(made.distance, place) <= MAX_DISTANCE
        for key, surface in (("lma:gridtracks", made.anomaly), ("GMT surface -T0.25", _gmt(rest, grid))):
            predicted = _sample(surface, place)
            known = near & np.isfinite(predicted)
            rows[key].append((predicted[known], held.value[known] - np.median(held.value)))
    print(f"| {name}, {len(next(iter(rows.values())))} tracks | RMS nT | correlation | median by track |")
    print("|---|---|---|---|")
    for key, pairs in rows.items():
        predicted, observed = (np.concatenate(column) for column in zip(*pairs))
        if not len(predicted):
            print(f"| {key} | not installed | | |")
            continue
        each = [np.corrcoef(p, o)[0, 1] for p, o in pairs if len(p) >= FEWEST]
        rms = np.sqrt(np.mean((predicted - observed) ** 2))
        print(f"| {key} | {rms:.1f} | {np.corrcoef(predicted, observed)[0, 1]:.3f} | {np.median(each):.3f} |")


def _gmt(obs, grid):
    with tempfile.TemporaryDirectory(dir=os.environ.get("LMA_BENCH_TMP")) as scratch:
        np.column_stack((obs.easting, obs.northing, obs.value)).tofile(Path(scratch) / "points.bin")
        region = f"-R{grid.west}/{grid.east}/{grid.south}/{grid.north} -I{grid.dx}"
        try:
            return gmt_surface(Path(scratch), region, 0.25)[0]
        except Missing:
            return np.full(grid.shape, np.nan)


def _sample(surface, place):
    return map_coordinates(surface, place, order=1, mode="nearest", cval=np.nan)
