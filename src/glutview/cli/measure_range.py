"""`glutview measure --range`: how the drawn muscles hold over the whole range of motion."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from glutview.biomech.anatomy import Anatomy
from glutview.cli.progress import end_progress, progress
from glutview.errors import failure
from glutview.measures.in_motion import measure_poses, range_poses, spreads
from glutview.measures.in_motion_table import spread_json, spread_text

POSES = 500
MOST_POSES = 100_000
"""More take a day, and are meant by nobody."""


def require_one_kind(over_range: bool, *, of_range: Mapping[str, object], others: Mapping[str, object]) -> None:
    """Refuse options that do not go together, by name; None where one is not given.

    Args:
        over_range: whether the range of motion is asked for.
        of_range: options that mean nothing without it.
        others: options that mean nothing with it.

    Raises:
        GlutviewError: the first that is given in vain.
    """
    for name, value in (others if over_range else of_range).items():
        if value is not None:
            with_range = "it does not go with --range", f"leave out {name}, or --range"
            raise failure(name, *(with_range if over_range else ("it belongs to --range", "add --range")))


def measure_range(*, file: Path | None, poses: int | None, seed: int | None, as_json: bool) -> int:
    """Print how every quantity is spread, as text or JSON. The exit code: 1 if a bound is broken.

    Raises:
        GlutviewError: the number of poses, the seed, the annotations file or a mesh is unsound.
    """
    count, seeded = POSES if poses is None else poses, 0 if seed is None else seed
    if not 1 <= count <= MOST_POSES:
        raise failure("--poses", f"{count} poses cannot be measured", f"give a number from 1 to {MOST_POSES}")
    if seeded < 0:
        raise failure("--seed", f"{seeded} is below 0", "give a whole number from 0")
    anatomy = Anatomy.load(file)
    asked = range_poses(anatomy.motion_range, count, seeded)
    found = spreads(measure_poses(anatomy, file, asked, progress))
    end_progress()
    print(spread_json(found, asked, seeded) if as_json else spread_text(found, count))
    return int(not all(row.kept for rows in found.values() for row in rows))
