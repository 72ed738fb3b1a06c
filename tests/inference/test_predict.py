"""Networks with known answers through tiles, zooms, signs and flips."""

import json
import threading
import time
import tracemalloc

import numpy as np
import pytest
from scipy.ndimage import uniform_filter

from lma_qgis.core.detection.card import ModelCard
from lma_qgis.core.detection.preprocessing import standardise
from lma_qgis.core.errors import LmaCancelled, LmaError
from lma_qgis.core.grid import Grid
from lma_qgis.inference import predict as prediction
from lma_qgis.inference.model_file import ModelFile, inspect
from lma_qgis.inference.network_scorer import NetworkScorer, zoom_factors
from lma_qgis.inference.predict import predict
from lma_qgis.inference.session import Session
from lma_qgis.inference.tile_size import TileSize
from tests.inference import onnx_models
from tools.bench.networks import unet

ort = pytest.importorskip("onnxruntime")
STANDARDISED = {"name": "standardise", "version": 1}


def network(data, grid, flips=False):
    model = ModelFile("known", data, ModelCard.from_json(inspect(data)["lma.card"]))
    return NetworkScorer(model, Session(model, "cpu", ort, lambda line: None, lambda line: None), grid, flips)


def scored(field, scorer, grid=None, progress=lambda fraction: None):
    """Return all bands and the report."""
    grid = grid or grid_of(field)
    result = np.full((scorer.bands, *field.shape), 99.0, np.float32)
    written = []

    def write(first, rows):
        result[:, first : first + rows.shape[1]] = rows
        written.append((first, first + rows.shape[1]))

    report = predict([lambda a, b: field[a:b]], grid, scorer, write, progress=progress)
    assert [first for first, _ in written] == [0, *(last for _, last in written[:-1])]
    assert written[-1][1] == field.shape[0]
    return result, report


EVIDENT = {"channels": ["anomaly", "evidence"]}


def scored_beside(field, evidence, scorer, grid=None):
    """Return all bands of a scorer that sees the evidence."""
    result = np.full((scorer.bands, *field.shape), 99.0, np.float32)

    def write(first, rows):
        result[:, first : first + rows.shape[1]] = rows

    reads = [lambda a, b: field[a:b], lambda a, b: evidence[a:b]]
    return result, predict(reads, grid or grid_of(field), scorer, write)


@pytest.fixture(scope="module")
def evidence():
    values = np.random.default_rng(6).uniform(-1, 1, (210, 190)).astype(np.float32)
    values[100:140, 20:120] = np.nan
    values[:40] = np.nan
    return values


@pytest.mark.parametrize("tile", [64, 512])
def test_the_evidence_arrives_as_values_and_a_mask_of_what_is_known(field, evidence, tile):
    data = onnx_models.weighted((0, 1, 0), (0, 0, 1), tile=tile, **EVIDENT)
    (values, known), report = scored_beside(field, evidence, network(data, grid_of(field)))
    assert (report.tiles == 1) == (tile == 512)
    there = np.isfinite(field)
    np.testing.assert_allclose(values[there], np.nan_to_num(evidence)[there], atol=1e-6)
    np.testing.assert_allclose(known[there], np.isfinite(evidence)[there], atol=1e-6)
    assert np.isnan(values[~there]).all()


def test_one_output_is_run_on_the_negative_of_the_anomaly_alone(field, evidence):
    data = onnx_models.weighted((1, 100, 0), tile=512, outputs=["crest"], **EVIDENT)
    (crest, trough), _ = scored_beside(field, evidence, network(data, grid_of(field)))
    wanted = np.where(np.isnan(field), np.nan, 200 * np.nan_to_num(evidence))
    np.testing.assert_allclose(crest + trough, wanted, atol=1e-3)


