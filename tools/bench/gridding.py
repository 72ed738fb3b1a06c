"""Time and truth of the gridder beside other programs: a Markdown report on standard output.

Usage: python tools/bench/gridding.py [--sizes 512 1024] [--points 100000] [--repeats 5] [--tables ...]
Without options it takes about a quarter of an hour on two free cores; ``--full`` takes hours.
Peers: ``apt-get install gmt grass-core saga``; verde in any environment, its interpreter in LMA_VERDE_PYTHON.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np

from lma_qgis.core.diffusion.guided import guided_smoothing
from lma_qgis.core.gridding import grid_observations
from lma_qgis.core.tracks.levelling import level
from tools.bench.gridding_peers import PEERS, Missing, TooSlow, versions, write_points
from tools.bench.gridding_real import real_table
from tools.bench.stripes import Stripes, square, survey, truth

OURS = "lma:gridtracks"
CASES = {
    "straight": ("straight", Stripes(), 0.0, False),
    "bent": ("bent by ±32°", Stripes("bent"), 0.0, False),
    "offset": ("two faults of 18 and 25 km", Stripes("offset"), 0.0, False),
    "biased": ("straight, track bias 40 nT", Stripes(), 40.0, False),
    "levelled": ("the same, levelled first", Stripes(), 40.0, True),
    "narrow": ("straight, 12 km wide", Stripes(width=12e3), 0.0, False),
    "wide": ("straight, 30 km wide", Stripes(width=30e3), 0.0, False),
    "equal": ("second field: equal blocks, two faults", Stripes("offset", smooth=2.3e3, equal=True), 0.0, False),
    "deep": ("third field: straight, seen from 3 km above", Stripes(depth=3e3), 0.0, False),
}
"""Name, field, standard deviation of the tracks' bias (nT), whether the survey is levelled before it is gridded."""

GMT = "GMT surface -T0.25"
FAR = 1e9
NEAREST, FARTHEST = 2.0, 20.0


def ours(obs, grid):
    """Return our surface everywhere and its CPU seconds."""
    start = time.process_time()
    made = grid_observations(obs, grid, max_distance=FAR)
    return made, time.process_time() - start


