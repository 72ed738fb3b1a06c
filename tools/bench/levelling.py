"""Levelling and crossover search, on real cruises and on truth: a Markdown report on standard output.

Usage: python tools/bench/levelling.py
Peer: GMT x2sys (``apt-get install gmt``); without it its columns say so. About two minutes.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np

from lma_qgis.core.tracks import igrf
from lma_qgis.core.tracks.crossovers import find_crossovers
from lma_qgis.core.tracks.intake import Options, take_in
from lma_qgis.core.tracks.levelling import level
from lma_qgis.core.tracks.observations import Observations
from lma_qgis.core.tracks.records import concatenate
from lma_qgis.geo import crs, readers
from lma_qgis.paths import resource as shipped

DATA = Path(os.environ.get("LMA_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))
SURVEYS = (
    ("78123006 (Galapagos, whole cruise)", ["galapagos_sc_west/78123006_west.m77t.gz"], 0),
    ("78123006 (survey area only)", ["galapagos_sc_west/tracks.csv.gz"], 0),
    ("EW0102", ["cruises_mgd77/ew0102.m77t.gz"], 0),
    ("EW0007", ["cruises_mgd77/ew0007.m77t.gz"], 0),
    ("WI933014", ["cruises_mgd77/wi933014.m77t.gz"], 0),
    ("NBP0403 + NBP9908, archived", ["cruises_mgd77/nbp0403.m77t.gz", "cruises_mgd77/nbp9908.m77t.gz"], 0),
    ("NBP0403 + NBP9908, IGRF-14", ["cruises_mgd77/nbp0403.m77t.gz", "cruises_mgd77/nbp9908.m77t.gz"], 1),
    ("Rio tie lines, as distributed", ["negative_control_rio/rio_aeromag.csv.gz"], 0),
)
FOLDS, REPEATS = 5, 5
SIZES = ((10_000, 30), (100_000, 60), (1_000_000, 300))


def load(names, mode):
    """Return the observations of files, one track per line."""
    model = igrf.parse_shc(shipped("data", "igrf", "igrf14.shc").read_text(encoding="ascii"))
    taken = take_in(concatenate([readers.read(DATA / name).records for name in names]), model, Options(mode))
    use, records = taken.use, taken.records
    wkt = crs.working_crs(records.longitude[use], records.latitude[use], "EPSG:4326")
    east, north = crs.transform(records.longitude[use], records.latitude[use], "EPSG:4326", wkt)
    return Observations.from_labels(
        east, north, taken.anomaly[use], taken.line_name[use], records.time[use], records.position_sd[use]
    )


def robust(error):
    """Return 1.4826 times the median absolute value, nT."""
    return 1.4826 * float(np.median(np.abs(error))) if len(error) else float("nan")


def held_out(obs, found):
    """Return the disagreement at crossings that were left out of the fit, each once."""
    fold = np.random.default_rng(0).integers(0, FOLDS, len(found))
    error = np.empty(len(found))
    for number in range(FOLDS):
        bias = level(obs, crossovers=found.where(fold != number)).bias
        test = found.where(fold == number)
        error[fold == number] = test.error - bias[test.track_1] + bias[test.track_2]
    return error


def real_table():
    """Print the table of real surveys."""
    print("| survey | points | lines | crossings | RMS before / after | robust before / after | left out, robust |")
    print("|---|---|---|---|---|---|---|")
    cases = [(name, load(files, mode)) for name, files, mode in SURVEYS]
    rio = cases[-1][1]
    given = np.random.default_rng(1).normal(0, 20.0, rio.n_tracks)
    cases.append(("Rio tie lines, 20 nT bias put on each line", rio.with_value(rio.value + given[rio.track])))
    for name, obs in cases:
        found = find_crossovers(obs)
        levelled = level(obs, crossovers=found)
        left = f"{robust(held_out(obs, found)):.1f}" if len(found) >= 10 else "too few"
        print(
            f"| {name} | {len(obs)} | {obs.n_tracks} | {len(found)} "
            f"| {levelled.rms_before:.1f} / {levelled.rms_after:.1f} "
            f"| {robust(found.error):.1f} / {robust(levelled.error_after):.1f} | {left} |"
        )


def network(bias_sd, noise, parallel, seed):
    """Return observations and the true field: tracks across stripes, and some along them."""
    rng = np.random.default_rng(seed)
    along = np.arange(0.0, 120_000.0, 400.0)
    parts = []
    for number in range(8 + parallel):
        fixed = np.full(len(along), rng.uniform(5_000, 115_000))
        parts.append((fixed, along) if number < 8 else (along, fixed))
    east, north = (np.concatenate([part[axis] for part in parts]) for axis in (0, 1))
    track = np.repeat(np.arange(8 + parallel), len(along))
    field = 100 * np.sin(2 * np.pi * north / 24_000.0)
    value = field + rng.normal(0, bias_sd, 8 + parallel)[track] + rng.normal(0, noise, len(field))
    return Observations.from_labels(east, north, value, track), field


def truth_table():
    """Print what is left of bias and of lineations on synthetic networks."""
    print("\n| tracks along strike | bias, nT | noise, nT | RMS before / after | bias left, nT | lineations on them |")
    print("|---|---|---|---|---|---|")
    for parallel in (2, 4, 8):
        for bias_sd in (0.0, 20.0, 60.0):
            rows = []
            for seed in range(10):
                obs, field = network(bias_sd, 8.0, parallel, seed)
                levelled = level(obs)
                left = levelled.value - field
                means = [np.mean(left[obs.track == n]) for n in range(obs.n_tracks)]
                mine = obs.track >= 8
                centred = field[mine] - field[mine].mean()
                kept = np.dot(levelled.value[mine] - levelled.value[mine].mean(), centred) / np.dot(centred, centred)
                rows.append((levelled.rms_before, levelled.rms_after, np.std(means), kept))
            before, after, bias, kept = np.median(rows, axis=0)
            rms = f"{before:.1f} / {after:.1f}"
            print(f"| {parallel} | {bias_sd:.0f} | 8 | {rms} | {bias:.1f} | {100 * kept:.1f} % |")


def straight(count, tracks):
    """Return straight tracks of random heading."""
    rng = np.random.default_rng(0)
    per = count // tracks
    heading, size = rng.uniform(0, np.pi, tracks), per * 300.0
    along = (np.arange(per) - per / 2) * 300.0
    east = rng.uniform(0, size, tracks)[:, None] + np.cos(heading)[:, None] * along
    north = rng.uniform(0, size, tracks)[:, None] + np.sin(heading)[:, None] * along
    track = np.repeat(np.arange(tracks), per)
    value = 150 * np.sin(2 * np.pi * east.ravel() / 20e3) + rng.normal(0, 40, tracks)[track]
    return Observations.from_labels(east.ravel(), north.ravel(), value, track)


def x2sys(obs, folder):
    """Return crossings and CPU seconds of GMT's x2sys_cross."""
    environment = {**os.environ, "X2SYS_HOME": str(folder)}
    for number in range(obs.n_tracks):
        mine = obs.track == number
        rows = np.column_stack((obs.easting[mine], obs.northing[mine], obs.value[mine]))
        np.savetxt(folder / f"t{number}.dat", rows, fmt="%.3f", header="x y z")
    names = sorted(path.name for path in folder.glob("*.dat"))
    run = {"cwd": folder, "env": environment, "capture_output": True, "check": True, "timeout": 600}
    subprocess.run(["gmt", "x2sys_init", "LMA", "-Dxyz", "-Edat", "-F"], **run)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(["gmt", "x2sys_cross", *names, "-TLMA", "-Qe"], **run)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    lines = [line for line in done.stdout.decode().splitlines() if line and line[0] not in "#>"]
    return len(lines), seconds


