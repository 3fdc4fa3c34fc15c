"""What the deformation solver works on: bones, hip and muscles of the right side, from the committed assets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from glutview.atlas.load import read_atlas
from glutview.biomech.hip_joint import HipJoint
from glutview.biomech.motion_range import MotionRange
from glutview.biomech.transforms import Floats
from glutview.build.block_contact import Field, LayerField, MovedField
from glutview.build.block_solver import BlockSolver, SolveReport
from glutview.build.bone_range import away_from_joint
from glutview.build.deformation_lattice import NEUTRAL, Angles, before
from glutview.build.solved_block import solved_block
from glutview.errors import GlutviewError, failure
from glutview.geometry.distance import DistanceField
from glutview.geometry.mesh import Mesh
from glutview.geometry.mesh_io import read_ply
from glutview.paths import assets_dir, shipped_annotations

_SPACING_MM = 1.5
_VERSION = b"1"


@dataclass(frozen=True, eq=False)
class Muscle:
    """A muscle to be solved.

    Attributes:
        name: stated id.
        mesh: drawn surface at rest, right side.
        solver: its block.
        over: stated ids of the muscles it lies on, which are solved before it.
    """

    name: str
    mesh: Mesh
    solver: BlockSolver
    over: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Setting:
    """Everything of the right side that moves or is in the way.

    Attributes:
        hip: the right hip.
        pelvis, femur: fields of what must not be entered, at rest.
        motion_range: which poses are allowed.
        femur_points: (n, 3) vertices of the femur that may be in the way.
        muscles: by stated id, deepest first.
    """

    hip: HipJoint
    pelvis: Sequence[Field]
    femur: Field
    motion_range: MotionRange
    femur_points: Floats
    muscles: Mapping[str, Muscle]

    def femur_at(self, pose: Angles) -> Floats:
        """(4, 4) femur transform of a pose, pelvis fixed."""
        return self.hip.transforms(np.array(pose))

    def solve(
        self, name: str, pose: Angles, start: Floats | None, beneath: Mapping[str, Floats]
    ) -> tuple[Floats, SolveReport]:
        """One muscle in one pose.

        Args:
            name: stated id.
            pose: flexion, abduction, internal rotation, degrees.
            start: (ns, nt, nu, 3) its solution in the pose before on the canonical path; None for the template.
            beneath: nodes in this pose of the muscles it lies on, by stated id.
        """
        muscle = self.muscles[name]
        solver, femur = muscle.solver, self.femur_at(pose)
        obstacles = [solver.obstacle(bone, bone) for bone in self.pelvis]
        obstacles.append(solver.obstacle(MovedField(self.femur, femur), self.femur))
        for other in muscle.over:
            below = self.muscles[other].solver
            layer, at_rest = (LayerField.of(nodes, below.lines) for nodes in (beneath[other], below.rest))
            obstacles.append(solver.obstacle(layer, at_rest))
        if start is None:
            first = solver.rest if pose == NEUTRAL else solver.blended(solver.rest, femur)
        else:
            first = solver.predicted(start, self.femur_at(before(pose)), femur)
        return solver.solve(first, femur, obstacles)

    def key(self, name: str) -> str:
        """Changes when anything that a muscle's solutions depend on does."""
        muscle = self.muscles[name]
        digest = sha256(_VERSION + muscle.solver.rest.tobytes() + repr(muscle.solver.tissue).encode())
        digest.update(self.hip.centre_mm.tobytes() + self.hip.long_axis.tobytes())
        digest.update(self.femur_points.tobytes())
        for other in muscle.over:
            digest.update(self.key(other).encode())
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
    solved = [name for name, spec in atlas.fibre_templates.items() if spec.moves == "solved"]
    drawn = {name: read_ply(meshes / f"{name}.ply") for name in solved}
    muscles = {}
    for name in deepest_first({name: atlas.fibre_templates[name].over for name in solved}):
        spec = atlas.fibre_templates[name]
        block = solved_block(drawn[name], spec.grid.solved)
        over = tuple(other for other in spec.over if other in drawn)
        lines = (block.s, block.t, block.u)
        solver = BlockSolver(block.nodes, lines, tendon_from=spec.tendon_from_u)
        muscles[name] = Muscle(name, drawn[name], solver, over)
    return Setting(
        hip,
        (fields["hip_bone"], fields["sacrum"], fields["coccyx"]),
        fields["femur"],
        MotionRange.load(reading.atlas().coordinate_limits()),
        away_from_joint(hip, solid["femur"].vertices),
        muscles,
    )


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
