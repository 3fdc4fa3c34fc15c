"""The quiz at the right of the view: what is asked, what there is to choose, and how the answer was."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from glutview.teaching.grading import Grade
from glutview.ui.panels.quiz_words import KIND_NAMES, START, VERDICTS
from glutview.ui.panels.reader import Reader

_NUMBERS = ("1", "2", "3", "4", "5", "6")


class QuizPanel(QWidget):
    """Setters show, signals tell."""

    begun = Signal(str, int)
    """Kind of question, empty for all by turns, and how many."""
    chosen = Signal(str)
    """One of the choices."""
    gone_on = Signal()
    given_up = Signal()
    """Show the answer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Quiz")
        self._kind = QComboBox()
        self._count = QSpinBox()
        self._start = QPushButton("Begin")
        self._progress = QProgressBar()
        self._number = QLabel()
        self._prompt = QLabel()
        self._hint = QLabel()
        self._choices = QVBoxLayout()
        self._group = QButtonGroup(self)
        self._remark = QLabel()
        self._text = Reader()
        self._give_up = QPushButton("Show the answer")
        self._next = QPushButton("Next")
        self._build()
        self._start.clicked.connect(self._tell_begin)
        self._group.buttonClicked.connect(self._tell_choice)
        self._next.clicked.connect(self.gone_on)
        self._give_up.clicked.connect(self.given_up)
        self.set_idle()

    # ---------------------------------------------------------------------------------------------- setters

    def set_kinds(self, kinds: Sequence[str]) -> None:
        """Offer these kinds of question, and all of them by turns."""
        self._kind.clear()
        self._kind.addItem("Everything by turns", "")
        for kind in kinds:
            self._kind.addItem(KIND_NAMES[kind], kind)

    def set_idle(self) -> None:
        """Nothing is asked yet."""
        self._show(prompt="", hint=START)
        self._progress.hide()
        self._number.hide()

    def set_number(self, number: int, of: int, *, again: bool) -> None:
        """Show how far one is: the question's number, from 1, of how many, and whether it was asked before."""
        self._progress.show()
        self._progress.setRange(0, of)
        self._progress.setValue(number)
        self._number.setText(f"Question {number} of {of}{', again' if again else ''}")
        self._number.show()

    def set_question(self, prompt: str, hint: str, choices: Sequence[str]) -> None:
        """Ask.

        Args:
            prompt: the question.
            hint: how to answer it.
            choices: what there is to choose; none if it is answered by a click.
        """
        self._show(prompt=prompt, hint=hint, choices=choices)
        self._give_up.show()
        buttons = self._group.buttons()
        if buttons:
            buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def set_waiting(self, text: str) -> None:
        """The answer is being measured."""
        self._hint.setText(text)
        self._hint.show()

    def set_grade(self, grade: Grade, given: str, *, again: bool, last: bool) -> None:
        """Show how the answer was, why, and who says so.

        Args:
            grade: what is shown.
            given: the choice that was made; empty if it was no choice.
            again: the question comes again.
            last: nothing comes after it.
        """
        mark, name = VERDICTS[grade.verdict]
        for button in self._group.buttons():
            button.setEnabled(False)
            if button.property("choice") == grade.answer:
                _mark(button, "right", "the right answer")
            elif button.property("choice") == given:
                _mark(button, "wrong", "your answer, wrong")
        self._hint.hide()
        self._remark.setObjectName(name)
        _dress(self._remark)
        self._remark.setText(f"{mark}  {grade.remark}{' It will be asked again.' if again else ''}")
        self._remark.show()
        self._text.setHtml(
            f"<p><b>{escape(grade.answer)}</b></p><p>{escape(grade.explanation)}</p>"
            f"<p><small>{escape(grade.source)}</small></p>"
        )
        self._text.show()
        self._give_up.hide()
        self._next.setText("Result" if last else "Next")
        self._next.show()
        self._next.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_result(self, right: int, of: int, missed: Sequence[str]) -> None:
        """Show the end: how many were right, and what to look at again."""
        self._show(prompt=f"{right} of {of} right", hint="")
        self._progress.hide()
        self._number.hide()
        if missed:
            rows = "".join(f"<li>{escape(one)}</li>" for one in missed)
            self._text.setHtml(f"<p>To look at again:</p><ul>{rows}</ul>")
            self._text.show()
        self._start.setText("Begin again")
        self._start.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose(self, place: int) -> bool:
        """Choose by number, from 0, as the number keys do; False if there is no such choice."""
        buttons = self._group.buttons()
        if place < len(buttons) and buttons[place].isEnabled():
            buttons[place].click()
        return bool(buttons)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not (event.text() in _NUMBERS and self.choose(_NUMBERS.index(event.text()))):
            super().keyPressEvent(event)

    def text(self) -> str:
        """All that is read: question, remark and explanation."""
        shown = [self._prompt, self._hint, self._remark]
        lines = [label.text() for label in shown if not label.isHidden()]
        return "\n".join([*lines, self._text.toPlainText() if not self._text.isHidden() else ""])

    def sizeHint(self) -> QSize:
        return QSize(50 * self.fontMetrics().averageCharWidth() + 30, 400)

    # ------------------------------------------------------------------------------------------------ inner

    def _build(self) -> None:
        self._kind.setAccessibleName("Kind of question")
        self._count.setAccessibleName("Number of questions")
        self._count.setRange(1, 100)
        self._count.setValue(10)
        self._prompt.setObjectName("prompt")
        self._prompt.setWordWrap(True)
        self._hint.setObjectName("muted")
        self._number.setObjectName("muted")
        self._progress.setTextVisible(False)
        self._remark.setWordWrap(True)
        self._remark.setContentsMargins(14, 7, 8, 7)
        self._hint.setWordWrap(True)
        self._text.setAccessibleName("Explanation")
        self._text.setOpenLinks(False)
        self._progress.setAccessibleName("Progress of the quiz")
        head = QHBoxLayout()
        head.addWidget(self._kind, 1)
        head.addWidget(self._count)
        head.addWidget(self._start)
        self._choices.setSpacing(6)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._give_up)
        buttons.addWidget(self._next)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(10)
        layout.addLayout(head)
        for widget in (self._number, self._progress, self._prompt, self._hint):
            layout.addWidget(widget)
        layout.addLayout(self._choices)
        layout.addWidget(self._remark)
        layout.addWidget(self._text, 1)
        layout.addStretch(0)
        layout.addLayout(buttons)

    def _show(self, *, prompt: str, hint: str, choices: Sequence[str] = ()) -> None:
        self._prompt.setText(prompt)
        self._prompt.setVisible(bool(prompt))
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        for widget in (self._remark, self._text, self._next, self._give_up):
            widget.hide()
        for old in self._group.buttons():
            self._group.removeButton(old)
            self._choices.removeWidget(old)
            old.hide()
            old.deleteLater()
        for number, choice in enumerate(choices, 1):
            button = QPushButton(f"{number}   {choice}")
            button.setObjectName("choice")
            button.setProperty("choice", choice)
            button.setAccessibleName(choice)
            self._group.addButton(button)
            self._choices.addWidget(button)
            button.show()

    @Slot()
    def _tell_begin(self) -> None:
        self.begun.emit(self._kind.currentData(), self._count.value())

    @Slot(QAbstractButton)
    def _tell_choice(self, button: QAbstractButton) -> None:
        self.chosen.emit(button.property("choice"))


def _mark(button: QAbstractButton, verdict: str, words: str) -> None:
    """By a sign, by colour, and for whoever hears it."""
    button.setText(f"{button.text()}   {VERDICTS[verdict][0]}")
    button.setAccessibleName(f"{button.property('choice')}, {words}")
    button.setProperty("verdict", verdict)
    _dress(button)


def _dress(widget: QWidget) -> None:
    """A style sheet looks at names and properties only once."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
