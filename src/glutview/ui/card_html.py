"""The card of a structure as rich text: a pure function of the atlas, so that it is tested without a window."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape
from typing import TYPE_CHECKING

from glutview.atlas.notes import TOPIC_NOTES
from glutview.atlas.sided import MusclePart, Structure
from glutview.state.resolve import STRANDS
from glutview.state.what_ifs import named, with_loss
from glutview.ui.citations import Citations
from glutview.ui.colours import Colours

if TYPE_CHECKING:
    from glutview.atlas.atlas import Atlas
    from glutview.atlas.schema import FactSpec, StatementSpec, Topic
    from glutview.atlas.sided import WhatIf

_KEY_TOPICS = (
    ("origin", "Origin"),
    ("insertion", "Insertion"),
    ("action", "Action"),
    ("nerve", "Nerve"),
    ("supply", "Blood supply"),
)
_SECTIONS: tuple[tuple[Topic, str], ...] = (
    ("relation", "Relations"),
    ("clinic", "Clinic"),
    ("figure", "Figures"),
    ("name", "Name"),
)


def card_html(atlas: Atlas, structure: str, colours: Colours, what_if: WhatIf | None = None) -> str:
    """The card of a structure or part (id with side), with numbered sources at its end.

    While a what-if is in force that touches it, the card says so first.

    What is known of a part alone comes before what is known of its whole muscle.

    Raises:
        GlutviewError: there is no such structure.
    """
    one = atlas.selectable(structure)
    citations = Citations(atlas.sources)
    noted: set[Topic] = set()
    writer = _Writer(atlas, one, citations, noted, structure)
    pieces = [_touched(what_if, atlas.whole(structure)), writer.head(), writer.statements()]
    if isinstance(one, MusclePart):
        whole = _Writer(atlas, atlas.structures[one.muscle], citations, noted, structure)
        pieces += ["<h2>Of the whole muscle</h2>", whole.statements()]
    pieces.append(citations.bibliography())
    return f"<html><head><style>{style_of(colours)}</style></head><body>{''.join(pieces)}</body></html>"


def _touched(what_if: WhatIf | None, whole: str) -> str:
    if what_if is None or not (touched := with_loss(what_if, whole, "")):
        return ""
    return f"<p class='tag'>What if: {escape(named(what_if))}. Here{escape(touched)}.</p>"


def empty_card_html(colours: Colours) -> str:
    """What the card says while nothing is selected."""
    return (
        f"<html><head><style>{style_of(colours)}</style></head><body>"
        "<p class='muted'>Click a muscle, bone, nerve or vessel to read about it.</p></body></html>"
    )


class _Writer:
    """Writes of one structure or part, on its own card or, of a muscle, on the card of a part (`card_of`)."""

    def __init__(
        self, atlas: Atlas, one: Structure | MusclePart, citations: Citations, noted: set[Topic], card_of: str
    ) -> None:
        self._atlas = atlas
        self._one = one
        self._card_of = card_of
        self._facts = atlas.facts_about(one.id)
        self._citations = citations
        self._noted = noted
        self._links = _link_table(atlas, one, card_of)

    def head(self) -> str:
        one = self._one
        ids = [f"FMA {one.fma}" if one.fma else "", f"TA2 {one.ta2}" if one.ta2 else "", one.id]
        synonyms = f"<p class='muted'>Also: {escape(', '.join(one.synonyms))}</p>" if one.synonyms else ""
        below = self._kin()
        if isinstance(one, Structure) and one.roots:
            below += f"<p>Roots: {escape(', '.join(one.roots))}</p>"
        if losses := self._atlas.what_ifs_of(one.id):
            links = ", ".join(f"<a href='what-if:{lost.id}'>{escape(named(lost))}</a>" for lost in losses)
            below += f"<p>What if: {links}</p>"
        return (
            f"<h2>{escape(one.sided_name)}</h2><p class='latin'>{escape(one.latin)}</p>{synonyms}"
            f"<p class='muted'>{escape(' · '.join(filter(None, ids)))}</p>{below}"
        )

    def _kin(self) -> str:
        """Links from a muscle to its parts, from a part to its muscle and to the other parts."""
        one = self._one
        whole = one.muscle if isinstance(one, MusclePart) else one.id
        parts = [part for part in self._atlas.parts_of(whole) if part.id != one.id]
        links = ", ".join(self._link(part.id, part.own_name) for part in parts)
        if whole != one.id:
            return f"<p>Part of {self._link_by_id(whole)}. Beside it: {links}</p>"
        return f"<p>Parts: {links}</p>" if links else ""

    def statements(self) -> str:
        """All that is known of it."""
        sections = (self.section(topic, heading) for topic, heading in _SECTIONS)
        return "".join([self.key_facts(), self.more(), self.by_part(), *sections])

    def by_part(self) -> str:
        """Of a muscle, what is said of each part alone."""
        pieces = []
        for part in self._atlas.parts_of(self._one.id):
            if part.id == self._card_of:
                continue
            facts = self._atlas.facts_about(part.id)
            if facts:
                notes = "".join(map(self._note, dict.fromkeys(fact.topic for fact in facts)))
                told = "".join(map(self._statement, facts))
                pieces.append(f"<h3>{self._link(part.id, part.own_name)}</h3>{notes}{told}")
        return "".join(pieces)

    def key_facts(self) -> str:
        """The first statement of every key topic, to be taken in at a glance."""
        rows = []
        for topic, heading in self._key_topics():
            facts = self._about(topic)
            text = self._suppliers(topic, facts[0].text if facts else "")
            if facts:
                text += self._sentence(facts[0])
                if facts[0].dissent:
                    text += f" <small><a href='#more-{self._one.id}-{topic}'>sources differ</a></small>"
            if text:
                rows.append(self._row(heading, text))
        return self._table([*rows, *self._served()])

    def more(self) -> str:
        """What else is said of the key topics, and where sources differ."""
        parts = []
        for topic, heading in self._key_topics():
            facts = self._about(topic)
            # A first statement that others contradict is said again, so that the contradiction has its place.
            told = facts if facts and facts[0].dissent else facts[1:]
            body = "".join(map(self._statement, told))
            if body:
                parts.append(f"<h3><a name='more-{self._one.id}-{topic}'></a>More on {heading.lower()}</h3>{body}")
        return "".join(parts)

    def _key_topics(self) -> list[tuple[str, str]]:
        """Topics with their headings: what is blood supply to a muscle is supply by an artery."""
        if isinstance(self._one, MusclePart) or self._one.kind not in STRANDS:
            return list(_KEY_TOPICS)
        return [(topic, "Supplies" if topic == "supply" else heading) for topic, heading in _KEY_TOPICS]

    def _suppliers(self, topic: str, said: str) -> str:
        """Links to the muscle's nerves or vessels, where the sentence after it does not name them all."""
        ids = {"nerve": self._one.nerves, "supply": (*self._one.arteries, *self._one.veins)}.get(topic, ())
        named = [self._atlas.structures[id] for id in ids]
        if all(other.name.casefold() in said.casefold() for other in named):
            return ""
        roots = {other.id: f" ({escape(', '.join(other.roots))})" if other.roots else "" for other in named}
        return f"{', '.join(self._link(o.id, o.name) + roots[o.id] for o in named)}. "

    def _served(self) -> list[str]:
        """Which muscles a nerve or vessel serves, or are attached to a bone."""
        me = self._one.id
        muscles = [s for s in self._atlas.structures.values() if s.kind == "muscle"]
        rows: list[tuple[str, list[str]]] = [("Muscles", [m.id for m in muscles if me in m.supply])]
        for role, heading in (("origin", "Origin of"), ("insertion", "Insertion of")):
            attached = [a.muscle for a in self._atlas.attachments.values() if a.on == me and a.role == role]
            rows.append((heading, list(dict.fromkeys(attached))))
        return [self._row(heading, ", ".join(map(self._link_by_id, ids))) for heading, ids in rows if ids]

    def section(self, topic: Topic, heading: str) -> str:
        statements = "".join(self._statement(fact) for fact in self._about(topic))
        return f"<h3>{heading}</h3>{self._note(topic)}{statements}" if statements else ""

    def _note(self, topic: Topic) -> str:
        """What statements of the topic are for, before the card's first."""
        if topic not in TOPIC_NOTES or topic in self._noted:
            return ""
        self._noted.add(topic)
        return f"<p class='muted'>{escape(TOPIC_NOTES[topic])}</p>"

    def _about(self, topic: str) -> list[FactSpec]:
        return [fact for fact in self._facts if fact.topic == topic]

    def _row(self, heading: str, text: str) -> str:
        heading = heading.replace(" ", "<br/>")  # a narrow column, but no word broken
        return f"<tr><td class='key'>{heading}</td><td width='100%'>{text}</td></tr>"

    def _table(self, rows: list[str]) -> str:
        return f"<table cellspacing='0' cellpadding='5' width='100%'>{''.join(rows)}</table>" if rows else ""

    def _sentence(self, fact: FactSpec) -> str:
        recalled = " <span class='tag'>recalled, not verified</span>" if fact.confidence == "recalled" else ""
        return f"{self._linked(fact.text)}{self._citations.marks(fact.sources)}{recalled}"

    def _statement(self, fact: FactSpec) -> str:
        return f"<p class='fact'>{self._sentence(fact)}</p>{dissent_html(fact, self._citations, self._linked)}"

    def _linked(self, text: str) -> str:
        """The text, every name of another structure in it a link."""
        pattern, ids = self._links
        if pattern is None:
            return escape(text)
        done: list[str] = []
        end = 0
        for found in pattern.finditer(text):
            done += [escape(text[end : found.start()]), self._link(ids[found[0].casefold()], found[0])]
            end = found.end()
        return "".join([*done, escape(text[end:])])

    def _link_by_id(self, id: str) -> str:
        return self._link(id, self._atlas.structures[id].name)

    def _link(self, id: str, text: str) -> str:
        return f"<a href='structure:{id}'>{escape(text)}</a>"


