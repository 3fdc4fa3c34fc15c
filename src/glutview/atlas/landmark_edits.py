"""What an annotator changes besides a landmark's place: its names, one side's own values, an outline's points."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from glutview.atlas.atlas import Atlas
from glutview.atlas.edits import checked_edit, plain_data, replaced, stated_place
from glutview.atlas.sides import SurfaceSpot, mirrored_weights, split_id
from glutview.errors import failure
from glutview.yaml_file import Plain

Edge = Literal["superficial", "deep"]
EDGES: tuple[Edge, ...] = ("superficial", "deep")
_WORDS = {"l": "left", "r": "right"}


def id_for(atlas: Atlas, name: str, one_side: str = "") -> str:
    """An id for a new landmark of this name, that nothing else has.

    Args:
        atlas: what is there.
        name: in English.
        one_side: "_r" or "_l" if it is there on that side alone: its id says so.

    Raises:
        GlutviewError: the name holds no letter.
    """
    stem = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    stem = re.sub(r"^[0-9_]+", "", stem)
    if not stem:
        raise failure("name", f"'{name}' makes no id", "use at least one letter a to z", key=name)
    # A last word of one letter, r or l, would say a side.
    stem = re.sub(r"_([rl])$", r"\1", stem)
    stated = atlas.stated
    taken = {*stated.landmarks, *stated.structures, *stated.attachments, *stated.joints}
    sides = ("", "_r", "_l")
    number = 1
    while any(f"{_numbered(stem, number)}{side}" in taken for side in sides):
        number += 1
    return _numbered(stem, number) + one_side


def add_named_landmark(
    atlas: Atlas, spot: SurfaceSpot, name: str, latin: str = "", *, paired: bool
) -> tuple[Atlas, str]:
    """Add a landmark where it is seen; the atlas, and the landmark's id with the side of the spot.

    Args:
        atlas: the atlas to change.
        spot: on either side.
        name, latin: in English; in Latin, or empty.
        paired: whether it is there on both sides, as mirror images; on a midline structure it never is.

    Raises:
        GlutviewError: the name makes no id, or the place is none.
    """
    structure = atlas.structure(spot.on)
    word = {"r": "right", "l": "left", "midline": "midline"}[structure.side]
    weights = spot.weights
    if structure.side != "midline" and paired:
        stated, suffix, word = id_for(atlas, name), f"_{structure.side}", "paired"
        weights = mirrored_weights(weights) if structure.side == "l" else weights
    else:
        stated = id_for(atlas, name, "" if structure.side == "midline" else f"_{structure.side}")
        suffix = ""
    entry = {"name": name.strip()} | ({"latin": latin.strip()} if latin.strip() else {})
    place = {"side": word, "on": structure.stated_id, "at": stated_place(spot.triangle, weights)}
    return replaced(atlas, {("landmarks", stated): {**entry, **place}}), stated + suffix


def rename_landmark(atlas: Atlas, landmark: str, name: str, latin: str) -> Atlas:
    """Give a landmark other names, on both sides; its id, by which others know it, stays.

    Raises:
        GlutviewError: there is no such landmark, or the name is empty.
    """
    stated_id = stated_landmark(atlas, landmark)
    data = plain_data(atlas.stated)
    entry = data["landmarks"][stated_id]
    entry["name"] = name.strip()
    if latin.strip():
        named = {"name": entry.pop("name"), "latin": latin.strip()}
        entry.pop("latin", None)
        data["landmarks"][stated_id] = {**named, **entry}
    else:
        entry.pop("latin", None)
    return checked_edit(atlas, data)


def set_state(atlas: Atlas, landmark: str, state: Literal["missing", "skipped"]) -> Atlas:
    """Take a landmark off the bone, on both sides, or say why it is not there.

    Args:
        atlas: the atlas to change.
        landmark: its stated id.
        state: "missing": still to be placed; "skipped": not to be seen on this body.

    Raises:
        GlutviewError: there is no such landmark, or an attachment or a course needs its place.
    """
    data = plain_data(atlas.stated)
    entry = _entry(atlas, data, landmark)
    for word in ("at", *_WORDS.values()):
        entry.pop(word, None)
    entry["state"] = state
    return checked_edit(atlas, data)


def place_landmark(atlas: Atlas, landmark: str, spot: SurfaceSpot) -> Atlas:
    """Put a landmark that had no place on its structure; of a paired one, both sides are mirror images.

    Args:
        atlas: the atlas to change.
        landmark: its stated id.
        spot: on either side.

    Raises:
        GlutviewError: there is no such landmark, or it belongs to another structure.
    """
    data = plain_data(atlas.stated)
    entry = _entry(atlas, data, landmark)
    structure = atlas.structure(spot.on)
    if structure.stated_id != entry["on"]:
        bone = atlas.stated.structures[entry["on"]].name.lower()
        raise failure(atlas.path, f"this landmark belongs on the {bone}", "put it there", key=landmark)
    mirrored = structure.side == "l" and entry["side"] == "paired"
    weights = mirrored_weights(spot.weights) if mirrored else spot.weights
    entry.pop("state", None)
    entry["at"] = stated_place(spot.triangle, weights)
    return checked_edit(atlas, data)


def same_on_both_sides(atlas: Atlas, landmark: str, at: Sequence[float]) -> Atlas:
    """Give both sides of a landmark one place: neither has values of its own any more.

    Args:
        atlas: the atlas to change.
        landmark: id with its side.
        at: `[triangle, w0, w1, w2]` on the right side's structure.

    Raises:
        GlutviewError: there is no such landmark, or the place is none.
    """
    stated_id = stated_landmark(atlas, landmark)
    data = plain_data(atlas.stated)
    entry = data["landmarks"][stated_id]
    entry["at"] = list(at)
    for word in _WORDS.values():
        entry.pop(word, None)
    return checked_edit(atlas, data)


def set_stated_point(atlas: Atlas, attachment: str, edge: Edge, index: int, point: Plain, side: str = "") -> Atlas:
    """Replace a point of an outline as it is stated, or as one side ("r", "l") states it for itself.

    Raises:
        GlutviewError: there is no such point, or the new one is none.
    """
    own = (_WORDS[side],) if side else ()
    return replaced(atlas, {("attachments", attachment, *own, edge, index): point})


def set_outline(atlas: Atlas, attachment: str, edges: dict[Edge, list[Plain]], side: str = "") -> Atlas:
    """Give an attachment other outlines, or one side ("r", "l") outlines of its own.

    Args:
        atlas: the atlas to change.
        attachment: its stated id.
        edges: the points of both edges, as they are stated.
        side: whose they are; for the whole, both sides follow and neither keeps its own.

    Raises:
        GlutviewError: there is no such attachment, or a point is none.
    """
    data = plain_data(atlas.stated)
    entry = data["attachments"].get(attachment)
    if entry is None:
        raise failure(atlas.path, "there is no such attachment", "choose one that is there", key=attachment)
    if side:
        entry[_WORDS[side]] = {edge: edges[edge] for edge in EDGES}
    else:
        entry.update(edges)
        for word in _WORDS.values():
            entry.pop(word, None)
    return checked_edit(atlas, data)


def _entry(atlas: Atlas, data: dict[str, Plain], landmark: str) -> dict[str, Plain]:
    entry = data["landmarks"].get(landmark)
    if entry is None:
        raise failure(atlas.path, "there is no such landmark", "choose one that is there", key=landmark)
    found: dict[str, Plain] = entry
    return found


def stated_landmark(atlas: Atlas, landmark: str) -> str:
    """The stated id of a landmark, given with its side or without, placed or not.

    Raises:
        GlutviewError: there is no such landmark.
    """
    found = atlas.landmarks.get(landmark)
    if found is not None:
        return found.stated_id
    # One that is not placed is there in the file alone.
    for id in (landmark, split_id(landmark)[0]):
        if id in atlas.stated.landmarks:
            return id
    raise failure(atlas.path, "there is no such landmark", "choose one that is there", key=landmark)


def _numbered(stem: str, number: int) -> str:
    return stem if number == 1 else f"{stem}_{number}"
