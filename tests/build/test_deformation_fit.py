"""From poses to modes and back, on a block whose every pose is known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from glutview.biomech.deformation import Deformer, femur_share
from glutview.biomech.deformation_modes import DeformationModes
from glutview.biomech.hip_joint import HipJoint
from glutview.biomech.transforms import Floats, apply
from glutview.build.deformation_fit import cofactors, fit
from glutview.build.deformation_lattice import (
    LATTICE,
    LIMITS,
    NEUTRAL,
    STEP_DEG,
    Angles,
    before,
    lattice_poses,
    path,
    solving_order,
)
from glutview.build.shipped_setting import deepest_first
from glutview.errors import GlutviewError
from glutview.geometry.block import Block
from glutview.geometry.drawn_block import drawn_block
from tests.biomech.ranges import RANGE

HIP = HipJoint.between("r", [-78.0, 0.0, 0.0], [-58.0, 0.0, -390.0])
LINES = (np.linspace(0, 1, 5), np.array([0, 0.3, 0.7, 1.0]), np.linspace(0, 1, 9))


def femur_at(pose: Angles) -> Floats:
    return HIP.transforms(np.array(pose))


def slab() -> Floats:
    S, T, U = np.meshgrid(*LINES, indexing="ij")
    return np.stack([-100 - 12 * T - 20 * U, -30 + 60 * S * (1 - 0.5 * U), 80 - 90 * U], axis=-1)


def bulged(pose: Angles) -> Floats:
    """The blend of the bones and a belly that swells laterally and posteriorly with the angles."""
    rest = slab()
    share = femur_share(LINES[2])[:, None]
    moved = apply(femur_at(pose), rest.reshape(-1, 3)).reshape(rest.shape)
    f, a, r = np.radians(pose)
    S, T, U = np.meshgrid(*LINES, indexing="ij")
    belly = np.sin(np.pi * U) * (0.3 + T)
    twist = np.sin(2 * np.pi * U) * (S - 0.5)
    push = belly[..., None] * np.array([-9 * np.sin(a), 6 * np.sin(f) * np.cos(r), 0])
    return np.asarray((1 - share) * rest + share * moved + push + twist[..., None] * np.array([0, 0, 8 * np.sin(r)]))


@pytest.fixture(scope="module")
def modes() -> DeformationModes:
    poses = lattice_poses()
    return fit(poses, np.stack([bulged(pose) for pose in poses]), slab(), LINES, femur_at, modes=6)


@pytest.mark.parametrize("pose", [(0.0, 40.0, 0.0), (0.0, 0.0, 35.0), (63.0, -11.0, 24.0), (111.0, 45.0, -40.0)])
def test_poses_off_the_lattice_are_met(modes: DeformationModes, pose: Angles) -> None:
    mesh = Block(slab(), *LINES).surface()
    posed = Deformer.of(mesh, "r", modes).positions(np.eye(4), femur_at(pose), pose)
    true = Block(bulged(pose), *LINES).surface().vertices
    assert np.abs(posed - true).max() < 0.05


def test_played_normals_follow_the_surface(modes: DeformationModes) -> None:
    s, t, u = (np.linspace(0, 1, n) for n in (25, 9, 45))
    pose = (20.0, 35.0, 20.0)
    mesh = Block(slab(), *LINES).sampled(s, t, u).surface()
    played = Deformer.of(mesh, "r", modes).normals(np.eye(4), femur_at(pose), pose)
    blended = Deformer.of(mesh, "r", None).normals(np.eye(4), femur_at(pose), pose)
    true = mesh.with_vertices(
        Deformer.of(mesh, "r", modes).positions(np.eye(4), femur_at(pose), pose).astype(np.float64)
    ).vertex_normals()

    def off(normals: Floats) -> float:
        cosine = np.einsum("kx,kx->k", normals, true) / np.linalg.norm(normals, axis=1)
        return float(np.degrees(np.arccos(np.clip(cosine, -1, 1))).mean())

    assert off(played.astype(np.float64)) < 3
    assert off(played.astype(np.float64)) < 0.5 * off(blended.astype(np.float64))


def test_what_goes_on_beyond_its_end_has_the_normals_of_the_femur_there() -> None:
    poses = lattice_poses()[::3]
    solved, pose = np.stack([bulged(each) for each in poses]), (92.0, 28.0, 18.0)
    mesh = Block(slab(), *LINES).surface()
    end, turn = mesh.fields["u"] == 1, femur_at(pose)[:3, :3]
    off = []
    for goes_on in (True, False):
        held = fit(poses, solved, slab(), LINES, femur_at, modes=6, goes_on=goes_on)
        normals = Deformer.of(mesh, "r", held).normals(np.eye(4), femur_at(pose), pose)
        off.append(np.abs(normals - mesh.vertex_normals() @ turn.T)[end].max())
    assert off[0] < 1e-4
    assert off[1] > 0.1


def test_cofactors_of_a_turned_and_stretched_block() -> None:
    turn = femur_at((30.0, 10.0, 5.0))[:3, :3]
    found = cofactors(slab() @ turn.T, slab())
    assert np.abs(found - turn).max() < 1e-9
    squeezed = cofactors(slab() * [1.0, 1.0, 0.5], slab())
    assert squeezed[2, 1, 4, 2, 2] / squeezed[2, 1, 4, 0, 0] == pytest.approx(2)


def test_the_file_holds_what_was_fitted(modes: DeformationModes, tmp_path: Path) -> None:
    modes.save(tmp_path / "slab.npz")
    again = DeformationModes.load(tmp_path / "slab.npz")
    assert np.array_equal(again.coefficients, modes.coefficients)
    assert (tmp_path / "slab.npz").stat().st_size < 130_000


def test_every_pose_of_the_lattice_is_met_and_what_is_missing_filled_in() -> None:
    missing = {(54.0, 28.0, 18.0), (120.0, 50.0, 45.0), (-20.0, -30.0, 18.0)}
    poses = [pose for pose in lattice_poses() if pose not in missing]
    held = fit(poses, np.stack([bulged(pose) for pose in poses]), slab(), LINES, femur_at, modes=12)
    share = femur_share(LINES[2])[:, None]
    for pose in [*missing, (0.0, 0.0, 0.0), (54.0, 28.0, -24.0), (-20.0, 40.0, 34.0)]:
        moved = apply(femur_at(pose), slab().reshape(-1, 3)).reshape(slab().shape)
        played = (1 - share) * slab() + share * moved + held.beyond(pose)
        off = np.abs(played - bulged(pose)).max()
        assert off < (0.6 if pose in missing else 0.02), pose
        assert off < 1e-9 or pose != NEUTRAL


def test_paths_take_short_steps_and_share_their_beginnings() -> None:
    for pose in [*lattice_poses(), (63.0, -11.0, 24.0)]:
        way = np.array(path(pose))
        assert tuple(way[-1]) == pose
        assert np.abs(np.diff(way, axis=0)).sum(1).max(initial=0) <= STEP_DEG
        if pose != NEUTRAL:
            assert path(pose)[:-1] == path(before(pose))
    order = solving_order(lattice_poses())
    assert sorted(order) == sorted(lattice_poses())
    assert all(order.index(before(pose)) <= order.index(pose) for pose in order)


def test_the_lattice_spans_the_limits_of_the_atlas() -> None:
    assert [[line[0], line[-1]] for line in LATTICE] == LIMITS.tolist() == RANGE.box.tolist()


def test_the_solved_block_is_the_drawn_surface_thinned_out() -> None:
    drawn = Block(slab(), *LINES).sampled(np.linspace(0, 1, 29), np.linspace(0, 1, 9), np.linspace(0, 1, 37))
    block = drawn_block(drawn.surface(), (15, 5, 19))
    assert block.shape == (15, 5, 19)
    exact = Block(slab(), *LINES).sampled(block.s, block.t, block.u)
    assert np.abs(block.nodes - exact.nodes)[[0, -1]].max() < 1e-5
    assert np.abs(block.nodes - exact.nodes).max() < 1.0
    mesh = drawn.surface()
    with pytest.raises(ValueError, match="no vertex"):
        drawn_block(
            type(mesh)(mesh.vertices[:200], mesh.faces[:1] * 0, {k: v[:200] for k, v in mesh.fields.items()}),
            (15, 5, 19),
        )


def test_muscles_are_solved_from_the_deepest() -> None:
    over = {"maximus": ["femur", "medius", "minimus"], "medius": ["minimus"], "minimus": ["hip_bone"]}
    assert deepest_first(over) == ["minimus", "medius", "maximus"]
    with pytest.raises(GlutviewError, match="circle"):
        deepest_first({"one": ["other"], "other": ["one"]})
