"""No algorithm writes over a file that it reads."""

import pytest
from qgis.core import (
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsRasterLayer,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsVectorLayerUtils,
)

from tests.algorithms.layers import stripes, survey


@pytest.fixture()
def tracks(qgis_app, tmp_path):
    path = tmp_path / "mine.gpkg"
    context = QgsProject.instance().transformContext()
    QgsVectorFileWriter.writeAsVectorFormatV3(survey(), str(path), context, QgsVectorFileWriter.SaveVectorOptions())
    return path


@pytest.fixture()
def grid(qgis_app, tmp_path):
    stripes(tmp_path / "mine.tif")
    return tmp_path / "mine.tif"


def refused(run_algorithm, algorithm, mine, **parameters):
    """Whether a run names the file in its error and leaves it as it is."""
    before = mine.read_bytes()
    _, ok, feedback = run_algorithm(f"lma:{algorithm}", parameters)
    return not ok and f"{mine.name} holds the input" in " ".join(feedback.errors) and mine.read_bytes() == before


@pytest.mark.parametrize("algorithm", ["leveltracks", "crossvalidate", "wiggles"])
def test_tracks_are_never_replaced(run_algorithm, tracks, algorithm):
    fields = {"FIELD": "mag_res_nt", "TRACK_FIELD": "line_id"}
    assert refused(run_algorithm, algorithm, tracks, INPUT=str(tracks), OUTPUT=str(tracks), **fields)


@pytest.mark.parametrize("algorithm", ["anisotropicdiffusion", "predictlineations"])
def test_rasters_are_never_replaced(run_algorithm, grid, algorithm):
    assert refused(run_algorithm, algorithm, grid, INPUT=str(grid), OUTPUT=str(grid))


def test_a_secondary_output_is_looked_at_too(run_algorithm, grid, tmp_path):
    outputs = {"OUTPUT": str(tmp_path / "new.tif"), "SUPPORT": str(grid)}
    assert refused(run_algorithm, "anisotropicdiffusion", grid, INPUT=str(grid), **outputs)
    assert not (tmp_path / "new.tif").exists()


def test_track_files_are_never_replaced(run_algorithm, tmp_path):
    mine = tmp_path / "mine.csv"
    mine.write_text("lon,lat,mag\n" + "".join(f"{10 + 0.01 * i},{-30},{i}\n" for i in range(50)))
    assert refused(run_algorithm, "importtracks", mine, INPUT=[str(mine)], OUTPUT=str(mine))


def test_layers_of_a_dialog_are_recognised(run_algorithm, tracks, grid):
    layer = QgsVectorLayer(str(tracks), "mine", "ogr")
    raster = QgsRasterLayer(str(grid), "mine")
    QgsProject.instance().addMapLayers([layer, raster])
    try:
        fields = {"FIELD": "mag_res_nt", "TRACK_FIELD": "line_id"}
        selected = QgsProcessingFeatureSourceDefinition(layer.id(), False)
        assert refused(run_algorithm, "wiggles", tracks, INPUT=selected, OUTPUT=str(tracks), **fields)
        assert refused(run_algorithm, "predictlineations", grid, INPUT=raster, OUTPUT=str(grid))
    finally:
        QgsProject.instance().removeMapLayers([layer.id(), raster.id()])


def test_another_table_of_the_same_file_may_be_written(run_algorithm, tracks):
    output = f"ogr:dbname='{tracks}' table=\"wiggles\" (geom)"
    fields = {"FIELD": "mag_res_nt", "TRACK_FIELD": "line_id"}
    _, ok, _ = run_algorithm("lma:wiggles", {"INPUT": f"{tracks}|layername=mine", "OUTPUT": output, **fields})
    assert ok
    assert QgsVectorLayer(f"{tracks}|layername=mine", "mine", "ogr").featureCount() == survey().featureCount()
    assert QgsVectorLayer(f"{tracks}|layername=wiggles", "wiggles", "ogr").featureCount() > 0


@pytest.mark.parametrize("name", ["OUTPUT", "EVIDENCE", "REPORT"])
def test_a_missing_folder_is_told_before_the_work(run_algorithm, tmp_path, name):
    outputs = {"OUTPUT": "o.gpkg", "EVIDENCE": "e.tif", "REPORT": "r.html"}
    paths = {key: str(tmp_path / ("missing" if key == name else "") / file) for key, file in outputs.items()}
    parameters = {"INPUT": survey(4), "FIELD": "mag_res_nt", "TRACK_FIELD": "line_id", **paths}
    _, ok, feedback = run_algorithm("lma:crossvalidate", parameters)
    assert not ok and "missing does not exist" in feedback.errors[-1]
    assert not feedback.progress_values and list(tmp_path.iterdir()) == []


def test_two_outputs_may_not_be_one_file(run_algorithm, tmp_path):
    same = str(tmp_path / "level.gpkg")
    parameters = {"INPUT": survey(3), "FIELD": "mag_res_nt", "TRACK_FIELD": "line_id"}
    _, ok, feedback = run_algorithm("lma:leveltracks", {**parameters, "OUTPUT": same, "CROSSOVERS": same})
    assert not ok and "Two outputs" in feedback.errors[-1] and list(tmp_path.iterdir()) == []


def test_memory_layers_with_many_fields_are_no_files(run_algorithm, tracks, tmp_path):
    """Their source is longer than a file name may be."""
    columns = "".join(f"&field=a_rather_long_name_{n}:double" for n in range(20))
    layer = QgsVectorLayer(f"{survey().source()}{columns}", "tracks", "memory")
    layer.dataProvider().addFeatures(
        QgsVectorLayerUtils.createFeature(layer, one.geometry(), dict(enumerate(one.attributes())))
        for one in survey().getFeatures()
    )
    fields = {"FIELD": "mag_res_nt", "TRACK_FIELD": "line_id"}
    _, ok, feedback = run_algorithm("lma:leveltracks", {"INPUT": layer, "OUTPUT": str(tracks), **fields})
    assert len(layer.source()) > 300 and ok, feedback.errors
