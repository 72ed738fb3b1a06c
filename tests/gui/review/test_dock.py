"""The review dock offscreen: what a person sees and presses."""

import numpy as np
import pytest
from qgis.core import QgsField, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QPoint, Qt
from qgis.PyQt.QtTest import QTest

from lma_qgis.algorithms.fields import DOUBLE
from lma_qgis.gui.review import create_review_dock, survey
from lma_qgis.gui.review.plot import round_ticks
from tests.gui.review.layers import pick_layer, track_layer


@pytest.fixture
def make_dock(iface, qgis_app):
    from qgis.core import QgsSettings

    QgsSettings().remove("lma/review")
    docks = []

    def make(*layers):
        QgsProject.instance().addMapLayers(list(layers))
        iface.mapCanvas().setDestinationCrs(layers[0].crs()) if layers else None
        dock = create_review_dock(iface)
        iface.mainWindow().addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        dock.show()
        qgis_app.processEvents()
        docks.append(dock)
        return dock

    yield make
    for dock in docks:
        dock.session.set_layer(None)
        dock.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def press(dock, key, qgis_app):
    dock.window().activateWindow()
    dock.panel.setFocus()
    qgis_app.processEvents()
    QTest.keyClick(dock.panel, key)
    qgis_app.processEvents()


def test_opens_with_the_likely_layers_and_shows_the_first_pick(make_dock):
    dock = make_dock(pick_layer(), track_layer())
    assert dock.session.value("pick_id") == "p0"
    assert dock.layers.field.currentField() == "mag_res_nt"
    assert len(dock.section.crossings) == 4 and dock.section.kind == "trough"
    assert "p0" in dock.facts.text() and "1" in dock.navigation.place.text()
    assert not dock.panel.grab().isNull()


def test_opens_with_the_uppermost_of_several_pick_layers(make_dock):
    runs = [pick_layer() for _ in range(4)]
    dock = make_dock(*runs, track_layer())
    order = QgsProject.instance().layerTreeRoot().layerOrder()
    assert dock.layers.picks.currentLayer() == next(layer for layer in order if layer in runs)


def test_opens_with_the_active_layer_where_that_holds_picks(make_dock, iface):
    runs = [pick_layer() for _ in range(3)]
    for active in runs:
        iface.activeLayer.return_value = active
        assert make_dock(*runs).layers.picks.currentLayer() == active
    compared = pick_layer()
    compared.dataProvider().addAttributes([QgsField("match_share", DOUBLE)])
    compared.updateFields()
    for other in (track_layer(), compared):
        iface.activeLayer.return_value = other
        assert make_dock(other, *runs).layers.picks.currentLayer() in runs


def test_each_track_is_projected_normal_to_strike(make_dock):
    dock = make_dock(pick_layer(), track_layer())
    for crossing in dock.section.crossings:
        expected = 200 * np.cos(2 * np.pi * crossing.across_km / 20.0)
        np.testing.assert_allclose(crossing.value, expected, atol=5.0)
    assert [round(neighbour.across_km) for neighbour in dock.section.neighbours] == [10, 20, 30, 40, 50]


def test_ten_picks_by_keyboard(make_dock, qgis_app):
    dock = make_dock(pick_layer(12), track_layer())
    dock.navigation.weak.setChecked(True)
    for key in "AARAARAAAR":
        press(dock, getattr(Qt.Key, f"Key_{key}"), qgis_app)
    assert dock.session.counts() == {"predicted": 2, "accepted": 7, "edited": 0, "rejected": 3}
    press(dock, Qt.Key.Key_U, qgis_app)
    assert dock.session.counts()["rejected"] == 2
    place = dock.session.value("pick_id")
    press(dock, Qt.Key.Key_N, qgis_app)
    press(dock, Qt.Key.Key_P, qgis_app)
    assert dock.session.value("pick_id") == place


