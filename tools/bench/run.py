"""Run every benchmark with its defaults, one after another, and print their tables.

``.venv/bin/python tools/bench/run.py [NAME ...]``: all of them, or those named (``gridding``, ``diffusion``, …).
The pages in ``docs/benchmarks`` say which options made them. Each script names the peers that it did not find.
"""

import subprocess
import sys
import time
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
SCRIPTS = (
    "levelling", "gridding", "gridding_limit", "diffusion", "crossvalidate", "inference", "vectorise", "picks_real",
    "review", "null_test",
)


def main(names):
    """Run the scripts; return how many failed."""
    unknown = sorted(set(names) - set(SCRIPTS))
    if unknown:
        raise SystemExit(f"no such benchmark: {', '.join(unknown)}; choose from {', '.join(SCRIPTS)}")
    failed = 0
    for name in names or SCRIPTS:
        print(f"\n== {name}\n", flush=True)
        start = time.perf_counter()
        done = subprocess.run([sys.executable, str(FOLDER / f"{name}.py")], check=False)
        failed += done.returncode != 0
        print(f"\n({name}: exit {done.returncode}, {time.perf_counter() - start:.0f} s)", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1:]) else 0)
