"""What is played at run time, beside the solver: muscles solved anew in poses that are not of the lattice."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from glutview.biomech.deformation import femur_share
from glutview.biomech.deformation_modes import DeformationModes
from glutview.biomech.transforms import Floats, apply
from glutview.build.deformation_lattice import LIMITS, Angles
from glutview.build.deformation_setting import Setting, load_setting
from glutview.paths import assets_dir

MUSCLES = ("gluteus_minimus", "gluteus_medius", "tensor_fasciae_latae")
RMS_MM, P99_MM, MOST_MM = 1.0, 3.0, 6.0


@cache
def setting() -> Setting:
    return load_setting()


@cache
def shipped() -> dict[str, DeformationModes]:
    folder = assets_dir() / "deformations"
    return {name: DeformationModes.load(folder / f"{name}.npz") for name in setting().muscles}


def held_out(count: int, seed: int = 20) -> list[Angles]:
    """Poses of the range, none of which the lattice has."""
    random, found = np.random.default_rng(seed), list[Angles]()
    while len(found) < count:
        flexion, abduction, internal = np.round(random.uniform(*LIMITS.T), 1).tolist()
        if setting().motion_range.allowed((flexion, abduction, internal)):
            found.append((flexion, abduction, internal))
    return found


def played(name: str, pose: Angles) -> Floats:
    solver, modes = setting().muscles[name].solver, shipped()[name]
    share = femur_share(solver.lines[2])[:, None]
    moved = apply(setting().femur_at(pose), solver.rest.reshape(-1, 3)).reshape(solver.rest.shape)
    beyond = np.einsum("kijl,kc->ijlc", modes.modes, modes.weights(pose)[0])
    return np.asarray((1 - share) * solver.rest + share * moved + beyond)


@pytest.mark.parametrize("pose", held_out(5), ids=str)
def test_what_is_played_is_what_is_solved(pose: Angles) -> None:
    nodes = {name: played(name, pose) for name in setting().muscles}
    for name in MUSCLES:
        solved, report = setting().solve_one(name, pose, nodes)
        assert report.settled
        assert report.inverted == 0
        assert abs(report.volume_error) <= 0.01
        off = np.linalg.norm(solved - nodes[name], axis=-1)
        assert np.sqrt(np.mean(off**2)) <= RMS_MM, name
        assert np.quantile(off, 0.99) <= P99_MM, name
        assert off.max() <= MOST_MM, name
        # Footprints ride: nothing of them is solved.
        assert np.abs(solved[:, :, 0] - nodes[name][:, :, 0]).max() < 1e-6
        assert np.abs(solved[:, :, -1] - nodes[name][:, :, -1]).max() < 1e-6
