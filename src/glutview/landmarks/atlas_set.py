"""The atlas's landmarks as a set of points, and which landmark of the atlas a point of another set is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from glutview.atlas.atlas import Atlas
from glutview.atlas.sides import Side, sided_id, sides_of
from glutview.landmarks.landmark_set import Landmark, LandmarkSet, Xyz

_SIDES: Mapping[str, Side] = {
    **dict.fromkeys(("r", "rt", "right", "dexter", "dextra", "dextrum"), "r"),
    **dict.fromkeys(("l", "lt", "left", "sinister", "sinistra", "sinistrum"), "l"),
}
_Key = tuple[tuple[str, ...], Side]


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A point that is no landmark of the atlas, and why."""

    landmark: Landmark
    reason: str


@dataclass(frozen=True, slots=True)
class Matching:
    """The points of a set by the atlas's landmark that each is."""

    matched: Mapping[str, Landmark]
    """By id of the atlas, side included, in the order of the atlas."""
    unmatched: tuple[Unmatched, ...]
    """In the order of the set."""


def atlas_landmarks(atlas: Atlas, positions_mm: Mapping[str, Xyz]) -> LandmarkSet:
    """Every landmark of the atlas, right before left: its id, its English name with the side, Latin as description.

    Args:
        atlas: the atlas.
        positions_mm: positions by id (mm, LPS, neutral pose); landmarks without one are missing.
    """
    points = []
    for landmark in atlas.landmarks.values():
        position = positions_mm.get(landmark.id)
        place: Xyz | None = None if position is None else (float(position[0]), float(position[1]), float(position[2]))
        points.append(
            Landmark(
                name=landmark.sided_name,
                position_mm=place,
                state="missing" if place is None else "placed",
                id=landmark.id,
                description=landmark.latin or "",
            )
        )
    return LandmarkSet(tuple(points), ({"type": "Fiducial", "name": "glutview landmarks"},))


def match_landmarks(atlas: Atlas, landmarks: LandmarkSet) -> Matching:
    """Find the atlas's landmark that each point is: by id, English or Latin name or synonym, with its side.

    Landmarks that have no place in the atlas are found too.

    Case, underscores, hyphens and accents make no difference; the side may stand before or after the name, as a
    word or a letter. A side is never guessed, not even from the coordinates.
    """
    names = _Names(atlas)
    found: dict[str, Landmark] = {}
    unmatched: list[Unmatched] = []
    for point in landmarks.points:
        ids = {id for text in (point.id, point.name) for id in names.find(text) if len(names.find(text)) == 1}
        if not ids:
            unmatched.append(Unmatched(point, names.reason(point)))
        elif len(ids) > 1:
            both = " and ".join(sorted(ids))
            unmatched.append(Unmatched(point, f"its id and its name are of two landmarks, {both}"))
        elif (id := ids.pop()) in found:
            unmatched.append(Unmatched(point, f"a point before it is {id} already"))
        else:
            found[id] = point
    order = (called.id for called in _called(atlas))
    return Matching({id: found[id] for id in order if id in found}, tuple(unmatched))


@dataclass(frozen=True, slots=True)
class _Called:
    """A landmark of one side, and what it is called."""

    id: str
    stated_id: str
    side: Side
    texts: tuple[str, ...]


def _called(atlas: Atlas) -> Iterator[_Called]:
    """Every landmark in the order of the file, right before left, placed or not."""
    for stated_id, spec in atlas.stated.landmarks.items():
        texts = (spec.name, spec.latin or "", *spec.synonyms)
        for side in sides_of(spec.side):
            yield _Called(sided_id(stated_id, spec.side, side), stated_id, side, texts)


class _Names:
    """The words by which landmarks are called. Some Latin names are those of a whole line or process, and of
    every landmark on it."""

    def __init__(self, atlas: Atlas) -> None:
        self._ids: dict[_Key, tuple[str, ...]] = {}
        self._names: dict[_Key, tuple[str, ...]] = {}
        for landmark in _called(atlas):
            self._ids[_words(landmark.stated_id), landmark.side] = (landmark.id,)
            for words in {_words(text) for text in landmark.texts}:
                key = (words, landmark.side)
                self._names[key] = (*self._names.get(key, ()), landmark.id)

    def find(self, text: str) -> tuple[str, ...]:
        """The landmarks that a text may name."""
        words = _words(text)
        if not words:
            return ()
        keys: list[_Key] = [(words, "midline")]
        for rest, side in ((words[1:], words[0]), (words[:-1], words[-1])):
            if side in _SIDES:
                keys.append((rest, _SIDES[side]))
        return next((self._of(key) for key in keys if self._of(key)), ())

    def _of(self, key: _Key) -> tuple[str, ...]:
        return self._ids.get(key) or self._names.get(key, ())

    def reason(self, point: Landmark) -> str:
        """Why a point is none of the landmarks."""
        words = _words(point.name) or _words(point.id)
        if not words:
            return "it has no name"
        if several := self.find(point.name) or self.find(point.id):
            return f"its name is that of several landmarks: {', '.join(several)}"
        if self._of((words, "r")) or self._of((words, "l")):
            return "its name does not tell the side: right or left"
        return "no landmark of the atlas has this name"


def _words(text: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKD", text)
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return tuple(re.findall(r"[^\W_]+", letters.casefold()))
