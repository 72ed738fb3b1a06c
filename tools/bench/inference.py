"""Cost of the prediction beside the bare model, and its memory.

    python tools/bench/inference.py [speed] [memory] [--side 4096] [--base 16]

speed: the whole path (read GeoTIFF, standardise, tile, run, blend, write GeoTIFF) against onnxruntime alone on the
same tiles, interleaved, CPU seconds, median of three; 4096² cells.
memory: peak resident memory at 12000² cells above that of the model run alone on its tiles, each in a process of
its own.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import onnxruntime

from lma_qgis.core.detection.tiling import cut, plan, reflect
from lma_qgis.core.grid import Grid
from lma_qgis.geo import raster
from lma_qgis.inference import engine
from lma_qgis.inference.predict import predict
from tools.bench.networks import unet


def quiet(line):
    """Swallow a line of the log."""


def make_raster(path, side, holes):
    """Write stripes with noise, cells of 1 km, optionally with a tenth nodata."""
    grid = Grid(0.0, 1000.0 * side, 1000.0, 1000.0, side, side)
    info = raster.RasterInfo(grid, "")
    rng = np.random.default_rng(0)
    with raster.RasterWriter(path, info, ["anomaly"], ["nT"]) as writer:
        for first in range(0, side, 500):
            rows = np.arange(first, min(first + 500, side))[:, np.newaxis]
            values = 100 * np.cos((rows + 0.3 * np.arange(side)) / 4) + rng.normal(0, 20, (len(rows), side))
            if holes and first % 5000 == 0:
                values[:] = np.nan
            writer.write(values, 1, first)


def whole_path(source, target, model):
    """Predict as the algorithm does; return the report and CPU seconds."""
    info = raster.inspect(source)
    scorer = engine.open_scorer(
        info.grid, model="ridge", model_file=model, device="cpu", inform=quiet, warn=quiet
    )
    began = time.process_time()
    with raster.RasterWriter(target, info, ["crest", "trough"], ["", ""]) as writer:

        def write(first, bands):
            for number, band in enumerate(bands, 1):
                writer.write(band, number, first)
            writer.flush()

        def read(first, last):
            return raster.read(info, 1, rows=(first, last))

        report = predict([read], info.grid, scorer, write, rows_at_once=raster.BLOCK)
    return report, time.process_time() - began


def session_of(model, spinning=False):
    """Return a bare session, with the plugin's settings or (spinning) with those of onnxruntime."""
    settings = onnxruntime.SessionOptions()
    if not spinning:
        settings.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(
        Path(model).read_bytes(), sess_options=settings, providers=["CPUExecutionProvider"]
    )


def bare(session, tiles):
    """Run the model alone on tiles; return CPU seconds."""
    name = session.get_inputs()[0].name
    began = time.process_time()
    for tile in tiles:
        session.run(None, {name: tile})
    return time.process_time() - began


def tiles_of(source):
    """Return the raster's tiles as the model gets them (not standardised: the values do not change the time)."""
    info = raster.inspect(source)
    field = raster.read(info) / 100
    layout = plan(info.grid.rows, info.grid.cols, 1024, 64, 16)
    tiles = []
    for row in layout.row_starts:
        strip = field[max(row, 0) : row + layout.height]
        for col in layout.col_starts:
            tiles.append(reflect(cut(strip, col, layout.width, max(-row, 0), layout.height))[np.newaxis, np.newaxis])
    return tiles, layout.cost


def speed(folder, side=4096, base=16, repeats=3):
    """Print the table of CPU seconds."""
    source, model = str(folder / "in.tif"), folder / "net.onnx"
    make_raster(source, side, holes=False)
    model.write_bytes(unet(base))
    tiles, cost = tiles_of(source)
    sessions = [session_of(model), session_of(model, spinning=True)]
    alone, spinning, whole, wall = [], [], [], []
    for _ in range(repeats):
        alone.append(bare(sessions[0], tiles))
        spinning.append(bare(sessions[1], tiles))
        report, seconds = whole_path(source, str(folder / "out.tif"), str(model))
        whole.append(seconds)
        wall.append(report.seconds)
    bare_s, whole_s = statistics.median(alone), statistics.median(whole)
    print(f"| U-Net base {base}, {side}² cells | CPU s | ratio |\n|---|---|---|")
    print(f"| onnxruntime alone on the {len(tiles)} tiles of 1024 | {bare_s:.1f} | 1 |")
    default_s = statistics.median(spinning)
    print(f"| the same with its default settings (threads spin) | {default_s:.1f} | {default_s / bare_s:.3f} |")
    print(f"| whole path, file to file | {whole_s:.1f} | {whole_s / bare_s:.3f} |")
    print(f"\nOverlap (margin 64): {cost:.2f} cells computed per cell. Wall: {statistics.median(wall):.1f} s.\n")


def peak_of(folder, what):
    """Run one case in a process of its own; return its peak memory, MiB."""
    command = [sys.executable, __file__, "child", what, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def child(what, folder):
    """Run one case and print its peak memory."""
    source, model = str(folder / "big.tif"), str(folder / "small.onnx")
    if what.startswith("raster"):
        _, side, base = what.split()
        make_raster(source, int(side), holes=True)
        Path(model).write_bytes(unet(int(base)))
    elif what == "model":
        bare(session_of(model), [np.zeros((1, 1, 1024, 1024), np.float32)] * 3)
    elif what != "nothing":
        whole_path(source, str(folder / "out.tif"), model)
    print(json.dumps(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def memory(folder, side=12000, base=8):
    """Print the table of peak memory."""
    # The peak of a child counts from the size of its parent, which therefore makes no raster itself.
    peak_of(folder, f"raster {side} {base}")
    rows = {what: peak_of(folder, what) for what in ("nothing", "model", "network")}
    print(f"| {side}² cells, U-Net base {base} | peak MiB |\n|---|---|")
    print(f"| Python with the libraries | {rows['nothing']:.0f} |")
    print(f"| model alone on tiles of 1024 | {rows['model']:.0f} |")
    print(f"| whole path | {rows['network']:.0f} |")
    print(f"| **above the model** | **{rows['network'] - rows['model']:.0f}** |\n")


def main():
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="*", default=["speed", "memory"])
    parser.add_argument("--side", type=int, default=4096, help="cells of the raster of the speed table")
    parser.add_argument("--base", type=int, default=16, help="channels of its network")
    options = parser.parse_args()
    arguments = options.what
    if arguments[0] == "child":
        child(arguments[1], Path(arguments[2]))
        return
    print(f"onnxruntime {onnxruntime.__version__}, numpy {np.__version__}, {os.cpu_count()} cores\n")
    with tempfile.TemporaryDirectory() as folder:
        for name in arguments:
            if name == "speed":
                speed(Path(folder), options.side, options.base)
            else:
                memory(Path(folder))


if __name__ == "__main__":
    main()
