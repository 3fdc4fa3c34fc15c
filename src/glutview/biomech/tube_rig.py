"""How the tubes of nerves and vessels follow their waypoints.

The middle of each ring is carried by the waypoints on either side of it, which move and turn with what they rest on
(how: :mod:`glutview.biomech.tube_bundle`). Where a branch leaves another, or ends in it, it is carried by that one's
waypoints, so that forks hold in every pose.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from glutview.biomech.course import Junction, Stops, Waypoint
from glutview.geometry.mesh import Faces, Floats, Mesh

_SMOOTH_MM, _SMOOTH_SHARE = 8.0, 0.6
"""Over which length the pull of one waypoint goes over into that of the next, so that no bend is sharp: at least so
much, and this share of what lies between two in the mean."""
_SAMPLES = 121

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class TubeRig:
    """How a nerve's or vessel's n vertices follow k waypoints: its own, and those of the branches it hangs on.

    Attributes:
        rest: (n, 3) vertices at rest.
        carriers: (k,) stated id of the structure that each waypoint rests on.
        corners: (k, 4) vertex numbers in it; of a triangle the first comes again as the last.
        weights: (k, 4) of the corners, each row summing to 1.
        lift_mm: (k,) how far outward.
        shares: (m, k) weight of every waypoint in the middle of every ring.
        ring: (n,) number of each vertex's ring.
        middles: (m, 3) middles of the rings at rest.
        before, after: (m,) the rings on either side in the same branch, or a ring itself at the end.
    """

    rest: Floats
    carriers: tuple[str, ...]
    corners: Faces
    weights: Floats
    lift_mm: Floats
    shares: Floats
    ring: Numbers
    middles: Floats
    before: Numbers
    after: Numbers

    @staticmethod
    def of(mesh: Mesh, course: str, passed: Stops, meshes: Mapping[str, Mesh]) -> TubeRig:
        """Bind a course's tubes (with the fields ``along`` and ``branch``) to what they pass on `meshes` at rest."""
        web = _Web(passed, {name: mesh.vertices for name, mesh in meshes.items()})
        places = np.column_stack([mesh.fields["branch"], mesh.fields["along"]]).astype(np.float64)
        rings, ring = np.unique(places, axis=0, return_inverse=True)
        ring = ring.reshape(-1)
        count = np.bincount(ring)
        middles = np.column_stack([np.bincount(ring, axis) / count for axis in mesh.vertices.T])
        shares = np.zeros((len(rings), len(web.own)))
        for number in range(len(passed[course])):
            rows = np.flatnonzero(rings[:, 0] == number)
            shares[rows] = web.shares(course, number, rings[rows, 1])
        used = np.flatnonzero(shares.any(axis=0))
        every = [web.own[column] for column in used]
        corners = np.array([np.resize(point.corners, 4) for point in every], dtype=np.int32)
        weights = np.array([np.append(point.weights, 0.0)[:4] for point in every])
        lift = np.array([point.lift_mm for point in every])
        carriers = tuple(point.structure for point in every)
        same = rings[1:, 0] == rings[:-1, 0]
        before, after = np.arange(len(rings)), np.arange(len(rings))
        before[1:][same] -= 1
        after[:-1][same] += 1
        return TubeRig(mesh.vertices, carriers, corners, weights, lift, shares[:, used], ring, middles, before, after)


class _Web:
    """Branches that hang on each other: by which waypoints a place on any of them is carried.

    Attributes:
        own: the k waypoints of all branches.
    """

    def __init__(self, passed: Stops, vertices: Mapping[str, Floats]) -> None:
        self._passed = passed
        branches = [branch for course in passed.values() for branch in course]
        self.own = [one for branch in branches for one in branch if isinstance(one, Waypoint)]
        self._column = {id(one): column for column, one in enumerate(self.own)}
        self._places = np.array([one.position(vertices) for one in self.own])
        self._rows: dict[tuple[str, int], Floats] = {}

    def shares(self, course: str, branch: int, along: Floats) -> Floats:
        """(n, k) weights of the waypoints at shares (n,) of a branch's length."""
        rows = self._stops(course, branch)
        steps = np.linalg.norm(np.diff(rows @ self._places, axis=0), axis=1)
        chord = np.concatenate([[0.0], np.cumsum(steps)])
        samples = np.linspace(0, chord[-1], _SAMPLES)
        between = np.column_stack([np.interp(samples, chord, unit) for unit in np.eye(len(rows))])
        # Narrower towards both ends, where the waypoint is kept.
        widest = max(_SMOOTH_MM, _SMOOTH_SHARE * chord[-1] / (len(rows) - 1))
        width = np.clip(np.minimum(samples, chord[-1] - samples) / 2, 1e-3, widest)
        spread = np.exp(-0.5 * ((samples[:, None] - samples) / width[:, None]) ** 2)
        smooth = spread @ between / spread.sum(axis=1, keepdims=True)
        wanted = [np.interp(along * chord[-1], samples, column) for column in smooth.T]
        return np.asarray(np.column_stack(wanted) @ rows)

    def _stops(self, course: str, branch: int) -> Floats:
        """(m, k) weights of the waypoints at what a branch passes."""
        key = course, branch
        if key not in self._rows:
            rows = np.zeros((len(self._passed[course][branch]), len(self.own)))
            for row, one in zip(rows, self._passed[course][branch], strict=True):
                if isinstance(one, Junction):
                    row[:] = self.shares(one.course, one.branch, np.array([one.at]))[0]
                else:
                    row[self._column[id(one)]] = 1.0
            self._rows[key] = rows
        return self._rows[key]
