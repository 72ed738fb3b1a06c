"""Networks with known answers through the whole path: any raster in, exact scores out."""

import time

import numpy as np
import pytest
from osgeo import gdal, osr
from qgis.core import QgsCoordinateReferenceSystem, QgsFeature, QgsGeometry, QgsRectangle, QgsVectorLayer

from lma_qgis.geo import raster
from tests.inference import onnx_models

pytest.importorskip("onnxruntime")
MERCATOR = osr.SpatialReference()
MERCATOR.ImportFromProj4("+proj=merc +lon_0=150 +lat_ts=-30 +datum=WGS84")
TYPES = {"uint8": gdal.GDT_Byte, "int16": gdal.GDT_Int16, "float32": gdal.GDT_Float32, "float64": gdal.GDT_Float64}


def write(path, stored, kind="float32", scale=None, offset=None, south_up=False, nodata=None, cell=(1000.0, 1000.0)):
    rows, cols = stored.shape
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), cols, rows, 1, TYPES[kind])
    top, dy = (200_000.0, -cell[1]) if not south_up else (200_000.0 - rows * cell[1], cell[1])
    dataset.SetGeoTransform((5000.0, cell[0], 0, top, 0, dy))
    dataset.SetProjection(MERCATOR.ExportToWkt())
    band = dataset.GetRasterBand(1)
    if scale is not None:
        band.SetScale(scale)
        band.SetOffset(offset)
    if nodata is not None:
        band.SetNoDataValue(nodata)
    band.WriteArray(stored[::-1] if south_up else stored)
    del band, dataset
    return str(path)


@pytest.fixture
def model(tmp_path):
    """Return a function that writes a model into the test's folder."""

    def make(data):
        path = tmp_path / "known.onnx"
        path.write_bytes(data)
        return str(path)

    return make


@pytest.fixture
def score(run_algorithm, tmp_path):
    """Return a function that runs a model file on a raster and reads the result."""

    def run(source, model_path, **more):
        parameters = {"INPUT": source, "MODEL_FILE": model_path, "OUTPUT": str(tmp_path / "out.tif"),
                      "DEVICE": "cpu", **more}
        results, ok, feedback = run_algorithm("lma:predictlineations", parameters)
        assert ok, feedback.errors
        info = raster.inspect(results["OUTPUT"])
        return info, raster.read(info, 1), raster.read(info, 2), results, feedback

    return run


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("uint8", {}),
        ("uint8", {"nodata": 7}),
        ("int16", {"nodata": -32768}),
        ("int16", {"scale": 0.1, "offset": -250.0}),
        ("float32", {}),
        ("float32", {"nodata": -99999.0, "south_up": True}),
        ("float64", {"cell": (700.0, 2300.0)}),
        ("float64", {"scale": 2.5, "offset": 4.0, "south_up": True, "cell": (900.0, 300.0)}),
    ],
)
def test_identity_through_the_whole_path(score, model, tmp_path, kind, options):
    rng = np.random.default_rng(8)
    low, high = (0, 255) if kind == "uint8" else (-3000, 3000)
    stored = rng.integers(low, high, (75, 90)) + (0 if "int" in kind else rng.random((75, 90)))
    nodata = options.get("nodata")
    if nodata is not None:
        stored[10:30, 40:60] = nodata
    stored = stored.astype(kind)
    wanted = (stored.astype(float) * options.get("scale", 1.0) + options.get("offset", 0.0)).astype(np.float32)
    if nodata is not None:
        wanted[stored == nodata] = np.nan
    source = write(tmp_path / "in.tif", stored, kind, **options)
    info, crest, trough, results, _ = score(source, model(onnx_models.identity(tile=256)))
    np.testing.assert_array_equal(crest, wanted)
    np.testing.assert_array_equal(trough, -wanted)
    assert info.aligned_with(raster.inspect(source))
    assert info.south_up == options.get("south_up", False)
    assert "Mercator" in info.wkt
    assert results["TILES"] == 1
    _, crest, _, results, _ = score(source, model(onnx_models.identity()))
    assert results["TILES"] > 1
    np.testing.assert_allclose(crest, wanted, rtol=1e-6)


@pytest.mark.parametrize("size", [40, 48, 49, 64, 65])
def test_constant_in_constant_out(score, model, tmp_path, size):
    source = write(tmp_path / "in.tif", np.full((size, size), 0.625, np.float32))
    _, crest, _, _, _ = score(source, model(onnx_models.identity()))
    assert np.abs(crest - 0.625).max() < 1e-6


