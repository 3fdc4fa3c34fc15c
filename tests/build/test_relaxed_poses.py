"""Poses solved anew: one in which a muscle lies unlike those about it comes to lie alike."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from glutview.biomech.transforms import Floats
from glutview.build.corrected_poses import CorrectedPoses
from glutview.build.deformation_lattice import NEUTRAL, Angles
from glutview.build.relaxed_poses import SMOOTHINGS, RelaxedPoses
from glutview.build.solved_poses import SolvedPoses
from tests.build.shipped_motion import played, setting

MUSCLE = "piriformis"
ODD: Angles = (36.0, 0.0, 0.0)
FORBIDDEN: Angles = (120.0, -30.0, 45.0)
LINE: list[Angles] = [NEUTRAL, (18.0, 0.0, 0.0), ODD, (54.0, 0.0, 0.0), (74.0, 0.0, 0.0)]


def solved_nodes(pose: Angles) -> dict[str, Floats]:
    """As it is played, but in one pose, where a muscle bulges aside."""
    nodes = {name: played(name, pose) for name in setting().muscles}
    if pose == ODD:
        bulge = np.sin(np.pi * setting().muscles[MUSCLE].solver.lines[2])[:, None] * (0.0, 0.0, 9.0)
        nodes[MUSCLE] = nodes[MUSCLE] + bulge
    return nodes


def off(found: dict[str, Floats], pose: Angles, name: str = MUSCLE) -> float:
    return float(np.sqrt(np.mean(np.sum((found[name] - played(name, pose)) ** 2, axis=-1))))


def test_a_pose_comes_to_lie_as_those_about_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    solved = SolvedPoses(setting(), tmp_path)
    monkeypatch.setattr(solved, "poses", [*LINE, FORBIDDEN])
    monkeypatch.setattr(solved, "nodes", solved_nodes)
    relaxed = RelaxedPoses(solved)
    assert off(relaxed.nodes(ODD, 0), ODD) > 4
    for rounds in range(1, len(SMOOTHINGS) + 1):
        for pose in LINE:
            for name in setting().muscles:
                assert off(relaxed.nodes(pose, rounds), pose, name) < 1, (rounds, pose, name)
    # Sheets stay as they were solved, and what is tied to the capsule.
    for name, muscle in setting().muscles.items():
        moved = np.abs(relaxed.nodes(ODD)[name] - solved_nodes(ODD)[name]).max()
        assert (moved < 1e-4) == (muscle.slab_mm is not None or muscle.solver.capsule is not None), name
    # Neutral and what the bones forbid stay as they were solved; what was found is kept, all of it under one key.
    for pose in (NEUTRAL, FORBIDDEN):
        for name, nodes in relaxed.nodes(pose).items():
            assert np.array_equal(nodes, solved_nodes(pose)[name])
    again = RelaxedPoses(solved)
    monkeypatch.setattr(again, "_start", None)
    assert np.array_equal(again.nodes(ODD)[MUSCLE], relaxed.nodes(ODD)[MUSCLE])
    assert len(list(solved.folder.rglob("*.npz"))) == len(SMOOTHINGS) * (len(LINE) - 1)


def test_what_was_put_right_is_found_anew_when_poses_are_relaxed_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    solved = SolvedPoses(setting(), tmp_path)
    first = CorrectedPoses(RelaxedPoses(solved))
    monkeypatch.setattr("glutview.build.relaxed_poses.SMOOTHINGS", (0.2, 3e-3))
    second = CorrectedPoses(RelaxedPoses(solved))
    assert first.relaxed.key != second.relaxed.key
    assert first._files.folder != second._files.folder
