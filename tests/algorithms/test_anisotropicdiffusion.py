"""lma:anisotropicdiffusion as the Toolbox, a model and a cancelling user run it."""

import numpy as np
import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsRasterLayer, QgsVectorLayer

from lma_qgis.algorithms import styling
from lma_qgis.core.grid import Grid
from lma_qgis.geo import raster
from lma_qgis.geo.raster import RasterInfo
from tests.algorithms.layers import stripes, wkt

ID = "lma:anisotropicdiffusion"


def coverage_of(path, target, columns=slice(5, None, 12), bands=2):
    """Write a coverage raster that says only some columns of a raster were measured."""
    info = raster.inspect(path)
    count = np.zeros(info.grid.shape, "float32")
    count[:, columns] = 3
    observed = np.flatnonzero(count[0])
    across = np.abs(np.arange(info.grid.cols)[:, None] - observed).min(axis=1, initial=1e3) * info.grid.dx
    distance = np.broadcast_to(across.astype("float32"), info.grid.shape)
    raster.write(target, info, [count, distance][:bands], ["count", "distance"][:bands], ["", "m"][:bands])
    return str(target)


def outputs(folder):
    return {name: str(folder / f"{name.lower()}.tif") for name in ("OUTPUT", "SUPPORT", "ORIENTATION")}


def values(results, name="OUTPUT", band=1):
    return raster.read(raster.inspect(results[name]), band)


@pytest.fixture
def survey(qgis_app, tmp_path):
    """Stripes that strike 70° with a hole, measured every 12 km."""
    anomaly = stripes(tmp_path / "in.tif", wavelength=12_000.0, azimuth=70.0, hole=True)
    return {"INPUT": anomaly, "COVERAGE": coverage_of(anomaly, tmp_path / "coverage.tif"), **outputs(tmp_path)}


def test_run_gives_anomaly_support_and_true_azimuth(run_algorithm, survey):
    results, ok, feedback = run_algorithm(ID, survey)
    assert ok, feedback.errors
    before, after = values({"OUTPUT": survey["INPUT"]}), values(results)
    assert np.array_equal(np.isnan(after), np.isnan(before))
    assert np.nanstd(after - before) < 0.2 * np.nanstd(before)
    support = values(results, "SUPPORT")
    measured = values({"OUTPUT": survey["COVERAGE"]}) > 0
    assert np.nanmin(support) >= 0 and np.nanmax(support) <= 1
    assert np.nanmean(support[measured]) > 0.9 > np.nanmean(support[~measured])
    azimuth = values(results, "ORIENTATION")
    # UTM zone 16 is centred on 87° W and this raster lies on it: grid and true north agree within 0.1°.
    assert np.nanmedian(np.abs((azimuth - 70 + 90) % 180 - 90)) < 1
    info = raster.inspect(results["ORIENTATION"])
    assert info.aligned_with(raster.inspect(survey["INPUT"])) and info.bands == 2


def test_azimuth_is_true_not_grid(run_algorithm, qgis_app, tmp_path):
    from lma_qgis.geo.crs import true_north

    grid = Grid(300_000.0, 8_000_000.0, 1000.0, 1000.0, 60, 60)
    east, north = np.meshgrid(grid.easting, grid.northing)
    raster.write(tmp_path / "in.tif", RasterInfo(grid, wkt()), [100 * np.cos(north / 2000)], ["a"], ["nT"])
    results, ok, _ = run_algorithm(ID, {"INPUT": str(tmp_path / "in.tif"), **outputs(tmp_path)})
    turn = float(true_north(grid.easting[30:31], grid.northing[30:31], wkt())[0])
    assert ok and abs(turn) > 3
    assert abs(values(results, "ORIENTATION")[30, 30] - (90 - turn)) < 0.5


def test_without_coverage_support_is_nodata(run_algorithm, survey):
    del survey["COVERAGE"]
    results, ok, feedback = run_algorithm(ID, survey)
    assert ok and any("coverage" in warning for warning in feedback.warnings)
    assert np.isnan(values(results, "SUPPORT")).all()
    assert np.isfinite(values(results)).any()


def test_optional_outputs_may_be_left_out(run_algorithm, survey):
    for name in ("SUPPORT", "ORIENTATION"):
        del survey[name]
    results, ok, _ = run_algorithm(ID, survey)
    assert ok and set(results) == {"OUTPUT"}


def test_inside_a_model(run_in_model, survey):
    inputs = {name: survey[name] for name in ("INPUT", "COVERAGE")}
    results, ok, feedback = run_in_model(ID, inputs, ["OUTPUT", "SUPPORT", "ORIENTATION"])
    assert ok, feedback.errors
    made = [value for value in results.values() if str(value).endswith(".tif")]
    assert len(made) == 3


def test_cancel_leaves_nothing_behind(run_algorithm, survey, tmp_path):
    results, _, feedback = run_algorithm(ID, survey, cancel_at=20)
    assert feedback.isCanceled() and results == {}
    # QGIS itself writes statistics of the inputs beside them.
    left = {path.name for path in tmp_path.iterdir() if path.suffix != ".xml"}
    assert left == {"in.tif", "coverage.tif"}


