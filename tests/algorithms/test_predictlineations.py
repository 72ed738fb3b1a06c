"""The algorithm with the ridge filter: files, metadata, masks, cancel; networks are in test_predict_networks."""

import numpy as np
import pytest
from osgeo import gdal, osr

from lma_qgis.core.detection.ridge import DEFAULT_THRESHOLD, ridge_scores
from lma_qgis.geo import raster

WKT = osr.SpatialReference()
WKT.ImportFromProj4("+proj=merc +lon_0=-91 +lat_ts=3 +datum=WGS84")


@pytest.fixture
def anomaly(tmp_path):
    """Write lineations with a hole, cells of 1500 × 1000 m, in a system without a code."""
    path = tmp_path / "anomaly.tif"
    rows, cols = 120, 90
    east, north = np.meshgrid(np.arange(cols) * 1500.0, np.arange(rows) * 1000.0)
    field = 100 * np.cos(2 * np.pi * (0.5 * east + 0.866 * north) / 20_000)
    field[30:50, 20:40] = -32768
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), cols, rows, 1, gdal.GDT_Float32)
    dataset.SetGeoTransform((10_000, 1500, 0, 500_000, 0, -1000))
    dataset.SetProjection(WKT.ExportToWkt())
    dataset.GetRasterBand(1).SetNoDataValue(-32768)
    dataset.GetRasterBand(1).WriteArray(field)
    del dataset
    return str(path)


def files(folder):
    """List a folder without the statistics that QGIS leaves beside its input."""
    return sorted(path for path in folder.iterdir() if not path.name.endswith(".aux.xml"))


def run_ridge(run_algorithm, anomaly, tmp_path, **more):
    target = str(tmp_path / "score.tif")
    parameters = {"INPUT": anomaly, "MODEL": "ridge", "OUTPUT": target, **more}
    return run_algorithm("lma:predictlineations", parameters)


def test_scores_lie_on_the_input_and_say_what_made_them(run_algorithm, anomaly, tmp_path):
    results, ok, feedback = run_ridge(run_algorithm, anomaly, tmp_path)
    assert ok, feedback.errors
    assert results["MODEL_USED"] == "ridge"
    assert results["DEVICE_USED"] == "cpu"
    assert results["TILES"] == 1
    assert results["THRESHOLD"] == pytest.approx(DEFAULT_THRESHOLD)
    source, target = raster.inspect(anomaly), raster.inspect(results["OUTPUT"])
    assert target.aligned_with(source)
    assert target.bands == 2
    assert "Mercator" in target.wkt
    assert target.metadata["LMA_MODEL"] == "ridge"
    assert float(target.metadata["LMA_THRESHOLD"]) == pytest.approx(DEFAULT_THRESHOLD)
    crest, trough = ridge_scores(raster.read(source), source.grid)
    np.testing.assert_allclose(raster.read(target, 1), crest, atol=0.05)
    np.testing.assert_allclose(raster.read(target, 2), trough, atol=0.05)
    assert np.isnan(raster.read(target, 1)[30:50, 20:40]).all()
    assert any("per second on" in line for line in feedback.infos)


def test_auto_is_what_the_plugin_says_it_is(run_algorithm, anomaly, tmp_path):
    from lma_qgis.inference import models

    results, ok, feedback = run_ridge(run_algorithm, anomaly, tmp_path, MODEL="auto")
    assert ok, feedback.errors
    assert results["MODEL_USED"].startswith(models.default(has_evidence=False))
    assert any(models.default(has_evidence=False) in line and "default" in line for line in feedback.infos)


def test_small_tiles_say_the_same(run_algorithm, anomaly, tmp_path):
    results, ok, _ = run_ridge(run_algorithm, anomaly, tmp_path)
    one = raster.read(raster.inspect(results["OUTPUT"]))
    results, ok, feedback = run_ridge(run_algorithm, anomaly, tmp_path, TILE_SIZE=330, OVERLAP=280)
    assert ok, feedback.errors
    assert results["TILES"] > 3
    np.testing.assert_allclose(raster.read(raster.inspect(results["OUTPUT"])), one, atol=0.05)


