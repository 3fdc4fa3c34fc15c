"""The one value type of a triangle surface."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Faces = npt.NDArray[np.int32]
Fields = Mapping[str, npt.NDArray[np.floating]]


@dataclass(frozen=True, eq=False)
class Mesh:
    """A triangle surface.

    Attributes:
        vertices: (n, 3) mm, LPS (+x left, +y posterior, +z superior).
        faces: (m, 3) vertex numbers, counter-clockwise seen from outside.
        fields: named scalars per vertex, each (n,); a muscle carries its fibre coordinates ``s``, ``t``, ``u``.
    """

    vertices: Floats
    faces: Faces
    fields: Fields = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        object.__setattr__(self, "vertices", np.ascontiguousarray(self.vertices, dtype=np.float64))
        object.__setattr__(self, "faces", np.ascontiguousarray(self.faces, dtype=np.int32))
        object.__setattr__(self, "fields", MappingProxyType(dict(self.fields)))
        if self.vertices.ndim != 2 or self.vertices.shape[1] != 3:
            raise ValueError(f"vertices must be (n, 3), not {self.vertices.shape}")
        if self.faces.ndim != 2 or self.faces.shape[1] != 3:
            raise ValueError(f"faces must be (m, 3), not {self.faces.shape}")
        for name, values in self.fields.items():
            if values.shape != (len(self.vertices),):
                raise ValueError(f"field {name} must have one value per vertex, not {values.shape}")

    def with_vertices(self, vertices: Floats) -> Mesh:
        """The same triangles and fields on other vertices (n, 3)."""
        return replace(self, vertices=vertices)

    def corners(self) -> Floats:
        """(m, 3, 3) corner positions of every triangle."""
        return self.vertices.take(self.faces, axis=0)

    def boxes(self) -> tuple[Floats, Floats]:
        """Lowest and highest corner, (m, 3) each, of the box about every triangle."""
        # Corner by corner: numpy goes through (m, 3) several times faster than along an axis of three.
        a, b, c = (self.vertices.take(corner, axis=0) for corner in self.faces.T)
        return np.minimum(np.minimum(a, b), c), np.maximum(np.maximum(a, b), c)

    def face_cross(self) -> Floats:
        """(m, 3) outward normals, as long as twice the triangle's area."""
        a, b, c = np.moveaxis(self.corners(), 1, 0)
        return np.cross(b - a, c - a)

    def face_normals(self) -> Floats:
        """(m, 3) outward unit normals; zero for a triangle without area."""
        return _unit(self.face_cross())

    def vertex_normals(self) -> Floats:
        """(n, 3) outward unit normals, weighted by area."""
        # Component by component: numpy goes through (n, 3) three to ten times slower than through (n,).
        corners = [np.ascontiguousarray(corner) for corner in self.faces.T]
        sides = [(axis[corners[1]] - axis[corners[0]], axis[corners[2]] - axis[corners[0]]) for axis in self._axes()]
        (ax, bx), (ay, by), (az, bz) = sides
        cross = (ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx)
        count = len(self.vertices)
        x, y, z = (sum(np.bincount(corner, along, count) for corner in corners) for along in cross)
        length = np.sqrt(x * x + y * y + z * z)
        length[length == 0] = 1.0
        return np.column_stack([x / length, y / length, z / length])

    def area_mm2(self) -> float:
        """Area of the whole surface."""
        return float(np.linalg.norm(self.face_cross(), axis=1).sum() / 2)

    def volume_mm3(self) -> float:
        """Enclosed volume; positive when the surface is closed and oriented outward."""
        a, b, c = np.moveaxis(self.corners() - self.vertices.mean(0), 1, 0)
        return float(np.einsum("ij,ij->", a, np.cross(b, c)) / 6)

    def edges(self) -> npt.NDArray[np.int64]:
        """(k, 2) every edge once, smaller vertex number first."""
        return np.unique(np.sort(self._half_edges(), axis=1), axis=0)

    def edge_lengths(self) -> Floats:
        """(k,) lengths of :meth:`edges`, mm."""
        start, end = self.edges().T
        return np.asarray(np.linalg.norm(self.vertices[start] - self.vertices[end], axis=1))

    def is_closed(self) -> bool:
        """Whether every edge is met by exactly two triangles, once in each direction."""
        half = self._half_edges()
        key = half[:, 0] * len(self.vertices) + half[:, 1]
        back = half[:, 1] * len(self.vertices) + half[:, 0]
        return len(np.unique(key)) == len(key) and bool(np.array_equal(np.sort(key), np.sort(back)))

    def _axes(self) -> list[Floats]:
        return [np.ascontiguousarray(axis) for axis in self.vertices.T]

    def _half_edges(self) -> npt.NDArray[np.int64]:
        return self.faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2).astype(np.int64)


def _unit(vectors: Floats) -> Floats:
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(np.divide(vectors, length, out=np.zeros_like(vectors), where=length > 0))
