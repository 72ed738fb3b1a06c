"""The twelve properties that a correct diffusion has; where the textbook stencil fails, it is shown to."""

import numpy as np
import pytest
from scipy.ndimage import label
from scipy.sparse import identity
from scipy.sparse.linalg import expm_multiply, spsolve

from lma_qgis.core.diffusion.cells import Cells
from lma_qgis.core.diffusion.coherence_enhancing import diffuse
from lma_qgis.core.diffusion.guided import guided_smoothing
from lma_qgis.core.diffusion.operator import DiffusionOperator
from lma_qgis.core.diffusion.orientation import to_double_angle
from lma_qgis.core.diffusion.solver import solve
from lma_qgis.core.diffusion.stencil import diffusion_tensor, selling
from lma_qgis.core.diffusion.system import smoothing_tensor
from lma_qgis.core.grid import Grid
from tests.core.diffusion import textbook

UNIT = Grid(0.0, 1.0, 1.0, 1.0, 1, 1)


def grid_of(rows, cols, dx=1000.0, dy=1000.0):
    return Grid(0.0, rows * dy, dx, dy, rows, cols)


def constant_tensor(azimuth, along, across, grid=UNIT):
    """Return (xx, xy, yy) in cells for lineations that strike at one azimuth."""
    return diffusion_tensor(to_double_angle(np.array([float(azimuth)]), np.ones(1)), along, across, grid)[:, 0]


def operator(tensor, valid):
    field = np.asarray(tensor, float)
    if field.ndim == 1:
        field = np.repeat(field[:, None], np.count_nonzero(valid), axis=1)
    return DiffusionOperator(lambda own: field[:, own], Cells(valid))


