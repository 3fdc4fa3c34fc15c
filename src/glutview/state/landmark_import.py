"""What a landmark file would change in the atlas: seen before it is done, and done as one edit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from glutview.atlas.atlas import Atlas
from glutview.atlas.landmark_edits import add_named_landmark, place_landmark, set_state, stated_landmark
from glutview.atlas.sides import SIDE_WORDS, Side, SurfaceSpot, other_side, sided_id, sides_of
from glutview.biomech.spots import placed
from glutview.errors import GlutviewError, failure
from glutview.geometry.mesh import Mesh
from glutview.geometry.surface_point import SurfacePoint, closest_points, positions
from glutview.landmarks.atlas_set import atlas_landmarks, match_landmarks
from glutview.landmarks.landmark_set import Landmark, LandmarkSet, State, Xyz
from glutview.state.point_edits import moved
from glutview.state.points import LandmarkKey

ALIKE_MM = 0.05
"""A left point no farther than this from the mirror image of the right one is that image."""
FAR_MM = 10.0
"""A point farther than this from every bone is in other axes or units, or of another body."""


Change = Literal["none", "lay", "state", "take_off"]
"""What a point of the file can do to its landmark: lay it on the bone, or lay it anew; give another reason why it has
no place; take it off the bone, where the file says that it is not placed."""


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A point of the file."""

    name: str
    position_mm: Xyz | None
    """LPS; None unless it is placed."""
    landmark: str | None
    """Id of the landmark that it is, with its side."""
    note: str
    """Why it is none, or what stands in the way of its state; empty where all is well."""
    on: str = ""
    """Id of the structure on which it would be laid."""
    point: SurfacePoint | None = None
    distance_mm: float = 0.0
    """From there."""
    landmark_name: str = ""
    state: State = "placed"
    """As the file says."""
    change: Change = "none"


@dataclass(frozen=True, slots=True)
class ImportChoice:
    """What of a file a person wants, besides the places of its points."""

    add: bool = False
    """Points that are no landmark of the atlas become new ones, on the side on which they lie."""
    states: bool = True
    """Landmarks that have no place become missing or skipped as the file says."""
    take_off: bool = False
    """Landmarks that have a place here and none in the file lose it."""

    def takes(self, row: ImportRow) -> bool:
        """Whether a row changes anything."""
        if row.change == "none":
            return self.add and row.landmark is None and row.point is not None
        return {"lay": True, "state": self.states, "take_off": self.take_off}[row.change]


def import_rows(atlas: Atlas, rest: Mapping[str, Mesh], landmarks: LandmarkSet) -> tuple[ImportRow, ...]:
    """Every point of a file, what it can change, and where on the bones it would be laid: its landmark's own, else
    the nearest."""
    matching = match_landmarks(atlas, landmarks)
    ids = {id(point): found for found, point in matching.matched.items()}
    reasons = {id(unmatched.landmark): unmatched.reason for unmatched in matching.unmatched}
    bones = [structure.id for structure in atlas.structures.values() if structure.kind == "bone"]
    rows = []
    for point in landmarks.points:
        landmark = ids.get(id(point))
        name = point.name or point.id or "(without a name)"
        called = _sided_name(atlas, landmark) if landmark else ""
        note = reasons.get(id(point), "")
        if point.position_mm is None:
            change, why = _state_change(atlas, matching.matched, landmark) if landmark else ("none", note)
            rows.append(ImportRow(name, None, landmark, why, landmark_name=called, state=point.state, change=change))
            continue
        on, place, away = _nearest(rest, [_bone_of(atlas, landmark)] if landmark else bones, point.position_mm)
        change = "lay" if landmark else "none"
        rows.append(ImportRow(name, point.position_mm, landmark, note, on, place, away, called, change=change))
    return tuple(rows)


def outcome(row: ImportRow, choice: ImportChoice) -> str:
    """What becomes of the landmark of a row that has no place in the file, in a few words; empty for other rows."""
    if row.point is not None:
        return ""
    if choice.takes(row):
        return f"becomes {row.state}"
    if row.change == "none":
        return "stays as it is" if row.landmark and row.note else row.state
    return "stays placed" if row.change == "take_off" else "stays as it is"


