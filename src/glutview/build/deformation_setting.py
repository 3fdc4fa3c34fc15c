"""What the deformation solver works on: bones, hip and muscles of the right side, from the committed assets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import pairwise

import numpy as np

from glutview.atlas.load import read_atlas
from glutview.biomech.hip_joint import HipJoint
from glutview.biomech.motion_range import MotionRange
from glutview.biomech.transforms import Floats
from glutview.build.block_contact import LAYER_STIFFENING_MM, MovedField, Obstacle
from glutview.build.block_elements import Tissue
from glutview.build.block_solver import BlockSolver, SolveReport
from glutview.build.deformation_lattice import NEUTRAL, Angles, before
from glutview.build.grid_fields import GridField
from glutview.build.layer_field import LayerField
from glutview.errors import GlutviewError, failure
from glutview.geometry.distance import DistanceField, Distances
from glutview.geometry.drawn_block import drawn_block
from glutview.geometry.mesh import Mesh
from glutview.geometry.mesh_io import read_ply
from glutview.paths import assets_dir, shipped_annotations

_SPACING_MM = 1.5
_VERSION = b"9"
_SLAB_MM = 10.0
_NEAR_END_MM = 12.0
# Round muscles are bedded in one another: so deep before they are kept apart.
_BEDDED_MM = 0.9
# A slender muscle has little tissue for its surface: stiffer strings keep its neighbours from folding it.
_SLENDER_MM3 = 1e4
_SLENDER = Tissue(tension=100.0, perimysium=100.0)
# From here on a muscle that ends on the femur, or on the tract, is held fast by its end.
_TAUT_FROM_U, _END_FROM_U = 0.6, 0.95
# After a longer step a block starts so deep in what is in its way that it creases, and stays so.
_STRIDE_DEG = 8.0


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
    taut_from_u: float = _TAUT_FROM_U

    def layer(self, nodes: Floats, *, ceiling: bool) -> LayerField:
        """What its neighbours must not enter, at nodes (ns, nt, nu, 3); `ceiling` for those beneath it."""
        return LayerField.of(
            nodes, self.solver.lines, least_mm=self.slab_mm, ceiling_from_u=self.taut_from_u if ceiling else 0.0
        )


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
    _kept: dict[tuple[str, str], Floats] = field(default_factory=dict, repr=False)
    _layers: dict[tuple[str, bool], tuple[Floats, LayerField]] = field(default_factory=dict, repr=False)

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
        solver = self.muscles[name].solver
        # Where a muscle is expected it lies under those above it: where it comes too near, they give way.
        bones, layers = self.in_the_way(name, pose, nodes, ceilings=expected is None)
        near = solver.near(nodes[name], [*bones, *layers])
        return solver.solve(nodes[name], self.femur_at(pose), near, passing=passing, expected=expected)

    def in_the_way(
        self, name: str, pose: Angles, nodes: Mapping[str, Floats], *, ceilings: bool
    ) -> tuple[list[Obstacle], list[Obstacle]]:
        """The bones, and the muscles that one lies on, as they lie in a pose.

        Args:
            name: stated id of that one.
            pose: degrees.
            nodes: of all muscles in this pose, by stated id.
            ceilings: whether the ends of those that lie on it are in its way too.
        """
        muscle, femur = self.muscles[name], self.femur_at(pose)
        bones = [Obstacle(GridField(bone), self._margins(name, key)) for key, bone in self.pelvis.items()]
        bones.append(Obstacle(MovedField(GridField(self.femur), femur), self._margins(name, "femur")))
        layers = []
        for other in (*muscle.over, *(muscle.under if ceilings else ())):
            layer = self._layer(other, nodes[other], ceiling=other in muscle.under)
            layers.append(Obstacle(layer, self._margins(name, other), LAYER_STIFFENING_MM))
        return bones, layers

    def _margins(self, name: str, other: str) -> Floats:
        """(k,) what a muscle's samples keep from a bone or from another muscle, mm."""
        if (name, other) not in self._kept:
            muscle = self.muscles[name]
            if other in self.muscles:
                rest = self.muscles[other].solver.rest
                at_rest: Distances = self.muscles[other].layer(rest, ceiling=other in muscle.under)
                bed_mm = _BEDDED_MM if muscle.slab_mm is None and self.muscles[other].slab_mm is None else 0.0
            else:
                at_rest = self.femur if other == "femur" else self.pelvis[other]
                bed_mm = 0.0
            self._kept[name, other] = muscle.solver.margins(at_rest, bed_mm)
        return self._kept[name, other]

    def _layer(self, name: str, nodes: Floats, *, ceiling: bool) -> LayerField:
        """As :meth:`Muscle.layer`, made once for the same nodes."""
        known = self._layers.get((name, ceiling))
        if known is None or known[0] is not nodes:
            known = nodes, self.muscles[name].layer(nodes, ceiling=ceiling)
            self._layers[name, ceiling] = known
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
        digest.update(self.hip.centre_mm.tobytes() + self.hip.long_axis.tobytes())
        for bone in (*self.pelvis.values(), self.femur):
            digest.update(bone.values.tobytes())
        return digest.hexdigest()[:16]