def test_letters_typed_into_the_comment_decide_nothing(make_dock, qgis_app):
    dock = make_dock(pick_layer(), track_layer())
    dock.tabs.setCurrentWidget(dock.form)
    dock.form.comment.setFocus()
    QTest.keyClicks(dock.form.comment, "area")
    QTest.keyClick(dock.form.comment, Qt.Key.Key_Return)
    qgis_app.processEvents()
    assert dock.session.value("comment") == "area"
    assert dock.session.counts()["accepted"] == 0 and dock.session.counts()["rejected"] == 0


def test_chron_by_hand_in_any_spelling_and_nonsense_refused(make_dock, qgis_app):
    dock = make_dock(pick_layer(), track_layer())
    dock.form.chron.setEditText("5")
    dock.form.chron.lineEdit().editingFinished.emit()
    assert dock.session.value("chron") == "C5n" and dock.session.value("chron_source") == "person"
    dock.form.chron.setEditText("nonsense")
    dock.form.chron.lineEdit().editingFinished.emit()
    assert dock.session.value("chron") == "C5n" and "no chron" in dock.form.source.text()


def test_chron_from_the_model_under_the_pick(make_dock, qgis_app):
    dock = make_dock(pick_layer(), track_layer())
    dock.model.rate.set_value(20.0)
    dock.panel.axis_placed.emit(-20.0 * 1.85)
    press(dock, Qt.Key.Key_T, qgis_app)
    assert (dock.session.value("chron"), dock.session.value("chron_end")) == ("C2n", "c")


def test_the_axis_stays_on_the_map_when_the_section_moves(make_dock, qgis_app):
    dock = make_dock(pick_layer(), track_layer())
    dock.panel.axis_placed.emit(-15.0)
    press(dock, Qt.Key.Key_N, qgis_app)
    assert dock.model.axis.value() == pytest.approx(-25.0, abs=0.2)


def test_neither_a_slider_nor_a_step_reads_the_tracks_again(make_dock, monkeypatch):
    dock = make_dock(pick_layer(), track_layer())
    read = []
    monkeypatch.setattr(survey, "read_observations", lambda *given, **options: read.append(given))
    before = dock.panel.grab().toImage()
    dock.model.rate.slider.setValue(2 * dock.model.rate.slider.value())
    assert dock.panel.grab().toImage() != before
    dock.session.go_next()
    dock.refresh()
    assert len(dock.section.crossings) == 4 and not read


def test_statement_of_polarity_and_warning(make_dock):
    dock = make_dock(pick_layer(), track_layer())
    dock.model.automatic.setChecked(False)
    dock.model.theta.spin.setValue(20)
    text = dock.model.statement.text()
    assert "crest marks <b>normal</b>" in text and "⚠" not in text
    dock.model.theta.spin.setValue(-160)
    text = dock.model.statement.text()
    assert "crest marks <b>reversed</b>" in text and "⚠" in text
    dock.model.theta.spin.setValue(80)
    assert "Strongly skewed" in dock.model.statement.text()


def test_automatic_skewness_at_an_equatorial_ridge_inverts(make_dock):
    dock = make_dock(pick_layer(), track_layer())
    assert dock.model.automatic.isChecked() and abs(dock.model.theta.value()) > 120


def test_raster_section_and_deskewing(make_dock, tmp_path):
    from osgeo import gdal, osr

    path = str(tmp_path / "anomaly.tif")
    data = gdal.GetDriverByName("GTiff").Create(path, 60, 200, 1, gdal.GDT_Float32)
    data.SetGeoTransform((490_000, 1000, 0, 230_000, 0, -1000))
    system = osr.SpatialReference()
    system.ImportFromEPSG(32616)
    data.SetProjection(system.ExportToWkt())
    y = 230_000 - 1000 * (np.arange(200) + 0.5)
    band = data.GetRasterBand(1)
    band.SetNoDataValue(-9999)
    values = np.repeat((y - 100_000)[:, None] / 100.0, 60, axis=1)
    values[:20] = -9999
    band.WriteArray(values)
    data.FlushCache()
    del band, data
    dock = make_dock(pick_layer(), track_layer(), QgsRasterLayer(path, "Enhanced anomaly"))
    section = dock.section
    seen = np.isfinite(section.grid_value)
    assert seen.sum() > 200
    inner = seen & (section.grid_km > -69)
    np.testing.assert_allclose(section.grid_value[inner], 10 * section.grid_km[inner], atol=1.0)
    assert not seen[section.grid_km > 115].any()
    dock.model.deskewed.setChecked(True)
    assert dock.panel.deskewed_x.size > 100


