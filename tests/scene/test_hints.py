"""What a selection shows although something hides it, and that what lies in front stays in front."""

from __future__ import annotations

import colorsys
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from glutview.scene.camera import project
from glutview.scene.quality import GPU, SOFTWARE, Quality
from glutview.scene.scene import Pace, Scene
from glutview.state.palette import NERVE, ORIGIN, rgb
from glutview.state.resolve import resolve
from glutview.state.view_state import ViewState

SIZE = (480, 360)
PATCH = (-89.5, 0.0, 44.0)
"""Amid the origin of minimus, on the outer side of the hip bone's ball."""


def show(
    scene: Scene,
    anatomy: Any,
    *,
    strands: bool = True,
    bones: tuple[str, ...] = ("hip_bone_r", "femur_r"),
    **state: Any,
) -> None:
    """Of the bones these alone, and no muscle."""
    shown = {*bones, *(id for id in anatomy.atlas.structures if strands and "superior" in id and id.endswith("_r"))}
    hidden = frozenset(set(anatomy.atlas.structures) - shown)
    scene.apply(resolve(anatomy.atlas, ViewState(hidden=hidden, **state)))


def around(scene: Scene, picture: npt.NDArray[np.uint8], point: tuple[float, float, float], half: int) -> Any:
    """The pixels about a place, (k, 3) from 0 to 1."""
    x, y, _ = project(scene.camera, np.array([point]), SIZE)[0]
    x, y = x * picture.shape[1] / SIZE[0], y * picture.shape[0] / SIZE[1]
    window = picture[round(y) - half : round(y) + half, round(x) - half : round(x) + half, :3]
    return window.reshape(-1, 3) / 255


def hue_apart_deg(pixels: npt.NDArray[np.float64], colour: str) -> npt.NDArray[np.float64]:
    wanted = colorsys.rgb_to_hsv(*rgb(colour))[0]
    hues = np.array([colorsys.rgb_to_hsv(*pixel)[0] for pixel in pixels])
    return np.asarray(360 * np.abs((hues - wanted + 0.5) % 1 - 0.5))


