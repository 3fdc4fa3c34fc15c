"""What the shape model leaves to be done on hip bone and femur: smooth seams, joint space, round head.

Every step moves vertices and keeps the topology, so that footprints stay where they are on the surface. Left side,
seated frame, mm.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from glutview.build.model_bones import CARTILAGE_SPACE_MM, ModelBones, head_patches, socket_patches
from glutview.build.smoothing import smooth_seams, smooth_step
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.surface_point import closest_points, positions

_WALL_MM = 3.0
_FOSSA_DEPTH_MM = 2.4
# In degrees from the socket's pole, leftward-backward and upward; and half its breadth at either end.
_FOSSA_PATH_DEG = ((4.0, 4.0), (-8.0, -80.0))
_FOSSA_RADII_DEG = (27.0, 20.0)
_FOVEA_DIRECTION = (-0.957, -0.06, 0.27)
_FOVEA_DEPTH_MM, _FOVEA_RADIUS_MM = 2.6, 6.0

# Insertion of gluteus maximus: a rough ridge from below the greater trochanter into the lateral lip of the linea
# aspera; as (z, degrees from lateral toward posterior about the shaft).
_GLUTEAL_TUBEROSITY = ((-52.8, 42.0), (-75.8, 50.0), (-100.8, 60.0), (-125.8, 70.0))
_GLUTEAL_TUBEROSITY_HEIGHT_MM, _GLUTEAL_TUBEROSITY_BREADTH_MM = 1.6, 4.5
_QUADRATE_TUBERCLE = (112.1, 29.1, -31.8)
_QUADRATE_TUBERCLE_HEIGHT_MM, _QUADRATE_TUBERCLE_RADIUS_MM = 1.8, 6.0


def finish_hip_bone(bones: ModelBones) -> Mesh:
    """The left hip bone, its socket opened to a cartilage space around the head."""
    mesh = smooth_seams(bones.hip_bone.mesh)
    return _open_socket(mesh, bones)


def finish_femur(bones: ModelBones) -> Mesh:
    """The left femur with a round head, its fovea, the gluteal tuberosity and the quadrate tubercle."""
    mesh = _round_head(smooth_seams(bones.femur.mesh), bones)
    ridge = np.array([_shaft_point(mesh, z, degrees) for z, degrees in _GLUTEAL_TUBEROSITY])
    mesh = raised(mesh, ridge, _GLUTEAL_TUBEROSITY_HEIGHT_MM, _GLUTEAL_TUBEROSITY_BREADTH_MM)
    tubercle = positions(mesh, closest_points(mesh, np.array([_QUADRATE_TUBERCLE])))
    return raised(mesh, tubercle, _QUADRATE_TUBERCLE_HEIGHT_MM, _QUADRATE_TUBERCLE_RADIUS_MM)


def raised(mesh: Mesh, path: Floats, height_mm: float, breadth_mm: float) -> Mesh:
    """With a rounded ridge along a path (k, 3) on the surface, or a hump on a single point."""
    ends = path if len(path) > 1 else np.repeat(path, 2, axis=0)
    gap = np.full(len(mesh.vertices), np.inf)
    for a, b in pairwise(ends):
        along = b - a
        share = np.clip((mesh.vertices - a) @ along / max(along @ along, 1e-12), 0, 1)
        gap = np.minimum(gap, np.linalg.norm(mesh.vertices - a - share[:, None] * along, axis=1))
    lift = height_mm * np.exp(-((gap / breadth_mm) ** 2))
    return mesh.with_vertices(mesh.vertices + lift[:, None] * mesh.vertex_normals())


def _open_socket(mesh: Mesh, bones: ModelBones) -> Mesh:
    """Widen the socket to a sphere about the hip centre, its fossa and notch sunk beneath that sphere.

    Bone that already lies farther out stays. The wall behind follows where it would become thinner than
    `_WALL_MM`, and the surroundings fade out, so that the rim is moved and not cut.
    """
    relative = mesh.vertices - bones.head.centre
    distance = np.linalg.norm(relative, axis=1)
    outward = relative / distance[:, None]
    polar = np.degrees(np.arccos(np.clip(-outward @ bones.socket_opening, -1, 1)))
    facing = np.einsum("kx,kx->k", outward, mesh.vertex_normals())
    in_socket = np.zeros(len(distance), dtype=bool)
    in_socket[bones.hip_bone.vertices_of(socket_patches())] = True
    surface = bones.head.radius + CARTILAGE_SPACE_MM + _FOSSA_DEPTH_MM * fossa(outward, bones)
    inner = (in_socket & (facing < 0)) | (distance < bones.head.radius + CARTILAGE_SPACE_MM)
    # A maximum with a rounded corner, so that the lunate surface runs smoothly into what lies deeper.
    off = distance - surface
    shift = np.where(inner, (np.hypot(off, 0.6) - off) / 2, 0.0)
    wall = _WALL_MM * (1 - 0.4 * smooth_step((polar - 60) / 35))
    behind = ~inner & (facing > 0.2) & (polar < 105) & (distance < surface + wall)
    shift = np.where(behind, surface + wall - distance, shift)
    spread = _spread(mesh, shift, inner | behind, rounds=12)
    opened = mesh.with_vertices(mesh.vertices + spread[:, None] * outward)
    near = 1 - smooth_step((np.where(inner, 0, distance) - 30) / 10)
    return _clear_of_head(smooth_seams(opened, 6, near), bones, inner)


def _clear_of_head(mesh: Mesh, bones: ModelBones, inner: npt.NDArray[np.bool_]) -> Mesh:
    """The socket no nearer to the head than the cartilage space, whatever smoothing did."""
    relative = mesh.vertices - bones.head.centre
    distance = np.linalg.norm(relative, axis=1)
    lack = np.maximum(bones.head.radius + CARTILAGE_SPACE_MM - distance, 0)
    return mesh.with_vertices(mesh.vertices + relative * np.where(inner, lack / distance, 0)[:, None])


def fossa(outward: Floats, bones: ModelBones) -> Floats:
    """(n,) how far a direction from the hip centre lies in the fossa: 1 on its floor, 0 on the lunate surface.

    A band from the middle of the socket to the notch in its lower rim, broader above.
    """
    across = np.cross([0.0, 0.0, 1.0], bones.socket_opening)
    across /= np.linalg.norm(across)
    up = np.cross(bones.socket_opening, across)
    path = []
    for right, above in _FOSSA_PATH_DEG:
        angle = np.radians(np.hypot(right, above))
        side = (right * across + above * up) / np.hypot(right, above)
        path.append(np.sin(angle) * side - np.cos(angle) * bones.socket_opening)
    steps = np.linspace(0, 1, 25)[:, None]
    line = (1 - steps) * path[0] + steps * path[1]
    line /= np.linalg.norm(line, axis=1, keepdims=True)
    away = np.degrees(np.arccos(np.clip(outward @ line.T, -1, 1)))
    radius = _FOSSA_RADII_DEG[0] + (_FOSSA_RADII_DEG[1] - _FOSSA_RADII_DEG[0]) * steps[:, 0]
    return 1 - smooth_step(((away - radius).min(1) + 8.0) / 12.0)


def fovea_direction() -> Floats:
    """(3,) unit vector from the centre of the left head to the fovea."""
    return np.asarray(np.array(_FOVEA_DIRECTION) / np.linalg.norm(_FOVEA_DIRECTION))


def _spread(mesh: Mesh, values: Floats, held: npt.NDArray[np.bool_], rounds: int) -> Floats:
    """Values of the held vertices, fading out over their neighbours."""
    start, end = mesh.edges().T
    both, other = np.concatenate([start, end]), np.concatenate([end, start])
    degree = np.bincount(both, minlength=len(values))
    found = values
    for _ in range(rounds):
        mean = np.bincount(both, weights=found[other], minlength=len(values)) / degree
        found = np.where(held, values, mean)
    return found


def _round_head(mesh: Mesh, bones: ModelBones) -> Mesh:
    """The head onto its sphere, fading out where it turns into the neck; then the fovea pressed in."""
    relative = mesh.vertices - bones.head.centre
    distance = np.linalg.norm(relative, axis=1)
    direction = relative / distance[:, None]
    head = bones.femur.vertices_of(head_patches())
    neck = relative[(distance > 30) & (distance < 45)].mean(0)
    toward_neck = direction @ (neck / np.linalg.norm(neck))
    weight = np.zeros(len(distance))
    weight[head] = 1 - smooth_step((toward_neck[head] - 0.0) / 0.45)
    fovea = fovea_direction()
    away = bones.head.radius * np.arccos(np.clip(direction @ fovea, -1, 1))
    dent = _FOVEA_DEPTH_MM * np.exp(-((away / _FOVEA_RADIUS_MM) ** 2))
    rounded = distance + weight * (bones.head.radius - dent - distance)
    return mesh.with_vertices(bones.head.centre + rounded[:, None] * direction)


def _shaft_point(mesh: Mesh, height: float, degrees: float) -> Floats:
    """The outermost vertex of the shaft near a height, in a direction about the shaft's own axis there."""
    near = mesh.vertices[np.abs(mesh.vertices[:, 2] - height) < 6.0]
    centre = (near.max(0) + near.min(0)) / 2
    angle = np.radians(degrees)
    direction = np.array([np.cos(angle), np.sin(angle), 0.0])
    relative = near - centre
    flat = relative * [1, 1, 0]
    cosine = flat @ direction / np.linalg.norm(flat, axis=1)
    found = centre + direction * np.median(np.linalg.norm(flat[cosine > np.cos(np.radians(12))], axis=1))
    return np.array([found[0], found[1], height])
