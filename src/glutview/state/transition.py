"""From one view to another, smoothly: what lies between two view states at each moment.

The camera goes round the turning point the short way and zooms by equal ratios in equal times; the joints turn
together. What cannot be halved (what is hidden, selected, active or X-rayed) changes midway, when most else moves. A
transition is interrupted by starting another from where it is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from glutview.biomech.motion_range import MotionRange
from glutview.biomech.pose import Pose
from glutview.state.scene_description import Fixed
from glutview.state.view_state import CameraState, ViewState

_SHORTEST_S: Final = 0.5
_LONGEST_S: Final = 2.2
_NEUTRAL: Final = Pose()


@dataclass(frozen=True)
class Transition:
    """The way from one view state to another.

    If the body that stands still changes, the joints go through neutral, where it makes no difference which
    one stands: otherwise everything would jump. Where the bones are in the straight way of a hip, it goes along the
    border of what is allowed.
    """

    start: ViewState
    end: ViewState
    seconds: float
    limit: MotionRange
    """The range of either hip."""

    def state_at(self, elapsed_s: float) -> ViewState:
        """The view state so many seconds after the start: exactly `start` till 0, exactly `end` after the last."""
        if elapsed_s >= self.seconds:
            return self.end
        if elapsed_s <= 0:
            return self.start
        way = eased(elapsed_s / self.seconds)
        straight, fixed = self._stance(way)
        abrupt = self.start if way < 0.5 else self.end
        return replace(
            self.end,
            selected=abrupt.selected,
            hidden=abrupt.hidden,
            xray=abrupt.xray,
            action=abrupt.action,
            what_if=abrupt.what_if,
            labels=abrupt.labels,
            active=abrupt.active,
            pose=straight.held(self.limit),
            fixed=fixed,
            camera=_camera(self.start.camera, self.end.camera, way),
        )

    def _stance(self, way: float) -> tuple[Pose, Fixed]:
        start, end = self.start, self.end
        if start.fixed == end.fixed:
            return _pose(start.pose, end.pose, way), end.fixed
        if start.pose == _NEUTRAL:
            return _pose(_NEUTRAL, end.pose, way), end.fixed
        if end.pose == _NEUTRAL:
            return _pose(start.pose, _NEUTRAL, way), start.fixed
        if way < 0.5:
            return _pose(start.pose, _NEUTRAL, 2 * way), start.fixed
        return _pose(_NEUTRAL, end.pose, 2 * way - 1), end.fixed


def fitting_seconds(start: ViewState, end: ViewState) -> float:
    """How long a transition between two states should take, by how much there is to follow; 0 if nothing moves."""
    a, b = start.camera, end.camera
    effort = 0.0
    if a is not None and b is not None:
        turn = math.hypot(_turn(a.azimuth_deg, b.azimuth_deg), b.elevation_deg - a.elevation_deg)
        zoom = abs(math.log(b.distance_mm / a.distance_mm))
        shift = math.dist(a.focal_mm, b.focal_mm) / min(a.distance_mm, b.distance_mm)
        effort = turn / 90 + zoom + 2 * shift
    through = (_NEUTRAL,) if start.fixed != end.fixed else ()
    stations = (start.pose, *through, end.pose)
    joints = sum(_widest(p, q) for p, q in pairwise(stations))
    effort = max(effort, joints / 40)
    if effort == 0:
        return 0.0
    return min(_SHORTEST_S + 0.8 * effort, _LONGEST_S)


def eased(share: float) -> float:
    """How far along one is after a share of the time, both 0 to 1: gentle at either end."""
    share = min(max(share, 0.0), 1.0)
    return share**3 * (10 - 15 * share + 6 * share * share)


def _turn(start_deg: float, end_deg: float) -> float:
    """Degrees from one azimuth to another, the short way: -180 to 180."""
    return (end_deg - start_deg + 180) % 360 - 180


def _camera(start: CameraState | None, end: CameraState | None, way: float) -> CameraState | None:
    if start is None or end is None:
        return end
    azimuth = start.azimuth_deg + _turn(start.azimuth_deg, end.azimuth_deg) * way
    ratio = math.log(end.distance_mm / start.distance_mm)
    # The turning point goes as far as the zoom does, so that what both pictures show stays in its place.
    carried = math.expm1(ratio * way) / math.expm1(ratio) if abs(ratio) > 1e-6 else way
    focal = [_between(a, b, carried) for a, b in zip(start.focal_mm, end.focal_mm, strict=True)]
    return CameraState(
        azimuth_deg=(azimuth + 180) % 360 - 180,
        elevation_deg=_between(start.elevation_deg, end.elevation_deg, way),
        distance_mm=_between(start.distance_mm, end.distance_mm, carried),
        focal_mm=(focal[0], focal[1], focal[2]),
        view_angle_deg=_between(start.view_angle_deg, end.view_angle_deg, way),
        parallel=(start if way < 0.5 else end).parallel,
    )


def _pose(start: Pose, end: Pose, way: float) -> Pose:
    return Pose(tuple(_between(a, b, way) for a, b in zip(start.angles, end.angles, strict=True)))


def _between(start: float, end: float, way: float) -> float:
    """A value on the way; never beyond either end, not even by rounding."""
    return min(max(start + (end - start) * way, min(start, end)), max(start, end))


def _widest(start: Pose, end: Pose) -> float:
    return max(abs(b - a) for a, b in zip(start.angles, end.angles, strict=True))
