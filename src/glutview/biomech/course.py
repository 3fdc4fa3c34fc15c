"""Courses of nerves and vessels: where their waypoints are in any pose.

A waypoint rests on a landmark, on a place of a bone or on the face of a muscle, so it moves with what it
rests on; or it is where another branch passes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from glutview.atlas.schema import (
    AtlasFile,
    JunctionWaypoint,
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
        return np.asarray(self.weights @ points + self.lift_mm * self.outward(vertices))

    def outward(self, vertices: Mapping[str, Floats]) -> Floats:
        """(3,) unit normal of what it rests on; zero where that has no area."""
        points = vertices[self.structure][self.corners]
        normal = np.cross(points[1] - points[0], points[2] - points[0])
        if len(points) == 4:
            normal = np.cross(points[2] - points[0], points[3] - points[1])
        length = float(np.linalg.norm(normal))
        return np.asarray(normal / length) if length > 0 else np.zeros(3)


@dataclass(frozen=True)
class Junction:
    """A place on the centre line of another branch.

    Attributes:
        course: stated id of the nerve or vessel.
        branch: number of the branch in it.
        at: share of its length.
    """

    course: str
    branch: int
    at: float


Stop = Waypoint | Junction
"""What a branch passes."""
Stops = Mapping[str, Sequence[Sequence[Stop]]]
"""By course: what each of its branches passes, in order."""


def stops(atlas: AtlasFile, course: str, meshes: Mapping[str, Mesh]) -> dict[str, list[list[Stop]]]:
    """What the branches of a course pass, and those of each course that it hangs on."""
    found: dict[str, list[list[Stop]]] = {}
    ahead = [course]
    while ahead:
        name = ahead.pop()
        if name not in found:
            branches = atlas.courses[name].branches
            found[name] = [[stop(atlas, name, point, meshes) for point in branch.points] for branch in branches]
            ahead += [one.course for passed in found[name] for one in passed if isinstance(one, Junction)]
    return found


def stop(atlas: AtlasFile, course: str, spec: WaypointSpec, meshes: Mapping[str, Mesh]) -> Stop:
    """What a branch of a course passes at a point of the file."""
    if not isinstance(spec, JunctionWaypoint):
        return waypoint(atlas, spec, meshes)
    of = spec.of or course
    return Junction(of, [branch.name for branch in atlas.courses[of].branches].index(spec.branch), spec.at)


def waypoint(
    atlas: AtlasFile, spec: LandmarkWaypoint | SurfaceWaypoint | MuscleWaypoint, meshes: Mapping[str, Mesh]
) -> Waypoint:
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
