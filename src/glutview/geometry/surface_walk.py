"""Walking straight along a surface: the way a ruler bent over the triangles would show.

At every edge the next triangle is unfolded into the plane of the one before, so that the path is straight in the
unfolded strip and its length is that of the surface itself (a straightest geodesic: Polthier and Schmies 1998).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.surface_point import SurfacePoint

_ON_RIM = 1e-7
_MOST_STEPS = 10_000


@dataclass(frozen=True)
class Stride:
    """Where a walk ended.

    Attributes:
        point: the place.
        heading: (3,) unit vector along the surface, in the plane of the point's triangle: where one would go on.
        length_mm: how far it went; less than asked for where the surface has a rim.
    """

    point: SurfacePoint
    heading: Floats
    length_mm: float


class SurfaceWalk:
    """Walks over one mesh."""

    def __init__(self, mesh: Mesh) -> None:
        self._vertices = mesh.vertices
        self._faces = mesh.faces.astype(np.int64)
        self._across = _neighbours(self._faces)
        self._normals = mesh.face_normals()
        self._fans: dict[int, npt.NDArray[np.int64]] = {}

    def walk(self, start: SurfacePoint, direction: npt.ArrayLike, length_mm: float) -> Stride:
        """Go straight on from a point.

        Args:
            start: where to begin.
            direction: (3,) where to, mm; only its part along the surface counts.
            length_mm: how far, measured on the surface; a negative length goes backward.

        Raises:
            ValueError: the direction stands upright on the surface.
        """
        wanted = np.asarray(direction, dtype=np.float64) * (1.0 if length_mm >= 0 else -1.0)
        triangle, weights = start.triangle, np.array(start.weights, dtype=np.float64)
        triangle, weights, heading = self._set_out(triangle, weights, wanted)
        left = abs(length_mm)
        for _ in range(_MOST_STEPS):
            speed = self._rates(triangle, heading)
            # A corner's weight that falls says when the edge opposite to it is met.
            falling = speed < -1e-12
            until = np.full(3, np.inf)
            until[falling] = np.maximum(weights[falling], 0.0) / -speed[falling]
            corner = int(until.argmin())
            if until[corner] >= left:
                weights = weights + left * speed
                left = 0.0
                break
            weights = weights + until[corner] * speed
            weights[corner] = 0.0
            left -= float(until[corner])
            following = int(self._across[triangle, (corner + 1) % 3])
            if following < 0:
                break
            triangle, weights, heading = self._over(triangle, corner, weights, heading, following)
        weights = np.clip(weights, 0.0, 1.0)
        weights /= weights.sum()
        point = SurfacePoint(int(triangle), (float(weights[0]), float(weights[1]), float(weights[2])))
        return Stride(point, heading, abs(length_mm) - left)

    def _set_out(
        self, triangle: int, weights: Floats, direction: Floats
    ) -> tuple[int, Floats, Floats]:
        """The triangle into which a direction leads; from a corner or an edge it need not be the point's own."""
        best: tuple[float, int, Floats, Floats] | None = None
        for candidate in self._about(triangle, weights):
            own = self._carried_over(triangle, weights, candidate)
            normal = self._normals[candidate]
            flat = direction - (direction @ normal) * normal
            length = float(np.linalg.norm(flat))
            if length < 1e-9 * max(float(np.linalg.norm(direction)), 1e-30):
                continue
            heading = flat / length
            speed = self._rates(candidate, heading)
            on_rim = own < _ON_RIM
            outward = float(np.minimum(speed[on_rim], 0.0).sum()) if on_rim.any() else 0.0
            score = 1e6 * outward + length
            if best is None or score > best[0]:
                best = (score, candidate, own, heading)
        if best is None:
            raise ValueError("the direction stands upright on the surface")
        return best[1], best[2], best[3]

    def _about(self, triangle: int, weights: Floats) -> npt.NDArray[np.int64]:
        """The triangles that hold a point: one, the two at an edge, or all round a corner."""
        rim = np.flatnonzero(weights < _ON_RIM)
        if len(rim) == 0:
            return np.array([triangle])
        if len(rim) == 1:
            other = self._across[triangle, (rim[0] + 1) % 3]
            return np.array([triangle, other] if other >= 0 else [triangle])
        vertex = int(self._faces[triangle, int(weights.argmax())])
        if vertex not in self._fans:
            self._fans[vertex] = np.flatnonzero((self._faces == vertex).any(1))
        return self._fans[vertex]

    def _carried_over(self, triangle: int, weights: Floats, other: int) -> Floats:
        """Weights of the same point in another triangle that holds it."""
        if other == triangle:
            return weights
        own = np.zeros(3)
        for corner, vertex in enumerate(self._faces[other]):
            same = np.flatnonzero(self._faces[triangle] == vertex)
            if len(same):
                own[corner] = weights[same[0]]
        return np.asarray(own / own.sum())

    def _over(
        self, triangle: int, corner: int, weights: Floats, heading: Floats, following: int
    ) -> tuple[int, Floats, Floats]:
        """Across the edge opposite to a corner: weights and heading in the next triangle."""
        first, second = self._faces[triangle, (corner + 1) % 3], self._faces[triangle, (corner + 2) % 3]
        edge = self._vertices[second] - self._vertices[first]
        edge = edge / np.linalg.norm(edge)
        outward = np.cross(edge, self._normals[triangle])
        # The next triangle runs the shared edge the other way round, so its inside lies where ours ends.
        inward = np.cross(edge, self._normals[following])
        heading = (heading @ edge) * edge + (heading @ outward) * inward
        return following, self._carried_over(triangle, weights, following), heading / np.linalg.norm(heading)

    def _rates(self, triangle: int, heading: Floats) -> Floats:
        """(3,) change of each corner's weight for every mm along a heading."""
        a, b, c = self._vertices[self._faces[triangle]]
        normal = np.cross(b - a, c - a)
        opposite = np.array([c - b, a - c, b - a])
        rates = np.cross(normal, opposite) @ heading / max(float(normal @ normal), 1e-30)
        return np.asarray(rates)


def _neighbours(faces: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """(m, 3) the triangle on the other side of the edges 01, 12 and 20; -1 where there is none."""
    count = int(faces.max()) + 1
    half = faces[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2)
    key, back = half[:, 0] * count + half[:, 1], half[:, 1] * count + half[:, 0]
    order = np.argsort(key)
    place = np.minimum(np.searchsorted(key[order], back), len(key) - 1)
    found = order[place]
    return np.asarray(np.where(key[found] == back, found // 3, -1).reshape(-1, 3))
