"""A motion that is played, made to keep what the solver keeps: volume, bones, cells, pace.

What is played is spanned by few modes and by splines over a lattice of weights: through both it breaks a little of
what the poses that it was fitted to keep, and more in between. Here that is mended in many poses, by turns: what is
wrong in each is projected away (:mod:`pose_projections`), and what all of them ask is laid as one smooth increment
onto the weights. These are alternating projections, over-relaxed (Gubin, Polyak & Raik 1967,
doi:10.1016/0041-5553(67)90113-9).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np

from glutview.biomech.pose_splines import PoseSplines
from glutview.biomech.transforms import Floats
from glutview.build.block_contact import Obstacle
from glutview.build.block_elements import Ints, flatten
from glutview.build.deformation_lattice import LATTICE, LIMITS, NEUTRAL, Angles
from glutview.build.deformation_setting import Setting
from glutview.build.pose_projections import Contact, PoseProjections
from glutview.build.pose_smoothing import increments

_RANDOM, _SEED = 800, 6
_BORDER_STEPS = 12
_TURNS, _WHOLE_EVERY = 40, 4
_RELAXED = 1.8
# A vertex may move by 2 mm per degree beyond its bones' blend.
_PACE_MM_DEG = 1.65
# The wish for another slope counts as one for what it moves over so many degrees.
_SLOPE_DEG = 14.0
_SMOOTHING = 1e-3
# What keeps this much more than it must is not looked at again.
_NEAR_MM, _NEAR_DILATION = 3.0, 0.3
_AT_ONCE = 256
# So many poses that are content count as the one that asks for most.
_MOST = 15.0
# A sample keeps so much from a bone, and lies at most so deep in a layer; the template may do worse.
_CLEAR_MM, _BEDDED_MM = 0.2, 1.2
_LAYERS_EVERY = 3

Neighbours = Callable[[Angles], Mapping[str, Floats] | None]


def watched_poses(setting: Setting, poses: list[Angles]) -> list[Angles]:
    """Those of `poses` that are allowed, and as many as :data:`_RANDOM` more in the range and on its borders."""
    random = np.random.default_rng(_SEED)
    limit = setting.motion_range
    found = [pose for pose, kept in zip(poses, limit.allowed(np.array(poses)), strict=True) if kept]
    for _ in range(_RANDOM):
        drawn = random.uniform(*LIMITS.T)
        # A sixth lies on either side of the box along each angle.
        side = random.integers(0, 6, 3)
        drawn = np.where(side == 0, LIMITS[:, 0], np.where(side == 1, LIMITS[:, 1], drawn))
        free, blocked = (1.0, 1.0) if limit.allowed(drawn) else (0.0, 1.0)
        for _ in range(_BORDER_STEPS if free < blocked else 0):  # what the bones forbid is drawn back to their border
            half = (free + blocked) / 2
            free, blocked = (half, blocked) if limit.allowed(half * drawn) else (free, half)
        flexion, abduction, rotation = (free * drawn).tolist()
        found.append((flexion, abduction, rotation))
    return [pose for pose in dict.fromkeys(found) if pose != NEUTRAL]


class KeptMotion:
    """Of one muscle.

    Attributes:
        setting: bones and hip.
        name: stated id.
        poses: in which it is watched; allowed, and not neutral.
    """

    def __init__(self, setting: Setting, name: str, poses: list[Angles], neighbours: Neighbours) -> None:
        """Of a muscle among others: `neighbours` tells the nodes of all of them in a pose, by stated id, if known."""
        self.setting, self.name, self.poses, self._neighbours = setting, name, poses, neighbours
        solver = setting.muscles[name].solver
        splines = PoseSplines.over(LATTICE)
        self._shares = np.stack([splines.shares(pose) for pose in poses])
        self._slopes = np.concatenate([splines.slopes(pose) for pose in poses])
        self._laid = increments(self._shares, _SMOOTHING, np.ones(len(poses)))
        self._rows = np.concatenate([self._shares, _SLOPE_DEG * self._slopes])
        self._carried = np.stack([flatten(setting.blended(name, solver.rest, pose)) for pose in poses])
        self._bones: dict[int, list[tuple[Obstacle, Ints]]] = {}
        self._layers: dict[int, list[Contact]] = {}
        self._near_turning = np.ones(len(poses), dtype=bool)

    def kept(self, modes: Floats, weights: Floats) -> Floats:
        """(P, K, 3) weights at the lattice's poses that keep more than those given.

        Args:
            modes: (K, ns, nt, nu), orthonormal.
            weights: (P, K, 3) of theirs, mm.
        """
        projections = PoseProjections.of(self.setting.muscles[self.name].solver, modes)
        for turn in range(_TURNS):
            if turn % _WHOLE_EVERY < _WHOLE_EVERY - 1:
                weights = weights + np.tensordot(self._laid, self._asked(weights, projections, volume_alone=True), 1)
            else:
                slower = _SLOPE_DEG * self._slower(weights, np.ascontiguousarray(projections.shapes.T))
                asked = np.concatenate([self._asked(weights, projections), slower])
                weights = weights + np.tensordot(increments(self._rows, _SMOOTHING, _counting(asked)), asked, 1)
        return weights

    def _asked(self, weights: Floats, projections: PoseProjections, *, volume_alone: bool = False) -> Floats:
        """(p, K, 3) what every pose asks to be added to the weights in it."""
        now = np.tensordot(self._shares, weights, 1)
        wanted = now.copy()
        for row, own in enumerate(wanted):
            carried = self._carried[row]
            if not volume_alone:
                for contact in self._contacts(row, carried + projections.shapes @ own, projections):
                    projections.keep_out(own, carried, contact)
                if self._near_turning[row]:
                    self._near_turning[row] = projections.turn_back(own, carried) < _NEAR_DILATION
            projections.keep_volume(own, carried)
        return _RELAXED * (wanted - now)

    def _slower(self, weights: Floats, shapes: Floats) -> Floats:
        """(3 p, K, 3) what is asked to be added to the slopes of the weights along each angle, per degree."""
        slopes = np.tensordot(self._slopes, weights, 1)
        asked = np.zeros_like(slopes)
        for start in range(0, len(slopes), _AT_ONCE):
            part = slice(start, start + _AT_ONCE)
            moving = slopes[part].transpose(0, 2, 1) @ shapes
            pace = np.sqrt(np.square(moving).sum(1))
            fast = np.flatnonzero(pace.max(1) > _PACE_MM_DEG)
            less = np.minimum(_PACE_MM_DEG / np.maximum(pace[fast], 1e-9), 1) - 1
            asked[part][fast] = shapes @ (less[:, None] * moving[fast]).transpose(0, 2, 1)
        return asked

    def _contacts(self, row: int, x: Floats, projections: PoseProjections) -> Iterator[Contact]:
        """Of a pose, where the nodes are at (n, 3)."""
        if row not in self._bones:
            bones = self.setting.bones_in_the_way(self.name, self.poses[row])
            touching = ((bone, projections.touching(x, bone, _NEAR_MM)) for bone in bones)
            self._bones[row] = [(bone, near) for bone, near in touching if len(near)]
            self._layers[row] = list(self._in_layers(row, x, projections))
        for bone, near in self._bones[row]:
            yield projections.contact(x, bone, near, _CLEAR_MM)
        yield from self._layers[row]

    def _in_layers(self, row: int, x: Floats, projections: PoseProjections) -> Iterator[Contact]:
        """With neighbours, as they lie in a pose where that is known: once, for fields of layers are dear."""
        neighbours = self._neighbours(self.poses[row]) if row % _LAYERS_EVERY == 0 else None
        if neighbours is not None:
            _, layers = self.setting.in_the_way(self.name, self.poses[row], neighbours, at_last=True)
            for layer in layers:
                near = projections.touching(x, layer, _NEAR_MM)
                if len(near):
                    yield projections.contact(x, layer, near, -_BEDDED_MM)


def _counting(asked: Floats) -> Floats:
    """(r,) how much each wish (r, K, 3) counts: the greatest most, and those that are content as one."""
    size = np.linalg.norm(asked, axis=(1, 2))
    return np.asarray(1 + _MOST * size / max(float(size.max()), 1e-9))