def test_what_ran_is_said(score, model, tmp_path):
    source = write(tmp_path / "in.tif", np.ones((70, 80), np.float32))
    info, _, _, results, feedback = score(source, model(onnx_models.identity(threshold=0.37, calibrated=True)))
    assert results["MODEL_USED"] == "known"
    assert results["DEVICE_USED"] == "cpu"
    assert results["THRESHOLD"] == 0.37
    assert info.metadata["LMA_THRESHOLD"] == "0.37"
    assert info.metadata["LMA_CALIBRATED"] == "yes"
    log = " ".join(feedback.infos)
    for words in ("Known answer 1.0", "Licence: CC0", "none: built by a test", "Running on cpu", "Tiles: "):
        assert words in log


def test_support_blanks_and_never_alters(score, model, tmp_path):
    field = np.random.default_rng(1).normal(size=(90, 100)).astype(np.float32)
    source = write(tmp_path / "in.tif", field)
    support = np.linspace(0, 1, 100, dtype=np.float32)[np.newaxis].repeat(90, axis=0)
    support_path = write(tmp_path / "support.tif", support)
    _, plain, _, _, _ = score(source, model(onnx_models.blur(5)))
    _, same, _, _, _ = score(source, model(onnx_models.blur(5)), SUPPORT=support_path)
    np.testing.assert_array_equal(plain, same)
    _, blanked, _, _, _ = score(source, model(onnx_models.blur(5, min_support=0.4)), SUPPORT=support_path)
    assert np.isnan(blanked[support < 0.4]).all()
    np.testing.assert_array_equal(blanked[support >= 0.4], plain[support >= 0.4])
    _, _, _, _, feedback = score(source, model(onnx_models.blur(5, min_support=0.4)))
    assert any("should not be trusted" in line for line in feedback.warnings)


def test_evidence_is_seen_by_networks_that_ask_for_it(score, model, tmp_path):
    rng = np.random.default_rng(1)
    source = write(tmp_path / "in.tif", rng.normal(size=(90, 100)).astype(np.float32))
    evidence = rng.uniform(-1, 1, (90, 100)).astype(np.float32)
    evidence[:30] = np.nan
    beside = write(tmp_path / "evidence.tif", evidence, south_up=True)
    data = onnx_models.weighted((0, 1, 0), (0, 0, 1), channels=["anomaly", "evidence"])
    _, values, known, _, _ = score(source, model(data), EVIDENCE=beside)
    np.testing.assert_allclose(values, np.nan_to_num(evidence), atol=1e-6)
    np.testing.assert_allclose(known, np.isfinite(evidence), atol=1e-6)
    _, plain, _, _, feedback = score(source, model(onnx_models.identity()), EVIDENCE=beside)
    _, same, _, _, _ = score(source, model(onnx_models.identity()))
    np.testing.assert_array_equal(plain, same)
    assert any("does not look at the evidence" in line for line in feedback.infos)


@pytest.mark.parametrize(
    ("value", "words"), [(0.1, "mean evidence 0.10"), (np.nan, "rests on the map alone"), (0.4, None)]
)
def test_silence_where_tracks_do_not_agree_is_explained(score, model, tmp_path, value, words):
    source = write(tmp_path / "in.tif", np.ones((90, 100), np.float32))
    beside = write(tmp_path / "evidence.tif", np.full((90, 100), value, np.float32))
    data = onnx_models.weighted((0, 1, 0), (0, 0, 1), channels=["anomaly", "evidence"])
    _, _, _, _, feedback = score(source, model(data), EVIDENCE=beside)
    assert len(feedback.warnings) == (words is not None) and all(words in line for line in feedback.warnings)
    _, _, _, _, feedback = score(source, model(onnx_models.identity()), EVIDENCE=beside)
    assert not feedback.warnings


