"""Movements of an annotations file that lead to where the bones are in the way, and joints that nothing can turn."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from glutview.atlas.angle_words import angle_words, range_words
from glutview.atlas.finding import Finding, as_problems
from glutview.atlas.load import Reading
from glutview.atlas.movement_checks import ALIKE, Key, Moment, far_moments, moments, near_moments, stem_of
from glutview.atlas.schema import AtlasFile
from glutview.atlas.schema_movement import MovementSpec
from glutview.biomech.clip import Clip, ClipSide
from glutview.biomech.coordinates import HIP_COORDINATES, Limits
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
_HIPS: Final = f"{', '.join(HIP_COORDINATES[:-1])} or {HIP_COORDINATES[-1]}"
_NUMBER: Final = r"(-?[0-9.]+(?:e[+-]?[0-9]+)?)"
_RANGE, _ANGLE, _SETTING = (re.compile(form.format(_NUMBER)) for form in ("{0} to {0} deg", "{0} deg", "={0}"))


def movement_problems(reading: Reading) -> tuple[Problem, ...]:
    """Coordinates and limits of joints that no hip has, and moments of movements at which the bones would meet.

    Asked is how both hips stand at every moment that a movement states, whichever of them is chosen. Between these
    moments a movement is held at the border of the range. Angles beyond their limits, and whatever else is wrong
    with a movement, were found when the file was read; what of it is sound is asked for all the same.
    """
    stated = reading.stated
    if stated is None:
        return ()
    range_of_hips = _Range(stated.coordinate_limits(), MotionRange.load(stated.coordinate_limits()))
    found = list(_joints(stated))
    for id, spec in stated.movements.items():
        found += _findings(id, spec, range_of_hips, sound=True)
    for id, movement in reading.unsound_movements.items():
        found += _findings(id, movement.spec, range_of_hips, sound=False)
    return tuple(as_problems(found, reading.document))


@dataclass(frozen=True)
class _Range:
    """How far a hip moves, and which angles the file itself allows: what is beyond these was told already."""

    stated: Limits
    limit: MotionRange

    def told(self, coordinate: str, angle_deg: float) -> bool:
        low, high = self.stated.get(stem_of(coordinate), (math.inf, -math.inf))
        return not low <= angle_deg <= high


def _joints(stated: AtlasFile) -> Iterator[Finding]:
    """Coordinates that nothing can turn, and limits wider than what is known of the bones."""
    known = MotionRange.load(dict.fromkeys(HIP_COORDINATES, (-math.inf, math.inf)))
    for id, joint in stated.joints.items():
        for coordinate, stated_range in joint.coordinates.items():
            path = ("joints", id, "coordinates", coordinate)
            if coordinate not in HIP_COORDINATES:
                yield _unmoved(path, coordinate)
                continue
            low, high = known.box[HIP_COORDINATES.index(coordinate)]
            for key, angle, end in (("min", stated_range.min, low), ("max", stated_range.max, high)):
                if not low <= angle <= high:
                    what = f"{angle:g} degrees are further than the bones are known, and the hip stops at {end:g}"
                    yield Finding((*path, key), what, f"keep it within {low:g} to {high:g}")


def _unmoved(path: tuple[str | int, ...], coordinate: str) -> Finding:
    what = "no movement can turn this coordinate: those that move are of the hip"
    return Finding(path, what, f"use {_HIPS}", coordinate, HIP_COORDINATES, ALIKE)


def _findings(id: str, spec: MovementSpec, hips: _Range, *, sound: bool) -> Iterator[Finding]:
    path = ("movements", id)
    named = {moment.key.name(one): stem_of(one) for moment in moments(path, spec) for one in moment.angles}
    for key, stem in named.items():
        if stem in hips.stated and stem not in HIP_COORDINATES:
            yield _unmoved(key, stem)
    for form in (near_moments(path, spec), far_moments(path, spec)):
        for finding in _of_form(spec, list(form), hips, sound=sound):
            if spec.units == "rad":
                yield replace(finding, what=_in_radians(finding.what), remedy=_in_radians(finding.remedy))
            else:
                yield finding


def _in_radians(text: str) -> str:
    """A refusal, which speaks of degrees, in the units of the file."""
    text = _RANGE.sub(lambda found: f"{range_words(float(found[1]), float(found[2]), 'rad')} rad", text)
    text = _ANGLE.sub(lambda found: angle_words(float(found[1]), "rad"), text)
    return _SETTING.sub(lambda found: f"={math.radians(float(found[1])):.6f}", text)


def _of_form(spec: MovementSpec, form: Sequence[Moment], hips: _Range, *, sound: bool) -> Iterator[Finding]:
    """What is wrong at the moments of one form of a movement.

    Args:
        spec: the movement.
        form: the moments.
        hips: their range.
        sound: whether all of the movement is known. Else each moment is asked for by itself, without the other hip's
            own share in it.
    """
    if not form:
        return
    own = [{one: spec.in_degrees(a) for one, a in m.angles.items() if stem_of(one) in HIP_COORDINATES} for m in form]
    shift = spec.other_side.shift if sound and spec.other_side else None
    # Of one second, so that a moment is its share. Without a shift it does not matter when each of them is.
    stated = list(spec.moments) if shift is not None else [i / len(own) for i in range(len(own))]
    frames = [{name: 0.0 if math.isnan(a) else a for name, a in angles.items()} for angles in own]
    timed = [{"at": at, **angles} for at, angles in zip(stated, frames, strict=True)]
    easing = spec.eased if shift is not None else "linear"
    clip = Clip.of(spec.name, 1.0, easing, timed, cyclic=True, shift=shift)
    for at, angles, moment in zip(stated, own, form, strict=True):
        if any(map(math.isnan, angles.values())):
            continue
        times = {at: ""}
        if shift is not None:
            # The other hip is ahead: it passes what is stated of this moment earlier.
            earlier = (at - shift) % 1
            if not any(math.isclose(earlier, one, abs_tol=_SAME) for one in stated):
                times[earlier] = ", as the other hip passes this moment"
        for chosen in _CHOICES:
            named = {one: name for name in angles for one in clip.sets(name, chosen)}
            for time, when in times.items():
                for found in _refused(clip.pose_at(time, chosen), named, moment.key, hips):
                    yield replace(found, what=found.what + when)


def _refused(pose: Pose, named: Mapping[str, str], key: Key, hips: _Range) -> Iterator[Finding]:
    """Where the bones of either hip meet.

    Args:
        pose: at a moment.
        named: by coordinate, side included, how the movement names it there.
        key: of the moment.
        hips: their range.
    """
    for side in _CHOICES:
        coordinates = {f"{stem}_{side}": stem for stem in HIP_COORDINATES}
        names = {one: named[one] for one in coordinates if one in named}
        endings = {name.removeprefix(stem_of(name)) for name in names.values()}
        ending = min(endings, default="")
        asked = [(one, round(pose[one], _DECIMALS)) for one in coordinates if pose[one] or one in names]
        if any(hips.told(*one) for one in asked):
            continue
        for refusal in refusals(asked, hips.limit):
            what, remedy = refusal.what, refusal.remedy
            for one, stem in coordinates.items():
                remedy = remedy.replace(f"{one}=", f"{names.get(one, stem + ending)}=")
            if len(endings) > 1:
                what += f", where {' and '.join(names.values())} turn one hip"
            yield Finding(key(names.get(refusal.coordinate, min(names.values(), default="at"))), what, remedy)
