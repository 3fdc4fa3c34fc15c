"""What ties a muscle to the capsule: it turns about the hip, and has one way to lie."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glutview.biomech.hip_joint import HipJoint
from glutview.biomech.transforms import Floats, apply
from glutview.build.block_elements import flatten, node_volumes, unflatten
from glutview.build.block_solver import BlockSolver
from glutview.build.capsule_ties import CapsuleTies
from glutview.build.deformation_lattice import LIMITS, Angles
from tests.build.shipped_motion import played, setting
from tests.build.test_played_against_solved import held_out

HIP = HipJoint.between("r", [3.0, -2.0, 5.0], [3.0, -2.0, -395.0])
SHAPE, U = (5, 3, 7), np.linspace(0, 1, 7)
REACH_MM = 20.0
ONE_WAY_MM = 2.0


class FemurBeyond:
    """Half a space, from where the fibres end."""

    def value_and_gradient(self, points: Floats) -> tuple[Floats, Floats]:
        return 40 - points[:, 0], np.tile([-1.0, 0.0, 0.0], (len(points), 1))


def block() -> Floats:
    s, t, u = np.meshgrid(np.linspace(0, 1, 5), np.linspace(0, 1, 3), U, indexing="ij")
    return np.asarray(np.stack([40 * u, 12 * s - 20, 4 * t], axis=-1))


def ties(firmness: float = 0.1) -> CapsuleTies:
    return CapsuleTies.of(block(), U, HIP.centre_mm, FemurBeyond(), firmness)


@given(*(st.floats(low, high) for low, high in LIMITS.tolist()))
def test_at_its_ends_it_goes_with_the_bones_and_between_keeps_its_distance(f: float, a: float, r: float) -> None:
    femur, rest = HIP.transforms(np.array([f, a, r])), block()
    found = unflatten(ties().places(femur), SHAPE)
    assert np.abs(found[:, :, 0] - rest[:, :, 0]).max() < 1e-9
    assert np.abs(found[:, :, -1] - apply(femur, rest[:, :, -1].reshape(-1, 3)).reshape(5, 3, 3)).max() < 1e-9
    away, then = (np.linalg.norm(nodes - HIP.centre_mm, axis=-1) for nodes in (found, rest))
    assert np.abs(away - then).max() < 1e-9


@given(*(st.floats(low, high) for low, high in LIMITS.tolist()))
def test_the_middle_turned_twice_is_where_the_femur_takes_it(f: float, a: float, r: float) -> None:
    femur, rest = HIP.transforms(np.array([f, a, r])), block()
    middle = rest[:, :, 3]
    whole = CapsuleTies(rest, np.ones(7), HIP.centre_mm, ties().springs).places(femur)
    again = CapsuleTies(unflatten(ties().places(femur), SHAPE), ties().share, HIP.centre_mm, ties().springs)
    assert (
        np.abs(unflatten(whole, SHAPE)[:, :, 3] - apply(femur, middle.reshape(-1, 3)).reshape(5, 3, 3)).max() < 1e-9
    )
    assert np.abs(unflatten(again.places(femur) - whole, SHAPE)[:, :, 3]).max() < 1e-9


def test_at_neutral_they_pull_nowhere() -> None:
    assert np.abs(ties().places(np.eye(4)) - flatten(block())).max() < 1e-12


def test_the_further_from_the_femur_the_looser() -> None:
    held = ties(0.3).springs.stiffness.reshape(SHAPE)
    assert held[:, :, -1] == pytest.approx(0.3 * node_volumes(block())[:, :, -1])
    assert (np.diff(held, axis=2) >= 0).all()
    assert ((held > 0) == (40 * (1 - U) < REACH_MM)).all()


def test_a_tied_block_comes_to_lie_nearer_to_its_places() -> None:
    solver = BlockSolver(block(), (np.linspace(0, 1, 5), np.linspace(0, 1, 3), U))
    femur = HIP.transforms(np.array([40.0, 0.0, 0.0]))
    start, places, away = solver.blended(block(), femur), unflatten(ties().places(femur), SHAPE), []
    for firmness in (0.1, 1.0, 10.0):
        found, report = replace(solver, capsule=ties(firmness)).solve(start, femur, [])
        assert report.settled
        away.append(float(np.linalg.norm((found - places)[:, :, 4:], axis=-1).mean()))
    free, _ = solver.solve(start, femur, [])
    assert np.linalg.norm((free - places)[:, :, 4:], axis=-1).mean() > away[0] > away[1] > away[2]


SLIPS = (38.9, 34.0, 29.1)
NAME = "obturator_externus"


def two_ways(pose: Angles, solver: BlockSolver) -> float:
    """How far apart it lies from where it is played and from where its bones alone take it, mm at most."""
    muscle, nodes = setting().muscles[NAME], {each: played(each, pose) for each in setting().muscles}
    muscles = {**setting().muscles, NAME: replace(muscle, solver=solver)}
    its = replace(setting(), muscles=muscles)
    blended = solver.blended(solver.rest, setting().femur_at(pose))
    found = [its.solve_one(NAME, pose, {**nodes, NAME: start}) for start in (nodes[NAME], blended)]
    assert all(report.settled for _, report in found)
    return float(np.linalg.norm(found[0][0] - found[1][0], axis=-1).max())


@pytest.mark.parametrize("pose", [*held_out(4, seed=23), SLIPS], ids=str)
def test_obturator_externus_has_one_way_to_lie(pose: Angles) -> None:
    assert two_ways(pose, setting().muscles[NAME].solver) < ONE_WAY_MM


def test_untied_it_slips_off_the_femur_to_either_side() -> None:
    untied = replace(setting().muscles[NAME].solver, capsule=None)
    assert max(two_ways((38.9, abduction, 29.1), untied) for abduction in (32.0, 34.0, 36.0)) > 5 * ONE_WAY_MM