def imported(atlas: Atlas, rest: Mapping[str, Mesh], rows: tuple[ImportRow, ...], choice: ImportChoice) -> Atlas:
    """The atlas with its landmarks where the file has them; nothing else is touched.

    Args:
        atlas: the atlas to change.
        rest: meshes at rest, by id.
        rows: as :func:`import_rows` gives them.
        choice: what else of the file is wanted.

    Returns:
        The very same atlas where the file says nothing else than it.

    Raises:
        GlutviewError: nothing of the file is wanted.
    """
    taken = [row for row in rows if choice.takes(row)]
    if not taken:
        raise failure("import", "no point of the file changes a landmark of the atlas", "add them as new ones")
    known = {row.landmark: row for row in taken if row.landmark and row.point is not None}
    # Right before left: a right point that has a left twin states both, and the left states itself if it differs.
    for id, row in sorted(known.items(), key=_left_last):
        assert row.point is not None
        if id not in atlas.landmarks:
            spot = SurfaceSpot(row.on, row.point.triangle, row.point.weights)
            atlas = place_landmark(atlas, stated_landmark(atlas, id), spot)
            continue
        now, then = placed([atlas.landmarks[id].spot], rest)[0], positions(rest[row.on], [row.point])[0]
        # What lies there already is not stated anew: on an edge the same place can be said of two triangles.
        if np.linalg.norm(now - then) >= ALIKE_MM:
            alone = id.endswith("_l") and other_side(id) in known
            atlas = moved(atlas, rest, LandmarkKey(id), row.on, row.point, both_sides=not alone)
    for row in taken:
        if row.landmark and row.state != "placed":
            atlas = set_state(atlas, stated_landmark(atlas, row.landmark), row.state)
        elif row.landmark is None and row.point is not None:
            spot = SurfaceSpot(row.on, row.point.triangle, row.point.weights)
            atlas, _ = add_named_landmark(atlas, spot, row.name, paired=False)
    return atlas


def _state_change(atlas: Atlas, matched: Mapping[str, Landmark], id: str) -> tuple[Change, str]:
    """What a point that the file does not place can do to its landmark, and why not more.

    A landmark is missing or skipped on both sides, or on neither.
    """
    stated_id, state = stated_landmark(atlas, id), matched[id].state
    states = {point.state for other, point in matched.items() if stated_landmark(atlas, other) == stated_id}
    now = atlas.stated.landmarks[stated_id].state
    if state == "placed" or state == now:
        return "none", ""
    if "placed" in states:
        return "none", "the other side is placed, and a state is that of both"
    if len(states) > 1:
        return "none", "its two sides are in different states, and a state is that of both"
    if now is not None:
        return "state", ""
    try:
        set_state(atlas, stated_id, state)
    except GlutviewError:
        return "none", "stays placed: an attachment or a course needs its place"
    return "take_off", ""


def _sided_name(atlas: Atlas, id: str) -> str:
    if id in atlas.landmarks:
        return atlas.landmarks[id].sided_name
    stated_id = stated_landmark(atlas, id)
    spec = atlas.stated.landmarks[stated_id]
    word = SIDE_WORDS[_side_of(atlas, stated_id, id)]
    return f"{word} {spec.name[:1].lower()}{spec.name[1:]}" if word else spec.name


def _bone_of(atlas: Atlas, id: str) -> str:
    if id in atlas.landmarks:
        return atlas.landmarks[id].spot.on
    stated_id = stated_landmark(atlas, id)
    bone = atlas.stated.landmarks[stated_id].on
    return sided_id(bone, atlas.stated.structures[bone].side, _side_of(atlas, stated_id, id))


def _side_of(atlas: Atlas, stated_id: str, id: str) -> Side:
    spec = atlas.stated.landmarks[stated_id]
    return next(side for side in sides_of(spec.side) if sided_id(stated_id, spec.side, side) == id)


def exported(atlas: Atlas, rest: Mapping[str, Mesh]) -> LandmarkSet:
    """The atlas's landmarks as a set, in the neutral pose."""
    xyz = placed([landmark.spot for landmark in atlas.landmarks.values()], rest)
    places: dict[str, Xyz] = {
        id: (float(x), float(y), float(z)) for id, (x, y, z) in zip(atlas.landmarks, xyz, strict=True)
    }
    placed_ones = atlas_landmarks(atlas, places)
    return placed_ones.with_points([*placed_ones.points, *_unplaced(atlas)])


def _unplaced(atlas: Atlas) -> Iterator[Landmark]:
    for stated_id, spec in atlas.stated.landmarks.items():
        for side in sides_of(spec.side) if spec.state is not None else ():
            id = sided_id(stated_id, spec.side, side)
            name = _sided_name(atlas, id)
            yield Landmark(name, None, spec.state or "missing", id=id, description=spec.latin or "")


def _nearest(rest: Mapping[str, Mesh], structures: list[str], xyz: Xyz) -> tuple[str, SurfacePoint, float]:
    best: tuple[str, SurfacePoint, float] | None = None
    for id in structures:
        point = closest_points(rest[id], np.array([xyz]))[0]
        away = float(np.linalg.norm(positions(rest[id], [point])[0] - xyz))
        if best is None or away < best[2]:
            best = (id, point, away)
    assert best is not None
    return best


def _left_last(item: tuple[str, ImportRow]) -> bool:
    return item[0].endswith("_l")
