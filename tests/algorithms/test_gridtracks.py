"""lma:gridtracks as the Toolbox, a model and a cancelling user run it."""

import numpy as np
import pytest
from osgeo import gdal, osr
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)

from lma_qgis.geo import raster


def anomaly(x, y):
    return 150.0 * np.sin(2 * np.pi * (y - 2e5) / 24e3)


def point_layer(x, y, values, crs="EPSG:32616", use=None, track=None):
    """Return a memory layer of points with the fields mag, track and use."""
    layer = QgsVectorLayer(f"Point?crs={crs}&field=mag:double&field=track:string&field=use:integer", "tracks", "memory")
    features = []
    for index, (east, north, value) in enumerate(zip(x, y, values)):
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(east, north)))
        feature["mag"] = None if np.isnan(value) else float(value)
        feature["track"] = "a" if track is None else str(track[index])
        feature["use"] = 1 if use is None else int(use[index])
        features.append(feature)
    assert layer.dataProvider().addFeatures(features)[0]
    layer.updateExtents()
    return layer


@pytest.fixture
def survey(qgis_app):
    """Six north-south tracks 15 km apart, a reading every 500 m."""
    y = np.tile(np.arange(200_250.0, 260_000.0, 500.0), 6)
    x = np.repeat(300_100.0 + 15_000.0 * np.arange(6), len(y) // 6)
    track = np.repeat(np.arange(6), len(y) // 6)
    layer = point_layer(x, y, anomaly(x, y), track=track)
    layer.numbers = (x, y, track)
    return layer


def defaults(layer, folder, **more):
    return {
        "INPUT": layer,
        "FIELD": "mag",
        "TRACK_FIELD": "track",
        "OUTPUT": str(folder / "grid.tif"),
        "COVERAGE": str(folder / "coverage.tif"),
        **more,
    }


def read(results, band=1, name="OUTPUT"):
    info = raster.inspect(results[name])
    return info, raster.read(info, band)


def test_run_fills_between_tracks_and_reports_coverage(run_algorithm, survey, tmp_path):
    results, ok, feedback = run_algorithm("lma:gridtracks", defaults(survey, tmp_path))
    assert ok, feedback.errors
    info, values = read(results)
    east, north = np.meshgrid(info.grid.easting, info.grid.northing)
    assert info.grid.dx == info.grid.dy == 1000
    # Half a wavelength from track to track: an isotropic surface sags between them, but keeps every crest.
    assert np.corrcoef(values.ravel(), anomaly(east, north).ravel())[0, 1] > 0.97
    count, distance = read(results, 1, "COVERAGE")[1], read(results, 2, "COVERAGE")[1]
    assert results["POINTS_USED"] == count.sum() == survey.featureCount()
    assert results["RMS_MISFIT"] < 3
    assert distance[count > 0].max() == 0
    assert 7_000 <= distance.max() <= 8_000
    dataset = gdal.Open(results["COVERAGE"])
    assert [dataset.GetRasterBand(b).GetUnitType() for b in (1, 2)] == ["", "m"]
    dataset = gdal.Open(results["OUTPUT"])
    assert dataset.GetRasterBand(1).GetUnitType() == "nT"
    assert dataset.GetRasterBand(1).GetNoDataValue() == raster.NODATA
    assert osr.SpatialReference(dataset.GetProjection()).GetAuthorityCode(None) == "32616"


def test_in_a_model_the_optional_output_may_be_left_out(run_in_model, survey):
    QgsProject.instance().addMapLayer(survey, False)
    parameters = {"INPUT": survey.id(), "FIELD": "mag", "CELL_SIZE": 2000.0}
    results, ok, feedback = run_in_model("lma:gridtracks", parameters, ["OUTPUT"])
    assert ok, feedback.errors
    path = next(value for value in results.values() if isinstance(value, str) and value.endswith(".tif"))
    assert np.isfinite(raster.read(raster.inspect(path))).mean() > 0.9


def test_cancel_leaves_nothing_behind(run_algorithm, survey, tmp_path):
    results, _, feedback = run_algorithm("lma:gridtracks", defaults(survey, tmp_path, CELL_SIZE=250), cancel_at=12)
    assert feedback.isCanceled() and results == {}
    assert list(tmp_path.iterdir()) == []


def test_cells_far_from_tracks_are_nodata(run_algorithm, survey, tmp_path):
    results, ok, feedback = run_algorithm("lma:gridtracks", defaults(survey, tmp_path, MAX_DISTANCE=4000))
    assert ok, feedback.errors
    values, distance = read(results)[1], read(results, 2, "COVERAGE")[1]
    np.testing.assert_array_equal(np.isnan(values), distance > 4000)
    assert 0.3 < np.isnan(values).mean() < 0.7


def test_points_without_value_and_points_switched_off_are_left_out(run_algorithm, survey, tmp_path):
    x, y, track = survey.numbers
    wrong = np.where(track == 2, 5000.0, anomaly(x, y))
    wrong[track == 4] = np.nan
    layer = point_layer(x, y, wrong, use=track != 2, track=track)
    results, ok, feedback = run_algorithm("lma:gridtracks", defaults(layer, tmp_path))
    assert ok, feedback.errors
    assert results["POINTS_USED"] == np.count_nonzero((track != 2) & (track != 4))
    assert np.nanmax(np.abs(read(results)[1])) < 300


def test_selection_and_filter_hold(run_algorithm, survey, tmp_path):
    x, _, track = survey.numbers
    survey.selectByExpression("\"track\" in ('0', '1')")
    QgsProject.instance().addMapLayer(survey, False)
    chosen = QgsProcessingFeatureSourceDefinition(survey.id(), True)
    results, ok, feedback = run_algorithm("lma:gridtracks", defaults(chosen, tmp_path))
    assert ok, feedback.errors
    assert results["POINTS_USED"] == np.count_nonzero(track < 2)
    assert read(results)[0].grid.east <= x[track < 2].max() + 1000
    survey.removeSelection()
    wanted = "\"track\" in ('4', '5')"
    assert survey.setSubsetString(wanted) or survey.dataProvider().setSubsetString(wanted)
    results, ok, feedback = run_algorithm("lma:gridtracks", defaults(survey, tmp_path))
    assert ok and results["POINTS_USED"] == np.count_nonzero((track == 4) | (track == 5))


def test_degrees_across_the_antimeridian_give_one_small_grid(run_algorithm, qgis_app, tmp_path):
    latitude = np.tile(np.linspace(-31.0, -30.0, 120), 5)
    longitude = np.repeat((np.linspace(179.7, 180.3, 5) + 180) % 360 - 180, 120)
    layer = point_layer(longitude, latitude, 100 * np.sin(latitude * 30), crs="EPSG:4326")
    results, ok, feedback = run_algorithm("lma:gridtracks", defaults(layer, tmp_path))
    assert ok, feedback.errors
    info, values = read(results)
    assert 50 < info.grid.cols < 65 and 105 < info.grid.rows < 120
    assert np.isfinite(values).all()
    system = osr.SpatialReference(info.wkt)
    assert system.IsProjected() and system.GetLinearUnits() == 1


def test_aligned_with_a_reference_raster_in_another_system(run_algorithm, survey, tmp_path):
    first, ok, _ = run_algorithm(
        "lma:gridtracks", defaults(survey, tmp_path, TARGET_CRS=QgsCoordinateReferenceSystem("EPSG:32617"))
    )
    assert ok
    reference = QgsRasterLayer(first["OUTPUT"], "reference")
    (tmp_path / "second").mkdir()
    second, ok, feedback = run_algorithm(
        "lma:gridtracks", defaults(survey, tmp_path / "second", CELL_SIZE=9999, ALIGN_TO=reference)
    )
    assert ok, feedback.errors
    assert read(second)[0].aligned_with(read(first)[0])
    np.testing.assert_array_equal(read(second)[1], read(first)[1])


def test_extent_in_another_system_is_honoured(run_algorithm, survey, tmp_path):
    box = "320000,350000,210000,240000 [EPSG:32616]"
    results, ok, feedback = run_algorithm("lma:gridtracks", defaults(survey, tmp_path, EXTENT=box))
    assert ok, feedback.errors
    grid = read(results)[0].grid
    assert (grid.west, grid.east, grid.south, grid.north) == (320_000, 350_000, 210_000, 240_000)
    degrees = "-88.6,-88.4,1.9,2.1 [EPSG:4326]"
    results, ok, feedback = run_algorithm("lma:gridtracks", defaults(survey, tmp_path, EXTENT=degrees))
    assert ok, feedback.errors
    assert read(results)[0].grid.shape == (23, 23)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"TARGET_CRS": "EPSG:4326"}, "degrees"),
        ({"FIELD": "nothing"}, "field"),
        ({"TARGET_CRS": "EPSG:999999"}, "not known"),
        ({"EXTENT": "900000,910000,900000,910000 [EPSG:32616]"}, "extent"),
        ({"CELL_SIZE": 1, "EXTENT": "0,900000,0,900000 [EPSG:32616]"}, "cells"),
    ],
)
def test_refusals_name_cause_and_next_step(run_algorithm, survey, tmp_path, change, words):
    results, ok, feedback = run_algorithm("lma:gridtracks", defaults(survey, tmp_path, **change))
    assert not ok
    assert any(words in error for error in feedback.errors), feedback.errors
    assert list(tmp_path.iterdir()) == []


