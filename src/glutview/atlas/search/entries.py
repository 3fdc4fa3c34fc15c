"""What can be found in an atlas, and the texts by which it is found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal, TypeAlias

from glutview.atlas.atlas import Atlas
from glutview.atlas.schema import FactSpec, Kind, MovementGroup, MovementSpec, Topic
from glutview.atlas.search.words import initials, root_span, words
from glutview.atlas.sided import Landmark, MusclePart, Structure, WhatIf
from glutview.atlas.sides import SIDE_WORDS, Side

Sort: TypeAlias = Literal["structure", "part", "landmark", "movement", "what if", "fact"]
Role: TypeAlias = Literal["name", "sentence", "source"]
"""How far a text is trusted to be what was meant by a misspelt word."""

_KIND_WORDS: dict[Kind, str] = {
    "bone": "bone bones os ossa",
    "muscle": "muscle muscles musculus musculi",
    "nerve": "nerve nerves nervus nervi",
    "artery": "artery arteries arteria arteriae vessel vessels",
    "vein": "vein veins vena venae vessel vessels",
    "ligament": "ligament ligaments ligamentum ligamenta",
    "tract": "tract tracts tractus band",
    "cartilage": "cartilage cartilages cartilago",
    "bursa": "bursa bursae bursas",
    "fascia": "fascia fasciae",
}
_TOPIC_WORDS: dict[Topic, str] = {
    "name": "name terminology etymology",
    "origin": "origin proximal attachment",
    "insertion": "insertion distal attachment",
    "nerve": "nerve innervation innervates supplies supply",
    "supply": "blood supply supplies artery vessels",
    "action": "action actions function movement",
    "relation": "relation relations neighbours",
    "clinic": "clinic clinical",
    "figure": "figure size measurement",
}
_MOVEMENT_WORDS: dict[MovementGroup, tuple[str, ...]] = {
    "joint": ("movement", "movements"),
    "stance": ("movement", "movements", "stance"),
    "gait": ("movement", "movements", "gait"),
    "landing": ("movement", "movements", "landing"),
    "exercise": ("movement", "movements", "exercise", "exercises"),
}
_DESCRIBES, _SORTS, _ASIDE = 0.5, 0.1, 0.0
"""Weights of what only describes, of what is common to half the atlas, and of what is not itself stated."""
_SIDES: dict[Side, str] = {"r": "right dexter", "l": "left sinister", "midline": "midline"}


@dataclass(frozen=True, slots=True)
class Text:
    """One text by which an entry is found."""

    label: str
    """What kind of text it is, as told to a person; empty for the sentence of a fact."""
    shown: str
    words: tuple[str, ...]
    """Folded."""
    weight: float = 1.0
    """What it counts for. Below 1 it only describes: it never counts as named in full, nor as begun."""
    listed: bool = False
    """Whether it is a row of numbers or initials, which is found by any of them but never counts as begun."""
    role: Role = "name"

    @property
    def letters(self) -> int:
        """How many letters its words have."""
        return sum(map(len, self.words))


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found."""

    kind: Sort
    id: str
    stated_id: str
    """The id without its side."""
    name: str
    side: Side
    structure: str | None
    """The structure or part to show: itself, what a landmark lies on, what a fact is about."""
    texts: tuple[Text, ...]
    subject: str | None = None
    """Of a fact: the id of the entry it is about, whose texts help to find it."""
    other_side: str | None = None
    """Of a fact about a pair: the structure to show when the left is asked for."""
    fact: FactSpec | None = None


def entries(atlas: Atlas) -> list[Entry]:
    """Everything that can be found: structures, parts, landmarks, facts, each in the order of the file."""
    found = [_structure(atlas, one) for one in atlas.structures.values()]
    found += [_part(atlas, one) for one in atlas.parts.values()]
    found += _landmarks(atlas)
    found += [_movement(id, spec) for id, spec in atlas.movements.items()]
    found += [_what_if(one) for one in atlas.what_ifs.values()]
    counts: dict[str, int] = {}
    for fact in atlas.facts:
        stem = f"{fact.about}.{fact.topic}"
        counts[stem] = counts.get(stem, 0) + 1
        found.append(_fact(atlas, fact, f"{stem}.{counts[stem]}"))
    return found


