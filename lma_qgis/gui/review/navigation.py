"""Bars above and below the profile: where one is, and the decisions."""

from __future__ import annotations

import numpy as np
from qgis.PyQt.QtCore import QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QWidget,
)

from ...algorithms.translation import tr
from ...paths import resource
from ..help_dialog import show_help
from .keys import KEYS

LENGTHS_KM = (30.0, 60.0, 80.0, 120.0, 200.0, 300.0)


class NavigationBar(QWidget):
    """Place, counts, order and filter.

    Signals
    -------
    next_wanted, previous_wanted
    order_chosen : str
    filter_chosen : str, bool
    length_chosen : float
        Half length of the section, km.
    """

    next_wanted = pyqtSignal()
    previous_wanted = pyqtSignal()
    order_chosen = pyqtSignal(str)
    filter_chosen = pyqtSignal(str, bool)
    length_chosen = pyqtSignal(float)

    def __init__(self, parent=None):
        super().__init__(parent)
        self.place = QLabel()
        self.place.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.place.setMinimumWidth(76)
        self.counts = QLabel()
        self.counts.setTextFormat(Qt.TextFormat.RichText)
        previous = _arrow(Qt.ArrowType.LeftArrow, tr("Previous pick (P)"))
        following = _arrow(Qt.ArrowType.RightArrow, tr("Next pick (N)"))
        previous.clicked.connect(self.previous_wanted)
        following.clicked.connect(self.next_wanted)
        self.order, self.filter, self.length = QComboBox(), QComboBox(), QComboBox()
        self.order.addItem(tr("Rising score"), "score")
        self.order.addItem(tr("Rising evidence"), "evidence")
        self.order.addItem(tr("Along strike"), "strike")
        self.filter.addItem(tr("To review"), "todo")
        self.filter.addItem(tr("All picks"), "all")
        self.filter.addItem(tr("Without chron"), "unnamed")
        self.filter.addItem(tr("Accepted"), "accepted")
        self.filter.addItem(tr("Edited"), "edited")
        self.filter.addItem(tr("Rejected"), "rejected")
        for kilometres in LENGTHS_KM:
            self.length.addItem(f"± {kilometres:g} km", kilometres)
        self.length.setCurrentIndex(self.length.findData(80.0))
        self.length.setToolTip(tr("Length of the section on both sides of the pick"))
        self.weak = QCheckBox(tr("also weak"))
        self.weak.setToolTip(tr("Visit also picks with support below 0.3 or fewer than two track crossings"))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        top = QHBoxLayout()
        for widget in (previous, self.place, following):
            top.addWidget(widget)
        top.addStretch(1)
        top.addWidget(self.counts)
        top.addWidget(_help_button(tr("How to review: keys, profile, model")))
        grid.addLayout(top, 0, 0, 1, 4)
        for column, widget in enumerate((self.filter, self.weak, self.order, self.length)):
            grid.addWidget(widget, 1, column)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(2, 1)
        self.order.activated.connect(lambda index: self.order_chosen.emit(self.order.currentData()))
        self.filter.activated.connect(self._choose_filter)
        self.weak.toggled.connect(self._choose_filter)
        self.length.activated.connect(lambda index: self.length_chosen.emit(self.length.currentData()))

    def _choose_filter(self, *unused):
        self.filter_chosen.emit(self.filter.currentData(), self.weak.isChecked())

    def show_counts(self, counts, place, total):
        """Show how many picks have which status, and where one is."""
        self.place.setText(f"<b>{place or '–'}</b> / {total}")
        parts = [
            f"<span style='color:{colour}'>●</span> {text.format(counts[name])}"
            for name, colour, text in (
                ("accepted", "#15803d", tr("{} accepted")),
                ("edited", "#2b6cb0", tr("{} edited")),
                ("rejected", "#c8102e", tr("{} rejected")),
            )
        ]
        self.counts.setText("&nbsp;&nbsp;".join([*parts, tr("{} open").format(counts["predicted"])]))


class ActionBar(QWidget):
    """Accept, reject, edit, undo, save; ``buttons`` by these names."""

    def __init__(self, parent=None):
        super().__init__(parent)
        self.buttons = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        texts = {
            "accept": tr("Accept"),
            "reject": tr("Reject"),
            "edit": tr("Edit"),
            "undo": tr("Undo"),
            "save": tr("Save"),
        }
        for name, text in texts.items():
            button = QPushButton(f"{text} ({KEYS[name]})" if name in KEYS else text)
            button.setObjectName(f"lma_review_{name}")
            button.setIcon(QIcon(str(resource("icons", f"review_{name}.svg"))))
            button.setIconSize(QSize(16, 16))
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            layout.addWidget(button, 2 if name in ("accept", "reject") else 1)
            self.buttons[name] = button


def facts(session):
    """Return what is known of the current pick as two lines of rich text."""
    if session.fid is None:
        return ""
    kind, status = session.value("kind"), session.value("status")
    colour = "#c8102e" if kind == "crest" else "#2b6cb0"
    line = session.line()
    length = session.value("length_km")
    if not np.isfinite(length) and line is not None:
        length = float(np.hypot(*np.diff(line, axis=0).T).sum()) / 1000.0
    numbers = [
        text.format(session.value(column))
        for text, column in (
            (tr("score {:.2f}"), "score"),
            (tr("support {:.2f}"), "support"),
            (tr("evidence {:.2f}"), "evidence"),
        )
        if np.isfinite(session.value(column))
    ]
    crossed = session.value("n_crossings")
    if np.isfinite(crossed):
        numbers.append(tr("{:.0f} crossings").format(crossed))
    size = tr("{:.0f} km").format(length) if np.isfinite(length) else ""
    kind = {"crest": tr("crest"), "trough": tr("trough")}.get(kind, kind or tr("pick"))
    head = f"<b style='color:{colour}'>{kind}</b> <b title='id'>{session.value('pick_id')[:8]}</b>"
    # Always two lines, so that the profile does not jump from pick to pick.
    return " · ".join(part for part in (head, status, size) if part) + "<br>" + " · ".join(numbers)


def _help_button(tip):
    button = QToolButton()
    button.setText("?")
    button.setAutoRaise(True)
    button.setToolTip(tip)
    button.clicked.connect(lambda: show_help(button.window(), "review"))
    return button


def _arrow(kind, tip):
    button = QToolButton()
    button.setArrowType(kind)
    button.setToolTip(tip)
    button.setAutoRepeat(True)
    return button