def time_table():
    """Print CPU seconds of the crossover search beside GMT's."""
    print("\n| points | tracks | crossings, ours / GMT | CPU s, ours | of it levelling | CPU s, GMT x2sys_cross |")
    print("|---|---|---|---|---|---|")
    for count, tracks in SIZES:
        obs = straight(count, tracks)
        search, solve, peer, peer_count = [], [], [], "not installed"
        for _ in range(REPEATS if count < 1_000_000 else 3):
            start = time.process_time()
            found = find_crossovers(obs)
            middle = time.process_time()
            level(obs, crossovers=found)
            search.append(middle - start)
            solve.append(time.process_time() - middle)
            if shutil.which("gmt") and count < 1_000_000:
                with tempfile.TemporaryDirectory() as folder:
                    peer_count, seconds = x2sys(obs, Path(folder))
                peer.append(seconds)
        ours = statistics.median(search) + statistics.median(solve)
        gmt = f"{statistics.median(peer):.2f}" if peer else "not run"
        counts = f"{len(found)} / {peer_count if peer else 'not run'}"
        print(f"| {len(obs)} | {tracks} | {counts} | {ours:.2f} | {statistics.median(solve):.2f} | {gmt} |")


if __name__ == "__main__":
    print("# Levelling\n")
    if DATA.is_dir():
        real_table()
    else:
        print(f"Real surveys left out: no folder {DATA} (set LMA_DATA).")
    truth_table()
    time_table()
