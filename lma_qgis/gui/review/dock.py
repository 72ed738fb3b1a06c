"""The review dock: session, survey and model wired to their widgets."""

from __future__ import annotations

import numpy as np
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsProject,
    QgsRectangle,
)
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import QApplication, QDockWidget, QLabel, QSizePolicy, QTabWidget, QVBoxLayout, QWidget

from ...algorithms.translation import sentence, tr
from ...core.errors import LmaError
from ...core.forward.blocks import deskew
from ...core.forward.matching import find_match
from ...core.picks.section import Frame
from .keys import add_shortcuts
from .layer_choice import LayerChoice
from .model_controls import ModelControls
from .navigation import ActionBar, NavigationBar, facts
from .pick_form import PickForm
from .profile_panel import ProfilePanel
from .session import ReviewSession
from .survey import Survey, automatic_skewness

HALF_LENGTH_KM = 80.0
_MODEL_SAMPLES = 641
_FIT_SAMPLES = 321
_UNLIMITED = 16_777_215
_FIT_RATES = np.linspace(0.6, 1.6, 31)
_FIT_ASYMMETRIES = (-0.2, -0.1, 0.0, 0.1, 0.2)


class ReviewDock(QDockWidget):
    """Review picks one after another.

    Parameters
    ----------
    iface : qgis.gui.QgisInterface
    """

    def __init__(self, iface):
        super().__init__(tr("Review picks"), iface.mainWindow())
        self.setObjectName("lma_review_dock")
        self._iface = iface
        self.session = ReviewSession(self)
        self.survey = Survey()
        self.section = None
        self._axis_place = None
        self._chance_text = ""
        self._half_length = HALF_LENGTH_KM
        self._make_widgets()
        self._redraw = QTimer(self, singleShot=True, interval=0)
        self._redraw.timeout.connect(self.refresh)
        self.layers.choose_picks(self._iface.activeLayer())
        self._connect()
        self._use_tracks()
        self._use_grid()
        self._use_picks()

    def _make_widgets(self):
        self.navigation = NavigationBar()
        self.facts = QLabel()
        self.facts.setWordWrap(True)
        self.facts.setTextFormat(Qt.TextFormat.RichText)
        self.panel = ProfilePanel()
        self.reading = QLabel()
        self.reading.setTextFormat(Qt.TextFormat.RichText)
        self.reading.setWordWrap(True)
        self.form, self.model, self.layers = PickForm(), ModelControls(), LayerChoice()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.form, tr("Pick"))
        self.tabs.addTab(self.model, tr("Model"))
        self.tabs.addTab(self.layers, tr("Layers"))
        self.tabs.currentChanged.connect(self._fit_tab)
        self._fit_tab(0)
        self.actions_bar = ActionBar()
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(8, 6, 8, 8)
        layout.setSpacing(6)
        for widget in (self.navigation, self.facts, self.panel, self.reading, self.tabs, self.actions_bar):
            layout.addWidget(widget, 1 if widget is self.panel else 0)
        self.setWidget(inside)
        self.form.set_chrons(self.model.model().scale.names)

    def _fit_tab(self, shown):
        """Give the profile the height that the tab in front does not need."""
        page = self.tabs.widget(shown)
        frame = self.tabs.tabBar().sizeHint().height() + 8
        grows = page is self.model
        self.tabs.setMaximumHeight(_UNLIMITED if grows else page.sizeHint().height() + frame)
        for other in (self.form, self.model, self.layers):
            policy = QSizePolicy.Policy.Maximum if other is page else QSizePolicy.Policy.Ignored
            other.setSizePolicy(QSizePolicy.Policy.Preferred, policy)

    def _connect(self):
        session, navigation, bar = self.session, self.navigation, self.actions_bar
        session.set_filter("todo", False)
        session.layer_changed.connect(self._redraw_soon)
        session.current_changed.connect(self._redraw_soon)
        session.counts_changed.connect(self._show_counts)
        session.refused.connect(self._refuse)
        navigation.next_wanted.connect(self.go_next)
        navigation.previous_wanted.connect(self.go_previous)
        navigation.order_chosen.connect(session.set_order)
        navigation.filter_chosen.connect(session.set_filter)
        navigation.length_chosen.connect(self._set_half_length)
        for name, slot in self._commands().items():
            if name in bar.buttons:
                bar.buttons[name].clicked.connect(slot)
        self.form.chron_chosen.connect(lambda chron, end: session.set_chron(chron, end, self.model.scale_name()))
        self.form.quality_chosen.connect(session.set_quality)
        self.form.comment_written.connect(session.set_comment)
        self.form.from_model.connect(self.take_chron_from_model)
        self.model.changed.connect(self.redraw_model)
        self.model.axis.changed.connect(self._place_axis)
        self.model.axis_here.connect(lambda: self._put_axis(0.0))
        self.model.search_wanted.connect(self.fit_model)
        self.model.scale.currentIndexChanged.connect(lambda: self.form.set_chrons(self.model.model().scale.names))
        self.panel.pick_clicked.connect(self._go_to)
        self.panel.axis_placed.connect(self._put_axis)
        self.layers.picks_changed.connect(self._use_picks)
        self.layers.tracks_changed.connect(self._use_tracks)
        self.layers.grid_changed.connect(self._use_grid)
        add_shortcuts(self, [self._iface.mapCanvas()], self._commands())

    def _commands(self):
        return {
            "accept": lambda: self._decide(self.session.accept),
            "reject": lambda: self._decide(self.session.reject),
            "edit": self.edit,
            "undo": lambda: self._decide(self.session.undo),
            "next": self.go_next,
            "previous": self.go_previous,
            "chron": self.take_chron_from_model,
            "save": self.session.save,
        }

    # --- layers ---------------------------------------------------------------------------------

    def _use_picks(self):
        self.session.set_layer(self.layers.picks.currentLayer())
        self._axis_place = None
        self._zoom()
        self._redraw_soon()

    def _use_tracks(self):
        self.survey.set_tracks(self.layers.tracks.currentLayer(), self.layers.field.currentField())
        self._redraw_soon()

    def _use_grid(self):
        self.survey.set_grid(self.layers.grid.currentLayer())
        self._redraw_soon()

    # --- going and deciding ---------------------------------------------------------------------

    def go_next(self):
        """Go to the next pick and show it on the map."""
        if not self.session.go_next() and not self.session.problem:
            self._say(tr("No pick is left under this filter."))
        self._zoom()

    def go_previous(self):
        """Go to the previous pick and show it on the map."""
        self.session.go_previous()
        self._zoom()

    def _go_to(self, fid):
        self.session.go_to(fid)
        self._zoom()

    def _decide(self, decision):
        if decision():
            self._zoom()

    def edit(self):
        """Mark the pick as edited and open the vertex tool on its layer."""
        if self.session.mark_edited():
            self.session.layer.selectByIds([self.session.fid])
            self._iface.setActiveLayer(self.session.layer)
            self._iface.actionVertexToolActiveLayer().trigger()

    def take_chron_from_model(self):
        """Identify the pick as the model's block under it, as the centre of the chron."""
        block = self._block_at(0.0)
        if block is not None:
            self.session.set_chron(block.name, "c", self.model.scale_name())

    def _zoom(self):
        line = self.session.line()
        if line is None:
            return
        layer, canvas = self.session.layer, self._iface.mapCanvas()
        layer.selectByIds([self.session.fid])
        margin = max(0.6 * float(np.hypot(*np.ptp(line, axis=0))), 40_000.0)
        (west, south), (east, north) = line.min(axis=0), line.max(axis=0)
        box = QgsRectangle(west - margin, south - margin, east + margin, north + margin)
        working = QgsCoordinateReferenceSystem.fromWkt(self.session.table.wkt)
        transform = QgsCoordinateTransform(working, canvas.mapSettings().destinationCrs(), QgsProject.instance())
        try:
            canvas.setExtent(transform.transformBoundingBox(box))
        except QgsCsException:
            self._say(tr("The map's coordinate system has no place for this pick; choose another one for the project."))
        canvas.refresh()

    # --- the picture ----------------------------------------------------------------------------

    def _redraw_soon(self):
        """Draw once after a burst of changes."""
        self._redraw.start()

    def refresh(self):
        """Show the current pick everywhere."""
        self._redraw.stop()
        self._chance_text = ""
        self._show_counts()
        self.form.show_pick(self.session)
        self.facts.setText(self.session.problem or facts(self.session))
        self.actions_bar.setEnabled(self.session.fid is not None)
        if self.survey.must_read(self.session):
            QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
            self.survey.observations(self.session.table.wkt)
            QApplication.restoreOverrideCursor()
        self.section = self.survey.section(self.session, self._half_length)
        self.panel.show_section(self.section, self.session.problem or self._why_empty())
        if self.section is not None:
            if self._axis_place is not None:
                across, _ = self.section.frame.local(*self._axis_place)
                self.model.set_axis(float(across))
            if self.model.automatic.isChecked():
                self.model.set_theta(automatic_skewness(self.section))
        self.redraw_model()

    def _why_empty(self):
        if self.session.fid is None:
            return tr("No pick is left under this filter.")
        return tr("This pick has no line: reject it, or draw one.")

    def redraw_model(self):
        """Compute and draw the forward model of the section."""
        if self.section is None:
            self.panel.show_model([], [], [], None)
            self.reading.setText(self.survey.problem)
            return
        model = self.model.model()
        half = self.section.half_length_km
        x = np.linspace(-half, half, _MODEL_SAMPLES)
        value = model.anomaly(x)
        seen_x, seen = self.section.observed
        if self.model.fit.isChecked():
            inside = np.isfinite(seen) & (np.abs(seen_x) <= half)
            spread = float(np.std(value))
            if spread > 0 and inside.sum() > 2:
                scale = float(np.std(seen[inside])) / spread
                value = scale * value
                self.model.magnetization.set_value(scale * model.magnetization)
        self.panel.show_deskewed(*self._deskewed(seen_x, seen, model.skewness_deg))
        blocks = model.blocks(-half, half)
        self.panel.show_model(x, value, blocks, model.axis_km, self._reading)
        problem = f"<br>{self.survey.problem}" if self.survey.problem else ""
        agreement = self._agreement(x, value)
        self.reading.setText(f"{tr('Model at the pick')}: <b>{self._reading(0.0)}</b>{agreement}{problem}")

    def _agreement(self, x, value):
        """Return the correlation of model and nearest observation as text."""
        seen_x, seen = self.section.comparison
        inside = np.isfinite(seen) & (np.abs(seen_x) <= x[-1])
        expected = np.interp(seen_x[inside], x, value)
        if inside.sum() < 3 or not np.ptp(expected) or not np.ptp(seen[inside]):
            return ""
        correlation = float(np.corrcoef(expected, seen[inside])[0, 1])
        return " · " + tr("r = {:.2f} with the observation{}").format(correlation, self._chance_text)

    def fit_model(self):
        """Search half-rate, asymmetry and axis on the nearest track, or on the raster where no track crosses."""
        if self.section is None:
            return
        half = self.section.half_length_km
        x = np.linspace(-half, half, _FIT_SAMPLES)
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            found = find_match(
                x, self.section.resampled(x), self.model.model(), rates=self.model.rate.value() * _FIT_RATES,
                asymmetries=_FIT_ASYMMETRIES, reach_km=0.0,
            )
        except LmaError as error:
            self._refuse(sentence(error))
            return
        finally:
            QApplication.restoreOverrideCursor()
        self.model.rate.set_value(found.half_rate)
        self.model.asymmetry.set_value(100 * found.asymmetry)
        self._chance_text = tr(" (the same search reaches {:.2f} by chance, 95 %)").format(found.chance_p95)
        self._put_axis(found.axis_km)

    def _deskewed(self, x, value, theta):
        finite = np.isfinite(value)
        if not self.model.deskewed.isChecked() or finite.sum() < 3:
            return np.zeros(0), np.zeros(0)
        even = np.linspace(x[finite].min(), x[finite].max(), _MODEL_SAMPLES)
        filled = np.interp(even, x[finite], value[finite])
        nearest = np.clip(np.searchsorted(x, even), 0, len(x) - 1)
        return even, np.where(finite[nearest], deskew(filled, theta), np.nan)

    def _block_at(self, across_km):
        if self.section is None:
            return None
        for block in self.model.model().blocks(across_km - 1e-6, across_km + 1e-6):
            return block
        return None

    def _reading(self, across_km):
        block = self._block_at(across_km)
        if block is None:
            return tr("beyond the time scale")
        age = float(self.model.model().age(across_km))
        polarity = tr("normal") if block.polarity > 0 else tr("reversed")
        return tr("{}, {:.2f} Ma, {}").format(block.name, age, polarity)

    def _put_axis(self, across_km):
        self.model.set_axis(across_km)
        self._place_axis(across_km)
        self.redraw_model()

    def _place_axis(self, across_km):
        """Remember the axis as a place on the map, so that it stays when the section moves."""
        if self.section is not None:
            frame: Frame = self.section.frame
            self._axis_place = tuple(float(part) for part in frame.points(across_km))

    def _set_half_length(self, kilometres):
        self._half_length = kilometres
        self._redraw_soon()

    # --- words ----------------------------------------------------------------------------------

    def _show_counts(self):
        self.navigation.show_counts(self.session.counts(), *self.session.place())

    def _refuse(self, text):
        self._say(text, Qgis.MessageLevel.Warning)

    def _say(self, text, level=Qgis.MessageLevel.Info):
        self._iface.messageBar().pushMessage(tr("Review picks"), text, level, 6)

    def closeEvent(self, event):
        """Stop listening to the layer while the dock is closed; called by Qt."""
        self._redraw.stop()
        super().closeEvent(event)
