"""The shipped range of motion is what the build makes of the shipped bones."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from glutview.atlas.load import load_atlas
from glutview.biomech.motion_table import PER_MM, motion_range_file, read_motion_table, write_motion_table
from glutview.biomech.spots import placed
from glutview.build import motion_range
from glutview.build.bone_parts import LANDMARKS, NECK, OF_FEMUR, OF_HIP_BONE, RIM, parts_of_femur, parts_of_hip_bone
from glutview.errors import GlutviewError

CHECK = argparse.Namespace(step="range", only=None, check=True)
WRITE = argparse.Namespace(step="range", only=None, check=False)
TELLS = r"motion_range\.npz: differs from what the build makes: run `python -m glutview\.build range`"
ATLAS = load_atlas()
MESHES = motion_range.bones(ATLAS)
SHIPPED = read_motion_table(motion_range_file())


@pytest.mark.slow
def test_the_shipped_file_is_what_the_build_makes(capsys: pytest.CaptureFixture[str]) -> None:
    motion_range.run(CHECK)
    assert capsys.readouterr().out == "motion_range.npz: unchanged\n"


def test_the_shipped_file_is_of_the_shipped_bones_landmarks_and_limits() -> None:
    assert SHIPPED.made_from == motion_range.made_from(ATLAS, MESHES), "run `python -m glutview.build range`"
    np.testing.assert_array_equal(np.stack([SHIPPED.low, SHIPPED.high], axis=1), motion_range.limits(ATLAS))


def test_at_nodes_it_is_the_distance_of_the_bones_or_little_less() -> None:
    real = motion_range.bone_range(ATLAS, MESHES)
    random = np.random.default_rng(5)
    for node in random.integers(0, SHIPPED.hundredths.shape, (300, 3)):
        angles = SHIPPED.low + SHIPPED.step_deg * node
        stored = SHIPPED.hundredths[tuple(node)] / PER_MM
        assert -0.25 < stored - real.clearance_mm(angles) <= 1e-6


def test_near_poses_asked_at_once_are_as_one_by_one() -> None:
    real = motion_range.bone_range(ATLAS, MESHES)
    random = np.random.default_rng(6)
    for middle in random.uniform(SHIPPED.low, SHIPPED.high, (40, 3)):
        poses = middle + random.uniform(-2.5, 2.5, (6, 3))
        found, points = real.nearest(poses)
        np.testing.assert_allclose(found, [real.clearance_mm(pose) for pose in poses], atol=1e-9)
        gap = real.touched(poses, points) - np.array(
            [
                real.hip.transforms(pose)[:3, :3] @ (real.femur_points[i] - real.hip.centre_mm) + real.hip.centre_mm
                for pose, i in zip(poses, points, strict=True)
            ]
        )
        open_ = found < 10
        np.testing.assert_allclose(np.linalg.norm(gap, axis=1)[open_], np.abs(found)[open_], atol=1e-6)


def test_a_file_that_is_missing_damaged_or_stale_is_told_of_and_made(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "motion_range.npz"
    monkeypatch.setattr(motion_range, "motion_range_file", lambda: path)
    monkeypatch.setattr(motion_range, "motion_table", lambda _: SHIPPED)
    with pytest.raises(GlutviewError, match=TELLS):
        motion_range.run(CHECK)
    path.write_bytes(b"damaged")
    with pytest.raises(GlutviewError, match=TELLS):
        motion_range.run(CHECK)
    write_motion_table(path, replace(SHIPPED, made_from="other bones"))
    with pytest.raises(GlutviewError, match=TELLS):
        motion_range.run(CHECK)
    motion_range.run(WRITE)
    motion_range.run(CHECK)
    again = read_motion_table(path)
    np.testing.assert_array_equal(again.hundredths, SHIPPED.hundredths)
    np.testing.assert_array_equal(again.meeting, SHIPPED.meeting)
    assert (again.parts, again.made_from, again.step_deg) == (SHIPPED.parts, SHIPPED.made_from, SHIPPED.step_deg)
    assert path.read_bytes() == motion_range_file().read_bytes()


def test_only_what_platforms_may_differ_by_is_the_same() -> None:
    random = np.random.default_rng(7)
    noise = random.integers(-2, 3, SHIPPED.hundredths.shape, dtype=np.int16)
    assert motion_range.alike(SHIPPED, replace(SHIPPED, hundredths=SHIPPED.hundredths + noise))
    moved = SHIPPED.hundredths.copy()
    moved[3, 4, 5] += 3
    assert not motion_range.alike(SHIPPED, replace(SHIPPED, hundredths=moved))
    assert not motion_range.alike(SHIPPED, replace(SHIPPED, low=SHIPPED.low + 1))
    assert not motion_range.alike(SHIPPED, replace(SHIPPED, hundredths=SHIPPED.hundredths[:-1]))


def test_landmarks_lie_in_the_parts_they_stand_for() -> None:
    spots = [ATLAS.landmarks[f"{id}_r"].spot for id in LANDMARKS]
    places = dict(zip(LANDMARKS, placed(spots, MESHES), strict=True))
    centre = motion_range.right_hip(ATLAS).centre_mm
    for parts, told, joint in ((OF_HIP_BONE, parts_of_hip_bone, RIM), (OF_FEMUR, parts_of_femur, NECK)):
        for part, ids in parts.items():
            for id in ids:
                near = np.linalg.norm(places[id] - centre) < 35
                assert told(places[id][None], centre, places) == [joint if near else part], id
    rim = [
        ATLAS.landmarks[f"{place}_point_of_acetabular_rim_r"].spot for place in ("superior", "anterior", "posterior")
    ]
    assert parts_of_hip_bone(placed(rim, MESHES), centre, places) == [RIM] * 3
