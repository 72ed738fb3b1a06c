"""What a person says about a pick: chron, end, quality, comment."""

from __future__ import annotations

import numpy as np
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from ...algorithms.translation import tr
from ...core.picks.chron_names import parse_chron


class PickForm(QWidget):
    """Editors that show the current pick and report what a person changed.

    Signals
    -------
    chron_chosen : str, str
        Chron and end; both empty to clear.
    quality_chosen : object
        1, 2, 3 or None.
    comment_written : str
    from_model
        The chron of the model is to be taken.
    """

    chron_chosen = pyqtSignal(str, str)
    quality_chosen = pyqtSignal(object)
    comment_written = pyqtSignal(str)
    from_model = pyqtSignal()

    def __init__(self, parent=None):
        super().__init__(parent)
        self.chron = QComboBox()
        self.chron.setEditable(True)
        self.chron.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.chron.lineEdit().setPlaceholderText(tr("for example C5n.2n"))
        self.end = QComboBox()
        self.end.addItem("—", "")
        self.end.addItem(tr("young end"), "y")
        self.end.addItem(tr("centre"), "c")
        self.end.addItem(tr("old end"), "o")
        self.quality = QComboBox()
        self.quality.addItem("—", None)
        self.quality.addItem(tr("1 clear"), 1)
        self.quality.addItem(tr("2 usable"), 2)
        self.quality.addItem(tr("3 inferred"), 3)
        self.comment = QLineEdit()
        self.take = QPushButton(tr("From model (T)"))
        self.take.setToolTip(tr("Take chron and end from the model's block at the pick"))
        self.source = QLabel()
        self.source.setWordWrap(True)
        self._lay_out()
        self.chron.activated.connect(self._choose_chron)
        self.chron.lineEdit().editingFinished.connect(self._choose_chron)
        self.end.activated.connect(self._choose_chron)
        self.quality.activated.connect(lambda index: self.quality_chosen.emit(self.quality.currentData()))
        self.comment.editingFinished.connect(lambda: self.comment_written.emit(self.comment.text()))
        self.take.clicked.connect(self.from_model)
        self._shown = ("", "")

    def _lay_out(self):
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.chron, 3)
        line.addWidget(self.end, 2)
        line.addWidget(self.take, 2)
        form = QFormLayout(self)
        form.setContentsMargins(6, 6, 6, 6)
        form.setVerticalSpacing(4)
        form.addRow(tr("Chron"), row)
        form.addRow("", self.source)
        form.addRow(tr("Quality"), self.quality)
        form.addRow(tr("Comment"), self.comment)

    def set_chrons(self, names):
        """Offer the chrons of a time scale."""
        text = self.chron.currentText()
        self.chron.blockSignals(True)
        self.chron.clear()
        self.chron.addItems([""] + sorted(set(names), key=list(names).index))
        self.chron.setEditText(text)
        self.chron.blockSignals(False)

    def show_pick(self, session):
        """Show the current pick of a session, or nothing."""
        has_pick = session.fid is not None
        self.setEnabled(has_pick)
        chron = session.value("chron") if has_pick else ""
        end = session.value("chron_end") if has_pick else ""
        quality = session.value("quality") if has_pick else np.nan
        self._shown = (chron, end)
        self.chron.setEditText(chron)
        self.end.setCurrentIndex(max(self.end.findData(end), 0))
        self.quality.setCurrentIndex(int(quality) if has_pick and quality in (1, 2, 3) else 0)
        self.comment.setText(session.value("comment") if has_pick else "")
        origin = session.value("chron_source") if has_pick else ""
        self.source.setText(tr("from {}").format(origin) if origin else "")
        self.source.setVisible(bool(origin))

    def _choose_chron(self, *unused):
        written = self.chron.currentText().strip()
        chron, end = parse_chron(written) if written else ("", "")
        if written and not chron:
            self.source.setText(tr("“{}” is no chron; write for example C5n.2n, 5 or M10Nr.").format(written))
            self.source.setVisible(True)
            return
        end = end or self.end.currentData() if chron else ""
        if (chron, end) != self._shown:
            self._shown = (chron, end)
            self.chron_chosen.emit(chron, end)
