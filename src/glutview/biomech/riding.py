"""Sheets that lie on others: fascia follows the muscle beneath it, and the bone where it is fixed.

A vertex is bound to the nearest place of each structure it rides on, and keeps its offset from there in the frame
that the surface has at that place: its smooth normal, and the direction of one edge. The mesh says how much of it
rides on which, in fields named ``on_<structure>``. The places are shipped: :mod:`glutview.biomech.shipped_places`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from glutview.biomech.deformation_modes import Singles
from glutview.biomech.transforms import Floats
from glutview.geometry.mesh import Faces, Mesh
from glutview.geometry.mirror import MIRROR
from glutview.geometry.places_file import Places

Reals = npt.NDArray[Any]
"""Of double precision at rest, of single precision in a pose."""


@dataclass(frozen=True, eq=False)
class OnSurface:
    """The vertices that ride on a structure that deforms, on the right side.

    Attributes:
        rows: (k,) numbers of the vertices.
        corners: (k, 3) vertices of the carrier.
        weights: (k, 3) of the corners.
        offsets, normals: (k, 3) the vertex and its normal, in the frame of the place.
        shares: (k,) how much of the vertex rides here.
    """

    rows: Faces
    corners: Faces
    weights: Singles
    offsets: Singles
    normals: Singles
    shares: Singles

    @staticmethod
    def of(mesh: Mesh, shares: Floats, carrier: Mesh, places: Places) -> OnSurface:
        """Bind the vertices of which there is a share to their places on a carrier at rest."""
        rows = np.flatnonzero(shares > 0)
        corners, weights = carrier.faces[places.triangles], places.weights
        foot, frame = _frames(
            carrier.vertices, carrier.vertex_normals(), corners, weights, np.ones(3, dtype=np.float32)
        )
        offsets = np.einsum("kij,kj->ki", frame, mesh.vertices[rows] - foot)
        normals = np.einsum("kij,kj->ki", frame, mesh.vertex_normals()[rows])
        single = (array.astype(np.float32) for array in (offsets, normals, shares[rows]))
        return OnSurface(rows.astype(np.int32), corners, weights, *single)

    def posed(self, positions: Singles, normals: Singles, mirror: Singles) -> tuple[Singles, Singles]:
        """(k, 3) vertices and normals on the carrier's positions and normals (n, 3), seen in the `mirror` (3,)."""
        foot, frame = _frames(positions, normals, self.corners, self.weights, mirror)
        return foot + _within(frame, self.offsets), _within(frame, self.normals)


@dataclass(frozen=True, eq=False)
class Rider:
    """How a sheet rides, as the right side does.

    Attributes:
        bodies: of the bones it rides on, "pelvis" or "femur", each once.
        places: (n, 4 b) for each body the share times (x, y, z, 1) at rest.
        normals: (n, 3 b) for each the share times the normal.
        surfaces: by stated id, of the structures that deform.
    """

    bodies: tuple[str, ...]
    places: Singles
    normals: Singles
    surfaces: Mapping[str, OnSurface]

    @staticmethod
    def of(mesh: Mesh, rigid: Mapping[str, Floats], surfaces: Mapping[str, OnSurface]) -> Rider:
        """The rider of a mesh at rest, with the shares (n,) of the bodies it rides on."""
        points = np.column_stack([mesh.vertices, np.ones(len(mesh.vertices))])
        facing = mesh.vertex_normals()
        none = np.zeros((len(points), 0))
        places = np.hstack([none, *(share[:, None] * points for share in rigid.values())])
        normals = np.hstack([none, *(share[:, None] * facing for share in rigid.values())])
        return Rider(tuple(rigid), places.astype(np.float32), normals.astype(np.float32), surfaces)

    def pose(
        self,
        out: tuple[Singles, Singles],
        carriers: Mapping[str, Floats],
        surfaces: Mapping[str, tuple[Singles, Singles]],
        *,
        mirrored: bool,
    ) -> None:
        """Write positions and normals.

        Args:
            out: (n, 3) each.
            carriers: (4, 4) from rest, by "pelvis" and "femur".
            surfaces: positions and normals of the carriers that deform, by stated id.
            mirrored: whether all these are the left side's: it is computed in the mirror.
        """
        mirror = (MIRROR if mirrored else np.ones(3)).astype(np.float32)
        lines, turns = [np.zeros((0, 3))], [np.zeros((0, 3))]
        for body in self.bodies:
            turn = (carriers[body][:3, :3] * mirror[:, None] * mirror).T
            lines += [turn, (carriers[body][:3, 3] * mirror)[None]]
            turns.append(turn)
        positions, normals = out
        np.matmul(self.places, np.concatenate(lines).astype(np.float32), out=positions)
        np.matmul(self.normals, np.concatenate(turns).astype(np.float32), out=normals)
        for id, surface in self.surfaces.items():
            place, normal = surface.posed(*surfaces[id], mirror)
            positions[surface.rows] += surface.shares[:, None] * place
            normals[surface.rows] += surface.shares[:, None] * normal
        if mirrored:
            positions[:, 0] *= -1
            normals[:, 0] *= -1


def _within(frame: Reals, vectors: Singles) -> Reals:
    """(k, 3) vectors that are stated in frames (k, 3, 3)."""
    x, y, z = vectors.T[:, :, None]
    return np.asarray(x * frame[:, 0] + y * frame[:, 1] + z * frame[:, 2])


def _frames(
    positions: Reals, normals: Reals, corners: Faces, weights: Singles, mirror: Singles
) -> tuple[Reals, Reals]:
    """Places (k, 3) on a surface, and the frame there (k, 3, 3): an edge's direction, the third, the normal."""
    # Corner by corner: numpy's own products of many small matrices take several times as long.
    first, second, third = (positions.take(corner, axis=0) for corner in corners.T)
    u, v, w = weights.T[:, :, None]
    foot = (u * first + v * second + w * third) * mirror
    facing = [normals.take(corner, axis=0) for corner in corners.T]
    normal = (u * facing[0] + v * facing[1] + w * facing[2]) * mirror
    normal /= np.sqrt(np.einsum("kx,kx->k", normal, normal))[:, None]
    edge = (second - first) * mirror
    edge -= np.einsum("kx,kx->k", edge, normal)[:, None] * normal
    edge /= np.maximum(np.sqrt(np.einsum("kx,kx->k", edge, edge)), 1e-9)[:, None]
    frame = np.empty((len(corners), 3, 3), dtype=normal.dtype)
    frame[:, 0], frame[:, 2] = edge, normal
    for axis, (one, other) in enumerate(((1, 2), (2, 0), (0, 1))):
        frame[:, 1, axis] = normal[:, one] * edge[:, other] - normal[:, other] * edge[:, one]
    return foot, frame
