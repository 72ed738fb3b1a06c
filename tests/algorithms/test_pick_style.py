"""The picks open styled, with a form; edits of a person are marked, kept and survive a re-run."""

import numpy as np
import pytest
from qgis.core import (
    NULL,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsPointXY,
    QgsProject,
    QgsVectorLayer,
    QgsVectorLayerUtils,
)
from qgis.PyQt.QtCore import QLocale, QSize
from qgis.PyQt.QtGui import QColor

from . import pick_scene as scene


@pytest.fixture
def result(run_algorithm, tmp_path):
    """Extract picks with all inputs and return the path of the GeoPackage."""

    def run(support=0.7, evidence=0.6, columns=(20, 50, 80, 110), name="picks.gpkg", **parameters):
        target = tmp_path / name
        _, ok, feedback = run_algorithm(
            "lma:extractpicks",
            {
                "INPUT": scene.score(tmp_path),
                "ANOMALY": scene.anomaly(tmp_path),
                "SUPPORT": scene.constant(tmp_path, "support", support),
                "EVIDENCE": scene.constant(tmp_path, "evidence", evidence, {"LMA_NULL_P95": "0.25"}),
                "TRACKS": scene.track_layer(columns),
                "OUTPUT": str(target),
                **parameters,
            },
        )
        assert ok, feedback.errors
        return target

    return run


def load(path):
    layer = QgsVectorLayer(str(path), "picks", "ogr")
    assert layer.isValid()
    QgsProject.instance().addMapLayer(layer)
    return layer


