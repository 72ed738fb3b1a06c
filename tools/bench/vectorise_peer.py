"""Lines by scikit-image and sknw, run in a Python that has them: called by vectorise.py."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np
import sknw
from scipy.ndimage import gaussian_filter
from skimage.filters import apply_hysteresis_threshold
from skimage.morphology import skeletonize


def trace(score, low, high, sigma, shortest):
    """Return the edges of the skeleton's graph that are long enough."""
    smooth = gaussian_filter(score, sigma, truncate=3.0)
    skeleton = skeletonize(apply_hysteresis_threshold(smooth, low, high))
    graph = sknw.build_sknw(skeleton.astype(np.uint16), multi=False)
    lines = []
    for start, stop in graph.edges():
        points = graph[start][stop]["pts"].astype(float)
        if len(points) > 1 and np.hypot(*np.diff(points, axis=0).T).sum() >= shortest:
            lines.append(points.tolist())
    return lines


def main():
    """Trace one raster and write lines and CPU seconds."""
    source, target, *numbers = sys.argv[1:]
    low, high, sigma, shortest = map(float, numbers)
    score = np.load(source)
    # sknw compiles with numba at first use; that is not counted.
    trace(score[:256, :256], low, high, sigma, shortest)
    start = time.process_time()
    lines = trace(score, low, high, sigma, shortest)
    seconds = time.process_time() - start
    with Path(target).open("w", encoding="utf-8") as stream:
        json.dump({"lines": lines, "cpu_s": seconds}, stream)


if __name__ == "__main__":
    main()
