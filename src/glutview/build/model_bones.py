"""The left hip bone, the left femur and the sacrum as the shape model gives them, laid into the seated frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from glutview.build import seating, shape_model
from glutview.build.patches import Patch, Tessellation, tessellate
from glutview.geometry.mesh import Floats, Mesh

# Footprints are stored as triangle and weights: these two numbers must never change.
HIP_BONE_SUBDIVISIONS = 10
FEMUR_SUBDIVISIONS = 14
SACRUM_SUBDIVISIONS = 10

CARTILAGE_SPACE_MM = 2.4
"""Head to subchondral bone of the socket: both cartilages together."""

_RIGHT_HIP_BONE, _LEFT_HIP_BONE, _SACRUM = (0, 72), (73, 145), (146, 259)
SOCKET_PATCHES = range(108, 114)
_SOCKET_CORE = (112, 113)
HEAD_PATCHES = range(8)
_HEAD_CORE = (2, 7)

ASIS, TUBERCLE, SACRAL_PLATEAU = 1004, 642, 1300
MEDIAL_EPICONDYLE, LATERAL_EPICONDYLE = 630, 550


@dataclass(frozen=True)
class ModelBone:
    """One bone in the seated frame, with the topology that every shape of it shares."""

    mesh: Mesh
    tessellation: Tessellation

    def vertices_of(self, patches: Sequence[Patch]) -> npt.NDArray[np.int64]:
        """Numbers of the vertices that lie on any of the patches."""
        nodes = sorted({node for patch in patches for node in patch.nodes})
        others = np.ones(self.tessellation.weights.shape[1], dtype=bool)
        others[nodes] = False
        return np.flatnonzero(~(self.tessellation.weights[:, others] != 0).any(1))


@dataclass(frozen=True)
class ModelBones:
    """Left bones and sacrum, mm, seated frame, with the spheres that fit socket and head.

    The model's socket is as narrow as its head, as if no cartilage lay between. Cut out of the bone alone, that space
    would leave the hip centre 6 mm more medial than regressions on pelves of this width find it (Harrington et al.
    2007), and the lesser trochanter on the ischium in external rotation. So the head hangs out of the socket's own
    centre by the space, along the socket's axis; the hip centre is the head's.
    """

    hip_bone: ModelBone
    femur: ModelBone
    sacrum: Mesh
    socket: seating.Sphere
    head: seating.Sphere
    socket_opening: Floats
    """(3,) unit vector along the left socket's axis, out of it."""
    knee_centre: Floats
    sacral_plateau: Floats
    femur_seat: seating.Rigid
    """From the package's frame of the lower limb into the seated one."""


@cache
def model_bones() -> ModelBones:
    """Evaluate and seat the mean shape.

    Raises:
        GlutviewError: the shape-model package is missing.
    """
    pelvis, thigh = shape_model.pelvis(), shape_model.left_femur()
    left = tessellate(pelvis.part(*_LEFT_HIP_BONE), pelvis.nodes, HIP_BONE_SUBDIVISIONS)
    right = tessellate(pelvis.part(*_RIGHT_HIP_BONE), pelvis.nodes, HIP_BONE_SUBDIVISIONS)
    femur = tessellate(thigh.patches, thigh.nodes, FEMUR_SUBDIVISIONS)
    sacrum = tessellate(pelvis.part(*_SACRUM), pelvis.nodes, SACRUM_SUBDIVISIONS)

    socket, opening = _socket(ModelBone(left.mesh(pelvis.nodes), left), _samples(pelvis, _SOCKET_CORE))
    head = seating.fit_sphere_trimmed(_samples(thigh, _HEAD_CORE), _samples(thigh, HEAD_PATCHES), tolerance_mm=1.0)
    normal, offset = seating.midsagittal_plane(left.weights @ pelvis.nodes, right.weights @ pelvis.nodes)
    pelvis_seat = seating.pelvis_seat(normal, offset, socket.centre, pelvis.nodes[ASIS], pelvis.nodes[TUBERCLE])
    socket_centre = pelvis_seat(socket.centre)
    hip_centre = socket_centre + CARTILAGE_SPACE_MM * (pelvis_seat.rotation @ opening)
    medial, lateral = thigh.nodes[MEDIAL_EPICONDYLE], thigh.nodes[LATERAL_EPICONDYLE]
    femur_seat = seating.femur_seat(femur.weights @ thigh.nodes, head.centre, medial, lateral, hip_centre)
    return ModelBones(
        ModelBone(left.mesh(pelvis_seat(pelvis.nodes)), left),
        ModelBone(femur.mesh(femur_seat(thigh.nodes)), femur),
        sacrum.mesh(pelvis_seat(pelvis.nodes)),
        seating.Sphere(socket_centre, socket.radius, socket.residual),
        seating.Sphere(hip_centre, head.radius, head.residual),
        pelvis_seat.rotation @ opening,
        femur_seat((medial + lateral) / 2),
        pelvis_seat(pelvis.nodes[SACRAL_PLATEAU]),
        femur_seat,
    )


def socket_patches() -> tuple[Patch, ...]:
    """Patches of the left acetabulum."""
    return tuple(shape_model.pelvis().patches[number] for number in SOCKET_PATCHES)


def head_patches() -> tuple[Patch, ...]:
    """Patches of the left femoral head."""
    return tuple(shape_model.left_femur().patches[number] for number in HEAD_PATCHES)


def _socket(hip_bone: ModelBone, core: Floats) -> tuple[seating.Sphere, Floats]:
    """The sphere of the left socket's articular wall, and the direction in which the socket opens.

    The mean of a population is no perfect sphere (1.2 mm): all of the wall is fitted, up to where it turns
    over the rim, so that no side of it pulls the centre.
    """
    mesh = hip_bone.mesh
    numbers = hip_bone.vertices_of(socket_patches())
    normals = mesh.vertex_normals()[numbers]
    corner_areas = np.repeat(np.linalg.norm(mesh.face_cross(), axis=1) / 6, 3)
    areas = np.bincount(mesh.faces.ravel(), weights=corner_areas, minlength=len(mesh.vertices))[numbers]
    relative = mesh.vertices[numbers] - seating.fit_sphere(core).centre
    distance = np.linalg.norm(relative, axis=1)
    facing = np.einsum("kx,kx->k", relative, normals) < -0.5 * distance
    opening = (areas[facing, None] * normals[facing]).sum(0)
    opening /= np.linalg.norm(opening)
    wall = facing & (distance < 29.0) & (relative @ opening < -np.cos(np.radians(80.0)) * distance)
    return seating.fit_sphere_robust(mesh.vertices[numbers][wall], areas[wall]), opening


def _samples(model: shape_model.PatchModel, numbers: Sequence[int]) -> Floats:
    """Points spread over the inside of patches, (k, 3)."""
    steps = np.linspace(0.05, 0.95, 10)
    grid = np.array([(x, y) for y in steps for x in steps])
    points = []
    for patch in (model.patches[number] for number in numbers):
        xi = grid[grid.sum(1) < 1] if patch.triangle else grid
        points.append(patch.basis(xi) @ model.nodes[list(patch.nodes)])
    return np.vstack(points)
