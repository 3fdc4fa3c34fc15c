"""What a movement says of the joints: coordinates that are theirs, each of a hip once, angles within their range."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from glutview.atlas.finding import Finding
from glutview.atlas.schema import CoordinateSpec, JointSpec
from glutview.atlas.schema_movement import COORDINATE_ENDINGS, OTHER_HIP, KeyframeSpec, MovementSpec

KeyPath = tuple[str | int, ...]
Limits = Mapping[str, CoordinateSpec]


def stem_of(coordinate: str) -> str:
    """A coordinate without the ending that says whose it is."""
    return next((coordinate.removesuffix(end) for end in COORDINATE_ENDINGS if coordinate.endswith(end)), coordinate)


def angle_findings(path: KeyPath, spec: MovementSpec, limits: Limits, *, all_joints: bool) -> Iterator[Finding]:
    """What is wrong with a movement's angles.

    Args:
        path: of the movement.
        spec: the movement.
        limits: of the joints' coordinates, without side.
        all_joints: whether these are all the file has; else a coordinate may be one of an unsound joint.
    """
    stated = _first_keys(path, spec)
    if not stated:
        yield Finding((*path, "keyframes"), "the movement turns no joint", "add angles, such as `hip_flexion: 30`")
    yield from _stated_twice(stated, shifted=spec.other_side is not None)
    for key, angles in moments(path, spec):
        known = {}
        for coordinate, angle in angles.items():
            if stem_of(coordinate) in limits:
                known[coordinate] = spec.in_degrees(angle)
            elif all_joints:
                remedy = "use a coordinate of `joints:`, alone or with _r, _l or _other"
                yield Finding(key(coordinate), "unknown coordinate", remedy, coordinate, limits)
        yield from beyond(key, known, limits)


def _first_keys(path: KeyPath, spec: MovementSpec) -> dict[str, KeyPath]:
    """Every coordinate that a movement states, and the key path of its first angle."""
    found: dict[str, KeyPath] = {}
    for key, angles in moments(path, spec):
        for coordinate in angles:
            found.setdefault(coordinate, key(coordinate))
    return found


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


def beyond(key: Key, angles: Mapping[str, float], limits: Limits) -> Iterator[Finding]:
    """What is beyond the limits of the angles at one moment; where the bones meet within these, `biomech` knows.

    Args:
        key: the key path of a coordinate at this moment.
        angles: of all coordinates that are named at it, degrees.
        limits: of the joints' coordinates, without side.
    """
    for coordinate, angle in angles.items():
        limit = limits[stem_of(coordinate)]
        if not limit.min <= angle <= limit.max:
            what = f"{angle:g} degrees are beyond the range of motion"
            yield Finding(key(coordinate), what, f"keep it within {limit.min:g} to {limit.max:g}")


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
        return (*self._path, coordinate) if self._row is None else (*self._path, coordinate, self._row)


def moments(path: KeyPath, spec: MovementSpec) -> Iterator[tuple[Key, dict[str, float]]]:
    """Every moment that is stated, its angles in the movement's units, and where each of them stands.

    Those of the movement come first, then those of its far form.
    """
    yield from _of_keyframes((*path, "keyframes"), spec.keyframes or ())
    if spec.table is not None:
        columns = spec.table.columns
        for row in range(len(spec.table.moments)):
            yield Key((*path, "table"), row), {name: column[row] for name, column in columns.items()}
    if spec.parameter is not None:
        yield from _of_keyframes((*path, "parameter", "keyframes"), spec.parameter.keyframes)


def _of_keyframes(path: KeyPath, keyframes: tuple[KeyframeSpec, ...]) -> Iterator[tuple[Key, dict[str, float]]]:
    for i, keyframe in enumerate(keyframes):
        yield Key((*path, i)), keyframe.angles