def _structure(atlas: Atlas, one: Structure) -> Entry:
    texts = _name_texts(one.stated_id, one.name, one.latin, one.synonyms)
    if one.kind not in words(one.name):
        texts.append(Text("English", one.name, (*words(one.name), one.kind)))
    for system, number in (("FMA", one.fma), ("TA2", one.ta2)):
        if number is not None:
            shown = f"{system} {number}"
            texts.append(Text("", shown, (system.casefold(), str(number)), listed=True))
            texts.append(Text("", shown, (str(number),)))
    if one.kind == "muscle" and (short := _abbreviated(one)):
        texts.append(Text("abbreviation", short, words(short), listed=True))
    texts.extend(_root_texts(atlas, one))
    texts += [Text("kind", one.kind, (word,), weight=_SORTS) for word in words(_KIND_WORDS[one.kind])]
    texts += _side_texts(one.side)
    return Entry("structure", one.id, one.stated_id, one.sided_name, one.side, one.id, tuple(texts))


def _part(atlas: Atlas, one: MusclePart) -> Entry:
    muscle = atlas.structures[one.muscle]
    texts = _name_texts(one.stated_id, one.name, one.latin, one.synonyms)
    for system, number in (("FMA", one.fma), ("TA2", one.ta2)):
        if number is not None:
            texts.append(Text("", f"{system} {number}", (system.casefold(), str(number)), listed=True))
    # Also by the names of its muscle: "GMed anterior", "glutaeus medius anterior".
    own = one.own_name.lower()
    if short := _abbreviated(muscle):
        texts.append(Text("abbreviation", f"{short}, {own}", words(f"{short} {own}"), listed=True))
    for synonym in muscle.synonyms:
        texts.append(Text("synonym", f"{synonym}, {own}", words(f"{synonym} {own}"), _DESCRIBES))
    texts += [Text("kind", "part", (word,), weight=_SORTS) for word in words(f"part parts {_KIND_WORDS['muscle']}")]
    texts += _side_texts(one.side)
    return Entry("part", one.id, one.stated_id, one.sided_name, one.side, one.id, tuple(texts))


def _abbreviated(muscle: Structure) -> str:
    """What papers write: GMed for the gluteus medius, GMax for the maximus. Empty if its name is not of two words."""
    name = words(muscle.name)
    return name[0][0].upper() + name[1] if len(name) == 2 else ""


