"""The bending energy against its assembled matrix and against calculus."""

import numpy as np
import pytest

from lma_qgis.core.gridding.energy import PlateEnergy

SHAPES = [(1, 1), (1, 7), (2, 3), (3, 2), (5, 5), (9, 12), (40, 50), (150, 130), (300, 70), (60, 1400)]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(("ratio", "tension"), [(1.0, 0.0), (1.0, 0.3), (1.7, 0.3), (0.4, 0.01)])
def test_differences_equal_the_assembled_matrix(shape, ratio, tension):
    energy = PlateEnergy(shape, ratio, tension)
    matrix = energy.matrix()
    c = np.random.default_rng(0).normal(size=shape).astype(np.float32)
    expected = (matrix @ c.ravel().astype(float)).reshape(shape)
    np.testing.assert_allclose(energy.gradient(c), expected, atol=2e-6 * max(np.abs(expected).max(), 1.0))
    np.testing.assert_allclose(energy.diagonal(), matrix.diagonal().reshape(shape), rtol=1e-6)
    assert abs(matrix - matrix.T).max() < 1e-12


def test_matrix_is_the_sum_of_squared_differences():
    shape, ratio, tension = (6, 7), 1.3, 0.2
    c = np.random.default_rng(1).normal(size=shape)
    energy = (
        ratio**2 * np.sum(np.diff(c, 2, axis=1) ** 2)
        + 2 * np.sum(np.diff(np.diff(c, axis=0), axis=1) ** 2)
        + np.sum(np.diff(c, 2, axis=0) ** 2) / ratio**2
        + tension * (ratio * np.sum(np.diff(c, axis=1) ** 2) + np.sum(np.diff(c, axis=0) ** 2) / ratio)
    )
    assert c.ravel() @ (PlateEnergy(shape, ratio, tension).matrix() @ c.ravel()) == pytest.approx(energy)


@pytest.mark.parametrize("shape", [(12, 9), (150, 130)])
def test_a_plane_bends_nothing(shape):
    row, column = np.indices(shape)
    plane = (3.0 + 0.5 * row - 0.25 * column).astype(np.float32)
    np.testing.assert_allclose(PlateEnergy(shape, 1.2, 0.0).gradient(plane), 0.0, atol=1e-4)


@pytest.mark.parametrize(("dx", "dy"), [(1.0, 1.0), (0.5, 1.0), (1.0, 0.4)])
def test_physical_energy_does_not_depend_on_the_cells(dx, dy):
    """The energy over h² of z = cos(kx)cos(ky) tends to 4k⁴/4 + 2τk²/4 per unit area."""
    k, tau, size = 2 * np.pi / 40.0, 0.01, 160.0
    x, y = np.arange(dx / 2, size, dx), np.arange(dy / 2, size, dy)
    z = np.cos(k * y)[:, None] * np.cos(k * x)
    energy = z.ravel() @ (PlateEnergy(z.shape, dy / dx, tau * dx * dy).matrix() @ z.ravel()) / (dx * dy)
    assert energy == pytest.approx((k**4 + tau * k**2 / 2) * size**2, rel=0.02)


@pytest.mark.parametrize("ratio", [0.6, 1.0, 1.5])
def test_smoother_bound_holds(ratio):
    from lma_qgis.core.gridding.multigrid import LARGEST_EIGENVALUE

    energy = PlateEnergy((24, 30), ratio, 0.05)
    scale = 1 / np.sqrt(energy.diagonal().ravel().astype(float))
    eigenvalues = np.linalg.eigvalsh(energy.matrix().toarray() * scale[:, None] * scale)
    assert eigenvalues[0] > -1e-9 and eigenvalues[-1] < LARGEST_EIGENVALUE
