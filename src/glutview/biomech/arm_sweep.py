"""Sweeps of a hip's angles: in which poses lengths and moment arms are looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np

from glutview.biomech.pose import Pose

_ROUNDING = 1e-9
"""Shares of a step that are rounding."""


def steps(start: float, end: float, step: float) -> tuple[float, ...]:
    """Angles from `start` to `end`, both included, in steps of `step`; below 0 for a sweep that descends.

    The last step is shorter where they do not divide evenly.

    Raises:
        ValueError: the step is 0, or points away from the end.
    """
    if step == 0:
        raise ValueError("a step of 0 never arrives")
    if points_away(start, end, step):
        raise ValueError(f"a step of {step:g} from {start:g} leads away from {end:g}")
    whole = int(np.floor((end - start) / step * (1 + _ROUNDING) + _ROUNDING))
    # Rounded to what a person writes: 0.1 three times is 0.3.
    angles = [round(start + number * step, 9) for number in range(whole + 1)]
    if abs(angles[-1] - end) > abs(step) * 10 * _ROUNDING:
        angles.append(end)
    else:
        angles[-1] = end
    return tuple(angles)


def points_away(start: float, end: float, step: float) -> bool:
    """Whether a step leads away from the end; where that is the start, none does."""
    return end > start if step < 0 else end < start


def count_of_steps(start: float, end: float, step: float) -> float:
    """About how many angles :func:`steps` gives, without making them; the step is not 0."""
    return abs(end - start) / abs(step) + 1


def grid(base: Pose, sweeps: Mapping[str, Sequence[float]]) -> list[Pose]:
    """Every combination of the angles of the swept coordinates, the last changing fastest; others as in `base`."""
    return [base.moved(**dict(zip(sweeps, angles, strict=True))) for angles in product(*sweeps.values())]
