"""The window of the model against the literature."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from glutview.measures.rows import Row
from glutview.measures.table import summary
from glutview.ui.panels.measures_table import MeasuresTable

TITLE = "The model against the literature"


class MeasuresDialog(QDialog):
    """Not modal: one can go on working while it measures, and beside it."""

    chosen = Signal(object)
    """The row that a person went to."""
    cancelled = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(TITLE)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint, True)
        self.table = MeasuresTable()
        self._head = QLabel()
        self._head.setWordWrap(True)
        self._bar = QProgressBar()
        self._bar.setAccessibleName("Progress")
        self._bar.setTextVisible(False)
        self._cancel = QPushButton("Cancel")
        self._cancel.setAutoDefault(False)
        self._broken = QCheckBox("Only &broken bounds")
        self._about = QLabel("Choose a figure to read its source; what it is about is selected in the view.")
        self._about.setWordWrap(True)
        self._about.setOpenExternalLinks(True)
        self._about.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self._about.setMinimumHeight(4 * self.fontMetrics().height())
        self._about.setAlignment(Qt.AlignmentFlag.AlignTop)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._lay_out(buttons)
        buttons.rejected.connect(self.reject)
        self.finished.connect(self._tell_closed)
        self._cancel.clicked.connect(self.cancelled)
        self._broken.toggled.connect(self._filter)
        self.table.chosen.connect(self._take_choice)

    def set_progress(self, share: float) -> None:
        """Show how much is measured, 0 to 1."""
        self._bar.setRange(0, 100)
        self._bar.setValue(round(100 * share))
        self._head.setText("Measuring…")
        self._show_bar(True)

    def add_rows(self, rows: Sequence[Row]) -> None:
        """Show further rows."""
        self.table.add_rows(rows)
        self._filter()

    def set_done(self, text: str = "") -> None:
        """It is measured, or will not be, and why."""
        self._show_bar(False)
        self._head.setText(text or f"{summary(self.table.rows())}.")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._about.setMinimumHeight(4 * self.fontMetrics().height())

    def _lay_out(self, buttons: QDialogButtonBox) -> None:
        top = QHBoxLayout()
        top.addWidget(self._head, 1)
        for widget in (self._bar, self._cancel, self._broken):
            top.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._about)
        layout.addWidget(buttons)
        metrics = self.fontMetrics()
        room = self.screen().availableSize()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.resize(
            min(190 * metrics.averageCharWidth(), room.width() * 9 // 10),
            min(44 * metrics.height(), room.height() * 8 // 10),
        )

    def _show_bar(self, shown: bool) -> None:
        self._bar.setVisible(shown)
        self._cancel.setVisible(shown)

    @Slot()
    def _tell_closed(self) -> None:
        self.closed.emit()

    @Slot()
    def _filter(self) -> None:
        self.table.set_only_broken(self._broken.isChecked())

    @Slot(object)
    def _take_choice(self, row: Row) -> None:
        self._about.setText(about_html(row))
        self.chosen.emit(row)


def about_html(row: Row) -> str:
    """What is known of a figure: in words, with its source."""
    parts = [f"<b>{escape(row.figure.what)}</b>"]
    parts += [escape(text) for text in (row.detail, row.figure.note or "") if text]
    parts += [escape(source) for source in row.citations or (row.short_source,)]
    return "<br>".join(parts)