def test_zoomed_evidence_keeps_its_values_up_to_the_edge_of_what_is_known(field):
    evidence = np.full(field.shape, np.nan, np.float32)
    evidence[:101] = 0.75
    cells = {"least": 1500, "most": 3000, "nominal": 2000, "otherwise": "resample"}
    data = onnx_models.weighted((0, 1, 0), (0, 0, 1), tile=512, cell_size=cells, **EVIDENT)
    (values, known), _ = scored_beside(field, evidence, network(data, grid_of(field)))
    there = np.isfinite(field)
    there[97:105] = there[:3] = there[:, :3] = False
    assert set(np.round(values[there], 5)) == {0.0, 0.75}
    np.testing.assert_allclose(values[there], 0.75 * known[there], atol=1e-5)


def test_the_spread_of_an_even_filter_is_nothing_with_evidence_too(field, evidence):
    data = onnx_models.weighted((1, 1, 1), (1, 0, 0), tile=512, **EVIDENT)
    bands, _ = scored_beside(field, evidence, network(data, grid_of(field), flips=True))
    assert np.nanmax(bands[2:]) < 1e-4


def grid_of(field, dx=1000.0, dy=1000.0):
    return Grid(0.0, 0.0, dx, dy, *field.shape)


@pytest.fixture(scope="module")
def field():
    values = np.random.default_rng(5).normal(0, 100, (210, 190)).astype(np.float32)
    values[50:90, 60:150] = np.nan
    values[:, 180:] = np.nan
    return values


def test_identity_is_exact_with_one_tile_and_to_rounding_with_many(field):
    one, report = scored(field, network(onnx_models.identity(tile=512), grid_of(field)))
    assert report.tiles == 1
    np.testing.assert_array_equal(one[0], field)
    np.testing.assert_array_equal(one[1], -field)
    many, report = scored(field, network(onnx_models.identity(), grid_of(field)))
    assert report.tiles > 9
    np.testing.assert_allclose(many[0], field, rtol=1e-6)


def test_a_known_filter_is_right_away_from_nodata(field):
    scores, _ = scored(field, network(onnx_models.blur(5), grid_of(field)))
    wanted = uniform_filter(field, 5)
    known = np.isfinite(wanted)
    known[:3] = known[-3:] = known[:, :3] = False
    np.testing.assert_allclose(scores[0][known], wanted[known], atol=2e-4)
    assert np.array_equal(np.isnan(scores[0]), np.isnan(field))


def test_nodata_is_mirrored_not_zero(field):
    constant = np.where(np.isnan(field), np.nan, np.float32(42.0))
    scores, _ = scored(constant, network(onnx_models.blur(7), grid_of(field)))
    assert np.nanmax(np.abs(scores[0] - 42)) < 1e-4


def test_one_tile_equals_many(field):
    one, _ = scored(field, network(onnx_models.blur(7, tile=512), grid_of(field)))
    many, _ = scored(field, network(onnx_models.blur(7, tile=48), grid_of(field)))
    # Beside nodata the mirror may lie in another tile; the plain inside must agree.
    plain = (slice(100, 200), slice(10, 165))
    np.testing.assert_allclose(many[0][plain], one[0][plain], atol=1e-4)


@pytest.mark.parametrize("size", [1, 47, 48, 49, 63, 64, 65, 96, 97])
def test_constant_on_any_size_has_no_seam(size):
    constant = np.full((size, size), -3.25, np.float32)
    scores, _ = scored(constant, network(onnx_models.identity(), grid_of(constant)))
    assert np.abs(scores[0] + 3.25).max() < 1e-6


def test_the_same_result_twice(field):
    first, _ = scored(field, network(onnx_models.blur(5), grid_of(field)))
    second, _ = scored(field, network(onnx_models.blur(5), grid_of(field)))
    np.testing.assert_array_equal(first, second)


def test_tiles_without_data_are_skipped():
    values = np.full((300, 300), np.nan, np.float32)
    values[:25, :25] = 1
    scores, report = scored(values, network(onnx_models.identity(), grid_of(values)))
    assert report.tiles == 1
    assert report.skipped > 30
    assert np.isnan(scores[:, 26:]).all()
    empty, report = scored(values[100:], network(onnx_models.identity(), grid_of(values[100:])))
    assert report.tiles == 0
    assert np.isnan(empty).all()


