"""What the deformation solver works on: bones, hip and muscles of the right side, from the committed assets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from itertools import pairwise

import numpy as np

from glutview.biomech.hip_joint import HipJoint
from glutview.biomech.motion_range import MotionRange
from glutview.biomech.transforms import Floats
from glutview.build.block_contact import LAYER_STIFFENING_MM, MovedField, Obstacle
from glutview.build.block_solver import BlockSolver
from glutview.build.deformation_lattice import NEUTRAL, Angles, before
from glutview.build.drawn_vertices import DrawnVertices
from glutview.build.grid_fields import GridField
from glutview.build.layer_field import LayerField
from glutview.build.solve_report import SolveReport
from glutview.geometry.distance import DistanceField, Distances
from glutview.geometry.mesh import Mesh

_VERSION = b"10"
# Round muscles are bedded in one another: so deep before they are kept apart.
_BEDDED_MM = 0.9
# Less so where a smooth motion is put right: what still lies deeper after that is what is drawn.
_BEDDED_AT_LAST_MM = 0.4
# From here on a muscle that ends on the femur, or on the tract, is held fast by its end.
TAUT_FROM_U, END_FROM_U = 0.6, 0.95
# Where a smooth motion is put right, so much of the tract about such an end does not give way either: the field of a
# narrow strip ends 2 mm before its corners, and a muscle that bulged over these had them 3 mm deep in it.
_TRACT_BEYOND_MM = 1.5
_SLENDER_MM3 = 1e4
# After a longer step a block starts so deep in what is in its way that it creases, and stays so.
_STRIDE_DEG = 8.0


def slender(mesh: Mesh) -> bool:
    """Whether a muscle has much surface for its tissue."""
    return mesh.volume_mm3() < _SLENDER_MM3


@dataclass(frozen=True, eq=False)
class Muscle:
    """A muscle to be solved.

    Attributes:
        name: stated id.
        mesh: drawn surface at rest, right side.
        solver: its block.
        over: stated ids of the muscles it lies on, which are solved before it.
        under: of those that lie on it and end on the femur, or on the tract near by: where they end they do not give
            way.
        slab_mm: how thick a slab behind its face keeps its neighbours out at least; None for a round one, whose body
            does that alone.
        taut_from_u: from there on it does not give way to those beneath it.
    """

    name: str
    mesh: Mesh
    solver: BlockSolver
    over: tuple[str, ...]
    under: tuple[str, ...]
    slab_mm: float | None
    taut_from_u: float = TAUT_FROM_U

    @cached_property
    def drawn(self) -> DrawnVertices:
        """Vertices of its drawn surface."""
        return DrawnVertices.of(self.mesh, self.solver.lines)

    def layer(self, nodes: Floats, *, ceiling_from_u: float = 0.0, at_last: bool = False) -> LayerField:
        """What its neighbours must not enter, at nodes (ns, nt, nu, 3).

        For those beneath it only `ceiling_from_u`; `at_last` with some of the tract in which it ends.
        """
        beyond_mm = _TRACT_BEYOND_MM if at_last and ceiling_from_u and self.taut_from_u == END_FROM_U else 0.0
        lines, slab = self.solver.lines, self.slab_mm
        return LayerField.of(nodes, lines, least_mm=slab, ceiling_from_u=ceiling_from_u, beyond_mm=beyond_mm)


@dataclass(frozen=True, eq=False)
class Setting:
    """Everything of the right side that moves or is in the way.

    Attributes:
        hip: the right hip.
        pelvis, femur: fields of what must not be entered, at rest; those that ride on the pelvis by name.
        motion_range: which poses are allowed.
        muscles: by stated id, deepest first.
    """

    hip: HipJoint
    pelvis: Mapping[str, DistanceField]
    femur: DistanceField
    motion_range: MotionRange
    muscles: Mapping[str, Muscle]
    _kept: dict[tuple[str, str, bool, bool], Floats] = field(default_factory=dict, repr=False)
    _layers: dict[tuple[str, float, bool], tuple[Floats, LayerField]] = field(default_factory=dict, repr=False)

    def femur_at(self, pose: Angles) -> Floats:
        """(4, 4) femur transform of a pose, pelvis fixed."""
        return self.hip.transforms(np.array(pose))

    def blended(self, name: str, nodes: Floats, pose: Angles) -> Floats:
        """Nodes (ns, nt, nu, 3) of a muscle at neutral, as its bones alone carry them to a pose."""
        return self.muscles[name].solver.blended(nodes, self.femur_at(pose))

    def solve(self, pose: Angles, start: Mapping[str, Floats] | None) -> dict[str, tuple[Floats, SolveReport]]:
        """All muscles in one pose: nodes (ns, nt, nu, 3) and report by stated id.

        From the deepest to the most superficial, each over those beneath it, and under the tendons above it where
        these are expected: so that none bulges to where the footprint of another holds that one fast.

        Args:
            pose: flexion, abduction, internal rotation, degrees.
            start: their nodes in the pose before on the canonical path, by stated id; None at neutral, where the
                templates are.
        """
        if start is None:
            rest = {name: muscle.solver.rest for name, muscle in self.muscles.items()}
            return self._settled(NEUTRAL, rest)
        nodes, way = dict(start), _between(before(pose), pose)
        for last, angles in pairwise(way):
            then, femur = self.femur_at(last), self.femur_at(angles)
            nodes = {name: self.muscles[name].solver.predicted(nodes[name], then, femur) for name in self.muscles}
            solved = self._settled(angles, nodes, passing=angles != pose)
            nodes = {name: found for name, (found, _) in solved.items()}
        return solved

    def _settled(
        self, pose: Angles, nodes: dict[str, Floats], *, passing: bool = False
    ) -> dict[str, tuple[Floats, SolveReport]]:
        reports = {}
        for name in self.muscles:
            nodes[name], reports[name] = self.solve_one(name, pose, nodes, passing=passing)
        return {name: (nodes[name], reports[name]) for name in self.muscles}

    def solve_one(
        self,
        name: str,
        pose: Angles,
        nodes: Mapping[str, Floats],
        *,
        passing: bool = False,
        expected: Floats | None = None,
    ) -> tuple[Floats, SolveReport]:
        """One muscle among the others.

        Args:
            name: stated id.
            pose: degrees.
            nodes: of all muscles in this pose, by stated id; its own are where it starts.
            passing: whether it only passes through this pose.
            expected: (ns, nt, nu, 3) where a smooth motion has its nodes, as :meth:`BlockSolver.solve` takes it.
        """
        solver, at_last = self.muscles[name].solver, expected is not None
        bones, layers = self.in_the_way(name, pose, nodes, at_last=at_last)
        near = solver.near(nodes[name], [*bones, *layers])
        return solver.solve(nodes[name], self.femur_at(pose), near, passing=passing, expected=expected)

    def in_the_way(
        self, name: str, pose: Angles, nodes: Mapping[str, Floats], *, at_last: bool, drawn: bool = False
    ) -> tuple[list[Obstacle], list[Obstacle]]:
        """The bones, and the muscles that a muscle lies on or under, as they lie in a pose.

        Args:
            name: stated id of that one.
            pose: degrees.
            nodes: of all muscles in this pose, by stated id.
            at_last: whether they are expected there. Then round muscles are bedded less deep in one another, and some
                of the tract about an end in it does not give way.
            drawn: whether what keeps off is its drawn vertices, not its block's samples.
        """
        muscle, layers = self.muscles[name], []
        for other in (*muscle.over, *muscle.under):
            layer = self._layer(other, nodes[other], self._ceiling(name, other), at_last)
            margins = self._margins(name, other, at_last=at_last, drawn=drawn)
            layers.append(Obstacle(layer, margins, LAYER_STIFFENING_MM))
        return self.bones_in_the_way(name, pose, drawn=drawn), layers

    def bones_in_the_way(self, name: str, pose: Angles, *, drawn: bool = False) -> list[Obstacle]:
        """The bones beside a muscle, by its stated id, as they lie in a pose; `drawn` as of :meth:`in_the_way`."""
        fields: dict[str, Distances] = {key: GridField(bone) for key, bone in self.pelvis.items()}
        fields["femur"] = MovedField(GridField(self.femur), self.femur_at(pose))
        return [Obstacle(field, self._margins(name, key, drawn=drawn)) for key, field in fields.items()]

    def _ceiling(self, name: str, other: str) -> float:
        """From which u on `other` does not give way to one beneath it; 0 if it lies beneath that itself."""
        return self.muscles[other].taut_from_u if other in self.muscles[name].under else 0.0

    def _margins(self, name: str, other: str, *, at_last: bool = False, drawn: bool = False) -> Floats:
        """(k,) what a muscle's samples, or drawn vertices, keep from a bone or another muscle, mm."""
        key = name, other, at_last, drawn
        if key not in self._kept:
            muscle = self.muscles[name]
            if other in self.muscles:
                body, ceiling = self.muscles[other], self._ceiling(name, other)
                at_rest: Distances = body.layer(body.solver.rest, ceiling_from_u=ceiling, at_last=at_last)
                bedded = _BEDDED_AT_LAST_MM if at_last else _BEDDED_MM
                bed_mm = bedded if muscle.slab_mm is None and body.slab_mm is None else 0.0
            else:
                at_rest, bed_mm = {**self.pelvis, "femur": self.femur}[other], 0.0
            self._kept[key] = (muscle.drawn if drawn else muscle.solver).margins(at_rest, bed_mm)
        return self._kept[key]

    def _layer(self, name: str, nodes: Floats, ceiling_from_u: float, at_last: bool) -> LayerField:
        """As :meth:`Muscle.layer`, made once for the same nodes."""
        known = self._layers.get((name, ceiling_from_u, at_last))
        if known is None or known[0] is not nodes:
            known = nodes, self.muscles[name].layer(nodes, ceiling_from_u=ceiling_from_u, at_last=at_last)
            self._layers[name, ceiling_from_u, at_last] = known
        return known[1]

    def key(self) -> str:
        """Changes when anything that the solutions depend on does."""
        digest = sha256(_VERSION)
        for name, muscle in self.muscles.items():
            solver = muscle.solver
            neighbours = muscle.over, muscle.under, muscle.slab_mm, muscle.taut_from_u
            digest.update(repr((name, neighbours, solver.tissue, solver.tendon_from, solver.gate_u)).encode())
            for array in (solver.rest, *solver.lines):
                digest.update(array.tobytes())
            if solver.capsule is not None:
                digest.update(solver.capsule.springs.stiffness.tobytes() + solver.capsule.share.tobytes())
        digest.update(self.hip.centre_mm.tobytes() + self.hip.long_axis.tobytes())
        for bone in (*self.pelvis.values(), self.femur):
            digest.update(bone.values.tobytes() + bone.origin.tobytes() + repr(bone.spacing).encode())
        return digest.hexdigest()[:16]


def _between(start: Angles, end: Angles) -> list[Angles]:
    """The poses from one to another, both among them, in short steps."""
    longest = max(abs(b - a) for a, b in zip(start, end, strict=True))
    shares = np.linspace(0, 1, max(1, int(np.ceil(longest / _STRIDE_DEG))) + 1)[:, None]
    return [(f, a, r) for f, a, r in ((1 - shares) * start + shares * np.array(end)).tolist()]
