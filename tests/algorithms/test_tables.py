import numpy as np
import pytest
from qgis.core import (
    NULL,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeatureSource,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDateTime, Qt

from lma_qgis.algorithms import tables
from lma_qgis.algorithms.gridtracks import GridTracks
from lma_qgis.core.errors import LmaCancelled, LmaError
from tests.algorithms.layers import survey

pytestmark = pytest.mark.usefixtures("qgis_app")


class Source:
    """What an algorithm sees of a layer, for tests without an algorithm."""

    def __init__(self, layer):
        self.layer = layer

    def fields(self):
        return self.layer.fields()

    def getFeatures(self, request=None):
        return self.layer.getFeatures(request or QgsFeatureRequest())

    def sourceCrs(self):
        return self.layer.crs()


def layer_of(rows, crs="EPSG:4326"):
    layer = QgsVectorLayer(
        f"Point?crs={crs}&field=v:double&field=name:string&field=t:datetime&field=use:integer", "p", "memory"
    )
    for wkt, *attributes in rows:
        feature = QgsFeature(layer.fields())
        if wkt:
            feature.setGeometry(QgsGeometry.fromWkt(wkt))
        feature.setAttributes(attributes)
        layer.dataProvider().addFeature(feature)
    return layer


def test_columns_have_types_and_nulls():
    utc = QDateTime(2000, 1, 1, 0, 0, 0, 0, Qt.TimeSpec.UTC)
    rows = [("Point (1 2)", 3.5, "a", utc, 1), ("Point (2 2)", NULL, NULL, NULL, 1), (None, 9.0, "c", utc, 1)]
    layer = layer_of(rows)
    table = tables.read_points(Source(layer), ["v", "name", "t"], QgsProcessingFeedback())
    np.testing.assert_array_equal(table.x, [1, 2])
    np.testing.assert_array_equal(table.columns["v"], [3.5, np.nan])
    assert list(table.columns["name"]) == ["a", ""]
    assert table.columns["t"][0] == 946684800 and np.isnan(table.columns["t"][1])


def test_use_and_missing_values_are_left_out_and_counted():
    rows = [(f"Point ({i / 100} 0)", float(i), "a", NULL, int(i != 3)) for i in range(6)]
    rows.append(("Point (0.1 0)", NULL, "a", NULL, 1))
    feedback = QgsProcessingFeedback(False)
    points = tables.read_observations(Source(layer_of(rows)), "v", "name", feedback)
    assert list(points.observations.value) == [0, 1, 2, 4, 5]
    assert "5 of 7 points used; 1 without a value, 1 switched off" in feedback.textLog()
    step = np.hypot(np.diff(points.observations.easting), np.diff(points.observations.northing))
    np.testing.assert_allclose(step[:2], 1113.2, rtol=0.01)


@pytest.mark.parametrize(
    ("rows", "field", "message"),
    [
        ([], "v", "no points"),
        ([("Point (1 2)", NULL, "a", NULL, 1)], "v", "usable number"),
        ([("Point (1 2)", 1.0, "a", NULL, 0)], "v", "usable number"),
        ([("Point (1 2)", 1.0, "a", NULL, 1)], "nope", "no field"),
        ([("Point (1 2)", 1.0, "a", NULL, 1)], "name", "holds text"),
    ],
)
def test_bad_layers_give_one_sentence(rows, field, message):
    with pytest.raises(LmaError, match=message):
        tables.read_observations(Source(layer_of(rows)), field, "", QgsProcessingFeedback())


def test_cancel_stops_reading():
    feedback = QgsProcessingFeedback(False)
    feedback.cancel()
    with pytest.raises(LmaCancelled):
        tables.read_points(Source(layer_of([("Point (1 2)", 1.0, "a", NULL, 1)])), ["v"], feedback)


def test_tracks_keep_their_order():
    points = tables.read_observations(Source(survey(tracks=3)), "mag_res_nt", "line_id", QgsProcessingFeedback(False))
    assert points.observations.names == ("L0", "L1", "L2")
    assert (np.diff(points.observations.track) >= 0).all()


def test_selection_is_honoured_by_a_processing_source(processing_run):
    from qgis.core import QgsProcessingContext, QgsProcessingParameterFeatureSource, QgsProcessingParameters

    layer = survey(tracks=3)
    QgsProject.instance().addMapLayer(layer)
    layer.selectByExpression("line_id = 'L1'")
    from qgis.core import QgsProcessingFeatureSourceDefinition

    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    definition = QgsProcessingParameterFeatureSource("INPUT", "")
    value = {"INPUT": QgsProcessingFeatureSourceDefinition(layer.id(), selectedFeaturesOnly=True)}
    source = QgsProcessingParameters.parameterAsSource(definition, value, context)
    assert isinstance(source, QgsProcessingFeatureSource)
    points = tables.read_observations(source, "mag_res_nt", "line_id", QgsProcessingFeedback(False))
    assert points.observations.names == ("L1",)


def test_the_usual_track_field_is_taken_when_left_out_and_no_field_when_emptied():
    context, made = QgsProcessingContext(), GridTracks()
    made.initAlgorithm()

    def chosen(parameters, layer):
        return tables.track_field(made, parameters, context, layer)

    named, unnamed = survey(1), QgsVectorLayer("Point?crs=EPSG:4326&field=mag_res_nt:double", "points", "memory")
    assert chosen({}, named) == "line_id"
    assert chosen({"TRACK_FIELD": ""}, named) == ""
    assert chosen({}, unnamed) == ""
    assert chosen({"TRACK_FIELD": "line_id"}, unnamed) == "line_id"


def test_an_unlevelled_field_beside_a_levelled_one_is_pointed_out(recorder):
    layer = QgsVectorLayer(
        "Point?crs=EPSG:4326&field=mag_res_nt:double&field=mag_res_nt_lev:double", "points", "memory"
    )
    feedback = recorder()
    tables.warn_of_unlevelled(layer, "mag_res_nt_lev", feedback)
    assert not feedback.warnings
    tables.warn_of_unlevelled(layer, "mag_res_nt", feedback)
    assert "mag_res_nt_lev" in feedback.warnings[0]