def test_a_one_output_model_runs_on_both_signs(field):
    scores, _ = scored(field, network(onnx_models.one_output(tile=512), grid_of(field)))
    np.testing.assert_array_equal(scores[0], field)
    np.testing.assert_array_equal(scores[1], -field)


def test_standardisation_is_that_of_the_whole_raster(field):
    grid = grid_of(field, 2000.0, 2000.0)
    scores, _ = scored(field, network(onnx_models.identity(preprocessing=STANDARDISED), grid), grid)
    np.testing.assert_allclose(scores[0], standardise(field, grid), atol=2e-6)


def test_the_largest_score_over_zooms_counts():
    row = np.arange(256)
    waves = np.cos(2 * np.pi * row / 40).astype(np.float32)[:, np.newaxis].repeat(200, axis=1)
    plain, _ = scored(waves, network(onnx_models.blur(9), grid_of(waves)))
    zoomed, _ = scored(waves, network(onnx_models.blur(9, zooms=[1.0, 0.5]), grid_of(waves)))
    assert (zoomed >= plain - 1e-4).all()
    # At half size nine cells are eighteen: more is averaged away, and the troughs win there.
    assert (zoomed - plain).max() > 0.1
    only_half, _ = scored(waves, network(onnx_models.identity(zooms=[0.5]), grid_of(waves)))
    np.testing.assert_allclose(only_half[0][20:-20], waves[20:-20], atol=0.05)


def card(**changes):
    cells = {"least": 1000, "most": 4000, "nominal": 2000, "otherwise": "resample"}
    return ModelCard.from_json(json.dumps({**onnx_models.CARD, "cell_size": cells, **changes}))


def test_zoom_factors_follow_the_card():
    assert zoom_factors(card(), Grid(0, 0, 1500, 1500, 9, 9)) == [(1.0, 1.0)]
    assert zoom_factors(card(zooms=[1, 0.5]), Grid(0, 0, 500, 500, 9, 9)) == [(0.25, 0.25), (0.125, 0.125)]
    assert zoom_factors(card(), Grid(0, 0, 1000, 4000, 9, 9)) == [(2.0, 0.5)]
    refuse = card(cell_size={"least": 1000, "most": 4000, "nominal": 2000, "otherwise": "refuse"})
    with pytest.raises(LmaError, match="Warp"):
        zoom_factors(refuse, Grid(0, 0, 500, 500, 9, 9))


def test_cells_that_do_not_suit_are_resampled():
    cells = {"least": 1000, "most": 4000, "nominal": 2000, "otherwise": "resample"}
    grid = Grid(0, 0, 250.0, 500.0, 300, 400)
    east, north = np.meshgrid(grid.easting, grid.northing)
    waves = np.cos(2 * np.pi * (east + north) / 30_000).astype(np.float32)
    scores, _ = scored(waves, network(onnx_models.identity(cell_size=cells), grid), grid)
    np.testing.assert_allclose(scores[0][20:-20, 20:-20], waves[20:-20, 20:-20], atol=0.08)


def test_the_spread_is_that_over_mirror_images(field):
    symmetric, _ = scored(field, network(onnx_models.blur(5, tile=512), grid_of(field), flips=True))
    assert np.nanmax(symmetric[2:]) < 1e-3
    lopsided = np.zeros((3, 3), np.float32)
    lopsided[1, 0] = 1
    scores, _ = scored(field, network(onnx_models.convolution([lopsided, -lopsided], tile=512), grid_of(field), True))
    left, right = field[110:200, 10:160], field[110:200, 12:162]
    np.testing.assert_allclose(scores[0][110:200, 11:161], left, atol=1e-3)
    np.testing.assert_allclose(scores[2][110:200, 11:161], np.abs(left - right) / 2, atol=1e-3)


