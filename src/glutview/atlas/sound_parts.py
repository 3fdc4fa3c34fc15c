"""What of a movement can still be checked when some of it is unsound, so that all its mistakes are told at once."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from glutview.atlas.schema_moments import KeyframeSpec, Percent, Spread, TableSpec
from glutview.atlas.schema_movement import ActivationSpec, MovementSpec, OnTimeSpec, OtherSideSpec, ParameterSpec
from glutview.atlas.values import Fraction, Number, Spec

KeyPath = tuple[str | int, ...]
Item = TypeVar("Item", bound=Spec)

_CONFIG: Final = ConfigDict(allow_inf_nan=False)
_ANGLE: Final = TypeAdapter[float](Number, config=_CONFIG)
_FRACTION: Final = TypeAdapter[float](Fraction, config=_CONFIG)
_PERCENT: Final = TypeAdapter[float](Percent, config=_CONFIG)
_SPREAD: Final = TypeAdapter[float](Spread, config=_CONFIG)
_OF_PARTS: Final = ("keyframes", "table", "parameter", "other_side", "on_times", "activation")
"""Keys of a movement of which a part may be sound."""


@dataclass(frozen=True)
class SoundParts:
    """A movement as far as it is sound.

    Attributes:
        spec: moments and angles that are unsound are NaN; whatever else is, is left out.
        unknown: its keys of which something is left out.
        on_times: what is sound of each, by its position in the file; one of an unknown muscle is left out.
        activation: likewise.
    """

    spec: MovementSpec
    unknown: frozenset[str]
    on_times: Mapping[int, OnTimeSpec]
    activation: Mapping[int, ActivationSpec]

    @staticmethod
    def whole(spec: MovementSpec) -> SoundParts:
        """Those of a sound movement."""
        return SoundParts(spec, frozenset(), dict(enumerate(spec.on_times)), dict(enumerate(spec.activation)))

    @staticmethod
    def of(raw: Mapping[str, Any], unsound: Collection[KeyPath]) -> SoundParts:
        """Those of a movement in which something is unsound.

        Args:
            raw: its plain data.
            unsound: where in it the schema found something.
        """
        bad = {str(path[0]) for path in unsound if path}
        kept: dict[str, Any] = {"name": "", "seconds": math.nan}
        kept |= {key: raw[key] for key in MovementSpec.model_fields if key in raw and key not in (*bad, *_OF_PARTS)}
        on_times = _items(raw, "on_times", OnTimeSpec, unsound)
        activation = _items(raw, "activation", ActivationSpec, unsound)
        kept |= {"on_times": tuple(on_times.values()), "activation": tuple(activation.values())}
        if "units" in bad:
            kept["units"] = "deg"  # no angle is known then
        unknown = bad - {"keyframes", "table"}
        if raw.get("other_side") is not None and "other_side" not in bad:
            kept["other_side"] = OtherSideSpec.model_validate(raw["other_side"])
        numbers = _Numbers("units" not in bad)
        if "keyframes" in raw:
            kept["keyframes"] = numbers.keyframes(raw["keyframes"])
            if not _all_mappings(raw["keyframes"]):
                unknown.add("keyframes")
        if "table" in raw:
            kept["table"] = numbers.table(raw["table"])
            if not isinstance(raw["table"], dict):
                unknown.add("table")
        far = raw.get("parameter")
        if isinstance(far, dict) and isinstance(far.get("keyframes"), list):
            keyframes = numbers.keyframes(far["keyframes"])
            kept["parameter"] = ParameterSpec.model_construct(name="", low="", high="", keyframes=keyframes)
        return SoundParts(MovementSpec.model_construct(**kept), frozenset(unknown), on_times, activation)


class _Numbers:
    """Reads moments and angles; those that are unsound are NaN, and all angles if their units are not known."""

    def __init__(self, known_units: bool) -> None:
        self._known_units = known_units

    def keyframes(self, raw: object) -> tuple[KeyframeSpec, ...] | None:
        if raw is None:
            return None
        return tuple(map(self._keyframe, raw)) if isinstance(raw, list) else ()

    def _keyframe(self, raw: object) -> KeyframeSpec:
        stated = raw if isinstance(raw, dict) else {}
        keyframe = KeyframeSpec.model_construct(at=_number(_FRACTION, stated.get("at")))
        # Not as arguments: a file may name its angles as they are named.
        keyframe.__pydantic_extra__.update({key: self._angle(one) for key, one in stated.items() if key != "at"})
        return keyframe

    def table(self, raw: object) -> TableSpec | None:
        if raw is None:
            return None
        stated = raw if isinstance(raw, dict) else {}
        of_table: dict[str, Any] = {}
        for key, kind in (("percent", _PERCENT), ("time_s", _ANGLE)):
            if stated.get(key) is not None:
                of_table[key] = tuple(_number(kind, one) for one in _listed(stated[key]))
        spread = stated.get("sd")
        if isinstance(spread, dict):
            columns = {key: column for key, column in spread.items() if isinstance(column, list)}
            of_table["sd"] = {key: tuple(_number(_SPREAD, one) for one in columns[key]) for key in columns}
        table = TableSpec.model_construct(**of_table)
        for key, column in stated.items():
            if key in TableSpec.model_fields:
                continue
            # What is no list has as many angles as there are moments, none of them known.
            angles = column if isinstance(column, list) else [None] * len(table.moments)
            table.__pydantic_extra__[key] = tuple(map(self._angle, angles))
        return table

    def _angle(self, raw: object) -> float:
        return _number(_ANGLE, raw) if self._known_units else math.nan


def _number(kind: TypeAdapter[float], raw: object) -> float:
    try:
        return kind.validate_python(raw)
    except ValidationError:
        return math.nan


def _listed(raw: object) -> list[Any]:
    return raw if isinstance(raw, list) else []


def _all_mappings(raw: object) -> bool:
    return isinstance(raw, list) and all(isinstance(one, dict) for one in raw)


def _items(raw: Mapping[str, Any], key: str, kind: type[Item], unsound: Collection[KeyPath]) -> dict[int, Item]:
    """What is said of muscles, by position: as far as each is sound, but none of which the muscle is not known."""
    found = {}
    for i, one in enumerate(_listed(raw.get(key))):
        bad = [path[2:] for path in unsound if path[:2] == (key, i)]
        if not bad:
            found[i] = kind.model_validate(one)
        elif isinstance(one, dict) and "muscle" in one and all(path[:1] != ("muscle",) for path in bad):
            keys = kind.model_fields.keys() & one.keys() - {str(path[0]) for path in bad if path}
            found[i] = kind.model_construct(**{"sources": (), **{name: one[name] for name in keys}})
    return found
