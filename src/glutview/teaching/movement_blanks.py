"""Questions after what muscles do at the joints."""

from __future__ import annotations

from collections.abc import Iterator

from glutview.atlas.atlas import Atlas
from glutview.atlas.schema import FactSpec
from glutview.atlas.sided import Structure
from glutview.teaching.blank import FEWEST_WRONG, Blank
from glutview.teaching.movement_words import Movement, Movements
from glutview.teaching.naming import Mentions, akin, same, spoken, subjects
from glutview.teaching.telling import told


def action_blanks(atlas: Atlas) -> Iterator[Blank]:
    """Which movement does the muscle make? What is said of it in any way, even weakly, is no wrong answer."""
    movements, mentions = Movements(atlas), Mentions(atlas)
    for muscle in subjects(atlas):
        if muscle.kind != "muscle":
            continue
        facts = [fact for fact in atlas.facts_about(muscle.stated_id) if fact.topic == "action" and fact.sources]
        never = _never(atlas, muscle, movements, mentions)
        for made in dict.fromkeys(name for fact in facts for name in movements.made(fact.text)):
            answer = told(atlas, _best([fact for fact in facts if made in movements.made(fact.text)]))
            # Together with what it does not do even what it does is wrong.
            pairs = [(n, o) for n in never for o in movements.all if o not in (n, made, movements.opposites[n])]
            if answer is None or not pairs:
                continue
            question = f"Which of these movements does the {spoken(muscle.name)} make?"
            yield Blank(
                kind="action",
                prompt=question,
                question=question,
                answer=made,
                explanation=f"{muscle.name}: {answer.text}",
                source=answer.source,
                structure=muscle.id,
                target=same(atlas, muscle),
                wrong=never,
                spare=tuple(f"{n} with {spoken(o)}" for n, o in pairs),
                fill=FEWEST_WRONG,
            )


def _never(atlas: Atlas, muscle: Structure, movements: Movements, mentions: Mentions) -> tuple[Movement, ...]:
    """The movements that nobody says the muscle, its parts or its whole make."""
    kin = {s.stated_id for s in subjects(atlas) if akin(s.name, muscle.name)}
    kin |= {part.stated_id for part in atlas.parts.values() if atlas.structures[part.muscle].stated_id in kin}
    texts = [
        text
        for fact in atlas.facts
        if (fact.about in kin and fact.topic in ("action", "figure"))
        or (fact.topic == "action" and mentions.named(fact.text, muscle))
        for text in (fact.text, *(other.says for other in fact.dissent))
    ]
    said = frozenset[Movement]().union(*map(movements.mentioned, texts))
    return tuple(name for name in movements.all if name not in said)


def _best(facts: list[FactSpec]) -> list[FactSpec]:
    """Those that someone read in their source, if there are such."""
    return [fact for fact in facts if fact.confidence == "verified"] or facts
