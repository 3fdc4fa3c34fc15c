"""What no entry of the file can know alone: that ids exist, fit and say their side, that angles keep limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from glutview.atlas.course_checks import junction_findings
from glutview.atlas.finding import Finding
from glutview.atlas.id_checks import KeyPath, id_findings
from glutview.atlas.motion_checks import motion_findings
from glutview.atlas.movement_checks import angle_findings, coordinate_findings
from glutview.atlas.part_checks import shared_out
from glutview.atlas.schema import (
    AtlasFile,
    Curve,
    JunctionWaypoint,
    LandmarkWaypoint,
    MuscleWaypoint,
    PointOn,
    StatementSpec,
    StructureSpec,
)
from glutview.atlas.sides import SUFFIXES, sides_of
from glutview.atlas.sound_parts import SoundParts
from glutview.atlas.template_checks import lies_on
from glutview.atlas.values import StatedSide
from glutview.atlas.what_if_checks import KIND_OF, what_if_findings

_REFERRED = ("sources", "landmarks", "structures", "parts", "attachments", "courses", "joints", "movements")
CONDUITS = ("nerve", "artery", "vein")
CARRIERS = ("bone", "muscle")


@dataclass(frozen=True)
class _Referred:
    """An id that was written somewhere, and by what kind of owner."""

    path: KeyPath
    id: str
    side: StatedSide = "midline"
    """How the owner is stated: a paired owner needs what it names on both sides."""


def cross_findings(
    stated: AtlasFile, raw: Mapping[str, Any], unsound: Mapping[str, SoundParts] = MappingProxyType({})
) -> list[Finding]:
    """What is wrong between the entries.

    Args:
        stated: the entries that are sound in themselves.
        raw: the file's plain data: an id whose entry is unsound counts as known, so that one mistake is
            reported once.
        unsound: what is sound of the movements that are not, by id.
    """
    movements = {**{id: SoundParts.whole(spec) for id, spec in stated.movements.items()}, **unsound}
    return list(_Checker(stated, raw, movements).findings())


class _Checker:
    def __init__(self, stated: AtlasFile, raw: Mapping[str, Any], movements: Mapping[str, SoundParts]) -> None:
        self._stated, self._parts_of_movements = stated, movements
        self._known = {
            section: {str(key) for key in entries} if isinstance(entries := raw.get(section), dict) else set()
            for section in _REFERRED
        }

    def findings(self) -> Iterator[Finding]:
        yield from id_findings(self._stated)
        yield from self._structures()
        yield from self._parts()
        yield from self._landmarks()
        yield from self._attachments()
        yield from self._templates()
        yield from self._courses()
        yield from self._bursae()
        yield from self._joints()
        yield from self._movements()
        yield from self._what_ifs()
        yield from self._facts()

    def _structures(self) -> Iterator[Finding]:
        for id, spec in self._stated.structures.items():
            path: KeyPath = ("structures", id)
            yield from self._moved_by(path, spec)
            if spec.roots and spec.kind != "nerve":
                yield Finding((*path, "roots"), f"a {spec.kind} has no nerve roots", "remove `roots:`")
            for owner, owner_path in ((spec, path), (spec.left, (*path, "left")), (spec.right, (*path, "right"))):
                yield from self._supply(owner, owner_path, spec.side)

    def _supply(self, owner: object, path: KeyPath, side: StatedSide) -> Iterator[Finding]:
        for word, kind in (("nerves", "nerve"), ("arteries", "artery"), ("veins", "vein")):
            for i, supply in enumerate(getattr(owner, word, None) or ()):
                yield from self._structure(_Referred((*path, word, i), supply, side), (kind,))

    def _moved_by(self, path: KeyPath, spec: StructureSpec) -> Iterator[Finding]:
        yield from motion_findings(path, spec)
        if spec.spans is not None and spec.spans not in self._known["joints"]:
            yield self._unknown("joints", "joint", (*path, "spans"), spec.spans)
        for i, carrier in enumerate(spec.rides_on):
            yield from self._structure(_Referred((*path, "rides_on", i), carrier, spec.side), CARRIERS)

    def _parts(self) -> Iterator[Finding]:
        for id, spec in self._stated.parts.items():
            path: KeyPath = ("parts", id)
            yield from self._grown(_Referred((*path, "of"), spec.of))
            yield from self._supply(spec, path, self._side(spec.of))
        # A part that is unsound in itself would seem to leave a gap.
        if len(self._known["parts"]) == len(self._stated.parts):
            yield from shared_out(self._stated.parts)

    def _landmarks(self) -> Iterator[Finding]:
        for id, spec in self._stated.landmarks.items():
            yield from self._structure(_Referred(("landmarks", id, "on"), spec.on, spec.side))

    def _attachments(self) -> Iterator[Finding]:
        for id, spec in self._stated.attachments.items():
            path: KeyPath = ("attachments", id)
            yield from self._structure(_Referred((*path, "muscle"), spec.muscle), ("muscle",))
            side = self._side(spec.muscle)
            yield from self._structure(_Referred((*path, "on"), spec.on, side))
            for edges, edges_path in ((spec, path), (spec.left, (*path, "left")), (spec.right, (*path, "right"))):
                if edges is not None:
                    yield from self._curve(edges.superficial, (*edges_path, "superficial"), side)
                    yield from self._curve(edges.deep, (*edges_path, "deep"), side)

    def _curve(self, curve: Curve, path: KeyPath, side: StatedSide) -> Iterator[Finding]:
        for i, point in enumerate(curve):
            if isinstance(point, str):
                yield from self._landmark(_Referred((*path, i), point, side))
            elif isinstance(point, PointOn):
                yield from self._structure(_Referred((*path, i, "on"), point.on, side))

    def _templates(self) -> Iterator[Finding]:
        stated = self._stated
        attached = {(a.muscle, a.role) for a in stated.attachments.values()}
        for id, spec in stated.fibre_templates.items():
            path: KeyPath = ("fibre_templates", id)
            yield from self._structure(_Referred(path, id), ("muscle",))
            for i, beneath in enumerate(spec.over):
                yield from self._structure(_Referred((*path, "over", i), beneath, self._side(id)))
            if beneath_itself := lies_on(stated.fibre_templates, id, id, frozenset()):
                what = f"the muscle lies on itself, by way of {beneath_itself}"
                yield Finding((*path, "over"), what, "let `over:` name only what lies deeper")
            if gate := spec.gate:
                yield from self._structure(_Referred((*path, "gate", "on"), gate.on, self._side(id)))
            for role in ("origin", "insertion"):
                if (id, role) not in attached and len(self._known["attachments"]) == len(stated.attachments):
                    yield Finding(path, f"the muscle has no {role}", "state it under `attachments:`")

    def _courses(self) -> Iterator[Finding]:
        for id, spec in self._stated.courses.items():
            yield from self._structure(_Referred(("courses", id), id), CONDUITS)
            side = self._side(id)
            for i, branch in enumerate(spec.branches):
                for j, over in enumerate(branch.over):
                    yield from self._structure(_Referred(("courses", id, "branches", i, "over", j), over, side))
                for j, point in enumerate(branch.points):
                    path: KeyPath = ("courses", id, "branches", i, "points", j)
                    match point:
                        case JunctionWaypoint():
                            if point.of in self._known["courses"]:
                                yield from self._structure(_Referred((*path, "of"), point.of, side), CONDUITS)
                        case LandmarkWaypoint():
                            yield from self._landmark(_Referred((*path, "landmark"), point.landmark, side))
                        case MuscleWaypoint():
                            yield from self._grown(_Referred((*path, "muscle"), point.muscle, side))
                        case _:
                            yield from self._structure(_Referred((*path, "on"), point.on, side))
        yield from junction_findings(self._stated.courses, self._known["courses"])

    def _bursae(self) -> Iterator[Finding]:
        for id, spec in self._stated.bursae.items():
            path: KeyPath = ("bursae", id)
            yield from self._structure(_Referred(path, id), ("bursa",))
            side = self._side(id)
            yield from self._structure(_Referred((*path, "on"), spec.on, side), ("bone",))
            for i, beneath in enumerate(spec.over):
                yield from self._structure(_Referred((*path, "over", i), beneath, side))

    def _grown(self, refers: _Referred) -> Iterator[Finding]:
        unsound = list(self._structure(refers, ("muscle",)))
        yield from unsound
        if not unsound and refers.id not in self._stated.fibre_templates:
            what = f"`{refers.id}` is not grown as a fibre template: it has no s, t, u"
            yield Finding(refers.path, what, "state it under `fibre_templates:`, or use a place on a surface")

    def _joints(self) -> Iterator[Finding]:
        yield from coordinate_findings(self._stated.joints)
        for id, spec in self._stated.joints.items():
            path: KeyPath = ("joints", id)
            yield from self._structure(_Referred((*path, "parent"), spec.parent, spec.side), ("bone",))
            yield from self._structure(_Referred((*path, "child"), spec.child, spec.side), ("bone",))
            yield from self._sources((*path, "sources"), spec.sources)
            if spec.side == "paired" and spec.centre_mm[0] >= 0:
                what = f"the centre lies at x = {spec.centre_mm[0]:g}, not on the right side"
                yield Finding((*path, "centre_mm"), what, "give the right side's centre (x < 0)")

    def _movements(self) -> Iterator[Finding]:
        joints = self._stated.joints
        limits = {name: c for joint in joints.values() for name, c in joint.coordinates.items()}
        complete = len(joints) == len(self._known["joints"])
        for id, movement in self._parts_of_movements.items():
            path: KeyPath = ("movements", id)
            yield from self._sources((*path, "sources"), movement.spec.sources)
            yield from angle_findings(path, movement, limits, all_joints=complete)
            for i, on in movement.on_times.items():
                key: KeyPath = (*path, "on_times", i)
                yield from self._structure(_Referred((*key, "muscle"), on.muscle, "paired"), ("muscle",))
                yield from self._sources((*key, "sources"), on.sources)
            for i, active in movement.activation.items():
                key = (*path, "activation", i)
                yield from self._structure(_Referred((*key, "muscle"), active.muscle), ("muscle",))
                yield from self._sources((*key, "sources"), active.sources)
                if active.part is not None:
                    yield from self._part_of((*key, "part"), active.part, active.muscle)

    def _what_ifs(self) -> Iterator[Finding]:
        parts = ("structures", "attachments")
        complete = all(len(self._known[name]) == len(getattr(self._stated, name)) for name in parts)
        for name, spec in self._stated.what_if.items():
            path: KeyPath = ("what_if", name)
            unsound = list(self._structure(_Referred((*path, "of"), spec.of), (KIND_OF[spec.kind],)))
            for i, vessel in enumerate(spec.anastomoses):
                refers = _Referred((*path, "anastomoses", i), vessel, self._side(spec.of))
                unsound += self._structure(refers, ("artery",))
            for i, shown in enumerate(spec.movements):
                if (id := shown.movement) not in self._known["movements"]:
                    unsound.append(self._unknown("movements", "movement", (*path, "movements", i, "movement"), id))
            yield from unsound
            yield from () if unsound else what_if_findings(path, spec, self._stated, all_muscles=complete)
            for i, told in enumerate(spec.told):
                yield from self._statement((*path, "told", i), told)

    def _part_of(self, path: KeyPath, part: str, muscle: str) -> Iterator[Finding]:
        if part not in self._known["parts"]:
            yield self._unknown("parts", "part", path, part)
        elif (spec := self._stated.parts.get(part)) and spec.of != muscle:
            yield Finding(path, f"`{part}` is a part of `{spec.of}`", f"name a part of `{muscle}`")

    def _facts(self) -> Iterator[Finding]:
        sections = ("structures", "parts", "landmarks", "joints", "movements")
        subjects = set().union(*(self._known[section] for section in sections))
        for i, fact in enumerate(self._stated.facts):
            path: KeyPath = ("facts", i)
            if fact.about not in subjects:
                otherwise = "name a structure, part, landmark, joint or movement, without side"
                what = f"nothing is called `{fact.about}`"
                yield Finding((*path, "about"), what, otherwise, fact.about, subjects)
            yield from self._statement(path, fact)

    def _statement(self, path: KeyPath, told: StatementSpec) -> Iterator[Finding]:
        yield from self._sources((*path, "sources"), told.sources)
        for i, dissent in enumerate(told.dissent):
            yield from self._sources((*path, "dissent", i, "sources"), dissent.sources)

    def _sources(self, path: KeyPath, sources: Iterable[str]) -> Iterator[Finding]:
        for i, source in enumerate(sources):
            if source not in self._known["sources"]:
                yield self._unknown("sources", "source", (*path, i), source)

    def _landmark(self, refers: _Referred) -> Iterator[Finding]:
        if refers.id not in self._known["landmarks"]:
            yield self._unknown("landmarks", "landmark", refers.path, refers.id)
        elif spec := self._stated.landmarks.get(refers.id):
            if spec.at is None:
                what = f"`{refers.id}` is {spec.state}: it has no place"
                yield Finding(refers.path, what, "place the landmark, or name another")
            yield from _one_sided(refers, spec.side)

    def _structure(self, refers: _Referred, kinds: tuple[str, ...] = ()) -> Iterator[Finding]:
        if refers.id not in self._known["structures"]:
            yield self._unknown("structures", "structure", refers.path, refers.id)
        elif spec := self._stated.structures.get(refers.id):
            if kinds and spec.kind not in kinds:
                what = f"`{refers.id}` is a {spec.kind}, not a {' or '.join(kinds)}"
                yield Finding(refers.path, what, f"name a {' or '.join(kinds)}")
            yield from _one_sided(refers, spec.side)

    def _side(self, structure: str) -> StatedSide:
        spec = self._stated.structures.get(structure)
        return spec.side if spec else "midline"

    def _unknown(self, section: str, word: str, path: KeyPath, id: str) -> Finding:
        known = self._known[section]
        otherwise = f"state it under `{section}:`, or correct the id"
        if id.endswith(SUFFIXES) and id[:-2] in known:
            return Finding(path, f"`{id}` names a side", f"write `{id[:-2]}`: both sides are stated at once")
        return Finding(path, f"there is no {word} `{id}`", otherwise, id, known)


def _one_sided(refers: _Referred, side: StatedSide) -> Iterator[Finding]:
    needed = sides_of(refers.side)
    if side in ("right", "left") and refers.side != "midline" and set(needed) - set(sides_of(side)):
        other = "left" if side == "right" else "right"
        yield Finding(refers.path, f"`{refers.id}` is not there on the {other} side", "state it as paired")