def test_raster_without_a_system_and_equal_names_are_refused(run_algorithm, survey, tmp_path):
    bare = str(tmp_path / "bare.tif")
    gdal.GetDriverByName("GTiff").Create(bare, 9, 9).SetGeoTransform((0, 1000, 0, 0, 0, -1000))
    feedback = run_algorithm("lma:gridtracks", defaults(survey, tmp_path, ALIGN_TO=bare))[2]
    assert any("no coordinate system" in error for error in feedback.errors), feedback.errors
    same = defaults(survey, tmp_path, COVERAGE=str(tmp_path / "grid.tif"))
    feedback = run_algorithm("lma:gridtracks", same)[2]
    assert any("a name of its own" in error for error in feedback.errors), feedback.errors
    assert [path.name for path in tmp_path.iterdir()] == ["bare.tif"]


@pytest.mark.parametrize("empty", [None, "", QgsCoordinateReferenceSystem()])
def test_an_empty_target_is_the_layers_own(run_algorithm, survey, tmp_path, empty):
    results, ok, feedback = run_algorithm("lma:gridtracks", defaults(survey, tmp_path, TARGET_CRS=empty))
    assert ok, feedback.errors
    assert osr.SpatialReference(read(results)[0].wkt).GetAuthorityCode(None) == "32616"


