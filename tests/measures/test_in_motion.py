"""Quality over the range of motion: which poses are taken, and the arithmetic of what comes out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from glutview.biomech.anatomy import Anatomy
from glutview.biomech.motion_range import Angles, MotionRange
from glutview.biomech.pose_bounds import BOUNDS, Quantity
from glutview.biomech.pose_quality import MuscleQuality
from glutview.errors import GlutviewError
from glutview.measures.in_motion import Spread, measure_poses, range_poses, spreads
from glutview.measures.in_motion_table import spread_json, spread_text
from tests.biomech.ranges import RANGE
from tests.biomech.test_pose_quality import sound


@pytest.mark.parametrize("count", [1, 2, 17, 100, 500])
def test_poses_are_as_many_as_asked_for_all_different_and_allowed(count: int) -> None:
    poses = range_poses(RANGE, count, 3)
    assert len(poses) == len(set(poses)) == count
    assert RANGE.allowed(poses).all()


def test_about_half_of_the_poses_are_a_lattice_that_reaches_the_borders() -> None:
    one, other = range_poses(RANGE, 500, 0), range_poses(RANGE, 500, 1)
    lattice = [pose for pose in one if pose in set(other)]
    assert 150 <= len(lattice) <= 260
    nodes = np.array(lattice)
    for axis in range(3):
        levels = np.unique(nodes[:, axis])
        assert np.allclose(np.diff(levels), np.diff(levels)[0])
        assert [levels[0], levels[-1]] == RANGE.box[axis].tolist()
    assert one == range_poses(RANGE, 500, 0)
    drawn = np.array([pose for pose in one if pose not in set(lattice)])
    assert np.abs(drawn * 10 - np.round(drawn * 10)).max() < 1e-9


def test_a_range_with_fewer_poses_is_refused() -> None:
    still = MotionRange.load({"hip_flexion": (0.0, 0.2)})
    assert len(range_poses(still, 3, 0)) == 3
    with pytest.raises(GlutviewError, match="has no 4 poses: ask for 3"):
        range_poses(still, 4, 0)


def found(values: dict[str, list[float]]) -> list[tuple[Angles, MuscleQuality]]:
    return [
        ((float(number), 0.0, 0.0), replace(sound(muscle), bone_mm=value, bone="femur"))
        for muscle, column in values.items()
        for number, value in enumerate(column)
    ]


def test_median_percentile_and_worst_with_pose_muscle_and_bone() -> None:
    a, b = [0.01 * n for n in range(101)], [0.5] * 100 + [9.0]
    rows = spreads(found({"a": a, "b": b}))["bone_mm"]
    assert [row.muscle for row in rows] == ["", "a", "b"]
    whole, first, second = rows
    assert (first.median, first.p99, first.worst) == pytest.approx((0.5, 0.99, 1.0))
    assert (second.median, second.p99, second.worst) == pytest.approx((0.5, 0.5, 9.0))
    assert whole.median == pytest.approx(0.5)
    assert whole.p99 == pytest.approx(np.quantile(a + b, 0.99))
    assert (whole.worst, whole.worst_in, whole.worst_at, whole.where) == (9.0, "b", (100.0, 0.0, 0.0), "femur")
    assert [row.kept for row in rows] == [False, True, False]


@pytest.mark.parametrize(
    ("p99", "worst", "kept"), [(2.0, 3.0, True), (2.1, 2.9, False), (1.0, 3.1, False), (float("nan"), 1.0, False)]
)
def test_of_volume_percentile_and_worst_are_bounded(p99: float, worst: float, kept: bool) -> None:
    assert Spread("volume_percent", "", 0.5, p99, worst, "a", (0, 0, 0), "").kept == kept


def test_the_text_tells_what_is_broken_and_where() -> None:
    text = spread_text(spreads(found({"gluteus_medius": [0.0, 3.0], "piriformis": [0.0, 0.0]})), 2)
    lines = text.splitlines()
    heading = lines.index("Deepest vertex in bone, mm: at most 1.5")
    told = " ".join(lines[heading + 2].split())
    assert told == "BROKEN all 0.00 2.91 3.00 gluteus medius in femur hip_flexion_r=1"
    assert lines[heading + 3].startswith("  BROKEN  gluteus medius")
    assert lines[heading + 4].startswith("  ok      piriformis")
    assert lines[-1] == f"2 poses of the right hip; of {len(BOUNDS)} bounds 1 broken: deepest vertex in bone"


def test_json_holds_what_the_text_does() -> None:
    poses: list[Angles] = [(0.0, 0.0, 0.0), (1.0, 0.0, 0.0)]
    whole = json.loads(spread_json(spreads(found({"a": [0.0, 2.5]})), poses, 7))
    assert (whole["poses"], whole["seed"], whole["kept"]) == (2, 7, False)
    assert [one["id"] for one in whole["quantities"]] == list(BOUNDS)
    bone = next(one for one in whole["quantities"] if one["id"] == "bone_mm")
    assert bone["bound"] == {"worst": 1.5, "p99": None}
    assert [row["muscle"] for row in bone["rows"]] == [None, "a"]
    assert bone["rows"][0]["pose"] == {"hip_flexion_r": 1.0, "hip_abduction_r": 0.0, "hip_internal_rotation_r": 0.0}
    assert [one["id"] for one in whole["quantities"] if not all(row["kept"] for row in one["rows"])] == ["bone_mm"]


@pytest.mark.slow
def test_several_processes_measure_what_one_does() -> None:
    anatomy = Anatomy.load()
    poses = range_poses(anatomy.motion_range, 26, 0)
    told: list[float] = []
    several = measure_poses(anatomy, None, poses, lambda share, what: told.append(share))
    assert several == [(pose, one) for pose in poses for one in anatomy.quality("r").of(pose)]
    assert told == sorted(told)
    assert told[-1] == 1


@pytest.fixture(scope="module")
def shipped() -> Mapping[Quantity, list[Spread]]:
    anatomy = Anatomy.load()
    return spreads(measure_poses(anatomy, None, range_poses(anatomy.motion_range, 10, 0)))


@pytest.mark.parametrize("quantity", BOUNDS)
def test_gluteus_medius_keeps_its_bounds(shipped: Mapping[Quantity, list[Spread]], quantity: Quantity) -> None:
    (row,) = (row for row in shipped[quantity] if row.muscle == "gluteus_medius")
    assert row.kept, row


def broken(shipped: Mapping[Quantity, list[Spread]]) -> list[Spread]:
    return [row for quantity in shipped.values() for row in quantity if not row.kept]


@pytest.mark.xfail(reason="maximus folds at 120/50/-45: 1.7 mm in the femur, 2.5 mm per degree", strict=True)
def test_the_shipped_muscles_keep_their_bounds(shipped: Mapping[Quantity, list[Spread]]) -> None:
    assert broken(shipped) == []


def test_they_keep_all_bounds_but_two_of_maximus_at_one_corner(shipped: Mapping[Quantity, list[Spread]]) -> None:
    known = {(quantity, "gluteus_maximus", (120.0, 50.0, -45.0)) for quantity in ("bone_mm", "motion_mm_deg")}
    assert {(row.quantity, row.worst_in, row.worst_at) for row in broken(shipped)} <= known
    assert {row.muscle for row in broken(shipped)} <= {"", "gluteus_maximus"}
