"""Tubes that fork and join: one closed surface for all branches of a nerve or vessel.

A limb that leaves another is grafted on: where it comes clear of it, a few quadrilaterals of the other's wall make
way for a collar to its first ring, and the collar is eased. So nothing passes through itself and no sliver arises.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.tube import Limb, Tube

_CLEAR_MM = 0.3
_CAP = (np.pi / 6, np.pi / 3)
"""Where the rings of a rounded end lie, from its rim to its pole."""
_EASE, _EASE_ROUNDS = 0.5, 4
_FAR = 2.5
"""A collar's place is no farther from where it is wanted than so many of its widths."""

Numbers = npt.NDArray[np.int64]


class GraftError(ValueError):
    """A limb that cannot be grafted on another.

    Attributes:
        limb: its number.
    """

    def __init__(self, limb: int, what: str) -> None:
        super().__init__(what)
        self.limb = limb


def tube_tree(limbs: Sequence[Limb]) -> Mesh:
    """The surface of all limbs, with the fields ``along`` and ``branch``.

    Raises:
        GraftError: a limb does not come clear of the one it leaves, or there is no room left on that.
    """
    wall = _Wall()
    tubes = [Tube(limb) for limb in limbs]
    for number, (limb, tube) in enumerate(zip(limbs, tubes, strict=True)):
        last = len(limb.centres) - 1
        first = 0
        if limb.start is not None:
            first = _clear(tube, tubes[limb.start], range(last + 1), number)
        if limb.end is not None:
            last = _clear(tube, tubes[limb.end], range(last, -1, -1), number)
        if last <= first:
            raise GraftError(number, "is too short to come clear of what it joins")
        wall.add(tube, first, last)
        for row, host in ((first, limb.start), (last, limb.end)):
            if host is None:
                wall.cap(tube, row)
            else:
                wall.graft(tube, row, tubes[host], number)
    return wall.mesh()


def _clear(tube: Tube, host: Tube, rows: range, number: int) -> int:
    """The first of the rings that lies wholly outside `host`."""
    for row in rows:
        _, way, gap = host.nearest(tube.limb.centres[row])
        leans = np.sqrt(max(0.0, 1.0 - float(tube.tangent[row] @ way) ** 2))
        if gap > tube.limb.radii_mm[row] * leans + _CLEAR_MM:
            return row
    raise GraftError(number, "does not come clear of what it joins")


