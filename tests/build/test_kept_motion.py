"""A shipped motion that is made worse, and made to keep again what it kept."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from glutview.biomech.deformation_modes import DeformationModes
from glutview.biomech.pose_splines import PoseSplines
from glutview.biomech.transforms import Floats
from glutview.build import kept_motion
from glutview.build.block_elements import Ints, flatten
from glutview.build.deformation_lattice import LATTICE, NEUTRAL, Angles, lattice_poses
from glutview.build.deformation_setting import Setting
from glutview.build.drawn_volume import DrawnVolume
from glutview.build.kept_motion import KeptMotion, Planes
from glutview.build.pose_projections import PoseProjections
from glutview.build.shipped_setting import load_setting
from glutview.build.smooth_motion import SmoothMotion
from glutview.build.watched_poses import drawn_poses, watched_poses
from glutview.paths import assets_dir

MUSCLE = "gemellus_inferior"
UP = np.array([0.0, 0.0, 1.0])


@cache
def setting() -> Setting:
    return load_setting()


@cache
def shipped() -> DeformationModes:
    return DeformationModes.load(assets_dir() / "deformations" / f"{MUSCLE}.npz")


@pytest.fixture(autouse=True)
def near_by_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look around in fewer poses than a build does."""
    monkeypatch.setattr(kept_motion, "_AROUND", 150)


def test_what_breaks_beside_the_watched_poses_is_watched_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_motion, "_TURNS", 20)
    shapes, good = modes_and_weights()
    worse = 1.12 * good
    few = [(0.0, 20.0, 0.0), (20.0, 0.0, 0.0), (0.0, 0.0, 20.0)]
    around = list(drawn_poses(setting().motion_range, 40, 99))
    left = kept(shapes, worse, few)
    monkeypatch.setattr(kept_motion, "_LOOK_AROUND", ())
    blind = kept(shapes, worse, few)
    assert worst(shapes, left, around)[0] < 0.5 * worst(shapes, blind, around)[0]


def test_it_keeps_volume_pace_and_bones_where_these_were_lost() -> None:
    poses = watched_poses(setting(), [NEUTRAL])[::10]
    shapes, good = modes_and_weights()
    worse = 1.12 * good
    left = kept(shapes, worse, poses)
    before, after = (worst(shapes, weights, poses) for weights in (worse, left))
    assert before[0] > 0.05
    assert after[0] < min(0.01, 0.2 * before[0])
    assert after[1] < max(0.4, 0.6 * before[1])
    assert after[2] <= max(2.0, before[2])
    neutral = PoseSplines.over(LATTICE).shares(NEUTRAL)
    assert np.abs(np.tensordot(neutral, left - worse, 1)).max() < 1e-9
    # It is the same motion: what was put on is mostly left.
    assert np.linalg.norm(left - worse) < 0.3 * np.linalg.norm(worse)


def test_it_comes_out_of_neighbours_and_rights_what_was_turned() -> None:
    muscle, poses = setting().muscles[MUSCLE], watched_poses(setting(), [NEUTRAL])[::16]
    shapes, good = modes_and_weights()
    splines, projections = PoseSplines.over(LATTICE), PoseProjections.of(muscle.solver, muscle.drawn, shapes)
    some = middle()[::10]

    def planes(pose: Angles, nodes: Floats) -> Floats:
        """A neighbour in which some vertices lie 2 mm deep, of which 1.2 are allowed."""
        points, flat = drawn(pose, good)[some], np.ones((len(some), 1))
        return np.hstack([some[:, None], -2.0 * flat, 0.0 * flat, UP * flat, points])

    left = kept(shapes, good, poses, planes)
    risen = np.array([((drawn(pose, left) - drawn(pose, good))[some] @ UP).min() for pose in poses])
    assert np.median(risen) > 0.6
    assert (risen > 0.4).mean() > 0.9
    # Twisted so that cells turn: they are righted.
    twisted = good.copy()
    twisted[..., 40:, :] *= 4
    found = []
    for weights in (twisted, kept(shapes, twisted, poses)):
        nodes = [
            flatten(setting().blended(MUSCLE, muscle.solver.rest, pose))
            + projections.shapes @ np.tensordot(splines.shares(pose), weights, 1)
            for pose in poses
        ]
        found.append(np.array([projections.least_dilation(x) for x in nodes]))
    assert (found[0] <= 0).mean() > 0.2
    assert (found[1] <= 0).mean() < 0.1 * (found[0] <= 0).mean()


def test_between_bodies_that_leave_no_room_it_is_not_driven_far_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    poses, splines = watched_poses(setting(), [NEUTRAL])[::40], PoseSplines.over(LATTICE)
    (shapes, good), some = modes_and_weights(), middle()[::4]

    def planes(pose: Angles, nodes: Floats) -> Floats:
        """Two neighbours in which the same vertices lie 3 mm deep, one above and one below."""
        points, flat = drawn(pose, good)[some], np.ones((len(some), 1))
        ways = [np.hstack([some[:, None], -3.0 * flat, 0.0 * flat, way * flat, points]) for way in (UP, -UP)]
        return np.concatenate(ways)

    def off() -> float:
        more = kept(shapes, good, poses, planes) - good
        return float(np.median([np.linalg.norm(np.tensordot(splines.shares(pose), more, 1)) for pose in poses]))

    monkeypatch.setattr(kept_motion, "_TURNS", kept_motion._WHOLE_EVERY)
    monkeypatch.setattr(kept_motion, "_LAST", 0)
    held = off()
    monkeypatch.setattr(kept_motion, "_PUSHED_MM", np.inf)
    free = off()
    assert held < 0.6 * free, (held, free)


