"""The one way in which tests and benchmarks reach real survey data.

The data lie outside the repository, in ``../shared/data`` or in the folder that the
environment variable ``LMA_DATA`` names. Tests that need them are skipped, and say so, elsewhere.
"""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path(os.environ.get("LMA_DATA", ROOT.parent / "shared" / "data"))


def path(name):
    """Return the path of a data file, or skip the test that asks for it."""
    found = FOLDER / name
    if not found.exists():
        pytest.skip(f"real data absent: {found} (set LMA_DATA to the folder that holds it)")
    return found
