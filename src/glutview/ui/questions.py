"""What the window asks a person. Each question is one method, so that a test can give the answer.

The dialogs are loaded when they are asked for: the window stands sooner without them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtWidgets import QFileDialog, QMainWindow, QMessageBox

if TYPE_CHECKING:
    from glutview.ui.export_dialog import ExportDialog, Wish
    from glutview.ui.names_dialog import Names
    from glutview.ui.settings import PictureHabit

Unsaved = Literal["save", "discard", "cancel"]

ANNOTATIONS = "Annotations (*.yaml *.yml);;All files (*)"


class Questions(QMainWindow):
    """Waits for the answer; None or "cancel" where a person thought better of it."""

    def ask_open(self, folder: Path, title: str = "Open annotations", kinds: str = ANNOTATIONS) -> Path | None:
        """Which file to open."""
        name, _ = QFileDialog.getOpenFileName(self, title, str(folder), kinds)
        return Path(name) if name else None

    def ask_save(self, title: str, place: Path, kinds: str) -> Path | None:
        """Where to save a file."""
        name, _ = QFileDialog.getSaveFileName(self, title, str(place), kinds)
        return Path(name) if name else None

    def ask_picture(
        self, title: str, place: Path, size: tuple[int, int], *, labels: bool, habit: PictureHabit
    ) -> Wish | None:
        """Where to save a picture, and how: `size` is that of the view, `labels` whether it carries names."""
        from glutview.ui.export_dialog import ExportDialog

        return _wish(ExportDialog(title, "picture", place, size, self, labels=labels, habit=habit))

    def ask_film(self, title: str, place: Path, remark: str = "") -> Wish | None:
        """Where to save a film, and how; `remark` is what there is to be known before."""
        from glutview.ui.export_dialog import ExportDialog

        return _wish(ExportDialog(title, "film", place, (1280, 720), self, remark=remark))

    def ask(self, title: str, question: str, yes: str) -> bool:
        """Whether to do something that cannot be undone; `yes` names it on the button."""
        box = QMessageBox(QMessageBox.Icon.Question, title, question, parent=self)
        agree = box.addButton(yes, QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.exec()
        agreed = box.clickedButton() is agree
        box.deleteLater()
        return agreed

    def ask_unsaved(self, title: str, question: str) -> Unsaved:
        """What to do with work that is not saved."""
        box = QMessageBox(QMessageBox.Icon.Question, title, question, parent=self)
        answers: dict[object, Unsaved] = {
            box.addButton(QMessageBox.StandardButton.Save): "save",
            box.addButton("Do not save", QMessageBox.ButtonRole.DestructiveRole): "discard",
        }
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(QMessageBox.StandardButton.Save)
        box.exec()
        answer = answers.get(box.clickedButton(), "cancel")
        box.deleteLater()
        return answer

    def ask_choice(self, title: str, question: str, choices: Sequence[tuple[str, str]]) -> str | None:
        """Which of several ways to go, each given as (key, words on its button); none is the way of Enter."""
        box = QMessageBox(QMessageBox.Icon.Warning, title, question, parent=self)
        keys: dict[object, str] = {}
        for key, words in choices:
            keys[box.addButton(words, QMessageBox.ButtonRole.AcceptRole)] = key
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.exec()
        answer = keys.get(box.clickedButton())
        box.deleteLater()
        return answer

    def ask_names(self, title: str, names: Names, *, with_side: bool) -> Names | None:
        """What a landmark shall be called; `with_side` also asks whether it is there on both sides."""
        from glutview.ui.names_dialog import NamesDialog

        dialog = NamesDialog(title, names, self, with_side=with_side)
        accepted = dialog.exec() == NamesDialog.DialogCode.Accepted
        answer = dialog.names() if accepted else None
        dialog.deleteLater()
        return answer


def _wish(dialog: ExportDialog) -> Wish | None:
    accepted = dialog.exec() == dialog.DialogCode.Accepted
    wish = dialog.wish() if accepted else None
    dialog.deleteLater()
    return wish
