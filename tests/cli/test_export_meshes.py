"""Exported meshes: whole, in one order in every pose, where the pose says they are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from glutview.atlas.load import load_atlas
from glutview.geometry.mesh import Mesh
from glutview.geometry.mesh_io import read_ply

if TYPE_CHECKING:
    from tests.cli.conftest import Run


def _exported(glutview: Run, folder: Path, *options: str) -> dict[str, Mesh]:
    done = glutview("export", "meshes", *options, "-o", folder)
    assert (done.code, done.err) == (0, "")
    assert not [path for path in folder.iterdir() if path.suffix != ".ply"]
    return {path.stem: read_ply(path) for path in folder.iterdir()}


def test_one_file_a_structure_and_one_order_in_every_pose(glutview: Run, tmp_path: Path) -> None:
    rest = _exported(glutview, tmp_path / "a" / "rest")
    posed = _exported(glutview, tmp_path / "posed", "--pose", "hip_abduction_r=40,hip_internal_rotation_r=20")
    listed = {
        row["id"] for row in json.loads(glutview("list", "--json").out) if row["kind"] not in ("part", "movement")
    }
    assert set(rest) == set(posed) == listed
    for id in rest:
        np.testing.assert_array_equal(rest[id].faces, posed[id].faces)
        assert rest[id].vertices.shape == posed[id].vertices.shape
    for id in ("hip_bone_r", "sacrum", "femur_l", "gluteus_medius_l"):
        np.testing.assert_array_equal(rest[id].vertices, posed[id].vertices)
    for id in ("femur_r", "gluteus_medius_r"):
        assert np.abs(rest[id].vertices - posed[id].vertices).max() > 10


@pytest.mark.parametrize(("side", "sense"), [("r", 1.0), ("l", -1.0)])
def test_the_femur_is_turned_by_the_asked_angle_about_the_head_centre(
    glutview: Run, tmp_path: Path, side: str, sense: float
) -> None:
    """Abduction at neutral turns about the y axis, so that the knee goes to its own side."""
    angle = 40.0
    rest = _exported(glutview, tmp_path / "rest")[f"femur_{side}"].vertices
    pose = f"hip_abduction_{side}={angle}"
    posed = _exported(glutview, tmp_path / "posed", "--pose", pose)[f"femur_{side}"].vertices
    centre = np.array(load_atlas().joints[f"hip_{side}"].centre_mm)
    u, _, vt = np.linalg.svd((rest - rest.mean(0)).T @ (posed - posed.mean(0)))
    rotation = vt.T @ u.T
    turned = np.degrees(np.arccos((np.trace(rotation) - 1) / 2))
    assert turned == pytest.approx(angle, abs=0.01)
    np.testing.assert_allclose((rest - centre) @ rotation.T + centre, posed, atol=0.01)
    knee = rest[:, 2].argmin()
    assert sense * (rest - posed)[knee, 0] > 200


def test_files_of_the_same_name_are_replaced_and_others_kept(glutview: Run, tmp_path: Path) -> None:
    (tmp_path / "sacrum.ply").write_bytes(b"old")
    (tmp_path / "notes.txt").write_text("mine")
    assert glutview("export", "meshes", "-o", tmp_path).code == 0
    assert len(read_ply(tmp_path / "sacrum.ply").faces) > 1000
    assert (tmp_path / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--pose", "hip_abduction_r=90"), ("hip_abduction_r", "90 deg", "-30 to 50")),
        (
            ("--pose", "hip_internal_rotation_l=-45,hip_flexion_l=-10"),
            ("hip_internal_rotation_l", "-45 deg at the other angles", "lesser trochanter", "ischium", "give -"),
        ),
        (("--pose", "knee_flexion_r=9"), ("knee_flexion_r", "unknown coordinate")),
        (("--file", "gone.yaml"), ("gone.yaml",)),
    ],
)
def test_a_refusal_makes_no_folder(
    glutview: Run, tmp_path: Path, options: tuple[str, ...], words: tuple[str, ...]
) -> None:
    folder = tmp_path / "new"
    glutview("export", "meshes", *options, "-o", folder).refused(*words)
    assert not folder.exists()


def test_a_file_where_the_folder_should_be(glutview: Run, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine")
    glutview("export", "meshes", "-o", tmp_path / "taken").refused("taken")
    glutview("export", "meshes", "-o", tmp_path / "taken" / "below").refused("taken")
    assert (tmp_path / "taken").read_text() == "mine"


def test_a_folder_that_cannot_be_made(glutview: Run) -> None:
    glutview("export", "meshes", "-o", "/proc/nowhere").refused("/proc", "cannot be written to")
