"""Whether the meshes that an annotations file names are there and sound, and hold the places it states."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from glutview.atlas.finding import Finding, as_problems
from glutview.atlas.load import Reading
from glutview.atlas.mesh_paths import resolve_mesh
from glutview.atlas.schema import (
    AtlasFile,
    AttachmentSide,
    AttachmentSpec,
    Curve,
    PointOn,
    StructureSpec,
    SurfaceWaypoint,
)
from glutview.atlas.values import SurfaceCoordinates
from glutview.errors import GlutviewError, Problem
from glutview.geometry.mesh_io import read_ply

_Path = tuple[str | int, ...]
_OWN_SIDES = ("left", "right")


def mesh_problems(reading: Reading) -> list[Problem]:
    """What is wrong with the meshes of a file that was read, sorted by line."""
    if reading.stated is None:
        return []
    checker = _MeshChecker(reading.stated, Path(reading.document.where).parent)
    return as_problems([*checker.meshes(), *checker.places()], reading.document)


class _MeshChecker:
    def __init__(self, stated: AtlasFile, folder: Path) -> None:
        self._stated, self._folder = stated, folder
        self._faces: dict[str, int] = {}

    def meshes(self) -> Iterator[Finding]:
        """Read every mesh once, and note how many triangles it has."""
        for id, spec in self._stated.structures.items():
            yield from self._mesh(("structures", id, "mesh"), spec.mesh)
            for word in _OWN_SIDES:
                own = getattr(spec, word)
                if own is not None and own.mesh is not None:
                    yield from self._mesh(("structures", id, word, "mesh"), own.mesh)

    def _mesh(self, path: _Path, mesh: str) -> Iterator[Finding]:
        if mesh in self._faces:
            return
        try:
            self._faces[mesh] = len(read_ply(resolve_mesh(mesh, self._folder)).faces)
        except GlutviewError as error:
            for problem in error.problems:
                yield Finding(path, f"{problem.where}: {problem.what}", problem.remedy)

    def places(self) -> Iterator[Finding]:
        """Look for every stated place on its mesh."""
        stated = self._stated
        for id, landmark in stated.landmarks.items():
            path: _Path = ("landmarks", id)
            if landmark.at is not None:
                yield from self._place((*path, "at"), landmark.on, landmark.at)
            for word in _OWN_SIDES:
                if own := getattr(landmark, word):
                    yield from self._place((*path, word, "at"), landmark.on, own.at, word)
        for id, attachment in stated.attachments.items():
            yield from self._edges(("attachments", id), attachment, attachment.on)
            for word in _OWN_SIDES:
                if own_edges := getattr(attachment, word):
                    yield from self._edges(("attachments", id, word), own_edges, attachment.on, word)
        for id, template in stated.fibre_templates.items():
            if gate := template.gate:
                for i, at in enumerate(gate.points):
                    yield from self._place(("fibre_templates", id, "gate", "points", i), gate.on, at)
        for id, course in stated.courses.items():
            for i, branch in enumerate(course.branches):
                for j, point in enumerate(branch.points):
                    if isinstance(point, SurfaceWaypoint):
                        where: _Path = ("courses", id, "branches", i, "points", j, "at")
                        yield from self._place(where, point.on, point.at)

        for id, bursa in stated.bursae.items():
            for i, at in enumerate(bursa.outline):
                yield from self._place(("bursae", id, "outline", i), bursa.on, at)

    def _edges(
        self, path: _Path, edges: AttachmentSpec | AttachmentSide, on: str, word: str = ""
    ) -> Iterator[Finding]:
        yield from self._curve((*path, "superficial"), edges.superficial, on, word)
        yield from self._curve((*path, "deep"), edges.deep, on, word)

    def _curve(self, path: _Path, curve: Curve, on: str, word: str) -> Iterator[Finding]:
        for i, point in enumerate(curve):
            if isinstance(point, PointOn):
                yield from self._place((*path, i, "at"), point.on, point.at, word)
            elif not isinstance(point, str):
                yield from self._place((*path, i), on, point, word)

    def _place(self, path: _Path, on: str, at: SurfaceCoordinates, word: str = "") -> Iterator[Finding]:
        spec = self._stated.structures.get(on)
        if spec is None:
            return  # reported by the atlas's own checks
        count = self._faces.get(_mesh_of(spec, word))
        if count is not None and at.triangle >= count:
            what = f"there is no triangle {at.triangle}: the mesh of `{on}` has {count}"
            yield Finding(path, what, f"give a number from 0 to {count - 1}, or place the point anew")


def _mesh_of(spec: StructureSpec, word: str) -> str:
    own = getattr(spec, word) if word else None
    return str((own.mesh if own else None) or spec.mesh)