def test_no_layer_a_wrong_layer_and_no_picks_are_said_in_words(make_dock, qgis_app):
    dock = make_dock()
    assert "Choose a layer" in dock.panel.message and not dock.actions_bar.isEnabled()
    empty = pick_layer(0, name="empty")
    QgsProject.instance().addMapLayer(empty)
    dock.layers.picks.setLayer(empty)
    qgis_app.processEvents()
    assert "no picks" in dock.panel.message
    without = pick_layer(2, crs="", name="no crs")
    QgsProject.instance().addMapLayer(without)
    dock.layers.picks.setLayer(without)
    qgis_app.processEvents()
    assert "no coordinate system" in dock.facts.text()


def test_layers_removed_one_after_another_while_open(make_dock, qgis_app):
    picks, tracks = pick_layer(), track_layer()
    dock = make_dock(picks, tracks)
    QgsProject.instance().removeMapLayer(tracks.id())
    qgis_app.processEvents()
    assert dock.section is not None and not dock.section.crossings
    QgsProject.instance().removeMapLayer(picks.id())
    qgis_app.processEvents()
    assert dock.section is None and dock.session.layer is None
    assert not dock.panel.grab().isNull()


def test_read_only_layer_says_so_and_stays(make_dock, iface, qgis_app):
    picks = pick_layer()
    picks.setReadOnly(True)
    dock = make_dock(picks)
    press(dock, Qt.Key.Key_A, qgis_app)
    assert "cannot be edited" in iface.messageBar().currentItem().text()
    assert dock.session.counts()["accepted"] == 0


def test_text_field_as_anomaly_is_reported_not_raised(make_dock, qgis_app):
    dock = make_dock(pick_layer(), track_layer())
    dock.survey.set_tracks(dock.layers.tracks.currentLayer(), "line_id")
    dock.refresh()
    assert "text" in dock.reading.text()