def colours(layer):
    """Draw a layer and return how many pixels have each colour."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setExtent(layer.extent())
    settings.setOutputSize(QSize(300, 240))
    settings.setDestinationCrs(layer.crs())
    settings.setBackgroundColor(QColor("white"))
    settings.setFlag(QgsMapSettings.Flag.Antialiasing, False)
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    settings.setExpressionContext(context)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    found = {}
    for x in range(image.width()):
        for y in range(image.height()):
            name = image.pixelColor(x, y).name()
            found[name] = found.get(name, 0) + 1
    return found


def pick(layer, kind="crest"):
    """Return the most northern pick of a kind."""
    own = [f for f in layer.getFeatures() if f["kind"] == kind]
    return max(own, key=lambda f: f.geometry().boundingBox().center().y())


def test_style_is_in_the_file_and_colours_by_kind_and_status(result):
    layer = load(result())
    labels = [rule.label() for rule in layer.renderer().rootRule().children()]
    assert "Predicted crest" in labels and "Rejected" in labels
    drawn = colours(layer)
    assert drawn.get("#c8102e", 0) > 100 and drawn.get("#2b6cb0", 0) > 100
    assert layer.startEditing()
    crest = pick(layer)
    layer.changeAttributeValue(crest.id(), layer.fields().lookupField("status"), "accepted")
    assert layer.commitChanges()
    assert colours(layer).get("#7d0a1d", 0) > 50


@pytest.mark.parametrize(
    "weak", [{"support": 0.2}, {"evidence": 0.2}, {"columns": (50,)}], ids=["support", "evidence", "one track"]
)
def test_weak_picks_are_hidden_until_their_rule_is_switched_on(result, weak):
    layer = load(result(**weak))
    assert layer.featureCount() == 5
    assert set(colours(layer)) == {"#ffffff"}
    rule = next(r for r in layer.renderer().rootRule().children() if r.label().startswith("Weak"))
    rule.setActive(True)
    assert colours(layer).get("#c9a227", 0) > 50


def test_without_tests_of_trust_nothing_is_hidden(run_algorithm, tmp_path):
    target = tmp_path / "plain.gpkg"
    run_algorithm("lma:extractpicks", {"INPUT": scene.score(tmp_path), "OUTPUT": str(target)})
    drawn = colours(load(target))
    assert drawn.get("#c8102e", 0) > 100 and drawn.get("#2b6cb0", 0) > 100


def test_style_is_written_once(result, tmp_path):
    path = result()
    layer = load(path)
    assert layer.listStylesInDatabase()[2][:1] == ["lma_picks"]
    result(PREVIOUS=str(path), name="again.gpkg")
    assert load(tmp_path / "again.gpkg").listStylesInDatabase()[0] == 1


def test_the_hidden_rule_says_what_the_core_says(qgis_app):
    """Random attributes, NULLs among them and values on the limits, with and without a floor for the evidence."""
    from lma_qgis.algorithms.pick_table import pick_fields
    from lma_qgis.algorithms.styling import apply_style
    from lma_qgis.core.picks.weak import NO_FLOOR, is_weak

    rng = np.random.default_rng(8)
    columns = {
        "support": rng.choice([0.0, 0.29, 0.3, 0.8, np.nan], 400),
        "evidence": rng.choice([-0.9, 0.1, 0.2, 0.25, 0.3, 0.31, 0.6, np.nan], 400),
        "n_crossings": rng.choice([0, 1, 2, 3, 7, np.nan], 400),
        "track_angle_deg": rng.choice([3.0, 14.9, 15.0, 60.0, np.nan], 400),
    }
    layer = QgsVectorLayer("LineString?crs=EPSG:32616", "picks", "memory")
    layer.dataProvider().addAttributes(list(pick_fields()))
    layer.updateFields()
    assert apply_style(layer, "picks")
    rules = {rule.label(): rule for rule in layer.renderer().rootRule().children()}
    weak_label = next(label for label in rules if label.startswith("Weak"))
    weak_rule = QgsExpression(rules[weak_label].filterExpression())
    shown_rule = QgsExpression(rules["Predicted crest"].filterExpression())
    for floor in (None, 0.2):
        if floor is not None:
            QgsExpressionContextUtils.setLayerVariable(layer, "lma_evidence_floor", floor)
        context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
        hidden, shown = [], []
        for row in range(400):
            feature = QgsFeature(layer.fields())
            feature["status"], feature["kind"] = "predicted", "crest"
            for name, values in columns.items():
                feature[name] = NULL if np.isnan(values[row]) else values[row].item()
            context.setFeature(feature)
            hidden.append(bool(weak_rule.evaluate(context)))
            shown.append(bool(shown_rule.evaluate(context)))
        expected = is_weak(**columns, evidence_floor=NO_FLOOR if floor is None else floor)
        assert hidden == expected.tolist()
        assert shown == (~expected).tolist()
        assert 0 < expected.sum() < 400


def test_decimal_commas_of_the_desktop_change_nothing(qgis_app):
    from lma_qgis.algorithms.pick_table import pick_fields
    from lma_qgis.algorithms.styling import apply_style

    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
    try:
        layer = QgsVectorLayer("LineString?crs=EPSG:32616", "picks", "memory")
        layer.dataProvider().addAttributes(list(pick_fields()))
        layer.updateFields()
        assert apply_style(layer, "picks")
        QgsExpressionContextUtils.setLayerVariable(layer, "lma_evidence_floor", 0.45)
        QgsExpressionContextUtils.setLayerVariable(layer, "lma_scale", "5e5,2e5,1e5,0.9996" + ",0" * 9)
        weak = next(r for r in layer.renderer().rootRule().children() if r.label().startswith("Weak"))
        context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
        feature = QgsFeature(layer.fields())
        for evidence, hidden in ((0.44, True), (0.46, False)):
            feature["status"], feature["evidence"], feature["n_crossings"] = "predicted", evidence, 5
            context.setFeature(feature)
            assert bool(QgsExpression(weak.filterExpression()).evaluate(context)) is hidden
        line = QgsGeometry.fromWkt("LineString (500000 200000, 510000 200000)")
        drawn = QgsVectorLayerUtils.createFeature(layer, line, {}, layer.createExpressionContext())
        assert drawn["length_km"] == pytest.approx(10.004) and drawn["azimuth_deg"] == 90
    finally:
        QLocale.setDefault(before)


def test_labels_show_the_chron(result):
    layer = load(result())
    assert layer.labelsEnabled()
    settings = layer.labeling().settings()
    assert settings.isExpression and "chron" in settings.fieldName


def test_form_widgets_constraints_and_defaults(result):
    layer = load(result())
    index = layer.fields().lookupField
    assert layer.editorWidgetSetup(index("status")).type() == "ValueMap"
    values = {v for entry in layer.editorWidgetSetup(index("status")).config()["map"] for v in entry.values()}
    assert values == {"predicted", "accepted", "edited", "rejected"}
    assert layer.editFormConfig().readOnly(index("support"))
    assert not layer.editFormConfig().readOnly(index("status"))
    line = QgsGeometry.fromPolylineXY([QgsPointXY(420_000, 180_000), QgsPointXY(470_000, 180_000)])
    context = layer.createExpressionContext()
    feature = QgsVectorLayerUtils.createFeature(layer, line, {}, context)
    assert (feature["status"], feature["kind"], feature["quality"]) == ("edited", "crest", 2)
    assert feature["edited_at"] is not NULL and feature["pick_id"]
    # 50 km west of the central meridian: scale .9996·(1 + (d/R)²/2), convergence −0.7°·sin(1.6°).
    assert feature["length_km"] == pytest.approx(50 / 0.9997, rel=3e-4)
    assert feature["azimuth_deg"] == pytest.approx(90, abs=0.05)
    for position in range(layer.fields().count()):
        good, messages = QgsVectorLayerUtils.validateAttribute(layer, feature, position)
        assert good, (layer.fields()[position].name(), messages)
    for field, bad in (("status", "maybe"), ("kind", "ridge"), ("quality", 7), ("pick_id", pick(layer)["pick_id"])):
        spoilt = QgsFeature(feature)
        spoilt[field] = bad
        assert not QgsVectorLayerUtils.validateAttribute(layer, spoilt, index(field))[0], field


def test_every_expression_is_understood(result):
    layer = load(result())
    texts = [layer.defaultValueDefinition(i).expression() for i in range(layer.fields().count())]
    texts += [layer.constraintExpression(i) for i in range(layer.fields().count())]
    texts += [rule.filterExpression() for rule in layer.renderer().rootRule().children()]
    texts += [layer.displayExpression(), layer.labeling().settings().fieldName]
    context = layer.createExpressionContext()
    context.setFeature(pick(layer))
    for text in filter(lambda text: text not in ("", "ELSE"), texts):
        expression = QgsExpression(text)
        assert not expression.hasParserError(), text
        expression.evaluate(context)
        assert not expression.hasEvalError(), (text, expression.evalErrorString())


def test_form_a_person_sees(result):
    from qgis.gui import QgsAttributeForm, QgsGui
    from qgis.PyQt.QtWidgets import QComboBox

    QgsGui.editorWidgetRegistry().initEditors()
    layer = load(result())
    assert layer.startEditing()
    feature = pick(layer)
    form = QgsAttributeForm(layer, feature)
    form.show()
    combo = form.findChild(QComboBox, "status")
    assert combo.currentText() == "Predicted"
    combo.setCurrentIndex(combo.findText("Accepted"))
    assert form.save()
    stored = layer.getFeature(feature.id())
    assert stored["status"] == "accepted" and stored["edited_by"]
    form.close()
    layer.rollBack()


def reshaped(geometry, shift):
    return QgsGeometry.fromPolylineXY([QgsPointXY(p.x(), p.y() + shift) for p in geometry.vertices()])


def test_editing_session(result, run_algorithm, tmp_path):
    """Accept, reject, reshape, split, merge, draw, save, re-run: nothing of the person's is lost."""
    path = result()
    layer = load(path)
    index = layer.fields().lookupField
    crests = sorted((f for f in layer.getFeatures() if f["kind"] == "crest"), key=lambda f: f["pick_id"])
    troughs = sorted((f for f in layer.getFeatures() if f["kind"] == "trough"), key=lambda f: f["pick_id"])
    assert layer.startEditing()
    layer.changeAttributeValue(crests[0].id(), index("status"), "accepted")
    layer.changeAttributeValue(crests[1].id(), index("status"), "rejected")
    layer.changeGeometry(crests[2].id(), reshaped(crests[2].geometry(), 1500.0))

    middle = troughs[0].geometry().boundingBox().center().x()
    layer.selectByIds([troughs[0].id()])
    blade = [QgsPointXY(middle, scene.GRID.south), QgsPointXY(middle, scene.GRID.north)]
    assert layer.splitFeatures(blade, False) == 0
    pieces = list(layer.getFeatures(QgsFeatureRequest().setFilterRect(troughs[0].geometry().boundingBox())))
    halves = [f for f in pieces if f["kind"] == "trough" and abs(f.geometry().length() - 75_000) < 5_000]
    assert len(halves) == 2 and halves[0]["pick_id"] != halves[1]["pick_id"]

    other = next(f for f in layer.getFeatures() if f.id() == troughs[1].id())
    layer.selectByIds([other.id()])
    assert layer.splitFeatures(blade, False) == 0
    parts = [f for f in layer.getFeatures() if f["kind"] == "trough" and f.geometry().distance(other.geometry()) < 1]
    parts = [f for f in parts if abs(f.geometry().length() - 75_000) < 5_000]
    assert len(parts) == 2
    merged = parts[0].geometry().combine(parts[1].geometry()).mergeLines()
    assert layer.changeGeometry(parts[0].id(), merged)
    assert layer.deleteFeature(parts[1].id())

    drawn = QgsVectorLayerUtils.createFeature(
        layer,
        QgsGeometry.fromPolylineXY([QgsPointXY(410_000, 145_000), QgsPointXY(480_000, 144_000)]),
        {index("kind"): "trough"},
        layer.createExpressionContext(),
    )
    assert layer.addFeature(drawn)
    assert layer.commitChanges(), layer.commitErrors()

    saved = {f["pick_id"]: f for f in load(path).getFeatures()}
    states = sorted(f["status"] for f in saved.values())
    assert states == ["accepted", "edited", "edited", "edited", "edited", "edited", "rejected"]
    assert all(f["edited_by"] and f["edited_at"] != NULL for f in saved.values())
    moved = saved[crests[2]["pick_id"]]
    assert moved["length_km"] == pytest.approx(crests[2]["length_km"], rel=2e-3)

    again = load(result(PREVIOUS=str(path), name="again.gpkg"))
    found = {f["pick_id"]: f for f in again.getFeatures()}
    for name, feature in saved.items():
        kept = found[name]
        assert kept.geometry().equals(feature.geometry())
        for field in feature.fields().names():
            if field != "fid":
                assert kept[field] == feature[field], (name, field)
    assert set(found) == set(saved)


