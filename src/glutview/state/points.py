"""The points that an annotator moves: landmarks, and the control points of attachments' outlines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from glutview.atlas.atlas import Atlas, Attachment, CurvePoint
from glutview.atlas.landmark_edits import EDGES, Edge
from glutview.atlas.sides import Side, SurfaceSpot
from glutview.biomech.spots import placed
from glutview.geometry.mesh import Mesh

PointState = Literal["placed", "missing", "skipped"]


@dataclass(frozen=True, slots=True, order=True)
class LandmarkKey:
    """A landmark on one side."""

    id: str
    """With its side."""


@dataclass(frozen=True, slots=True, order=True)
class OutlineKey:
    """A control point of an attachment's edge, on one side."""

    attachment: str
    """With its side."""
    edge: Edge
    index: int


PointKey = LandmarkKey | OutlineKey


@dataclass(frozen=True, slots=True)
class PointRow:
    """A point as a table shows it."""

    key: PointKey
    name: str
    latin: str
    side: Side
    bone: str
    """Name of the structure it lies on."""
    on: str
    """Id of that structure."""
    xyz: tuple[float, float, float] | None
    """mm, LPS, in the neutral pose; None unless it is placed."""
    state: PointState
    outline: str = ""
    """Id of the attachment that it shapes; empty for a landmark."""


def point_rows(atlas: Atlas, rest: Mapping[str, Mesh]) -> tuple[PointRow, ...]:
    """Every landmark, then every outline's points, in the order of the file."""
    rows = [*_landmark_rows(atlas), *_outline_rows(atlas)]
    xyz = placed([spot for _, spot in rows], rest)
    return tuple(
        PointRow(
            key=row.key,
            name=row.name,
            latin=row.latin,
            side=row.side,
            bone=row.bone,
            on=row.on,
            xyz=(float(place[0]), float(place[1]), float(place[2])),
            state=row.state,
            outline=row.outline,
        )
        for (row, _), place in zip(rows, xyz, strict=True)
    )


def spot_of(atlas: Atlas, key: PointKey) -> SurfaceSpot | None:
    """Where a point lies; None if there is no such point (any more)."""
    if isinstance(key, LandmarkKey):
        found = atlas.landmarks.get(key.id)
        return found.spot if found else None
    point = curve_point(atlas, key)
    return point.spot if point else None


def curve_point(atlas: Atlas, key: OutlineKey) -> CurvePoint | None:
    """A point of an outline; None if there is no such point."""
    attachment = atlas.attachments.get(key.attachment)
    if attachment is None:
        return None
    edge = edge_of(attachment, key.edge)
    return edge[key.index] if key.index < len(edge) else None


def edge_of(attachment: Attachment, edge: Edge) -> tuple[CurvePoint, ...]:
    """The points of one edge."""
    return attachment.superficial if edge == "superficial" else attachment.deep


def shaped_by(atlas: Atlas, key: PointKey) -> tuple[str, ...]:
    """Ids of the attachments that a point shapes."""
    if isinstance(key, OutlineKey):
        return (key.attachment,)
    return tuple(
        id
        for id, attachment in atlas.attachments.items()
        if any(point.landmark == key.id for point in (*attachment.superficial, *attachment.deep))
    )


def may_lie_on(atlas: Atlas, key: PointKey) -> tuple[str, ...]:
    """Ids of the structures on which a point may be put: a landmark stays on its own."""
    spot = spot_of(atlas, key)
    if spot is None:
        return ()
    if isinstance(key, OutlineKey) and (point := curve_point(atlas, key)) and point.landmark is None:
        return tuple(dict.fromkeys((spot.on, *atlas.attachments[key.attachment].bearers)))
    return (spot.on,)


def _landmark_rows(atlas: Atlas) -> Iterator[tuple[PointRow, SurfaceSpot]]:
    for id, landmark in atlas.landmarks.items():
        yield _row(atlas, LandmarkKey(id), landmark.name, landmark.latin or "", landmark.side, landmark.spot)


def _outline_rows(atlas: Atlas) -> Iterator[tuple[PointRow, SurfaceSpot]]:
    for id, attachment in atlas.attachments.items():
        muscle = atlas.structures[attachment.muscle]
        for edge in EDGES:
            for index, point in enumerate(edge_of(attachment, edge)):
                name = f"{muscle.name}, {attachment.role}, {edge} {index + 1}"
                also = atlas.landmarks[point.landmark].name if point.landmark else ""
                key = OutlineKey(id, edge, index)
                yield _row(atlas, key, name, also or muscle.latin, attachment.side, point.spot, id)


def _row(
    atlas: Atlas, key: PointKey, name: str, latin: str, side: Side, spot: SurfaceSpot, outline: str = ""
) -> tuple[PointRow, SurfaceSpot]:
    bone = atlas.structures[spot.on].name
    return PointRow(key, name, latin, side, bone, spot.on, None, "placed", outline), spot
