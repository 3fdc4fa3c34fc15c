"""What must hold when the hip moves: attachments, volume, bones and layers, in the poses that the clips reach."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from glutview.atlas.sided import MuscleSpot
from glutview.atlas.sides import SurfaceSpot
from glutview.biomech.anatomy import Anatomy
from glutview.biomech.hip_joint import Side
from glutview.biomech.pose import Pose
from glutview.biomech.transforms import inverse
from glutview.geometry.crossings import crossings
from glutview.geometry.distance import DistanceField
from glutview.geometry.mesh import Floats
from tests.anatomy.conftest import MUSCLES
from tests.anatomy.test_courses import rings

POSES = {
    "abduction 40": Pose.of({"hip_abduction_r": 40.0, "hip_abduction_l": 40.0}),
    "flexion 60": Pose.of({"hip_flexion_r": 60.0, "hip_flexion_l": 60.0}),
    "internal rotation 35": Pose.of({"hip_internal_rotation_r": 35.0, "hip_internal_rotation_l": 35.0}),
}


@pytest.fixture(scope="module", params=list(POSES))
def pose(request: pytest.FixtureRequest) -> Pose:
    return POSES[request.param]


@pytest.fixture(scope="module")
def posed(anatomy: Anatomy, pose: Pose) -> Mapping[str, Floats]:
    return anatomy.posed_vertices(pose)


def carried(points: Floats, transform: Floats) -> Floats:
    return np.asarray(points @ transform[:3, :3].T + transform[:3, 3])


@pytest.mark.parametrize("side", ["r", "l"])
def test_femur_turns_by_the_asked_angle_about_its_head(
    anatomy: Anatomy, pose: Pose, posed: Mapping[str, Floats], side: str
) -> None:
    angle = max(abs(value) for value in pose.hip(side))
    centre = anatomy.hips["r" if side == "r" else "l"].centre_mm
    rest, now = anatomy.rest[f"femur_{side}"].vertices - centre, posed[f"femur_{side}"] - centre
    turn, *_ = np.linalg.lstsq(rest, now, rcond=None)
    assert np.abs(rest @ turn - now).max() < 1e-6
    assert np.degrees(np.arccos((np.trace(turn) - 1) / 2)) == pytest.approx(angle, abs=1e-6)


@pytest.mark.parametrize("muscle", MUSCLES)
@pytest.mark.parametrize("side", ["r", "l"])
def test_footprints_stay_on_their_bones(
    anatomy: Anatomy, pose: Pose, posed: Mapping[str, Floats], muscle: str, side: str
) -> None:
    mesh, now = anatomy.rest[f"{muscle}_{side}"], posed[f"{muscle}_{side}"]
    bodies = anatomy.body_transforms(pose)
    for end, body in ((0, bodies["pelvis"]), (1, bodies["femur_r" if side == "r" else "femur_l"])):
        rows = mesh.fields["u"] == end
        assert rows.sum() >= 50
        assert np.linalg.norm(now[rows] - carried(mesh.vertices[rows], body), axis=1).max() <= 0.1


@pytest.mark.parametrize("muscle", MUSCLES)
@pytest.mark.parametrize("side", ["r", "l"])
def test_volume_stays(anatomy: Anatomy, posed: Mapping[str, Floats], muscle: str, side: str) -> None:
    mesh = anatomy.rest[f"{muscle}_{side}"]
    now = mesh.with_vertices(posed[f"{muscle}_{side}"])
    assert now.volume_mm3() == pytest.approx(mesh.volume_mm3(), rel=0.03)


@pytest.mark.parametrize("muscle", MUSCLES)
def test_muscles_keep_out_of_bone(
    anatomy: Anatomy, fields: Mapping[str, DistanceField], pose: Pose, posed: Mapping[str, Floats], muscle: str
) -> None:
    u = anatomy.rest[f"{muscle}_r"].fields["u"]
    free = posed[f"{muscle}_r"][(u > 0) & (u < 1)]
    back = inverse(anatomy.body_transforms(pose)["femur_r"])
    for bone in ("hip_bone", "sacrum", "femur"):
        into = -fields[bone].value(carried(free, back) if bone == "femur" else free)
        assert np.quantile(into, 0.99) <= 0.7
        assert into.max() <= 1.5


def test_muscles_keep_out_of_each_other(anatomy: Anatomy, posed: Mapping[str, Floats]) -> None:
    moved = {muscle: anatomy.rest[f"{muscle}_r"].with_vertices(posed[f"{muscle}_r"]) for muscle in MUSCLES}
    for one, mesh in moved.items():
        field = DistanceField.from_mesh(mesh)
        for other in set(MUSCLES) - {one}:
            assert -field.value(moved[other].vertices).min() <= 3


def test_the_left_moves_as_the_right_does(posed: Mapping[str, Floats]) -> None:
    for id, vertices in posed.items():
        if id.endswith("_r"):
            mirrored = vertices * [-1, 1, 1]
            assert np.abs(posed[f"{id[:-2]}_l"] - mirrored).max() < 1e-2


def test_nerves_and_vessels_come_along(anatomy: Anatomy, pose: Pose, posed: Mapping[str, Floats]) -> None:
    for id, course in anatomy.atlas.courses.items():
        rest = anatomy.rest[id].vertices
        moved = np.linalg.norm(posed[id] - rest, axis=1)
        rests_on = [point.place for branch in course.branches for point in branch.points]
        on_femur = [isinstance(place, SurfaceSpot) and place.on.startswith("femur") for place in rests_on]
        on_muscle = [isinstance(place, MuscleSpot) for place in rests_on]
        # No farther than a point of the femur at the same distance from the hip.
        side: Side = "r" if id.endswith("_r") else "l"
        angle = np.radians(max(abs(value) for value in pose.hip(side)))
        reach = 2 * np.sin(angle / 2) * np.linalg.norm(rest - anatomy.hips[side].centre_mm, axis=1)
        assert (moved - reach).max() < 12, id
        assert moved.max() > 0 or not (any(on_femur) or any(on_muscle))


def test_nerves_and_vessels_stay_whole(anatomy: Anatomy, posed: Mapping[str, Floats]) -> None:
    for id in anatomy.atlas.courses:
        if id.endswith("_r"):
            now = anatomy.rest[id].with_vertices(posed[id])
            assert len(crossings(now)) == 0, id
            assert now.volume_mm3() == pytest.approx(anatomy.rest[id].volume_mm3(), rel=0.3), id


def test_the_sciatic_nerve_turns_over_a_stretch_not_at_a_point(anatomy: Anatomy, posed: Mapping[str, Floats]) -> None:
    rest = anatomy.rest["sciatic_nerve_r"]
    _, middles, _ = rings(rest.with_vertices(posed["sciatic_nerve_r"]), 0)
    along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(middles, axis=0), axis=1))])
    every_cm = np.column_stack([np.interp(np.arange(0, along[-1], 10), along, axis) for axis in middles.T])
    way = np.diff(every_cm, axis=0)
    way /= np.linalg.norm(way, axis=1, keepdims=True)
    turn = np.degrees(np.arccos(np.clip((way[1:] * way[:-1]).sum(1), -1, 1)))
    # At rest it turns by up to 21 degrees.
    assert turn.max() < 28
