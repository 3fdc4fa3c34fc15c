"""Nerves and vessels: tubes along the courses stated in the annotations, one closed surface for each."""

from __future__ import annotations

import argparse

import numpy as np

from glutview.atlas.schema import AtlasFile
from glutview.biomech.course import Junction
from glutview.biomech.muscle_growth import FieldStore
from glutview.build.course_lines import CourseLines, at_share
from glutview.build.muscles import stated_atlas
from glutview.build.output import keep_or_write
from glutview.errors import failure
from glutview.geometry.crossings import crossings
from glutview.geometry.curve import length_mm
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.mesh_io import read_ply
from glutview.geometry.tube import Limb
from glutview.geometry.tube_tree import GraftError, tube_tree
from glutview.paths import assets_dir

_RING_SHARE = 1.25
"""From ring to ring, as a part of the radius; within these bounds, mm."""
_RING_MM = (2.0, 4.5)
_MERGE = 3.0
"""A branch takes over the calibre of the one that it goes on from within so many radii of it."""


def run(arguments: argparse.Namespace) -> None:
    """Make the tubes of all courses, or of the one named by `--only`, and write what changed."""
    atlas = stated_atlas()
    if arguments.only and arguments.only not in atlas.courses:
        known = ", ".join(atlas.courses)
        raise failure("--only", "this structure has no course", f"use one of {known}", key=arguments.only)
    grown = {name for name in atlas.structures if name not in atlas.courses}
    meshes = {name: read_ply(assets_dir() / "meshes" / f"{name}.ply") for name in grown}
    lines = course_lines(atlas, meshes, FieldStore(meshes))
    for name in atlas.courses:
        if arguments.only in (None, name):
            keep_or_write(f"{name}.ply", course_mesh(atlas, name, lines), check=arguments.check)


def course_lines(atlas: AtlasFile, meshes: dict[str, Mesh], fields: FieldStore) -> CourseLines:
    """The centre lines of all courses, kept out of all bones."""
    bones = tuple(name for name, spec in atlas.structures.items() if spec.kind == "bone" and name in meshes)
    return CourseLines(atlas, meshes, fields, bones)


def course_mesh(atlas: AtlasFile, name: str, lines: CourseLines) -> Mesh:
    """The tubes of one nerve or vessel of the right side, with the fields ``along`` and ``branch``.

    Raises:
        GlutviewError: branches do not come clear of each other.
    """
    branches = atlas.courses[name].branches
    stems = _stems(len(branches), name, lines)
    limbs = [_limb(atlas, name, stem, lines, stems) for stem in stems]
    where, key = assets_dir() / "annotations.yaml", f"courses.{name}"
    try:
        mesh = tube_tree(limbs)
    except GraftError as error:
        first = branches[stems[error.limb][0]].name
        raise failure(where, f"`{first}` {error}", "let it leave at a wider angle, or elsewhere", key=key) from error
    pairs = crossings(mesh)
    if len(pairs):
        there = {branches[int(mesh.fields["branch"][corner])].name for corner in mesh.faces[pairs[:, 0], 0]}
        place = mesh.corners()[pairs[0, 0]].mean(0).round(1).tolist()
        what = f"{', '.join(sorted(there))}: it passes through itself near {place}"
        raise failure(where, what, "lead its branches apart", key=key)
    return mesh


def _stems(count: int, name: str, lines: CourseLines) -> list[list[int]]:
    """The branches in chains that go on from each other, each chain after those it hangs on."""
    onward = lines.onward(name)
    waiting = []
    for number in range(count):
        if number not in onward.values():
            stem = [number]
            while stem[-1] in onward:
                stem.append(onward[stem[-1]])
            waiting.append(stem)
    stems: list[list[int]] = []
    while waiting:
        placed = {number for stem in stems for number in stem}
        stem = next(stem for stem in waiting if {*_hosts(name, stem, lines)} - {None} <= placed)
        waiting.remove(stem)
        stems.append(stem)
    return stems


def _hosts(name: str, stem: list[int], lines: CourseLines) -> list[int | None]:
    """The branches of the same structure that a chain leaves and ends in."""
    ends = lines.stops(name, stem[0])[0], lines.stops(name, stem[-1])[-1]
    return [end.branch if isinstance(end, Junction) and end.course == name else None for end in ends]


def _limb(atlas: AtlasFile, name: str, stem: list[int], lines: CourseLines, stems: list[list[int]]) -> Limb:
    parts = [_rings(atlas, name, number, lines, first=number == stem[0]) for number in stem]
    centres, radii, branch, along, flatness, facing = (np.concatenate(part) for part in zip(*parts, strict=True))
    start, end = (
        None if host is None else next(row for row, other in enumerate(stems) if host in other)
        for host in _hosts(name, stem, lines)
    )
    axes = facing if (flatness < 1).any() else None
    return Limb(centres, _merged(centres, radii, branch), branch, along, flatness, axes, start, end)


def _rings(atlas: AtlasFile, name: str, number: int, lines: CourseLines, *, first: bool) -> list[Floats]:
    """Centres, radii, branch, along, flatness and facing of a branch's rings; without the first where it goes on."""
    branch = atlas.courses[name].branches[number]
    line = lines.line(name, number)
    ends = branch.radius_mm, branch.end_radius_mm or branch.radius_mm
    step = float(np.clip(_RING_SHARE * sum(ends) / 2, *_RING_MM))
    shares = np.linspace(0, 1, max(4, round(length_mm(line) / step) + 1))[0 if first else 1 :]
    ones = np.ones(len(shares))
    facing = lines.facing(name, number, shares) if branch.flatness < 1 else np.zeros((len(shares), 3))
    radii = np.interp(shares, [0, 1], ends)
    return [at_share(line, shares), radii, number * ones, shares, branch.flatness * ones, facing]


def _merged(centres: Floats, radii: Floats, branch: Floats) -> Floats:
    """The radii without steps where one branch goes on as another."""
    result = radii.copy()
    for row in np.flatnonzero(np.diff(branch)):
        jump = radii[row] - radii[row + 1]
        after = np.cumsum(np.linalg.norm(np.diff(centres[row:], axis=0), axis=1))
        share = np.clip(1 - after / (_MERGE * radii[row]), 0, 1)
        result[row + 1 :] += jump * share**2 * (3 - 2 * share) * (branch[row + 1 :] == branch[row + 1])
    return result
