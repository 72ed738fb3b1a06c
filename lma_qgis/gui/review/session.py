"""The review of one pick layer without widgets: where one is, what was decided, how it is undone."""

from __future__ import annotations

import numpy as np
from qgis.core import NULL, QgsApplication
from qgis.PyQt.QtCore import QDateTime, QObject, QTimer, pyqtSignal

from ...algorithms.translation import sentence, tr
from ...core.errors import LmaError
from .ordering import visiting_order, wanted
from .table import problem_of, read_table

STATUSES = ("predicted", "accepted", "edited", "rejected")


class ReviewSession(QObject):
    """Steps through picks and writes decisions through the layer's edit buffer.

    Signals
    -------
    layer_changed
        Another layer, or its table was read again.
    current_changed
        Another pick, or new values of the current one.
    counts_changed
        The status of some pick changed.
    refused : str
        Why a decision could not be written.
    """

    layer_changed = pyqtSignal()
    current_changed = pyqtSignal()
    counts_changed = pyqtSignal()
    refused = pyqtSignal(str)

    def __init__(self, parent=None):
        super().__init__(parent)
        self.layer = None
        self.table = None
        self.problem = problem_of(None)
        self.current = -1
        self._order, self._filter, self._with_weak = "score", "todo", True
        self._ranked = np.zeros(0, dtype=int)
        self._touched = {}
        self._writing = False
        self._reading = QTimer(self, singleShot=True, interval=0)
        self._reading.timeout.connect(self._reread)

    def set_layer(self, layer):
        """Review another layer; None ends the review."""
        if layer is self.layer:
            return
        self._disconnect()
        self.layer = layer
        self._touched = {}
        self.current = -1
        if layer is not None:
            layer.attributeValueChanged.connect(self._on_value)
            layer.geometryChanged.connect(self._on_geometry)
            for signal in self._structural(layer):
                signal.connect(self._read_soon)
            layer.willBeDeleted.connect(self._on_deleted)
        self._read()

    def _structural(self, layer):
        return (
            layer.featureAdded, layer.featuresDeleted, layer.afterRollBack, layer.afterCommitChanges,
            layer.updatedFields, layer.subsetStringChanged, layer.crsChanged,
        )

    def _disconnect(self):
        if self.layer is None:
            return
        self.layer.attributeValueChanged.disconnect(self._on_value)
        self.layer.geometryChanged.disconnect(self._on_geometry)
        for signal in self._structural(self.layer):
            signal.disconnect(self._read_soon)
        self.layer.willBeDeleted.disconnect(self._on_deleted)

    def _on_deleted(self):
        # The C++ layer is gone already, and its connections with it.
        self.layer = None
        self._touched = {}
        self.current = -1
        self._read()

    def _read_soon(self, *unused):
        """Read once after a burst of changes, when the layer is consistent again."""
        self._reading.start()

    def _reread(self):
        here = self.fid
        self._read()
        if self.table is not None and here is not None and self.table.row_of(here) >= 0:
            self.current = self.table.row_of(here)
            self.current_changed.emit()

    def _read(self):
        self._reading.stop()
        self.problem = problem_of(self.layer)
        self.table = None
        if not self.problem:
            try:
                self.table = read_table(self.layer)
            except LmaError as error:
                self.problem = sentence(error)
        self.current = -1
        self._rank()
        self.layer_changed.emit()
        self.counts_changed.emit()
        self.go_next()

    def _rank(self):
        self._ranked = visiting_order(self.table, self._order) if self.table is not None else np.zeros(0, dtype=int)

    # --- where one is ---------------------------------------------------------------------------

    @property
    def fid(self):
        """Feature id of the current pick, None without one."""
        return int(self.table.fid[self.current]) if self.table is not None and self.current >= 0 else None

    def value(self, name):
        """Return a value of the current pick: number, text, or None without a pick."""
        return self.table.columns[name][self.current] if self.fid is not None else None

    def line(self):
        """Return the vertices of the current pick in the working system, shape (n, 2); None without."""
        if self.fid is None or len(self.table.lines[self.current]) < 2:
            return None
        return self.table.lines[self.current]

    def set_order(self, order):
        """Visit picks in another order; the current one stays."""
        self._order = order
        self._rank()
        self.current_changed.emit()

    def set_filter(self, choice, with_weak=True):
        """Visit other picks; moves on if the current one is no longer among them."""
        self._filter, self._with_weak = choice, with_weak
        if self.table is not None and (self.current < 0 or not self._mask()[self.current]):
            self.current = -1
            self.go_next()
        self.current_changed.emit()

    def _mask(self):
        return wanted(self.table, self._filter, self._with_weak)

    def place(self):
        """Return (1-based place of the current pick among those visited, or 0, and their number)."""
        if self.table is None:
            return 0, 0
        visited = self._ranked[self._mask()[self._ranked]]
        found = np.flatnonzero(visited == self.current)
        return (int(found[0]) + 1 if len(found) else 0), len(visited)

    def go_next(self):
        """Go to the next pick of the visit, from the last one to the first; return whether there is one."""
        return self._step(1)

    def go_previous(self):
        """Go to the previous pick of the visit; return whether there is one."""
        return self._step(-1)

    def _step(self, sense):
        visited = np.zeros(0, dtype=int)
        if self.table is not None:
            ranked = self._ranked[::sense]
            start = int(np.flatnonzero(ranked == self.current)[0]) + 1 if self.current >= 0 else 0
            ranked = np.concatenate((ranked[start:], ranked[:start]))
            visited = ranked[self._mask()[ranked]]
        if len(visited):
            self.current = int(visited[0])
        elif self.table is None:
            self.current = -1
        self.current_changed.emit()
        return bool(len(visited))

    def go_to(self, fid):
        """Go to a feature, whether it is among those visited or not; return whether it exists."""
        row = self.table.row_of(fid) if self.table is not None else -1
        if row >= 0:
            self.current = row
            self.current_changed.emit()
        return row >= 0

    def counts(self):
        """Return the number of picks by status."""
        status = self.table.columns["status"] if self.table is not None else np.zeros(0, dtype=object)
        return {name: int(np.sum(status == name)) for name in STATUSES}

    # --- decisions ------------------------------------------------------------------------------

    def accept(self):
        """Accept the current pick and go on."""
        return self._write(tr("Accept pick"), {"status": "accepted"}) and (self.go_next() or True)

    def reject(self):
        """Reject the current pick and go on."""
        return self._write(tr("Reject pick"), {"status": "rejected"}) and (self.go_next() or True)

    def mark_edited(self):
        """Mark the current pick as edited by a person."""
        return self._write(tr("Edit pick"), {"status": "edited"})

    def set_chron(self, chron, end, timescale=""):
        """Identify the current pick, or clear its chron; the source becomes the person."""
        same = (chron, end) == (self.value("chron"), self.value("chron_end"))
        if same and self.value("chron_source") == "person":
            return True
        values = {"chron": chron, "chron_end": end, "chron_source": "person", "timescale": timescale if chron else ""}
        return self._write(tr("Set chron"), self._protected(values))

    def set_quality(self, quality):
        """Set the quality 1 to 3, or None."""
        return self._write(tr("Set quality"), self._protected({"quality": quality}))

    def set_comment(self, text):
        """Set the comment."""
        if text == self.value("comment"):
            return True
        return self._write(tr("Set comment"), self._protected({"comment": text}))

    def _protected(self, values):
        """Add a status that makes a new run keep what a person said about a merely predicted pick."""
        return {**values, "status": "edited"} if self.value("status") == "predicted" else values

    def _write(self, text, values):
        if self.fid is None:
            self.refused.emit(tr("There is no pick to decide on."))
            return False
        if not self.layer.isEditable() and not self.layer.startEditing():
            self.refused.emit(
                tr("The layer “{}” cannot be edited: export it to a GeoPackage you may write to.").format(
                    self.layer.name()
                )
            )
            return False
        values = {**values, "edited_by": QgsApplication.userLoginName(), "edited_at": QDateTime.currentDateTimeUtc()}
        fields = self.layer.fields()
        changes = {fields.lookupField(name): NULL if value in ("", None) else value for name, value in values.items()}
        changes.pop(-1, None)
        fid = self.fid
        self.layer.beginEditCommand(text)
        self._writing = True
        done = self.layer.changeAttributeValues(fid, changes)
        self._writing = False
        if not done:
            self.layer.destroyEditCommand()
            self.refused.emit(
                tr("The layer “{}” did not take the change: check its field types.").format(self.layer.name())
            )
            return False
        self.layer.endEditCommand()
        self._touched[self.layer.undoStack().index()] = fid
        self.counts_changed.emit()
        self.current_changed.emit()
        return True

    def undo(self):
        """Undo the last change of the layer and return to the pick it belonged to; False if there is none."""
        stack = self.layer.undoStack() if self.layer is not None else None
        if stack is None or not stack.canUndo():
            self.refused.emit(tr("There is nothing to undo."))
            return False
        fid = self._touched.pop(stack.index(), None)
        stack.undo()
        if fid is not None:
            self.go_to(fid)
        return True

    def save(self):
        """Write all changes to the file and stay in editing; False with the reason in ``refused``."""
        if self.layer is None or not self.layer.isEditable():
            return True
        self._touched = {}
        if self.layer.commitChanges(False):
            return True
        self.refused.emit(tr("The changes could not be saved: {}").format("; ".join(self.layer.commitErrors())))
        return False

    # --- changes from anywhere --------------------------------------------------------------------

    def _on_value(self, fid, index, value):
        if self.table is None:
            return
        name = self.layer.fields().at(index).name()
        self.table.set_value(fid, name, value)
        if name == "status":
            row = self.table.row_of(fid)
            if row >= 0 and not self.table.columns["status"][row]:
                self.table.columns["status"][row] = "predicted"
        if not self._writing:
            self.counts_changed.emit()
            if fid == self.fid:
                self.current_changed.emit()

    def _on_geometry(self, fid, geometry):
        if self.table is None:
            return
        self.table.set_line(fid, geometry, self.layer.crs().toWkt())
        if fid == self.fid:
            self.current_changed.emit()
