"""Lengths and moment arms as a table for other programs: CSV, one row a pose and compartment."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from glutview.biomech.moment_arms import Arms
from glutview.biomech.pose import HIP_COORDINATES

COLUMNS = (
    "muscle",
    "compartment",
    *(f"{name}_deg" for name in HIP_COORDINATES),
    *(f"{name.removeprefix('hip_')}_arm_mm" for name in HIP_COORDINATES),
    "length_mm",
)
_DECIMALS = 3

Row = tuple[str, ...]


def arm_rows(
    muscle: str, compartments: Iterable[str], angles_deg: tuple[float, float, float], arms: Arms
) -> list[Row]:
    """The rows of one pose of a muscle.

    Args:
        muscle: its id.
        compartments: their names.
        angles_deg: flexion, abduction and internal rotation.
        arms: of the compartments.
    """
    place = tuple(f"{angle:.10g}" for angle in angles_deg)
    return [
        (muscle, name, *place, *(_mm(arm) for arm in three), _mm(length))
        for name, three, length in zip(compartments, arms.arms_mm, arms.lengths_mm, strict=True)
    ]


def arm_table(rows: Iterable[Row]) -> str:
    """The table, with its heading."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return stream.getvalue()


def _mm(value: float) -> str:
    # Adding 0 takes the sign off a zero.
    return f"{round(float(value), _DECIMALS) + 0.0:.{_DECIMALS}f}"