def test_undo_of_a_reshape_restores_the_pick(result):
    layer = load(result())
    before = pick(layer)
    assert layer.startEditing()
    layer.beginEditCommand("reshape")
    layer.changeGeometry(before.id(), reshaped(before.geometry(), 5000.0))
    layer.endEditCommand()
    assert layer.getFeature(before.id())["status"] == "edited"
    layer.undoStack().undo()
    after = layer.getFeature(before.id())
    assert after["status"] == "predicted" and after.geometry().equals(before.geometry())
    layer.rollBack()


def test_length_and_azimuth_follow_a_reshape(result):
    layer = load(result())
    before = pick(layer)
    assert layer.startEditing()
    line = [QgsPointXY(420_000, 150_000), QgsPointXY(420_000 + 60_000 * np.sin(0.5), 150_000 + 60_000 * np.cos(0.5))]
    layer.changeGeometry(before.id(), QgsGeometry.fromPolylineXY(line))
    after = layer.getFeature(before.id())
    assert after["length_km"] == pytest.approx(60, rel=1e-3)
    assert after["azimuth_deg"] == pytest.approx(np.degrees(0.5), abs=0.1)
    layer.rollBack()


def test_form_works_in_a_system_without_a_code(run_algorithm, tmp_path):
    """A survey in degrees is gridded in a transverse Mercator of its own; lengths stay true there."""
    system = "+proj=tmerc +lat_0=60 +lon_0=-30 +x_0=450000 +y_0=190000 +datum=WGS84 +units=m"
    metadata = {"LMA_THRESHOLD": "0.5"}
    raster = scene.write(
        tmp_path / "s.tif", [scene.ridges(scene.CRESTS), scene.ridges(scene.TROUGHS)], (), metadata, system=system
    )
    target = tmp_path / "own.gpkg"
    _, ok, feedback = run_algorithm("lma:extractpicks", {"INPUT": raster, "OUTPUT": str(target)})
    assert ok, feedback.errors
    layer = load(target)
    feature = pick(layer)
    assert layer.startEditing()
    layer.changeGeometry(feature.id(), reshaped(feature.geometry(), 10.0))
    after = layer.getFeature(feature.id())
    assert after["length_km"] == pytest.approx(feature["length_km"], rel=1e-3)
    assert after["azimuth_deg"] == pytest.approx(feature["azimuth_deg"], abs=0.05)
    layer.rollBack()
