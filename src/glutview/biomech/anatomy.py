"""The anatomy in any pose: the atlas, its meshes at rest, and how each of them moves."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from weakref import WeakKeyDictionary

import numpy as np

from glutview.atlas.atlas import Atlas
from glutview.atlas.load import read_atlas
from glutview.atlas.sided import Structure
from glutview.biomech.action_map import ActionMap
from glutview.biomech.as_right import as_right
from glutview.biomech.deformation_modes import DeformationModes, Singles
from glutview.biomech.deformers import Deformers
from glutview.biomech.file_checks import file_problems
from glutview.biomech.hip_joint import Body, HipJoint, Side, body_transforms
from glutview.biomech.moment_arms import MuscleFibres, bands_of
from glutview.biomech.motion_range import MotionRange
from glutview.biomech.pose import Pose
from glutview.biomech.pose_quality import BONES, DrawnMuscle, PoseQuality
from glutview.biomech.sheets import Sheets
from glutview.biomech.transforms import apply
from glutview.biomech.tubes import Tubes
from glutview.errors import GlutviewError, failure
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.mesh_io import read_ply
from glutview.geometry.mirror import mirror_mesh
from glutview.geometry.openness import SHADED, openness_file, shaded
from glutview.paths import assets_dir

Arrays = Mapping[str, tuple[Singles, Singles]]
"""Positions and normals (n, 3) of structures, by id, to be written in place."""

_SIDES: tuple[Side, Side] = ("r", "l")


@dataclass(frozen=True, eq=False)
class Anatomy:
    """Everything that is drawn and moved.

    Attributes:
        atlas: what is known of it.
        rest: meshes in the neutral pose by id, mm, LPS.
        hips: both hip joints.
        soft: ids of the structures that deform: muscles, sheets, nerves, vessels.
    """

    atlas: Atlas
    rest: Mapping[str, Mesh]
    hips: Mapping[Side, HipJoint]
    soft: tuple[str, ...]
    _deformers: Deformers
    _sheets: Sheets
    _tubes: Tubes

    @staticmethod
    def load(path: Path | None = None) -> Anatomy:
        """The anatomy of an annotations file, or the shipped one.

        Raises:
            GlutviewError: everything that is wrong with the file and its meshes.
        """
        reading = read_atlas(path or assets_dir() / "annotations.yaml")
        problems = file_problems(reading)
        if problems:
            raise GlutviewError(problems)
        atlas = reading.atlas()
        rest = _rest(atlas)
        soft = [structure for structure in atlas.structures.values() if structure.moves_with is None]
        solved = [s for s in soft if s.id in atlas.fibre_templates] + [s for s in soft if s.deforms]
        tubes = Tubes(atlas, soft, rest)
        hips = _hips(atlas)
        sheets = Sheets(atlas, rest, hips, as_right(atlas, rest))
        led = {*(structure.id for structure in solved), *sheets, *tubes}
        loose = [structure.id for structure in soft if structure.id not in led]
        if loose:
            what = "it neither moves with a bone, spans a joint, rides on others nor has a template or course"
            raise failure(atlas.path, what, "add `moves_with:`, or state how it runs", key=", ".join(loose))
        ids = (*(structure.id for structure in solved), *sheets, *tubes)
        return Anatomy(atlas, rest, hips, ids, Deformers(atlas, solved, rest), sheets, tubes)

    @property
    def muscles(self) -> tuple[str, ...]:
        """Ids of the muscles, in the order of the atlas."""
        return tuple(id for id in self._deformers if id in self.atlas.fibre_templates)

    def changed(self, atlas: Atlas, meshes: Mapping[str, Mesh]) -> Anatomy:
        """The same anatomy by an edited atlas, with other meshes of some muscles.

        How a muscle deforms is known for the shape that is shipped; a changed one moves by the same modes, and
        nerves and vessels keep their courses, until both are built anew.

        Args:
            atlas: of the same structures.
            meshes: by id; the same triangles and fields on other vertices.
        """
        rest = {**self.rest, **meshes}
        sheets = self._sheets.over(atlas, rest, as_right(atlas, rest))
        deformers = self._deformers.over(rest, meshes)
        tubes = self._tubes.over(rest)
        return replace(self, atlas=atlas, rest=rest, _deformers=deformers, _sheets=sheets, _tubes=tubes)

    def body_transforms(self, pose: Pose, fixed: Body = "pelvis") -> dict[Body, Floats]:
        """Where the bones are: (4, 4) from rest, for pelvis, femur_r and femur_l; `fixed` does not move."""
        return body_transforms(pose, self.hips, fixed)

    @cached_property
    def motion_range(self) -> MotionRange:
        """How far either hip moves."""
        return MotionRange.load(self.atlas.coordinate_limits())

    def resting(self, pose: Pose, fixed: Body = "pelvis") -> frozenset[str]:
        """Those of :attr:`soft` that a pose leaves as they are at rest."""
        if pose != Pose() and not np.array_equal(self.body_transforms(pose, fixed)["pelvis"], np.eye(4)):
            return frozenset()
        still = {side for side in _SIDES if not any(pose.hip(side))}
        return frozenset(id for id in self.soft if _hip_of(self.atlas.structures[id]) in still)

    def pose_soft(
        self, arrays: Arrays, pose: Pose, fixed: Body = "pelvis", *, kept: Container[str] = frozenset()
    ) -> None:
        """Write positions and normals of all soft structures in a pose.

        Args:
            arrays: of each of :attr:`soft`.
            pose: of the hips.
            fixed: the body that does not move.
            kept: of those that rest in the pose, the ones whose arrays hold the rest shape already.
        """
        carriers = dict[str, Floats](self.body_transforms(pose, fixed).items())
        # Where nothing moved the rest shape is written as it is, not as it comes out of the sums.
        resting = self.resting(pose, fixed)
        for id in resting:
            if id not in kept:
                positions, normals = arrays[id]
                positions[:], normals[:] = self.rest[id].vertices, _normals_of(self.rest[id])
        for id in self._deformers:
            if id in resting:
                continue
            deformer = self._deformers[id]
            side = deformer.side
            femur, angles = carriers["femur_r" if side == "r" else "femur_l"], pose.hip(side)
            positions, normals = arrays[id]
            deformer.positions(carriers["pelvis"], femur, angles, out=positions)
            deformer.normals(carriers["pelvis"], femur, angles, out=normals)
        for id in self._sheets:
            if id not in resting:
                self._sheets.pose(id, arrays, carriers)
        for side in _SIDES:
            if resting.isdisjoint(self._tubes.of_side(side)):
                self._tubes.pose(side, arrays, carriers)

    def prepare(self) -> Iterator[str]:
        """Make what the first movement would else wait for, in short steps; each tells its structure."""
        for id in self._deformers:
            self._deformers[id]
            yield id
        for id in self._sheets:
            self._sheets[id]
            yield id
        yield from self._tubes.prepare()

    def posed_vertices(self, pose: Pose, fixed: Body = "pelvis") -> dict[str, Floats]:
        """Vertices (n, 3) of every structure in a pose, mm, by id; in the order of the meshes at rest."""
        arrays = self.soft_arrays()
        self.pose_soft(arrays, pose, fixed)
        carriers = dict[str, Floats](self.body_transforms(pose, fixed).items())
        vertices = {}
        for id, structure in self.atlas.structures.items():
            if structure.moves_with is None:
                vertices[id] = arrays[id][0].astype(np.float64)
            else:
                vertices[id] = apply(carriers[structure.moves_with], self.rest[id].vertices)
        return vertices

    def fibres(self, muscle: str) -> MuscleFibres:
        """The fibres of a muscle by its id, side included, made anew.

        Raises:
            KeyError: there is no such muscle.
        """
        mesh, modes, hip = self._block(muscle)
        return MuscleFibres.of(mesh, modes, hip, bands_of(self.atlas, self.atlas.structures[muscle]))

    def action_map(self, muscle: str) -> ActionMap:
        """The arms of a muscle's fibres over its surface, by its id, side included, made anew.

        Raises:
            KeyError: there is no such muscle.
        """
        return ActionMap.of(*self._block(muscle))

    def quality(self, side: Side) -> PoseQuality:
        """How well the drawn muscles of a side hold in a pose; made anew."""
        structures, templates = self.atlas.structures, self.atlas.stated.fibre_templates
        ids = {structures[id].stated_id: id for id in self.muscles if _hip_of(structures[id]) == side}
        muscles = {}
        for stated, id in ids.items():
            mesh, modes, _ = self._block(id)
            under = tuple(other for other in templates[stated].over if other in ids)
            muscles[stated] = DrawnMuscle(mesh, self._deformers[id], modes, under)
        bones = [one for one in structures.values() if one.stated_id in BONES and one.side in (side, "midline")]
        meshes = {bone.stated_id: as_right(self.atlas, self.rest)(bone)[bone.stated_id] for bone in bones}
        on_femur = frozenset(bone.stated_id for bone in bones if bone.moves_with != "pelvis")
        return PoseQuality(self.hips[side], muscles, meshes, on_femur)

    def _block(self, muscle: str) -> tuple[Mesh, DeformationModes | None, HipJoint]:
        """A muscle's mesh, how it deforms, and its hip, as the right side shows them."""
        if muscle not in self.muscles:
            raise KeyError(muscle)
        structure = self.atlas.structures[muscle]
        hip = self.hips[_hip_of(structure)]
        mesh = as_right(self.atlas, self.rest)(structure)[structure.stated_id]
        return mesh, self._deformers.modes(muscle), hip if hip.side == "r" else hip.mirrored()

    def soft_arrays(self) -> dict[str, tuple[Singles, Singles]]:
        """Arrays of the right size for :meth:`pose_soft`."""
        shapes = {id: self.rest[id].vertices.shape for id in self.soft}
        return {id: (np.empty(n, np.float32), np.empty(n, np.float32)) for id, n in shapes.items()}


