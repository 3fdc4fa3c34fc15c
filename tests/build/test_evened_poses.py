"""Solutions that agree with each other, over a solver whose answers are known."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from glutview.biomech.hip_joint import HipJoint
from glutview.biomech.transforms import Floats
from glutview.build.block_solver import BlockSolver, SolveReport
from glutview.build.deformation_lattice import NEUTRAL, Angles, lattice_poses
from glutview.build.evened_poses import EvenedPoses
from glutview.build.solved_poses import SolvedPoses
from tests.build.test_block_solver import fan

HIP = HipJoint.between("r", [0.0, 0.0, 0.0], [0.0, 0.0, -400.0])
ODD: Angles = (54.0, 14.0, 18.0)
DONE = SolveReport(0.0, 0.0, 0, 1, True, 0.0)


@dataclass(frozen=True)
class OneMuscle:
    solver: BlockSolver


class Tended:
    """A setting of one muscle, which goes half of the way to where it is expected; it counts what it solves."""

    def __init__(self) -> None:
        self.muscles = {"fan": OneMuscle(fan((4, 3, 5)))}
        self.solved: list[Angles] = []

    def femur_at(self, pose: Angles) -> Floats:
        return HIP.transforms(np.array(pose))

    def along_the_path(self, pose: Angles) -> Floats:
        """The blend of the bones, bulged in proportion to the angles; one pose has buckled."""
        solver = self.muscles["fan"].solver
        bulge = np.zeros_like(solver.rest)
        bulge[:, :, 1:-1, 0] = 0.05 * sum(pose) + (6.0 if pose == ODD else 0.0)
        return solver.blended(solver.rest, self.femur_at(pose)) + bulge

    def solve_one(
        self, name: str, pose: Angles, nodes: dict[str, Floats], *, expected: Floats
    ) -> tuple[Floats, SolveReport]:
        self.solved.append(pose)
        assert np.array_equal(nodes[name], expected)
        return (expected + self.along_the_path(pose)) / 2, DONE


class AlongPaths:
    """What stands for the solutions along the canonical paths."""

    def __init__(self, setting: Tended, folder: Path) -> None:
        self.setting = setting
        self.folder = folder
        self.poses = lattice_poses()
        self.trust = np.ones(len(self.poses))

    def nodes(self, pose: Angles) -> dict[str, Floats]:
        return {"fan": self.setting.along_the_path(pose)}


@pytest.fixture
def paths(tmp_path: Path) -> AlongPaths:
    return AlongPaths(Tended(), tmp_path)


def evened(paths: AlongPaths, round: int) -> EvenedPoses:
    return EvenedPoses(cast(SolvedPoses, paths), round)


def test_a_pose_that_buckled_is_led_back_and_the_others_stay(paths: AlongPaths) -> None:
    nodes = evened(paths, 2).all_nodes()["fan"]
    wanted = np.stack([paths.setting.along_the_path(pose) for pose in paths.poses])
    odd = paths.poses.index(ODD)
    wanted[odd, :, :, 1:-1, 0] -= 6.0
    gap = np.abs(nodes - wanted).max((1, 2, 3, 4))
    assert gap[odd] < 4.0
    assert np.median(gap) < 0.05
    gap[odd] = 0
    assert gap.max() < 1.0


def test_neutral_is_what_it_was(paths: AlongPaths) -> None:
    assert np.array_equal(evened(paths, 2).nodes(NEUTRAL)["fan"], paths.setting.along_the_path(NEUTRAL))


def test_what_is_solved_is_kept(paths: AlongPaths) -> None:
    first = evened(paths, 1).all_nodes()["fan"]
    count = len(paths.setting.solved)
    assert count == len(paths.poses) - 1
    again = evened(paths, 1).all_nodes()["fan"]
    assert len(paths.setting.solved) == count
    assert np.array_equal(first, again)
