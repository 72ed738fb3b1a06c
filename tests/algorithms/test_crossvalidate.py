"""lma:crossvalidate as the Toolbox, a model and a cancelling user run it."""

import numpy as np
import pytest
from qgis.core import NULL, QgsProject, QgsVectorLayer

from lma_qgis.geo import raster
from tests.algorithms.layers import UTM, constant, survey


def layer_of(results):
    found = QgsVectorLayer(results["OUTPUT"], "out", "ogr")
    assert found.isValid()
    return found


def defaults(layer, folder, **more):
    return {
        "INPUT": layer,
        "FIELD": "mag_res_nt",
        "TRACK_FIELD": "line_id",
        "OUTPUT": str(folder / "points.gpkg"),
        "EVIDENCE": str(folder / "evidence.tif"),
        "REPORT": str(folder / "report.html"),
        "NULL_DRAWS": 2,
        **more,
    }


def shuffled(layer, seed=3):
    """The same layer with the anomaly of each track moved along it."""
    rng = np.random.default_rng(seed)
    features = list(layer.getFeatures())
    lines = np.array([feature["line_id"] for feature in features])
    values = np.array([feature["mag_res_nt"] for feature in features])
    for line in np.unique(lines):
        own = lines == line
        values[own] = np.roll(values[own] + rng.normal(0, 1, own.sum()), rng.integers(20, 100))
    changes = {feature.id(): {0: float(value)} for feature, value in zip(features, values)}
    assert layer.dataProvider().changeAttributeValues(changes)
    return layer


@pytest.fixture(scope="module")
def noisy(qgis_app):
    """East-west stripes of random width under nine tracks: nothing repeats, so a shift destroys them."""
    rng = np.random.default_rng(0)
    profile = np.convolve(rng.normal(size=260), np.hanning(12), "same")[70:190] * 60
    layer = survey()
    changes = {}
    for feature in layer.getFeatures():
        row = round((feature.geometry().asPoint().y() - 200_000) / 1000)
        changes[feature.id()] = {0: float(profile[row] + rng.normal(0, 5))}
    assert layer.dataProvider().changeAttributeValues(changes)
    return layer


def test_true_stripes_are_predicted_and_beat_the_null(run_algorithm, noisy, tmp_path):
    results, ok, feedback = run_algorithm("lma:crossvalidate", defaults(noisy, tmp_path))
    assert ok, feedback.errors
    assert results["CORRELATION"] > 0.9
    assert results["NULL_CORRELATION_P95"] < 0.5 < results["CORRELATION"]
    assert results["RMS"] < 60
    info = raster.inspect(results["EVIDENCE"])
    assert info.grid.dx == info.grid.dy == 1000
    values = raster.read(info)
    assert np.nanmin(values) >= -1 and np.nanmax(values) <= 1
    assert np.nanmedian(values) > 0.9
    assert float(info.metadata["LMA_NULL_P95"]) == pytest.approx(results["NULL_EVIDENCE_P95"], abs=1e-4)
    out = layer_of(results)
    assert out.featureCount() == noisy.featureCount()
    names = [field.name() for field in out.fields()]
    assert {"mag_res_nt_pred", "mag_res_nt_res"} <= set(names)
    pairs = [(f["mag_res_nt"], f["mag_res_nt_pred"]) for f in out.getFeatures() if f["mag_res_nt_pred"] != NULL]
    assert len(pairs) > 0.9 * out.featureCount()
    assert np.corrcoef(np.array(pairs).T)[0, 1] > 0.85
    page = (tmp_path / "report.html").read_text()
    assert "predict each other" in page and "By track line" in page and "Traceback" not in page


def test_shifted_tracks_carry_no_evidence(run_algorithm, noisy, tmp_path):
    layer = shuffled(noisy.clone())
    results, ok, feedback = run_algorithm("lma:crossvalidate", defaults(layer, tmp_path, NULL_DRAWS=0))
    assert ok, feedback.errors
    assert abs(results["CORRELATION"]) < 0.5
    assert results["NULL_CORRELATION_P95"] is None
    info = raster.inspect(results["EVIDENCE"])
    assert "LMA_NULL_P95" not in info.metadata
    assert abs(np.nanmedian(raster.read(info))) < 0.5


def test_evidence_has_the_cells_of_the_grid(run_algorithm, noisy, tmp_path):
    grid = str(tmp_path / "grid.tif")
    _, ok, feedback = run_algorithm(
        "lma:gridtracks", {"INPUT": noisy, "FIELD": "mag_res_nt", "CELL_SIZE": 1500.0, "OUTPUT": grid}
    )
    assert ok, feedback.errors
    parameters = defaults(noisy, tmp_path, CELL_SIZE=1500.0, EXTENT=grid, TARGET_CRS=grid, NULL_DRAWS=0)
    results, ok, feedback = run_algorithm("lma:crossvalidate", parameters)
    assert ok, feedback.errors
    assert raster.inspect(results["EVIDENCE"]).aligned_with(raster.inspect(grid))
    own, _, _ = run_algorithm("lma:crossvalidate", defaults(noisy, tmp_path, CELL_SIZE=1500.0, NULL_DRAWS=0))
    assert raster.inspect(own["EVIDENCE"]).aligned_with(raster.inspect(grid))


