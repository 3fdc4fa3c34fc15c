"""A question of the quiz, as it is asked and answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

QuizKind: TypeAlias = Literal["name", "find", "attachment", "innervation", "action"]
KINDS: tuple[QuizKind, ...] = get_args(QuizKind)
CLICKED: tuple[QuizKind, ...] = ("find", "attachment")
"""The kinds that are answered by a click on the model."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question with all that is needed to show, grade and explain it.

    Sides do not matter: it is asked of a muscle, not of the left or right one.
    """

    kind: QuizKind
    prompt: str
    """The question beside the model, on which `structure` is shown."""
    question: str
    """The question where nothing is shown: the prompt, and for "name" the description that stands for the picture."""
    choices: tuple[str, ...]
    """In the order they are shown, `answer` among them; empty for "find"."""
    answer: str
    explanation: str
    """Why it is so, each statement with its source in short; where sources disagree, what they say."""
    source: str
    """The publications behind the explanation in full."""
    structure: str
    """Id of the structure that is asked about; of a pair, the right one."""
    target: tuple[str, ...]
    """Ids that are right when they are clicked ("find"), or that bear the footprint ("attachment"), on both sides."""
    attachment: str | None = None
    """Id of the attachment that is asked for; of a pair, the right one."""
