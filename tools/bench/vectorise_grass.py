"""Lines by GRASS: r.thin and r.to.vect of a mask by hysteresis, called by vectorise.py."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
from scipy.ndimage import gaussian_filter, label

NAME = "GRASS r.thin + r.to.vect"
SCRIPT = """
g.region n={rows} s=0 e={cols} w=0 res=1 --q
r.in.bin input=mask.bin output=mask bytes=1 north={rows} south=0 east={cols} west=0 rows={rows} cols={cols} anull=0 --q
bash -c 'time -p r.thin input=mask output=thin --q' 2>> times.txt
bash -c 'time -p r.to.vect input=thin output=lines type=line --q' 2>> times.txt
v.out.ascii input=lines output=lines.txt format=standard type=line --q
"""


def version():
    """Return the version of GRASS, empty where it is not installed."""
    if shutil.which("grass") is None:
        return ""
    done = subprocess.run(["grass", "--config", "version"], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def hysteresis(score, low, high, sigma):
    """Return the cells above ``low`` that hang together with one above ``high``, after a Gaussian."""
    smooth = gaussian_filter(score, sigma, truncate=3.0)
    number, count = label(smooth > low, np.ones((3, 3)))
    strong = np.zeros(count + 1, dtype=bool)
    strong[np.unique(number[smooth > high])] = True
    strong[0] = False
    return strong[number]


def trace(score, low, high, sigma, shortest):
    """Return lines in fractional (row, column) and the CPU seconds of mask, r.thin and r.to.vect.

    Import, export and the start of GRASS are not counted.
    """
    start = time.process_time()
    mask = hysteresis(score, low, high, sigma)
    seconds = time.process_time() - start
    rows, cols = score.shape
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        mask.astype(np.uint8).tofile(folder / "mask.bin")
        (folder / "job.sh").write_text(SCRIPT.format(rows=rows, cols=cols), encoding="utf-8")
        command = ["grass", "--tmp-location", "XY", "--exec", "sh", "-e", "job.sh"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        times = (folder / "times.txt").read_text(encoding="utf-8")
        lines = list(_lines((folder / "lines.txt").read_text(encoding="utf-8"), rows))
    seconds += sum(map(float, re.findall(r"^(?:user|sys) ([\d.]+)", times, re.MULTILINE)))
    return [line for line in lines if np.hypot(*np.diff(line, axis=0).T).sum() >= shortest], seconds


def _lines(text, rows):
    """Yield the lines of GRASS's standard ASCII format: ``L vertices categories``, then the vertices."""
    rest = iter(text.splitlines())
    for head in rest:
        words = head.split()
        if len(words) == 3 and words[0] == "L":
            points = np.array([next(rest).split()[:2] for _ in range(int(words[1]))], dtype=float)
            yield np.column_stack([rows - points[:, 1] - 0.5, points[:, 0] - 0.5])
