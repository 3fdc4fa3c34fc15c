"""What a landmark file would change in the atlas: seen before it is done, and done as one edit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from glutview.atlas.atlas import Atlas
from glutview.atlas.landmark_edits import add_named_landmark
from glutview.atlas.sides import SIDE_WORDS, SurfaceSpot, other_side, sided_id, sides_of
from glutview.biomech.spots import placed
from glutview.errors import failure
from glutview.geometry.mesh import Mesh
from glutview.geometry.mirror import mirror_points
from glutview.geometry.surface_point import SurfacePoint, closest_points, positions
from glutview.landmarks.atlas_set import atlas_landmarks, match_landmarks
from glutview.landmarks.landmark_set import Landmark, LandmarkSet, Xyz
from glutview.state.point_edits import moved
from glutview.state.points import LandmarkKey

ALIKE_MM = 0.05
"""A left point no farther than this from the mirror image of the right one is that image."""
FAR_MM = 10.0
"""A point farther than this from every bone is in other axes or units, or of another body."""


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A point of the file."""

    name: str
    position_mm: Xyz | None
    """LPS; None unless it is placed."""
    landmark: str | None
    """Id of the landmark that it is, with its side."""
    note: str
    """Why it is none, or in which state it is; empty where all is well."""
    on: str = ""
    """Id of the structure on which it would be laid."""
    point: SurfacePoint | None = None
    distance_mm: float = 0.0
    """From there."""
    landmark_name: str = ""


def import_rows(atlas: Atlas, rest: Mapping[str, Mesh], landmarks: LandmarkSet) -> tuple[ImportRow, ...]:
    """Every point of a file, and where on the bones it would be laid: its landmark's own, else the nearest."""
    matching = match_landmarks(atlas, landmarks)
    ids = {id(point): found for found, point in matching.matched.items()}
    reasons = {id(unmatched.landmark): unmatched.reason for unmatched in matching.unmatched}
    bones = [structure.id for structure in atlas.structures.values() if structure.kind == "bone"]
    rows = []
    for point in landmarks.points:
        landmark = ids.get(id(point))
        name = point.name or point.id or "(without a name)"
        called = atlas.landmarks[landmark].sided_name if landmark else ""
        if point.position_mm is None:
            rows.append(ImportRow(name, None, landmark, point.state, landmark_name=called))
            continue
        wanted = [atlas.landmarks[landmark].spot.on] if landmark else bones
        on, place, away = _nearest(rest, wanted, point.position_mm)
        note = reasons.get(id(point), "")
        rows.append(ImportRow(name, point.position_mm, landmark, note, on, place, away, called))
    return tuple(rows)


def imported(atlas: Atlas, rest: Mapping[str, Mesh], rows: tuple[ImportRow, ...], *, add: bool) -> Atlas:
    """The atlas with its landmarks where the file has them; nothing else is touched.

    Args:
        atlas: the atlas to change.
        rest: meshes at rest, by id.
        rows: as :func:`import_rows` gives them.
        add: whether points that are no landmark of the atlas become new ones, on the side on which they lie.

    Raises:
        GlutviewError: none of the points is placed and known.
    """
    known = {row.landmark: row for row in rows if row.landmark and row.point is not None}
    new = [row for row in rows if add and not row.landmark and row.point is not None]
    if not known and not new:
        raise failure("import", "no point of the file is placed and a landmark of the atlas", "add them as new ones")
    # Right before left: a right point that has a left twin states both, and the left states itself if it differs.
    for id, row in sorted(known.items(), key=_left_last):
        assert row.point is not None
        twin = other_side(id)
        if id.endswith("_l") and twin in known:
            image = mirror_points(placed([atlas.landmarks[twin].spot], rest))[0]
            if np.linalg.norm(image - positions(rest[row.on], [row.point])[0]) < ALIKE_MM:
                continue
            atlas = moved(atlas, rest, LandmarkKey(id), row.on, row.point, both_sides=False)
        else:
            atlas = moved(atlas, rest, LandmarkKey(id), row.on, row.point, both_sides=True)
    for row in new:
        assert row.point is not None
        spot = SurfaceSpot(row.on, row.point.triangle, row.point.weights)
        atlas, _ = add_named_landmark(atlas, spot, row.name, paired=False)
    return atlas


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
            name = f"{SIDE_WORDS[side]} {spec.name[:1].lower()}{spec.name[1:]}" if SIDE_WORDS[side] else spec.name
            id = sided_id(stated_id, spec.side, side)
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
