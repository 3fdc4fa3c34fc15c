"""Everything that can be asked about an atlas: it grows with the atlas by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby

from glutview.atlas.atlas import Atlas
from glutview.atlas.schema import FactSpec, Role, Topic
from glutview.atlas.sided import Attachment, Structure
from glutview.teaching.blank import FEWEST_WRONG, MOST_WRONG, Blank
from glutview.teaching.movement_blanks import action_blanks
from glutview.teaching.naming import Mentions, akin, listed, same, spoken, subjects, words
from glutview.teaching.nerve_names import named_nerves, nerves_in, shown_nerves
from glutview.teaching.question import QuizKind
from glutview.teaching.telling import told

_DESCRIBING: tuple[Topic, ...] = ("origin", "insertion", "name", "relation", "supply")
_PLACING: tuple[Topic, ...] = ("relation", "origin", "insertion", "name", "supply")
_HEADINGS: Mapping[Topic, str] = {"origin": "Origin: ", "insertion": "Insertion: ", "supply": "Supply: "}
_ALIKE = 0.9
"""A description of which another structure's statements hold so great a part of the words may fit that one too."""
_ROLES: Mapping[Role, tuple[str, str]] = {"origin": ("arise", "origin"), "insertion": ("insert", "insertion")}


def name_blanks(atlas: Atlas) -> Iterator[Blank]:
    """What is this called? It is shown, or described in words that do not tell its name."""
    mentions, all_subjects, named = Mentions(atlas), subjects(atlas), named_nerves(atlas)
    said = {s.id: words(" ".join(fact.text for fact in atlas.facts_about(s.stated_id))) for s in all_subjects}
    for one in all_subjects:
        facts = _by_topic(atlas, one, _DESCRIBING)
        silent = [fact for fact in facts if fact.sources and not mentions.named(fact.text, one)][:2]
        answer = told(atlas, silent)
        if answer is None:
            continue
        clue = _clue(silent)
        others = [s for s in all_subjects if not akin(s.name, one.name) and not _fits(clue, said[s.id])]
        wrong = _names(s for s in others if s.kind == one.kind)
        if one.kind == "nerve":
            wrong += tuple(name for name in named if not akin(name, one.name))
        prompt = f"What is this {one.kind if len(wrong) >= FEWEST_WRONG else 'structure'} called?"
        yield Blank(
            kind="name",
            prompt=prompt,
            question=f"{prompt} {clue}",
            answer=one.name,
            explanation=f"{_both_names(one)}. {answer.text}",
            source=answer.source,
            structure=one.id,
            target=same(atlas, one),
            wrong=wrong,
            spare=_names(s for s in others if s.kind != one.kind),
            # A bone among muscles is seen at once to be wrong.
            fill=FEWEST_WRONG if len(wrong) >= FEWEST_WRONG else MOST_WRONG,
        )


def find_blanks(atlas: Atlas) -> Iterator[Blank]:
    """Where is it? Either side is right."""
    for one in subjects(atlas):
        answer = told(atlas, _by_topic(atlas, one, _PLACING), most=2)
        if answer is None:
            continue
        paired = sum(s.stated_id == one.stated_id for s in atlas.structures.values()) > 1
        either = ", on either side" if paired else ""
        question = f"Find the {spoken(_both_names(one))}{either}."
        yield Blank(
            kind="find",
            prompt=question,
            question=question,
            answer=f"{one.name}, right or left" if paired else one.name,
            explanation=f"{one.name}: {answer.text}",
            source=answer.source,
            structure=one.id,
            target=same(atlas, one),
        )


def attachment_blanks(atlas: Atlas) -> Iterator[Blank]:
    """Where does it arise or insert? Either side is right."""
    every = list(atlas.attachments.values())
    groups: dict[tuple[str, Role], list[Attachment]] = {}
    for attachment in every:
        groups.setdefault((atlas.structures[attachment.muscle].stated_id, attachment.role), []).append(attachment)
    for (_, role), mine in groups.items():
        one = atlas.structures[mine[0].muscle]
        answer = told(atlas, _by_topic(atlas, one, (role,)))
        if answer is None:
            continue
        verb, noun = _ROLES[role]
        either = ", on either side" if len({a.muscle for a in mine}) > 1 else ""
        others = [a for a in every if not akin(atlas.structures[a.muscle].name, one.name)]
        others = [a for a in others if not any(akin(a.name, own.name) for own in mine)]
        wrong = _sites(a for a in others if a.role == role)
        question = f"Where does the {spoken(one.name)} {verb}? Click its {noun}{either}."
        yield Blank(
            kind="attachment",
            prompt=question,
            question=question,
            answer=listed(dict.fromkeys(own.name for own in mine)),
            explanation=f"{noun.capitalize()} of the {spoken(one.name)}: {answer.text}",
            source=answer.source,
            structure=one.id,
            target=tuple(dict.fromkeys(bone for own in mine for bone in own.bearers)),
            attachment=next(own.id for own in mine if own.muscle == one.id),
            wrong=wrong,
            spare=_sites(a for a in others if a.role != role),
            fill=FEWEST_WRONG if len(wrong) >= FEWEST_WRONG else MOST_WRONG,
        )


