"""Movements of an annotations file that lead to where the bones are in the way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from glutview.atlas.finding import Finding, as_problems
from glutview.atlas.load import Reading
from glutview.atlas.movement_checks import moments, stem_of
from glutview.atlas.schema_movement import MovementSpec
from glutview.biomech.coordinates import HIP_COORDINATES
from glutview.biomech.motion_range import MotionRange
from glutview.biomech.refusal import refusals
from glutview.errors import Problem

_SIDE = "_r"


def movement_problems(reading: Reading) -> tuple[Problem, ...]:
    """Every moment that a movement states at which femur and hip bone would come too near each other.

    Between these moments a movement is held at the border of the range. Movements with angles beyond their limits,
    and whatever else is wrong with them, were found when the file was read.
    """
    stated = reading.stated
    if stated is None or reading.problems or not stated.movements:
        return ()
    limit = MotionRange.load(stated.coordinate_limits())
    found = [one for id, spec in stated.movements.items() for one in _findings(id, spec, limit)]
    return tuple(as_problems(found, reading.document))


def _findings(id: str, spec: MovementSpec, limit: MotionRange) -> Iterator[Finding]:
    for key, angles in moments(("movements", id), spec):
        for hip in _hips(angles):
            # One hip is like the other: each is asked for as if it were the right.
            asked = [(f"{stem_of(name)}{_SIDE}", spec.in_degrees(angle)) for name, angle in hip.items()]
            names = {f"{stem_of(name)}{_SIDE}": name for name in hip}
            for refusal in refusals(asked, limit):
                remedy = refusal.remedy
                for coordinate in HIP_COORDINATES:
                    known = names.get(f"{coordinate}{_SIDE}", coordinate)
                    remedy = remedy.replace(f"{coordinate}{_SIDE}=", f"{known}=")
                yield Finding(key(names.get(refusal.coordinate, next(iter(hip)))), refusal.what, remedy)


def _hips(angles: dict[str, float]) -> list[dict[str, float]]:
    """The angles of each hip that is named at a moment, by the ending that says which one it is."""
    hips: dict[str, dict[str, float]] = defaultdict(dict)
    for name, angle in angles.items():
        stem = stem_of(name)
        if stem in HIP_COORDINATES:
            hips[name[len(stem) :]][name] = angle
    return list(hips.values())
