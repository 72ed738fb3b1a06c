"""Controls of the forward model."""

from __future__ import annotations

import numpy as np
from qgis.core import QgsSettings
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QPalette
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ...algorithms.translation import tr
from ...core.forward.spreading import Spreading, crest_polarity
from ...geo import timescales
from .slider import NumberSlider

SKEWED_DEG = 45.0
_SETTINGS = "lma/review/"


class ModelControls(QWidget):
    """Time scale, rates, axis, layer and skewness.

    Signals
    -------
    changed
        Any value of the model.
    axis_here
        The axis is to be put on the current pick.
    search_wanted
        Half-rate and axis are to be fitted to the profile.
    """

    changed = pyqtSignal()
    axis_here = pyqtSignal()
    search_wanted = pyqtSignal()

    def __init__(self, parent=None):
        super().__init__(parent)
        self.scale = QComboBox()
        for name, label in timescales.LABELS.items():
            self.scale.addItem(label, name)
        self.rate = NumberSlider(2, 100, 30, 1, " mm/yr", tr("Half-rate: mean of both flanks"))
        self.asymmetry = NumberSlider(-50, 50, 0, 0, " %", tr("Right flank faster by this, left slower"))
        self.axis = NumberSlider(
            -200, 200, 0, 1, " km", tr("Axis, from the pick; or double-click the profile"), beyond=10
        )
        self.top = NumberSlider(0.5, 12, 2.5, 1, " km", tr("Depth of the layer's top below the sensor"), False)
        self.thickness = NumberSlider(0.1, 3, 0.5, 1, " km", tr("Thickness of the magnetised layer"), False)
        self.magnetization = NumberSlider(0.1, 99, 5, 1, " A/m", tr("Magnetisation of the layer"), False)
        self.theta = NumberSlider(-180, 180, 0, 0, "°", tr("Skewness θ: phase shift of the anomaly"))
        self.fit = QCheckBox(tr("Fit"))
        self.fit.setChecked(True)
        self.fit.setToolTip(tr("Choose the magnetisation so that model and observation vary equally"))
        self.automatic = QCheckBox(tr("Auto"))
        self.automatic.setChecked(True)
        self.automatic.setToolTip(
            tr("θ from the IGRF direction at the time of the survey, an axial dipole remanence and the strike")
        )
        self.deskewed = QCheckBox(tr("Deskewed section"))
        self.here = QPushButton(tr("Axis here"))
        self.here.setToolTip(tr("Put the spreading axis on the current pick"))
        self.search = QPushButton(tr("Fit rate and axis"))
        self.search.setToolTip(
            tr("Try 0.6 to 1.6 times this half-rate, asymmetries to 20 % and every axis within the section")
        )
        self.statement = QLabel()
        self.statement.setWordWrap(True)
        self.statement.setTextFormat(Qt.TextFormat.RichText)
        self._kept = {
            "half_rate": self.rate, "asymmetry": self.asymmetry, "top": self.top, "thickness": self.thickness
        }
        self._restore()
        self._lay_out()
        for control in (self.rate, self.asymmetry, self.axis, self.top, self.thickness, self.magnetization, self.theta):
            control.changed.connect(self._emit)
        self.scale.currentIndexChanged.connect(self._emit)
        self.deskewed.toggled.connect(self._emit)
        self.fit.toggled.connect(self._enable)
        self.automatic.toggled.connect(self._enable)
        self.here.clicked.connect(self.axis_here)
        self.search.clicked.connect(self.search_wanted)
        self._enable()

    def _lay_out(self):
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(3)
        form.addRow(tr("Time scale"), self.scale)
        form.addRow(tr("Half-rate"), self.rate)
        form.addRow(tr("Asymmetry"), self.asymmetry)
        form.addRow(tr("Axis at"), self.axis)
        form.addRow(tr("Layer"), _beside(self.top, self.thickness, self.magnetization, self.fit, grow=-1))
        form.addRow(tr("Skewness θ"), _beside(self.theta, self.automatic))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(form)
        layout.addWidget(_beside(self.deskewed, self.here, self.search))
        layout.addWidget(self.statement)

    def _restore(self):
        settings = QgsSettings()
        for name, control in self._kept.items():
            control.set_value(settings.value(_SETTINGS + name, control.value(), type=float))
        self.scale.setCurrentIndex(max(self.scale.findData(settings.value(_SETTINGS + "timescale", "")), 0))

    def hideEvent(self, event):
        """Keep the model for the next session; called by Qt when the tab or the dock is left."""
        settings = QgsSettings()
        for name, control in self._kept.items():
            settings.setValue(_SETTINGS + name, control.value())
        settings.setValue(_SETTINGS + "timescale", self.scale_name())
        super().hideEvent(event)

    def _emit(self, *unused):
        self._state_polarity()
        self.changed.emit()

    def _enable(self, *unused):
        self.magnetization.setEnabled(not self.fit.isChecked())
        self.theta.setEnabled(not self.automatic.isChecked())
        self._emit()

    def scale_name(self):
        """Return the key of the chosen time scale."""
        return self.scale.currentData()

    def set_theta(self, degrees):
        """Show the automatic θ; NaN switches to the value by hand."""
        if np.isfinite(degrees):
            self.theta.set_value(degrees)
        else:
            self.automatic.setChecked(False)
        self._state_polarity()

    def set_axis(self, across_km):
        """Show where the axis lies on this section."""
        self.axis.set_value(across_km)

    def model(self):
        """Return the model as it is set, magnetisation included."""
        return Spreading(
            timescales.load(self.scale_name()),
            half_rate=self.rate.value(),
            asymmetry=self.asymmetry.value() / 100.0,
            axis_km=self.axis.value(),
            top_km=self.top.value(),
            thickness_km=self.thickness.value(),
            magnetization=self.magnetization.value(),
            skewness_deg=self.theta.value(),
        )

    def _state_polarity(self):
        theta = self.theta.value()
        normal, other = tr("normal"), tr("reversed")
        crest, trough = (normal, other) if crest_polarity(theta) > 0 else (other, normal)
        text = tr("θ = {:.0f}°: here a crest marks <b>{}</b> crust, a trough <b>{}</b> crust.").format(
            theta, crest, trough
        )
        if abs(theta) > SKEWED_DEG:
            off_axis = min(abs(theta), 180.0 - abs(theta))
            advice = (
                tr("The anomaly is inverted; crests and troughs stay near the middle of their blocks.")
                if off_axis <= SKEWED_DEG
                else tr("Strongly skewed: crests and troughs lie up to 5 km off the middle of their blocks.")
            )
            dark = self.palette().color(QPalette.ColorRole.Window).lightness() < 128
            text += f" <span style='color:{'#fbbf24' if dark else '#b45309'}'>⚠ |θ| > 45°. {advice}</span>"
        self.statement.setText(text)


def _beside(*widgets, grow=0):
    """Return a row; the widget ``grow`` takes the free width, −1 leaves it empty on the right."""
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    for number, widget in enumerate(widgets):
        layout.addWidget(widget, 1 if number == grow else 0)
    if grow < 0:
        layout.addStretch(1)
    return row
