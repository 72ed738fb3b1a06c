import pytest
from qgis.core import QgsProject, QgsRasterLayer

from lma_qgis.algorithms import styling
from tests.algorithms.layers import constant, survey

pytestmark = pytest.mark.usefixtures("qgis_app")


@pytest.fixture
def tree(tmp_path):
    """A raster that was just loaded above two vector layers, and a raster of the user's below them."""
    project = QgsProject.instance()
    rasters = [QgsRasterLayer(constant(tmp_path / f"{name}.tif", 0.5), name) for name in ("own", "new")]
    vectors = [survey(1), survey(1)]
    for layer in (rasters[0], *vectors, rasters[1]):
        project.addMapLayer(layer)
    return project.layerTreeRoot(), rasters[1]


def names(root):
    return [node.name() for node in root.children()]


def test_a_raster_goes_below_the_vectors_that_it_would_cover(tree):
    root, layer = tree
    assert names(root) == ["new", "tracks", "tracks", "own"]
    styling.place_in_tree(layer, root, True)
    assert names(root) == ["tracks", "tracks", "new", "own"]
    assert root.findLayer(layer.id()).isVisible()


def test_a_raster_beside_the_map_is_switched_off(tree):
    root, layer = tree
    styling.place_in_tree(layer, root, False)
    assert names(root) == ["tracks", "tracks", "new", "own"]
    assert not root.findLayer(layer.id()).itemVisibilityChecked()


def test_a_layer_outside_the_tree_is_left_alone(tree, tmp_path):
    root, _ = tree
    styling.place_in_tree(QgsRasterLayer(constant(tmp_path / "x.tif", 1), "x"), root, False)
    assert len(names(root)) == 4


def test_results_that_are_loaded_lie_below_the_picks(processing_run, provider, tmp_path):
    import processing

    survey_layer = survey()
    QgsProject.instance().addMapLayer(survey_layer)
    processing.runAndLoadResults(
        "lma:gridtracks",
        {"INPUT": survey_layer.id(), "FIELD": "mag_res_nt", "CELL_SIZE": 2000, "OUTPUT": str(tmp_path / "a.tif"),
         "COVERAGE": str(tmp_path / "c.tif")},
    )
    root = QgsProject.instance().layerTreeRoot()
    kinds = [isinstance(node.layer(), QgsRasterLayer) for node in root.children()]
    assert kinds == [False, True, True]
    shown = {node.layer().source().rsplit("/", 1)[1]: node.itemVisibilityChecked() for node in root.children()[1:]}
    assert shown["a.tif"]
    assert not shown["c.tif"]


def test_results_of_several_runs_are_told_apart(processing_run, provider, tmp_path):
    import processing

    for number in range(3):
        outputs = {"OUTPUT": str(tmp_path / f"{number}.gpkg"), "CROSSOVERS": None}
        processing.runAndLoadResults(
            "lma:leveltracks", {"INPUT": survey(2), "FIELD": "mag_res_nt", "TRACK_FIELD": "line_id", **outputs}
        )
    layers = QgsProject.instance().mapLayers().values()
    assert {layer.name(): layer.source()[-6] for layer in layers} == {
        "Levelled points": "0", "Levelled points 2": "1", "Levelled points 3": "2",
    }


def test_a_layer_keeps_the_name_that_it_has_alone():
    layer, other = survey(1), survey(1)
    QgsProject.instance().addMapLayers([layer])
    styling.name_apart(layer, QgsProject.instance())
    assert layer.name() == "tracks"
    styling.name_apart(other, QgsProject.instance())
    assert other.name() == "tracks 2"
