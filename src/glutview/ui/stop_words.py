"""What stops a joint, in words: short beside its control, in full in the status line."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from glutview.biomech.stops import BoneStop, LimitStop, Stop
from glutview.ui.catalogue import AngleRow

_SIDES = {"r": "Right hip", "l": "Left hip"}


def short_words(stops: Mapping[str, Stop]) -> str:
    """As "at the ischium"; nothing for none. Of two hips, those of the first."""
    stop = next(iter(stops.values()), None)
    if stop is None:
        return ""
    return f"at the {stop.of_hip_bone}" if isinstance(stop, BoneStop) else "at the limit"


def full_words(stops: Mapping[str, Stop], rows: Sequence[AngleRow], turned: Collection[str]) -> str:
    """As "Stopped by the ischium: the lesser trochanter is 2 mm from it"; nothing for none.

    Args:
        stops: by side.
        rows: the names of the angles.
        turned: the sides that were to be turned; with both, it is said which one is stopped.
    """
    told = {side: _words(stop, rows) for side, stop in stops.items()}
    if len(set(told.values())) == 1 and len(told) == len(turned):
        return next(iter(told.values()))
    return "; ".join(f"{_SIDES[side]}: {words[0].lower()}{words[1:]}" for side, words in told.items())


def _words(stop: Stop, rows: Sequence[AngleRow]) -> str:
    if isinstance(stop, LimitStop):
        row = next(row for row in rows if row.id == stop.coordinate)
        name = row.opposite if stop.limit_deg < 0 and row.opposite else row.name
        return f"Stopped at {abs(stop.limit_deg):g}°, the limit of {name.lower()}"
    return f"Stopped by the {stop.of_hip_bone}: the {stop.of_femur} is {stop.gap} it"
