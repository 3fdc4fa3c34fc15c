"""Nerves and vessels at rest: whole, as thick as stated, joined where they join, and out of bone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pytest

from glutview.atlas.schema import AtlasFile, BranchSpec, JunctionWaypoint
from glutview.biomech.anatomy import Anatomy
from glutview.geometry.crossings import crossings
from glutview.geometry.distance import DistanceField
from glutview.geometry.mesh import Floats, Mesh
from tests.anatomy.conftest import BONES
from tests.geometry.test_tube import pieces

Meshes = Mapping[str, Mesh]
Rings = tuple[Floats, Floats, Floats]
TRIANGLES = 60_000


@pytest.fixture(scope="module")
def stated(anatomy: Anatomy) -> AtlasFile:
    return anatomy.atlas.stated


def rings(mesh: Mesh, number: int) -> Rings:
    """Along (k,), middles (k, 3) and half the greatest breadth (k,) of a branch's rings, but its ends."""
    rows = np.flatnonzero(mesh.fields["branch"] == number)
    along, ring, count = np.unique(mesh.fields["along"][rows], return_inverse=True, return_counts=True)
    middles = np.column_stack([np.bincount(ring, axis) / count for axis in mesh.vertices[rows].T])
    off = np.linalg.norm(mesh.vertices[rows] - middles[ring], axis=1)
    breadth = np.array([off[ring == k].max() for k in range(len(along))])
    # A ring that a collar took corners from is not round.
    whole = (along > 0) & (along < 1) & (count == np.median(count))
    return along[whole], middles[whole], breadth[whole]


def joints(stated: AtlasFile, right: Meshes) -> Iterator[tuple[str, BranchSpec, int, JunctionWaypoint, Floats]]:
    """Each end that joins another branch: structure, branch, its end (0 or -1), the junction and the place of it."""
    for id, course in stated.courses.items():
        for branch in course.branches:
            for end in (0, -1):
                point = branch.points[end]
                if isinstance(point, JunctionWaypoint):
                    of = point.of or id
                    names = [other.name for other in stated.courses[of].branches]
                    along, middles, _ = rings(right[of], names.index(point.branch))
                    place = [np.interp(point.at, along, axis) for axis in middles.T]
                    yield id, branch, end, point, np.array(place)


def test_each_is_closed_outward_and_free_of_crossings(stated: AtlasFile, right: Meshes) -> None:
    for id in stated.courses:
        assert right[id].is_closed(), id
        assert right[id].volume_mm3() > 0, id
        assert len(crossings(right[id])) == 0, id


def test_each_is_one_piece_for_every_beginning(stated: AtlasFile, right: Meshes) -> None:
    for id, course in stated.courses.items():
        begun = 0
        for branch in course.branches:
            ends = [branch.points[0], branch.points[-1]]
            begun += not any(isinstance(point, JunctionWaypoint) and point.of in (None, id) for point in ends)
        assert len(pieces(right[id].faces, len(right[id].vertices))) == begun, id


def test_all_together_are_few_enough_triangles(stated: AtlasFile, right: Meshes) -> None:
    assert sum(len(right[id].faces) for id in stated.courses) <= TRIANGLES


def test_each_branch_is_as_thick_as_stated(stated: AtlasFile, right: Meshes) -> None:
    measured = 0
    for id, course in stated.courses.items():
        forks = [place for of, _, _, point, place in joints(stated, right) if id in (of, point.of)]
        forks.append(np.full(3, 1e9))
        for number, branch in enumerate(course.branches):
            along, middles, breadth = rings(right[id], number)
            wanted = np.interp(along, [0, 1], [branch.radius_mm, branch.end_radius_mm or branch.radius_mm])
            gap = np.linalg.norm(middles[:, None] - np.array(forks), axis=2).min(axis=1)
            clear = gap > 10 + 3 * wanted
            # The outermost rings may be drawn towards a collar.
            clear[:2] = clear[-2:] = False
            assert breadth[clear] == pytest.approx(wanted[clear], rel=0.05), (id, branch.name)
            measured += clear.sum()
    assert measured > 500


def test_what_joins_another_structure_begins_within_it(stated: AtlasFile, right: Meshes) -> None:
    count = 0
    for id, branch, end, point, place in joints(stated, right):
        if point.of not in (None, id):
            number = [other.name for other in stated.courses[id].branches].index(branch.name)
            rows = right[id].fields["branch"] == number
            tip = right[id].vertices[rows & (right[id].fields["along"] == (0 if end == 0 else 1))].mean(axis=0)
            # The end is rounded, and the outermost whole ring of the other may be a step away.
            assert np.linalg.norm(tip - place) < 6, (id, branch.name)
            count += 1
    assert count >= 20


def test_none_cuts_into_bone(stated: AtlasFile, right: Meshes, fields: Mapping[str, DistanceField]) -> None:
    for id, course in stated.courses.items():
        for number, branch in enumerate(course.branches):
            along, middles, _ = rings(right[id], number)
            inner = middles[(along > 0.1) & (along < 0.9)]
            thin = min(branch.radius_mm, branch.end_radius_mm or branch.radius_mm) * branch.flatness
            for bone in BONES:
                assert (fields[bone].value(inner) > thin - 1.2).all(), (id, branch.name, bone)


def test_the_trochanteric_anastomosis_joins_four_arteries(stated: AtlasFile) -> None:
    ends = [
        {point.of or "" for point in (branch.points[0], branch.points[-1]) if isinstance(point, JunctionWaypoint)}
        for branch in stated.courses["trochanteric_anastomosis"].branches
    ]
    assert {
        "superior_gluteal_artery",
        "inferior_gluteal_artery",
        "medial_circumflex_femoral_artery",
        "lateral_circumflex_femoral_artery",
    } == set().union(*ends) - {""}
    # Three bridges end in the arcade, which itself begins at the fourth.
    assert sum("" in end for end in ends) == 3


def test_the_sciatic_nerve_is_a_ribbon(right: Meshes) -> None:
    _, middles, breadth = rings(right["sciatic_nerve"], 0)
    # 15.55 mm in 7,068 limbs (Tomaszewski 2016).
    assert 2 * breadth[middles[:, 2] < 10].min() > 13.5
    assert 2 * breadth.max() == pytest.approx(15.55, rel=0.05)
