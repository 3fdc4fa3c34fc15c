from __future__ import annotations

import colorsys
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from glutview.biomech.pose import Pose
from glutview.geometry.openness import FIELD
from glutview.scene.camera import facing, project, turned
from glutview.scene.scene import Scene
from glutview.state.palette import ARTERY, INSERTION, NERVE, ORIGIN, rgb
from glutview.state.resolve import resolve
from glutview.state.view_state import ViewState

SIZE = (480, 360)
Pixels = npt.NDArray[np.uint8]


def own_pixels(picture: Pixels, colour: str, hue_deg: float = 9.0) -> int:
    """How many pixels have the hue of `colour` and are about as vivid as paint in light and shade can be."""
    values = picture[..., :3].astype(float) / 255
    top, bottom = values.max(2), values.min(2)
    spread = np.where(top > bottom, top - bottom, 1)
    red, green, blue = np.moveaxis(values, 2, 0)
    hue = np.select(
        [top == red, top == green], [(green - blue) / spread, 2 + (blue - red) / spread], 4 + (red - green) / spread
    )
    wanted = colorsys.rgb_to_hsv(*rgb(colour))[0] * 360
    away = np.abs((hue * 60 - wanted + 180) % 360 - 180)
    vivid = (top > 0.3) & ((top - bottom) / np.maximum(top, 1e-6) > 0.62)
    return int(((away < hue_deg) & vivid & (top > bottom)).sum())


def show(scene: Scene, anatomy: Any, **state: Any) -> Pixels:
    scene.apply(resolve(anatomy.atlas, ViewState(**state)))
    return scene.draw(SIZE).copy()


def place_of(scene: Scene, point: tuple[float, float, float]) -> tuple[float, float]:
    x, y, _ = project(scene.camera, np.array([point]), SIZE)[0]
    return float(x), float(y)


def test_a_click_a_little_beside_a_nerve_means_it_if_asked(scene: Scene, anatomy: Any) -> None:
    show(scene, anatomy, selected="gluteus_minimus_r")
    nerve = "superior_gluteal_nerve_r"
    x, y = place_of(scene, (-80.0, 0.0, 12.0))
    seen = [step for step in range(60) if scene.hits((x, y + step), SIZE)[0].id == nerve]
    edge = y + max(seen)
    assert seen
    beside = scene.pick((x, edge + 2), SIZE)
    assert beside is None or beside.id != nerve
    near, far = (scene.pick((x, edge + away), SIZE, reach_px=3.0) for away in (2, 6))
    assert near is not None
    assert near.id == nerve
    assert far is None or far.id != nerve
    # The next click at the same place reaches what lies there.
    below = scene.pick((x, edge + 2), SIZE, after=nerve, reach_px=3.0)
    assert (below.id if below else None) == (beside.id if beside else nerve)


def test_equal_calls_give_equal_pixels(scene: Scene, anatomy: Any) -> None:
    first = scene.render_image(SIZE)
    assert first.shape == (360, 480, 4)
    np.testing.assert_array_equal(first, scene.render_image(SIZE))
    show(scene, anatomy, selected="gluteus_medius_r")
    show(scene, anatomy)
    other = Scene(anatomy)
    other.apply(resolve(anatomy.atlas, ViewState()))
    other.camera = scene.camera
    np.testing.assert_array_equal(first, other.render_image(SIZE))
    other.close()


def test_a_saved_picture_is_opaque_and_keeps_the_colours(scene: Scene, anatomy: Any) -> None:
    shown = show(scene, anatomy, selected="gluteus_medius_r")
    saved = scene.render_image(SIZE)
    assert (saved[..., 3] == 255).all()
    # Smoother at edges, otherwise the same.
    assert np.abs(saved[..., :3].astype(int) - shown[..., :3].astype(int)).mean() < 2.5
    for colour in (ORIGIN, INSERTION, NERVE, ARTERY):
        assert own_pixels(saved, colour) >= 100, colour


def test_first_row_is_the_top(scene: Scene) -> None:
    picture = scene.draw(SIZE)[..., :3].astype(int)
    assert picture[2, 2].sum() > picture[-2, 2].sum()
    ivory = picture[..., 0] - picture[..., 2] > 12
    # The larger ball is the upper one.
    assert ivory[:180].sum() > 1.3 * ivory[180:].sum()


@pytest.mark.parametrize("muscle", ["gluteus_medius_r", "gluteus_minimus_r"])
def test_a_selected_muscle_shows_footprints_nerve_and_artery(scene: Scene, anatomy: Any, muscle: str) -> None:
    before = show(scene, anatomy)
    after = show(scene, anatomy, selected=muscle)
    for colour in (ORIGIN, INSERTION, NERVE, ARTERY):
        assert own_pixels(after, colour) >= 100, colour
    assert own_pixels(before, ORIGIN) == own_pixels(before, INSERTION) == 0