def test_progress_is_monotone_and_ends_at_one(field):
    seen = []
    scored(field, network(onnx_models.blur(5, preprocessing=STANDARDISED), grid_of(field)), progress=seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == pytest.approx(1)


@pytest.mark.parametrize("rows_at_once", [1, 32, 64, 1000])
def test_rows_are_written_in_whole_blocks(field, rows_at_once):
    pieces = []
    scorer = network(onnx_models.identity(), grid_of(field))
    predict([lambda a, b: field[a:b]], grid_of(field), scorer, lambda f, s: pieces.append((f, s.copy())),
            rows_at_once=rows_at_once)
    assert all(first % rows_at_once == 0 for first, _ in pieces)
    np.testing.assert_allclose(np.concatenate([scores for _, scores in pieces], axis=1)[0], field, rtol=1e-6)


def test_cancel_and_errors_end_all_threads(field):
    def stop(fraction):
        if fraction > 0.3:
            raise LmaCancelled

    with pytest.raises(LmaCancelled):
        scored(field, network(onnx_models.blur(5), grid_of(field)), progress=stop)

    def unreadable(first, last):
        raise LmaError("The raster cannot be read.")

    with pytest.raises(LmaError, match="cannot be read"):
        predict([unreadable], grid_of(field), network(onnx_models.blur(5), grid_of(field)), lambda *_: None)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("lma-predict")]


def test_tile_sizes_of_the_user(field):
    scorer = network(onnx_models.blur(5, multiple=16), grid_of(field))
    scorer.set_tiles(100, 31)
    assert (scorer.tile, scorer.margin) == (100, 16)
    scores, report = scored(field, scorer)
    assert np.array_equal(np.isnan(scores[0]), np.isnan(field))
    fixed = network(onnx_models.blur(5, side=64), grid_of(field))
    scored(field[:20, :20], fixed)
    with pytest.raises(LmaError, match="tiles of 64 cells only"):
        fixed.set_tiles(128, 0)


def test_a_model_of_fixed_size_cannot_be_zoomed(field):
    with pytest.raises(LmaError, match="cannot be zoomed"):
        network(onnx_models.blur(5, side=64, zooms=[0.5]), grid_of(field))


@pytest.mark.parametrize("zooms", [[1.0], [1.0, 0.5]])
def test_a_network_with_pooling_says_the_same_in_one_tile_and_in_many(zooms):
    """Tiles begin at multiples of what the network pools by; else their insides would differ."""
    values = np.random.default_rng(2).normal(size=(300, 340)).astype(np.float32)
    known = {"preprocessing": "none", "multiple": 8, "margin": 44, "zooms": zooms}
    one, report = scored(values, network(unet(4, 2, tile=1024, **known), grid_of(values)))
    assert report.tiles == 1
    many, report = scored(values, network(unet(4, 2, tile=224, **known), grid_of(values)))
    assert report.tiles >= 4
    np.testing.assert_allclose(many, one, atol=1e-5)


def test_memory_hardly_grows_with_the_raster(monkeypatch):
    """Of a taller raster only the statistics of blocks are held: 4 bytes a cell; the scores alone would be 8."""
    monkeypatch.setattr(prediction, "_KEPT_CELLS", 0)
    monkeypatch.setattr(prediction, "_READ_CELLS", 100_000)
    peaks = []
    for rows in (600, 6000):
        grid = Grid(0, 0, 1000.0, 1000.0, rows, 500)
        scorer = network(onnx_models.identity(preprocessing=STANDARDISED, tile=128), grid)
        tracemalloc.start()
        predict([lambda a, b: np.ones((b - a, 500), np.float32)], grid, scorer, lambda *_: None)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] - peaks[0] < 5 * 5400 * 500


class Sleeper(TileSize):
    """A scorer that takes as long to prepare a tile as to score it."""

    tile, margin, bands, batch, standardised = 40, 4, 2, 1, False
    seconds = 0.03

    def prepare(self, tile):
        time.sleep(self.seconds)
        return tile

    def score(self, prepared):
        time.sleep(self.seconds)
        return [np.stack([tile[0], tile[0]]) for tile in prepared]

    def stop(self):
        pass


def test_the_next_tiles_are_prepared_while_the_model_runs():
    field = np.ones((160, 160), np.float32)
    began = time.perf_counter()
    report = predict([lambda a, b: field[a:b]], grid_of(field), Sleeper(), lambda *_: None)
    seconds = time.perf_counter() - began
    assert report.tiles == 25
    assert seconds < 0.8 * report.tiles * 2 * Sleeper.seconds
