"""Undo as snapshot plus message, over immutable data of any kind: the atlas, the view state.

Drags and sliders edit a scratch copy and push once, on release: a step is what a person would call one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

T = TypeVar("T")
LIMIT = 500
"""Steps that are kept; snapshots share all that did not change, so they cost little."""


@dataclass(frozen=True, slots=True)
class Step(Generic[T]):
    """A change of the past or the undone future: what was there on its other side, and what it did."""

    snapshot: T
    message: str


@dataclass(frozen=True, slots=True)
class History(Generic[T]):
    """The present and the way there. Every operation gives a new history."""

    present: T
    past: tuple[Step[T], ...] = ()
    """Oldest first; each step holds the state before it."""
    future: tuple[Step[T], ...] = ()
    """Next first; each step holds the state after it."""
    limit: int = LIMIT

    def push(self, state: T, message: str) -> History[T]:
        """The history after a change: what was undone before is forgotten."""
        kept = (*self.past, Step(self.present, message))[-self.limit :]
        return replace(self, present=state, past=kept, future=())

    def undo(self) -> History[T]:
        """The history with the last change taken back; itself if there is none."""
        if not self.past:
            return self
        last = self.past[-1]
        future = (Step(self.present, last.message), *self.future)
        return replace(self, present=last.snapshot, past=self.past[:-1], future=future)

    def redo(self) -> History[T]:
        """The history with the last change that was taken back made again; itself if there is none."""
        if not self.future:
            return self
        following = self.future[0]
        past = (*self.past, Step(self.present, following.message))
        return replace(self, present=following.snapshot, past=past, future=self.future[1:])

    def amend(self, state: T) -> History[T]:
        """The history with another present, which is no step of its own: the camera moved, say."""
        return replace(self, present=state)

    def mapped(self, change: Callable[[T], T]) -> History[T]:
        """The same history of states that are each changed alike: the file got another name, say."""
        past = tuple(replace(step, snapshot=change(step.snapshot)) for step in self.past)
        future = tuple(replace(step, snapshot=change(step.snapshot)) for step in self.future)
        return replace(self, present=change(self.present), past=past, future=future)

    @property
    def undo_message(self) -> str | None:
        """What :meth:`undo` would take back; None if there is nothing."""
        return self.past[-1].message if self.past else None

    @property
    def redo_message(self) -> str | None:
        """What :meth:`redo` would make again; None if there is nothing."""
        return self.future[0].message if self.future else None
