"""The diffusion beside other programs, and on synthetic surveys with truth: a Markdown report on standard output.

Usage: python tools/bench/diffusion.py [--tables images guided surveys] [--sizes 256 512] [--repeats 3] [--seeds 2]
Peers: SimpleITK in any environment, its interpreter in LMA_SITK_PYTHON; ITK AnisotropicDiffusionLBR
(wheels itk 5.2.1 for Python 3.9) in LMA_ITK_PYTHON. A peer that is not there is said to be missing.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import unittest.mock
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
from scipy import ndimage

from lma_qgis.core import workers
from lma_qgis.core.diffusion.coherence_enhancing import diffuse
from lma_qgis.core.diffusion.guided import guided_smoothing
from lma_qgis.core.diffusion.support import support
from lma_qgis.core.gridding import grid_observations
from tools.bench.diffusion_scenes import broken_stripes, far_from_edge, random_tracks, spread_crust
from tools.bench.stripes import square

TIME = 60.0
FEW_CUTS = 4
ONE_RUN_FROM = 700
PEER = Path(__file__).with_name("diffusion_peer.py")
CASES = ((10, 0, 0), (25, 0, 0), (25, 60, 0), (25, 150, 0), (25, 0, 40), (50, 0, 0), (50, 60, 40))
CLASSES = ((0.0, 0.1), (0.1, 0.3), (0.3, 0.6), (0.6, 0.9), (0.9, 1.0))


def ours(image):
    """Return our classical diffusion of an image at T = 60, four orientation estimates."""
    grid = square(image.shape[0])
    length = grid.dx * (2 * TIME) ** 0.5
    return diffuse(image, grid, length=length, integration_scale=8 * grid.dx, iterations=4).anomaly


def central(u, axis):
    """Return central differences with the edge repeated."""
    wide = np.pad(u, 1, mode="edge")
    low, high = (wide[:-2, 1:-1], wide[2:, 1:-1]) if axis == 0 else (wide[1:-1, :-2], wide[1:-1, 2:])
    return 0.5 * (high - low)


def textbook(image, steps=400, step=0.15):
    """Return what is usually published: float64, tensor at every step, central differences twice."""
    u = image.astype(float)
    for _ in range(steps):
        smooth = ndimage.gaussian_filter(u, 1.5)
        gy, gx = np.gradient(smooth)
        jxx, jxy, jyy = (ndimage.gaussian_filter(p, 8.0) for p in (gx * gx, gx * gy, gy * gy))
        turn = 0.5 * np.arctan2(2 * jxy, jxx - jyy)
        cos, sin = np.cos(turn), np.sin(turn)
        uy, ux = central(u, 0), central(u, 1)
        xx, xy, yy = 0.001 * cos**2 + sin**2, -0.999 * cos * sin, 0.001 * sin**2 + cos**2
        u += step * (central(xx * ux + xy * uy, 1) + central(xy * ux + yy * uy, 0))
    return u


def peer(interpreter, method):
    """Return a function that runs one method of ``diffusion_peer.py`` in another interpreter."""

    def run(image):
        with tempfile.TemporaryDirectory() as folder:
            source, target = Path(folder) / "in.npy", Path(folder) / "out.npy"
            np.save(source, image)
            command = [interpreter, str(PEER), method, str(source), str(target), str(TIME)]
            made = subprocess.run(command, capture_output=True, text=True, check=False)
            if made.returncode:
                raise OSError(made.stderr.strip().splitlines()[-1])
            return np.load(target), float(made.stdout)

    return run


def image_table(sizes, repeats):
    """Print CPU seconds (medians of interleaved runs) and what became of broken stripes."""
    sitk, itk = (os.environ.get(name, "") for name in ("LMA_SITK_PYTHON", "LMA_ITK_PYTHON"))
    runs = {
        "lma:anisotropicdiffusion, no coverage": ours,
        "ITK CoherenceEnhancingDiffusion (LBR)": peer(itk, "itk-lbr"),
        "SimpleITK gradient anisotropic": peer(sitk, "gradient"),
        "SimpleITK curvature anisotropic": peer(sitk, "curvature"),
        "numpy explicit, as usually published": textbook,
    }
    print("| method | cells | cuts | CPU s | / ours | gap correlation | amplitude outside | away from cuts | rmse |")
    print("|---|---|---|---|---|---|---|---|---|")
    limits = {"numpy explicit, as usually published": 256, "SimpleITK gradient anisotropic": 256}
    limits["SimpleITK curvature anisotropic"] = 256
    for size, cuts in [(size, cuts) for size in sizes for cuts in (0, FEW_CUTS)]:
        image, truth, gap = broken_stripes(size, cuts=cuts)
        seconds, made, missing = {name: [] for name in runs}, {}, {}
        for turn in range(repeats):
            for name, run in runs.items():
                known = name in missing or (cuts and name in limits) or size > limits.get(name, size)
                if known or (turn and run is not ours and size > ONE_RUN_FROM):
                    continue
                try:
                    start = time.process_time()
                    result = run(image)
                    spent = time.process_time() - start
                    made[name], spent = result if isinstance(result, tuple) else (result, spent)
                    seconds[name].append(spent)
                except OSError as error:
                    missing[name] = str(error)[:60]
        base = statistics.median(seconds[next(iter(runs))])
        for name in runs:
            if name in missing:
                print(f"| {name} | {size}² | | missing: {missing[name]} | - | - | - | - | - |")
            elif seconds[name]:
                spent = statistics.median(seconds[name])
                head = f"| {name} | {size}² | {cuts or 'every 95'} | {spent:.2f} | {spent / base:.1f} |"
                print(head, _quality(made[name], truth, gap), flush=True)


def _quality(made, truth, gap):
    """Return the correlation in the cuts, the amplitude outside them and two kernel widths away, the RMS error."""
    away = ndimage.distance_transform_edt(~gap) > 2 * (2 * TIME) ** 0.5
    kept = [(made[where] * truth[where]).sum() / (truth[where] ** 2).sum() for where in (~gap, away)]
    inside = np.corrcoef(made[gap], truth[gap])[0, 1]
    return f"{inside:.2f} | {kept[0]:.3f} | {kept[1]:.3f} | {np.sqrt(np.mean((made - truth) ** 2)):.3f} |"


def guided_table(sizes, repeats):
    """Print time and memory of the guided solve on surveys with a track every 12 cells, by number of threads."""
    print("| cells | threads | s | CPU s | CPU µs per cell | peak bytes per cell |\n|---|---|---|---|---|---|")
    for size in sizes:
        grid = square(size)
        field, _, _ = broken_stripes(size)
        columns = np.arange(5, size, 12)
        count = np.zeros(grid.shape, np.float32)
        count[:, columns] = 2
        near = np.abs(np.arange(size)[:, None] - columns).min(axis=1).astype(np.float32)
        distance = np.broadcast_to(near * np.float32(grid.dx), grid.shape)
        options = {"length": 10 * grid.dx, "integration_scale": 10 * grid.dx}
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for threads in (1, min(os.cpu_count(), workers.MOST)):
            elapsed, seconds = [], []
            with unittest.mock.patch.object(workers, "MOST", threads):
                for _ in range(repeats):
                    start = time.perf_counter(), time.process_time()
                    guided_smoothing(field, grid, count, distance, **options)
                    elapsed.append(time.perf_counter() - start[0])
                    seconds.append(time.process_time() - start[1])
            used = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 / size**2
            spent = statistics.median(seconds)
            print(
                f"| {size}² | {threads} | {statistics.median(elapsed):.2f} | {spent:.2f} | {1e6 * spent / size**2:.1f} "
                f"| {used:.0f} |",
                flush=True,
            )


def survey_table(seeds, tracks=(10, 20, 30)):
    """Print errors of gridder, plain diffusion and guided diffusion on synthetic surveys with truth."""
    print("σ-scaled RMS error on sampled cells / change of sampled cells / correlation up to 20 km off track.\n")
    print("| half-rate, skewness, bias | tracks | minimum curvature | plain diffusion | guided |")
    print("|---|---|---|---|---|")
    by_class = {each: [] for each in CLASSES}
    for rate, skewness, bias in CASES:
        for number in tracks:
            rows = [_survey_scores(rate, skewness, bias, number, seed, by_class) for seed in range(seeds)]
            cells = (" / ".join(f"{value:.3f}" for value in triple) for triple in np.mean(rows, axis=0))
            print(f"| {rate} mm/yr, {skewness}°, {bias} nT | {number} | {' | '.join(cells)} |", flush=True)
    print("\n| support | share of cells off track | RMS error / σ | correlation |\n|---|---|---|---|")
    total = sum(len(part) for parts in by_class.values() for part in parts)
    for (low, high), parts in by_class.items():
        made, truth = np.concatenate(parts).T
        share, error = len(made) / total, np.sqrt(np.mean((made - truth) ** 2))
        print(f"| {low:g}-{high:g} | {share:.2f} | {error:.2f} | {np.corrcoef(made, truth)[0, 1]:.2f} |")


def _survey_scores(rate, skewness, bias, tracks, seed, by_class):
    """Return (error on track, change on track, correlation off track) of the three methods."""
    grid, truth = spread_crust(rate, skewness, strike=20.0 + 35.0 * seed, seed=seed)
    obs = random_tracks(grid, truth, tracks, bias, seed)
    made = grid_observations(obs, grid)
    plain = diffuse(made.anomaly, grid).anomaly
    guided = guided_smoothing(made.anomaly, grid, made.count, made.distance)
    carried = support(guided.azimuth, guided.coherence, grid, made.count)
    inner = far_from_edge(grid)
    on = (made.count > 0) & inner
    off = (made.count == 0) & np.isfinite(made.anomaly) & inner
    sigma = truth.std()
    for low, high in CLASSES:
        inside = off & (carried > low) & (carried <= high)
        by_class[low, high].append(np.column_stack((guided.anomaly[inside], truth[inside])) / sigma)
    return [
        (
            np.sqrt(np.mean((field - truth)[on] ** 2)) / sigma,
            np.sqrt(np.mean((field - made.anomaly)[on] ** 2)) / sigma,
            np.corrcoef(field[off], truth[off])[0, 1],
        )
        for field in (made.anomaly, plain, guided.anomaly)
    ]


def main():
    """Print the tables that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tables", nargs="*", default=["images", "guided", "surveys"])
    parser.add_argument("--sizes", type=int, nargs="*", default=[256, 512])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--seeds", type=int, default=2)
    options = parser.parse_args()
    tables = {
        "images": lambda: image_table(options.sizes, options.repeats),
        "guided": lambda: guided_table(options.sizes, options.repeats),
        "surveys": lambda: survey_table(options.seeds),
    }
    for name in options.tables:
        print(f"\n### {name}\n")
        tables[name]()


if __name__ == "__main__":
    main()
