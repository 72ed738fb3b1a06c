"""Draw CPU seconds against cells and points from the tables of docs/benchmarks/gridding.md.

Usage: PYTHON tools/bench/gridding_plot.py [docs/benchmarks/gridding.md docs/images/gridding_time.png]
PYTHON is any Python with matplotlib; the plugin and its tests do without.
"""

from __future__ import annotations

import sys
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")
from matplotlib import pyplot as plt

DOCS = Path(__file__).resolve().parents[2] / "docs"
OURS = "lma:gridtracks"


def speed_rows(text):
    """Return (points, cells of a side, program, CPU seconds) of the speed table and of our own scaling table."""
    rows = []
    for line in text.splitlines():
        columns = [column.strip().strip("*") for column in line.strip()[1:-1].split("|")]
        numbers = [column.replace(".", "", 1).replace("e+", "").replace("e", "").isdigit() for column in columns]
        if len(columns) == 10 and numbers[:2] == [True, True] and numbers[4]:
            rows.append((float(columns[0]), int(columns[1]), columns[2], float(columns[4])))
        if len(columns) == 5 and all(numbers):
            rows.append((float(columns[0]), int(columns[1]), f"{OURS}, alone", float(columns[2])))
    return rows


def draw(rows, target):
    """Draw time against cells (left, 1e5 points) and against points (right, 1024 x 1024 cells)."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4.2), sharey=True, layout="constrained")
    programs = [OURS, *sorted({row[2] for row in rows} - {OURS})]
    for number, program in enumerate(programs):
        style = {"color": "#c8102e", "lw": 2.5} if program.startswith(OURS) else {"color": f"C{number}", "lw": 1.2}
        style["ls"] = "--" if "alone" in program else "-"
        mine = [row for row in rows if row[2] == program]
        by_cells = sorted((cells**2, seconds) for points, cells, _, seconds in mine if points == 1e5)
        by_points = sorted((points, seconds) for points, cells, _, seconds in mine if cells == 1024)
        for axis, pairs in ((left, by_cells), (right, by_points)):
            axis.plot([x for x, _ in pairs], [y for _, y in pairs], marker="o", ms=4, label=program, **style)
    span = left.get_xlim()
    left.plot(span, [1e-6 * cells for cells in span], ":", color="0.5", label="1 µs per cell")
    left.set(xlabel="cells (1e5 points)", ylabel="CPU s")
    right.set(xlabel="points (1024 × 1024 cells)")
    for axis in (left, right):
        axis.set(xscale="log", yscale="log")
        axis.grid(True, which="major", color="0.9")
    figure.legend(*left.get_legend_handles_labels(), loc="outside right center", fontsize=8)
    figure.savefig(target, dpi=110)


if __name__ == "__main__":
    page = Path(sys.argv[1]) if len(sys.argv) > 1 else DOCS / "benchmarks" / "gridding.md"
    picture = Path(sys.argv[2]) if len(sys.argv) > 2 else DOCS / "images" / "gridding_time.png"
    draw(speed_rows(page.read_text(encoding="utf-8")), picture)
