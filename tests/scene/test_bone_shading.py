"""Grain of bone: there from near by and only there, appearing little by little, and fixed to the bone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from glutview.biomech.anatomy import Anatomy
from glutview.scene import bone_shading
from glutview.scene.bone_shading import SPONGY, TONE, grain_of, shaft_of
from glutview.scene.scene import Scene
from glutview.state.resolve import resolve
from glutview.state.view_state import CameraState, ViewState
from tests.geometry.solids import sphere
from tests.scene.near_view import SIZE, brightness, near_view

TROCHANTER = CameraState(azimuth_deg=-110, elevation_deg=6, distance_mm=300, focal_mm=(-125.0, 10.0, -20.0))
"""Before the upper face of the right greater trochanter."""


@pytest.fixture(scope="module")
def anatomy() -> Anatomy:
    return Anatomy.load()


@pytest.fixture(scope="module")
def scene(anatomy: Anatomy) -> Iterator[Scene]:
    with near_view(anatomy, "femur_r", TROCHANTER) as scene:
        yield scene


def _grain(picture: npt.NDArray[np.float64], columns: slice = slice(160, 240)) -> float:
    """Of the middle of a picture, how much its pixels differ from the mean of their neighbours."""
    middle = picture[90:160, columns]
    around = (middle[:-2, 1:-1] + middle[2:, 1:-1] + middle[1:-1, :-2] + middle[1:-1, 2:]) / 4
    return float(np.abs(middle[1:-1, 1:-1] - around).mean())


@pytest.mark.parametrize("distance_mm", [100.0, 70.0, 35.0])
def test_from_near_by_bone_has_grain_and_the_same_each_time(scene: Scene, distance_mm: float) -> None:
    first = brightness(scene, distance_mm)
    brightness(scene, 900.0)
    scene.draw(SIZE, "moving")
    np.testing.assert_array_equal(brightness(scene, distance_mm), first)
    # Lit and toned but smooth it is about a tenth of a grey level.
    assert _grain(first) > 0.35


def test_from_afar_it_is_smooth(scene: Scene) -> None:
    assert _grain(brightness(scene, 185.0)) < 0.25


def test_nothing_pops_up_on_the_way_near(scene: Scene) -> None:
    pictures = [brightness(scene, float(distance)) for distance in 185 * 0.96 ** np.arange(50)]
    light = [picture[90:160, 160:240].mean() for picture in pictures]
    assert np.abs(np.diff(light)).max() < 2.5
    grain = [_grain(picture) for picture in pictures]
    assert np.abs(np.diff(grain)).max() < 0.25 * np.mean(grain)


def test_grain_turns_with_the_bone(scene: Scene) -> None:
    """The bone and the eye turned alike about the upright line through the eye's turning point: nothing changes."""
    before = brightness(scene, 80.0)
    camera, part, angle = scene.camera, scene._parts["femur_r"], np.radians(35.0)
    turn = np.eye(4)
    turn[:2, :2] = [[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]
    middle = np.array(camera.focal_mm)
    turn[:3, 3] = middle - turn[:3, :3] @ middle
    try:
        part.carry(turn)
        scene.camera = replace(camera, azimuth_deg=camera.azimuth_deg + 35.0)
        turned = brightness(scene, 80.0)
        part.carry(np.eye(4))
        scene.camera = replace(camera, azimuth_deg=camera.azimuth_deg + 3.0)
        another = brightness(scene, 80.0)
    finally:
        part.carry(np.eye(4))
        scene.camera = camera
    assert np.abs(turned - before).mean() < 0.3
    assert np.abs(another - before).mean() > 1.0


def test_it_shows_through_a_footprint_as_relief(
    scene: Scene, anatomy: Anatomy, monkeypatch: pytest.MonkeyPatch
) -> None:
    def added() -> npt.NDArray[np.float64]:
        """What grain alone adds to the picture: hatching is there without it too."""
        with monkeypatch.context() as without:
            without.setattr(bone_shading, "GRAIN_FROM_MM", 0.0)
            smooth = brightness(scene, 70.0)
        return brightness(scene, 70.0) - smooth

    hidden, within = frozenset(anatomy.atlas.structures) - {"femur_r"}, slice(118, 180)
    plain = _grain(added(), within)
    assert plain > 0.35
    try:
        scene.apply(resolve(anatomy.atlas, ViewState(hidden=hidden, selected="femur_r", theme="dark")))
        relief = added()
        red, _, blue = np.moveaxis(scene.draw(SIZE)[90:160, within, :3].astype(float), 2, 0)
        # All that is measured is the blue of an insertion, light or, on the lines of its hatching, dark.
        assert (blue - red).min() > 30
        assert _grain(relief, within) > 0.5 * plain
    finally:
        scene.apply(resolve(anatomy.atlas, ViewState(hidden=hidden)))


def test_bone_is_spongy_at_its_ends_and_crests_and_compact_between(anatomy: Anatomy) -> None:
    femur, hip = anatomy.rest["femur_r"], anatomy.rest["hip_bone_r"]
    spongy, height = grain_of(femur)[SPONGY], femur.vertices[:, 2]
    shaft = (height < np.quantile(height, 0.6)) & (height > np.quantile(height, 0.4))
    assert spongy[shaft].mean() < 0.1
    assert spongy[height > height.max() - 50].mean() > 0.4
    assert spongy[height < height.min() + 40].mean() > 0.4
    spongy, height = grain_of(hip)[SPONGY], hip.vertices[:, 2]
    wing = (height > height.max() - 60) & (height < height.max() - 25)
    assert spongy[height > height.max() - 6].mean() > 2 * spongy[wing].mean()


def test_what_a_ball_is_like_follows_from_how_it_is_bent() -> None:
    small, large = grain_of(sphere(10.0)), grain_of(sphere(60.0))
    assert small[SPONGY].min() > 0.99
    assert large[SPONGY].max() == 0
    assert np.abs(large[TONE]).max() <= 1
    assert large[TONE].std() > 0.2


def test_the_shaft_of_a_thigh_bone_runs_down_it(anatomy: Anatomy) -> None:
    axis, drawn_out = shaft_of(anatomy.rest["femur_r"])
    assert abs(axis[2]) > 0.98
    assert drawn_out > 2 * shaft_of(anatomy.rest["sacrum"])[1]


def test_grain_is_worked_out_once_for_a_mesh(anatomy: Anatomy) -> None:
    femur = anatomy.rest["femur_r"]
    assert grain_of(femur) is grain_of(femur)
    assert grain_of(femur) is not grain_of(anatomy.rest["femur_l"])
    assert grain_of(sphere(10.0)) is not grain_of(sphere(10.0))
