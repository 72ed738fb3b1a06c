"""What users get wrong: one clear sentence each, and nothing left behind."""

import numpy as np
import pytest
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProject,
    QgsVectorLayer,
)

from tests.algorithms.layers import constant, stripes, survey

VECTOR_OUTPUTS = {"importtracks", "leveltracks", "crossvalidate", "extractpicks"}


def points(places, values=None):
    layer = QgsVectorLayer("Point?crs=EPSG:32616&field=mag_res_nt:double&field=line_id:string", "p", "memory")
    for number, (x, y) in enumerate(places):
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(x, y)))
        feature.setAttributes([float(number if values is None else values[number]), "L0"])
        layer.dataProvider().addFeature(feature)
    layer.updateExtents()
    return layer


def sentence(feedback):
    """The one error that was reported, checked for its form."""
    assert len(feedback.errors) == 1, feedback.errors
    text = feedback.errors[0]
    assert "Traceback" not in text and "Error:" not in text and "None" not in text, text
    assert len(text) < 300 and text.rstrip().endswith("."), text
    return text


CASES = {
    "empty layer": lambda tmp: ("gridtracks", {"INPUT": points([]), "FIELD": "mag_res_nt"}),
    "wrong field": lambda tmp: ("gridtracks", {"INPUT": survey(2), "FIELD": "nope"}),
    "unwritable output": lambda tmp: (
        "gridtracks", {"INPUT": survey(2), "FIELD": "mag_res_nt", "OUTPUT": str(tmp / "missing" / "o.tif")},
    ),
    "wrong kind of file": lambda tmp: (
        "gridtracks", {"INPUT": survey(2), "FIELD": "mag_res_nt", "OUTPUT": str(tmp / "o.png")},
    ),
    "geographic raster": lambda tmp: (
        "anisotropicdiffusion", {"INPUT": stripes(tmp / "in.tif", rows=9, cols=9, cell=0.01, code="EPSG:4326")},
    ),
    "all nodata": lambda tmp: ("anisotropicdiffusion", {"INPUT": constant(tmp / "in.tif", np.nan)}),
    "all nodata to score": lambda tmp: (
        "predictlineations", {"INPUT": constant(tmp / "in.tif", np.nan), "MODEL": "ridge"},
    ),
    "coverage of other cells": lambda tmp: (
        "anisotropicdiffusion",
        {"INPUT": stripes(tmp / "in.tif"), "COVERAGE": constant(tmp / "cov.tif", 1, rows=9, cols=9, bands=2)},
    ),
    "one track to validate": lambda tmp: (
        "crossvalidate", {"INPUT": survey(1), "FIELD": "mag_res_nt", "TRACK_FIELD": "line_id"},
    ),
    "no track field": lambda tmp: ("leveltracks", {"INPUT": survey(2), "FIELD": "mag_res_nt", "TRACK_FIELD": "nope"}),
    "file that is no survey": lambda tmp: ("importtracks", {"INPUT": [garbage(tmp)]}),
    "score without threshold": lambda tmp: ("extractpicks", {"INPUT": constant(tmp / "in.tif", 0.2)}),
}


def garbage(folder):
    path = folder / "in.csv"
    path.write_bytes(bytes(range(256)) * 40)
    return str(path)


@pytest.mark.parametrize("case", CASES)
def test_one_sentence_and_nothing_left(case, tmp_path, recorder, provider):
    name, parameters = CASES[case](tmp_path)
    before = {path.name for path in tmp_path.iterdir()}
    parameters.setdefault("OUTPUT", str(tmp_path / ("o.gpkg" if name in VECTOR_OUTPUTS else "o.tif")))
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"lma:{name}")
    context, feedback = QgsProcessingContext(), recorder()
    context.setProject(QgsProject.instance())
    valid, message = algorithm.checkParameterValues(parameters, context)
    if valid:
        try:
            results, ok = algorithm.run(parameters, context, feedback)
            assert not ok, f"{case}: {results}"
        except QgsProcessingException as error:
            feedback.errors.append(str(error))
        sentence(feedback)
    else:
        assert message
    assert {path.name for path in tmp_path.iterdir()} == before


PLACES = {
    "one point": ([(500_000, 0)], "one place"),
    "two points in one place": ([(500_000, 0), (500_000, 0)], "one place"),
    "one line along a row": ([(500_000 + 900 * i, 0) for i in range(40)], "one straight line"),
    "one oblique line": ([(500_000 + 700 * i, 300 * i) for i in range(40)], "one straight line"),
}


@pytest.mark.parametrize("case", PLACES)
def test_points_that_span_no_area_are_refused(case, run_algorithm, tmp_path):
    places, words = PLACES[case]
    parameters = {"INPUT": points(places), "FIELD": "mag_res_nt", "OUTPUT": str(tmp_path / "o.tif")}
    _, ok, feedback = run_algorithm("lma:gridtracks", parameters)
    assert not ok and words in sentence(feedback)
    assert list(tmp_path.iterdir()) == []


def test_one_bent_track_is_gridded(run_algorithm, tmp_path):
    """A grid along one track passes near its values and stays blank away from it."""
    from lma_qgis.geo import raster

    output = str(tmp_path / "o.tif")
    places = [(500_000 + 700 * i, 20 * i * i) for i in range(40)]
    values = [50.0] * len(places)
    parameters = {"INPUT": points(places, values), "FIELD": "mag_res_nt", "MAX_DISTANCE": 5000, "OUTPUT": output}
    results, ok, feedback = run_algorithm("lma:gridtracks", parameters)
    assert ok, feedback.errors
    grid = raster.read(raster.inspect(output))
    assert np.isfinite(grid).sum() >= 100
    np.testing.assert_allclose(grid[np.isfinite(grid)], 50, atol=0.5)