def test_inside_a_model(run_in_model, anomaly):
    results, ok, feedback = run_in_model("lma:predictlineations", {"INPUT": anomaly, "MODEL": "ridge"}, ["OUTPUT"])
    assert ok, feedback.errors
    path = next(value for value in results.values() if str(value).endswith(".tif"))
    assert raster.inspect(path).bands == 2


def test_a_mask_is_nodata(run_algorithm, anomaly, tmp_path):
    from qgis.core import QgsCoordinateReferenceSystem, QgsFeature, QgsGeometry, QgsRectangle, QgsVectorLayer

    layer = QgsVectorLayer("Polygon", "mask", "memory")
    layer.setCrs(QgsCoordinateReferenceSystem.fromWkt(WKT.ExportToWkt()))
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(100_000, 400_000, 130_000, 420_000)))
    layer.dataProvider().addFeature(feature)
    results, ok, feedback = run_ridge(run_algorithm, anomaly, tmp_path, MASK=layer)
    assert ok, feedback.errors
    scores = raster.read(raster.inspect(results["OUTPUT"]))
    assert np.isnan(scores[81:99, 61:79]).all()
    assert np.isfinite(scores[100:, :]).all()


def test_the_spread_of_a_filter_without_flips_is_zero(run_algorithm, anomaly, tmp_path):
    results, ok, feedback = run_ridge(run_algorithm, anomaly, tmp_path, SPREAD=str(tmp_path / "spread.tif"))
    assert ok, feedback.errors
    assert np.nanmax(raster.read(raster.inspect(results["SPREAD"]), 2)) == 0


def test_cancel_leaves_nothing(run_algorithm, anomaly, tmp_path):
    before = files(tmp_path)
    results, _, feedback = run_algorithm(
        "lma:predictlineations",
        {"INPUT": anomaly, "MODEL": "ridge", "TILE_SIZE": 330, "OVERLAP": 280, "OUTPUT": str(tmp_path / "s.tif")},
        cancel_at=20,
    )
    assert not results
    assert feedback.isCanceled()
    assert feedback.progress_values == sorted(feedback.progress_values)
    assert files(tmp_path) == before


def write_like(path, values, wkt, transform=(10_000, 1500, 0, 500_000, 0, -1000)):
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), values.shape[1], values.shape[0], 1, gdal.GDT_Float32)
    dataset.SetGeoTransform(transform)
    dataset.SetProjection(wkt)
    dataset.GetRasterBand(1).SetNoDataValue(-1)
    dataset.GetRasterBand(1).WriteArray(values)
    return str(path)


@pytest.mark.parametrize("case", ["degrees", "empty", "extension", "folder", "model", "support", "tiles"])
def test_bad_input_is_one_sentence_and_leaves_nothing(case, run_algorithm, anomaly, tmp_path):
    system = osr.SpatialReference()
    system.ImportFromEPSG(4326)
    empty = np.full((20, 30), -1.0, np.float32)
    more, words = {
        "degrees": (
            {"INPUT": write_like(tmp_path / "d.tif", empty + 2, system.ExportToWkt(), (0, 0.1, 0, 5, 0, -0.1))},
            "Warp",
        ),
        "empty": ({"INPUT": write_like(tmp_path / "e.tif", empty, WKT.ExportToWkt())}, "no cell with a value"),
        "extension": ({"OUTPUT": str(tmp_path / "score.png")}, ".tif"),
        "folder": ({"OUTPUT": str(tmp_path / "nowhere" / "score.tif")}, "does not exist"),
        "model": ({"MODEL": "nonsense"}, "nonsense"),
        "support": ({"SUPPORT": write_like(tmp_path / "s.tif", empty + 2, WKT.ExportToWkt())}, "different cells"),
        "tiles": ({"TILE_SIZE": 64, "OVERLAP": 64}, "smaller overlap"),
    }[case]
    before = files(tmp_path)
    results, ok, feedback = run_ridge(run_algorithm, anomaly, tmp_path, **more)
    assert not ok
    assert not results
    assert words in " ".join(feedback.errors)
    assert files(tmp_path) == before
