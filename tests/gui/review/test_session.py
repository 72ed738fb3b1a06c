"""The review without widgets: steps, decisions, undo, layers that change or vanish."""

import pytest
from qgis.core import NULL, QgsProject, QgsVectorFileWriter, QgsVectorLayer

from lma_qgis.gui.review import session as review_session
from lma_qgis.gui.review.session import ReviewSession
from tests.gui.review.layers import pick_layer


@pytest.fixture
def session(qgis_app):
    made = ReviewSession()
    made.messages = []
    made.refused.connect(made.messages.append)
    yield made
    made.set_layer(None)


def visited(session, steps):
    found = []
    for _ in range(steps):
        found.append(session.value("pick_id"))
        session.go_next()
    return found


def test_steps_by_rising_score_around_and_back(session):
    layer = pick_layer(4)
    session.set_layer(layer)
    assert visited(session, 5) == ["p0", "p1", "p2", "p3", "p0"]
    session.go_previous()
    assert session.value("pick_id") == "p0"
    assert session.place() == (1, 4)


def test_steps_by_evidence_and_along_strike(session):
    session.set_layer(pick_layer(6))
    session.set_order("evidence")
    session.go_to(session.table.fid[5])
    assert visited(session, 3) == ["p5", "p4", "p3"]
    session.set_order("strike")
    session.go_to(session.table.fid[0])
    assert visited(session, 6) == ["p0", "p1", "p2", "p3", "p4", "p5"]


def test_filters_leave_out_what_is_decided_and_what_the_map_hides(session):
    session.set_layer(pick_layer(6))
    session.set_filter("todo", with_weak=False)
    assert session.place()[1] == 4
    session.set_filter("todo", with_weak=True)
    assert session.place()[1] == 6
    session.accept()
    assert session.place()[1] == 5
    session.set_filter("accepted")
    assert session.place() == (1, 1) and session.value("pick_id") == "p0"


def test_accept_and_reject_write_status_person_and_time_and_go_on(session):
    layer = pick_layer(4)
    session.set_layer(layer)
    assert session.accept() and session.reject()
    assert session.value("pick_id") == "p2"
    assert session.counts() == {"predicted": 2, "accepted": 1, "edited": 0, "rejected": 1}
    rows = {feature["pick_id"]: feature for feature in layer.getFeatures()}
    assert rows["p0"]["status"] == "accepted" and rows["p1"]["status"] == "rejected"
    assert rows["p0"]["edited_at"] != NULL and rows["p2"]["edited_at"] == NULL
    assert layer.isEditable() and layer.isModified()


def test_each_decision_is_one_undo_step_and_undo_returns_to_its_pick(session):
    layer = pick_layer(4)
    session.set_layer(layer)
    session.accept()
    session.reject()
    assert layer.undoStack().count() == 2
    assert session.undo()
    assert session.value("pick_id") == "p1" and session.value("status") == "predicted"
    assert session.undo()
    assert session.value("pick_id") == "p0" and session.counts()["predicted"] == 4
    assert not session.undo() and "nothing to undo" in session.messages[-1]


def test_a_chron_from_a_person_names_its_source_and_protects_the_pick(session):
    layer = pick_layer(3)
    session.set_layer(layer)
    session.set_chron("C2n", "c", "gts2020")
    feature = next(layer.getFeatures())
    assert (feature["chron"], feature["chron_end"], feature["chron_source"]) == ("C2n", "c", "person")
    assert feature["timescale"] == "gts2020" and feature["status"] == "edited"
    session.set_chron("", "")
    feature = next(layer.getFeatures())
    assert feature["chron"] == NULL and feature["chron_source"] == "person"
    before = layer.undoStack().count()
    session.set_comment(session.value("comment"))
    assert layer.undoStack().count() == before


def test_quality_and_comment(session):
    layer = pick_layer(2)
    session.set_layer(layer)
    session.set_quality(2)
    session.set_comment("clear")
    feature = next(layer.getFeatures())
    assert feature["quality"] == 2 and feature["comment"] == "clear"
    session.accept()
    assert next(layer.getFeatures())["status"] == "accepted"


def test_changes_made_elsewhere_in_qgis_are_seen(session):
    layer = pick_layer(3)
    session.set_layer(layer)
    layer.startEditing()
    fid = int(session.table.fid[2])
    layer.changeAttributeValue(fid, layer.fields().lookupField("status"), "rejected")
    assert session.counts()["rejected"] == 1
    layer.rollBack()
    assert session.counts()["rejected"] == 0


def test_a_deleted_pick_and_a_roll_back_are_followed(session, qgis_app):
    layer = pick_layer(3)
    session.set_layer(layer)
    layer.startEditing()
    layer.deleteFeature(session.fid)
    qgis_app.processEvents()
    assert session.place()[1] == 2
    layer.rollBack()
    qgis_app.processEvents()
    assert session.place()[1] == 3


