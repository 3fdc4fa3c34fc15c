"""The zero surface of a sampled field as evenly triangulated net.

Naive surface nets (Gibson 1998, doi:10.1007/BFb0056277): one vertex in every cell that the surface crosses, at
the mean of the crossings on its edges, and a quadrilateral across every crossed grid edge. Marching cubes would
leave slivers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from glutview.geometry.distance import DistanceField
from glutview.geometry.mesh import Floats, Mesh

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]

_SMOOTHINGS = 12


def surface_net(field: DistanceField, every: int = 1) -> Mesh:
    """The surface where the field is zero, outward where it is positive.

    Vertices are evened out along the surface and drawn back to it by Newton steps.

    Args:
        field: signed distances.
        every: a cell of the net spans so many of the field's: fewer triangles on the same surface.
    """
    values = field.values[::every, ::every, ::every].astype(np.float64)
    inside = values < 0
    sheets = _sheet_of_edge()[_corner_code(inside)]
    places, number = _vertices(values, inside, sheets)
    quads = np.vstack([_quads(inside, sheets, number, axis) for axis in range(3)])
    return _relax(field.origin + every * field.spacing * places, quads, field)


def _corner_code(inside: Flags) -> Numbers:
    """(cells) which of a cell's eight corners lie inside, as a number from 0 to 255."""
    code = np.zeros([size - 1 for size in inside.shape], dtype=np.int64)
    for bit, (i, j, k) in enumerate(np.ndindex(2, 2, 2)):
        cells = code.shape
        code |= inside[i : i + cells[0], j : j + cells[1], k : k + cells[2]].astype(np.int64) << bit
    return code


def _edge(axis: int, offset: Sequence[int]) -> int:
    """Number (0-11) of a cell's edge along `axis` that starts at corner `offset`."""
    first, second = (offset[other] for other in range(3) if other != axis)
    return axis * 4 + first * 2 + second


@cache
def _sheet_of_edge() -> Numbers:
    """(256, 12) which sheet of the surface crosses an edge, for every pattern of corners; -1: none.

    Two sheets may pass one cell; a vertex for each keeps the net a manifold. Crossings follow one another
    around the cell's faces; where a face has four, each pair goes around the corner that lies inside.
    """
    table = np.full((256, 12), -1, dtype=np.int64)
    for code in range(256):
        inside = np.array([code >> bit & 1 for bit in range(8)], dtype=bool).reshape(2, 2, 2)
        sheet = {
            _edge(axis, corner): _edge(axis, corner)
            for axis in range(3)
            for corner in np.ndindex(2, 2, 2)
            if corner[axis] == 0 and inside[corner] != inside[tuple(np.add(corner, np.eye(3, dtype=int)[axis]))]
        }
        for first, second in _links(inside, sheet):
            old, new = sheet[second], sheet[first]
            sheet = {edge: new if name == old else name for edge, name in sheet.items()}
        for edge, name in sheet.items():
            table[code, edge] = sorted(set(sheet.values())).index(name)
    return table


