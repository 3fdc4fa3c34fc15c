"""What is stated once is there on both sides."""

from __future__ import annotations

from pathlib import Path

import pytest

from glutview.atlas.atlas import Atlas
from glutview.atlas.load import load_atlas
from glutview.atlas.mesh_paths import resolve_mesh
from glutview.atlas.sided import MuscleSpot
from glutview.atlas.sides import SurfaceSpot, other_side, split_id
from glutview.errors import GlutviewError
from glutview.paths import assets_dir


def test_ids_and_sides(atlas: Atlas) -> None:
    assert list(atlas.structures) == [
        "hip_bone_r",
        "hip_bone_l",
        "sacrum",
        "femur_r",
        "femur_l",
        "gluteus_medius_r",
        "gluteus_medius_l",
        "superior_gluteal_nerve_r",
        "superior_gluteal_nerve_l",
    ]
    assert all(s.id == key for key, s in atlas.structures.items())
    assert [s.side for s in atlas.structures.values()][:3] == ["r", "l", "midline"]
    assert [s.mirrored for s in atlas.structures.values()][:3] == [False, True, False]
    assert split_id("sacrum") == ("sacrum", "midline")
    assert other_side("femur_r") == "femur_l"
    assert other_side("femur_l") == "femur_r"
    assert other_side("sacrum") == "sacrum"


def test_a_structure_says_its_side_body_and_supply(atlas: Atlas) -> None:
    left = atlas.structures["gluteus_medius_l"]
    assert (left.stated_id, left.name, left.sided_name) == ("gluteus_medius", "Gluteus medius", "Left gluteus medius")
    assert left.nerves == ("superior_gluteal_nerve_l",)
    assert atlas.structures["femur_l"].moves_with == "femur_l"
    assert atlas.structures["hip_bone_l"].moves_with == "pelvis"
    assert left.moves_with is None


def test_one_side_has_its_own_values(atlas: Atlas) -> None:
    assert atlas.structures["gluteus_medius_l"].colour == "#00ff00"
    assert atlas.structures["gluteus_medius_r"].colour == "#9c3b31"
    assert atlas.landmarks["trochanter_tip_l"].spot == SurfaceSpot("femur_l", 3, (0.1, 0.2, 0.7))
    assert atlas.landmarks["trochanter_tip_r"].spot == SurfaceSpot("femur_r", 3, (0.0, 0.0, 1.0))


def test_an_own_mesh_is_not_mirrored(sample: Path) -> None:
    text = sample.read_text(encoding="utf-8")
    sample.write_text(text.replace('left: {colour: "#00ff00"}', "left: {mesh: meshes/other.ply}"), encoding="utf-8")
    left = load_atlas(sample).structures["gluteus_medius_l"]
    assert (left.mesh, left.mirrored, left.colour) == ("meshes/other.ply", False, "#9c3b31")


def test_places_on_the_left_are_mirror_images(atlas: Atlas) -> None:
    assert atlas.landmarks["ischial_spine_r"].spot == SurfaceSpot("hip_bone_r", 1, (0.2, 0.3, 0.5))
    assert atlas.landmarks["ischial_spine_l"].spot == SurfaceSpot("hip_bone_l", 1, (0.2, 0.5, 0.3))
    horn = SurfaceSpot("sacrum", 2, (0.5, 0.25, 0.25))
    assert atlas.landmarks["sacral_horn_r"].spot == horn
    assert atlas.landmarks["sacral_horn_l"].spot == SurfaceSpot("sacrum", 2, (0.5, 0.25, 0.25), reflected=True)
    assert not atlas.landmarks["sacral_apex"].spot.reflected


