"""What a person can change in the atlas: named functions from an atlas to a new one.

Each checks its result as the file is checked when it is read, so that no edit makes a file that does not open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from glutview.atlas.atlas import Atlas
from glutview.atlas.checks import cross_findings
from glutview.atlas.expand import expand
from glutview.atlas.finding import Finding, key_text
from glutview.atlas.messages import findings
from glutview.atlas.schema import AtlasFile, LandmarkSpec
from glutview.atlas.sides import SurfaceSpot, mirrored_weights, split_id
from glutview.errors import GlutviewError, Problem, failure
from glutview.yaml_file import Plain

DECIMALS = 5
"""Of weights: finer than a hundredth of a millimetre on any triangle."""

Weights = tuple[float, float, float]
KeyPath = tuple[str | int, ...]


def plain_data(stated: AtlasFile) -> dict[str, Plain]:
    """The atlas as the data of its file: what was not written is not there."""
    data: dict[str, Plain] = stated.model_dump(mode="json", exclude_unset=True)
    # Weights of 0 and 1 as people write them: what is moved there and back leaves the file as it was.
    for section in ("landmarks", "attachments"):
        data[section] = _whole(data[section])
    return data


def _whole(data: Plain) -> Plain:
    if isinstance(data, dict):
        return {key: _whole(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_whole(value) for value in data]
    return int(data) if isinstance(data, float) and data.is_integer() else data


def set_landmark(atlas: Atlas, landmark: str, triangle: int, weights: Weights, *, both_sides: bool = True) -> Atlas:
    """Move a landmark to another place on its structure.

    Args:
        atlas: the atlas to change.
        landmark: id with its side, say `ischial_spine_l`.
        triangle: number of a triangle of that side's mesh.
        weights: of its corners.
        both_sides: whether the other side follows as its mirror image; if not, this side gets a value of its
            own. A landmark whose sides already differ moves on this side alone.

    Raises:
        GlutviewError: there is no such landmark, or the place is none.
    """
    stated_id, side, spec = _landmark(atlas, landmark)
    at = stated_place(triangle, weights)
    if spec.side != "paired":
        return replaced(atlas, {("landmarks", stated_id, "at"): at})
    own = spec.left if side == "l" else spec.right
    if own is not None or not both_sides:
        word = "left" if side == "l" else "right"
        return replaced(atlas, {("landmarks", stated_id, word): {"at": at}})
    if side == "l" and atlas.stated.structures[spec.on].side == "paired":
        at = stated_place(triangle, mirrored_weights(weights))
    elif side == "l":
        # No mesh of a midline structure is mirrored: only geometry could tell where the right one is.
        raise failure(atlas.path, "moved on the left, it cannot be mirrored", "move the right one", key=landmark)
    return replaced(atlas, {("landmarks", stated_id, "at"): at})


def add_landmark(
    atlas: Atlas, stated_id: str, name: str, spot: SurfaceSpot, *, paired: bool, latin: str | None = None
) -> Atlas:
    """Add a landmark; of a paired one, `spot` is the right side's.

    Raises:
        GlutviewError: the id is taken or is none, or the place is none.
    """
    if stated_id in atlas.stated.landmarks:
        raise failure(atlas.path, "this landmark is there already", "choose another id", key=stated_id)
    names = {"name": name} | ({"latin": latin} if latin else {})
    on = atlas.structure(spot.on).stated_id
    entry = {**names, "side": "paired" if paired else "midline", "on": on}
    at = stated_place(spot.triangle, spot.weights)
    return replaced(atlas, {("landmarks", stated_id): {**entry, "at": at}})


def remove_landmark(atlas: Atlas, landmark: str) -> Atlas:
    """Remove a landmark, on both sides.

    Raises:
        GlutviewError: there is no such landmark, or an attachment, course or statement needs it.
    """
    data = plain_data(atlas.stated)
    stated_id = landmark if landmark in data["landmarks"] else split_id(landmark)[0]
    if data["landmarks"].pop(stated_id, None) is None:
        raise failure(atlas.path, "there is no such landmark", "name one that is there", key=landmark)
    return checked_edit(atlas, data)


def set_curve_point(
    atlas: Atlas, attachment: str, edge: Literal["superficial", "deep"], index: int, point: Plain
) -> Atlas:
    """Replace a point of an attachment's edge, as it is stated (for the right side of a paired muscle).

    Args:
        atlas: the atlas to change.
        attachment: id, with its side or without.
        edge: which of the two edges.
        index: position in it, from 0.
        point: a landmark's stated id, `[triangle, w0, w1, w2]`, or `{"on": id, "at": [...]}`.

    Raises:
        GlutviewError: there is no such attachment or point, or the new point is none.
    """
    stated_id = attachment if attachment in atlas.stated.attachments else split_id(attachment)[0]
    return replaced(atlas, {("attachments", stated_id, edge, index): point})


def set_colour(atlas: Atlas, structure: str, colour: str) -> Atlas:
    """Give a structure another colour ("#rrggbb"), on both sides unless they already differ.

    Raises:
        GlutviewError: there is no such structure, or the colour is none.
    """
    found = atlas.structure(structure)
    spec = atlas.stated.structures[found.stated_id]
    own = spec.left if found.side == "l" else spec.right if found.side == "r" else None
    word = ("left",) if found.side == "l" else ("right",)
    where = word if own is not None and own.colour is not None else ()
    return replaced(atlas, {("structures", found.stated_id, *where, "colour"): colour})


def reset_entries(atlas: Atlas, shipped: Atlas, entries: Sequence[KeyPath]) -> Atlas:
    """Give entries (`("landmarks", "ischial_spine")`) or whole sections back what the shipped atlas says.

    Raises:
        GlutviewError: what is left of the atlas no longer fits together.
    """
    data, original = plain_data(atlas.stated), plain_data(shipped.stated)
    for path in entries:
        if len(path) == 1 or isinstance(data[str(path[0])], list):
            data[str(path[0])] = original[str(path[0])]
        elif path[1] in original[str(path[0])]:
            data[str(path[0])][path[1]] = original[str(path[0])][path[1]]
        else:
            data[str(path[0])].pop(path[1], None)
    return checked_edit(atlas, data)


def replaced(atlas: Atlas, values: Mapping[KeyPath, Plain]) -> Atlas:
    """The atlas with some values of its file replaced.

    Raises:
        GlutviewError: a path leads nowhere, or the result is unsound.
    """
    data = plain_data(atlas.stated)
    for path, value in values.items():
        place: Plain = data
        try:
            for key in path[:-1]:
                place = place[key]
            place[path[-1]] = value
        except (KeyError, IndexError, TypeError):
            remedy = "choose something that is there"
            raise failure(atlas.path, "there is no such entry", remedy, key=key_text(path)) from None
    return checked_edit(atlas, data)


def checked_edit(atlas: Atlas, data: dict[str, Plain]) -> Atlas:
    """The atlas of a file's changed data, checked as a file is.

    Raises:
        GlutviewError: it is unsound.
    """
    try:
        stated = AtlasFile.model_validate(data)
    except ValidationError as error:
        raise _error(atlas.path, findings(error)) from None
    if found := cross_findings(stated, data):
        raise _error(atlas.path, found)
    return expand(stated, atlas.path)


def _error(path: Path, found: Sequence[Finding]) -> GlutviewError:
    guessed = (finding.guessed() for finding in found)
    return GlutviewError(Problem(str(path), 0, key_text(f.path), f.what, f.remedy) for f in guessed)


def _landmark(atlas: Atlas, landmark: str) -> tuple[str, str, LandmarkSpec]:
    found = atlas.landmarks.get(landmark)
    if found is None:
        raise failure(atlas.path, "there is no such landmark", "name one with its side", key=landmark)
    return found.stated_id, found.side, atlas.stated.landmarks[found.stated_id]


def stated_place(triangle: int, weights: Weights) -> list[float]:
    """A place as the file states it: `[triangle, w0, w1, w2]`."""
    first, second = round(weights[0], DECIMALS), round(weights[1], DECIMALS)
    return [triangle, first, second, round(max(0.0, 1 - first - second), DECIMALS)]
