"""What is seen of a structure in one view, as measured in the picture and told in words: plain values."""

from __future__ import annotations

from dataclasses import dataclass

from glutview.state.scene_description import FootprintDescription


@dataclass(frozen=True)
class SeenMark:
    """How much of a footprint is seen."""

    mark: FootprintDescription
    share: float
    """Of its whole, 0 to 1."""
    behind: tuple[str, ...] = ()
    """Ids of what hides the rest; the bone itself where it faces away."""


@dataclass(frozen=True)
class Seen:
    """How much of a structure is seen, and what is before it."""

    id: str
    share: float
    """Of the face that it turns to the eye: what nothing solid hides, 0 to 1."""
    behind: tuple[str, ...] = ()
    """Ids of the solid structures that hide the rest, those that hide most first."""
    through: tuple[str, ...] = ()
    """Ids of the structures drawn as glass before it, those before most of it first."""
    marks: tuple[SeenMark, ...] = ()