def _rest(atlas: Atlas) -> dict[str, Mesh]:
    read: dict[Path, Mesh] = {}
    rest = {}
    for id, structure in atlas.structures.items():
        file = atlas.mesh_file(id)
        if file not in read:
            mesh, hollows = read_ply(file), openness_file(file)
            read[file] = mesh if hollows is None or structure.kind not in SHADED else shaded(mesh, hollows)
        rest[id] = mirror_mesh(read[file]) if structure.mirrored else read[file]
    return rest


def _hip_of(structure: Structure) -> Side:
    return "l" if structure.side == "l" else "r"


_normals: WeakKeyDictionary[Mesh, Singles] = WeakKeyDictionary()


def _normals_of(mesh: Mesh) -> Singles:
    """Normals of a mesh that is asked for at every frame in which its side rests."""
    if mesh not in _normals:
        _normals[mesh] = mesh.vertex_normals().astype(np.float32)
    return _normals[mesh]


def _hips(atlas: Atlas) -> dict[Side, HipJoint]:
    joints = {joint.side: joint for joint in atlas.joints.values() if joint.stated_id == "hip"}
    if not {"r", "l"} <= set(joints):
        raise failure(atlas.path, "the hip joint is missing", "state the joint `hip`, paired", key="joints")
    return {side: HipJoint.between(side, joints[side].centre_mm, joints[side].far_centre_mm) for side in _SIDES}
