"""What is measured: one side of the anatomy at rest, as the right side shows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import Any, Literal, cast

import numpy as np

from glutview.atlas.schema import Kind, Role
from glutview.atlas.sided import Attachment, MusclePart
from glutview.atlas.sides import SurfaceSpot, split_id
from glutview.biomech.anatomy import Anatomy
from glutview.biomech.attachment_footprints import footprints
from glutview.biomech.moment_arms import MuscleFibres
from glutview.biomech.spots import placed
from glutview.geometry.footprint import Footprint
from glutview.geometry.inside import Body
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.mirror import mirror_mesh, mirror_points
from glutview.geometry.rays import Rays

Side = Literal["r", "l"]
_SHAFT = (0.3, 0.75)
"""Which part of the way from hip to knee the femur is a shaft, without trochanters and condyles."""
_SECTIONS = 12


class NotInModelError(LookupError):
    """What a figure is about has no place in the model."""


@dataclass(eq=False)
class Subject:
    """One side of an anatomy at rest; the left is looked at in the mirror, so that lateral is always -x.

    Everything is named by its stated id, without side. What is asked for and not there raises
    :class:`NotInModelError`.
    """

    anatomy: Anatomy
    side: Side = "r"
    _meshes: dict[str, Mesh] = field(default_factory=dict)
    _bodies: dict[str, Body] = field(default_factory=dict)
    _rays: dict[str, Rays] = field(default_factory=dict)
    _kept: dict[tuple[object, ...], Any] = field(default_factory=dict)

    def once(self, key: tuple[object, ...], make: Callable[[], Any]) -> Any:
        """What `make` makes, kept under a key: several figures are read off the same."""
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    def sided(self, stated: str) -> str:
        """The id of a structure on this side; its own, if it is midline."""
        for id in (f"{stated}_{self.side}", stated):
            if id in self.anatomy.atlas.structures:
                return id
        raise NotInModelError(stated)

    def mesh(self, stated: str) -> Mesh:
        """Its surface at rest, mm."""
        if stated not in self._meshes:
            mesh = self.anatomy.rest[self.sided(stated)]
            self._meshes[stated] = mirror_mesh(mesh) if self.side == "l" else mesh
        return self._meshes[stated]

    def body(self, stated: str) -> Body:
        """The space that it fills."""
        if stated not in self._bodies:
            self._bodies[stated] = Body(self.mesh(stated))
        return self._bodies[stated]

    def rays(self, stated: str) -> Rays:
        """The search for where lines meet it."""
        if stated not in self._rays:
            self._rays[stated] = Rays(self.mesh(stated))
        return self._rays[stated]

    def of_kind(self, *kinds: Kind) -> list[str]:
        """Stated ids of the structures of some kinds that are there on this side."""
        there = self.anatomy.atlas.structures.values()
        return [s.stated_id for s in there if s.kind in kinds and s.side in (self.side, "midline")]

    def landmark(self, stated: str) -> Floats:
        """(3,) where a landmark is, mm."""
        landmarks = self.anatomy.atlas.landmarks
        for id in (f"{stated}_{self.side}", stated):
            if id in landmarks:
                return np.asarray(self._placed([landmarks[id].spot])[0])
        raise NotInModelError(stated)

    def line(self, stem: str) -> Floats:
        """(k, 3) the landmarks `stem_1`, `stem_2` and so on, mm: a line along a bone."""
        landmarks = self.anatomy.atlas.landmarks
        marks: list[SurfaceSpot] = []
        while (id := f"{stem}_{len(marks) + 1}_{self.side}") in landmarks:
            marks.append(landmarks[id].spot)
        if len(marks) < 2:
            raise NotInModelError(stem)
        return self._placed(marks)

    def branches(self, stated: str) -> tuple[str, ...]:
        """The names of a nerve's or vessel's branches, in the order of its mesh's field ``branch``."""
        course = self.anatomy.atlas.courses.get(self.sided(stated))
        if course is None:
            raise NotInModelError(f"{stated} course")
        return tuple(branch.name for branch in course.branches)

    def attachment(self, muscle: str, role: Role) -> Attachment:
        """Where a muscle is fixed."""
        found = self.anatomy.atlas.attachments_of(self.sided(muscle), role)
        if not found:
            raise NotInModelError(f"{muscle} {role}")
        return found[0]

    def footprint(self, muscle: str, role: Role, parts: Sequence[str] = ()) -> dict[str, Footprint]:
        """The patch on which a muscle's fibres end, or those of some of its parts, by the structures that bear it."""
        patches = footprints(self.attachment(muscle, role), self.anatomy.rest, self.band(parts))
        return {split_id(bearer)[0]: self._seen(patch) for bearer, patch in patches.items()}

    def fibres(self, muscle: str) -> MuscleFibres:
        """The fibres of a muscle."""
        return cast(MuscleFibres, self.once(("fibres", muscle), lambda: self.anatomy.fibres(self.sided(muscle))))

    def band(self, parts: Sequence[str]) -> tuple[float, float]:
        """From where to where, across the fan of a muscle, some of its parts reach; all of it for none named."""
        bands = [self.part(part).band for part in parts] or [(0.0, 1.0)]
        return min(low for low, _ in bands), max(high for _, high in bands)

    def part(self, stated: str) -> MusclePart:
        """A part of a muscle."""
        for id in (f"{stated}_{self.side}", stated):
            if id in self.anatomy.atlas.parts:
                return self.anatomy.atlas.parts[id]
        raise NotInModelError(stated)

    @cached_property
    def hip(self) -> tuple[Floats, Floats]:
        """Centres of the hip and of the knee, (3,) mm."""
        joints = self.anatomy.atlas.joints.values()
        joint = next(joint for joint in joints if joint.stated_id == "hip" and joint.side == self.side)
        return self._as_right(np.array(joint.centre_mm)), self._as_right(np.array(joint.far_centre_mm))

    @cached_property
    def shaft(self) -> Floats:
        """(3,) the axis of the femoral shaft, a unit vector upward: the line through the middles of its sections."""
        vertices = self.mesh("femur").vertices
        hip, knee = self.hip
        share = (hip[2] - vertices[:, 2]) / (hip[2] - knee[2])
        levels = np.linspace(*_SHAFT, _SECTIONS + 1)
        sections = [vertices[(share >= a) & (share < b)].mean(0) for a, b in pairwise(levels)]
        axis = principal_axis(np.array(sections))
        return np.asarray(axis * np.sign(axis[2]))

    def _seen(self, patch: Footprint) -> Footprint:
        return replace(patch, nodes=self._as_right(patch.nodes))

    def _placed(self, spots: Sequence[SurfaceSpot]) -> Floats:
        return self._as_right(placed(spots, self.anatomy.rest))

    def _as_right(self, points: Floats) -> Floats:
        return mirror_points(points) if self.side == "l" else np.asarray(points)


def principal_axis(points: Floats, weights: Floats | None = None) -> Floats:
    """(3,) the direction in which points (k, 3) with weights (k,) spread the farthest, a unit vector."""
    weights = np.ones(len(points)) if weights is None else weights
    spread = points - np.average(points, axis=0, weights=weights)
    return np.asarray(np.linalg.eigh(np.einsum("k,kx,ky->xy", weights, spread, spread))[1][:, -1])
