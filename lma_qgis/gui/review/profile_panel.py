"""The picture beside the decision: observed profiles above, a synthetic one below, polarity blocks under both."""

from __future__ import annotations

import numpy as np
from qgis.PyQt.QtCore import QPointF, QRectF, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPalette, QPen, QPixmap
from qgis.PyQt.QtWidgets import QSizePolicy, QWidget

from ...algorithms.translation import tr
from .plot import CENTRE, LEFT, RIGHT, Axes, compass, put, round_ticks, value_range

CREST, TROUGH, GRID = QColor("#c8102e"), QColor("#2b6cb0"), QColor("#1f3a5f")
GRID_ON_DARK = QColor("#9dc3ee")
NORMAL, REVERSED = QColor("#222222"), QColor("#f6f6f6")
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 10, 20, 30
_BLOCKS, _GAP = 18, 18
_NEAR_PIXELS = 6
_MOST_CURVES = 16


class ProfilePanel(QWidget):
    """Draws a section and a model; clicks choose a neighbour, a double click places the axis.

    Signals
    -------
    pick_clicked : int
        Feature id of a neighbour.
    axis_placed : float
        Position on the section, km.
    """

    pick_clicked = pyqtSignal(object)
    axis_placed = pyqtSignal(float)

    def __init__(self, parent=None):
        super().__init__(parent)
        self.section = None
        self.model_x = self.model_value = np.zeros(0)
        self.deskewed_x = self.deskewed_value = np.zeros(0)
        self.blocks = []
        self.axis_km = None
        self.message = ""
        self.reading = None
        self._hover = None
        self._still = self._still_key = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Profile across the pick"))

    def sizeHint(self):
        """Return a comfortable size."""
        return QSize(440, 320)

    def minimumSizeHint(self):
        """Return the smallest size at which labels do not overlap."""
        return QSize(300, 220)

    def show_section(self, section, message=""):
        """Draw another section, or a message where there is none."""
        self.section, self.message = section, message
        self._still = None
        self.update()

    def show_model(self, x_km, value, blocks, axis_km, reading=None):
        """Draw another model.

        Parameters
        ----------
        x_km, value : numpy.ndarray
            Synthetic anomaly, nT; empty for none.
        blocks : list of Block
            Polarity blocks of the section.
        axis_km : float or None
            Position of the spreading axis.
        reading : callable, optional
            Takes a position and returns what the model says there, for the read-out under the mouse.
        """
        self.model_x, self.model_value, self.blocks = np.asarray(x_km), np.asarray(value), list(blocks)
        self.axis_km, self.reading = axis_km, reading
        self.update()

    def show_deskewed(self, x_km, value):
        """Draw the section with its skewness undone; empty arrays for none."""
        if self.deskewed_x.size or len(x_km):
            self._still = None
        self.deskewed_x, self.deskewed_value = np.asarray(x_km), np.asarray(value)
        self.update()

    # --- geometry -------------------------------------------------------------------------------

    def _axes(self):
        half = self.section.half_length_km
        inner = QRectF(_LEFT, _TOP, self.width() - _LEFT - _RIGHT, self.height() - _TOP - _BOTTOM)
        has_model = self.model_x.size > 0
        plots = inner.height() - ((_BLOCKS + 2 * _GAP) if has_model else 0)
        upper = QRectF(inner.left(), inner.top(), inner.width(), plots * (0.56 if has_model else 1.0))
        curves = [crossing.value for crossing in self.section.crossings] + [self.section.grid_value]
        high = value_range(curves)
        observed = Axes(upper, -half, half, -high, high)
        if not has_model:
            return observed, None, None
        lower = QRectF(inner.left(), upper.bottom() + _GAP, inner.width(), plots * 0.44)
        strip = QRectF(inner.left(), lower.bottom() + _GAP, inner.width(), _BLOCKS)
        synthetic = value_range([self.model_value, self.section.grid_value])
        return observed, Axes(lower, -half, half, -synthetic, synthetic), strip

    # --- painting -------------------------------------------------------------------------------

    def paintEvent(self, event):
        """Paint everything; called by Qt."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        base = self.palette().color(QPalette.ColorRole.Base)
        painter.fillRect(self.rect(), base)
        if self.section is None:
            painter.setPen(self._ink(0.65))
            box = QRectF(self.rect()).adjusted(20, 20, -20, -20)
            put(painter, box, CENTRE, self.message, wrap=True)
            return
        painter.setFont(self._font())
        observed, synthetic, strip = self._axes()
        bottom = strip.bottom() if strip is not None else observed.box.bottom()
        painter.drawPixmap(0, 0, self._still_picture(observed, bottom))
        if synthetic is not None:
            self._frame(painter, synthetic, tr("model, nT"))
            self._blocks(painter, synthetic, strip)
            self._pick_line(painter, observed, strip.top(), strip.bottom())
            self._synthetic(painter, synthetic)
            self._block_names(painter, synthetic, strip)
        self._read_out(painter, observed, bottom)

    def _font(self):
        font = self.font()
        font.setPointSizeF(max(font.pointSizeF() * 0.85, 7.0))
        return font

    def _still_picture(self, observed, bottom):
        """Return what does not change with the model, painted once: sliders redraw the rest only."""
        key = (self.width(), self.height(), bottom, self.devicePixelRatioF())
        if self._still is None or self._still_key != key:
            self._still = QPixmap(self.size() * self.devicePixelRatioF())
            self._still.setDevicePixelRatio(self.devicePixelRatioF())
            self._still.fill(self.palette().color(QPalette.ColorRole.Base))
            painter = QPainter(self._still)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(self._font())
            self._frame(painter, observed, tr("observed, nT"))
            self._markers(painter, observed, bottom)
            self._observed(painter, observed)
            self._bottom_axis(painter, observed, bottom)
            self._ends(painter, observed)
            painter.end()
            self._still_key = key
        return self._still

    def changeEvent(self, event):
        """Forget the still picture when fonts or colours change; called by Qt."""
        self._still = None
        super().changeEvent(event)

    def _ink(self, strength=1.0):
        ink = QColor(self.palette().color(QPalette.ColorRole.Text))
        ink.setAlphaF(strength)
        return ink

    def _section_colour(self):
        dark = self.palette().color(QPalette.ColorRole.Base).lightness() < 128
        return GRID_ON_DARK if dark else GRID

    def _frame(self, painter, axes, title):
        metrics = QFontMetrics(painter.font())
        for tick in round_ticks(axes.low, axes.high, max(axes.box.height() / 26, 2)):
            y = float(axes.y(tick))
            painter.setPen(QPen(self._ink(0.22 if tick == 0 else 0.09), 1))
            painter.drawLine(QPointF(axes.box.left(), y), QPointF(axes.box.right(), y))
            painter.setPen(self._ink(0.65))
            place = QRectF(0, y - metrics.height() / 2, axes.box.left() - 6, metrics.height())
            put(painter, place, RIGHT, f"{tick:g}")
        painter.setPen(self._ink(0.65))
        painter.drawText(QPointF(axes.box.left() + 4, axes.box.top() - 5), title)

    def _observed(self, painter, axes):
        painter.save()
        painter.setClipRect(axes.box)
        crossings = self.section.crossings[:_MOST_CURVES]
        for rank, crossing in reversed(list(enumerate(crossings))):
            colour = self._ink(max(0.62 - 0.09 * rank, 0.2))
            painter.setPen(QPen(colour, 1.3 if rank == 0 else 0.9))
            axes.draw(painter, crossing.across_km, crossing.value)
        painter.setPen(_round_pen(self._section_colour(), 2.0))
        axes.draw(painter, self.section.grid_km, self.section.grid_value)
        if self.deskewed_x.size:
            painter.setPen(QPen(QColor("#0f766e"), 1.6, Qt.PenStyle.DashLine))
            axes.draw(painter, self.deskewed_x, self.deskewed_value)
        painter.restore()

    def _synthetic(self, painter, axes):
        painter.save()
        painter.setClipRect(axes.box)
        faint = QColor(self._section_colour())
        faint.setAlphaF(0.45)
        painter.setPen(QPen(faint, 1.1))
        axes.draw(painter, *self.section.observed)
        painter.setPen(_round_pen(QColor("#d97706"), 2.0))
        axes.draw(painter, self.model_x, self.model_value)
        painter.restore()

    def _blocks(self, painter, axes, strip):
        painter.fillRect(strip, REVERSED)
        for block in self.blocks:
            if block.polarity > 0:
                painter.fillRect(_block_box(axes, strip, block), NORMAL)
        painter.setPen(QPen(self._ink(0.5), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(strip)
        painter.setPen(self._ink(0.65))
        painter.drawText(QPointF(strip.left() + 4, strip.top() - 5), tr("polarity (dark: normal)"))
        if self.axis_km is not None and abs(self.axis_km) <= self.section.half_length_km:
            x = float(axes.x(self.axis_km))
            head = QPainterPath(QPointF(x, strip.top() - 1))
            head.lineTo(x - 5, strip.top() - 9)
            head.lineTo(x + 5, strip.top() - 9)
            head.closeSubpath()
            painter.fillPath(head, self._ink(0.85))

    def _block_names(self, painter, axes, strip):
        """Write the names over the marker lines."""
        metrics = QFontMetrics(painter.font())
        for block in self.blocks:
            box, width = _block_box(axes, strip, block), metrics.horizontalAdvance(block.name)
            if width + 4 < box.width():
                fill, ink = (NORMAL, REVERSED) if block.polarity > 0 else (REVERSED, NORMAL)
                middle = box.center().x()
                painter.fillRect(QRectF(middle - width / 2 - 2, box.top() + 1, width + 4, box.height() - 2), fill)
                painter.setPen(ink)
                put(painter, box, CENTRE, block.name)

    def _markers(self, painter, axes, bottom):
        top = axes.box.top()
        painter.save()
        taken = []
        metrics = QFontMetrics(painter.font())
        for neighbour in self.section.neighbours:
            x = float(axes.x(neighbour.across_km))
            colour = QColor(CREST if neighbour.kind == "crest" else TROUGH)
            colour.setAlphaF(0.75 if neighbour.status in ("accepted", "edited") else 0.4)
            painter.setPen(QPen(colour, 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, top), QPointF(x, bottom))
            width = metrics.horizontalAdvance(neighbour.chron)
            # Names of picks that lie close together would cover each other.
            free = all(abs(x - other) > (width + size) / 2 + 4 for other, size in taken)
            if neighbour.chron and free and x + width / 2 < axes.box.right() - 24:
                taken.append((x, width))
                colour.setAlphaF(1.0)
                painter.setPen(colour)
                painter.drawText(QPointF(x - width / 2, axes.box.bottom() - 3), neighbour.chron)
        painter.restore()
        self._pick_line(painter, axes, top, bottom)

    def _pick_line(self, painter, axes, top, bottom):
        x = float(axes.x(0.0))
        painter.setPen(QPen(CREST if self.section.kind == "crest" else TROUGH, 2))
        painter.drawLine(QPointF(x, top), QPointF(x, bottom))

    def _bottom_axis(self, painter, axes, bottom):
        metrics = QFontMetrics(painter.font())
        painter.setPen(self._ink(0.65))
        for tick in round_ticks(axes.left, axes.right, max(axes.box.width() / 60, 2)):
            x = float(axes.x(tick))
            painter.drawLine(QPointF(x, bottom), QPointF(x, bottom + 4))
            place = QRectF(x - 30, bottom + 5, 60, metrics.height())
            text = tr("{} km").format("0") if tick == 0 else f"{tick:g}"
            put(painter, place, CENTRE, text)

    def _ends(self, painter, axes):
        font = painter.font()
        font.setBold(True)
        painter.save()
        painter.setFont(font)
        painter.setPen(self._ink(0.85))
        right = self.section.strike_true_deg + 90.0
        box = QRectF(axes.box.left() + 4, axes.box.top() + 2, axes.box.width() - 8, 16)
        put(painter, box, LEFT, compass(right + 180.0))
        put(painter, box, RIGHT, compass(right))
        painter.restore()

    def _read_out(self, painter, axes, bottom):
        if self._hover is None or not axes.box.left() <= self._hover <= axes.box.right():
            text = self._summary()
        else:
            x_km = axes.value_at(self._hover)
            painter.setPen(QPen(self._ink(0.35), 1))
            painter.drawLine(QPointF(self._hover, axes.box.top()), QPointF(self._hover, bottom))
            text = tr("{:+.1f} km").format(x_km)
            if self.reading is not None:
                text += "   " + self.reading(x_km)
        metrics = QFontMetrics(painter.font())
        painter.setPen(self._ink(0.85))
        painter.drawText(QPointF(axes.box.right() - metrics.horizontalAdvance(text), axes.box.top() - 5), text)

    def _summary(self):
        count = len(self.section.crossings)
        if not self.section.has_tracks:
            return tr("no track points chosen (tab Layers)")
        if not count:
            return tr("no track crosses within 25 km")
        nearest = abs(self.section.crossings[0].offset_km)
        if count == 1:
            return tr("one track crosses, at {:.0f} km").format(nearest)
        text = tr("{} tracks cross, nearest at {:.0f} km").format(count, nearest)
        return text if count <= _MOST_CURVES else text + tr(", {} drawn").format(_MOST_CURVES)

    # --- mouse ----------------------------------------------------------------------------------

    def mouseMoveEvent(self, event):
        """Read out the place under the mouse; called by Qt."""
        self._hover = event.pos().x()
        near = self._neighbour_at(event.pos().x())
        self.setCursor(Qt.CursorShape.PointingHandCursor if near is not None else Qt.CursorShape.ArrowCursor)
        self.update()

    def leaveEvent(self, event):
        """Forget the mouse; called by Qt."""
        self._hover = None
        self.update()

    def mousePressEvent(self, event):
        """Go to the neighbour under the mouse; called by Qt."""
        near = self._neighbour_at(event.pos().x())
        if near is not None:
            self.pick_clicked.emit(near)

    def mouseDoubleClickEvent(self, event):
        """Place the spreading axis under the mouse; called by Qt."""
        if self.section is not None and self._neighbour_at(event.pos().x()) is None:
            self.axis_placed.emit(float(self._axes()[0].value_at(event.pos().x())))

    def _neighbour_at(self, pixel):
        if self.section is None or not self.section.neighbours:
            return None
        axes = self._axes()[0]
        near = min(self.section.neighbours, key=lambda neighbour: abs(float(axes.x(neighbour.across_km)) - pixel))
        return near.fid if abs(float(axes.x(near.across_km)) - pixel) <= _NEAR_PIXELS else None


def _block_box(axes, strip, block):
    left, right = float(axes.x(block.left_km)), float(axes.x(block.right_km))
    return QRectF(left, strip.top(), right - left, strip.height())


def _round_pen(colour, width):
    pen = QPen(colour, width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    return pen
