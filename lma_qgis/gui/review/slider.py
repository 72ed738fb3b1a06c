"""A number with a slider: drag to explore, type to be exact."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QDoubleSpinBox, QHBoxLayout, QSlider, QWidget

_STEPS = 1000


class NumberSlider(QWidget):
    """Slider and spin box that always show the same value.

    Parameters
    ----------
    low, high, value : float
        Range and first value.
    decimals : int
        Of the spin box.
    suffix : str
        Unit behind the number.
    help_text : str
        Tool tip and accessible description.
    with_slider : bool
        False leaves only the spin box.
    beyond : float
        The spin box takes values up to this factor outside the slider's range.
    """

    changed = pyqtSignal(float)

    def __init__(self, low, high, value, decimals, suffix, help_text, with_slider=True, beyond=1.0, parent=None):
        super().__init__(parent)
        self._low, self._high = low, high
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, _STEPS)
        self.spin = QDoubleSpinBox()
        self.spin.setRange(low * beyond, high * beyond)
        self.spin.setDecimals(decimals)
        self.spin.setSingleStep(10.0**-decimals if decimals else 1.0)
        self.spin.setSuffix(suffix)
        self.spin.setKeyboardTracking(False)
        self.spin.setFixedWidth(self.spin.fontMetrics().horizontalAdvance("000.0 mm/yr") + 30)
        self.slider.setVisible(with_slider)
        for widget in (self.slider, self.spin, self):
            widget.setToolTip(help_text)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self.spin)
        self.slider.valueChanged.connect(self._from_slider)
        self.spin.valueChanged.connect(self._from_spin)
        self.set_value(value)

    def value(self):
        """Return the number."""
        return self.spin.value()

    def set_value(self, value):
        """Show a number without telling anyone."""
        self.spin.blockSignals(True)
        self.spin.setValue(value)
        self.spin.blockSignals(False)
        self._place_slider()

    def _place_slider(self):
        self.slider.blockSignals(True)
        self.slider.setValue(round(_STEPS * (self.spin.value() - self._low) / (self._high - self._low)))
        self.slider.blockSignals(False)

    def _from_slider(self, step):
        self.spin.blockSignals(True)
        self.spin.setValue(self._low + (self._high - self._low) * step / _STEPS)
        self.spin.blockSignals(False)
        self.changed.emit(self.spin.value())

    def _from_spin(self, value):
        self._place_slider()
        self.changed.emit(value)
