"""Tubes are closed, outward and as thick as asked, however they bend and fork."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glutview.geometry.crossings import crossings
from glutview.geometry.easing import dihedral_angles_deg
from glutview.geometry.mesh import Floats
from glutview.geometry.tube import Limb
from glutview.geometry.tube_tree import GraftError, tube_tree

ANGLES = st.floats(25.0, 155.0)


def arm(begin: Floats, way: Floats, length: float, radius: float, start: int | None = None) -> Limb:
    centres = begin + np.linspace(0, length, round(length / 2.2))[:, None] * way
    limb = Limb.plain(centres, np.full(len(centres), radius))
    branch = limb.branch + (start is not None)
    return Limb(limb.centres, limb.radii_mm, branch, limb.along, limb.flatness, None, start)


def direction(angle_deg: float, turn: float = 0.0) -> Floats:
    angle = np.radians(angle_deg)
    return np.array([np.cos(angle), np.sin(angle) * np.cos(turn), np.sin(angle) * np.sin(turn)])


@given(st.floats(0.5, 4.0), st.floats(0.0, 0.06), st.floats(0.3, 1.0))
def test_a_tube_is_closed_and_holds_its_volume(radius: float, bend: float, taper: float) -> None:
    turn = np.linspace(0, 1, 60)
    centres = np.column_stack([np.sin(bend * 60 * turn) * 20, np.cos(bend * 60 * turn) * 20, 60 * turn])
    radii = radius * (1 + (taper - 1) * turn)
    mesh = tube_tree([Limb.plain(centres, radii)])
    length = np.linalg.norm(np.diff(centres, axis=0), axis=1).sum()
    assert mesh.is_closed()
    body = np.pi * length * radius**2 * (1 + taper + taper**2) / 3
    ends = 2 / 3 * np.pi * radius**3 * (1 + taper**3)
    # A regular polygon of eight sides fills nine tenths of its circle, one of twelve 95 %.
    assert 0.86 <= mesh.volume_mm3() / (body + ends) <= 1


def test_a_flat_tube_lies_on_what_it_faces() -> None:
    centres = np.column_stack([np.linspace(0, 60, 25), np.zeros(25), np.zeros(25)])
    plain = Limb.plain(centres, np.full(25, 7.75))
    flat = Limb(
        centres, plain.radii_mm, plain.branch, plain.along, np.full(25, 0.36), np.tile([0.0, 0.0, 1.0], (25, 1))
    )
    body = tube_tree([flat]).vertices
    assert np.ptp(body[:, 1]) == pytest.approx(15.5, rel=0.01)
    assert np.ptp(body[:, 2]) == pytest.approx(15.5 * 0.36, rel=0.01)


@given(ANGLES, st.floats(0, 2 * np.pi), st.floats(0.5, 3.5), st.floats(0.25, 1.0), st.floats(0.1, 0.9))
def test_a_fork_is_one_closed_surface(angle: float, turn: float, radius: float, part: float, at: float) -> None:
    trunk = arm(np.zeros(3), direction(0), 80, radius)
    twig = arm(np.array([80 * at, 0, 0]), direction(angle, turn), 60, radius * part, start=0)
    mesh = tube_tree([trunk, twig])
    assert mesh.is_closed()
    assert mesh.volume_mm3() > 0
    assert len(crossings(mesh)) == 0
    assert len(pieces(mesh.faces, len(mesh.vertices))) == 1
    assert set(np.unique(mesh.fields["branch"])) == {0.0, 1.0}


@given(ANGLES, st.floats(0, 2 * np.pi))
def test_a_bridge_makes_a_ring(angle: float, turn: float) -> None:
    lower, upper = np.zeros(3), 40 * direction(90, turn)
    first, second = (arm(start, direction(0), 90, 2.0) for start in (lower, upper))
    way = direction(angle, turn)
    bridge = arm(np.array([45 - 20 / np.tan(np.radians(angle)), 0, 0]), way, 40 / np.sin(np.radians(angle)), 1.0)
    if not 5 < bridge.centres[-1, 0] < 85 or not 5 < bridge.centres[0, 0] < 85:
        return
    ends = Limb(bridge.centres, bridge.radii_mm, bridge.branch, bridge.along, bridge.flatness, None, 0, 1)
    mesh = tube_tree([first, second, ends])
    assert mesh.is_closed()
    assert len(crossings(mesh)) == 0
    assert len(pieces(mesh.faces, len(mesh.vertices))) == 1


def test_a_fork_is_smooth() -> None:
    trunk = arm(np.zeros(3), direction(0), 80, 2.0)
    twig = arm(np.array([40.0, 0, 0]), direction(50), 60, 1.3, start=0)
    _, angles = dihedral_angles_deg(tube_tree([trunk, twig]))
    # The corners of an octagon turn by 45 degrees; a crotch cut sharp would turn by 90 and more.
    assert angles.max() < 75


def test_a_limb_inside_another_cannot_be_grafted() -> None:
    trunk = arm(np.zeros(3), direction(0), 80, 2.0)
    with pytest.raises(GraftError, match="come clear"):
        tube_tree([trunk, arm(np.array([10.0, 0, 0]), direction(2), 40, 1.3, start=0)])


def pieces(faces: np.ndarray, count: int) -> list[set[int]]:
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    rows = faces[:, [0, 1, 2]].ravel()
    graph = coo_matrix((np.ones(len(rows)), (rows, faces[:, [1, 2, 0]].ravel())), shape=(count, count))
    total, label = connected_components(graph, directed=False)
    return [set(np.flatnonzero(label == number)) for number in range(total)]
