"""A motion that is played, made to keep what the solver keeps: volume, bones, neighbours, cells, pace.

What is played is spanned by few modes and by splines over a lattice of weights: through both it breaks a little of
what the poses that it was fitted to keep, and more in between. Here that is mended in many poses, by turns: what is
wrong in each is projected away (:mod:`pose_projections`), and what all of them ask is laid as one smooth increment
onto the weights. These are alternating projections, over-relaxed (Gubin, Polyak & Raik 1967,
doi:10.1016/0041-5553(67)90113-9).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from glutview.biomech.transforms import Floats
from glutview.build.block_contact import Obstacle
from glutview.build.block_elements import Ints, flatten, unflatten
from glutview.build.deformation_lattice import LATTICE, NEUTRAL, Angles
from glutview.build.deformation_setting import Setting
from glutview.build.drawn_volume import DrawnVolume
from glutview.build.layer_planes import contact_of
from glutview.build.pose_projections import KEEPS, NEAR_TURNING, WATCHED, Contact, PoseProjections
from glutview.build.pose_smoothing import PoseSmoothing
from glutview.build.smooth_motion import SmoothMotion
from glutview.build.watched_poses import drawn_poses, poses_beside

_SEED = 6
# Every eighth turn is a whole one; the others, of volume and cells alone, take a tenth of its time, and mend what
# contacts have broken. So do the last ones.
_TURNS, _WHOLE_EVERY, _LAST = 144, 8, 16
# Before these turns so many poses more are looked at, and those that break most are watched from then on.
_LOOK_AROUND, _AROUND, _TAKEN = (16, 32, 48, 64, 80, 104, 128), 2500, 350
# Then neighbours are told anew, too, for vertices slide along them; where that is dear, only before some turns. But
# there they are told in any pose, and before others so many are looked at for those in which it has sunk in most, and
# as many beside the worst of these: where it sinks in over few degrees, hardly any of them lies at the deepest.
# As contacts ask for more there, more turns without them follow, and looks for what these mend.
_DEAR_AGAIN, _DEAR_LOOK, _DEAR_AROUND, _DEAR_WORST = (56,), (64, 104), 1250, 125
_DEAR_LAST, _DEAR_MORE = 24, (120, 136, 152)
_RELAXED = 1.8
# A vertex may move by 2 mm per degree beyond its bones' blend.
_PACE_MM_DEG = 1.6
# The wish for another slope counts as one for what it moves over so many degrees.
_SLOPE_DEG = 14.0
_SMOOTHER = PoseSmoothing(LATTICE, 1e-3)
# Bones are looked at within so many mm, and of the neighbours those vertices that such a move would take too deep.
_NEAR_MM, _NEARLY_MM = 3.0, 1.5
# Between bodies that leave too little room, vertex after vertex would drive all the others ever further: contacts
# move the nodes by no more than this in a turn, in root mean square.
_PUSHED_MM = 0.15
# And no node leaves where the muscle was put right in that pose by more: by turns they drove an edge 10 mm off. Where
# that itself, between poses, is not good, it is left by so much more for each mm lacking to a bone, or mm per degree.
_LEASH_MM, _LOOSER, _LACKING_MM = 4.0, 6.0, 0.3
# What is further from a bone when a pose is first watched is not looked at there again.
_EVER_NEAR_MM = 9.0
_AT_ONCE = 256
# So many poses that are content count as the one that asks for most.
_MOST = 15.0
# A vertex keeps so much from a bone, and lies at most so deep in a layer; the template may do worse. Where neighbours
# are told by their surface, it may lie deeper: a field takes them to be thinner than they are.
_CLEAR_MM, _BEDDED_MM, _BEDDED_TOLD_MM = 0.2, 0.8, 1.0

# A pose that breaks more than this is watched: a little less than is too much when it is measured.
_LOST, _DEEP_MM, _FAST_MM_DEG, _SUNK_P99_MM = 0.01, 0.75, 1.9, 1.1

Planes = Callable[[Angles, Floats], Floats | None]
"""From a pose, and a muscle's nodes (ns, nt, nu, 3) in it, to where its neighbours lie, if that is known: as
:func:`glutview.build.layer_planes.layer_planes` tells it."""


class KeptMotion:
    """Of one muscle.

    Attributes:
        setting: bones, hip and muscles.
        name: stated id.
        poses: in which it is watched; allowed, and not neutral. Some more are found while it is mended.
    """

    def __init__(
        self,
        setting: Setting,
        name: str,
        poses: list[Angles],
        planes: Planes,
        goal: SmoothMotion,
        *,
        dear: bool = False,
    ) -> None:
        """Of a muscle put right to a goal, whose neighbours lie where `planes` tells; `dear` if that takes long."""
        self.setting, self.name, self._planes, self._goal, self._dear = setting, name, planes, goal, dear
        self._told: dict[Angles, list[Contact]] = {}
        self._splines, self._muscle = _SMOOTHER.splines, setting.muscles[name]
        self._encloses: DrawnVolume | None = None
        nodes = len(flatten(self._muscle.solver.rest))
        self.poses: list[Angles] = []
        self._carried, self._goals = np.empty((0, nodes, 3)), np.empty((0, nodes, 3))
        self._leashes_mm, self._shares, self._slopes = np.empty(0), np.empty(0), np.empty(0)
        self._watch(poses)

    def _watch(self, more: list[Angles]) -> None:
        """Watch it in more poses beside those before, as if none had been looked at."""
        carried = np.array([self._blended(pose) for pose in more]).reshape(-1, *self._carried.shape[1:])
        goals = np.array([flatten(self._goal.nodes(pose)[self.name]) for pose in more]).reshape(carried.shape)
        paces = self._goal.paces_mm_deg(self.name, more)
        leashes = np.array([self._leash_mm(*each) for each in zip(more, goals, paces, strict=True)])
        shares = [self._splines.shares(pose) for pose in more]
        slopes = [slope for pose in more for slope in self._splines.slopes(pose)]
        self.poses = [*self.poses, *more]
        self._carried = np.concatenate([self._carried, carried])
        self._goals = np.concatenate([self._goals, goals])
        self._leashes_mm = np.concatenate([self._leashes_mm, leashes])
        self._shares = np.array([*self._shares, *shares])
        self._slopes = np.array([*self._slopes, *slopes])
        self._rows = np.concatenate([self._shares, _SLOPE_DEG * self._slopes])
        self._bones: dict[int, list[tuple[Obstacle, Ints]]] = {}
        self._near_turning = np.ones(len(self.poses), dtype=bool)
        self._beyond = np.zeros(len(self.poses))

    def _blended(self, pose: Angles) -> Floats:
        """(n, 3) nodes as the bones alone carry them."""
        return flatten(self.setting.blended(self.name, self._muscle.solver.rest, pose))

    def _drawn(self, pose: Angles) -> Floats:
        """(m, 3) drawn vertices as the bones alone carry them."""
        return self._muscle.drawn.carried(self.setting.femur_at(pose))

    def _leash_mm(self, pose: Angles, goal: Floats, pace: float) -> float:
        """How far a node may leave a goal (n, 3) that moves by so many mm per degree."""
        points = self._muscle.solver.samples.positions(goal)
        bones = self.setting.bones_in_the_way(self.name, pose)
        lack = max(float((bone.margins - bone.field.value_and_gradient(points)[0]).max()) for bone in bones)
        return _LEASH_MM + _LOOSER * (max(0.0, lack - _LACKING_MM) + max(0.0, pace - _FAST_MM_DEG))

    def kept(self, modes: Floats, weights: Floats) -> Floats:
        """(P, K, 3) weights at the lattice's poses that keep more than those given.

        Args:
            modes: (K, ns, nt, nu), orthonormal.
            weights: (P, K, 3) of theirs, mm.
        """
        projections = PoseProjections.of(self._muscle.solver, self._muscle.drawn, modes)
        if self._muscle.slab_mm is None:  # the smaller, and the more bent, the less its block tells of what is drawn
            self._encloses = DrawnVolume.of(self._muscle.mesh, self._muscle.solver.lines, modes)
        looks = (*_LOOK_AROUND, *(_DEAR_MORE if self._dear else ()))
        for turn in range(_TURNS + (_DEAR_LAST if self._dear else 0)):
            if turn in looks:
                found = self._breaking(weights, projections, _SEED + turn, sunk=self._dear and turn in _DEAR_LOOK)
                self._watch(found)
            if turn == 0 or turn in looks:
                self._beyond = self._beyond_block(weights, projections)
            if turn in (_DEAR_AGAIN if self._dear else _LOOK_AROUND):
                self._told.clear()
            whole = turn % _WHOLE_EVERY == _WHOLE_EVERY - 1 and turn < _TURNS - _LAST
            asked, rows = self._asked(weights, projections, whole=whole), self._shares
            if whole:
                slower = _SLOPE_DEG * self._slower(weights, np.ascontiguousarray(projections.shapes.T))
                asked, rows = np.concatenate([asked, slower]), self._rows
            weights = weights + _SMOOTHER.increment(rows, asked, _counting(asked))
        return weights

    def _breaking(self, weights: Floats, projections: PoseProjections, seed: int, *, sunk: bool) -> list[Angles]:
        """Of :data:`_AROUND` random poses those that break most, at most :data:`_TAKEN`.

        Args:
            weights, projections: of the motion.
            seed: of the poses.
            sunk: whether it is seen, too, how deep it lies in its neighbours: in :data:`_DEAR_AROUND` of them, and in
                as many beside the worst of these.
        """
        poses = [pose for pose in drawn_poses(self.setting.motion_range, _AROUND, seed) if pose != NEUTRAL]
        broken = np.array([self._broken(pose, weights, projections) for pose in poses])
        if sunk:
            some = poses[:_DEAR_AROUND]
            deep = np.array([self._sunk(pose, weights, projections) for pose in some]) / _SUNK_P99_MM
            broken[: len(some)] = np.maximum(broken[: len(some)], deep)
            deepest = [some[row] for row in np.argsort(-deep, kind="stable")[:_DEAR_WORST]]
            beside = poses_beside(self.setting.motion_range, deepest, _DEAR_AROUND // _DEAR_WORST, seed)
            poses += beside
            deep = np.array([self._sunk(pose, weights, projections) for pose in beside]) / _SUNK_P99_MM
            broken = np.concatenate([broken, deep])
        worst = np.argsort(-broken, kind="stable")[:_TAKEN]
        return [poses[row] for row in worst if broken[row] > 1]

    def _sunk(self, pose: Angles, weights: Floats, projections: PoseProjections) -> float:
        """How deep it lies in its neighbours in a pose, where these are told in any: mm, of all but 1 % of it."""
        own = np.tensordot(self._splines.shares(pose), weights, 1)
        planes = self._planes_at(pose, self._blended(pose), own, projections)
        deep = np.zeros(len(projections.drawn))
        if planes is not None:
            np.maximum.at(deep, planes[:, 0].astype(np.int64), -planes[:, 1])
        return float(np.quantile(deep, 0.99))

    def _planes_at(self, pose: Angles, carried: Floats, own: Floats, projections: PoseProjections) -> Floats | None:
        """What is told of its neighbours in a pose, with weights (K, 3) beyond nodes (n, 3)."""
        return self._planes(pose, unflatten(carried + projections.shapes @ own, self._muscle.solver.shape))

    def _broken(self, pose: Angles, weights: Floats, projections: PoseProjections) -> float:
        """How far it is from what it keeps in a pose, in what it is furthest: above 1 is too far."""
        at = np.concatenate([self._splines.shares(pose)[None], self._splines.slopes(pose)])
        own, *moving = (at @ weights.reshape(len(weights), -1)).reshape(4, -1, 3)
        # Where it is, and how it moves along each angle, at once: a product of matrices is faster than of vectors.
        offset, *speeds = np.hsplit(projections.shapes @ np.hstack([own, *moving]), 4)
        x, drawn = self._blended(pose) + offset, self._drawn(pose) + projections.drawn @ own
        bones = self.setting.bones_in_the_way(self.name, pose, drawn=True)
        deepest = max(
            float((np.minimum(bone.margins, 0) - bone.field.value_and_gradient(drawn)[0]).max()) for bone in bones
        )
        lost = abs(self._gain(pose, own, x, projections))
        pace = max(float(np.linalg.norm(speed, axis=-1).max()) for speed in speeds)
        turned = 2 - projections.least_dilation(x) / WATCHED
        return float(max(lost / _LOST, deepest / _DEEP_MM, pace / _FAST_MM_DEG, turned))

    def _gain(self, pose: Angles, own: Floats, x: Floats, projections: PoseProjections) -> float:
        """The share by which it encloses more than at rest in a pose, with weights (K, 3), its nodes at (n, 3)."""
        if self._encloses is None:
            return projections.gain(x)
        return self._encloses.gain(self.setting.femur_at(pose), own)

    def _beyond_block(self, weights: Floats, projections: PoseProjections) -> Floats:
        """(p,) the share by which what is drawn encloses more than the block does, in every pose that is watched."""
        found = np.zeros(len(self.poses))
        if self._encloses is not None:
            for row, own in enumerate(np.tensordot(self._shares, weights, 1)):
                x = self._carried[row] + projections.shapes @ own
                found[row] = self._gain(self.poses[row], own, x, projections) - projections.gain(x)
        return found

    def _asked(self, weights: Floats, projections: PoseProjections, *, whole: bool) -> Floats:
        """(p, K, 3) what every pose asks to be added to the weights in it, to keep all, or all but contacts."""
        now = np.tensordot(self._shares, weights, 1)
        wanted = now.copy()
        for row, own in enumerate(wanted):
            carried = self._carried[row]
            if whole:
                drawn = self._drawn(self.poses[row])
                for contact in self._contacts(row, now[row], drawn, projections):
                    projections.keep_out(own, drawn, contact)
                own[:] = now[row] + _at_most(own - now[row], _PUSHED_MM * np.sqrt(len(projections.shapes)))
                projections.keep_near(own, carried, self._goals[row], self._leashes_mm[row])
            if self._near_turning[row] or whole:
                least = projections.turn_back(own, carried, KEEPS)
                self._near_turning[row] = least < NEAR_TURNING
        projections.keep_volume(wanted, self._carried, self._beyond)
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

    def _contacts(self, row: int, own: Floats, drawn: Floats, projections: PoseProjections) -> Iterator[Contact]:
        """Of a pose, with weights (K, 3) beyond where the bones carry the drawn vertices (m, 3)."""
        pose, points = self.poses[row], drawn + projections.drawn @ own
        if row not in self._bones:
            bones = self.setting.bones_in_the_way(self.name, pose, drawn=True)
            found = [(bone, bone.field.value_and_gradient(points)[0]) for bone in bones]
            self._bones[row] = [
                (bone, np.flatnonzero(gap < _EVER_NEAR_MM)) for bone, gap in found if gap.min() < _NEAR_MM
            ]
        for bone, among in self._bones[row]:
            yield projections.contact(points, bone, _NEAR_MM, _CLEAR_MM, among)
        if pose not in self._told:
            planes = self._planes_at(pose, self._carried[row], own, projections)
            bedded = _BEDDED_TOLD_MM if self._dear else _BEDDED_MM
            near = None if planes is None else contact_of(planes, bedded).nearly_lacking(points, _NEARLY_MM)
            self._told[pose] = [near] if near is not None and len(near.vertices) else []
        yield from self._told[pose]


def _at_most(change: Floats, size: float) -> Floats:
    """A change of weights (K, 3), shortened if it is longer."""
    return change * min(1.0, size / max(float(np.linalg.norm(change)), 1e-9))


def _counting(asked: Floats) -> Floats:
    """(r,) how much each wish (r, K, 3) counts: the greatest most, and those that are content as one."""
    size = np.linalg.norm(asked, axis=(1, 2))
    return np.asarray(1 + _MOST * size / max(float(size.max()), 1e-9))
