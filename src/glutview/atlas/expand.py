"""The stated atlas expanded to both sides of the body."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from glutview.atlas.atlas import Atlas
from glutview.atlas.schema import (
    AtlasFile,
    AttachmentSide,
    AttachmentSpec,
    Curve,
    JointSpec,
    JunctionWaypoint,
    LandmarkSpec,
    LandmarkWaypoint,
    MusclePartSpec,
    MuscleWaypoint,
    PointOn,
    StructureSpec,
    SurfaceWaypoint,
    WaypointSpec,
    WhatIfSpec,
)
from glutview.atlas.sided import (
    Attachment,
    Branch,
    BranchSpot,
    Coordinate,
    Course,
    CurvePoint,
    FibreTemplate,
    Joint,
    Landmark,
    MusclePart,
    MuscleSpot,
    Structure,
    Waypoint,
    WhatIf,
)
from glutview.atlas.sides import Side, SurfaceSpot, mirrored_point, sided_id, sides_of, spot


def expand(stated: AtlasFile, path: Path) -> Atlas:
    """The atlas of a file whose references are known to be sound (see :mod:`glutview.atlas.checks`)."""
    sider = _Sider(stated)
    return Atlas(
        path=path,
        stated=stated,
        structures={s.id: s for s in sider.structures()},
        parts={p.id: p for p in sider.parts()},
        landmarks={m.id: m for m in sider.landmarks()},
        attachments={a.id: a for a in sider.attachments()},
        fibre_templates={t.muscle: t for t in sider.fibre_templates()},
        courses={c.structure: c for c in sider.courses()},
        joints={j.id: j for j in sider.joints()},
        what_ifs={w.id: w for w in sider.what_ifs()},
    )


class _Sider:
    def __init__(self, stated: AtlasFile) -> None:
        self._stated = stated

    def structures(self) -> Iterator[Structure]:
        for id, spec in self._stated.structures.items():
            for side in sides_of(spec.side):
                yield self._structure(id, spec, side)

    def _structure(self, id: str, spec: StructureSpec, side: Side) -> Structure:
        own = spec.right if side == "r" else spec.left if side == "l" else None
        own_mesh = own.mesh if own else None
        nerves = own.nerves if own and own.nerves is not None else spec.nerves
        arteries = own.arteries if own and own.arteries is not None else spec.arteries
        veins = own.veins if own and own.veins is not None else spec.veins
        body = f"femur_{side}" if spec.moves_with == "femur" else spec.moves_with
        return Structure(
            id=sided_id(id, spec.side, side),
            stated_id=id,
            side=side,
            kind=spec.kind,
            name=spec.name,
            latin=spec.latin,
            synonyms=spec.synonyms,
            fma=spec.fma,
            ta2=spec.ta2,
            mesh=own_mesh or spec.mesh,
            mirrored=spec.side == "paired" and side == "l" and own_mesh is None,
            colour=((own.colour if own else None) or spec.colour).lower(),
            moves_with=body,
            nerves=tuple(self._structure_id(nerve, side) for nerve in nerves),
            arteries=tuple(self._structure_id(artery, side) for artery in arteries),
            veins=tuple(self._structure_id(vein, side) for vein in veins),
            roots=spec.roots,
            spans=sided_id(spec.spans, self._stated.joints[spec.spans].side, side) if spec.spans else None,
            rides_on=tuple(self._structure_id(carrier, side) for carrier in spec.rides_on),
            deforms=spec.deforms,
        )

    def parts(self) -> Iterator[MusclePart]:
        for id, spec in self._stated.parts.items():
            for side in sides_of(self._stated.structures[spec.of].side):
                yield self._part(id, spec, side)

    def _part(self, id: str, spec: MusclePartSpec, side: Side) -> MusclePart:
        stated = self._stated.structures[spec.of]
        muscle = self._structure(spec.of, stated, side)
        nerves, arteries, veins = (
            inherited if own is None else tuple(self._structure_id(one, side) for one in own)
            for own, inherited in (
                (spec.nerves, muscle.nerves),
                (spec.arteries, muscle.arteries),
                (spec.veins, muscle.veins),
            )
        )
        return MusclePart(
            id=sided_id(id, stated.side, side),
            stated_id=id,
            side=side,
            muscle=muscle.id,
            own_name=spec.name,
            name=f"{muscle.name}, {spec.name[:1].lower()}{spec.name[1:]}",
            latin=f"{muscle.latin}, {spec.latin[:1].lower()}{spec.latin[1:]}",
            synonyms=spec.synonyms,
            fma=spec.fma,
            ta2=spec.ta2,
            band=spec.s,
            nerves=nerves,
            arteries=arteries,
            veins=veins,
        )

    def landmarks(self) -> Iterator[Landmark]:
        for id, spec in self._stated.landmarks.items():
            for side in sides_of(spec.side) if spec.at is not None else ():
                name = sided_id(id, spec.side, side)
                place = self._landmark_spot(spec, side)
                yield Landmark(name, id, side, spec.name, spec.latin, spec.synonyms, spec.line, place)

    def _landmark_spot(self, spec: LandmarkSpec, side: Side) -> SurfaceSpot:
        own = spec.right if side == "r" else spec.left if side == "l" else None
        on_side = self._stated.structures[spec.on].side
        return spot(own.at if own else spec.place, spec.on, on_side, side, own=bool(own) or spec.side == "left")

    def attachments(self) -> Iterator[Attachment]:
        for id, spec in self._stated.attachments.items():
            stated_side = self._stated.structures[spec.muscle].side
            for side in sides_of(stated_side):
                own = spec.right if side == "r" else spec.left if side == "l" else None
                edges: AttachmentSide | AttachmentSpec = own or spec
                is_own = bool(own) or stated_side == "left"
                yield Attachment(
                    id=sided_id(id, stated_side, side),
                    stated_id=id,
                    side=side,
                    muscle=sided_id(spec.muscle, stated_side, side),
                    role=spec.role,
                    on=self._structure_id(spec.on, side),
                    name=spec.name,
                    superficial=self._curve(edges.superficial, spec.on, side, is_own),
                    deep=self._curve(edges.deep, spec.on, side, is_own),
                )

    def _curve(self, curve: Curve, on: str, side: Side, own: bool) -> tuple[CurvePoint, ...]:
        points = []
        for point in curve:
            if isinstance(point, str):
                landmark = self._stated.landmarks[point]
                name = sided_id(point, landmark.side, side)
                points.append(CurvePoint(self._landmark_spot(landmark, side), name))
                continue
            place, at = (point.on, point.at) if isinstance(point, PointOn) else (on, point)
            on_side = self._stated.structures[place].side
            points.append(CurvePoint(spot(at, place, on_side, side, own=own)))
        return tuple(points)

    def fibre_templates(self) -> Iterator[FibreTemplate]:
        for muscle, spec in self._stated.fibre_templates.items():
            stated_side = self._stated.structures[muscle].side
            for side in sides_of(stated_side):
                over = tuple(self._structure_id(beneath, side) for beneath in spec.over)
                mirrored = stated_side == "paired" and side == "l"
                yield FibreTemplate(sided_id(muscle, stated_side, side), over, mirrored, spec)

    def courses(self) -> Iterator[Course]:
        for id, spec in self._stated.courses.items():
            stated_side = self._stated.structures[id].side
            for side in sides_of(stated_side):
                own = stated_side == "left"
                branches = tuple(
                    Branch(
                        b.name,
                        b.radius_mm,
                        b.end_radius_mm or b.radius_mm,
                        tuple(self._waypoint(p, id, side, own) for p in b.points),
                    )
                    for b in spec.branches
                )
                yield Course(sided_id(id, stated_side, side), branches)

    def _waypoint(self, point: WaypointSpec, course: str, side: Side, own: bool) -> Waypoint:
        match point:
            case JunctionWaypoint():
                structure = self._structure_id(point.of or course, side)
                return Waypoint(BranchSpot(structure, point.branch, point.at), 0.0)
            case LandmarkWaypoint():
                landmark = self._stated.landmarks[point.landmark]
                name = sided_id(point.landmark, landmark.side, side)
                return Waypoint(self._landmark_spot(landmark, side), point.lift_mm, name)
            case SurfaceWaypoint():
                on_side = self._stated.structures[point.on].side
                return Waypoint(spot(point.at, point.on, on_side, side, own=own), point.lift_mm)
            case MuscleWaypoint():
                muscle = self._structure_id(point.muscle, side)
                return Waypoint(MuscleSpot(muscle, point.s, point.t, point.u), point.lift_mm)

    def joints(self) -> Iterator[Joint]:
        for id, spec in self._stated.joints.items():
            for side in sides_of(spec.side):
                yield self._joint(id, spec, side)

    def _joint(self, id: str, spec: JointSpec, side: Side) -> Joint:
        place: Side = side if spec.side == "paired" else "midline"
        coordinates = tuple(
            Coordinate(sided_id(name, spec.side, side), name, c.min, c.max, c.name, c.opposite)
            for name, c in spec.coordinates.items()
        )
        return Joint(
            id=sided_id(id, spec.side, side),
            stated_id=id,
            side=side,
            name=spec.name or id.replace("_", " ").capitalize(),
            parent=self._structure_id(spec.parent, side),
            child=self._structure_id(spec.child, side),
            centre_mm=mirrored_point(spec.centre_mm, place),
            far_centre_mm=mirrored_point(spec.far_centre_mm, place),
            coordinates=coordinates,
            sources=spec.sources,
        )

    def what_ifs(self) -> Iterator[WhatIf]:
        for id, spec in self._stated.what_if.items():
            stated_side = self._stated.structures[spec.of].side
            for side in sides_of(stated_side):
                lost = self._structure_id(spec.of, side)
                yield WhatIf(
                    id=sided_id(id, stated_side, side),
                    stated_id=id,
                    side=side,
                    kind=spec.kind,
                    name=spec.name,
                    structure=lost,
                    muscles=tuple(self._reached(spec, lost)),
                    anastomoses=tuple(self._structure_id(vessel, side) for vessel in spec.anastomoses),
                    spec=spec,
                )

    def _reached(self, spec: WhatIfSpec, lost: str) -> Iterator[str]:
        for one in self.structures():
            reached = {
                "nerve": one.nerves == (lost,),
                "artery": lost in one.arteries,
                "tendon": one.id == lost,
            }
            if one.kind == "muscle" and reached[spec.kind]:
                yield one.id

    def _structure_id(self, id: str, side: Side) -> str:
        return sided_id(id, self._stated.structures[id].side, side)
