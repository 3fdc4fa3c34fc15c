"""Asks what a landmark is called."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QWidget


@dataclass(frozen=True)
class Names:
    """What a landmark is called, and whether both sides have it."""

    name: str = ""
    latin: str = ""
    paired: bool = True


class NamesDialog(QDialog):
    """English and Latin name; it cannot be accepted without the first."""

    def __init__(self, title: str, names: Names, parent: QWidget, *, with_side: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._name = QLineEdit(names.name)
        self._name.setAccessibleName("English name")
        self._latin = QLineEdit(names.latin)
        self._latin.setAccessibleName("Latin name")
        self._latin.setPlaceholderText("may be left empty")
        self._paired = QCheckBox("On &both sides, as mirror images")
        self._paired.setChecked(names.paired)
        self._paired.setVisible(with_side)
        standard = QDialogButtonBox.StandardButton
        self._buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.addRow("&Name", self._name)
        form.addRow("&Latin", self._latin)
        form.addRow("", self._paired)
        form.addRow(self._buttons)
        self._name.textChanged.connect(self._judge)
        self._judge()
        self.setMinimumWidth(60 * self.fontMetrics().averageCharWidth())

    def names(self) -> Names:
        """What was entered."""
        return Names(self._name.text().strip(), self._latin.text().strip(), self._paired.isChecked())

    @Slot()
    def _judge(self) -> None:
        fit = any(letter.isascii() and letter.isalpha() for letter in self._name.text())
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(fit)
