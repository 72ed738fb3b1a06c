"""Benchmark of line tracing: ridges of a score raster against scikit-image with sknw, and GRASS.

    python tools/bench/vectorise.py [--size 4096] [--repeats 3] [--peer-python .venv-peers/bin/python]

Peers run in their own Python (packages scikit-image and sknw) or are said to be missing. All methods get
the same rule: Gaussian of two cells, hysteresis 0.2 and 0.4 on the smoothed raster, lines of at least twelve
cells. The plugin's thresholds refer to the raster before smoothing, which lowers a ridge as wide as itself by √2.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from scipy.spatial import cKDTree

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tools" / "bench")]

import vectorise_grass
from ridge_scenes import ridge_scene

from lma_qgis.core.picks.polyline import length, resample
from lma_qgis.core.picks.tracing import trace_ridges

LOW, HIGH, SIGMA, SHORTEST, LONGEST_GAP = 0.2, 0.4, 2.0, 12.0, 25.0
PEER = ROOT / "tools" / "bench" / "vectorise_peer.py"
NEAR = 3.0


def own(score):
    """Trace with the plugin's own code; returns lines and CPU seconds."""
    start = time.process_time()
    low, high = LOW * np.sqrt(2), HIGH * np.sqrt(2)
    lines = trace_ridges(score, low=low, high=high, smoothing=SIGMA, min_length=SHORTEST, max_gap=LONGEST_GAP)
    return lines, time.process_time() - start


def peer(python, score):
    """Trace with scikit-image and sknw in another Python; returns lines and CPU seconds."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "score.npy"), Path(folder, "lines.json")
        np.save(source, score)
        command = [python, str(PEER), str(source), str(target), *map(str, (LOW, HIGH, SIGMA, SHORTEST))]
        subprocess.run(command, check=True)
        found = json.loads(target.read_text(encoding="utf-8"))
    return [np.array(line) for line in found["lines"]], found["cpu_s"]


def rate(lines, axes):
    """Return mean and 95 % distance, share found, breaks per line and share of false length."""
    fine = [resample(axis, 0.05) for axis in axes]
    tree = cKDTree(np.concatenate(fine))
    owner = np.repeat(np.arange(len(axes)), [len(axis) for axis in fine])
    points = [resample(line, 0.25) for line in lines]
    everything = np.concatenate(points)
    distance = tree.query(everything)[0]
    pieces = np.zeros(len(axes))
    false = 0.0
    for line, part in zip(lines, points):
        apart, nearest = tree.query(part)
        if np.median(apart) <= NEAR:
            pieces[np.bincount(owner[nearest]).argmax()] += 1
        else:
            false += length(line)
    truth = np.concatenate([resample(axis, 1.0) for axis in axes])
    good = distance[distance <= NEAR]
    return {
        "mean": good.mean(),
        "p95": np.percentile(good, 95),
        "found": (cKDTree(everything).query(truth)[0] <= NEAR).mean(),
        "breaks": np.maximum(pieces - 1, 0).mean(),
        "false": false / sum(length(line) for line in lines),
    }


def main():
    """Run the benchmark and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=4096)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--peer-python", default=".venv-peers/bin/python")
    options = parser.parse_args()
    count = max(round(300 * (options.size / 4096) ** 2), 15)
    methods = {"lma_qgis": own}
    if Path(options.peer_python).exists():
        methods["scikit-image skeletonize + sknw"] = lambda score: peer(options.peer_python, score)
    else:
        print(f"scikit-image + sknw: no Python at {options.peer_python}, not measured.\n")
    if vectorise_grass.version():
        methods[vectorise_grass.NAME] = lambda score: vectorise_grass.trace(score, LOW, HIGH, SIGMA, SHORTEST)
    else:
        print(f"{vectorise_grass.NAME}: not installed on this machine, not measured.\n")
    print("| set | method | CPU s | mean distance | p95 | found | breaks per line | false |")
    print("|---|---|---|---|---|---|---|---|")
    for noisy in (False, True):
        score, axes = ridge_scene(options.size, count, noisy=noisy)
        seconds = {name: [] for name in methods}
        results = {}
        for _ in range(options.repeats):
            for name, method in methods.items():
                lines, cpu = method(score)
                seconds[name].append(cpu)
                results[name] = rate(lines, axes) if name not in results else results[name]
        for name, found in results.items():
            label = f"{'noisy' if noisy else 'clean'}, {len(axes)} lines"
            cells = [label, name, f"{statistics.median(seconds[name]):.2f}", f"{found['mean']:.3f}"]
            columns = (("p95", 2), ("found", 3), ("breaks", 2), ("false", 3))
            cells += [f"{found[key]:.{digits}f}" for key, digits in columns]
            print(f"| {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
