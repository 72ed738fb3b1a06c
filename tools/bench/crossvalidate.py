"""Leave-one-track-out: guided smoothing beside the gridder alone, and what the evidence costs.

Usage: python tools/bench/crossvalidate.py [--tables skill time]
Prints Markdown; about two CPU minutes.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np

from lma_qgis.core.evidence.cross_validation import leave_one_track_out, validation_grid
from lma_qgis.core.evidence.fold_levels import fold_offsets
from lma_qgis.core.evidence.map_making import MapSettings
from lma_qgis.core.evidence.moments import distance_to_other_tracks
from lma_qgis.core.evidence.summary import correlation, residuals, rms
from lma_qgis.core.evidence.validation import cross_validate
from tools.bench import surveys
from tools.synthetic import Crust

CLASSES = ((0.0, 5e3), (5e3, 10e3), (10e3, 20e3), (20e3, 40e3))
METHODS = (
    ("gridder alone", MapSettings(length=0.0, iterations=1)),
    ("guided", MapSettings()),
    ("guided, 20 km along", MapSettings(length=2e4)),
)


def skill_table():
    """Print correlation and RMS of held-out tracks by distance to the nearest other track."""
    heads = [f"{low / 1e3:g}–{high / 1e3:g} km" for low, high in CLASSES]
    print("| survey | prediction | " + " | ".join(heads) + " | ≤ 20 km |")
    print("|---|---|" + "---|" * (len(CLASSES) + 1))
    for make in (surveys.real, surveys.sample, surveys.slow_sparse, surveys.fast_biased):
        survey = make()
        obs, grid = survey.obs, validation_grid(survey.grid)
        offsets = fold_offsets(obs)
        distance = distance_to_other_tracks(obs, CLASSES[-1][1])
        for label, settings in METHODS:
            predicted = leave_one_track_out(obs, grid, settings, offsets=offsets)
            residual = residuals(obs, predicted)
            cells = []
            for low, high in (*CLASSES, (0.0, 20e3)):
                own = (distance >= low) & (distance < high) & np.isfinite(predicted)
                cells.append(f"{correlation(obs, predicted, where=own):.2f} ({rms(residual[own]):.0f} nT)")
            print(f"| {survey.name} | {label} | " + " | ".join(cells) + " |")


def time_table():
    """Print the cost of the whole cross-validation on 512² cells under 30 lines."""
    crust = Crust(size=512_000.0)
    offsets, across = np.linspace(-0.45, 0.45, 20), crust.strike + 90.0
    ships = (
        surveys.ship("A", "1990", across, offsets, 0.95, crust.size, 6.0, 10.0),
        surveys.ship("B", "1995", across + 30.0, np.linspace(-0.3, 0.3, 6), 0.95, crust.size, 6.0, -10.0),
        surveys.ship("C", "2000", across - 40.0, np.linspace(-0.3, 0.3, 4), 0.95, crust.size, 6.0, 5.0),
    )
    survey = surveys.synthetic("30 lines", crust, ships, 1)
    print("| cells | lines, turns included | observations | null draws | CPU s | wall s |\n|---|---|---|---|---|---|")
    for draws in (0, 5):
        cpu, wall = time.process_time(), time.perf_counter()
        cross_validate(survey.obs, survey.grid, offsets=fold_offsets(survey.obs), null_draws=draws)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        rows, cols = survey.grid.shape
        print(f"| {rows} × {cols} | {survey.obs.n_tracks} | {len(survey.obs)} | {draws} | {cpu:.0f} | {wall:.0f} |")


def main():
    """Print the tables that are asked for."""
    tables = {"skill": skill_table, "time": time_table}
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", nargs="*", default=list(tables), choices=list(tables))
    for name in parser.parse_args().tables:
        tables[name]()
        print()


if __name__ == "__main__":
    main()