def dissent_html(told: StatementSpec, citations: Citations, linked: Callable[[str], str]) -> str:
    """What others say instead of a statement, set apart; empty if nobody does. `linked` writes a text as HTML."""
    if not told.dissent:
        return ""
    others = " ".join(f"{linked(other.says)}{citations.marks(other.sources)}" for other in told.dissent)
    return (
        "<table class='aside' cellspacing='0' cellpadding='6' width='100%'><tr><td class='dissent'>"
        f"<b>Others say:</b> {others}<br/><b>Why the statement above is preferred:</b> "
        f"{linked(told.preferred_because or '')}</td></tr></table>"
    )


def _link_table(
    atlas: Atlas, one: Structure | MusclePart, card_of: str
) -> tuple[re.Pattern[str] | None, dict[str, str]]:
    """A pattern of the other structures' names, longest first, and the id of each: on the same side if it can be.

    Parts of a muscle are named as its own card and those of its parts speak of them.
    """
    ids: dict[str, str] = {}
    for part in atlas.parts_of(atlas.whole(one.id)):
        if part.id != card_of:
            ids[part.own_name.casefold()] = part.id
    for other in atlas.structures.values():
        if other.stated_id == one.stated_id:
            continue
        for name in (other.name, *other.synonyms):
            if name.casefold() not in ids or other.side == one.side:
                ids[name.casefold()] = other.id
    names: Sequence[str] = sorted(ids, key=len, reverse=True)
    if not names:
        return None, {}
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b", re.IGNORECASE), ids


def style_of(c: Colours) -> str:
    """How cards look."""
    return (
        f"body {{ color: {c.text}; }} a {{ color: {c.link}; text-decoration: none; }}"
        f"h2 {{ font-size: x-large; font-weight: 600; margin: 2px 0 0 0; }}"
        f"h3 {{ font-size: medium; color: {c.accent}; margin: 16px 0 4px 0; }}"
        f".latin {{ font-style: italic; color: {c.muted}; margin: 0 0 4px 0; }}"
        f".muted {{ color: {c.muted}; margin: 0 0 2px 0; }}"
        f".key {{ color: {c.muted}; font-weight: 600; white-space: nowrap; border-top: 1px solid {c.border}; }}"
        f"td {{ border-top: 1px solid {c.border}; }} .fact {{ margin: 0 0 5px 0; }}"
        f".tag {{ color: {c.warning}; font-style: italic; }}"
        f".dissent {{ background-color: {c.warning_surface}; border: none; }}"
        f".aside {{ margin: 2px 0 8px 0; }}"
        f".source {{ margin: 0 0 5px 0; }}"
    )