def _links(inside: Flags, crossed: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    for normal in range(3):
        a, b = (axis for axis in range(3) if axis != normal)
        for side in (0, 1):
            at = np.zeros((2, 2, 3), dtype=int)
            at[..., normal] = side
            at[1, :, a], at[:, 1, b] = 1, 1
            along_a = [_edge(a, at[0, k]) for k in (0, 1)]
            along_b = [_edge(b, at[k, 0]) for k in (0, 1)]
            found = [edge for edge in (*along_a, *along_b) if edge in crossed]
            if len(found) == 2:
                yield found[0], found[1]
            elif len(found) == 4:
                for i, j in np.ndindex(2, 2):
                    if inside[tuple(at[i, j])]:
                        yield along_a[j], along_b[i]


def _vertices(values: Floats, inside: Flags, sheets: Numbers) -> tuple[Floats, Numbers]:
    """One vertex for each sheet of each cell, in cells; and its number (cells, 4), -1 where there is none."""
    cells = sheets.shape[:3]
    total, count = np.zeros((*cells, 4, 3)), np.zeros((*cells, 4))
    for axis in range(3):
        low, high = _ends(axis)
        a, b = values[low], values[high]
        crossed = inside[low] != inside[high]
        share = np.divide(a, a - b, out=np.zeros_like(a), where=crossed)
        others = [other for other in range(3) if other != axis]
        for first, second in np.ndindex(2, 2):
            window = [slice(0, cells[other]) for other in range(3)]
            window[others[0]] = slice(first, first + cells[others[0]])
            window[others[1]] = slice(second, second + cells[others[1]])
            at = np.argwhere(crossed[tuple(window)])
            place = (*at.T, sheets[(*at.T, axis * 4 + first * 2 + second)])
            np.add.at(count, place, 1)
            np.add.at(total, (*place, axis), share[tuple(window)][tuple(at.T)])
            np.add.at(total, (*place, others[0]), first)
            np.add.at(total, (*place, others[1]), second)
    held = count > 0
    number = np.full(held.shape, -1, dtype=np.int64)
    number[held] = np.arange(int(held.sum()))
    return np.argwhere(held)[:, :3] + total[held] / count[held][:, None], number


def _quads(inside: Flags, sheets: Numbers, number: Numbers, axis: int) -> Numbers:
    """(k, 4) vertices around every crossed edge along an axis, counter-clockwise seen from outside."""
    low, high = _ends(axis)
    at = np.argwhere(inside[low] != inside[high])
    leaving = inside[low][tuple(at.T)]
    columns = []
    for steps in ((1, 1), (0, 1), (0, 0), (1, 0)):
        offset = [0, 0, 0]
        offset[(axis + 1) % 3], offset[(axis + 2) % 3] = steps
        cell = tuple((at - np.array(offset)).T)
        columns.append(number[(*cell, sheets[(*cell, _edge(axis, offset))])])
    quads = np.column_stack(columns)
    return np.where(leaving[:, None], quads, quads[:, ::-1])


def _ends(axis: int) -> tuple[tuple[slice, ...], tuple[slice, ...]]:
    """Windows on the first and on the second end of all edges along an axis."""
    low, high = [slice(None)] * 3, [slice(None)] * 3
    low[axis], high[axis] = slice(None, -1), slice(1, None)
    return tuple(low), tuple(high)


def _relax(xyz: Floats, quads: Numbers, field: DistanceField) -> Mesh:
    pairs = np.vstack([quads[:, [k, (k + 1) % 4]] for k in range(4)])
    degree = np.bincount(pairs[:, 0], minlength=len(xyz))[:, None]
    for _ in range(_SMOOTHINGS):
        total = np.column_stack(
            [np.bincount(pairs[:, 0], weights=xyz[pairs[:, 1], axis], minlength=len(xyz)) for axis in range(3)]
        )
        xyz = xyz + 0.5 * (total / degree - xyz)
        for _ in range(2):
            value, slope = field.value_and_gradient(xyz)
            square = np.maximum((slope**2).sum(1), 0.25)
            step = slope * (value / square)[:, None]
            xyz = xyz - step * np.minimum(1, field.spacing / np.maximum(np.linalg.norm(step, axis=1), 1e-12))[:, None]
    a, b, c, d = (xyz[quads[:, k]] for k in range(4))
    # The margin keeps even quadrilaterals from turning their diagonal on a rounding error.
    first = np.linalg.norm(a - c, axis=1) <= np.linalg.norm(b - d, axis=1) * (1 + 1e-6)
    one = np.where(first[:, None], quads[:, [0, 1, 2]], quads[:, [0, 1, 3]])
    two = np.where(first[:, None], quads[:, [0, 2, 3]], quads[:, [1, 2, 3]])
    return Mesh(xyz, np.stack([one, two], axis=1).reshape(-1, 3).astype(np.int32))