def by_gmt(obs, cells):
    """Return GMT's surface and its CPU seconds, nothing but NaN where GMT is not installed."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("LMA_BENCH_TMP")) as scratch:
        write_points(obs, Path(scratch))
        try:
            return PEERS[GMT](Path(scratch), cells)
        except Missing:
            return np.full((cells, cells), np.nan), np.nan


def errors(surface, right, distance):
    """Return RMS errors on, 2-20 cells off the tracks and everywhere, and the share left empty."""
    wrong = surface - right
    off = (distance >= NEAREST) & (distance <= FARTHEST)
    parts = [wrong[distance == 0], wrong[off], wrong]
    return [float(np.sqrt(np.nanmean(part**2))) for part in parts] + [float(np.isnan(wrong).mean())]


def speed_table(sizes, counts, repeats, patience, names):
    """Print CPU seconds (median of interleaved runs) and errors of all programs on straight stripes.

    A program is not run again once it has used up ``patience`` CPU seconds in a row of the table.
    """
    field = Stripes()
    print("| points | cells | program | runs | CPU s | / GMT | on tracks nT | off tracks nT | / GMT | all nT | empty |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for count in counts:
        obs = survey(field, count)
        for cells in sizes:
            with tempfile.TemporaryDirectory(dir=os.environ.get("LMA_BENCH_TMP")) as scratch:
                folder = Path(scratch)
                write_points(obs, folder)
                _speed_rows(obs, folder, cells, (repeats, patience), names, truth(field, square(cells)))


def _speed_rows(obs, folder, cells, limits, names, right):
    grid, (repeats, patience) = square(cells), limits
    seconds, score, said = {name: [] for name in (OURS, *names)}, {}, {}
    distance = None
    for _ in range(repeats):
        for name in (OURS, *names):
            if name in said or sum(seconds[name]) > patience:
                continue
            try:
                if name == OURS:
                    made, spent = ours(obs, grid)
                    surface, distance = made.anomaly, made.distance / grid.cell_size
                else:
                    surface, spent = PEERS[name](folder, cells)
            except Missing:
                said[name] = "not installed"
                continue
            except TooSlow:
                said[name] = "not finished"
                continue
            seconds[name].append(spent)
            print(f"{name}: {spent:.2f} s", file=sys.stderr)
            score[name] = errors(surface, right, distance)
    for name in (OURS, *names):
        start = f"| {len(obs):.0e} | {cells} | {name} |"
        if name in said:
            print(start, "0 |", said[name], "| | | | | | |", flush=True)
            continue
        middle = statistics.median(seconds[name])
        relative = [
            f"{middle / statistics.median(seconds[GMT]):.2f}" if seconds.get(GMT) else "",
            f"{score[name][1] / score[GMT][1]:.2f}" if GMT in score else "",
        ]
        on, off, everywhere, empty = score[name]
        print(
            f"{start} {len(seconds[name])} | {middle:.2f} | {relative[0]} | {on:.1f} | {off:.1f} | {relative[1]} "
            f"| {everywhere:.1f} | {100 * empty:.0f} % |",
            flush=True,
        )


def truth_table(sizes, points, seeds, guided, cases):
    """Print off-track errors beside GMT's on every kind of field, without and with the guided step.

    Last the guided step that is told where the faults are.
    """
    print("| field | cells | GMT CPU s | ours CPU s | GMT nT | ours nT | / GMT | guided nT | / GMT | told nT | / GMT |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for cells in sizes:
        for label, field, bias, levelled in cases:
            rows = []
            for shift in range(seeds):
                obs = survey(replace(field, seed=field.seed + shift), points, bias=bias, seed=1 + shift)
                if levelled:
                    obs = obs.with_value(level(obs).value)
                rows.append(_truth_row(replace(field, seed=field.seed + shift), obs, cells, guided))
            theirs, spent, *wrong = zip(*rows)
            gmt, mine, led, told = (float(np.sqrt(np.mean(np.square(column)))) for column in wrong)
            print(
                f"| {label} | {cells} | {statistics.median(theirs):.1f} | {statistics.median(spent):.2f} "
                f"| {gmt:.1f} | {mine:.1f} | {mine / gmt:.2f} "
                f"| {led:.1f} | {led / gmt:.2f} | {told:.1f} | {told / gmt:.2f} |".replace("nan", "-"),
                flush=True,
            )


def _truth_row(field, obs, cells, guided):
    """Return the CPU seconds of GMT and ours, the errors off the tracks of both and after the two guided steps."""
    grid = square(cells)
    right, (made, mine) = truth(field, grid), ours(obs, grid)
    distance = made.distance / grid.cell_size
    other, theirs = by_gmt(obs, cells)
    led = [np.nan, np.nan]
    faults = field.faults(grid)
    for number, barriers in enumerate([None] if faults is None else [None, faults]):
        if guided:
            enhanced = guided_smoothing(made.anomaly, grid, made.count, made.distance, barriers=barriers)
            led[number] = errors(enhanced.anomaly, right, distance)[1]
    return theirs, mine, errors(other, right, distance)[1], errors(made.anomaly, right, distance)[1], *led


def scaling_table(sizes, counts):
    """Print CPU seconds and peak memory of our gridder per cell and per point."""
    print("| points | cells | CPU s | µs per cell | peak bytes per cell |")
    print("|---|---|---|---|---|")
    for count, cells in [(100_000, cells) for cells in sizes] + [(count, 1024) for count in counts]:
        seconds, peak = _alone(count, cells)
        print(
            f"| {count:.0e} | {cells} | {seconds:.2f} | {1e6 * seconds / cells**2:.2f} | {peak / cells**2:.0f} |",
            flush=True,
        )


def _alone(count, cells):
    """Grid in a forked process, whose memory is not that of earlier runs; return CPU s and bytes."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        obs = survey(Stripes(), count)
        # Forget the highest mark of making the survey.
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
        before = _peak()
        seconds = ours(obs, square(cells))[1]
        os.write(writer, f"{seconds} {_peak() - before}".encode())
        os._exit(0)
    os.waitpid(child, 0)
    seconds, peak = os.read(reader, 100).decode().split()
    os.close(reader)
    os.close(writer)
    return float(seconds), float(peak)


def _peak():
    """Return the resident memory (bytes) at its highest so far in this process."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM"):
            return 1024.0 * float(line.split()[1])
    return float("nan")


def main():
    """Print the tables that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[512, 1024])
    parser.add_argument("--points", type=float, nargs="+", default=[1e5])
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--patience", type=float, default=60.0, help="CPU seconds; no program runs again after them")
    parser.add_argument("--seeds", type=int, default=1, help="fields and surveys averaged in the truth table")
    parser.add_argument(
        "--peers", nargs="+", default=[name for name in PEERS if "verde" not in name and "0.01" not in name]
    )
    parser.add_argument("--tables", nargs="+", default=["speed", "truth", "scaling", "real"])
    parser.add_argument("--cases", nargs="+", default=list(CASES), choices=list(CASES))
    parser.add_argument("--no-guided", action="store_true")
    parser.add_argument("--full", action="store_true")
    chosen = parser.parse_args()
    if chosen.full:
        chosen.sizes, chosen.points, chosen.repeats, chosen.seeds = [512, 1024, 2048], [1e4, 1e5, 1e6], 5, 3
        chosen.peers = list(PEERS)
    counts = [int(count) for count in chosen.points]
    print(f"{time.strftime('%Y-%m-%d')}, numpy {np.__version__}, {versions()}\n")
    if "speed" in chosen.tables:
        speed_table(chosen.sizes, counts, chosen.repeats, chosen.patience, chosen.peers)
        print()
    if "truth" in chosen.tables:
        truth_table(chosen.sizes, counts[0], chosen.seeds, not chosen.no_guided, [CASES[name] for name in chosen.cases])
        print()
    if "scaling" in chosen.tables:
        scaling_table([512, 1024, 2048, 4096], [10_000, 1_000_000, 4_000_000])
        print()
    if "real" in chosen.tables:
        real_table()


if __name__ == "__main__":
    main()
