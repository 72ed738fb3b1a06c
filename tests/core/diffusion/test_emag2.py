"""EMAG2 codes and errors become a coverage."""

import numpy as np
import pytest

from lma_qgis.core.diffusion.emag2 import coverage_from_emag2
from lma_qgis.core.errors import LmaError
from lma_qgis.core.grid import Grid

GRID = Grid(0.0, 2000.0, 2000.0, 2000.0, 1, 6)


def test_only_trusted_cells_count():
    code = np.array([[3, 3, 3, 888, 999, 3]])
    error = np.array([[10.0, 30.0, 31.0, -888.0, -999.0, np.nan]])
    count, distance = coverage_from_emag2(code, error, GRID)
    assert count.tolist() == [[9.0, 1.0, 0.0, 0.0, 0.0, 0.0]]
    assert distance.tolist() == [[0.0, 0.0, 2000.0, 4000.0, 6000.0, 8000.0]]


def test_no_trusted_cell_is_said():
    with pytest.raises(LmaError, match="trusted error"):
        coverage_from_emag2(np.full((1, 6), 3), np.full((1, 6), 90.0), GRID)
