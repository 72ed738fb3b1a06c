"""Run the whole suite and print how many tests each folder holds.

Arguments are handed to pytest. Exit status is pytest's.
"""

import os
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


class Count:
    """Counts outcomes by folder."""

    def __init__(self):
        self.outcomes = Counter()

    def pytest_runtest_logreport(self, report):
        """Count each test once: its call, or the phase in which it was skipped or broke."""
        if report.when == "call" or report.outcome != "passed":
            folder = "/".join(report.nodeid.split("::")[0].split("/")[1:-1]) or "."
            self.outcomes[folder.split("/")[0], report.outcome] += 1

    def table(self):
        """Return the lines of the summary."""
        folders = sorted({folder for folder, _ in self.outcomes})
        columns = ("passed", "failed", "skipped")
        lines = [f"{'tests per folder':18}" + "".join(f"{name:>9}" for name in columns)]
        for folder in folders:
            lines.append(f"{folder:18}" + "".join(f"{self.outcomes[folder, name]:9d}" for name in columns))
        return lines


def main(arguments):
    """Run pytest; the table comes last but for pytest's own closing line."""
    os.chdir(ROOT)
    count = Count()

    class Summary:
        def pytest_terminal_summary(self, terminalreporter):
            for line in count.table():
                terminalreporter.write_line(line)

    return pytest.main(["-q", "-rs", "--durations=8", *(arguments or ["tests"])], plugins=[count, Summary()])


if __name__ == "__main__":
    status = int(main(sys.argv[1:]))
    sys.stdout.flush()
    # The bindings of QGIS may crash while Python takes itself apart; the verdict is already known.
    os._exit(status)
