"""What a movement says of the joints: coordinates that are theirs, each of a hip once, angles within their range."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from glutview.atlas.angle_words import range_words
from glutview.atlas.finding import Finding
from glutview.atlas.schema import CoordinateSpec, JointSpec
from glutview.atlas.schema_moments import KeyframeSpec, TableSpec
from glutview.atlas.schema_movement import COORDINATE_ENDINGS, OTHER_HIP, MovementSpec
from glutview.atlas.sound_parts import KeyPath, SoundParts

ALIKE: Final = 0.75
"""So much alike is a coordinate to the one that was meant: `knee_flexion` is less, to `hip_flexion`."""
Limits = Mapping[str, CoordinateSpec]


def stem_of(coordinate: str) -> str:
    """A coordinate without the ending that says whose it is."""
    return next((coordinate.removesuffix(end) for end in COORDINATE_ENDINGS if coordinate.endswith(end)), coordinate)


def angle_findings(path: KeyPath, movement: SoundParts, limits: Limits, *, all_joints: bool) -> Iterator[Finding]:
    """What is wrong with a movement's angles.

    Args:
        path: of the movement.
        movement: as far as it is sound.
        limits: of the joints' coordinates, without side.
        all_joints: whether these are all the file has; else a coordinate may be one of an unsound joint.
    """
    spec, found = movement.spec, list(moments(path, movement.spec))
    stated = _first_keys(found)
    if spec.keyframes and not stated and not movement.unknown & {"keyframes", "parameter"}:
        yield Finding((*path, "keyframes"), "the movement turns no joint", "add angles, such as `hip_flexion: 30`")
    yield from _stated_twice(stated, shifted=spec.other_side is not None)
    # A column is named once for all its rows.
    for key, coordinate in dict.fromkeys((m.key.name(one), one) for m in found for one in m.angles):
        yield from _misnamed(key, coordinate, limits, all_joints=all_joints)
    for moment in found:
        known = {one: angle for one, angle in moment.angles.items() if stem_of(one) in limits}
        yield from beyond(moment.key, known, limits, spec)


def _misnamed(key: KeyPath, coordinate: str, limits: Limits, *, all_joints: bool) -> Iterator[Finding]:
    """What is stated as a coordinate, and is none."""
    of_table = key[-2] == "table"
    if stem_of(coordinate) in limits:
        return
    if coordinate in MovementSpec.model_fields:
        what = f"unknown key: it is stated of the whole movement, not of a {'column' if of_table else 'moment'}"
        remedy = f"write `{coordinate}:` once, beside `{'table' if of_table else 'keyframes'}:`"
        yield Finding(key, what, remedy, coordinate)
    elif all_joints:
        remedy = "use a coordinate of `joints:`, alone or with _r, _l or _other"
        others = TableSpec.model_fields if of_table else KeyframeSpec.model_fields
        known = [*(f"{stem}{ending}" for stem in limits for ending in ("", *COORDINATE_ENDINGS)), *others]
        yield Finding(key, "unknown coordinate", remedy, coordinate, known, ALIKE)


def _first_keys(found: Iterable[Moment]) -> dict[str, KeyPath]:
    """Every coordinate that a movement states, and the key path at which it does so first."""
    keys: dict[str, KeyPath] = {}
    for moment in found:
        for coordinate in moment.angles:
            keys.setdefault(coordinate, moment.key.name(coordinate))
    return keys


def _stated_twice(stated: Mapping[str, KeyPath], *, shifted: bool) -> Iterator[Finding]:
    """Coordinates that turn the same hip about the same axis, whichever is chosen, so that one overrides the other.

    Args:
        stated: by coordinate, the key path to tell it at.
        shifted: whether the other hip makes the movement of the chosen one, and so has its coordinates too.
    """
    for one, two in combinations(stated, 2):
        stem = stem_of(one)
        if stem != stem_of(two):
            continue
        endings = {one.removeprefix(stem), two.removeprefix(stem)}
        if endings == {"_r", "_l"} or (endings == {"", OTHER_HIP} and not shifted):
            continue
        remedy = f"keep one; of the hip beside the chosen one it is `{stem}{OTHER_HIP}`"
        if shifted:
            remedy = "keep that without ending: with `other_side:` the other hip follows by itself"
        yield Finding(stated[two], f"it turns a hip that `{one}` turns too, and one overrides the other", remedy)


def beyond(key: Key, angles: Mapping[str, float], limits: Limits, spec: MovementSpec) -> Iterator[Finding]:
    """What is beyond the limits of the angles at one moment; where the bones meet within these, `biomech` knows.

    Args:
        key: the key path of a coordinate at this moment.
        angles: of all coordinates that are named at it, in the movement's units.
        limits: of the joints' coordinates, without side.
        spec: the movement.
    """
    for coordinate, angle in angles.items():
        limit = limits[stem_of(coordinate)]
        angle_deg = spec.in_degrees(angle)
        if angle_deg < limit.min or angle_deg > limit.max:
            what = f"{angle:g} {'rad' if spec.units == 'rad' else 'degrees'} are beyond the range of motion"
            yield Finding(key(coordinate), what, f"keep it within {range_words(limit.min, limit.max, spec.units)}")


def coordinate_findings(joints: Mapping[str, JointSpec]) -> Iterator[Finding]:
    """Coordinates that two joints have, so that no angle could say whose it is."""
    named: dict[str, str] = {}
    for id, spec in joints.items():
        for coordinate in spec.coordinates:
            if coordinate in named:
                what = f"the coordinate is also one of `{named[coordinate]}`"
                yield Finding(("joints", id, "coordinates", coordinate), what, "rename one of them")
            named[coordinate] = id


class Key:
    """The key path of a coordinate at one moment."""

    def __init__(self, path: KeyPath, row: int | None = None) -> None:
        self._path, self._row = path, row

    def __call__(self, coordinate: str) -> KeyPath:
        """Where its angle stands."""
        return self.name(coordinate) if self._row is None else (*self.name(coordinate), self._row)

    def name(self, coordinate: str) -> KeyPath:
        """Where its name stands: in a table the same for every moment."""
        return (*self._path, coordinate)


@dataclass(frozen=True)
class Moment:
    """What a movement states of a moment.

    Attributes:
        angles: by coordinate, in the movement's units; NaN where it is not known.
        key: where they stand.
    """

    angles: Mapping[str, float]
    key: Key


def near_moments(path: KeyPath, spec: MovementSpec) -> Iterator[Moment]:
    """Every moment that is stated of a movement."""
    yield from _of_keyframes((*path, "keyframes"), spec.keyframes or ())
    for row, angles in enumerate(spec.table.rows if spec.table is not None else ()):
        yield Moment(angles, Key((*path, "table"), row))


def far_moments(path: KeyPath, spec: MovementSpec) -> Iterator[Moment]:
    """Every moment that is stated of its far form."""
    if spec.parameter is not None:
        yield from _of_keyframes((*path, "parameter", "keyframes"), spec.parameter.keyframes)


def moments(path: KeyPath, spec: MovementSpec) -> Iterator[Moment]:
    """Those of both forms."""
    yield from near_moments(path, spec)
    yield from far_moments(path, spec)


def _of_keyframes(path: KeyPath, keyframes: tuple[KeyframeSpec, ...]) -> Iterator[Moment]:
    for i, keyframe in enumerate(keyframes):
        yield Moment(keyframe.angles, Key((*path, i)))
