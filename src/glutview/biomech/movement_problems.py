"""Movements of an annotations file that lead to where the bones are in the way."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from glutview.atlas.finding import Finding, as_problems
from glutview.atlas.load import Reading
from glutview.atlas.movement_checks import Key, moments, stem_of
from glutview.atlas.schema_movement import MovementSpec
from glutview.biomech.clip import Clip, ClipSide
from glutview.biomech.coordinates import HIP_COORDINATES
from glutview.biomech.motion_range import MotionRange
from glutview.biomech.pose import Pose
from glutview.biomech.refusal import refusals
from glutview.errors import Problem

_CHOICES: tuple[ClipSide, ...] = ("r", "l")
"""Of hips that make a movement; where both make it, each is posed as if it were chosen."""
_SAME = 1e-9
"""Moments no further apart are one."""
_DECIMALS = 9
"""Of a degree: what is beyond them is rounding."""


def movement_problems(reading: Reading) -> tuple[Problem, ...]:
    """Every moment that a movement states at which femur and hip bone would come too near each other.

    Asked is how both hips stand then, whichever of them is chosen. Between these moments a movement is held at the
    border of the range. Movements with angles beyond their limits, and whatever else is wrong with them, were found
    when the file was read.
    """
    stated = reading.stated
    if stated is None or reading.problems or not stated.movements:
        return ()
    limit = MotionRange.load(stated.coordinate_limits())
    found = [one for id, spec in stated.movements.items() for one in _findings(id, spec, limit)]
    return tuple(as_problems(found, reading.document))


def _findings(id: str, spec: MovementSpec, limit: MotionRange) -> Iterator[Finding]:
    keys = [key for key, _ in moments(("movements", id), spec)]
    yield from _of_form(spec, spec.frames, keys[: len(spec.frames)], limit)
    if spec.far_frames:
        yield from _of_form(spec, spec.far_frames, keys[len(spec.frames) :], limit)


def _of_form(
    spec: MovementSpec, frames: Sequence[Mapping[str, float]], keys: Sequence[Key], limit: MotionRange
) -> Iterator[Finding]:
    """What is wrong at the moments of one form of a movement, each with its key."""
    shift = spec.other_side.shift if spec.other_side else None
    own = [{name: angle for name, angle in frame.items() if name == "at" or _of_hip(name)} for frame in frames]
    # Of one second, so that a moment is its share.
    clip = Clip.of(spec.name, 1.0, spec.eased, own, cyclic=spec.cyclic, shift=shift)
    stated = [frame["at"] for frame in own]
    for frame, key in zip(own, keys, strict=True):
        times = {frame["at"]: ""}
        if shift is not None:
            # The other hip is ahead: it passes what is stated of this moment earlier.
            earlier = (frame["at"] - shift) % 1
            if not any(math.isclose(earlier, at, abs_tol=_SAME) for at in stated):
                times[earlier] = ", as the other hip passes this moment"
        for chosen in _CHOICES:
            named = {one: name for name in frame if name != "at" for one in clip.sets(name, chosen)}
            for time, when in times.items():
                for found in _refused(clip.pose_at(time, chosen), named, key, limit):
                    yield replace(found, what=found.what + when)


def _of_hip(coordinate: str) -> bool:
    return stem_of(coordinate) in HIP_COORDINATES


def _refused(pose: Pose, named: Mapping[str, str], key: Key, limit: MotionRange) -> Iterator[Finding]:
    """Where the bones of either hip meet.

    Args:
        pose: at a moment.
        named: by coordinate, side included, how the movement names it there.
        key: of the moment.
        limit: the range of either hip.
    """
    for side in _CHOICES:
        coordinates = {f"{stem}_{side}": stem for stem in HIP_COORDINATES}
        names = {one: named[one] for one in coordinates if one in named}
        endings = {name.removeprefix(stem_of(name)) for name in names.values()}
        ending = min(endings, default="")
        asked = [(one, round(pose[one], _DECIMALS)) for one in coordinates if pose[one] or one in names]
        for refusal in refusals(asked, limit):
            what, remedy = refusal.what, refusal.remedy
            for one, stem in coordinates.items():
                remedy = remedy.replace(f"{one}=", f"{names.get(one, stem + ending)}=")
            if len(endings) > 1:
                what += f", where {' and '.join(names.values())} turn one hip"
            yield Finding(key(names.get(refusal.coordinate, min(names.values(), default="at"))), what, remedy)