def random_orientation(shape, seed=0):
    """Return a smoothly turning azimuth and a coherence between .2 and 1."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[: shape[0], : shape[1]] / max(shape)
    a, b, c = rng.normal(size=3)
    return np.mod(90 * (a * x + b * y) + 180 * c, 180.0), 0.6 + 0.4 * np.sin(7 * x + 5 * y + a)


def holes(shape, seed=0):
    """Return a mask with scattered holes and a wall that splits it in two."""
    valid = np.random.default_rng(seed).random(shape) > 0.06
    valid[:, shape[1] // 2] = False
    return valid


def stripes(grid, azimuth, wavelength=10_000.0):
    x, y = np.meshgrid(grid.easting, grid.northing)
    angle = np.radians(azimuth)
    return 100 * np.sin(2 * np.pi * (x * np.cos(angle) - y * np.sin(angle)) / wavelength)


def scattered_survey(grid, azimuth=70.0, seed=0, noise=10.0):
    """Return a noisy field, its counts and its distances on tracks that run down the columns."""
    rng = np.random.default_rng(seed)
    field = stripes(grid, azimuth) + noise * rng.normal(size=grid.shape)
    columns = np.arange(3, grid.cols, 9)
    count = np.zeros(grid.shape)
    count[:, columns] = rng.integers(1, 5, size=(grid.rows, columns.size))
    distance = np.abs(np.arange(grid.cols)[:, None] - columns).min(axis=1) * grid.dx
    return field, count, np.broadcast_to(distance, grid.shape)


@pytest.mark.parametrize("value", [0.0, 37.25, -4123.7])
def test_01_constant_stays_constant(value):
    grid = grid_of(40, 51)
    field = np.where(holes(grid.shape), value, np.nan)
    _, count, distance = scattered_survey(grid)
    for result in (guided_smoothing(field, grid, count, distance), diffuse(field, grid)):
        np.testing.assert_allclose(result.anomaly, field, atol=1e-12, rtol=0)


def test_02_mean_of_each_connected_part_is_kept():
    valid = holes((30, 41), seed=3)
    parts, number = label(valid)
    azimuth, coherence = random_orientation(valid.shape)
    tensor = smoothing_tensor(to_double_angle(azimuth[valid], coherence[valid]), grid_of(30, 41), 5000.0)
    f = np.random.default_rng(1).normal(size=np.count_nonzero(valid))
    u = solve(operator(tensor, valid), np.ones(f.size), f, np.zeros(f.size), steps=400, reduction=1e-14)
    by_part = parts[valid]
    for part in range(1, number + 1):
        assert abs((u - f)[by_part == part].sum()) < 1e-10
    field = np.full(valid.shape, np.nan)
    field[valid] = f
    after = diffuse(field, grid_of(30, 41)).anomaly[valid]
    for part in range(1, number + 1):
        assert abs((after - f)[by_part == part].sum()) < 1e-10


def test_02b_weighted_misfit_adds_up_to_zero():
    valid = np.ones((20, 20), bool)
    azimuth, coherence = random_orientation(valid.shape)
    tensor = smoothing_tensor(to_double_angle(azimuth.ravel(), coherence.ravel()), grid_of(20, 20), 4000.0)
    rng = np.random.default_rng(2)
    w, f = np.where(rng.random(400) < 0.3, rng.random(400), 0.0), rng.normal(size=400)
    made = operator(tensor, valid)
    u = solve(made, w, w * f, f, steps=6000, reduction=1e-13)
    assert abs((w * (u - f)).sum()) < 1e-8


@pytest.mark.parametrize("azimuth", [0, 20, 45, 67, 120])
def test_03_no_new_extrema(azimuth):
    valid = holes((32, 33))
    tensor = constant_tensor(azimuth, 40.0, 0.04)
    f = (np.random.default_rng(4).random(np.count_nonzero(valid)) > 0.9).astype(float)
    made = operator(tensor, valid)
    implicit = solve(made, np.ones(f.size), f, f, steps=600, reduction=1e-13)
    step = 1 / made.degree.max()
    explicit = f - step * (made.matrix() @ f)
    for u in (implicit, explicit):
        assert u.min() > -1e-9 and u.max() < 1 + 1e-9


def test_03_guided_result_stays_within_the_data():
    grid = grid_of(50, 50)
    field, count, distance = scattered_survey(grid)
    result = guided_smoothing(field.astype(np.float32), grid, count, distance).anomaly
    assert field.min() - 1e-3 <= result.min() and result.max() <= field.max() + 1e-3


def test_03_textbook_stencil_undershoots():
    f = np.zeros((33, 33))
    f[16, 16] = 1
    a = textbook.matrix(constant_tensor(20, 5.0, 0.005), f.shape)
    assert spsolve((identity(f.size) + a).tocsc(), f.ravel()).min() < -1e-3


def heat_kernel_error(matrix, azimuth, n=81, sigma=2.0, time=20.0, across=0.01):
    """Return relative L2 error and covariance growth error of a Gaussian after some time."""
    c = n // 2
    y, x = np.mgrid[:n, :n] - c
    start = np.exp(-0.5 * (x**2 + y**2) / sigma**2)
    made = expm_multiply(-time * matrix, start.ravel()).reshape(n, n)
    xx, xy, yy = constant_tensor(azimuth, 1.0, across)
    growth = 2 * time * np.array([[xx, xy], [xy, yy]])
    covariance = sigma**2 * np.eye(2) + growth
    inverse = np.linalg.inv(covariance)
    exponent = inverse[0, 0] * x**2 + 2 * inverse[0, 1] * x * y + inverse[1, 1] * y**2
    exact = sigma**2 / np.sqrt(np.linalg.det(covariance)) * np.exp(-0.5 * exponent)
    total = made.sum()
    mixed = (made * x * y).sum()
    moments = np.array([[(made * x * x).sum(), mixed], [mixed, (made * y * y).sum()]]) / total
    before = (start * x * x).sum() / start.sum() * np.eye(2)
    spread = np.abs(moments - before - growth).max() / np.abs(growth).max()
    return np.linalg.norm(made - exact) / np.linalg.norm(exact), spread


@pytest.mark.parametrize("azimuth", [90, 75, 60, 45])
def test_04_heat_kernel(azimuth):
    made = operator(constant_tensor(azimuth, 1.0, 0.01), np.ones((81, 81), bool)).matrix()
    error, spread = heat_kernel_error(made, azimuth)
    assert error < 0.05 and spread < 0.01


def test_04_textbook_stencil_distorts_the_kernel():
    made = textbook.matrix(constant_tensor(45, 1.0, 0.01), (81, 81))
    assert heat_kernel_error(made, 45)[0] > 0.05


def kept_amplitudes(symbol, wavelength=8.0, time=50.0):
    """Return the amplitude kept by lineations of every strike from 0 to 90 degrees."""
    kept = []
    for azimuth in np.arange(0.0, 91.0):
        angle = np.radians(azimuth)
        k = 2 * np.pi / wavelength
        kept.append(np.exp(-time * symbol(constant_tensor(azimuth, 1.0, 0.001), k * np.cos(angle), k * np.sin(angle))))
    return np.array(kept)


def selling_symbol(tensor, kx, ky):
    weight, offset = selling(np.asarray(tensor)[:, None])
    return sum(2 * weight[i, 0] * (1 - np.cos(kx * offset[i, 0, 0] + ky * offset[i, 1, 0])) for i in range(3))


def test_05_every_strike_keeps_its_amplitude():
    kept = kept_amplitudes(selling_symbol)
    assert np.ptp(kept) < 0.005
    np.testing.assert_allclose(kept, np.exp(-50 * 0.001 * (2 * np.pi / 8) ** 2), atol=0.005)


def test_05_textbook_stencil_erases_oblique_lineations():
    assert kept_amplitudes(textbook.symbol).min() < 0.4


def test_06_error_falls_with_the_square_of_the_cell():
    errors = []
    for n in (24, 48, 96):
        grid = grid_of(n, n, 96_000.0 / n, 96_000.0 / n)
        x, y = np.meshgrid(grid.easting, grid.northing)
        kx, ky = 2 * np.pi / 40_000, 2 * np.pi / 55_000
        field = np.cos(kx * (x - 48_000) + ky * (y - 48_000))
        tensor = constant_tensor(60, 4.5e6, 1.5e6, grid)
        xx, xy, yy = tensor * grid.dx**2
        # The row axis points south, so the mixed term changes its sign.
        exact = field / (1 + xx * kx**2 - 2 * xy * kx * ky + yy * ky**2)
        made = operator(tensor, np.ones(field.shape, bool)).matrix()
        u = spsolve((identity(field.size) + made).tocsc(), field.ravel()).reshape(field.shape)
        inner = slice(n // 4, n - n // 4)
        errors.append(np.abs(u - exact)[inner, inner].max())
    orders = np.log2(np.array(errors[:-1]) / errors[1:])
    assert (orders > 1.8).all(), (errors, orders)


def test_07_operator_is_symmetric_and_never_negative():
    valid = holes((15, 16))
    azimuth, coherence = random_orientation(valid.shape)
    tensor = smoothing_tensor(to_double_angle(azimuth[valid], coherence[valid]), grid_of(15, 16), 3000.0)
    a = operator(tensor, valid).matrix().toarray()
    scale = np.abs(a).max()
    assert np.abs(a - a.T).max() < 1e-14 * scale
    assert np.linalg.eigvalsh(a).min() > -1e-12 * scale
    np.testing.assert_allclose(a.sum(axis=0), 0, atol=1e-12 * scale)
    assert (a - np.diag(np.diag(a))).max() <= 0


TURNS = {
    "flip rows": (lambda a: a[::-1], lambda z: -z),
    "flip columns": (lambda a: a[:, ::-1], lambda z: -z),
    "transpose": (lambda a: a.T, lambda z: 270 - z),
    "rotate": (lambda a: np.rot90(a), lambda z: z - 90),
}


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("shape", [(40, 40), (37, 41)])
def test_08_turned_input_gives_turned_output(turn, shape):
    move, bearing = TURNS[turn]
    grid = grid_of(*shape)
    field, count, distance = scattered_survey(grid)
    field[~holes(shape)] = np.nan
    turned_grid = grid_of(*move(field).shape)
    turned = move(field), turned_grid
    pairs = (
        (guided_smoothing(field, grid, count, distance), guided_smoothing(*turned, move(count), move(distance))),
        (diffuse(field, grid), diffuse(*turned)),
    )
    for expected, made in pairs:
        np.testing.assert_allclose(made.anomaly, move(expected.anomaly), atol=1e-9)
        np.testing.assert_allclose(made.coherence, move(expected.coherence), atol=1e-9)
        off = np.mod(made.azimuth - bearing(move(expected.azimuth)) + 90, 180) - 90
        assert np.nanmax(np.abs(off)[move(expected.coherence) > 0.01]) < 1e-6


def walls(shape):
    """Return walls one cell wide: straight, diagonal by corners only, and a staircase."""
    rows, cols = np.indices(shape)
    middle = shape[1] // 2
    yield "straight", cols == middle
    yield "diagonal", cols - rows == middle - shape[0] // 2
    yield "steep", cols == middle + (rows - shape[0] // 2) // 3


@pytest.mark.parametrize("as_barrier", [False, True])
@pytest.mark.parametrize("name", ["straight", "diagonal", "steep"])
def test_09_nothing_crosses_one_cell(name, as_barrier):
    shape = (48, 60)
    grid = grid_of(*shape)
    wall = dict(walls(shape))[name]
    right = (np.cumsum(wall, axis=1) > 0) & ~wall
    field, count, distance = scattered_survey(grid, azimuth=80)
    if not as_barrier:
        field[wall] = np.nan
    barriers = wall if as_barrier else None
    other = np.where(right, 50 - 3 * field[:, ::-1], field)
    other[wall] = field[wall]
    assert np.isfinite(other[right]).any()
    for solve_it in (
        lambda f: guided_smoothing(f, grid, count, distance, barriers=barriers),
        lambda f: diffuse(f, grid, barriers=barriers),
    ):
        one, two = solve_it(field), solve_it(other)
        left = ~right & ~wall
        assert np.nanmax(np.abs(one.anomaly - two.anomaly)[left]) < 1e-9
        assert np.nanmax(np.abs(one.anomaly - two.anomaly)[right]) > 1
        assert np.array_equal(np.isnan(one.anomaly), np.isnan(field))
        if as_barrier:
            np.testing.assert_array_equal(one.anomaly[wall], field[wall])


def test_10_no_length_returns_the_input():
    grid = grid_of(30, 31)
    field, count, distance = scattered_survey(grid)
    field[~holes(grid.shape)] = np.nan
    np.testing.assert_array_equal(guided_smoothing(field, grid, count, distance, length=0).anomaly, field)
    np.testing.assert_array_equal(diffuse(field, grid, length=0).anomaly, field)


@pytest.mark.parametrize("azimuth", [0.0, 17.0, 45.0, 80.0])
def test_11_plane_wave_on_full_coverage_keeps_its_amplitude(azimuth):
    grid = grid_of(72, 72)
    field = stripes(grid, azimuth, wavelength=8000.0)
    inner = (slice(12, -12), slice(12, -12))
    full = np.ones(grid.shape)
    for result in (guided_smoothing(field, grid, 4 * full, 0 * full), diffuse(field, grid)):
        kept = (result.anomaly * field)[inner].sum() / (field**2)[inner].sum()
        assert 0.95 < kept < 1.001


def test_11_textbook_stencil_loses_it():
    k, angle = 2 * np.pi / 8, np.radians(17.0)
    tensor = constant_tensor(17.0, 50.0, 0.05)
    assert 1 / (1 + textbook.symbol(tensor, k * np.cos(angle), k * np.sin(angle))) < 0.95


@pytest.mark.parametrize("method", ["guided", "classical"])
def test_12_offset_and_unit_do_not_matter(method):
    grid = grid_of(40, 40)
    field, count, distance = scattered_survey(grid)

    def run(f):
        return (guided_smoothing(f, grid, count, distance) if method == "guided" else diffuse(f, grid)).anomaly

    plain = run(field)
    np.testing.assert_allclose(run(field + 1000) - 1000, plain, atol=1e-7)
    np.testing.assert_allclose(run(field * 10) / 10, plain, atol=1e-7)
