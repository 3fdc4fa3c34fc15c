"""The quiz mode: asks, takes the answer from the panel, the keys or a click in the view, and explains it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from secrets import randbelow
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Slot

from glutview.errors import GlutviewError
from glutview.geometry.surface_point import closest_points
from glutview.scene.picking import Hit
from glutview.state import view_edits as edits
from glutview.state.resolve import STRANDS
from glutview.state.view_state import ViewState
from glutview.teaching.grading import Answer, Click, distances_of, grade
from glutview.teaching.question import CLICKED, KINDS, Question
from glutview.teaching.quiz import available_kinds, mixed_questions
from glutview.teaching.quiz_session import QuizSession
from glutview.teaching.quiz_view import asked_view, told_view
from glutview.ui.label_layer import Pin
from glutview.ui.latest import Latest
from glutview.ui.mode import Desk, ModePresenter
from glutview.ui.panels.quiz_panel import QuizPanel
from glutview.ui.panels.quiz_words import HINTS
from glutview.ui.quiz_tool import THIN_PX, QuizTool

if TYPE_CHECKING:
    from glutview.biomech.anatomy import Anatomy


class QuizPresenter(ModePresenter):
    """One quiz after the other. What the view showed before comes back when the mode is left."""

    undoes = False

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.seed: int | None = None
        """Of the next quiz; drawn by lot if None."""
        self.session: QuizSession | None = None
        self._panel = QuizPanel()
        self._tool = QuizTool(self.click, self._panel.choose, self.next)
        self._before: ViewState | None = None
        self._moment = 0.0
        """Of the movement, when the mode was entered."""
        self._measuring = Latest(self)
        self._waiting: Answer | None = None
        self._measured_for: str | None = None
        self._panel.set_kinds(available_kinds(desk.anatomy.atlas))
        self._panel.begun.connect(self.begin)
        self._panel.chosen.connect(self._answer)
        self._panel.gone_on.connect(self.next)
        self._panel.given_up.connect(self.tell)
        self._measuring.done.connect(self._measured)
        self._measuring.failed.connect(self._not_measured)

    def enter(self) -> None:
        self.desk.player.pause()
        self._before, self._moment = self.desk.model.state, self.desk.player.seconds
        self.desk.window.set_panel(self._panel)
        # The tree, the names under the pointer and the labels would all give the answer away.
        self.desk.window.set_tree_shown(False)
        self.desk.stage.tool = self._tool
        self.desk.stage.set_name("", "")
        if self.session is not None and not self.session.finished:
            self._ask()

    def leave(self) -> None:
        self.desk.window.set_tree_shown(True)
        self._bring_back()

    def release(self) -> None:
        self._measuring.let_go()
        self._panel.deleteLater()

    # ------------------------------------------------------------------------------------------- commands

    def begin_all(self) -> None:
        self.begin("", 10)

    def give_up(self) -> None:
        self.tell()

    def go_on(self) -> None:
        self.next()

    def stop(self) -> None:
        """End the quiz here; what was answered counts."""
        if self.session is not None:
            self._show_result()

    # ---------------------------------------------------------------------------------------------- inner

    @Slot(str, int)
    def begin(self, kind: str, count: int) -> None:
        """Begin a quiz of one kind of question, or of all by turns."""
        seed = randbelow(2**32) if self.seed is None else self.seed
        kinds = (kind,) if kind else KINDS
        anatomy = self.desk.anatomy
        try:
            asked = mixed_questions(anatomy.atlas, count, seed, kinds)
        except GlutviewError as error:
            self.desk.report("The quiz could not be made", error)
            return
        self.session = QuizSession(asked, partial(grade, anatomy))
        self._ask()

    @Slot()
    def next(self) -> None:
        """Ask the next question, or show the result."""
        if self.session is None or self.session.graded is None:
            return
        if self.session.next() is None:
            self._show_result()
        else:
            self._ask()

    @Slot()
    def tell(self) -> None:
        """Give up this question and be told the answer."""
        if self._open is not None and self.session is not None:
            self.session.give_up()
            self._show_grade(None)

    def click(self, hit: Hit | None) -> bool:
        """A click in the view: an answer where one is due; in a quiz it selects nothing."""
        question = self._open
        if question is not None and question.kind in CLICKED:
            self._answer(self._click_of(hit))
        return self.session is not None and not self.session.finished

    @property
    def _open(self) -> Question | None:
        """The question that waits for an answer."""
        if self.session is None or self.session.graded is not None or self._waiting is not None:
            return None
        return self.session.current

    def _ask(self) -> None:
        session = self.session
        question = session.current if session else None
        if session is None or question is None:
            return
        desk = self.desk
        self._waiting = None
        desk.stage.set_pin(None)
        desk.player.pause()
        # Whatever was played to look at the last one, each begins in the position in which one knows the anatomy.
        self._look(edits.neutral(asked_view(desk.anatomy.atlas, desk.model.state, question)))
        desk.movement.stand()
        if question.kind == "name":
            desk.presenter.frame()
        if question.attachment is not None:
            self._measured_for = None
            self._measuring.start(partial(_prepare, desk.anatomy, question.attachment))
        number = len(session.answered) + 1
        self._panel.set_number(number, number + session.left, again=session.is_repeat)
        self._panel.set_question(question.prompt, HINTS[question.kind], _choices(question))
        structures = desk.anatomy.atlas.structures
        thin = any(structures[id].kind in STRANDS for id in question.target if id in structures)
        self._tool.reach_px = THIN_PX if thin else 0.0
        self._tool.wanted = question.target if question.kind == "find" else ()
        if question.kind in CLICKED:
            desk.stage.setFocus()

    @Slot(str)
    def _answer(self, answer: Answer) -> None:
        if self._open is None or self.session is None:
            return
        asked = self._open.attachment
        if isinstance(answer, Click) and asked is not None and asked != self._measured_for:
            # The way along the bone is still being measured; the click is graded when it is.
            self._waiting = answer
            self._panel.set_waiting("Measuring along the bone…")
            return
        self.session.answer(answer)
        self._show_grade(answer)

    @Slot(object)
    def _measured(self, attachment: str) -> None:
        self._measured_for = attachment
        answer, self._waiting = self._waiting, None
        if answer is not None:
            self._answer(answer)

    @Slot(object)
    def _not_measured(self, error: BaseException) -> None:
        self._waiting = None
        self.desk.report("The way along the bone could not be measured", error)

    def _show_grade(self, answer: Answer | None) -> None:
        session = self.session
        if session is None or session.graded is None or session.current is None:
            return
        grade_, question, desk = session.graded, session.current, self.desk
        given = answer if isinstance(answer, str) else ""
        self._panel.set_grade(
            grade_,
            given,
            again=session.comes_again,
            last=session.left == 0 and not session.comes_again,
        )
        clicked = answer if isinstance(answer, Click) else None
        self._look(told_view(desk.anatomy.atlas, desk.model.state, question, clicked))
        if clicked is not None and clicked.structure and clicked.point and question.attachment:
            mesh = desk.anatomy.rest[clicked.structure]
            corners = mesh.vertices[mesh.faces[clicked.point.triangle]]
            x, y, z = np.array(clicked.point.weights) @ corners
            desk.stage.set_pin(Pin("Your click", clicked.structure, (float(x), float(y), float(z))))

    def _show_result(self) -> None:
        assert self.session is not None
        summary = self.session.summary
        missed = [f"{q.prompt} {q.answer}" for q in (*summary.missed, *summary.learnt)]
        self._panel.set_result(summary.score.right, summary.score.asked, missed)
        self.session = None
        self._bring_back()

    def _bring_back(self) -> None:
        """Show what was seen before, at the moment of the movement at which it was."""
        self.desk.stage.set_pin(None)
        self.desk.player.pause()
        if self._before is not None:
            self._look(self._before)
            self.desk.movement.stand(self._moment)

    def _look(self, state: ViewState) -> None:
        """Show this, in today's camera: a quiz makes no steps to undo."""
        self.desk.model.show_for_now(state)

    def _click_of(self, hit: Hit | None) -> Click:
        if hit is None:
            return Click(None)
        if self.session is None or self.session.current is None or self.session.current.attachment is None:
            return Click(hit.id)
        mesh = self.desk.anatomy.rest[hit.id]
        place = self.desk.stage.scene.at_rest(hit.id, np.array([hit.point]))
        return Click(hit.id, closest_points(mesh, place)[0])


def _choices(question: Question) -> tuple[str, ...]:
    return () if question.kind in CLICKED else question.choices


def _prepare(anatomy: Anatomy, attachment: str, _tell: Callable[[float], None]) -> str:
    """Make what the first click would have to wait for; which attachment it was."""
    distances_of(anatomy).prepare(attachment)
    return attachment
