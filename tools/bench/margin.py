"""How far from a tile's edge a network's answer differs from that on the whole raster.

    python tools/bench/margin.py [MODEL.onnx [RASTER]]

Without a model, the random U-Net of the speed table; without a raster, stripes with noise. Tiles of 256 are cut out
of a larger square that is scored at once; the difference is listed by distance from the tile's edge. The model card's
``margin`` should be the distance from which the largest difference is below 0.01, a fiftieth of the threshold.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import onnxruntime

from lma_qgis.core.detection.preprocessing import standardise
from lma_qgis.core.detection.tiling import reflect
from lma_qgis.core.grid import Grid
from lma_qgis.geo import raster
from lma_qgis.inference import model_file
from lma_qgis.inference.session import Session
from tools.bench.networks import unet

TILE = 256
SQUARE = 768
DISTANCES = (0, 8, 16, 24, 32, 48, 64, 96, 127)
TILES_OF_TABLE = (512, 1024)
GOOD = 0.01


def field_of(path):
    """Return a standardised square without nodata."""
    if path is None:
        grid = Grid(0.0, 0.0, 1000.0, 1000.0, SQUARE, SQUARE)
        row, col = np.mgrid[:SQUARE, :SQUARE]
        values = 100 * np.cos((row + 0.3 * col) / 4) + np.random.default_rng(0).normal(0, 20, grid.shape)
        return standardise(values, grid)
    info = raster.inspect(path)
    standard = standardise(raster.read(info), info.grid)
    return reflect(standard[:SQUARE, :SQUARE])


def differences(session, field, multiple):
    """Return the largest and the typical (root mean square) difference at each distance from a tile's edge."""
    rows, cols = ((n // multiple) * multiple for n in field.shape)
    field = np.ascontiguousarray(field[:rows, :cols])
    whole = session.run(field[np.newaxis, np.newaxis])[0]
    tile = min(TILE, rows // 2 // multiple * multiple, cols // 2 // multiple * multiple)
    edge = np.minimum(np.arange(tile), np.arange(tile)[::-1])
    distance = np.minimum(edge[:, np.newaxis], edge)
    largest, squares, count = (np.zeros(tile // 2) for _ in range(3))
    for top in range(multiple, rows - tile, tile // 2 // multiple * multiple):
        for left in range(multiple, cols - tile, tile // 2 // multiple * multiple):
            part = np.ascontiguousarray(field[top : top + tile, left : left + tile])[np.newaxis, np.newaxis]
            wrong = np.abs(session.run(part)[0] - whole[:, top : top + tile, left : left + tile]).max(axis=0)
            np.maximum.at(largest, distance, wrong)
            np.add.at(squares, distance, wrong**2)
            np.add.at(count, distance, 1)
    return largest, np.sqrt(squares / np.maximum(count, 1))


def main(arguments):
    """Print the table and the margin it suggests."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(arguments[0]) if arguments else Path(folder, "random.onnx")
        if not arguments:
            path.write_bytes(unet())
        model = model_file.load(path)
    session = Session(model, "cpu", onnxruntime, lambda line: None, lambda line: None)
    largest, typical = differences(session, field_of(arguments[1] if len(arguments) > 1 else None), 16)
    costs = "".join(f" cost at tile {tile} |" for tile in TILES_OF_TABLE)
    print(f"{model.name}: {model.card.name} {model.card.version}\n")
    print(f"| cells from the edge | largest difference | rms |{costs}\n|---|---|---|{'---|' * len(TILES_OF_TABLE)}")
    for distance in DISTANCES:
        if distance < len(largest):
            cost = "".join(f" {(tile / (tile - 2 * distance)) ** 2:.2f} |" for tile in TILES_OF_TABLE)
            print(f"| {distance} | {largest[distance:].max():.1e} | {typical[distance]:.1e} |{cost}")
    good = [number for number in range(len(largest)) if largest[number:].max() < GOOD]
    print(f"\nBelow {GOOD} from {good[0] if good else 'nowhere'} cells; the card says {model.card.margin}.")


if __name__ == "__main__":
    main(sys.argv[1:])
