"""Why angles that a person gives are refused, which to give instead, and what stops a hip, in words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from glutview.biomech.coordinates import COORDINATES, HIP_COORDINATES
from glutview.biomech.motion_range import Angles, MotionRange
from glutview.biomech.stops import BoneStop, LimitStop, Stop


@dataclass(frozen=True)
class Refusal:
    """Of one angle, or of several together.

    Attributes:
        coordinate: the one to correct, with its side; of several, the first.
        what: is wrong.
        remedy: to be followed.
    """

    coordinate: str
    what: str
    remedy: str


def refusals(stated: Iterable[tuple[str, float]], limit: MotionRange, *, complete: bool = True) -> Iterator[Refusal]:
    """Every unknown coordinate, every angle that is not finite or beyond its limits, every hip whose bones collide.

    Args:
        stated: coordinates and degrees; those left out are 0.
        limit: the range of either hip.
        complete: whether these are all angles; others yet to come may part bones that would collide.
    """
    angles = dict[str, float](stated)
    sound: dict[str, float] = {}
    for name, angle in angles.items():
        if name not in COORDINATES:
            yield Refusal(name, "unknown coordinate", f"use one of {', '.join(COORDINATES)}")
        elif not math.isfinite(angle):
            yield Refusal(name, f"{angle} is no angle", "give degrees as a number")
        else:
            low, high = limit.box[HIP_COORDINATES.index(name[:-2])]
            if low <= angle <= high:
                sound[name] = angle
            else:
                what = f"{angle:g} deg is beyond the range of motion"
                yield Refusal(name, what, f"give {low:g} to {high:g} deg")
    for side in "rl" if complete else "":
        given = [name for name in HIP_COORDINATES if f"{name}_{side}" in angles]
        # What is wrong by itself is corrected first. At neutral, the table need not be read.
        if all(f"{name}_{side}" in sound for name in given) and any(sound[f"{name}_{side}"] for name in given):
            flexion, abduction, internal = (sound.get(f"{name}_{side}", 0.0) for name in HIP_COORDINATES)
            yield from _collision((flexion, abduction, internal), side, given, limit)


def meeting_words(stop: BoneStop) -> str:
    """As "the lesser trochanter 0.4 mm from the ischium"."""
    return f"the {stop.of_femur} {stop.gap} the {stop.of_hip_bone}"


def stop_words(stop: Stop, limit: MotionRange) -> str:
    """As "the limit of hip flexion (-20 to 120 deg)" or "the lesser trochanter at the ischium"."""
    if isinstance(stop, LimitStop):
        low, high = limit.box[HIP_COORDINATES.index(stop.coordinate)]
        return f"the limit of {stop.coordinate.replace('_', ' ')} ({low:g} to {high:g} deg)"
    return f"the {stop.of_femur} at the {stop.of_hip_bone}"


def _collision(angles: Angles, side: str, given: list[str], limit: MotionRange) -> Iterator[Refusal]:
    stop = limit.stop(angles)
    if not isinstance(stop, BoneStop):
        return
    nearest = limit.nearest(angles, given)
    if not limit.allowed(nearest):
        remedy = "give the joint wider limits: within these the bones leave no room"
        yield Refusal(f"{given[0]}_{side}", f"these angles together leave {meeting_words(stop)}", remedy)
        return
    changed = [i for i in range(3) if nearest[i] != angles[i]]
    name = f"{HIP_COORDINATES[changed[0]]}_{side}"
    span = limit.span(nearest, HIP_COORDINATES[changed[0]])
    if len(changed) == 1 and span is not None:
        what = f"{angles[changed[0]]:g} deg at the other angles leaves {meeting_words(stop)}"
        yield Refusal(name, what, f"give {span[0]:g} to {span[1]:g} deg")
        return
    instead = ",".join(f"{one}_{side}={angle:g}" for one, angle in zip(HIP_COORDINATES, nearest, strict=True))
    yield Refusal(name, f"these angles together leave {meeting_words(stop)}", f"give {instead}")
