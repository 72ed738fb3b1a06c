"""A raster full of data through ``lma:anisotropicdiffusion``: time, peak memory, result against the truth.

Usage: PYTHONPATH=/usr/share/qgis/python/plugins python tools/bench/diffusion_large.py FOLDER [--cells 8192]
[--cancel-after SECONDS]. Needs QGIS. Each stage is a process of its own, so that the peak is that of the algorithm
and of QGIS alone. With ``--cancel-after`` the run is stopped after so many seconds, and how long that takes is told.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
from osgeo import osr

from lma_qgis.core.grid import Grid
from lma_qgis.geo import raster

CELL = 1000.0
WAVELENGTH = 16_000.0
TRACK_EVERY = 14
BAND = 512
MARGIN = 20


def truth_of(rows, cols):
    """Return curved stripes of 100 nT at some rows and columns."""
    north, east = (rows[:, None] + 9000.0) * CELL, (cols[None, :] - 2000.0) * CELL
    return (100 * np.sin(2 * np.pi * np.hypot(east, north) / WAVELENGTH)).astype(np.float32)


def tracks_of(cells):
    """Return the columns that are observed, 8 to 20 cells apart."""
    columns = np.cumsum(np.random.default_rng(0).integers(TRACK_EVERY - 6, TRACK_EVERY + 7, cells))
    return columns[columns < cells]


def make(folder, cells):
    """Write anomaly and coverage, band by band: noisy on the tracks, fading with distance between them."""
    system = osr.SpatialReference()
    system.ImportFromEPSG(32616)
    info = raster.RasterInfo(Grid(0.0, cells * CELL, CELL, CELL, cells, cells), system.ExportToWkt())
    columns = tracks_of(cells)
    place = np.arange(cells)
    after = np.clip(np.searchsorted(columns, place), 1, len(columns) - 1)
    distance = np.minimum(np.abs(place - columns[after - 1]), np.abs(columns[after] - place)).astype(np.float32)
    rng = np.random.default_rng(1)
    with raster.RasterWriter(str(folder / "anomaly.tif"), info, ("anomaly",), ("nT",)) as anomaly, raster.RasterWriter(
        str(folder / "coverage.tif"), info, ("count", "distance"), ("", "m")
    ) as coverage:
        for first in range(0, cells, BAND):
            rows = np.arange(first, min(first + BAND, cells))
            noisy = truth_of(rows, place) + rng.normal(0, 8, (len(rows), cells)).astype(np.float32)
            anomaly.write(noisy * np.exp(-((distance / 6) ** 2)).astype(np.float32), 1, first)
            shape = (len(rows), cells)
            coverage.write(np.broadcast_to((distance == 0) * np.float32(3), shape), 1, first)
            coverage.write(np.broadcast_to(distance * np.float32(CELL), shape), 2, first)


def run(folder, cancel_after):
    """Run the algorithm in a QGIS of its own and print time and memory."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from qgis.core import QgsApplication, QgsProcessingFeedback

    app = QgsApplication([], False)
    app.initQgis()
    import processing
    from processing.core.Processing import Processing

    from lma_qgis.algorithms.provider import LmaProvider

    Processing.initialize()
    provider = LmaProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    before = _peak()
    names = ("OUTPUT", "SUPPORT", "ORIENTATION")
    parameters = {name: str(folder / f"{name.lower()}.tif") for name in names}
    parameters.update(INPUT=str(folder / "anomaly.tif"), COVERAGE=str(folder / "coverage.tif"))
    feedback, asked = QgsProcessingFeedback(), []
    if cancel_after:
        threading.Timer(cancel_after, lambda: (asked.append(time.perf_counter()), feedback.cancel())).start()
    start, cpu = time.perf_counter(), time.process_time()
    try:
        processing.run("lma:anisotropicdiffusion", parameters, feedback=feedback)
    except Exception as error:
        print(f"stopped: {error}")
    end = time.perf_counter()
    spent = f"CPU {time.process_time() - cpu:.0f} s, wall {end - start:.0f} s"
    print(f"{spent}, peak {_peak():.2f} GiB, of which QGIS {before:.2f}")
    if asked:
        left = sorted(path.name for path in folder.iterdir())
        print(f"cancel answered after {end - asked[0]:.2f} s; in the folder: {left}")
    sys.stdout.flush()
    os._exit(0)


def _peak():
    """Return the largest resident size so far, GiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def check(folder, cells):
    """Print correlation and error off the tracks, the change on them, largest and the rank of support."""
    info = {name: raster.inspect(str(folder / f"{name}.tif")) for name in ("anomaly", "output", "support")}
    columns, place = tracks_of(cells), np.arange(cells)
    on = np.isin(place, columns)
    sums, change, largest, by_support = np.zeros(5), [], [], []
    for first in range(0, cells, BAND):
        rows = (first, min(first + BAND, cells))
        fields = {name: raster.read(each, 1, rows=rows, cols=(0, cells)) for name, each in info.items()}
        truth = truth_of(np.arange(*rows), place)
        made = fields["output"]
        error = (made - truth)[:, ~on].astype(float)
        x, y = made[:, ~on].astype(float), truth[:, ~on].astype(float)
        sums += (x @ np.ones(x.shape[1])).sum(), (y**2).sum(), (x**2).sum(), (x * y).sum(), (error**2).sum()
        change.append(np.sqrt(np.mean((made - fields["anomaly"])[:, on] ** 2)))
        largest.append(np.abs(error).max())
        far = fields["support"][:, ~on]
        inside = [(far > low) & (far <= low + 0.3) for low in (0.3, 0.6)]
        by_support.append([[np.sum(error[each] ** 2), np.count_nonzero(each)] for each in inside])
    count = (~on).sum() * cells
    rms, sigma = np.sqrt(sums[4] / count), np.sqrt(sums[1] / count)
    print(f"off track: correlation {sums[3] / np.sqrt(sums[1] * sums[2]):.4f}, RMS error {rms:.1f} nT of {sigma:.1f}, "
          f"largest {max(largest):.0f}; RMS change on tracks {np.mean(change):.1f} nT")
    (low, few), (high, many) = np.sum(by_support, axis=0)
    print(f"RMS at support 0.3-0.6: {np.sqrt(low / few):.1f} nT ({few:.0f} cells), "
          f"0.6-0.9: {np.sqrt(high / many):.1f} nT ({many:.0f} cells)")


def main():
    """Make, run and check, each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--cells", type=int, default=8192)
    parser.add_argument("--cancel-after", type=float, default=0.0)
    parser.add_argument("--stage", choices=("make", "run", "check"))
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    if options.stage == "make":
        make(options.folder, options.cells)
    elif options.stage == "run":
        run(options.folder, options.cancel_after)
    elif options.stage == "check":
        check(options.folder, options.cells)
    else:
        stages = ("make", "run") if options.cancel_after else ("make", "run", "check")
        for stage in stages:
            subprocess.run([sys.executable, *sys.argv, "--stage", stage], check=True)


if __name__ == "__main__":
    main()