def test_in_a_model_every_output_but_one_may_be_left_out(run_in_model, noisy):
    QgsProject.instance().addMapLayer(noisy.clone(), False)
    layer = next(iter(QgsProject.instance().mapLayers().values()))
    parameters = {"INPUT": layer.id(), "FIELD": "mag_res_nt", "TRACK_FIELD": "line_id", "NULL_DRAWS": 0}
    results, ok, feedback = run_in_model("lma:crossvalidate", parameters, ["EVIDENCE"])
    assert ok, feedback.errors
    path = next(value for value in results.values() if isinstance(value, str) and value.endswith(".tif"))
    assert np.isfinite(raster.read(raster.inspect(path))).mean() > 0.5


def test_cancel_leaves_nothing_behind(run_algorithm, noisy, tmp_path):
    results, _, feedback = run_algorithm("lma:crossvalidate", defaults(noisy, tmp_path), cancel_at=20)
    assert feedback.isCanceled() and results == {}
    assert list(tmp_path.iterdir()) == []


def test_same_input_gives_the_same_result(run_algorithm, noisy, tmp_path):
    found = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        results, ok, feedback = run_algorithm("lma:crossvalidate", defaults(noisy, tmp_path / name, NULL_DRAWS=1))
        assert ok, feedback.errors
        found.append((results["NULL_CORRELATION_P95"], raster.read(raster.inspect(results["EVIDENCE"]))))
    assert found[0][0] == found[1][0]
    np.testing.assert_array_equal(found[0][1], found[1][1])


@pytest.mark.parametrize(
    "make",
    [
        lambda: survey(tracks=1),
        lambda: QgsVectorLayer(f"Point?crs={UTM}&field=mag_res_nt:double&field=line_id:string", "empty", "memory"),
    ],
    ids=["one straight track", "no points"],
)
def test_what_cannot_be_validated_is_refused_in_one_sentence(run_algorithm, qgis_app, tmp_path, make):
    _, ok, feedback = run_algorithm("lma:crossvalidate", defaults(make(), tmp_path))
    assert not ok and len(feedback.errors) == 1
    assert "Traceback" not in feedback.errors[0] and feedback.errors[0].rstrip().endswith(".")
    assert list(tmp_path.iterdir()) == []


def test_tracks_far_apart_are_not_judged(run_algorithm, tmp_path, qgis_app):
    layer = survey(tracks=3, spacing=90_000.0)
    results, ok, feedback = run_algorithm("lma:crossvalidate", defaults(layer, tmp_path, NULL_DRAWS=1))
    assert ok, feedback.errors
    assert results["CORRELATION"] is results["RMS"] is results["NULL_EVIDENCE_P95"] is None
    info = raster.inspect(results["EVIDENCE"])
    assert not np.isfinite(raster.read(info)).any() and "LMA_NULL_P95" not in info.metadata
    assert all(feature["mag_res_nt_pred"] == NULL for feature in layer_of(results).getFeatures())
    assert "nothing can be said" in (tmp_path / "report.html").read_text()


def test_an_extent_beside_the_tracks_is_refused(run_algorithm, tmp_path, qgis_app):
    parameters = defaults(survey(tracks=3), tmp_path, EXTENT=f"0,10000,0,10000 [{UTM}]")
    _, ok, feedback = run_algorithm("lma:crossvalidate", parameters)
    assert not ok and "extent" in feedback.errors[0]
    assert list(tmp_path.iterdir()) == []


def test_points_switched_off_get_no_prediction(run_algorithm, tmp_path, qgis_app):
    layer = survey(tracks=5, use=lambda track: 0 if track == 2 else 1)
    results, ok, feedback = run_algorithm("lma:crossvalidate", defaults(layer, tmp_path, NULL_DRAWS=0))
    assert ok, feedback.errors
    for feature in layer_of(results).getFeatures():
        assert (feature["mag_res_nt_pred"] == NULL) == (feature["line_id"] == "L2")


def test_style_draws_evidence(qgis_app, tmp_path):
    from qgis.core import QgsRasterLayer

    from lma_qgis.algorithms.styling import apply_style

    layer = QgsRasterLayer(constant(tmp_path / "evidence.tif", 0.5, rows=4, cols=4), "evidence")
    assert layer.isValid() and apply_style(layer, "evidence")
    assert layer.renderer().type() == "singlebandpseudocolor"
