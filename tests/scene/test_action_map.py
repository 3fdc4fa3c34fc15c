"""Muscles coloured by their moment arms: which way each turns the thigh, in this pose; and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from glutview.biomech.anatomy import Anatomy
from glutview.biomech.pose import Pose
from glutview.scene.action_legend import arm_colour, legend_marks, legend_of
from glutview.scene.action_shading import FULL_MM, IDLE_MM
from glutview.scene.camera import project
from glutview.scene.overlay import Line, Patch, Words
from glutview.scene.overlay_raster import paint
from glutview.scene.scene import Scene
from glutview.state import view_edits as edits
from glutview.state.palette import AGAINST, WITH, rgb
from glutview.state.resolve import resolve
from glutview.state.scene_description import Loss
from glutview.state.view_state import ViewState

SIZE = (640, 480)
FLEXION, ABDUCTION, ROTATION = range(3)
Pixels = npt.NDArray[np.uint8]


@pytest.fixture(scope="module")
def anatomy() -> Anatomy:
    return Anatomy.load()


@pytest.fixture
def scene(anatomy: Anatomy) -> Iterator[Scene]:
    made = Scene(anatomy)
    made.apply(resolve(anatomy.atlas, ViewState()))
    made.camera = made.opening_view(SIZE, "right")
    yield made
    made.close()


def only(anatomy: Anatomy, muscle: str) -> ViewState:
    return edits.isolate(ViewState(), [muscle], anatomy.atlas.structures)


def picture(scene: Scene, anatomy: Anatomy, state: ViewState) -> Pixels:
    scene.apply(resolve(anatomy.atlas, state))
    return scene.draw(SIZE, "still").copy()


def warmth(seen: Pixels, empty: Pixels) -> float:
    """Red less blue of what is drawn, on average."""
    drawn = np.abs(seen.astype(int) - empty).max(2) > 24
    assert drawn.sum() > 2000
    return float((seen[drawn][:, 0].astype(float) - seen[drawn][:, 2]).mean())


@pytest.mark.parametrize(
    ("muscle", "axis", "sign"),
    [
        ("gluteus_maximus_r", FLEXION, -1),
        ("tensor_fasciae_latae_r", FLEXION, 1),
        ("gluteus_medius_r", ABDUCTION, 1),
        ("gluteus_maximus_r", ROTATION, -1),
    ],
)
def test_colours_tell_which_way_a_muscle_turns_the_thigh(
    scene: Scene, anatomy: Anatomy, muscle: str, axis: int, sign: int
) -> None:
    empty = picture(scene, anatomy, edits.isolate(ViewState(), [], anatomy.atlas.structures))
    assert sign * warmth(picture(scene, anatomy, edits.set_action(only(anatomy, muscle), axis)), empty) > 30


def test_colours_follow_the_pose_and_the_hip(scene: Scene, anatomy: Anatomy) -> None:
    state = edits.set_action(ViewState(), ROTATION)
    for flexion in (0.0, 60.0):
        pose = Pose.of({"hip_flexion_r": flexion})
        scene.apply(resolve(anatomy.atlas, edits.set_pose(state, pose)))
        for id in ("gluteus_medius_r", "gluteus_medius_l", "piriformis_r"):
            part = scene._parts[id]
            wanted = anatomy.action_map(id).arms(pose.hip(id[-1]), ROTATION)
            assert np.abs(part.arm - wanted).max() < 1e-4
    # Internal rotators of the flexed hip, as the models have it; the other hip has not moved.
    assert scene._parts["gluteus_medius_r"].arm.mean() > scene._parts["gluteus_medius_l"].arm.mean() + 20


def test_the_surface_has_the_colour_of_the_legend(scene: Scene, anatomy: Anatomy) -> None:
    state = edits.set_action(only(anatomy, "gluteus_maximus_r"), FLEXION)
    seen = picture(scene, anatomy, state).astype(float)
    part = scene._parts["gluteus_maximus_r"]
    places = project(scene.camera, part.points.astype(float), SIZE)
    facing = np.flatnonzero(part.normals[:, 0] < -0.9)
    hues = []
    for vertex in facing[:: max(1, len(facing) // 200)]:
        x, y = places[vertex, :2].astype(int)
        colour, wanted = seen[y, x, :3], np.array(arm_colour(float(part.arm[vertex])))
        hues.append(np.corrcoef(colour, wanted)[0, 1])
    assert len(hues) > 100
    assert np.median(hues) > 0.98


def test_without_a_map_nothing_is_coloured_and_nothing_stays(scene: Scene, anatomy: Anatomy) -> None:
    before = picture(scene, anatomy, ViewState())
    assert not np.array_equal(before, picture(scene, anatomy, edits.set_action(ViewState(), ABDUCTION)))
    assert np.array_equal(before, picture(scene, anatomy, ViewState()))


def test_what_does_nothing_is_hatched(scene: Scene, anatomy: Anatomy) -> None:
    state = edits.set_action(only(anatomy, "gluteus_medius_r"), ROTATION)
    seen = picture(scene, anatomy, edits.set_pose(state, Pose.of({"hip_flexion_r": 20.0})))
    arm = scene._parts["gluteus_medius_r"].arm
    assert arm.min() < -2 * IDLE_MM
    assert arm.max() > 2 * IDLE_MM
    points = scene._parts["gluteus_medius_r"].points
    places = project(scene.camera, points.astype(float), SIZE)[:, :2].astype(int)
    facing = scene._parts["gluteus_medius_r"].normals[:, 0] < -0.6

    def darkest(chosen: npt.NDArray[np.bool_]) -> float:
        x, y = places[chosen & facing].T
        light = seen[y, x, :3].max(1).astype(float)
        return float(np.percentile(light, 10) / np.percentile(light, 90))

    assert darkest(np.abs(arm) < 0.6 * IDLE_MM) < 0.75 * darkest(arm > 2 * IDLE_MM)


def test_a_selected_muscle_stays_solid_to_be_read(anatomy: Anatomy) -> None:
    state = edits.select(ViewState(), "gluteus_medius_r")
    assert resolve(anatomy.atlas, state).parts["gluteus_medius_r"].style == "glass"
    acting = resolve(anatomy.atlas, edits.set_action(state, ABDUCTION))
    assert acting.parts["gluteus_medius_r"].style == "solid"
    assert acting.parts["gluteus_maximus_r"].style == "glass"


def test_the_legend_says_what_the_colours_mean(anatomy: Anatomy) -> None:
    assert legend_of(anatomy.atlas, None) is None
    legend = legend_of(anatomy.atlas, ABDUCTION)
    assert legend is not None
    assert (legend.title, legend.low, legend.high) == ("Abduction arm (mm)", "Adduction", "Abduction")
    marks = legend_marks(legend, SIZE, 14.0)
    texts = {mark.text: mark.place for mark in marks if isinstance(mark, Words)}
    assert set(texts) == {"Abduction arm (mm)", "−60", "0", "+60", "Adduction", "Abduction"}
    assert texts["−60"][0] < texts["0"][0] < texts["+60"][0]
    assert texts["Adduction"][0] < texts["Abduction"][0]
    patches = [mark for mark in marks if isinstance(mark, Patch)]
    assert all(patch.corner[0] >= 0 and patch.corner[0] + patch.extent[0] <= SIZE[0] for patch in patches)
    assert any(isinstance(mark, Line) for mark in marks)
    assert legend_marks(legend, (200, 480), 14.0) == []
    drawn = np.full((SIZE[1], SIZE[0], 4), 120, dtype=np.uint8)
    paint(drawn, marks, "dark")
    for end, patch in ((AGAINST, patches[1]), (WITH, patches[-1])):
        x, y = (int(patch.corner[axis] + patch.extent[axis] / 2) for axis in (0, 1))
        assert np.abs(drawn[y, x, :3] / 255 - np.array(rgb(end))).max() < 0.03


def test_colours_grow_with_the_arm_to_both_sides() -> None:
    arms = np.linspace(0, FULL_MM, 9)
    for side, full in ((1, WITH), (-1, AGAINST)):
        away = [np.linalg.norm(np.subtract(arm_colour(side * arm), arm_colour(0.0))) for arm in arms]
        assert np.all(np.diff(away) > 0)
        assert arm_colour(side * FULL_MM) == pytest.approx(rgb(full))
        assert arm_colour(side * 2 * FULL_MM) == pytest.approx(rgb(full))


@pytest.mark.parametrize("loss", ["none", "silent", "torn", "territory"])
def test_a_muscle_that_lost_something_is_drawn_too(scene: Scene, anatomy: Anatomy, loss: Loss) -> None:
    muscle = "gluteus_medius_r"
    shown = resolve(anatomy.atlas, edits.set_action(only(anatomy, muscle), ABDUCTION))
    empty = picture(scene, anatomy, edits.isolate(ViewState(), [], anatomy.atlas.structures))
    drawn = []
    for lost in (loss, "none"):
        scene.apply(replace(shown, parts={**shown.parts, muscle: replace(shown.parts[muscle], loss=lost)}))
        drawn.append((np.abs(scene.draw(SIZE, "still").astype(int) - empty).max(2) > 24).sum())
    assert drawn[0] > 0.8 * drawn[1] > 2000
