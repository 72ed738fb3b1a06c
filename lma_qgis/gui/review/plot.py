"""Small plotting helpers: a linear frame, round ticks, broken curves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from qgis.PyQt.QtCore import QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QPolygonF, QTextOption

LEFT, RIGHT, CENTRE = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignHCenter


@dataclass(frozen=True)
class Axes:
    """A rectangle of the widget that shows a range of x and of y.

    Parameters
    ----------
    box : QRectF
        Pixels.
    left, right : float
        x at the edges.
    low, high : float
        y at the bottom and at the top.
    """

    box: QRectF
    left: float
    right: float
    low: float
    high: float

    def x(self, value):
        """Return pixels of x, scalar or array."""
        return self.box.left() + (np.asarray(value) - self.left) / (self.right - self.left) * self.box.width()

    def y(self, value):
        """Return pixels of y, scalar or array."""
        return self.box.bottom() - (np.asarray(value) - self.low) / (self.high - self.low) * self.box.height()

    def value_at(self, pixel):
        """Return x at a pixel."""
        return self.left + (pixel - self.box.left()) / self.box.width() * (self.right - self.left)

    def draw(self, painter, x, y):
        """Draw a curve, broken at values that are not finite."""
        x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
        finite = np.isfinite(x) & np.isfinite(y)
        pixels = np.column_stack((self.x(x), self.y(y)))
        for piece in np.split(np.arange(len(x)), np.flatnonzero(np.diff(finite.astype(int))) + 1):
            if len(piece) > 1 and finite[piece[0]]:
                painter.drawPolyline(QPolygonF([QPointF(left, top) for left, top in pixels[piece].tolist()]))


def round_ticks(low, high, count):
    """Return about ``count`` round numbers within a range.

    Parameters
    ----------
    low, high : float
    count : int

    Returns
    -------
    numpy.ndarray of float64

    Examples
    --------
    >>> round_ticks(-60, 60, 6).tolist()
    [-60.0, -40.0, -20.0, 0.0, 20.0, 40.0, 60.0]
    """
    raw = (high - low) / max(count, 1)
    power = 10.0 ** np.floor(np.log10(raw))
    step = power * min((1, 2, 5, 10), key=lambda factor: abs(np.log(factor * power / raw)))
    first, last = np.ceil(low / step - 1e-9), np.floor(high / step + 1e-9)
    return step * np.arange(first, last + 1) + 0.0


def value_range(curves, least=50.0):
    """Return a symmetric range that holds almost all values of some curves.

    Parameters
    ----------
    curves : sequence of numpy.ndarray
    least : float
        Smallest half range.

    Returns
    -------
    float
        Half the range; spikes far above all but half a percent of the values are cut.
    """
    values = np.concatenate([np.asarray(curve, dtype=float) for curve in curves] or [np.zeros(0)])
    values = np.abs(values[np.isfinite(values)])
    if not len(values):
        return least
    usual, largest = float(np.quantile(values, 0.995)), float(values.max())
    return max(least, 1.05 * largest if largest < 1.5 * usual else 1.1 * usual)


def compass(azimuth_deg):
    """Return the compass point of an azimuth, one of sixteen."""
    names = ["N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW"]
    return names[round(azimuth_deg / 22.5) % 16]


def put(painter, box, side, text, wrap=False):
    """Write text into a box, vertically centred.

    Parameters
    ----------
    painter : QPainter
    box : QRectF
    side : Qt.AlignmentFlag
        LEFT, RIGHT or CENTRE.
    text : str
    wrap : bool
        Break lines at words.
    """
    # Qt 5 and Qt 6 disagree on the type of drawText's flags; a text option is the same in both.
    option = QTextOption(side | Qt.AlignmentFlag.AlignVCenter)
    option.setWrapMode(QTextOption.WrapMode.WordWrap if wrap else QTextOption.WrapMode.NoWrap)
    painter.drawText(box, text, option)
