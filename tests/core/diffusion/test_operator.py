"""Links made and read in bands are those of the whole, whatever the number of bands and threads."""

import numpy as np
import pytest

from lma_qgis.core import workers
from lma_qgis.core.diffusion import operator
from lma_qgis.core.diffusion.cells import Cells
from lma_qgis.core.diffusion.orientation import to_double_angle
from lma_qgis.core.diffusion.solver import solve
from lma_qgis.core.diffusion.system import smoothing_tensor
from lma_qgis.core.errors import LmaCancelled
from lma_qgis.core.grid import Grid

GRID = Grid(0.0, 60_000.0, 1000.0, 1000.0, 60, 70)
VALID = np.random.default_rng(0).random(GRID.shape) > 0.05
DOUBLE = to_double_angle(np.linspace(0, 180, VALID.sum()), np.full(VALID.sum(), 0.9))


def make(progress=lambda fraction: None):
    return operator.DiffusionOperator(
        lambda own: smoothing_tensor(DOUBLE[:, own], GRID, 8000.0), Cells(VALID), np.float64, progress
    )


WHOLE = make()


@pytest.fixture()
def in_bands(monkeypatch):
    """Return the operator in bands of 256 cells."""
    monkeypatch.setattr(operator, "BAND", 256)
    return make()


def test_bands_make_the_matrix_of_the_whole(in_bands):
    assert (len(WHOLE.bands), len(in_bands.bands)) == (1, 16)
    assert abs(WHOLE.matrix() - in_bands.matrix()).max() < 1e-12 * WHOLE.degree.max()
    field = np.random.default_rng(1).random(VALID.sum())
    total = np.ones_like(field)
    in_bands.add_linked(field, total)
    np.testing.assert_allclose(total, 1 + WHOLE.degree * field - WHOLE.matrix() @ field, rtol=1e-12)


def test_threads_change_no_bit(in_bands, monkeypatch):
    f = np.random.default_rng(2).random(VALID.sum())
    made = []
    for most in (1, 4):
        monkeypatch.setattr(workers, "MOST", most)
        monkeypatch.setattr(workers.os, "cpu_count", lambda: 4)
        made.append((make().degree, solve(in_bands, np.full(f.size, 0.1), f, f, steps=30)))
    for alone, together in zip(*made):
        assert np.array_equal(alone, together)


def test_can_be_stopped_between_bands(monkeypatch):
    monkeypatch.setattr(operator, "BAND", 256)
    told = []

    def stop(fraction):
        told.append(fraction)
        raise LmaCancelled

    with pytest.raises(LmaCancelled):
        make(stop)
    assert len(told) == 1
