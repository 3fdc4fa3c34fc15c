from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from glutview.biomech.block_interpolation import interpolate
from glutview.biomech.deformation import Deformer, femur_share
from glutview.biomech.deformation_modes import DeformationModes
from glutview.biomech.hip_joint import HipJoint
from glutview.biomech.transforms import apply, inverse
from glutview.errors import GlutviewError
from glutview.geometry.block import Block
from glutview.geometry.mirror import mirror_mesh

HIP = HipJoint.between("r", [-88.0, 0.0, 0.0], [-68.0, 4.0, -400.0])
LATTICE = tuple(
    np.array(line, dtype=np.float32) for line in ([-20, 0, 60, 120], [-30, 0, 25, 50], [-45, -20, 0, 20, 45])
)
POSES = np.stack(np.meshgrid(*LATTICE, indexing="ij"), axis=-1).reshape(-1, 3).astype(np.float64)


def muscle() -> Block:
    """A slab of 12 x 5 x 20 nodes from above the hip to the trochanter."""
    s, t, u = (np.linspace(0, 1, n) for n in (12, 5, 20))
    S, T, U = np.meshgrid(s, t, u, indexing="ij")
    nodes = np.stack([-100 - 12 * T - 20 * U, -30 + 60 * S * (1 - 0.5 * U), 80 - 90 * U], axis=-1)
    return Block(nodes, s, t, u)


def modes(seed: int = 0) -> DeformationModes:
    random = np.random.default_rng(seed)
    s, t, u = (np.linspace(0, 1, n).astype(np.float32) for n in (5, 3, 7))
    bump = (np.sin(np.pi * s)[:, None, None] + t[:, None]) * np.sin(np.pi * u) ** 2
    bump[..., [0, -1]] = 0
    # Steady functions of the angles, 0 at neutral, as a deformation is.
    f, a, r = np.radians(POSES).T
    terms = np.stack([f, a, r, a**2, a * r, np.sin(f) * r])
    return DeformationModes(
        s, t, u,
        np.stack([bump, bump**2]).astype(np.float32),
        (random.normal(0, 3, (2, 3, len(terms))) @ terms).astype(np.float32),
        bump[None].astype(np.float32),
        (random.normal(0, 0.1, (1, 3, 3, len(terms))) @ terms).astype(np.float32),
        *LATTICE,
    )  # fmt: skip


ANGLES = np.array([20.0, 35.0, -15.0])


def test_footprints_ride_rigidly_on_their_bones() -> None:
    mesh = muscle().surface()
    femur = HIP.transforms(ANGLES)
    posed = Deformer.of(mesh, "r", modes()).positions(np.eye(4), femur, ANGLES)
    origin, insertion = mesh.fields["u"] == 0, mesh.fields["u"] == 1
    assert origin.sum() >= 50
    assert np.abs(posed[origin] - mesh.vertices[origin]).max() < 2e-5
    assert np.abs(posed[insertion] - apply(femur, mesh.vertices[insertion])).max() < 5e-5


def test_neutral_is_the_rest_shape() -> None:
    mesh = muscle().surface()
    deformer = Deformer.of(mesh, "r", modes())
    assert np.abs(deformer.positions(np.eye(4), np.eye(4), np.zeros(3)) - mesh.vertices).max() < 2e-5
    turned = deformer.normals(np.eye(4), np.eye(4), np.zeros(3))
    assert np.abs(turned - mesh.vertex_normals()).max() < 1e-6


def test_left_is_the_mirror_of_right_and_moves_by_more_than_blending() -> None:
    mesh = muscle().surface()
    right = Deformer.of(mesh, "r", modes()).positions(np.eye(4), HIP.transforms(ANGLES), ANGLES)
    left_femur = HIP.mirrored().transforms(ANGLES)
    left = Deformer.of(mirror_mesh(mesh), "l", modes()).positions(np.eye(4), left_femur, ANGLES)
    assert np.abs(left * [-1, 1, 1] - right).max() < 5e-5
    other = Deformer.of(mesh, "r", modes()).mirrored()
    assert np.array_equal(other.positions(np.eye(4), left_femur, ANGLES), left)
    normals = Deformer.of(mirror_mesh(mesh), "l", modes()).normals(np.eye(4), left_femur, ANGLES)
    assert np.abs(other.normals(np.eye(4), left_femur, ANGLES) - normals).max() < 1e-6
    blended = Deformer.of(mesh, "r", None).positions(np.eye(4), HIP.transforms(ANGLES), ANGLES)
    assert np.abs(blended - right).max() > 1


def test_with_the_femur_fixed_everything_moves_as_one_with_the_pelvis() -> None:
    mesh = muscle().surface()
    deformer = Deformer.of(mesh, "r", modes())
    femur = HIP.transforms(ANGLES)
    back = inverse(femur)
    free, held = (deformer.positions(a, b, ANGLES) for a, b in ((np.eye(4), femur), (back, np.eye(4))))
    assert np.abs(apply(back, free.astype(np.float64)) - held).max() < 1e-4
    free, held = (deformer.normals(a, b, ANGLES) for a, b in ((np.eye(4), femur), (back, np.eye(4))))
    assert np.abs(free @ back[:3, :3].T - held).max() < 1e-5


