"""What the range of motion does to the muscles, as a table to read and as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from glutview.biomech.coordinates import HIP_COORDINATES
from glutview.biomech.motion_range import Angles
from glutview.biomech.pose_bounds import Bound, Quantity
from glutview.measures.in_motion import Spread
from glutview.measures.table import columns

_HEADINGS = ("", "muscle", "median", "p99", "worst", "", "in the pose")

Spreads = Mapping[Quantity, Sequence[Spread]]


def spread_text(found: Spreads, poses: int) -> str:
    """A table for the terminal, by quantities: all muscles first, then each."""
    lines = []
    for rows in found.values():
        table = [_HEADINGS, *(_cells(row) for row in rows)]
        lines += [_heading(rows[0].bound), *(f"  {line}" for line in columns(table)), ""]
    broken = [rows[0].bound.what for rows in found.values() if not all(row.kept for row in rows)]
    told = f": {', '.join(broken)}" if broken else ""
    return "\n".join([*lines, f"{poses} poses of the right hip; of {len(found)} bounds {len(broken)} broken{told}"])


def spread_json(found: Spreads, poses: Sequence[Angles], seed: int) -> str:
    """An object with `poses`, `seed`, `kept` and `quantities`: of each its bound, a row for all and one a muscle."""
    quantities = [
        {
            "id": quantity,
            "what": rows[0].bound.what,
            "unit": rows[0].bound.unit,
            "bound": {"worst": rows[0].bound.most, "p99": rows[0].bound.most_p99},
            "rows": [_object(row) for row in rows],
        }
        for quantity, rows in found.items()
    ]
    kept = all(row.kept for rows in found.values() for row in rows)
    whole = {"side": "right", "poses": len(poses), "seed": seed, "kept": kept, "quantities": quantities}
    return json.dumps(whole, indent=2, ensure_ascii=False)


def _heading(bound: Bound) -> str:
    p99 = "" if bound.most_p99 is None else f", of 99 in 100 {bound.most_p99:g}"
    return f"{bound.what[0].upper()}{bound.what[1:]}, {bound.unit}: at most {bound.most:g}{p99}"


def _cells(row: Spread) -> tuple[str, ...]:
    # A worst that is nothing was found in no pose more than in another.
    place = _pose_text(row.worst_at) if row.worst else ""
    whose = [*([row.worst_in] if not row.muscle and row.worst else []), *([f"in {row.where}"] if row.where else [])]
    return (
        "ok" if row.kept else "BROKEN",
        _name(row.muscle) or "all",
        *map(_number, (row.median, row.p99, row.worst)),
        _name(" ".join(whose)),
        place,
    )


def _number(value: float) -> str:
    return f"{value:.2g}" if 0 < value < 0.01 else f"{value:.2f}"


def _name(id: str) -> str:
    return id.replace("_", " ")


def _pose_text(angles: Angles) -> str:
    """As `--pose` takes it."""
    named = zip(HIP_COORDINATES, angles, strict=True)
    return ",".join(f"{name}_r={angle:.10g}" for name, angle in named if angle) or "neutral"


def _object(row: Spread) -> dict[str, Any]:
    return {
        "muscle": row.muscle or None,
        "median": row.median,
        "p99": row.p99,
        "worst": row.worst,
        "worst_in": row.worst_in,
        "pose": {f"{name}_r": angle for name, angle in zip(HIP_COORDINATES, row.worst_at, strict=True)},
        "where": row.where or None,
        "kept": row.kept,
    }