def test_what_a_bone_hides_is_hinted_at(scene: Scene, anatomy: Any) -> None:
    scene.camera = facing(scene.camera, "left")
    bare = show(scene, anatomy, hidden=frozenset(id for id in anatomy.atlas.structures if id.endswith("_l")))
    hidden = frozenset(id for id in anatomy.atlas.structures if id.endswith("_l"))
    hinted = show(scene, anatomy, selected="gluteus_medius_r", hidden=hidden)
    changed = np.abs(bare.astype(int) - hinted.astype(int)).max(2) > 40
    x, y = place_of(scene, (-90.0, 0.0, 54.0))
    assert changed[round(y) - 4 : round(y) + 4, round(x) - 4 : round(x) + 4].mean() > 0.5


def test_left_and_right_are_told_apart(scene: Scene, anatomy: Any) -> None:
    scene.camera = scene.opening_view(SIZE, "anterior")
    picture = show(scene, anatomy, selected="gluteus_medius_r")
    # Seen from in front, the person's right is on the left of the picture.
    assert own_pixels(picture[:, :240], NERVE) > 20
    assert own_pixels(picture[:, :240], NERVE) > own_pixels(picture[:, 240:], NERVE)
    assert own_pixels(picture[:, 240:], INSERTION) == 0
    assert own_pixels(picture[:, :240], INSERTION) > 20


def test_footprints_are_sharp_at_close_up(scene: Scene, anatomy: Any) -> None:
    hidden = frozenset({"gluteus_medius_r", "gluteus_minimus_r"})
    scene.apply(resolve(anatomy.atlas, ViewState(selected="gluteus_medius_r", hidden=hidden)))
    middle = (-60 - np.sqrt(900 - 14.5**2), 0.0, 54.5)
    scene.camera = replace(scene.camera, distance_mm=60.0, focal_mm=middle)
    column = scene.draw(SIZE)[:, 240, :3].astype(int)
    # Bone is more green than blue, paint more blue than green; a triangle is some forty pixels wide here.
    paint = column[:, 2] - column[:, 1]
    assert (paint < -12).sum() > 60
    assert (paint > 12).sum() > 60
    assert (np.abs(paint) <= 12).sum() <= 10


def test_a_pose_moves_bones_muscles_and_footprints(scene: Scene, anatomy: Any) -> None:
    still = show(scene, anatomy, selected="gluteus_medius_r")
    rest = scene.arrays("gluteus_medius_r")[0].copy()
    scene.camera = scene.opening_view(SIZE, "anterior")
    before = scene.draw(SIZE).copy()
    pose = Pose().moved(hip_abduction_r=20.0)
    after = show(scene, anatomy, selected="gluteus_medius_r", pose=pose)
    assert np.abs(before.astype(int) - after.astype(int)).max() > 60
    moved = scene.arrays("gluteus_medius_r")[0]
    assert np.abs(moved - rest).max() == pytest.approx(20, abs=1e-3)
    assert (scene.arrays("gluteus_medius_l")[0] == anatomy.rest["gluteus_medius_l"].vertices.astype(np.float32)).all()
    # The insertion rides with the femur: the ball is 22 mm wide and was carried 20 mm outward.
    x, y = place_of(scene, (-60 - 21.0 - 20.0, 0.0, -44.0))
    hit = scene.pick((x + 3, y), SIZE)
    assert hit is not None
    show(scene, anatomy, selected="gluteus_medius_r")
    scene.camera = scene.opening_view(SIZE, "right")
    np.testing.assert_array_equal(still, scene.draw(SIZE))


def test_with_a_femur_fixed_the_pelvis_moves_and_clicks_follow(scene: Scene, anatomy: Any) -> None:
    scene.camera = scene.opening_view(SIZE, "anterior")
    hidden = frozenset(id for id in anatomy.atlas.structures if "gluteus" in id or "gluteal" in id)
    show(scene, anatomy, hidden=hidden)
    middle = place_of(scene, (-60.0, 0.0, 40.0))
    found = scene.pick(middle, SIZE)
    assert found is not None
    assert found.id == "hip_bone_r"
    pose = Pose().moved(hip_abduction_r=80.0)
    show(scene, anatomy, hidden=hidden, pose=pose, fixed="femur_r")
    # The pelvis went 80 mm to the left: both bones did.
    assert scene.pick(middle, SIZE) is None
    found = scene.pick(place_of(scene, (20.0, 0.0, 40.0)), SIZE)
    assert found is not None
    assert found.id == "hip_bone_r"


def test_clicks_reach_deeper_at_the_same_place(scene: Scene, anatomy: Any) -> None:
    place = place_of(scene, (-90.0, 0.0, 0.0))
    ids = [hit.id for hit in scene.hits(place, SIZE)]
    assert ids[:2] == ["gluteus_medius_r", "gluteus_minimus_r"]
    first = scene.pick(place, SIZE)
    assert first is not None
    second = scene.pick(place, SIZE, after=first.id)
    assert second is not None
    assert (first.id, second.id) == ("gluteus_medius_r", "gluteus_minimus_r")
    last = scene.pick(place, SIZE, after=ids[-1])
    assert last is not None
    assert last.id == first.id
    assert scene.pick((2.0, 2.0), SIZE) is None