def innervation_blanks(atlas: Atlas) -> Iterator[Blank]:
    """Which nerve supplies it? A nerve that any source lets share in it is no wrong answer."""
    mentions, shown, named = Mentions(atlas), shown_nerves(atlas), named_nerves(atlas)
    nerves = [s for s in subjects(atlas) if s.kind == "nerve"]
    for one in subjects(atlas):
        facts = [fact for fact in atlas.facts_about(one.stated_id) if fact.topic == "nerve"]
        said = [text for fact in facts for text in (fact.text, *(other.says for other in fact.dissent))]
        right = dict.fromkeys(atlas.structures[id].name for id in one.nerves)
        sharing = {*right, *(name for text in said for name in nerves_in(text))}
        sharing |= {n.name for n in nerves if any(mentions.named(text, n) for text in said)}
        sharing |= {n.name for n in nerves if any(mentions.named(f.text, one) for f in _supplies(atlas, n))}
        for nerve in (atlas.structures[id] for id in dict.fromkeys(one.nerves)):
            fitting = [fact for fact in facts if mentions.named(fact.text, nerve)] or facts
            by_nerve = [fact for fact in _supplies(atlas, nerve) if mentions.named(fact.text, one)]
            answer = told(atlas, fitting or by_nerve, most=2)
            if answer is None:
                continue
            untold = nerve.roots and not all(root in answer.text for root in nerve.roots)
            roots = f" The nerve comes from {listed(nerve.roots)}." if untold else ""
            question = f"Which of these nerves supplies the {spoken(one.name)}?"
            yield Blank(
                kind="innervation",
                prompt=question,
                question=question,
                answer=nerve.name,
                explanation=f"{one.name}: {answer.text}{roots}",
                source=answer.source,
                structure=one.id,
                target=same(atlas, nerve),
                wrong=tuple(name for name in shown if not any(akin(name, own) for own in sharing)),
                spare=tuple(name for name in named if not any(akin(name, own) for own in sharing)),
            )


BLANKS: Mapping[QuizKind, Callable[[Atlas], Iterator[Blank]]] = {
    "name": name_blanks,
    "find": find_blanks,
    "attachment": attachment_blanks,
    "innervation": innervation_blanks,
    "action": action_blanks,
}


def _clue(facts: Iterable[FactSpec]) -> str:
    """Statements one after the other, each topic under its heading."""
    parts = [
        _HEADINGS.get(topic, "") + " ".join(fact.text for fact in group)
        for topic, group in groupby(facts, key=lambda fact: fact.topic)
    ]
    return " ".join(parts)


def _both_names(one: Structure) -> str:
    return one.name if one.latin.casefold() == one.name.casefold() else f"{one.name} ({one.latin})"


def _by_topic(atlas: Atlas, one: Structure, topics: tuple[Topic, ...]) -> list[FactSpec]:
    facts = [fact for fact in atlas.facts_about(one.stated_id) if fact.topic in topics]
    return sorted(facts, key=lambda fact: topics.index(fact.topic))


def _supplies(atlas: Atlas, nerve: Structure) -> list[FactSpec]:
    return [fact for fact in atlas.facts_about(nerve.stated_id) if fact.topic == "supply"]


def _fits(clue: str, said: frozenset[str]) -> bool:
    """Whether a description may be another structure's as well, of which everything that is said has these words."""
    mine = words(clue)
    return len(mine & said) >= _ALIKE * len(mine)


def _names(structures: Iterable[Structure]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(s.name for s in structures))


def _sites(attachments: Iterable[Attachment]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(a.name for a in attachments))