def test_a_layer_removed_while_open_ends_the_review(session, qgis_app):
    layer = pick_layer(3)
    QgsProject.instance().addMapLayer(layer)
    session.set_layer(layer)
    QgsProject.instance().removeMapLayer(layer.id())
    del layer
    qgis_app.processEvents()
    assert session.layer is None and session.fid is None and session.place() == (0, 0)
    assert not session.accept() and not session.undo()
    assert "Choose a layer" in session.problem


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: pick_layer(0), "no picks"),
        (lambda: QgsVectorLayer("LineString?crs=EPSG:32616&field=name:string", "l", "memory"), "no field “status”"),
        (lambda: QgsVectorLayer("Point?crs=EPSG:32616&field=status:string", "l", "memory"), "Picks are lines"),
        (lambda: pick_layer(2, crs=""), "no coordinate system"),
    ],
)
def test_an_unusable_layer_is_refused_in_words(session, make, words):
    session.set_layer(make())
    assert words in session.problem and session.fid is None
    assert not session.go_next() and session.counts()["predicted"] == 0


def test_picks_in_degrees_are_worked_on_in_metres(session):
    session.set_layer(pick_layer(3, crs="EPSG:4326", scale=1e-5))
    assert session.problem == ""
    line = session.line()
    assert abs(line[-1] - line[0]).max() == pytest.approx(0.4 * 111_000, rel=0.01)


def test_a_read_only_layer_is_not_changed_and_says_so(session):
    layer = pick_layer(3)
    layer.setReadOnly(True)
    session.set_layer(layer)
    assert not session.accept()
    assert "cannot be edited" in session.messages[-1] and session.value("status") == "predicted"
    assert session.go_next()


def test_saved_decisions_are_there_when_the_file_is_opened_again(session, tmp_path):
    path = str(tmp_path / "picks.gpkg")
    options = QgsVectorFileWriter.SaveVectorOptions()
    source = pick_layer(4)
    QgsVectorFileWriter.writeAsVectorFormatV3(
        source, path, QgsProject.instance().transformContext(), options
    )
    layer = QgsVectorLayer(path, "picks", "ogr")
    session.set_layer(layer)
    session.set_chron("C5n.2n", "y", "gts2020")
    session.accept()
    session.reject()
    assert session.save() and layer.isEditable() and not layer.isModified()
    again = {feature["pick_id"]: feature for feature in QgsVectorLayer(path, "again", "ogr").getFeatures()}
    assert (again["p0"]["status"], again["p0"]["chron"]) == ("accepted", "C5n.2n")
    assert again["p1"]["status"] == "rejected"
    session.set_layer(None)
    layer.rollBack()


def test_steps_and_decisions_read_nothing_from_the_layer(session, monkeypatch):
    layer = pick_layer(50)
    session.set_layer(layer)
    read = []
    monkeypatch.setattr(review_session, "read_table", read.append)
    monkeypatch.setattr(layer, "getFeatures", lambda *request: read.append(request))
    for accepted, order in enumerate(("score", "evidence", "strike")):
        session.set_order(order)
        assert len(set(visited(session, 50))) == 50 - accepted
        session.accept()
        session.place()
    assert session.counts()["accepted"] == 3 and not read


def test_with_the_style_and_form_of_picks_decisions_are_still_one_undo_step(session):
    from lma_qgis.algorithms.styling import apply_style

    layer = pick_layer(3)
    assert apply_style(layer, "picks")
    session.set_layer(layer)
    session.set_chron("C3n.1n", "y", "gts2020")
    assert session.value("status") == "edited"
    session.accept()
    session.reject()
    rows = {feature["pick_id"]: feature for feature in layer.getFeatures()}
    assert (rows["p0"]["status"], rows["p0"]["chron"], rows["p1"]["status"]) == ("accepted", "C3n.1n", "rejected")
    for _ in range(3):
        assert session.undo()
    assert not layer.undoStack().canUndo()
    assert session.counts()["predicted"] == 3


def test_weak_picks_are_those_that_the_style_hides(session):
    from qgis.core import QgsExpression, QgsExpressionContext, QgsExpressionContextUtils

    from lma_qgis.algorithms.styling import apply_style
    from lma_qgis.gui.review.ordering import is_weak

    layer = pick_layer(12)
    changes = {"n_crossings": [3, 1, 2, 2, NULL, 5] * 2, "track_angle_deg": [80, 80, 10, 40, NULL, 5] * 2}
    for number, feature in enumerate(list(layer.getFeatures())):
        layer.dataProvider().changeAttributeValues({feature.id(): {
            layer.fields().lookupField(name): values[number] for name, values in changes.items()
        }})
    QgsExpressionContextUtils.setLayerVariable(layer, "lma_evidence_floor", "0.45")
    apply_style(layer, "picks")
    QgsExpressionContextUtils.setLayerVariable(layer, "lma_evidence_floor", "0.45")
    rule = next(rule for rule in layer.renderer().rootRule().children() if rule.label().startswith("Weak"))
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    expression = QgsExpression(rule.filterExpression())
    hidden = []
    for feature in layer.getFeatures():
        context.setFeature(feature)
        hidden.append(bool(expression.evaluate(context)))
    session.set_layer(layer)
    assert is_weak(session.table).tolist() == hidden
    assert 0 < sum(hidden) < 12
