"""What a movement says of the joints: that its coordinates are theirs, and that its angles keep their range."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from glutview.atlas.finding import Finding
from glutview.atlas.schema import CoordinateSpec, JointSpec
from glutview.atlas.schema_movement import COORDINATE_ENDINGS, KeyframeSpec, MovementSpec

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
    for key, angles in moments(path, spec):
        known = {}
        for coordinate, angle in angles.items():
            if stem_of(coordinate) in limits:
                known[coordinate] = spec.in_degrees(angle)
            elif all_joints:
                remedy = "use a coordinate of `joints:`, alone or with _r, _l or _other"
                yield Finding(key(coordinate), "unknown coordinate", remedy, coordinate, limits)
        yield from beyond(key, known, limits)


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
    """Every moment that is stated, its angles in the movement's units, and where each of them stands."""
    yield from _of_keyframes((*path, "keyframes"), spec.keyframes or ())
    if spec.parameter is not None:
        yield from _of_keyframes((*path, "parameter", "keyframes"), spec.parameter.keyframes)
    if spec.table is not None:
        columns = spec.table.columns
        for row in range(len(spec.table.moments)):
            yield Key((*path, "table"), row), {name: column[row] for name, column in columns.items()}


def _of_keyframes(path: KeyPath, keyframes: tuple[KeyframeSpec, ...]) -> Iterator[tuple[Key, dict[str, float]]]:
    for i, keyframe in enumerate(keyframes):
        yield Key((*path, i)), keyframe.angles
