"""The iliotibial tract between crest and femur: how it leaves the bone, and what it lies on."""

from __future__ import annotations

import numpy as np
import pytest

from glutview.biomech.transforms import Floats, apply
from glutview.build import tract_motion
from glutview.build.deformation_lattice import NEUTRAL, Angles
from glutview.build.deformation_setting import UNDER_TRACT
from tests.build.shipped_motion import played, setting, tract

POSES: tuple[Angles, ...] = ((110.0, 20.0, 0.0), (0.0, 40.0, 0.0), (90.0, 0.0, 20.0))


def beneath(pose: Angles) -> dict[str, Floats]:
    """The muscle that it slides over."""
    return {UNDER_TRACT: played(UNDER_TRACT, pose)}


def bends(pose: Angles) -> Floats:
    """(ns, nu) degrees by which its fibres turn from step to step, onto the femur last."""
    sheet = tract().nodes(pose, beneath(pose)).mean(1)
    riding = apply(setting().femur_at(pose), tract().beyond)[:, None]
    steps = np.diff(np.concatenate([sheet, riding], axis=1), axis=1)
    steps /= np.linalg.norm(steps, axis=-1, keepdims=True)
    return np.asarray(np.degrees(np.arccos(np.clip(np.sum(steps[:, 1:] * steps[:, :-1], axis=-1), -1, 1))))


def test_it_goes_on_where_it_rides_on_the_femur() -> None:
    assert np.linalg.norm(tract().beyond - tract().rest[:, :, -1].mean(1), axis=-1).max() < 15
    # At rest it was drawn as one.
    assert bends(NEUTRAL)[:, -1].max() < 6


@pytest.mark.parametrize("pose", POSES)
def test_it_bends_towards_the_femur_and_not_all_at_once(pose: Angles, monkeypatch: pytest.MonkeyPatch) -> None:
    soft = bends(pose)
    monkeypatch.setattr(tract_motion, "_BENT", 0.0)
    monkeypatch.setattr(tract_motion, "_SLACK", tract_motion._ALONG)
    pulled = bends(pose)
    behind = tract().lines[0] >= tract_motion._BEHIND_TENSOR[1]
    assert soft[behind, -1].mean() < 0.8 * pulled[behind, -1].mean()
    # Hardly more in all, and nowhere else as much as there.
    assert soft.sum(1).mean() < 1.2 * pulled.sum(1).mean()
    assert soft[:, :-1].mean(0).max() < soft[:, -1].mean()


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
