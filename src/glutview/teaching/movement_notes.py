"""What is said of a movement beside its picture: its words, its curves, its figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from glutview.atlas.atlas import Atlas
from glutview.atlas.citations import cited, cited_shortly
from glutview.atlas.schema import ActivationSpec, MovementSpec
from glutview.atlas.sides import SIDE_WORDS
from glutview.biomech.clip import ClipSide
from glutview.teaching.lesson import Step

_ILLUSTRATION: Final = "Illustration:"
_UNREAD: Final = "recalled, not verified"
GROUPS: Final = {
    "joint": "Joint movements",
    "stance": "On one leg",
    "gait": "Walking",
    "landing": "Landing",
    "exercise": "Exercises",
}
"""Heading in the list of movements by group, in the order of the headings."""


@dataclass(frozen=True, slots=True)
class MovementRow:
    """One movement as the bar lists it."""

    id: str
    name: str
    group: str = ""
    """Its heading."""
    quick: bool = False
    """Whether it has a button of its own."""
    found_by: str = ""
    """What it can be found by, in small letters."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A column of a table: degrees and their standard deviations (none: empty) at moments from 0 to 1.

    Of a cycle, which ends where it began, the end is left out.
    """

    name: str
    at: tuple[float, ...]
    degrees: tuple[float, ...]
    sd: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Cycle:
    """What is drawn under the scrub bar."""

    muscles: tuple[tuple[str, tuple[tuple[float, float], ...]], ...]
    """Name, and from where to where it is active, 0 to 1."""
    curves: tuple[Curve, ...]
    lost: frozenset[tuple[str, str]] = frozenset()
    """Name and hip, "R" or "L", of muscles that a what-if took out."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """What can be set between two forms of a movement."""

    name: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class MovementNote:
    """Everything the bar shows of the chosen movement besides its name."""

    line: str
    """A few words, always to be read."""
    lead: str
    """The words that it begins with and that are to stand out: that it is an illustration; empty if it is none."""
    figures: str
    """Activation, with method and source; empty without."""
    full: str
    """All there is to say, with the publications."""
    low: tuple[str, str]
    """Line and full words where the parameter is 0."""
    parameter: Parameter | None
    cycle: Cycle | None
    cyclic: bool
    """Whether a moment of it is a part of a cycle, though nothing of that may be drawn."""
    one_leads: bool
    """Whether it tells the hips apart, so that both cannot make it in the same way."""

    def words(self, amount: float) -> tuple[str, str]:
        """Line and full words where the parameter is `amount`."""
        return (self.line, self.full) if amount > 0 else self.low


def movement_rows(atlas: Atlas) -> list[MovementRow]:
    """Every movement by group; within one, in the order of the file."""
    rows = [
        MovementRow(id, spec.name, GROUPS[spec.group], spec.quick, _found_by(id, spec))
        for id, spec in atlas.movements.items()
    ]
    return [row for heading in GROUPS.values() for row in rows if row.group == heading]


def _found_by(id: str, spec: MovementSpec) -> str:
    return " ".join((spec.name, spec.latin or "", *spec.synonyms, id.replace("_", " "))).casefold()


def movement_note(
    atlas: Atlas, movement: str | None, side: ClipSide, *, one_leads: bool, lost: frozenset[str] = frozenset()
) -> MovementNote | None:
    """What there is to say of a movement made by a side; None of one that the atlas lacks.

    Args:
        atlas: where it is stated.
        movement: its id.
        side: the chosen hip; of both the right one leads.
        one_leads: whether its clip tells the hips apart.
        lost: ids of muscles that work no more.
    """
    if movement is None or movement not in atlas.movements:
        return None
    spec = atlas.movements[movement]
    parameter = spec.parameter
    line, low_line = (_line(atlas, spec, text, side) for text in (spec.note, _low_note(spec)))
    return MovementNote(
        line=line,
        lead=_ILLUSTRATION if spec.illustration else "",
        figures=_figures(atlas, spec),
        full="\n\n".join(_full(atlas, spec, line, side)),
        low=(low_line, "\n\n".join(_full(atlas, spec, low_line, side))),
        parameter=Parameter(parameter.name, parameter.low, parameter.high) if parameter else None,
        cycle=_cycle(atlas, spec, lost) if spec.on_times or (spec.table and spec.table.sd) else None,
        cyclic=spec.cyclic,
        one_leads=one_leads,
    )


def caption(atlas: Atlas, movement: str, side: ClipSide, amount: float | None = None) -> tuple[str, str]:
    """Name and words of a movement of which something must be said wherever it is shown; else two empty texts.

    Args:
        atlas: where it is stated.
        movement: its id.
        side: the chosen hip.
        amount: where its parameter stands, 0 to 1; where it starts if left out.
    """
    note = movement_note(atlas, movement, side, one_leads=False)
    if note is None or atlas.movements[movement].note is None:
        return "", ""
    spec = atlas.movements[movement]
    start = spec.parameter.start if spec.parameter else 1.0
    line, _ = note.words(start if amount is None else amount)
    return spec.name, line


def told_note(atlas: Atlas, step: Step, note: str | None = None) -> str:
    """A step's note, and what must be said of the movement that it plays, unless the note says that already.

    Args:
        atlas: where the movement is stated.
        step: of a lesson.
        note: of the step, where it is being edited.
    """
    own = step.note if note is None else note
    play = step.movement
    _, words = caption(atlas, play.id, play.side, play.amount) if play else ("", "")
    return own if words in own else f"{own.rstrip()}\n{words}".strip()


def active_words(atlas: Atlas, active: Iterable[str]) -> str:
    """Muscles that are active, by side: "right gluteus medius, minimus; left maximus". Empty if none is."""
    told, full = [], set[str]()
    chosen = frozenset(active)
    for side in ("r", "l"):
        names = [one.name for one in atlas.structures.values() if one.id in chosen and one.side == side]
        short = []
        for name in sorted(names):
            first, _, rest = name.partition(" ")
            # The second gluteus of a list is plain "maximus".
            short.append(rest if first in full and rest else f"{name[:1].lower()}{name[1:]}")
            full.add(first)
        if short:
            told.append(f"{SIDE_WORDS[side].lower()} {', '.join(short)}")
    return "; ".join(told)


def _for_side(text: str, side: ClipSide) -> str:
    this, other = ("left", "right") if side == "l" else ("right", "left")
    return text.replace("{side}", this).replace("{other}", other)


def _low_note(spec: MovementSpec) -> str | None:
    return (spec.parameter.low_note if spec.parameter else None) or spec.note


def _line(atlas: Atlas, spec: MovementSpec, note: str | None, side: ClipSide) -> str:
    """A note for a side, with who measured it."""
    line = " ".join(filter(None, (_ILLUSTRATION if spec.illustration else "", _for_side(note or "", side))))
    sources = _short_sources(atlas, spec)
    if not sources:
        return line
    return f"{line} ({sources})" if line else f"Source: {sources}"


def _short_sources(atlas: Atlas, spec: MovementSpec) -> str:
    """ "Youdas et al. 2007"; where on-times are shown too, which publication is for which, and how sure they are."""
    angles = ", ".join(cited_shortly(atlas.sources[id]) for id in spec.sources)
    if not spec.on_times:
        return angles
    ids = dict.fromkeys(id for on in spec.on_times for id in on.sources)
    times = ", ".join(cited_shortly(atlas.sources[id]) for id in ids)
    if any(on.confidence == "recalled" for on in spec.on_times):
        times += f", {_UNREAD}"
    return "; ".join(filter(None, (f"angles: {angles}" if angles else "", f"on-times: {times}")))


def _full(atlas: Atlas, spec: MovementSpec, line: str, side: ClipSide) -> Iterator[str]:
    yield f"{spec.name}. {line}"
    if spec.detail:
        yield _for_side(spec.detail, side)
    if figures := _figures(atlas, spec):
        yield figures
    ids = [*spec.sources, *(id for on in spec.on_times for id in on.sources)]
    ids += [id for active in spec.activation for id in active.sources]
    if ids:
        yield "\n".join(cited(atlas.sources[id]).text for id in dict.fromkeys(ids))


def _figures(atlas: Atlas, spec: MovementSpec) -> str:
    """ "Gluteus medius, % of maximum (MVIC): 81 ± 42 surface, Distefano et al. 2009; ..."."""
    by_muscle: dict[str, list[str]] = {}
    for active in spec.activation:
        name = next(one.name for one in atlas.structures.values() if one.stated_id == active.muscle)
        by_muscle.setdefault(name, []).append(_figure(atlas, active))
    return "  ".join(f"{name}, % of maximum (MVIC): {'; '.join(told)}." for name, told in by_muscle.items())


def _figure(atlas: Atlas, active: ActivationSpec) -> str:
    if active.percent_mvic is None:
        return "no figure found"
    part = next((p.own_name.lower() for p in atlas.parts.values() if p.stated_id == active.part), "")
    number = f"{active.percent_mvic:g}" + (f" ± {active.sd:g}" if active.sd is not None else "")
    how = ", ".join(filter(None, (active.method, active.condition)))
    who = ", ".join(cited_shortly(atlas.sources[id]) for id in active.sources)
    unread = f", {_UNREAD}" if active.confidence == "recalled" else ""
    return f"{part} {number} ({how}; {who}{unread})".strip()


def _cycle(atlas: Atlas, spec: MovementSpec, lost: frozenset[str]) -> Cycle:
    named: Mapping[str, str] = {one.stated_id: one.name for one in atlas.structures.values()}
    muscles = tuple(
        (named[on.muscle], tuple((start / 100, end / 100) for start, end in on.percent)) for on in spec.on_times
    )
    gone = frozenset((atlas.structures[id].name, atlas.structures[id].side.upper()) for id in lost)
    return Cycle(muscles, tuple(_curves(spec)), gone)


def _curves(spec: MovementSpec) -> Iterator[Curve]:
    if spec.table is None:
        return
    at = tuple(frame["at"] for frame in spec.frames)
    for name, column in spec.table.columns.items():
        sd = tuple(map(spec.in_degrees, spec.table.sd.get(name, ())))
        yield Curve(name.removeprefix("hip_").replace("_", " "), at, tuple(map(spec.in_degrees, column)), sd)
