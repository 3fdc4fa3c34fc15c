"""Courses of nerves and vessels: where their waypoints are in any pose, and how the tubes follow them.

A waypoint rests on a landmark, on a place of a bone or on the face of a muscle, so it moves with what it
rests on; a tube's vertices are carried along by the two waypoints on either side of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from glutview.atlas.schema import (
    AtlasFile,
    BranchSpec,
    LandmarkWaypoint,
    MuscleWaypoint,
    SurfaceWaypoint,
    WaypointSpec,
)
from glutview.geometry.block import boundary
from glutview.geometry.mesh import Faces, Floats, Mesh


@dataclass(frozen=True, eq=False)
class Waypoint:
    """A place carried by a structure: a weighted mean of some of its vertices, lifted along their normal.

    Attributes:
        structure: stated id of the carrier.
        corners: (3,) or (4,) vertex numbers, in turning order seen from outside.
        weights: as many, summing to 1.
        lift_mm: how far outward.
    """

    structure: str
    corners: Faces
    weights: Floats
    lift_mm: float

    def position(self, vertices: Mapping[str, Floats]) -> Floats:
        """(3,) where it is, given every carrier's vertices (n, 3) in the pose."""
        points = vertices[self.structure][self.corners]
        normal = np.cross(points[1] - points[0], points[2] - points[0])
        if len(points) == 4:
            normal = np.cross(points[2] - points[0], points[3] - points[1])
        length = float(np.linalg.norm(normal))
        lift = normal * (self.lift_mm / length) if length > 0 else np.zeros(3)
        return np.asarray(self.weights @ points + lift)


def waypoint(atlas: AtlasFile, spec: WaypointSpec, meshes: Mapping[str, Mesh]) -> Waypoint:
    """The carried place of what the file states, on the right side's meshes (by stated id)."""
    match spec:
        case MuscleWaypoint():
            return _on_muscle(atlas, spec, meshes[spec.muscle])
        case LandmarkWaypoint():
            landmark = atlas.landmarks[spec.landmark]
            structure, at = landmark.on, landmark.place
        case SurfaceWaypoint():
            structure, at = spec.on, spec.at
    corners = meshes[structure].faces[at.triangle]
    return Waypoint(structure, corners, np.array([at.w0, at.w1, at.w2]), spec.lift_mm)


def waypoints(atlas: AtlasFile, branch: BranchSpec, meshes: Mapping[str, Mesh]) -> list[Waypoint]:
    """The carried places of a branch, in order."""
    return [waypoint(atlas, spec, meshes) for spec in branch.points]


@dataclass(frozen=True, eq=False)
class TubeRig:
    """How a nerve's or vessel's vertices follow its k waypoints, over all branches in order.

    Attributes:
        rest: (n, 3) vertices at rest.
        carriers: (k,) stated id of the structure that each waypoint rests on.
        corners: (k, 4) vertex numbers in it; of a triangle the first comes again as the last.
        weights: (k, 4) of the corners, each row summing to 1.
        lift_mm: (k,) how far outward.
        shares: (n, k) weight of every waypoint.
    """

    rest: Floats
    carriers: tuple[str, ...]
    corners: Faces
    weights: Floats
    lift_mm: Floats
    shares: Floats

    @staticmethod
    def of(mesh: Mesh, branches: list[list[Waypoint]], meshes: Mapping[str, Mesh]) -> TubeRig:
        """Bind a tube mesh (with the fields ``along`` and ``branch``) to its waypoints on `meshes` at rest."""
        every = [point for points in branches for point in points]
        vertices = {point.structure: meshes[point.structure].vertices for point in every}
        counts = [len(points) for points in branches]
        shares = np.zeros((len(mesh.vertices), sum(counts)))
        start = 0
        for number, points in enumerate(branches):
            rows = np.flatnonzero(mesh.fields["branch"] == number)
            places = np.array([point.position(vertices) for point in points])
            chord = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(places, axis=0), axis=1))])
            along = mesh.fields["along"][rows] * chord[-1]
            for column in range(len(points)):
                unit = np.eye(len(points))[column]
                shares[rows, start + column] = np.interp(along, chord, unit)
            start += len(points)
        corners = np.array([np.resize(point.corners, 4) for point in every], dtype=np.int32)
        weights = np.array([np.append(point.weights, 0.0)[:4] for point in every])
        lift = np.array([point.lift_mm for point in every])
        return TubeRig(mesh.vertices, tuple(point.structure for point in every), corners, weights, lift, shares)

    def positions(self, corners: Floats) -> Floats:
        """(k, 3) waypoints in a pose, given the places (k, 4, 3) of their corners."""
        # With the first corner again as the fourth, the diagonals of a triangle are two of its sides.
        x, y, z = (corners[:, 2] - corners[:, 0]).T
        u, v, w = (corners[:, 3] - corners[:, 1]).T
        normals = np.column_stack([y * w - z * v, z * u - x * w, x * v - y * u])
        length = np.sqrt(np.einsum("kx,kx->k", normals, normals))
        lift = np.divide(self.lift_mm, length, out=np.zeros_like(length), where=length > 0)
        return np.asarray(np.einsum("kc,kcx->kx", self.weights, corners) + lift[:, None] * normals)

    def posed(self, rest: Floats, moved: Floats) -> Floats:
        """(n, 3) the tube's vertices, given its waypoints (k, 3) at rest and moved."""
        return np.asarray(self.rest + self.shares @ (moved - rest))


def _on_muscle(atlas: AtlasFile, spec: MuscleWaypoint, mesh: Mesh) -> Waypoint:
    """On the superficial (t >= 0.5) or deep face of the drawn muscle."""
    shape = atlas.fibre_templates[spec.muscle].grid.drawn
    number, _ = boundary(shape)
    face = number[:, -1 if spec.t >= 0.5 else 0, :]
    (i, x), (j, y) = _cell(spec.s, shape[0]), _cell(spec.u, shape[2])
    corners = np.array([face[i, j], face[i + 1, j], face[i + 1, j + 1], face[i, j + 1]], dtype=np.int32)
    weights = np.array([(1 - x) * (1 - y), x * (1 - y), x * y, (1 - x) * y])
    points = mesh.vertices[corners]
    # Only the triangles at this place tell which way is out: the normals of the whole muscle take 10 ms a waypoint.
    flat = mesh.faces.ravel()
    around = sorted({int(place) // 3 for corner in corners for place in np.flatnonzero(flat == corner)})
    a, b, c = np.moveaxis(mesh.vertices[mesh.faces[around]], 1, 0)
    outward = np.cross(b - a, c - a).sum(axis=0)
    if np.cross(points[2] - points[0], points[3] - points[1]) @ outward < 0:
        corners, weights = corners[::-1], weights[::-1]
    return Waypoint(spec.muscle, np.ascontiguousarray(corners), weights, spec.lift_mm)


def _cell(share: float, count: int) -> tuple[int, float]:
    place = share * (count - 1)
    low = min(int(place), count - 2)
    return low, place - low
