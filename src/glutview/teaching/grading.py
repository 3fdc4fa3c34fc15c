"""Whether an answer is right: a choice, a clicked structure, or a click on a bone, in mm along its surface."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from weakref import WeakKeyDictionary

from glutview.atlas.atlas import Atlas
from glutview.biomech.anatomy import Anatomy
from glutview.geometry.surface_point import SurfacePoint
from glutview.teaching.footprint_distance import FootprintDistances
from glutview.teaching.naming import listed, spoken
from glutview.teaching.question import Question

Verdict = Literal["right", "close", "wrong"]

RIGHT_MM = 5.0
"""A click this near to the footprint is right: about what eye and hand can do on a bone that is seen whole."""
CLOSE_MM = 15.0
_SO_SO: dict[Verdict, str] = {"right": "right", "close": "close, but not there", "wrong": "not there"}
_DISTANCES: WeakKeyDictionary[Anatomy, FootprintDistances] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Click:
    """A click on the model."""

    structure: str | None
    """Id of the structure; None past the model."""
    point: SurfacePoint | None = None
    """Where, on the structure's mesh at rest (`anatomy.rest[structure]`), so that the pose does not matter."""


Answer = str | Click
"""A choice, or a click."""


@dataclass(frozen=True, slots=True)
class Grade:
    """How an answer was."""

    verdict: Verdict
    remark: str
    """What was right or wrong about it, in a sentence: "7.2 mm from the insertion along the surface: close, ..."."""
    answer: str
    explanation: str
    """Why the right answer is right, with its sources in short."""
    source: str
    distance_mm: float | None = None
    """Of a click on a bone that bears the attachment: along its surface to the footprint, 0 inside; else None."""

    @property
    def right(self) -> bool:
        """Whether it counts."""
        return self.verdict == "right"


def grade(anatomy: Anatomy, question: Question, answer: Answer) -> Grade:
    """The grade of any answer.

    Raises:
        ValueError: that is no answer to this question: a click where a choice is due, or none of the choices.
    """
    if isinstance(answer, str):
        return grade_choice(question, answer)
    if question.kind == "find":
        return grade_find(anatomy.atlas, question, answer.structure)
    return grade_attachment(anatomy, question, answer.structure, answer.point)


def grade_choice(question: Question, choice: str) -> Grade:
    """The grade of a choice.

    Raises:
        ValueError: that is none of the question's choices.
    """
    if choice not in question.choices:
        raise ValueError(f"{choice!r} is none of the choices")
    if choice == question.answer:
        return _grade(question, "right", "Right.")
    return _grade(question, "wrong", f"No: {spoken(question.answer)}.")


def not_known(question: Question) -> Grade:
    """The grade of a question that is given up: it shows the answer."""
    return _grade(question, "wrong", f"The answer: {spoken(question.answer)}.")


def grade_find(atlas: Atlas, question: Question, clicked: str | None) -> Grade:
    """The grade of a click on a structure (id with side), or past the model (None)."""
    if clicked is None:
        return _grade(question, "wrong", "Nothing lies there.")
    here = spoken(atlas.structure(clicked).sided_name)
    if clicked in question.target:
        return _grade(question, "right", f"Right: that is the {here}.")
    return _grade(question, "wrong", f"No: that is the {here}.")


def grade_attachment(anatomy: Anatomy, question: Question, clicked: str | None, point: SurfacePoint | None) -> Grade:
    """The grade of a click where a muscle is attached; either side of the body will do.

    Args:
        anatomy: whose bones were clicked.
        question: one of the kind "attachment".
        clicked: id of the structure that was clicked; None past the model.
        point: where, on the structure's mesh at rest (`anatomy.rest[clicked]`), so that the pose does not matter.

    Raises:
        ValueError: the question does not ask for an attachment.
    """
    if question.attachment is None:
        raise ValueError("the question does not ask for an attachment")
    if clicked is None or point is None:
        return _grade(question, "wrong", "Nothing lies there.")
    role = anatomy.atlas.attachments[question.attachment].role
    if clicked not in question.target:
        return _grade(question, "wrong", _wrong_bone(anatomy.atlas, question, clicked))
    distance = distances_of(anatomy).to(question.attachment, clicked, point)
    if distance is None:
        return _grade(question, "wrong", f"No way along this surface leads to the {role}.")
    return _measured(question, role, distance)


def distances_of(anatomy: Anatomy) -> FootprintDistances:
    """The distances to the footprints of an anatomy, kept as long as it is."""
    if anatomy not in _DISTANCES:
        _DISTANCES[anatomy] = FootprintDistances(anatomy.atlas, anatomy.rest)
    return _DISTANCES[anatomy]


def _measured(question: Question, role: str, distance: float) -> Grade:
    verdict: Verdict = "right" if distance <= RIGHT_MM else "close" if distance <= CLOSE_MM else "wrong"
    remark = f"{distance:.1f} mm from the {role} along the surface: {_SO_SO[verdict]}."
    if distance <= 0:
        remark = f"Right: within the {role}."
    return Grade(verdict, remark, question.answer, question.explanation, question.source, distance)


def _wrong_bone(atlas: Atlas, question: Question, clicked: str) -> str:
    attachment = atlas.attachments[question.attachment or ""]
    muscle = spoken(atlas.structures[attachment.muscle].name)
    verb = "arises from" if attachment.role == "origin" else "inserts on"
    bearers = dict.fromkeys(spoken(atlas.structures[id].name) for id in question.target)
    bones = listed(f"the {name}" for name in bearers)
    return f"No: that is the {spoken(atlas.structure(clicked).sided_name)}; the {muscle} {verb} {bones}."


def _grade(question: Question, verdict: Verdict, remark: str) -> Grade:
    return Grade(verdict, remark, question.answer, question.explanation, question.source)