def _landmarks(atlas: Atlas) -> Iterator[Entry]:
    """Every landmark; the points along a line of bone are found as one, by the name of the line."""
    lines: dict[tuple[str, Side], list[Landmark]] = {}
    for one in atlas.landmarks.values():
        if one.line is not None:
            lines.setdefault((one.line, one.side), []).append(one)
    for one in atlas.landmarks.values():
        if one.line is None:
            yield _landmark(one)
        elif lines[one.line, one.side][0] is one:
            points = lines[one.line, one.side]
            found = _landmark(replace(points[len(points) // 2], name=one.line))
            yield replace(found, texts=(*found.texts, *(Text("point", p.name, words(p.name)) for p in points)))


def _landmark(one: Landmark) -> Entry:
    texts = _name_texts(one.stated_id, one.name, one.latin, one.synonyms)
    texts += _side_texts(one.side)
    return Entry("landmark", one.id, one.stated_id, one.sided_name, one.side, one.spot.on, tuple(texts))


def _movement(id: str, spec: MovementSpec) -> Entry:
    texts = _name_texts(id, spec.name, spec.latin, spec.synonyms)
    texts += [Text("kind", "movement", (word,), weight=_SORTS) for word in _MOVEMENT_WORDS[spec.group]]
    return Entry("movement", id, id, spec.name, "midline", None, tuple(texts))


def _what_if(one: WhatIf) -> Entry:
    texts = _name_texts(one.stated_id, one.name, None, one.spec.synonyms)
    texts += [Text("kind", "what if", (word,), weight=_SORTS) for word in ("what", "if", "loss", one.kind)]
    texts += _side_texts(one.side)
    return Entry("what if", one.id, one.stated_id, f"What if: {one.sided_name}", one.side, None, tuple(texts))


def _fact(atlas: Atlas, fact: FactSpec, id: str) -> Entry:
    texts = [_sentence("", fact.text)]
    texts += [_sentence("", fact.text, word) for word in words(_TOPIC_WORDS[fact.topic])]
    texts += [_sentence("others say", dissent.says, weight=_ASIDE) for dissent in fact.dissent]
    if fact.preferred_because:
        texts.append(_sentence("preferred because", fact.preferred_because, weight=_ASIDE))
    for source in dict.fromkeys((*fact.sources, *(s for d in fact.dissent for s in d.sources))):
        spec = atlas.sources[source]
        shown = ", ".join((*spec.authors, *([str(spec.year)] if spec.year else [])))
        texts.append(Text("source", shown, words(shown.replace("et al.", "")), weight=_ASIDE, role="source"))
    name, subject, structure, other = _subject(atlas, fact.about)
    return Entry("fact", id, id, f"{name}: {fact.topic}", "midline", structure, tuple(texts), subject, other, fact)


def _sentence(label: str, shown: str, found_by: str | None = None, *, weight: float = _DESCRIBES) -> Text:
    return Text(label, shown, words(found_by or shown), weight=weight, role="sentence")


def _subject(atlas: Atlas, about: str) -> tuple[str, str | None, str | None, str | None]:
    """Of what a fact is about: name, entry, structure to show, and that of the left if there are two."""
    ids = [id for id in (about, f"{about}_r", f"{about}_l") if id in atlas or id in atlas.landmarks]
    if ids:
        named = [atlas.landmarks.get(id) or atlas.selectable(id) for id in ids]
        shown = [one.spot.on if isinstance(one, Landmark) else one.id for one in named]
        return named[0].name, ids[0], shown[0], shown[1] if len(shown) > 1 else None
    joints = [joint for joint in atlas.joints.values() if joint.stated_id == about]
    if joints:
        return joints[0].name, None, joints[0].child, joints[1].child if len(joints) > 1 else None
    return atlas.movements[about].name, None, None, None


def _name_texts(stated_id: str, name: str, latin: str | None, synonyms: tuple[str, ...]) -> list[Text]:
    """The names, their initials, and words that hang together with them."""
    texts = [Text("English", name, words(name))]
    if latin:
        texts.append(Text("Latin", latin, words(latin)))
    heads = {"musculus", "nervus", "arteria", "vena", "ligamentum", "tractus", "os", *words(latin or "")[:1]}
    for synonym in synonyms:
        label = "Latin" if words(synonym)[:1] and words(synonym)[0] in heads else "synonym"
        texts.append(Text(label, synonym, words(synonym)))
    if words(stated_id) not in [text.words for text in texts]:
        texts.append(Text("id", stated_id, words(stated_id)))
    for full in dict.fromkeys((name, latin or "", *synonyms)):
        short = initials(full)
        if len(short) > 2 and short.isalpha():
            texts.append(Text("abbreviation", f"{short}, {full}", (short.casefold(),), listed=True))
    texts += [Text(text.label, text.shown, tuple(_run_together(text.words)), weight=_DESCRIBES) for text in texts]
    adjectives = dict.fromkeys(a for text in texts for word in text.words for a in _adjective(word))
    if adjectives:
        texts.append(Text("English", name, tuple(adjectives), weight=_DESCRIBES))
    return [text for text in texts if text.words]


def _side_texts(side: Side) -> list[Text]:
    return [Text("side", SIDE_WORDS[side] or "Midline", (word,), weight=_SORTS) for word in words(_SIDES[side])]


def _run_together(parts: tuple[str, ...]) -> Iterator[str]:
    """Neighbouring words without the space between, as in gluteusmedius."""
    if len(parts) > 1:
        yield from ("".join(pair) for pair in pairwise(parts))
        yield "".join(parts)


def _adjective(latin: str) -> Iterator[str]:
    """The English adjective of a Latin word: gluteal of gluteus."""
    for ending in ("eus", "ea", "eum"):
        if latin.endswith(ending) and len(latin) > len(ending) + 3:
            yield f"{latin.removesuffix(ending)}eal"


def _root_texts(atlas: Atlas, one: Structure) -> Iterator[Text]:
    """The roots of a nerve; of a muscle, those of its nerves."""
    if own := root_span(one.roots):
        yield Text("", _roots_shown(own), own, listed=True)
    for nerve in (atlas.structures[id] for id in one.nerves if id in atlas.structures):
        if span := root_span(nerve.roots):
            yield Text("", f"{_roots_shown(span)}, {nerve.name[:1].lower()}{nerve.name[1:]}", span, weight=_DESCRIBES)


def _roots_shown(span: tuple[str, ...]) -> str:
    first, last = span[0].upper(), span[-1].upper()
    return f"roots {first}-{last}" if first != last else f"root {first}"