def test_coarse_cells_are_warned_about(run_algorithm, survey, tmp_path):
    coarse = run_algorithm("lma:gridtracks", defaults(survey, tmp_path, CELL_SIZE=8000))[2]
    assert any("24 km" in warning and "6" in warning for warning in coarse.warnings), coarse.warnings
    assert not run_algorithm("lma:gridtracks", defaults(survey, tmp_path, CELL_SIZE=2000))[2].warnings


def test_position_errors_in_the_layer_are_honoured(run_algorithm, qgis_app, tmp_path):
    x = np.arange(300_250.0, 340_000.0, 500.0)
    values = {}
    for column in ("position_sd_m", "something_else"):
        layer = QgsVectorLayer(f"Point?crs=EPSG:32616&field=mag:double&field={column}:double", "t", "memory")
        features = []
        for north, sd, size in ((205_000.0, 0.0, 0.0), (207_000.0, 4_000.0, 100.0)):
            for east in x:
                feature = QgsFeature(layer.fields())
                feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(east, north)))
                feature.setAttributes([size * float(np.sin(2 * np.pi * east / 8e3)), sd])
                features.append(feature)
        assert layer.dataProvider().addFeatures(features)[0]
        layer.updateExtents()
        results, ok, feedback = run_algorithm("lma:gridtracks", defaults(layer, tmp_path, TRACK_FIELD=None))
        assert ok, feedback.errors
        values[column] = read(results)[1].std()
    assert values["position_sd_m"] < 0.8 * values["something_else"]


def test_stretched_metres_are_warned_about(run_algorithm, qgis_app, tmp_path):
    y = np.arange(8_300_000.0, 8_400_000.0, 500.0)
    layer = point_layer(0 * y, y, np.sin(y / 5e3), crs="EPSG:3857")
    feedback = run_algorithm("lma:gridtracks", defaults(layer, tmp_path))[2]
    assert any("times as long" in warning for warning in feedback.warnings), feedback.warnings


def test_loaded_grid_gets_colours_symmetric_about_zero(qgis_app, survey, run_algorithm, tmp_path):
    from lma_qgis.algorithms import anomaly_style, styling

    results = run_algorithm("lma:gridtracks", defaults(survey, tmp_path))[0]
    layer = QgsRasterLayer(results["OUTPUT"], "grid")
    assert styling.apply_style(layer, anomaly_style.STYLE)
    anomaly_style.stretch_about_zero(layer)
    assert layer.renderer().classificationMin() == -layer.renderer().classificationMax()
    assert 120 < layer.renderer().classificationMax() < 160


def test_the_memory_of_a_large_grid_is_told(recorder):
    from lma_qgis.algorithms.gridtracks import warn_of_many_cells
    from lma_qgis.core.grid import Grid

    feedback = recorder()
    warn_of_many_cells(Grid(0.0, 0.0, 1000.0, 1000.0, 4000, 4000), feedback)
    assert feedback.warnings == []
    warn_of_many_cells(Grid(0.0, 0.0, 1000.0, 1000.0, 7000, 8000), feedback)
    assert "56 million cells" in feedback.warnings[0] and "6.3 GiB" in feedback.warnings[0]
