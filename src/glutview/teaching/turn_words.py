"""Title, caption and alternative text of a picture of one structure: made of the atlas's names, of where it is seen
from, and of what was measured to be seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from glutview.atlas.atlas import Atlas
from glutview.state.direction_words import direction_words
from glutview.state.resolve import resolve
from glutview.state.seen import Seen, SeenMark
from glutview.state.view_state import ViewState
from glutview.teaching.lesson import Step
from glutview.teaching.lesson_view import snapshot
from glutview.teaching.naming import listed, spoken

_ALL: Final = 0.85
_NONE: Final = 0.12
"""Shares that are seen, from and up to which it is said that all, or nothing, is."""
_LOOKS: Final = {"origin": "striped crimson", "insertion": "chequered blue"}
_NAMED: Final = 4
"""Structures named of those that hide one; more would be a list of what is in the picture."""


@dataclass(frozen=True)
class TurnPicture:
    """One of the pictures round a structure, as a step of a lesson would show it, and in words for who cannot see."""

    step: Step
    alt: str


def turn_picture(atlas: Atlas, state: ViewState, seen: Seen) -> TurnPicture:
    """The picture of what a state selects, from its camera.

    Raises:
        ValueError: the state selects nothing, or has no camera.
    """
    if state.selected is None or state.camera is None:
        raise ValueError("a picture of a structure needs a selection and a camera")
    structure, camera = atlas.selectable(state.selected), state.camera
    where = direction_words(camera.azimuth_deg, camera.elevation_deg, structure.side)
    told = " ".join(_sentences(atlas, state, seen, looks=True))
    step = turn_step(atlas, state, " ".join(_sentences(atlas, state, seen, looks=False)))
    return TurnPicture(step, f"{structure.sided_name} seen {where}. {told}")


def turn_step(atlas: Atlas, state: ViewState, note: str = "") -> Step:
    """The step of a lesson that shows what a state selects, named by what it is and from where it is seen.

    Raises:
        ValueError: the state selects nothing, or has no camera.
    """
    if state.selected is None or state.camera is None:
        raise ValueError("a picture of a structure needs a selection and a camera")
    structure, camera = atlas.selectable(state.selected), state.camera
    side = {"r": ", right", "l": ", left", "midline": ""}[structure.side]
    where = direction_words(camera.azimuth_deg, camera.elevation_deg, structure.side)
    return snapshot(state, atlas, f"{structure.name}{side}, {where}", note)


def _sentences(atlas: Atlas, state: ViewState, seen: Seen, *, looks: bool) -> Iterable[str]:
    yield from _covers(atlas, seen)
    if atlas.structures[seen.id].kind == "muscle":
        # Origin first, as the fibres run.
        marks = sorted(seen.marks, key=lambda mark: (mark.mark.role == "insertion", -mark.share))
        ends = [_end(atlas, mark, looks=looks) for mark in marks]
        if ends:
            yield f"Its {'; its '.join(ends)}."
    elif seen.marks:
        yield from _borne(atlas, seen.marks)
    parts = resolve(atlas, state).parts.values()
    supply = [part.id for part in parts if part.revealed and part.visible and part.id != seen.id]
    if supply:
        names = _names(atlas, supply)
        yield f"{names[:1].upper()}{names[1:]} {'are' if len(supply) > 1 else 'is'} drawn through all that is before."


def _covers(atlas: Atlas, seen: Seen) -> Iterable[str]:
    if seen.through:
        yield f"Seen through {_names(atlas, seen.through)}, drawn as glass."
    if seen.share <= _NONE and seen.behind:
        yield f"From here it lies behind {_names(atlas, seen.behind)}."
    elif seen.behind:
        yield f"Partly hidden by {_names(atlas, seen.behind)}."
    elif not seen.through:
        yield "Nothing lies before it."


def _end(atlas: Atlas, seen: SeenMark, *, looks: bool) -> str:
    mark, bone = seen.mark, _name(atlas, seen.mark.bone_id)
    which = f"{mark.role}{f' ({_LOOKS[mark.role]})' if looks else ''} on {bone}"
    if seen.share >= _ALL:
        return f"{which} is seen"
    if seen.share > _NONE:
        return f"{which} is partly seen"
    if not seen.behind or seen.behind[0] == mark.bone_id:
        return f"{which} faces away, and is drawn through the bone"
    return f"{which} lies behind {_names(atlas, seen.behind)}, and is drawn through what hides it"


def _borne(atlas: Atlas, marks: Sequence[SeenMark]) -> Iterable[str]:
    """The attachments that a bone bears."""
    for word, low, high in (("Seen on it", _ALL, 2.0), ("Partly seen", _NONE, _ALL)):
        told = [_attachment(atlas, seen) for seen in marks if low <= seen.share < high]
        if told:
            yield f"{word}: {listed(dict.fromkeys(told))}."


def _attachment(atlas: Atlas, seen: SeenMark) -> str:
    muscle = atlas.attachments[seen.mark.attachment_id].muscle
    return f"the {seen.mark.role} of {spoken(atlas.structures[muscle].name)}"


def _names(atlas: Atlas, ids: Sequence[str]) -> str:
    names = list(dict.fromkeys(_name(atlas, id) for id in ids))
    if len(names) > _NAMED + 1:
        names = [*names[:_NAMED], "others"]
    return listed(names)


def _name(atlas: Atlas, id: str) -> str:
    """As it is spoken of: muscles go by their names alone."""
    structure = atlas.structures[id]
    return spoken(structure.name) if structure.kind == "muscle" else f"the {spoken(structure.name)}"