def test_hidden_parts_are_neither_drawn_nor_clicked(scene: Scene, anatomy: Any) -> None:
    place = place_of(scene, (-90.0, 0.0, 0.0))
    before = scene.draw(SIZE).copy()
    after = show(scene, anatomy, hidden=frozenset({"gluteus_medius_r"}))
    assert np.abs(before.astype(int) - after.astype(int)).max() > 40
    found = scene.pick(place, SIZE)
    assert found is not None
    assert found.id == "gluteus_minimus_r"


def test_a_nerve_seen_through_glass_is_clicked_before_the_glass(scene: Scene, anatomy: Any) -> None:
    place = place_of(scene, (-80.0, 0.0, 12.0))
    first = scene.pick(place, SIZE)
    assert first is not None
    assert first.id == "gluteus_medius_r"
    show(scene, anatomy, selected="gluteus_minimus_r")
    found = scene.pick(place, SIZE)
    assert found is not None
    assert found.id == "superior_gluteal_nerve_r"


def test_the_picked_place_lies_on_the_structure(scene: Scene) -> None:
    scene.camera = turned(scene.camera, 4, 3)
    for pixel in [(240.0, 90.0), (240.0, 200.0), (250.0, 270.0)]:
        hit = scene.pick(pixel, SIZE)
        assert hit is not None
        assert project(scene.camera, np.array([hit.point]), SIZE)[0, :2] == pytest.approx(pixel, abs=0.01)


def test_applying_the_same_description_changes_nothing(scene: Scene, anatomy: Any) -> None:
    description = resolve(anatomy.atlas, ViewState(selected="gluteus_medius_r"))
    assert scene.apply(description)
    assert not scene.apply(resolve(anatomy.atlas, ViewState(selected="gluteus_medius_r")))


def test_prepared_work_changes_no_pixel(scene: Scene, anatomy: Any) -> None:
    before = scene.draw(SIZE).copy()
    assert set(scene.prepare()) == set(anatomy.atlas.structures)
    after = scene.draw(SIZE)
    # Refined triangles lie in the old ones; their shading may round differently.
    assert np.abs(before.astype(int) - after.astype(int)).max() <= 12
    assert (np.abs(before.astype(int) - after.astype(int)) > 3).mean() < 0.002


def test_a_moving_frame_is_smaller_and_light(scene: Scene) -> None:
    list(scene.prepare())
    if not scene.quality.moving.light_meshes:
        pytest.skip("a GPU draws every frame in full")
    rest = scene.draw(SIZE)
    moving = scene.draw(SIZE, "moving")
    assert moving.shape == (180, 240, 4)
    assert scene.draw(SIZE).shape == (360, 480, 4)
    small = rest[::2, ::2, :3].astype(int)
    assert np.abs(small - moving[..., :3].astype(int)).mean() < 6


def test_themes_change_the_background(scene: Scene, anatomy: Any) -> None:
    light = show(scene, anatomy)[2, 2, :3].astype(int).sum()
    dark = show(scene, anatomy, theme="dark")[2, 2, :3].astype(int).sum()
    black = show(scene, anatomy, theme="high_contrast")[2, 2, :3].astype(int).sum()
    assert light > 600 > 250 > dark > black == 0


def test_what_lies_shut_in_is_darker(scene: Scene, anatomy: Any) -> None:
    hidden = frozenset(id for id in anatomy.atlas.structures if id != "hip_bone_r")
    bright = show(scene, anatomy, hidden=hidden).astype(int)
    bone = anatomy.rest["hip_bone_r"]
    # The upper half open, the lower shut in.
    share = (bone.vertices[:, 2] > 40).astype(np.float32)
    shut = replace(bone, fields={**bone.fields, FIELD: share})
    methods = {name: getattr(anatomy, name) for name in ("body_transforms", "resting", "pose_soft")}
    other: Any = SimpleNamespace(**{**vars(anatomy), **methods, "rest": {**anatomy.rest, "hip_bone_r": shut}})
    darker = Scene(other)
    darker.apply(resolve(anatomy.atlas, ViewState(hidden=hidden)))
    darker.camera = scene.camera
    dark = darker.draw(SIZE).astype(int)
    x, y = (round(value) for value in place_of(scene, (-90.0, 0.0, 40.0)))
    np.testing.assert_array_equal(bright[y - 30 : y - 10, x - 5 : x + 5], dark[y - 30 : y - 10, x - 5 : x + 5])
    below = dark[y + 10 : y + 30, x - 5 : x + 5, :3] / bright[y + 10 : y + 30, x - 5 : x + 5, :3]
    assert below.max() < 0.5
    darker.close()
