"""The iliotibial tract between crest and femur: how it leaves the bone, and what it lies on."""

from __future__ import annotations

import numpy as np
import pytest

from glutview.biomech.transforms import Floats, apply
from glutview.build import tract_motion
from glutview.build.deformation_lattice import NEUTRAL, Angles
from glutview.build.tract import TRACT, at_levels, rides_from
from glutview.geometry.drawn_block import drawn_block
from glutview.geometry.mesh_io import read_ply
from glutview.paths import assets_dir
from tests.build.shipped_motion import played, setting, tract

POSES: tuple[Angles, ...] = ((110.0, 20.0, 0.0), (0.0, 40.0, 0.0), (90.0, 0.0, 20.0))


def beneath(pose: Angles) -> dict[str, Floats]:
    """The muscle that it slides over."""
    return {tract_motion.UNDER_TRACT: played(tract_motion.UNDER_TRACT, pose)}


def below() -> Floats:
    """(ns, 3) its middle at neutral, where it rides on the femur: half a level below its end."""
    block, s = drawn_block(read_ply(assets_dir() / "meshes" / f"{TRACT}.ply")), tract().lines[0]
    level = rides_from(s)[:, None] * (1 + np.diff(tract().lines[2])[-1:] / 2)
    faces = [at_levels(block.nodes[::2, face], block.u, level)[:, 0] for face in (0, -1)]
    return np.asarray(np.mean(faces, axis=0))


def bends(pose: Angles) -> Floats:
    """(ns, nu - 1) degrees by which its fibres turn from step to step, onto the femur last."""
    sheet = tract().nodes(pose, beneath(pose)).mean(1)
    riding = apply(setting().femur_at(pose), below())[:, None]
    steps = np.diff(np.concatenate([sheet, riding], axis=1), axis=1)
    steps /= np.linalg.norm(steps, axis=-1, keepdims=True)
    return np.asarray(np.degrees(np.arccos(np.clip(np.sum(steps[:, 1:] * steps[:, :-1], axis=-1), -1, 1))))


def test_it_goes_on_where_it_rides_on_the_femur() -> None:
    assert np.linalg.norm(below() - tract().rest[:, :, -1].mean(1), axis=-1).max() < 8
    # At rest it was drawn as one.
    assert bends(NEUTRAL)[:, -1].max() < 6


@pytest.mark.parametrize("pose", POSES)
def test_it_comes_to_the_femur_over_a_stretch_not_in_a_line(pose: Angles, monkeypatch: pytest.MonkeyPatch) -> None:
    behind, lower = tract().lines[0] >= 0.5, tract().lines[2][1:] > 0.4

    def turning() -> Floats:
        return np.asarray(bends(pose)[behind].mean(0)[lower])

    soft = turning()
    # Neither where it begins to ride, nor anywhere before, does a step turn it so much as to be seen as a crease.
    assert soft[-1] < 0.6 * soft.max()
    assert soft.max() < 0.3 * soft.sum()
    # Held as fast from where it first is on the femur, it would be turned there.
    monkeypatch.setattr(tract_motion, "_HELD", 1.0)
    assert soft.max() < 0.9 * turning().max()


@pytest.mark.parametrize("pose", POSES)
def test_where_muscles_end_on_it_it_goes_with_the_femur(pose: Angles) -> None:
    middle = tract().rest.mean(1)
    carried = apply(setting().femur_at(pose), middle.reshape(-1, 3)).reshape(middle.shape)
    off = np.linalg.norm(tract().nodes(pose, beneath(pose)).mean(1) - carried, axis=-1)
    assert off[tract().riding >= 1].max() < 1e-9
    # A footprint is a few millimetres below where it comes to the femur.
    assert off[tract().riding > 0.6].max() < 3
    assert np.median(off[tract().riding > 0.3]) < 2.5


@pytest.mark.parametrize("pose", POSES)
def test_it_lies_on_muscle_and_bone_and_ends_on_them(pose: Angles) -> None:
    nodes = tract().nodes(pose, beneath(pose))
    middle, rest = nodes.mean(1), tract().rest
    for field in tract_motion._beneath(setting(), pose, beneath(pose)):
        # What is beneath its ends is where it was.
        depth = -field.value_and_gradient(middle[:, 1:-1].reshape(-1, 3))[0].reshape(middle[:, 1:-1].shape[:2])
        assert (depth + tract().clearance_mm[:, 1:-1]).max() < 1.0
    assert np.array_equal(nodes[:, :, 0], rest[:, :, 0])
    carried = apply(setting().femur_at(pose), rest[:, :, -1].reshape(-1, 3)).reshape(-1, 2, 3)
    assert np.abs(nodes[:, :, -1] - carried).max() < 1e-9