def test_areas_left_out_hide_their_evidence_too(score, model, tmp_path):
    source = write(tmp_path / "in.tif", np.ones((60, 60), np.float32))
    beside = write(tmp_path / "evidence.tif", np.ones((60, 60), np.float32))
    west = QgsVectorLayer("Polygon", "west", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(0.0, 100_000.0, 35_000.0, 250_000.0)))
    west.setCrs(QgsCoordinateReferenceSystem.fromWkt(MERCATOR.ExportToWkt()))
    west.dataProvider().addFeatures([feature])
    nine = onnx_models.weighted((0, 1, 0), (0, 0, 1), size=3, channels=["anomaly", "evidence"])
    _, values, known, _, _ = score(source, model(nine), EVIDENCE=beside, MASK=west)
    assert np.isnan(values[:, :30]).all()
    np.testing.assert_allclose(values[1:-1, 30:33], np.broadcast_to([6.0, 9.0, 9.0], (58, 3)), rtol=1e-6)
    np.testing.assert_allclose(known[1:-1, 30:33], values[1:-1, 30:33])


def test_the_spread_has_bands_of_its_own(score, model, tmp_path):
    source = write(tmp_path / "in.tif", np.random.default_rng(1).normal(size=(70, 80)).astype(np.float32))
    target = str(tmp_path / "spread.tif")
    _, crest, _, results, _ = score(source, model(onnx_models.blur(5)), SPREAD=target)
    spread = raster.inspect(results["SPREAD"])
    assert spread.bands == 2
    assert raster.read(spread, 1).max() < 1e-5
    assert crest.std() > 0.01


@pytest.mark.parametrize(
    ("changes", "more", "words"),
    [
        ({"preprocessing": {"name": "standardise", "version": 2}}, {}, "preprocessing version 2"),
        ({"cell_size": {"least": 2000, "most": 4000, "nominal": 2000, "otherwise": "refuse"}}, {}, "Warp"),
        ({"min_support": 0.3, "support": "required"}, {}, "needs a support raster"),
        ({"card": None}, {}, "no model card"),
        ({"channels": ["anomaly", "evidence"]}, {}, "run “Cross-validate tracks”"),
        ({}, {"DEVICE": "cuda"}, "CUDA does not work"),
        ({}, {"MODEL_FILE": "/nowhere/model.onnx"}, "not a file on this computer"),
    ],
)
def test_refusals_are_one_sentence_and_leave_nothing(run_algorithm, model, tmp_path, changes, more, words):
    if "DEVICE" in more:
        import onnxruntime

        if "CUDAExecutionProvider" in onnxruntime.get_available_providers() and _gpu():
            pytest.skip("this machine has a GPU")
    source = write(tmp_path / "in.tif", np.ones((70, 80), np.float32))
    parameters = {"INPUT": source, "MODEL_FILE": model(onnx_models.identity(**changes)),
                  "OUTPUT": str(tmp_path / "out.tif"), **more}
    results, ok, feedback = run_algorithm("lma:predictlineations", parameters)
    assert not ok
    assert not results
    assert words in " ".join(feedback.errors)
    assert not [path for path in tmp_path.iterdir() if "out" in path.name]


def _gpu():
    from pathlib import Path

    return Path("/dev/nvidia0").exists()


def test_cancel_within_a_second_leaves_nothing(provider, recorder, model, tmp_path):
    """Cancel while the model works on a tile that would take many seconds."""
    import threading

    from qgis.core import QgsApplication, QgsProcessingContext

    source = write(tmp_path / "in.tif", np.random.default_rng(0).normal(size=(1500, 1500)).astype(np.float32))
    path = model(onnx_models.deep(150, tile=1024, margin=64))
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("lma:predictlineations")
    feedback = recorder()
    cancelled = []

    def cancel():
        cancelled.append(time.perf_counter())
        feedback.cancel()

    threading.Timer(0.7, cancel).start()
    results, _ = algorithm.run(
        {"INPUT": source, "MODEL_FILE": path, "DEVICE": "cpu", "OUTPUT": str(tmp_path / "out.tif")},
        QgsProcessingContext(),
        feedback,
    )
    assert cancelled, "the model was too quick to be cancelled"
    assert time.perf_counter() - cancelled[0] < 1.0
    assert not results
    assert not [path for path in tmp_path.iterdir() if "out" in path.name]


def test_the_help_shows_the_cards_of_shipped_networks(provider, tmp_path, monkeypatch):
    from lma_qgis.inference import models

    (tmp_path / "net.onnx").write_bytes(onnx_models.identity(description="finds <b>lines</b>"))
    monkeypatch.setattr(models, "models", lambda: tmp_path)
    text = provider.algorithm("predictlineations").shortHelpString()
    assert "Licence: CC0" in text
    assert "finds &lt;b&gt;lines&lt;/b&gt;" in text
