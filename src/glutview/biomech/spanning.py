"""Sheets that span the hip near its centre: capsule and ligaments that pelvis and femur hold between them.

Each vertex is turned about the hip centre by its share of the joint's rotation, R(share x rotation vector): all of it
at the femur, nothing at the pelvis. It keeps its distance from the centre, so that nothing sinks into the head, where
the linear blend of two bones would shrink. Normals follow exactly: with F = R (I + (axis x r) (grad angle)^T) they
turn by the inverse transpose of F.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from glutview.biomech.deformation_modes import Singles
from glutview.biomech.transforms import Floats
from glutview.geometry.mesh import Mesh

SHARE = "share"
"""The field of a mesh that states it: 0 at the pelvis, 1 at the femur."""


@dataclass(frozen=True, eq=False)
class Spanner:
    """How a sheet follows pelvis and femur of its side.

    Attributes:
        femur: the body of its side.
        centre: (3,) of the hip at rest, mm.
        share: (n,) of the rotation.
        arms: (3, n) from the centre at rest, mm.
        normals: (3, n) at rest.
        slopes: (3, n) gradient of the share along the surface, per mm.
    """

    femur: str
    centre: Floats
    share: Singles
    arms: Singles
    normals: Singles
    slopes: Singles

    @staticmethod
    def of(mesh: Mesh, femur: str, centre: Floats) -> Spanner:
        """The spanner of a mesh at rest with the field ``share``."""
        share = np.asarray(mesh.fields[SHARE], dtype=np.float64)
        lists = [mesh.vertices - centre, mesh.vertex_normals(), _slopes(mesh, share)]
        arms, normals, slopes = (np.ascontiguousarray(array.T, dtype=np.float32) for array in lists)
        return Spanner(femur, centre, share.astype(np.float32), arms, normals, slopes)

    def pose(self, positions: Singles, normals: Singles, carriers: Mapping[str, Floats]) -> None:
        """Write positions and normals (n, 3) where `carriers` (4, 4 from rest, by body) have gone."""
        pelvis, femur = carriers["pelvis"], carriers[self.femur]
        axis, angle = _axis_angle(pelvis[:3, :3].T @ femur[:3, :3])
        turn = np.float32(angle) * self.share
        sine, cosine = np.sin(turn), np.cos(turn)
        across = _cross(axis, self.arms)
        place = _turned(self.arms, across, axis, sine, cosine)
        # F^-T n = R (n - g (a.n) / (1 + g.a)), a = axis x r, g = grad angle.
        slope = np.float32(angle) * self.slopes
        bent = self.normals - slope * (_dot(across, self.normals) / (1 + _dot(slope, across)))
        facing = _turned(bent, _cross(axis, bent), axis, sine, cosine)
        matrix = pelvis[:3, :3].astype(np.float32)
        positions[:] = (matrix @ place).T + (pelvis[:3, :3] @ self.centre + pelvis[:3, 3]).astype(np.float32)
        normals[:] = (matrix @ (facing / np.sqrt(_dot(facing, facing)))).T


def _turned(vectors: Singles, across: Singles, axis: Singles, sine: Singles, cosine: Singles) -> Singles:
    """Rodrigues: (3, n) turned about an axis (3,), of which `across` is the cross product with them."""
    return cosine * vectors + sine * across + axis[:, None] * ((1 - cosine) * (axis @ vectors))


def _axis_angle(rotation: Floats) -> tuple[Singles, float]:
    """Unit axis (3,) and angle, 0 to pi, of a rotation (3, 3)."""
    skew = rotation - rotation.T
    twist = np.array([skew[2, 1], skew[0, 2], skew[1, 0]])
    size = float(np.linalg.norm(twist))
    angle = float(np.arctan2(size, np.trace(rotation) - 1))
    # The hip never turns by half a turn, where the axis could not be read from the skew part.
    axis = twist / size if size > 0 else np.array([1.0, 0.0, 0.0])
    return axis.astype(np.float32), angle


def _slopes(mesh: Mesh, share: Floats) -> Floats:
    """(n, 3) gradient along the surface, the mean of the triangles around each vertex, weighted by area."""
    corners, values = mesh.corners(), share[mesh.faces]
    normal = mesh.face_cross()
    square = np.maximum((normal**2).sum(1), 1e-12)
    opposite = np.stack([corners[:, (k + 2) % 3] - corners[:, (k + 1) % 3] for k in range(3)], axis=1)
    slope = np.cross(normal[:, None], opposite) * values[..., None] / square[:, None, None]
    area = np.sqrt(square)
    weighted = slope.sum(1) * area[:, None]
    total = np.zeros((len(mesh.vertices), 3))
    weight = np.zeros(len(mesh.vertices))
    for corner in mesh.faces.T:
        np.add.at(total, corner, weighted)
        np.add.at(weight, corner, area)
    return np.asarray(total / np.maximum(weight, 1e-12)[:, None])


def _cross(axis: Singles, vectors: Singles) -> Singles:
    (x, y, z), (a, b, c) = axis, vectors
    return np.stack([y * c - z * b, z * a - x * c, x * b - y * a])


def _dot(first: Singles, second: Singles) -> Singles:
    return np.asarray(np.einsum("xn,xn->n", first, second))
