"""The anatomy in any pose: the atlas, its meshes at rest, and how each of them moves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from weakref import WeakKeyDictionary

import numpy as np

from glutview.atlas.atlas import Atlas
from glutview.atlas.load import read_atlas
from glutview.atlas.sided import Structure
from glutview.biomech.course import stops
from glutview.biomech.deformation_modes import Singles
from glutview.biomech.deformers import Deformers
from glutview.biomech.hip_joint import Body, HipJoint, Side, body_transforms
from glutview.biomech.mesh_checks import mesh_problems
from glutview.biomech.pose import Pose
from glutview.biomech.sheets import AsRight, Sheets
from glutview.biomech.tube_rig import TubeRig
from glutview.errors import GlutviewError, failure
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.mesh_io import read_ply
from glutview.geometry.mirror import mirror_mesh, mirror_points
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
    _tubes: Mapping[str, TubeRig]

    @staticmethod
    def load(path: Path | None = None) -> Anatomy:
        """The anatomy of an annotations file, or the shipped one.

        Raises:
            GlutviewError: everything that is wrong with the file and its meshes.
        """
        reading = read_atlas(path or assets_dir() / "annotations.yaml")
        problems = mesh_problems(reading)
        if reading.problems or problems:
            raise GlutviewError((*reading.problems, *problems))
        atlas = reading.atlas()
        rest = _rest(atlas)
        soft = [structure for structure in atlas.structures.values() if structure.moves_with is None]
        muscles = [structure for structure in soft if structure.id in atlas.fibre_templates]
        tubes = _tubes(atlas, soft, rest)
        hips = _hips(atlas)
        sheets = Sheets(atlas, rest, hips, _as_right(atlas, rest))
        led = {*(muscle.id for muscle in muscles), *sheets, *tubes}
        loose = [structure.id for structure in soft if structure.id not in led]
        if loose:
            what = "it neither moves with a bone, spans a joint, rides on others nor has a template or course"
            raise failure(atlas.path, what, "add `moves_with:`, or state how it runs", key=", ".join(loose))
        ids = (*(structure.id for structure in muscles), *sheets, *tubes)
        return Anatomy(atlas, rest, hips, ids, Deformers(atlas, muscles, rest), sheets, tubes)

    def changed(self, atlas: Atlas, meshes: Mapping[str, Mesh]) -> Anatomy:
        """The same anatomy by an edited atlas, with other meshes of some muscles.

        How a muscle deforms is known for the shape that is shipped; a changed one moves by the same modes, and
        nerves and vessels keep their courses, until both are built anew.

        Args:
            atlas: of the same structures.
            meshes: by id; the same triangles and fields on other vertices.
        """
        rest = {**self.rest, **meshes}
        sheets = self._sheets.over(atlas, rest, _as_right(atlas, rest))
        return replace(self, atlas=atlas, rest=rest, _deformers=self._deformers.over(rest, meshes), _sheets=sheets)

    def body_transforms(self, pose: Pose, fixed: Body = "pelvis") -> dict[Body, Floats]:
        """Where the bones are: (4, 4) from rest, for pelvis, femur_r and femur_l; `fixed` does not move."""
        return body_transforms(pose, self.hips, fixed)

    def pose_soft(self, arrays: Arrays, pose: Pose, fixed: Body = "pelvis") -> None:
        """Write positions and normals of all soft structures in a pose; `arrays` must hold each of :attr:`soft`."""
        carriers = dict[str, Floats](self.body_transforms(pose, fixed).items())
        # Where nothing moved the rest shape is written as it is, not as it comes out of the sums.
        still = pose == Pose() or np.array_equal(carriers["pelvis"], np.eye(4))
        resting = [id for id in self.soft if still and not any(pose.hip(_hip_of(self.atlas.structures[id])))]
        for id in resting:
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
        for id, rig in self._tubes.items():
            if id in resting:
                continue
            positions, normals = arrays[id]
            moved = self._tube(id, rig, carriers, arrays)
            positions[:] = moved
            normals[:] = self.rest[id].with_vertices(moved).vertex_normals()

    def prepare(self) -> Iterator[str]:
        """Make what the first movement would else wait for, in short steps; each tells its structure."""
        for id in self._deformers:
            self._deformers[id]
            yield id
        for id in self._sheets:
            self._sheets[id]
            yield id

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
                vertices[id] = _carried(self.rest[id].vertices, carriers[structure.moves_with])
        return vertices

    def soft_arrays(self) -> dict[str, tuple[Singles, Singles]]:
        """Arrays of the right size for :meth:`pose_soft`."""
        shapes = {id: self.rest[id].vertices.shape for id in self.soft}
        return {id: (np.empty(n, np.float32), np.empty(n, np.float32)) for id, n in shapes.items()}

    def _tube(self, id: str, rig: TubeRig, carriers: Mapping[str, Floats], arrays: Arrays) -> Floats:
        """A nerve's or vessel's vertices: its rig knows the right side, the left is computed in the mirror."""
        structure = self.atlas.structures[id]
        mirrored = structure.side == "l"
        rest, moved = np.empty((2, *rig.corners.shape, 3))
        for stated in dict.fromkeys(rig.carriers):
            rows = [row for row, carrier in enumerate(rig.carriers) if carrier == stated]
            carrier, numbers = _sided(self.atlas, stated, structure), rig.corners[rows]
            body = self.atlas.structures[carrier].moves_with
            places = self.rest[carrier].vertices[numbers]
            # What rests on the right half of a midline structure rests on its mirror image on the left.
            if mirrored and carrier == stated:
                places = mirror_points(places)
            now = arrays[carrier][0][numbers].astype(np.float64) if body is None else _carried(places, carriers[body])
            rest[rows] = mirror_points(places) if mirrored else places
            moved[rows] = mirror_points(now) if mirrored else now
        # What runs in the pelvis alone keeps its place as long as that does.
        posed = rig.rest if np.array_equal(rest, moved) else rig.posed(rest, moved)
        return mirror_points(posed) if mirrored else posed


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


def _tubes(atlas: Atlas, soft: list[Structure], rest: Mapping[str, Mesh]) -> dict[str, TubeRig]:
    rigs: dict[str, TubeRig] = {}
    for structure in soft:
        if structure.id not in atlas.courses:
            continue
        twin = rigs.get(f"{structure.stated_id}_r")
        alike = twin is not None and all(
            _is_image(atlas, stated) for stated in {structure.stated_id, *twin.carriers} if stated not in rest
        )
        rigs[structure.id] = twin if twin is not None and alike else _rig(atlas, structure, rest)
    return rigs


def _is_image(atlas: Atlas, stated: str) -> bool:
    """Whether the left one is the mirror image of the right one."""
    right, left = atlas.structures.get(f"{stated}_r"), atlas.structures.get(f"{stated}_l")
    return right is not None and left is not None and left.mirrored and left.mesh == right.mesh


def _rig(atlas: Atlas, structure: Structure, rest: Mapping[str, Mesh]) -> TubeRig:
    meshes = _AsRight(atlas, structure, rest)
    mesh = meshes[structure.stated_id]
    if not {"along", "branch"} <= set(mesh.fields):
        what = "the mesh lacks the fields along and branch, by which it follows its course"
        raise failure(atlas.mesh_file(structure.id), what, "use a mesh made by `python -m glutview.build courses`")
    passed = stops(atlas.stated, structure.stated_id, meshes)
    return TubeRig.of(mesh, structure.stated_id, passed, meshes)


def _as_right(atlas: Atlas, rest: Mapping[str, Mesh]) -> AsRight:
    return lambda near: _AsRight(atlas, near, rest)


class _AsRight(dict[str, Mesh]):
    """Meshes of the side of `near` by stated id, as the right side shows them; each made when asked for."""

    def __init__(self, atlas: Atlas, near: Structure, rest: Mapping[str, Mesh]) -> None:
        super().__init__()
        self._atlas, self._near, self._rest = atlas, near, rest

    def __missing__(self, stated: str) -> Mesh:
        mesh = self._rest[_sided(self._atlas, stated, self._near)]
        # A midline structure stays: its right half serves in the mirror as it does on the right.
        if self._near.side == "l" and stated not in self._atlas.structures:
            mesh = mirror_mesh(mesh)
        self[stated] = mesh
        return mesh


def _sided(atlas: Atlas, stated: str, near: Structure) -> str:
    """The id of a stated structure on the side of another."""
    for id in (f"{stated}_{near.side}", stated):
        if id in atlas.structures:
            return id
    return f"{stated}_r"


def _carried(vertices: Floats, transform: Floats) -> Floats:
    return np.asarray(vertices @ transform[:3, :3].T + transform[:3, 3])