def test_attachments_on_both_sides(atlas: Atlas) -> None:
    assert list(atlas.attachments)[:2] == ["gluteus_medius_origin_r", "gluteus_medius_origin_l"]
    left = atlas.attachments["gluteus_medius_origin_l"]
    assert (left.muscle, left.on, left.role) == ("gluteus_medius_l", "hip_bone_l", "origin")
    assert left.superficial[0].landmark == "ischial_spine_l"
    assert left.superficial[0].spot == atlas.landmarks["ischial_spine_l"].spot
    assert left.superficial[1].spot == SurfaceSpot("hip_bone_l", 0, (0.2, 0.5, 0.3))
    assert left.superficial[2].spot == SurfaceSpot("sacrum", 1, (0.2, 0.3, 0.5), reflected=True)
    assert [a.id for a in atlas.attachments_of("gluteus_medius_l", "insertion")] == ["gluteus_medius_insertion_l"]
    assert len(atlas.attachments_of("gluteus_medius_l")) == 2


def test_courses_templates_and_joints_on_both_sides(atlas: Atlas) -> None:
    points = atlas.courses["superior_gluteal_nerve_l"].branches[0].points
    assert points[0].landmark == "ischial_spine_l"
    assert points[0].lift_mm == 3
    assert points[1].place == SurfaceSpot("hip_bone_l", 2, (0.2, 0.5, 0.3))
    assert points[2].place == MuscleSpot("gluteus_medius_l", 0.4, 0.0, 0.3)
    template = atlas.fibre_templates["gluteus_medius_l"]
    assert (template.over, template.mirrored) == (("hip_bone_l",), True)
    assert atlas.joints["hip_l"].centre_mm == (80.0, 1.0, 2.0)
    assert atlas.joints["hip_l"].child == "femur_l"
    assert [c.id for c in atlas.joints["hip_l"].coordinates] == ["hip_flexion_l", "hip_abduction_l"]
    assert atlas.coordinate_limits() == {"hip_flexion": (-20, 120), "hip_abduction": (-30, 50)}
    assert atlas.movements["abduction"].frames[1] == {"at": 0.5, "hip_abduction": 40}


def test_facts_are_found_with_and_without_side(atlas: Atlas) -> None:
    assert atlas.facts_about("gluteus_medius_l") == atlas.facts_about("gluteus_medius") == atlas.facts[:1]
    assert [fact.topic for fact in atlas.facts_about("ischial_spine_r")] == ["name"]


def test_an_unknown_structure_is_named_with_what_was_meant(atlas: Atlas) -> None:
    with pytest.raises(GlutviewError, match="gluteus_medius_r or gluteus_medius_l"):
        atlas.structure("gluteus_medius")
    with pytest.raises(GlutviewError, match=r"did you mean .*femur_r"):
        atlas.structure("femurr")


def test_meshes_are_found_beside_the_file_and_among_the_shipped(sample: Path) -> None:
    folder = sample.parent
    (folder / "meshes").mkdir()
    own = folder / "meshes" / "sacrum.ply"
    own.write_bytes(b"ply")
    assert resolve_mesh("meshes/sacrum.ply", folder) == own
    shipped = next((assets_dir() / "meshes").glob("*.ply"))
    if shipped.name != own.name:
        assert resolve_mesh(f"meshes/{shipped.name}", folder) == shipped


def test_a_mesh_behind_a_link_out_of_the_folder_is_refused(
    sample: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "x.ply"
    secret.write_bytes(b"ply")
    (sample.parent / "meshes").mkdir()
    try:
        (sample.parent / "meshes" / "x.ply").symlink_to(secret)
    except OSError:
        pytest.skip("no links here")
    with pytest.raises(GlutviewError, match="outside the asset folder"):
        resolve_mesh("meshes/x.ply", sample.parent)


def test_the_shipped_atlas_is_sound_and_states_both_sides() -> None:
    atlas = load_atlas()
    for name in ("gluteus_maximus", "gluteus_medius", "gluteus_minimus", "hip_bone", "femur"):
        right, left = atlas.structures[f"{name}_r"], atlas.structures[f"{name}_l"]
        assert (right.mesh, right.mirrored, left.mirrored) == (left.mesh, False, True)
    assert {"sacrum", "coccyx"} <= set(atlas.structures)
    assert atlas.coordinate_limits() == {
        "hip_flexion": (-20, 120),
        "hip_abduction": (-30, 50),
        "hip_internal_rotation": (-45, 45),
    }
