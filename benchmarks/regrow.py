"""What follows when an outline is dragged, as the annotator's thread does it: ``python -m benchmarks.regrow``."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from itertools import pairwise

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from benchmarks.ratios import Report
from glutview.atlas.atlas import Atlas
from glutview.atlas.edits import set_curve_point
from glutview.atlas.sides import split_id
from glutview.biomech.anatomy import Anatomy
from glutview.biomech.spots import placed
from glutview.geometry.surface_point import SurfacePoint
from glutview.geometry.surface_walk import SurfaceWalk
from glutview.scene.following import Following, Work

MUSCLES = ("gluteus_minimus_r", "gluteus_medius_r", "gluteus_maximus_r")
WAYS_MM = (8.0, -8.0, 4.0)


def dragged(anatomy: Anatomy, attachment: str, way_mm: float) -> Atlas:
    """The atlas with the middle point of an outline's superficial edge so far off its deep edge, on the bone."""
    atlas, rest = anatomy.atlas, anatomy.rest
    edge = atlas.attachments[attachment].superficial
    index = len(edge) // 2
    spot = edge[index].spot
    deep = placed([point.spot for point in atlas.attachments[attachment].deep], rest)
    away = placed([spot], rest)[0] - deep.mean(0)
    end = SurfaceWalk(rest[spot.on]).walk(SurfacePoint(spot.triangle, spot.weights), away, way_mm).point
    at = [end.triangle, *end.weights]
    return set_curve_point(atlas, attachment, "superficial", index, {"on": split_id(spot.on)[0], "at": at})


def unhurried(share: float) -> None:
    """Nobody cancels."""


def follow(following: Following, edits: Sequence[Atlas], muscle: str) -> tuple[float, float]:
    """Median seconds of processor time until footprints, and then the muscle, have followed from edit to edit."""
    footprints, muscles = [], []
    for before, after in pairwise(edits):
        start = time.process_time()
        following.at_once(Work(before, after), "r", unhurried)
        footprints.append(time.process_time() - start)
        start = time.process_time()
        following.later(after, (), (muscle,), unhurried)
        muscles.append(time.process_time() - start)
    middle = len(footprints) // 2
    return sorted(footprints)[middle], sorted(muscles)[middle]


def main() -> int:
    """Print the seconds; 1 if a target is missed."""
    report, anatomy = Report(), Anatomy.load()
    following = Following(anatomy.atlas, anatomy.rest)
    for muscle in MUSCLES:
        name, target = split_id(muscle)[0], 1.5 if "maximus" in muscle else 1.0
        for role in ("origin", "insertion"):
            attachment = f"{name}_{role}_r"
            start = time.process_time()
            following.warm(anatomy.atlas, (attachment,), unhurried)
            warming = f"made ready in {time.process_time() - start:.2f} s"
            edits = [anatomy.atlas, *(dragged(anatomy, attachment, way) for way in WAYS_MM)]
            footprint, grown = follow(following, edits, muscle)
            report.line(f"footprint after its outline: {name} {role}", footprint, 0.3, "s", warming)
            report.line(f"muscle regrown at preview resolution: {name} {role}", grown, target, "s")
    return 1 if report.missed else 0


if __name__ == "__main__":
    sys.exit(main())