def test_clicking_a_neighbour_goes_there(make_dock, qgis_app):
    dock = make_dock(pick_layer(), track_layer())
    neighbour = dock.section.neighbours[0]
    axes = dock.panel._axes()[0]
    point = QPoint(round(float(axes.x(neighbour.across_km))), round(axes.box.center().y()))
    QTest.mouseClick(dock.panel, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
    qgis_app.processEvents()
    assert dock.session.fid == neighbour.fid


def test_edit_marks_the_pick_and_opens_the_vertex_tool(make_dock, iface, qgis_app):
    dock = make_dock(pick_layer())
    press(dock, Qt.Key.Key_E, qgis_app)
    assert dock.session.value("status") == "edited"
    iface.setActiveLayer.assert_called_once_with(dock.session.layer)
    iface.actionVertexToolActiveLayer().trigger.assert_called_once()


@pytest.mark.parametrize(("low", "high", "count", "step"), [(-60, 60, 6, 20), (-437, 437, 4, 200), (-0.3, 0.3, 3, 0.2)])
def test_ticks_are_round(low, high, count, step):
    ticks = round_ticks(low, high, count)
    np.testing.assert_allclose(np.diff(ticks), step)
    assert ticks.min() >= low and ticks.max() <= high and 0.0 in ticks


def test_fit_finds_the_axis_of_a_synthetic_survey_and_says_what_chance_reaches(make_dock, qgis_app):
    from lma_qgis.core.forward.spreading import Spreading
    from lma_qgis.geo import timescales

    tracks = track_layer()
    model = Spreading(timescales.load("gts2020"), half_rate=25.0, axis_km=0.0, skewness_deg=157.0)
    index = tracks.fields().lookupField("mag_res_nt")
    values = {}
    features = list(tracks.getFeatures())
    anomaly = model.anomaly([(feature.geometry().asPoint().y() - 120_000) / 1000.0 for feature in features])
    for feature, value in zip(features, anomaly):
        values[feature.id()] = {index: float(value)}
    tracks.dataProvider().changeAttributeValues(values)
    dock = make_dock(pick_layer(), tracks)
    dock.model.search.click()
    assert dock.model.rate.value() == pytest.approx(25.0, abs=1.0)
    assert dock.model.axis.value() == pytest.approx(20.0, abs=2.0)
    assert "by chance" in dock.reading.text() and "r = 1.00" in dock.reading.text()


def test_fit_without_observations_says_so(make_dock, iface):
    dock = make_dock(pick_layer())
    dock.model.search.click()
    assert "too short to fit" in iface.messageBar().currentItem().text()


def test_tracks_in_degrees_fit_picks_in_metres(make_dock):
    from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform

    tracks, degrees = track_layer(), track_layer("EPSG:4326")
    transform = QgsCoordinateTransform(tracks.crs(), QgsCoordinateReferenceSystem("EPSG:4326"), QgsProject.instance())
    moved = {}
    for feature in degrees.getFeatures():
        geometry = feature.geometry()
        geometry.transform(transform)
        moved[feature.id()] = geometry
    degrees.dataProvider().changeGeometryValues(moved)
    dock = make_dock(pick_layer(), degrees)
    assert len(dock.section.crossings) == 4
    crossing = dock.section.crossings[0]
    np.testing.assert_allclose(crossing.value, 200 * np.cos(2 * np.pi * crossing.across_km / 20.0), atol=5.0)


def test_a_map_that_cannot_show_the_pick_is_no_failure(make_dock, iface, qgis_app):
    from qgis.core import QgsCoordinateReferenceSystem

    dock = make_dock(pick_layer(), track_layer())
    # A transverse Mercator on the other side of the Earth.
    far = QgsCoordinateReferenceSystem.fromProj("+proj=tmerc +lon_0=93 +lat_0=0 +datum=WGS84 +units=m")
    iface.mapCanvas().setDestinationCrs(far)
    press(dock, Qt.Key.Key_N, qgis_app)
    assert dock.session.value("pick_id") == "p1"


def test_a_pick_without_a_line_can_still_be_rejected(make_dock, qgis_app):
    from qgis.core import QgsGeometry

    picks = pick_layer(2)
    first = next(picks.getFeatures()).id()
    picks.startEditing()
    picks.changeGeometry(first, QgsGeometry())
    dock = make_dock(picks, track_layer())
    assert dock.section is None and "no line" in dock.panel.message
    press(dock, Qt.Key.Key_R, qgis_app)
    assert dock.session.counts()["rejected"] == 1 and dock.section is not None


def test_the_model_is_kept_for_the_next_session(make_dock, qgis_app):
    first = make_dock(pick_layer())
    first.tabs.setCurrentWidget(first.model)
    first.model.rate.spin.setValue(47.5)
    first.model.scale.setCurrentIndex(first.model.scale.findData("gts2012"))
    first.tabs.setCurrentWidget(first.form)
    qgis_app.processEvents()
    second = make_dock()
    assert second.model.rate.value() == 47.5 and second.model.scale_name() == "gts2012"


@pytest.mark.parametrize(
    ("crs", "scale"), [("EPSG:4326", 1.0), ("EPSG:32616", 1e-5), ("EPSG:3857", 1.0), ("EPSG:3031", 1.0)]
)
def test_a_wrong_or_odd_coordinate_system_does_no_harm(make_dock, qgis_app, crs, scale):
    dock = make_dock(pick_layer(3, crs=crs, scale=scale), track_layer())
    assert dock.session.problem or dock.session.fid is not None
    press(dock, Qt.Key.Key_N, qgis_app)
    press(dock, Qt.Key.Key_A, qgis_app)
    assert not dock.panel.grab().isNull()