def test_out_is_written_in_place() -> None:
    deformer = Deformer.of(muscle().surface(), "r", modes())
    out = np.empty((deformer.count, 3), dtype=np.float32)
    assert deformer.positions(np.eye(4), HIP.transforms(ANGLES), ANGLES, out=out) is out
    assert np.isfinite(out).all()


def test_interpolation_is_exact_at_nodes_and_for_planes_and_smooth_inside() -> None:
    lines = (np.linspace(0, 1, 6), np.array([0, 0.15, 0.5, 0.85, 1.0]), np.linspace(0, 1, 9) ** 1.2)
    S, T, U = np.meshgrid(*lines, indexing="ij")
    random = np.random.default_rng(1)
    values = np.stack([random.normal(size=S.shape), 1 + 2 * S - T + 3 * U, S**2 * U])
    nodes = np.column_stack([S.ravel(), T.ravel(), U.ravel()])
    assert np.abs(interpolate(values, lines, nodes) - values.reshape(3, -1).T).max() < 1e-6
    anywhere = random.uniform(size=(500, 3))
    found = interpolate(values, lines, anywhere)
    s, t, u = anywhere.T
    assert np.abs(found[:, 1] - (1 + 2 * s - t + 3 * u)).max() < 1e-6
    inner = (s > 0.2) & (s < 0.8)
    assert np.abs(found[inner, 2] - (s**2 * u)[inner]).max() < 1e-6


def test_femur_share_is_level_at_both_ends() -> None:
    assert femur_share([0, 0.5, 1]).tolist() == [0, 0.5, 1]
    assert femur_share(1e-4) < 1e-7


def test_weights_are_those_of_the_lattice_poses_and_vanish_at_neutral() -> None:
    held = modes()
    for i, pose in enumerate(POSES):
        vectors, matrices = held.weights(pose)
        assert np.array_equal(vectors, held.coefficients[..., i])
        assert np.array_equal(matrices, held.normal_coefficients[..., i])
    assert not np.any(held.weights(np.zeros(3))[0])


def test_weights_asked_for_again_are_the_same_and_cannot_be_spoilt() -> None:
    held, other = modes(), modes(1)
    first = held.weights(ANGLES)[0]
    assert held.weights(ANGLES.tolist())[0] is first
    assert not np.array_equal(other.weights(ANGLES)[0], first)
    with pytest.raises(ValueError, match="read-only"):
        first[0] = 0


def test_slopes_of_the_weights_agree_with_differences() -> None:
    held = modes()
    for axis in range(3):
        step = np.zeros(3)
        step[axis] = 0.5
        high, low = (held.weights(ANGLES + sign * step)[0].astype(np.float64) for sign in (1, -1))
        assert held.slopes(ANGLES)[axis] == pytest.approx((high - low) / np.radians(1), rel=2e-3, abs=2e-3)


def test_file_round_trip_is_deterministic(tmp_path: Path) -> None:
    modes().save(tmp_path / "a.npz")
    modes().save(tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    again = DeformationModes.load(tmp_path / "a.npz")
    assert np.array_equal(again.modes, modes().modes)
    assert np.allclose(again.weights(ANGLES)[0], modes().weights(ANGLES)[0])


def test_broken_files_are_refused(tmp_path: Path) -> None:
    whole = tmp_path / "whole.npz"
    modes().save(whole)
    (tmp_path / "cut.npz").write_bytes(whole.read_bytes()[:700])
    (tmp_path / "text.npz").write_text("no")
    slipping = modes()
    slipping.modes[0, 0, 0, 0] = 1
    slipping.save(tmp_path / "slipping.npz")
    np.savez(tmp_path / "lacking.npz", s=modes().s)
    unordered = modes()
    replace(unordered, flexion=unordered.flexion[::-1].copy()).save(tmp_path / "unordered.npz")
    for name, what in [
        ("none", "how the muscle deforms is missing"),
        ("cut", r"how the muscle deforms cannot be read \(.+\)"),
        ("text", r"how the muscle deforms cannot be read \(.+\)"),
        ("lacking", r"how the muscle deforms cannot be read \(it lacks 't'\)"),
        ("slipping", "its modes move the footprints"),
        ("unordered", "its lattice lines are not rising angles"),
    ]:
        told = rf"{name}\.npz: {what}: run `python -m glutview\.build deform`"
        with pytest.raises(GlutviewError, match=told):
            DeformationModes.load(tmp_path / f"{name}.npz")


def test_no_byte_of_a_file_may_be_wrong(tmp_path: Path) -> None:
    path = tmp_path / "bad.npz"
    modes().save(path)
    sound, refused = path.read_bytes(), 0
    for place in range(40, len(sound), 13):
        path.write_bytes(sound[:place] + bytes([sound[place] ^ 0x55]) + sound[place + 1 :])
        try:
            read = DeformationModes.load(path)
        except GlutviewError:
            refused += 1
            continue
        # Of a zip's own words (dates, attributes) some tell nothing.
        assert np.array_equal(read.modes, modes().modes)
        assert np.array_equal(read.coefficients, modes().coefficients)
        assert np.array_equal(read.normal_coefficients, modes().normal_coefficients)
    assert refused > 5


def test_a_mesh_without_fibre_coordinates_is_refused() -> None:
    mesh = muscle().surface()
    with pytest.raises(ValueError, match="s, t and u"):
        Deformer.of(type(mesh)(mesh.vertices, mesh.faces), "r", None)