@pytest.mark.parametrize("pace", ["rest", "moving", "still"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_footprint_behind_bone_keeps_its_colour_and_is_told_from_one_in_front(
    scene: Scene, anatomy: Any, theme: str, pace: Pace
) -> None:
    show(scene, anatomy, selected="gluteus_minimus_r", theme=theme)
    front = around(scene, scene.draw(SIZE, pace), PATCH, 6)
    scene.camera = scene.opening_view(SIZE, "left")
    behind = around(scene, scene.draw(SIZE, pace), PATCH, 6)
    assert np.median(hue_apart_deg(front, ORIGIN)) < 9
    assert np.median(hue_apart_deg(behind, ORIGIN)) < 9
    # The bone shows between the lines: paler than paint.
    assert np.median(behind.min(1)) > np.median(front.min(1)) + 0.08


@pytest.mark.parametrize("distance_mm", [400.0, 105.0])
def test_its_lines_stand_firm_from_near_by_too(scene: Scene, anatomy: Any, distance_mm: float) -> None:
    """Beneath little bone, and amid the model, where the depths of the picture crowd together, as from afar."""
    show(scene, anatomy, selected="gluteus_minimus_r", bones=("hip_bone_r", "femur_l"), strands=False)
    steep = replace(scene.opening_view(SIZE, "left"), elevation_deg=-74.0)
    scene.camera = replace(steep, focal_mm=PATCH, distance_mm=distance_mm)
    seen = around(scene, scene.draw(SIZE), PATCH, round(2000 / distance_mm))
    firm = np.ptp(seen, axis=1) > 0.45
    assert firm.mean() > 0.25
    assert np.median(hue_apart_deg(seen[firm], ORIGIN)) < 9


def test_seen_from_the_other_side_it_does_not_lie_on_the_mirror_image(scene: Scene, anatomy: Any) -> None:
    """Nor does the nerve: both would be taken for the left one's."""
    pictures = []
    for selected in (None, "gluteus_minimus_r"):
        show(scene, anatomy, selected=selected, bones=("hip_bone_r", "femur_r", "hip_bone_l", "femur_l"))
        scene.camera = scene.opening_view(SIZE, "left")
        pictures.append(around(scene, scene.draw(SIZE), PATCH, 6))
    assert np.abs(pictures[0] - pictures[1]).max() < 0.02
    assert np.median(hue_apart_deg(pictures[1], ORIGIN)) > 15
    scene.camera = scene.opening_view(SIZE, "posterior")
    assert scene.draw(SIZE) is not None
    assert scene._frame.hints.GetDraw()


@pytest.mark.parametrize("view", ["right", "left"])
def test_in_x_ray_a_footprint_shines_through_the_glass_before_it(scene: Scene, anatomy: Any, view: str) -> None:
    show(scene, anatomy, selected="gluteus_minimus_r", xray=True)
    scene.camera = scene.opening_view(SIZE, view)
    seen = around(scene, scene.draw(SIZE), PATCH, 6)
    assert np.median(hue_apart_deg(seen, ORIGIN)) < 12
    assert np.median(np.ptp(seen, axis=1)) > 0.25


@pytest.mark.parametrize("quality", [SOFTWARE, GPU])
@pytest.mark.parametrize("pace", ["rest", "moving", "still"])
def test_in_x_ray_what_lies_deepest_is_seen(anatomy: Any, quality: Quality, pace: Pace) -> None:
    scene = Scene(anatomy, quality)
    try:
        pictures = []
        for hidden in (frozenset[str](), frozenset({"superior_gluteal_nerve_l"})):
            scene.apply(resolve(anatomy.atlas, ViewState(xray=True, hidden=hidden)))
            scene.camera = scene.opening_view(SIZE, "right")
            pictures.append(scene.draw(SIZE, pace).astype(int))
        # Through all that lies on the right side, whatever blends the layers.
        assert (np.abs(pictures[0] - pictures[1]).max(2) > 2).sum() > 20
    finally:
        scene.close()


def test_what_nothing_hides_looks_as_it_does_in_the_model(scene: Scene, anatomy: Any) -> None:
    show(scene, anatomy, selected="gluteus_minimus_r")
    shown = scene.draw(SIZE).astype(int)
    scene._hints._shown.clear()
    bare = scene.draw(SIZE).astype(int)
    # Seen from the right nothing lies over footprints, nerve and artery: same hues, a little brighter at most.
    assert np.abs(shown - bare).max() > 0
    assert np.abs(shown - bare).mean() < 1.0
    paint = around(scene, shown.astype(np.uint8), PATCH, 6)
    np.testing.assert_allclose(paint, around(scene, bare.astype(np.uint8), PATCH, 6), atol=0.2)


def test_a_hidden_footprint_does_not_cover_the_nerve_before_it(scene: Scene, anatomy: Any) -> None:
    nerve = (-80.0, 0.0, 12.0)
    along = np.array(nerve) - PATCH
    along /= np.linalg.norm(along)
    # From where the nerve lies in the line of sight to the patch, which the ball hides.
    azimuth, elevation = 90.0, float(np.degrees(np.arcsin(along[2])))
    scene.camera = replace(
        scene.camera, azimuth_deg=azimuth, elevation_deg=elevation, focal_mm=nerve, distance_mm=200.0
    )
    for strands, colour in ((True, NERVE), (False, ORIGIN)):
        show(scene, anatomy, selected="gluteus_minimus_r", bones=("hip_bone_r",), strands=strands)
        seen = around(scene, scene.draw(SIZE), nerve, 2)
        assert np.median(hue_apart_deg(seen, colour)) < 9


def test_the_depth_of_later_frames_is_compared_as_ever(scene: Scene, anatomy: Any) -> None:
    before = scene.draw(SIZE).copy()
    show(scene, anatomy, selected="gluteus_minimus_r")
    scene.draw(SIZE)
    scene.apply(resolve(anatomy.atlas, ViewState()))
    np.testing.assert_array_equal(scene.draw(SIZE), before)
