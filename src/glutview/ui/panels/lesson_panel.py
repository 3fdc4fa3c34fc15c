"""The panel of the lesson mode: the steps, the note of the present one, and what can be done with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from glutview.ui.panels.note_field import NoteField
from glutview.ui.panels.order_button import order_button, order_row
from glutview.ui.panels.step_list import StepList, StepRow

_UPPER = ("lesson.present", "lesson.add", "lesson.update")
_MIDDLE = ("lesson.move_up", "lesson.move_down", "lesson.rename", "lesson.remove")
_LOWER = ("lesson.new", "lesson.open", "lesson.save", "lesson.save_as")


class LessonPanel(QWidget):
    """Setters show, signals tell; its buttons are orders of the menu."""

    titled = Signal(str)
    """The lesson got another title."""
    note_written = Signal(str)
    note_finished = Signal()
    left = Signal()
    """Esc: back to the view."""

    def __init__(self, orders: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Lesson")
        self.steps = StepList()
        self.note = NoteField()
        self._title = QLineEdit()
        self._title.setAccessibleName("Title of the lesson")
        self._title.setPlaceholderText("Title of the lesson")
        self._file = QLabel()
        self._file.setObjectName("muted")
        self._file.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._heading = QLabel()
        self._heading.setObjectName("heading")
        self._heading.setWordWrap(True)
        self._heading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._sources = QLabel()
        self._sources.setObjectName("muted")
        self._sources.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._away = QLabel("away")
        self._away.setObjectName("away")
        self._away.setToolTip("The view shows something else than this step")
        self._return = order_button(orders["lesson.return"])
        self._lay_out(orders)
        self._title.editingFinished.connect(self._tell_title)
        self.note.written.connect(self.note_written)
        self.note.finished.connect(self.note_finished)
        self.note.left.connect(self.left)
        self.steps.left.connect(self.left)
        self.set_away(away=False)

    # ---------------------------------------------------------------------------------------------- setters

    def set_lesson(self, title: str, file: str, rows: Sequence[StepRow], current: int | None) -> None:
        """Show a lesson, and the step that one is at."""
        with QSignalBlocker(self._title):
            if self._title.text() != title:
                self._title.setText(title)
        self._file.setToolTip(file)
        self._fit()
        self.steps.set_rows(rows, current)

    def set_note(self, heading: str, note: str, sources: str) -> None:
        """Show the note of the step that one is at; an empty heading: there is none."""
        self._heading.setText(heading or "No step yet: arrange the view, then Add step")
        self.note.set_text(note)
        self.note.setEnabled(bool(heading))
        self._sources.setToolTip(f"Sources: {sources}" if sources else "")
        self._fit()

    def set_away(self, *, away: bool) -> None:
        """Say that the view shows something else than the step."""
        self._away.setVisible(away)
        self._return.setVisible(away)

    def settle(self) -> None:
        """Make an end of a title that is being written."""
        field = QApplication.focusWidget()
        if isinstance(field, QLineEdit) and self.isAncestorOf(field):
            field.clearFocus()

    @property
    def is_away(self) -> bool:
        """Whether it says so."""
        return not self._away.isHidden()

    # ------------------------------------------------------------------------------------------------ inner

    def _lay_out(self, orders: Mapping[str, QAction]) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.setSpacing(6)
        layout.addWidget(self._title)
        layout.addWidget(self._file)
        layout.addLayout(order_row(orders, _UPPER))
        below = QWidget()
        lower = QVBoxLayout(below)
        lower.setContentsMargins(0, 0, 0, 0)
        lower.setSpacing(6)
        lower.addLayout(order_row(orders, _MIDDLE))
        lower.addLayout(self._head())
        lower.addWidget(self.note, 1)
        lower.addWidget(self._sources)
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.addWidget(self.steps)
        halves.addWidget(below)
        halves.setChildrenCollapsible(False)
        halves.setStretchFactor(0, 1)
        halves.setStretchFactor(1, 1)
        halves.setSizes([600, 400])
        layout.addWidget(halves, 1)
        layout.addLayout(order_row(orders, _LOWER))

    def _head(self) -> QHBoxLayout:
        """The title of the step, and beside it the way back, whose place is kept free."""
        row = QHBoxLayout()
        row.addWidget(self._heading, 1)
        row.addWidget(self._away)
        row.addWidget(self._return)
        for widget in (self._away, self._return):
            policy = widget.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            widget.setSizePolicy(policy)
        return row

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Cut what is too long: of the file its name, for how it is saved must be read."""
        room = max(self.width() - 16, 40)
        metrics = self.fontMetrics()
        name, dot, state = self._file.toolTip().rpartition(" · ")
        left = max(room - metrics.horizontalAdvance(dot + state), 40)
        self._file.setText(metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, left) + dot + state)
        sources = metrics.elidedText(self._sources.toolTip(), Qt.TextElideMode.ElideRight, room)
        self._sources.setText(sources)

    @Slot()
    def _tell_title(self) -> None:
        self.titled.emit(self._title.text())

    def sizeHint(self) -> QSize:
        return QSize(50 * self.fontMetrics().averageCharWidth() + 30, 400)
