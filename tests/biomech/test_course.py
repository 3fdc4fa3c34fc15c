"""Nerves and vessels follow what they rest on, and where they are joined they move as one."""

from __future__ import annotations

import numpy as np
import pytest

from glutview.biomech.course import Junction, Stops, Waypoint
from glutview.biomech.tube_bundle import TubeBundle
from glutview.biomech.tube_rig import TubeRig
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.tube import Limb
from glutview.geometry.tube_tree import tube_tree

PLATE = Mesh(np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0.0]]), np.array([[0, 1, 2]], dtype=np.int32))


def at(name: str, x: float, y: float = 0.0) -> Waypoint:
    return Waypoint(name, np.array([0, 1, 2], dtype=np.int32), np.array([1 - x - y, x, y]), 0.0)


def line(start: Floats, end: Floats) -> Floats:
    return np.asarray(start + np.linspace(0, 1, 20)[:, None] * (end - start))


PASSED: Stops = {
    "artery": [[at("still", 0.0), at("moved", 80.0)]],
    "twig": [
        [Junction("artery", 0, 0.25), at("moved", 20.0, 60.0)],
        [Junction("twig", 0, 1.0), at("still", 0.0, 90.0)],
    ],
}
MESHES = {"still": PLATE, "moved": PLATE}


def rig(course: str, lines: list[Floats]) -> TubeRig:
    limbs = [Limb.plain(centres, np.full(20, 0.5)) for centres in lines]
    mesh = tube_tree(limbs)
    branch = np.repeat(np.arange(len(lines)), len(mesh.vertices) // len(lines)).astype(np.float32)
    return TubeRig.of(Mesh(mesh.vertices, mesh.faces, {**mesh.fields, "branch": branch}), course, PASSED, MESHES)


def shift(made: TubeRig, by: Floats) -> Floats:
    """(n, 3) by how much the tube moves when what is `moved` is shifted."""
    rest = np.array([PLATE.vertices[corners] for corners in made.corners])
    away = np.array([by if carrier == "moved" else np.zeros(3) for carrier in made.carriers])
    return np.asarray(TubeBundle.of([made]).posed(rest, rest + away[:, None]).T - made.rest)


def test_a_place_between_two_waypoints_follows_both() -> None:
    made = rig("artery", [line(np.zeros(3), np.array([80.0, 0, 0]))])
    moved = shift(made, np.array([0, 0, 8.0]))
    # Rings turn with the line, which rises by one in ten; near a waypoint its pull goes over smoothly.
    assert moved[:, 2] == pytest.approx(np.clip(made.rest[:, 0], 0, 80) / 10, abs=0.35)


def test_what_hangs_on_another_moves_with_it_where_it_leaves_it() -> None:
    begin, fork, end = np.array([[20.0, 0, 0], [20, 60, 0], [0, 90, 0]])
    twig = [line(begin, fork), line(fork, end)]
    made = rig("twig", twig)
    moved = shift(made, np.array([0, 0, 8.0]))[:, 2]
    begins = np.linalg.norm(made.rest - twig[0][0], axis=1) <= 0.51
    forks = np.linalg.norm(made.rest - twig[1][0], axis=1) <= 0.51
    ends = np.linalg.norm(made.rest - twig[1][-1], axis=1) <= 0.51
    assert moved[begins] == pytest.approx(2.0, abs=0.2)  # a quarter of the way from what stands still to what moves
    assert moved[forks] == pytest.approx(8.0, abs=0.2)
    assert moved[ends] == pytest.approx(0.0, abs=0.2)


def test_a_rig_knows_only_the_waypoints_that_carry_it() -> None:
    made = rig("artery", [line(np.zeros(3), np.array([80.0, 0, 0]))])
    assert made.carriers == ("still", "moved")
    assert made.shares.sum(axis=1) == pytest.approx(1.0)
