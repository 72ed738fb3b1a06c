"""A result of the chain in the place of another one is refused in a sentence; what others made is taken."""

import numpy as np
import pytest
from qgis.core import QgsVectorLayer

from lma_qgis.algorithms import contents
from lma_qgis.core.grid import Grid
from lma_qgis.geo import raster
from lma_qgis.geo.raster import RasterInfo
from tests.algorithms.layers import wkt

GRID = Grid(480_000.0, 300_000.0, 1000.0, 1000.0, 40, 40)


def made(folder, content, metadata=None):
    path = folder / f"{content or 'foreign'}.tif"
    stripes = np.tile(100 * np.cos(np.arange(40) / 3.0), (40, 1)).astype("float32").T
    bands = 2 if content in (contents.SCORE, contents.COVERAGE) else 1
    names = [content, "second"][:bands]
    raster.write(path, RasterInfo(GRID, wkt()), [np.abs(stripes / 100)] * bands, names, [""] * bands, metadata or {})
    return str(path)


SLIPS = [
    ("anisotropicdiffusion", "INPUT", contents.SUPPORT, {}),
    ("anisotropicdiffusion", "COVERAGE", contents.SUPPORT, {"INPUT": contents.ANOMALY}),
    ("predictlineations", "INPUT", contents.COVERAGE, {}),
    ("predictlineations", "SUPPORT", contents.COVERAGE, {"INPUT": contents.ENHANCED}),
    ("extractpicks", "INPUT", contents.ENHANCED, {"THRESHOLD": 0.5}),
    ("extractpicks", "SUPPORT", contents.EVIDENCE, {"INPUT": contents.SCORE}),
    ("extractpicks", "EVIDENCE", contents.SUPPORT, {"INPUT": contents.SCORE}),
]


@pytest.mark.parametrize(("algorithm", "name", "content", "others"), SLIPS)
def test_results_in_the_wrong_place(run_algorithm, tmp_path, algorithm, name, content, others):
    def filled(chosen):
        inputs = {
            key: made(tmp_path, value, {"LMA_THRESHOLD": "0.5"}) if isinstance(value, str) else value
            for key, value in {**others, name: chosen}.items()
        }
        extension = "gpkg" if algorithm == "extractpicks" else "tif"
        return {**inputs, "OUTPUT": str(tmp_path / f"out.{extension}"), "SMOOTHING": 1.5, "MIN_LENGTH": 5000.0}

    _, ok, feedback = run_algorithm(f"lma:{algorithm}", filled(content))
    assert not ok and len(feedback.errors) == 1 and contents.NAMES[content] in feedback.errors[0]
    assert "choose another raster" in feedback.errors[0]
    if name != "COVERAGE":
        assert run_algorithm(f"lma:{algorithm}", filled(""))[1]


@pytest.mark.parametrize("algorithm", ["predictlineations", "exporttrainingdata"])
def test_support_in_the_place_of_the_evidence(run_algorithm, tmp_path, algorithm):
    lines = QgsVectorLayer(f"LineString?crs={wkt()}&field=status:string", "picks", "memory")
    parameters = {"INPUT": made(tmp_path, contents.ENHANCED), "EVIDENCE": made(tmp_path, contents.SUPPORT)}
    _, ok, feedback = run_algorithm(
        f"lma:{algorithm}", {**parameters, "MODEL": "ridge", "PICKS": lines, "OUTPUT": str(tmp_path / "out.tif")}
    )
    assert not ok and len(feedback.errors) == 1
    assert "holds “Support”" in feedback.errors[0] and "takes “Evidence”" in feedback.errors[0]


def test_a_grid_that_was_not_smoothed_is_pointed_out(run_algorithm, tmp_path):
    for content, told in ((contents.ANOMALY, True), (contents.ENHANCED, False), ("", False)):
        parameters = {"INPUT": made(tmp_path, content), "MODEL": "ridge", "OUTPUT": str(tmp_path / "s.tif")}
        _, ok, feedback = run_algorithm("lma:predictlineations", parameters)
        assert ok and told == any("not smoothed" in line for line in feedback.warnings)


def test_names_are_those_of_the_outputs(provider):
    labels = {out.description() for made in provider.algorithms() for out in made.destinationParameterDefinitions()}
    assert set(contents.NAMES.values()) <= labels
