"""A quiz made from the atlas: as many questions as asked for, the same for the same seed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from random import Random

from glutview.atlas.atlas import Atlas
from glutview.errors import GlutviewError, failure
from glutview.teaching.blank import FEWEST_WRONG, Blank, shuffled
from glutview.teaching.blanks import BLANKS
from glutview.teaching.question import CLICKED, KINDS, Question, QuizKind

MOST_QUESTIONS = 10_000
_NEEDED: dict[QuizKind, str] = {
    "name": "add `facts:` with `sources:` about structures: origin, insertion, name, relation or supply",
    "find": "add `facts:` with `sources:` about structures: relation, origin, insertion, name or supply",
    "attachment": "add `attachments:`, and facts on the topic origin or insertion with `sources:`",
    "innervation": "give muscles their `nerves:`, name at least three nerves, and add facts on the topic nerve",
    "action": "add facts on the topic action with `sources:` (It abducts the thigh.), and name the joints' movements",
}


def questions(atlas: Atlas, kind: str, count: int, seed: int) -> tuple[Question, ...]:
    """Questions of one kind.

    Each that can be asked is asked once before any is asked again, then in another order and with other choices.

    Args:
        atlas: what is asked about.
        kind: one of :data:`KINDS`.
        count: how many.
        seed: any whole number; the same one gives the same questions, on every machine.

    Raises:
        GlutviewError: the kind is unknown, the count out of range, or the atlas has nothing of the kind to ask.
    """
    return tuple(islice(_endless(_blanks(atlas, _known(kind)), _random(seed)), _checked(count)))


def mixed_questions(
    atlas: Atlas, count: int, seed: int, kinds: Sequence[str] = KINDS
) -> tuple[Question, ...]:
    """Questions of several kinds by turns; a kind of which the atlas has nothing is left out.

    Raises:
        GlutviewError: a kind is unknown, the count out of range, or the atlas has nothing of any kind to ask.
    """
    count, random = _checked(count), _random(seed)
    streams: list[Iterator[Question]] = []
    problems: list[GlutviewError] = []
    for kind in dict.fromkeys(map(_known, kinds)):
        try:
            streams.append(_endless(_blanks(atlas, kind), Random(int(random.random() * 2**32))))
        except GlutviewError as error:
            problems.append(error)
    if not streams:
        raise GlutviewError([problem for error in problems for problem in error.problems])
    return tuple(islice(_by_turns(streams, random), count))


def available_kinds(atlas: Atlas) -> tuple[QuizKind, ...]:
    """The kinds of which the atlas has something to ask."""
    return tuple(kind for kind in KINDS if _usable(atlas, kind))


def _endless(blanks: Sequence[Blank], random: Random) -> Iterator[Question]:
    last: Blank | None = None
    while True:
        order = shuffled(list(blanks), random)
        if order[0] is last and len(order) > 1:
            order = [*order[1:], order[0]]  # not twice running where one round ends and the next begins
        for blank in order:
            yield blank.filled(random)
        last = order[-1]


def _by_turns(streams: Sequence[Iterator[Question]], random: Random) -> Iterator[Question]:
    while True:
        for stream in shuffled(list(streams), random):
            yield next(stream)


def _blanks(atlas: Atlas, kind: QuizKind) -> list[Blank]:
    blanks = _usable(atlas, kind)
    if not blanks:
        raise failure(atlas.path, f"there is nothing in it to ask about {kind}", _NEEDED[kind], key="--kind")
    return blanks


def _usable(atlas: Atlas, kind: QuizKind) -> list[Blank]:
    """Those with enough wrong answers, unless they are answered by a click."""
    return [b for b in BLANKS[kind](atlas) if kind in CLICKED or len((*b.wrong, *b.spare)) >= FEWEST_WRONG]


def _known(kind: str) -> QuizKind:
    for known in KINDS:
        if kind == known:
            return known
    raise failure("quiz", f"there is no kind of question {kind!r}", f"choose {', '.join(KINDS)}", key="--kind")


def _checked(count: int) -> int:
    if not 1 <= count <= MOST_QUESTIONS:
        what = f"{count} questions cannot be asked"
        raise failure("quiz", what, f"give a number from 1 to {MOST_QUESTIONS}", key="--count")
    return count


def _random(seed: int) -> Random:
    # Random ignores the sign of a whole number.
    return Random(2 * abs(seed) + (seed < 0))
