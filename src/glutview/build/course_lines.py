"""The centre lines of nerves and vessels: smooth, joined where branches join, kept out of bone."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from glutview.atlas.schema import AtlasFile, BranchSpec
from glutview.biomech.course import Junction, Stop, Waypoint, stop
from glutview.biomech.muscle_growth import FieldStore
from glutview.geometry.curve import length_mm, resample
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.sheet import pushed_out, smoothed

_STEP_MM = 1.5
_ROUNDS = 40
_SPACE_MM = 0.3
_LEAD_MM = 9.0
"""So far back a branch knows the one that it goes on from, to leave it without a bend."""
_AT_ITS_END = 0.999


class CourseLines:
    """The centre lines of all branches of an atlas, each made when first asked for."""

    def __init__(
        self, atlas: AtlasFile, meshes: Mapping[str, Mesh], fields: FieldStore, bones: tuple[str, ...]
    ) -> None:
        """`meshes` of the right side at rest by stated id; `bones` are what every line is kept out of."""
        self._atlas, self._meshes, self._fields, self._bones = atlas, meshes, fields, bones
        self._vertices = {name: mesh.vertices for name, mesh in meshes.items()}
        self._lines: dict[tuple[str, int], Floats] = {}

    def line(self, course: str, number: int) -> Floats:
        """(k, 3) the line of a branch from its first waypoint to its last, mm."""
        if (course, number) not in self._lines:
            self._lines[course, number] = self._drawn(course, number)
        return self._lines[course, number]

    def stops(self, course: str, number: int) -> list[Stop]:
        """What the branch passes."""
        points = self._atlas.courses[course].branches[number].points
        return [stop(self._atlas, course, point, self._meshes) for point in points]

    def onward(self, course: str) -> dict[int, int]:
        """The branch that each branch goes on as: the first that begins at its end."""
        found: dict[int, int] = {}
        for number in range(len(self._atlas.courses[course].branches)):
            first = self.stops(course, number)[0]
            if isinstance(first, Junction) and first.course == course and first.at >= _AT_ITS_END:
                found.setdefault(first.branch, number)
        return found

    def facing(self, course: str, number: int, shares: Floats) -> Floats:
        """(k, 3) across the flat side of a branch, at shares (k,) of its length; outward from what it begins on."""
        rests = [point for point in self.stops(course, number) if isinstance(point, Waypoint)]
        places = np.array([point.position(self._vertices) for point in rests])
        outward = np.array([point.outward(self._vertices) for point in rests])
        # A flat nerve lies on some structures and beneath others; it does not turn over on the way.
        for row in range(1, len(outward)):
            if outward[row] @ outward[row - 1] < 0:
                outward[row] *= -1
        line = self.line(course, number)
        nearest = np.linalg.norm(line[:, None] - places[None], axis=2).argmin(axis=0) / (len(line) - 1)
        normals = np.column_stack([np.interp(shares, nearest, outward[:, axis]) for axis in range(3)])
        return np.asarray(normals / np.linalg.norm(normals, axis=1, keepdims=True))

    def _drawn(self, course: str, number: int) -> Floats:
        branch = self._atlas.courses[course].branches[number]
        passed = self.stops(course, number)
        places = np.array([self._place(point) for point in passed])
        lead = self._lead(course, number, passed[0])
        whole = np.vstack([lead, places])
        held = length_mm(whole[: len(lead) + 1])
        count = max(10, round(length_mm(whole) / _STEP_MM))
        line = resample(whole, np.linspace(0, 1, count))
        steps = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
        start = int(np.searchsorted(steps, held)) if len(lead) else 0
        line[start] = places[0]
        fixed = line[: start + 1].copy()
        beneath = self._fields.beneath((*self._bones, *branch.over))
        clearance = np.interp(steps, [steps[start], steps[-1]], _ends(branch)) * branch.flatness + _SPACE_MM
        for _ in range(_ROUNDS):
            line = pushed_out(smoothed(line[None], 0.3, 0.0), beneath, clearance[None])[0]
            line[: start + 1] = fixed
        return np.array(line[start:])

    def _place(self, point: Stop) -> Floats:
        if isinstance(point, Waypoint):
            return point.position(self._vertices)
        return np.asarray(at_share(self.line(point.course, point.branch), np.array([point.at]))[0])

    def _lead(self, course: str, number: int, first: Stop) -> Floats:
        """(k, 3) the last stretch of the branch that this one goes on from, but its end; none where it forks off."""
        if not isinstance(first, Junction) or first.at < _AT_ITS_END:
            return np.empty((0, 3))
        if first.course == course and self.onward(course).get(first.branch) != number:
            return np.empty((0, 3))
        before = self.line(first.course, first.branch)
        back = min(1.0, _LEAD_MM / length_mm(before))
        return np.asarray(at_share(before, np.linspace(1 - back, 1, 4)[:-1]))


def at_share(line: Floats, shares: Floats) -> Floats:
    """(n, 3) places at shares (n,) of the length of a line (k, 3)."""
    steps = np.linalg.norm(np.diff(line, axis=0), axis=1)
    along = np.concatenate([[0.0], np.cumsum(steps)]) / steps.sum()
    return np.column_stack([np.interp(shares, along, line[:, axis]) for axis in range(3)])


def _ends(branch: BranchSpec) -> list[float]:
    return [branch.radius_mm, branch.end_radius_mm or branch.radius_mm]
