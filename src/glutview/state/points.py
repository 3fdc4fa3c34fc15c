"""The points that an annotator moves: landmarks, and the control points of attachments' outlines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from glutview.atlas.atlas import Atlas
from glutview.atlas.landmark_edits import EDGES, Edge
from glutview.atlas.sided import Attachment, CurvePoint
from glutview.atlas.sides import Side, SurfaceSpot, sided_id, sides_of
from glutview.biomech.spots import placed
from glutview.geometry.mesh import Mesh

PointState = Literal["placed", "missing", "skipped"]
PointKind = Literal["landmarks", "lines", "outlines"]


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
    part_of: str = ""
    """What the outline is of, and which landmark the point is, if any."""
    line: str = ""
    """Name of the line of bone along which it is one of several landmarks."""

    @property
    def kind(self) -> PointKind:
        """Which of the lists of points it is in."""
        return "outlines" if self.outline else "lines" if self.line else "landmarks"

    @property
    def full_name(self) -> str:
        """The name by which it is known without a table around it."""
        muscle = self.part_of.split(" · ")[0]
        return f"{muscle}: {self.name[:1].lower()}{self.name[1:]}" if self.outline else self.name


def point_rows(atlas: Atlas, rest: Mapping[str, Mesh]) -> tuple[PointRow, ...]:
    """Every landmark, then every outline's points, in the order of the file."""
    rows = [*_landmark_rows(atlas), *_outline_rows(atlas)]
    xyz = iter(placed([spot for _, spot in rows if spot is not None], rest).tolist())
    return tuple(row if spot is None else replace(row, xyz=tuple(next(xyz))) for row, spot in rows)


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


def _landmark_rows(atlas: Atlas) -> Iterator[tuple[PointRow, SurfaceSpot | None]]:
    for stated_id, spec in atlas.stated.landmarks.items():
        bone = atlas.stated.structures[spec.on]
        for side in sides_of(spec.side):
            id, on = sided_id(stated_id, spec.side, side), sided_id(spec.on, bone.side, side)
            found = atlas.landmarks.get(id)
            state = spec.state or "placed"
            row = PointRow(LandmarkKey(id), spec.name, spec.latin or "", side, bone.name, on, None, state)
            yield replace(row, line=spec.line or ""), found.spot if found else None


def _outline_rows(atlas: Atlas) -> Iterator[tuple[PointRow, SurfaceSpot]]:
    for id, attachment in atlas.attachments.items():
        muscle = atlas.structures[attachment.muscle].name
        for edge in EDGES:
            for index, point in enumerate(edge_of(attachment, edge)):
                name = f"{attachment.role.capitalize()} {index + 1}, {edge}"
                also = f" · {atlas.landmarks[point.landmark].name}" if point.landmark else ""
                on = point.spot.on
                key = OutlineKey(id, edge, index)
                row = PointRow(key, name, "", attachment.side, atlas.structures[on].name, on, None, "placed", id)
                yield replace(row, part_of=f"{muscle}{also}"), point.spot
