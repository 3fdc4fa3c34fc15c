"""The atlas's landmarks as a set of points, and which landmark of the atlas a point of another set is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from glutview.atlas.atlas import Atlas
from glutview.atlas.sides import SIDE_WORDS, Side
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

    Case, underscores, hyphens and accents make no difference; the side may stand before or after the name, as a
    word or a letter. A side is never guessed, not even from the coordinates.
    """
    names = _names(atlas)
    found: dict[str, Landmark] = {}
    unmatched: list[Unmatched] = []
    for point in landmarks.points:
        ids = {i for text in (point.id, point.name) if (i := _find(text, names)) is not None}
        if not ids:
            unmatched.append(Unmatched(point, _reason(point, names)))
        elif len(ids) > 1:
            both = " and ".join(sorted(ids))
            unmatched.append(Unmatched(point, f"its id and its name are of two landmarks, {both}"))
        elif (id := ids.pop()) in found:
            unmatched.append(Unmatched(point, f"a point before it is {id} already"))
        else:
            found[id] = point
    return Matching({id: found[id] for id in atlas.landmarks if id in found}, tuple(unmatched))


def _names(atlas: Atlas) -> dict[_Key, str]:
    names: dict[_Key, str] = {}
    for landmark in atlas.landmarks.values():
        for text in (landmark.stated_id, landmark.name, landmark.latin or "", *landmark.synonyms):
            if words := _words(text):
                names.setdefault((words, landmark.side), landmark.id)
    return names


def _find(text: str, names: Mapping[_Key, str]) -> str | None:
    words = _words(text)
    if not words:
        return None
    if id := names.get((words, "midline")):
        return id
    tries = ((words[1:], words[0]), (words[:-1], words[-1]))
    return next((names[rest, _SIDES[side]] for rest, side in tries if (rest, _SIDES.get(side)) in names), None)


def _reason(point: Landmark, names: Mapping[_Key, str]) -> str:
    words = _words(point.name) or _words(point.id)
    if not words:
        return "it has no name"
    if any((words, side) in names for side in ("r", "l")):
        return f"its name does not tell the side: {SIDE_WORDS['r'].lower()} or {SIDE_WORDS['l'].lower()}"
    return "no landmark of the atlas has this name"


def _words(text: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKD", text)
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return tuple(re.findall(r"[^\W_]+", letters.casefold()))