def test_no_node_is_left_far_from_where_it_was_put_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_motion, "_TURNS", 48)
    monkeypatch.setattr(kept_motion, "_LOOK_AROUND", ())
    monkeypatch.setattr(kept_motion, "_LOOSER", 0.0)  # though it is fast there
    shapes, good = modes_and_weights()
    poses = watched_poses(setting(), [NEUTRAL])[::40]
    bulging, muscle = good.copy(), setting().muscles[MUSCLE]
    bulging[:, 20:] *= 6  # in its finer shapes: here and there far off

    def off(weights: Floats) -> float:
        found = []
        for pose in poses:
            own = np.tensordot(PoseSplines.over(LATTICE).shares(pose), weights, 1)
            x = setting().blended(MUSCLE, muscle.solver.rest, pose) + np.einsum("kijl,kc->ijlc", shapes, own)
            found.append(np.linalg.norm(x - shipped_nodes(pose), axis=-1).max())
        return float(np.max(found))

    held, leash = off(kept(shapes, bulging, poses)), kept_motion._LEASH_MM
    monkeypatch.setattr(kept_motion, "_LEASH_MM", np.inf)
    free = off(kept(shapes, bulging, poses))
    assert free > 2 * leash
    assert held < 1.3 * leash


def test_poses_watched_later_are_watched_like_those_from_the_start() -> None:
    poses = watched_poses(setting(), [NEUTRAL])[:9]

    def watching(some: list[Angles]) -> KeptMotion:
        return KeptMotion(setting(), MUSCLE, some, lambda pose, nodes: None, goal())

    def alike(first: KeptMotion, second: KeptMotion) -> bool:
        arrays = "_shares", "_slopes", "_rows", "_carried", "_goals", "_leashes_mm"
        return first.poses == second.poses and all(
            np.array_equal(getattr(first, array), getattr(second, array)) for array in arrays
        )

    motion = watching(poses[:6])
    motion._watch(poses[6:])
    assert alike(motion, watching(poses))


def modes_and_weights() -> tuple[Floats, Floats]:
    """(K, ns, nt, nu) and (P, K, 3) as they are shipped."""
    return shipped().modes.astype(np.float64), np.moveaxis(shipped().coefficients.astype(np.float64), -1, 0)


def middle() -> Ints:
    """(k,) numbers of the drawn vertices about the middle of its fibres."""
    return np.flatnonzero(np.abs(setting().muscles[MUSCLE].drawn.place[:, 2] - 0.5) < 0.1)


@cache
def drawn_shapes() -> Floats:
    """(m, K) the modes at its drawn vertices."""
    return setting().muscles[MUSCLE].drawn.shapes(modes_and_weights()[0])


def drawn(pose: Angles, weights: Floats) -> Floats:
    """(m, 3) its drawn vertices."""
    vertices = setting().muscles[MUSCLE].drawn
    own = np.tensordot(PoseSplines.over(LATTICE).shares(pose), weights, 1)
    return np.asarray(vertices.carried(setting().femur_at(pose)) + drawn_shapes() @ own)


def shipped_nodes(pose: Angles) -> Floats:
    """(ns, nt, nu, 3) where it is put right to."""
    rest = setting().muscles[MUSCLE].solver.rest
    return np.asarray(setting().blended(MUSCLE, rest, pose) + shipped().beyond(pose))


@cache
def goal() -> SmoothMotion:
    """What it is put right to: what is shipped."""
    poses = [pose for pose in lattice_poses() if setting().motion_range.allowed(pose)]
    nodes = np.stack([shipped_nodes(pose) for pose in poses])
    return SmoothMotion.through(setting(), poses, {MUSCLE: nodes}, 1e-6)


def kept(shapes: Floats, weights: Floats, poses: list[Angles], planes: Planes = lambda pose, nodes: None) -> Floats:
    return KeptMotion(setting(), MUSCLE, poses, planes, goal()).kept(shapes, weights)


def worst(shapes: Floats, weights: Floats, poses: list[tuple[float, float, float]]) -> tuple[float, float, float]:
    """Error of volume, mm in bone, mm per degree beyond the blend."""
    muscle = setting().muscles[MUSCLE]
    projections, splines = PoseProjections.of(muscle.solver, muscle.drawn, shapes), PoseSplines.over(LATTICE)
    encloses = DrawnVolume.of(muscle.mesh, muscle.solver.lines, shapes)
    found = []
    for pose in poses:
        own = np.tensordot(splines.shares(pose), weights, 1)
        volume = abs(encloses.gain(setting().femur_at(pose), own))
        drawn = muscle.drawn.carried(setting().femur_at(pose)) + projections.drawn @ own
        bones = setting().bones_in_the_way(MUSCLE, pose)
        deep = max(-bone.field.value_and_gradient(drawn)[0].min() for bone in bones)
        slopes = np.einsum("kijl,akc->aijlc", shapes, np.tensordot(splines.slopes(pose), weights, 1))
        found.append((volume, deep, float(np.linalg.norm(slopes, axis=-1).max())))
    most = np.array(found).max(0)
    return float(most[0]), float(most[1]), float(most[2])