def load_setting() -> Setting:
    """The setting of the shipped atlas.

    Raises:
        GlutviewError: the atlas is wrong, or an asset is missing.
    """
    reading = read_atlas(shipped_annotations())
    atlas = reading.stated
    if reading.problems or atlas is None:
        raise GlutviewError(reading.problems)
    meshes = assets_dir() / "meshes"
    joint = atlas.joints["hip"]
    hip = HipJoint.between("r", list(joint.centre_mm), list(joint.far_centre_mm))
    solid = {name: read_ply(meshes / f"{name}.ply") for name in ("hip_bone", "femur", "sacrum", "coccyx")}
    fields = {name: DistanceField.from_mesh(mesh, _SPACING_MM) for name, mesh in solid.items()}
    solved = list(atlas.fibre_templates)
    inserted = [attachment for attachment in atlas.attachments.values() if attachment.role == "insertion"]
    held = {attachment.muscle for attachment in inserted if attachment.on == "femur"}
    drawn = {name: read_ply(meshes / f"{name}.ply") for name in solved}
    muscles = {}
    for name in deepest_first({name: atlas.fibre_templates[name].over for name in solved}):
        spec = atlas.fibre_templates[name]
        block = drawn_block(drawn[name], spec.grid.solved)
        over = tuple(other for other in spec.over if other in drawn)
        lines = (block.s, block.t, block.u)
        tissue = _SLENDER if drawn[name].volume_mm3() < _SLENDER_MM3 else Tissue()
        gate_u = spec.gate.u if spec.gate else 0.0
        solver = BlockSolver(block.nodes, lines, tissue, spec.tendon_from_u, gate_u)
        under = tuple(
            other
            for other in solved
            if name in atlas.fibre_templates[other].over
            and (other in held or _ends_within(drawn[other], drawn[name], _NEAR_END_MM))
        )
        slab = None if spec.form == "spindle" else _SLAB_MM
        taut = _TAUT_FROM_U if name in held else _END_FROM_U
        muscles[name] = Muscle(name, drawn[name], solver, over, under, slab, taut)
    return Setting(
        hip,
        {name: field for name, field in fields.items() if name != "femur"},
        fields["femur"],
        MotionRange.load(reading.atlas().coordinate_limits()),
        muscles,
    )


def _ends_within(first: Mesh, second: Mesh, mm: float) -> bool:
    """Whether the insertion of one muscle at rest comes that near to another."""
    from scipy.spatial import cKDTree

    end = first.vertices[first.fields["u"] == first.fields["u"].max()]
    gaps = np.asarray(cKDTree(second.vertices).query(end)[0])
    return bool(gaps.min() < mm)


def _between(start: Angles, end: Angles) -> list[Angles]:
    """The poses from one to another, both among them, in short steps."""
    longest = max(abs(b - a) for a, b in zip(start, end, strict=True))
    shares = np.linspace(0, 1, max(1, int(np.ceil(longest / _STRIDE_DEG))) + 1)[:, None]
    return [(f, a, r) for f, a, r in ((1 - shares) * start + shares * np.array(end)).tolist()]


def deepest_first(over: Mapping[str, Iterable[str]]) -> list[str]:
    """Muscles in an order in which each comes after those it lies on.

    Raises:
        GlutviewError: two lie on each other.
    """
    order: list[str] = []
    waiting = dict(over)
    while waiting:
        ready = [name for name, below in waiting.items() if not any(other in waiting for other in below)]
        if not ready:
            names = ", ".join(waiting)
            raise failure("fibre_templates", f"{names} lie on each other in a circle", "correct 'over'", key="over")
        order += ready
        waiting = {name: below for name, below in waiting.items() if name not in ready}
    return order