def test_barrier_and_mask(run_algorithm, survey, qgis_app):
    barrier = QgsVectorLayer("LineString?crs=EPSG:32616", "fz", "memory")
    mask = QgsVectorLayer("Polygon?crs=EPSG:32616", "land", "memory")
    for layer, text in (
        (barrier, "LINESTRING(515500 210000, 515500 310000)"),
        (mask, "POLYGON((480000 220000, 490000 220000, 490000 230000, 480000 230000, 480000 220000))"),
    ):
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromWkt(text))
        layer.dataProvider().addFeature(feature)
        layer.updateExtents()
    results, ok, feedback = run_algorithm(ID, {**survey, "BARRIERS": barrier, "MASK": mask})
    assert ok, feedback.errors
    info = raster.inspect(results["OUTPUT"])
    row, col = (int(v) for v in np.round(info.grid.to_cells(485_500.0, 225_500.0)))
    after, before = values(results), values({"OUTPUT": survey["INPUT"]})
    assert np.isnan(after[row, col])
    on_barrier = int(np.round(info.grid.to_cells(515_500.0, 250_000.0)[1]))
    np.testing.assert_array_equal(after[:, on_barrier], before[:, on_barrier])


def test_degrees_are_refused_with_the_next_step(run_algorithm, qgis_app, tmp_path):
    grid = Grid(-90.0, 5.0, 0.05, 0.05, 20, 20)
    raster.write(tmp_path / "in.tif", RasterInfo(grid, wkt("EPSG:4326")), [np.ones(grid.shape)], ["a"], ["nT"])
    _, ok, feedback = run_algorithm(ID, {"INPUT": str(tmp_path / "in.tif"), **outputs(tmp_path)})
    assert not ok and "Warp" in " ".join(feedback.errors)


def test_coverage_with_other_cells_is_refused(run_algorithm, survey, tmp_path):
    other = stripes(tmp_path / "other.tif", rows=40)
    _, ok, feedback = run_algorithm(ID, {**survey, "COVERAGE": coverage_of(other, tmp_path / "c2.tif")})
    assert not ok and "cells" in " ".join(feedback.errors)


def test_coverage_without_distance_band(run_algorithm, survey, tmp_path):
    full, ok, _ = run_algorithm(ID, survey)
    expected = values(full)
    one = coverage_of(survey["INPUT"], tmp_path / "one.tif", bands=1)
    results, ok, feedback = run_algorithm(ID, {**survey, "COVERAGE": one})
    assert ok, feedback.errors
    np.testing.assert_allclose(values(results), expected, atol=0.5)


def test_coverage_without_observations_is_refused(run_algorithm, survey, tmp_path):
    empty = coverage_of(survey["INPUT"], tmp_path / "none.tif", columns=slice(0, 0), bands=1)
    _, ok, feedback = run_algorithm(ID, {**survey, "COVERAGE": empty})
    assert not ok and "no observation" in " ".join(feedback.errors)


def write_plain(path, array, dx=1000.0, dy=1000.0, south_up=False):
    grid = Grid(480_000.0, 300_000.0, dx, dy, *array.shape)
    raster.write(path, RasterInfo(grid, wkt(), south_up=south_up), [array], ["a"], ["nT"])
    return str(path)


def test_south_up_file_gives_the_same_values(run_algorithm, survey, tmp_path):
    expected = values(run_algorithm(ID, survey)[0])
    flipped = write_plain(tmp_path / "up.tif", values({"OUTPUT": survey["INPUT"]}), south_up=True)
    results, ok, feedback = run_algorithm(ID, {**survey, "INPUT": flipped})
    assert ok, feedback.errors
    assert raster.inspect(results["OUTPUT"]).south_up
    np.testing.assert_allclose(values(results), expected, atol=1e-3)


@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (40, 1), (2, 2), (3, 7)])
def test_tiny_rasters(run_algorithm, qgis_app, tmp_path, shape):
    rng = np.random.default_rng(0)
    array = rng.normal(size=shape).astype("float32")
    source = write_plain(tmp_path / "in.tif", array)
    for extra in ({}, {"COVERAGE": coverage_of(source, tmp_path / "c.tif", columns=slice(0, None, 2))}):
        results, ok, feedback = run_algorithm(ID, {"INPUT": source, **extra, **outputs(tmp_path)})
        assert ok, feedback.errors
        assert np.isfinite(values(results)).all()


def test_constant_raster(run_algorithm, qgis_app, tmp_path):
    source = write_plain(tmp_path / "in.tif", np.full((30, 30), 37.5, "float32"))
    cover = coverage_of(source, tmp_path / "c.tif")
    results, ok, feedback = run_algorithm(ID, {"INPUT": source, "COVERAGE": cover, **outputs(tmp_path)})
    assert ok, feedback.errors
    np.testing.assert_array_equal(values(results), np.full((30, 30), 37.5, "float32"))


def test_styles_are_accepted(run_algorithm, survey):
    results, ok, _ = run_algorithm(ID, survey)
    for name, style in (("OUTPUT", "anomaly"), ("SUPPORT", "support"), ("ORIENTATION", "orientation")):
        layer = QgsRasterLayer(results[name], name)
        assert styling.apply_style(layer, style)
        assert layer.renderer().type() == "singlebandpseudocolor"