class _Wall:
    """The surface while it is made."""

    def __init__(self) -> None:
        self._vertices: list[Floats] = []
        self._branch: list[float] = []
        self._along: list[float] = []
        self._faces: list[tuple[int, int, int]] = []
        self._soft: dict[int, float] = {}
        self._tubes: list[Tube] = []
        self._held: set[int] = set()

    def add(self, tube: Tube, first: int, last: int) -> None:
        """Put up the rings from first to last, and the quadrilaterals between them."""
        for row in range(first, last + 1):
            tube.numbers[row] = self._ring(tube, row, tube.rings[row])
        tube.taken[first:last] = False
        self._tubes.append(tube)

    def cap(self, tube: Tube, row: int) -> None:
        """Round off the end at that ring."""
        sign = 1.0 if row else -1.0
        limb = tube.limb
        # A flat end is rounded as far as it is thick.
        bulge = sign * limb.radii_mm[row] * limb.flatness[row] * tube.tangent[row]
        before = tube.numbers[row]
        for angle in _CAP:
            ring = limb.centres[row] + np.sin(angle) * bulge + np.cos(angle) * (tube.rings[row] - limb.centres[row])
            after = self._ring(tube, row, ring)
            self._band(before, after, forward=sign > 0)
            before = after
        pole = self._ring(tube, row, (limb.centres[row] + bulge)[None])
        self._band(before, np.repeat(pole, len(before)), forward=sign > 0, pole=True)

    def graft(self, tube: Tube, row: int, host: Tube, number: int) -> None:
        """Open the host's wall before that ring, and join the rim to it by a collar."""
        limb = tube.limb
        outward = tube.tangent[row] if row == _first(tube) else -tube.tangent[row]
        ring = tube.numbers[row] if row == _first(tube) else tube.numbers[row][::-1]
        place, way, _ = host.nearest(limb.centres[row])
        near = round(place)
        step = float(np.linalg.norm(np.diff(host.limb.centres, axis=0), axis=1).mean())
        side = float(np.linalg.norm(host.rings[near, 1] - host.rings[near, 0]))
        width = int(np.clip(round(1.8 * limb.radii_mm[row] / side), 1, 3))
        length = int(np.clip(round(2.2 * limb.radii_mm[row] / step), 1, 3))
        lean = float(outward @ host.tangent[near])
        wanted = place - lean * length / 2
        low = int(np.clip(round(wanted), 0, len(host.limb.centres) - 1))
        target = host.limb.centres[low] + (wanted - low) * step * host.tangent[low]
        target = target + host.limb.radii_mm[low] * way
        rim = self._opened(host, (length, width), target, number)
        start = int(np.argmin([self._turned(rim, np.roll(ring, -k)) for k in range(len(ring))]))
        self._collar(rim, np.roll(ring, -start))
        self._soft.update(dict.fromkeys([*rim, *map(int, ring)], 1.0))

    def _opened(self, host: Tube, size: tuple[int, int], target: Floats, number: int) -> Numbers:
        """The rim of the opening of that size nearest to a point, counter-clockwise seen from outside."""
        length, width = size
        rings, sides = host.numbers.shape
        best: tuple[float, int, int] | None = None
        for a in range(rings - length):
            for b in range(sides):
                columns = np.arange(b, b + width + 1) % sides
                corners = host.numbers[a : a + length + 1, columns]
                if host.taken[a : a + length, columns[:-1]].any() or self._held & set(corners.ravel().tolist()):
                    continue
                middle = host.rings[[a, a + length]][:, columns[[0, -1]]].mean((0, 1))
                gap = float(np.linalg.norm(middle - target))
                if best is None or gap < best[0] - 1e-9:
                    best = gap, a, b
        if best is None or best[0] > _FAR * np.linalg.norm(host.rings[0, 0] - host.limb.centres[0]) * 2:
            raise GraftError(number, "finds no room where it joins: another branch is there")
        _, a, b = best
        columns = np.arange(b, b + width + 1) % sides
        host.taken[a : a + length, columns[:-1]] = True
        corners = host.numbers[a : a + length + 1, columns]
        self._held |= set(corners.ravel().tolist())
        rim = [*corners[0, :-1], *corners[:-1, -1], *corners[-1, :0:-1], *corners[:0:-1, 0]]
        return np.array(rim, dtype=np.int64)

    def _turned(self, rim: Numbers, ring: Numbers) -> float:
        """How far the corners of a ring lie from those of a rim at the same share of the way round."""
        pairs = np.arange(len(rim)) * len(ring) // len(rim)
        gaps = [self._vertices[i] - self._vertices[j] for i, j in zip(rim, ring[pairs], strict=True)]
        return float(np.linalg.norm(gaps, axis=1).sum())

    def _collar(self, rim: Numbers, ring: Numbers) -> None:
        """Triangles from a rim to a ring of another number of corners, both in the same sense."""
        m, n = len(rim), len(ring)
        i = j = 0
        while i < m or j < n:
            if j == n or (i < m and (i + 1) * n <= (j + 1) * m):
                self._faces.append((rim[i % m], rim[(i + 1) % m], ring[j % n]))
                i += 1
            else:
                self._faces.append((rim[i % m], ring[(j + 1) % n], ring[j % n]))
                j += 1

    def _ring(self, tube: Tube, row: int, corners: Floats) -> Numbers:
        start = len(self._vertices)
        self._vertices.extend(corners)
        self._branch.extend([float(tube.limb.branch[row])] * len(corners))
        self._along.extend([float(tube.limb.along[row])] * len(corners))
        return np.arange(start, start + len(corners))

    def _band(self, low: Numbers, high: Numbers, *, forward: bool, pole: bool = False) -> None:
        if not forward:
            low, high = low[::-1], high[::-1]
        for a, b, c, d in zip(low, np.roll(low, -1), np.roll(high, -1), high, strict=True):
            self._faces.append((a, b, c))
            if not pole:
                self._faces.append((a, c, d))

    def mesh(self) -> Mesh:
        """The whole surface, its collars eased."""
        for tube in self._tubes:
            after = np.roll(tube.numbers, -1, axis=1)
            for row, side in np.argwhere(~tube.taken):
                a, b = tube.numbers[row, side], after[row, side]
                c, d = after[row + 1, side], tube.numbers[row + 1, side]
                self._faces += [(a, b, c), (a, c, d)]
        faces = np.array(self._faces, dtype=np.int64)
        used = np.unique(faces)
        number = np.full(len(self._vertices), -1)
        number[used] = np.arange(len(used))
        soft = np.array([self._soft.get(int(row), 0.0) for row in used])
        fields = {
            "along": np.array(self._along, dtype=np.float32)[used],
            "branch": np.array(self._branch, dtype=np.float32)[used],
        }
        mesh = Mesh(np.array(self._vertices)[used], number[faces].astype(np.int32), fields)
        return mesh.with_vertices(_eased(mesh, soft))


def _first(tube: Tube) -> int:
    return int(np.flatnonzero(tube.numbers[:, 0] >= 0)[0])


def _eased(mesh: Mesh, soft: Floats) -> Floats:
    """Vertices (n, 3): those of the collars, and half as much those beside them, drawn towards their neighbours."""
    start, end = mesh.edges().T
    count = np.bincount(start, minlength=len(soft)) + np.bincount(end, minlength=len(soft))

    def mean(values: Floats) -> Floats:
        total = np.zeros_like(values)
        np.add.at(total, start, values[end])
        np.add.at(total, end, values[start])
        return np.asarray((total.T / count).T)

    weight = _EASE * np.maximum(soft, 0.5 * (mean(soft) > 0))
    vertices = mesh.vertices
    for _ in range(_EASE_ROUNDS):
        vertices = vertices + weight[:, None] * (mean(vertices) - vertices)
    return vertices
