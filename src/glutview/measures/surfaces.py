"""Whether the surfaces are sound: closed, outward, without crossings, the left the mirror image of the right."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from glutview.geometry.crossings import crossings
from glutview.geometry.mesh import Mesh
from glutview.geometry.mirror import mirror_points
from glutview.measures.figures import FigureSpec
from glutview.measures.registry import Measured, measure
from glutview.measures.subject import Subject


@measure
def not_closed(subject: Subject, figure: FigureSpec) -> Measured:
    """How many surfaces have an edge that is not met by two triangles, once in each direction."""
    return _counted({name: 0 if mesh.is_closed() else 1 for name, mesh in _all(subject)})


@measure
def not_outward(subject: Subject, figure: FigureSpec) -> Measured:
    """How many surfaces enclose no space on their inner side."""
    return _counted({name: 0 if mesh.volume_mm3() > 0 else 1 for name, mesh in _all(subject)})


@measure
def self_crossings(subject: Subject, figure: FigureSpec) -> Measured:
    """How many pairs of triangles of one surface pass through each other."""
    return _counted({name: len(crossings(mesh)) for name, mesh in _all(subject)})


@measure
def mirror_difference(subject: Subject, figure: FigureSpec) -> Measured:
    """The farthest that a vertex of the left lies from the mirror image of its counterpart, mm."""
    worst, where = 0.0, ""
    rest = subject.anatomy.rest
    for structure in subject.anatomy.atlas.structures.values():
        if structure.side != "l":
            continue
        name = structure.stated_id
        right, left = rest[f"{name}_r"].vertices, rest[structure.id].vertices
        gap = np.inf if right.shape != left.shape else float(np.abs(mirror_points(right) - left).max())
        if gap > worst:
            worst, where = gap, name.replace("_", " ")
    return Measured(worst, where)


def _all(subject: Subject) -> Iterator[tuple[str, Mesh]]:
    for structure in subject.anatomy.atlas.structures.values():
        if structure.side in (subject.side, "midline"):
            yield structure.stated_id, subject.mesh(structure.stated_id)


def _counted(numbers: dict[str, int]) -> Measured:
    found = {name: number for name, number in numbers.items() if number}
    return Measured(float(sum(found.values())), ", ".join(f"{n.replace('_', ' ')} {k}" for n, k in found.items()))
