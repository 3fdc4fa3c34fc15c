"""Round a structure: what is told of each view is what is drawn there, and what stands before it is left out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from glutview.biomech.anatomy import Anatomy
from glutview.export.turntable import VIEWS, picture_of, structure_turn
from glutview.scene.camera import project
from glutview.scene.scene import Scene
from glutview.state.resolve import resolve
from glutview.state.view_state import ViewState
from glutview.teaching.lesson_view import shown
from glutview.teaching.turn_words import TurnPicture

SIZE = (320, 200)


def _pictures(anatomy: Anatomy, scene: Scene, id: str) -> list[TurnPicture]:
    return [picture_of(anatomy, scene, state) for state in structure_turn(anatomy, id, SIZE)]


def test_every_structure_has_its_views_with_titles_of_their_own(anatomy: Anatomy) -> None:
    for id in anatomy.atlas.structures:
        states = structure_turn(anatomy, id, SIZE)
        assert len(states) == VIEWS == 16
        assert all(state.selected == id and id not in state.hidden for state in states)
        azimuths = sorted(state.camera.azimuth_deg % 360 for state in states if state.camera)
        assert np.diff(azimuths) == pytest.approx(22.5)


def test_left_is_the_mirror_image_of_right(anatomy: Anatomy, scene: Scene) -> None:
    right, left = (_pictures(anatomy, scene, f"gluteus_medius_{side}") for side in "rl")
    for one, other in zip(right, left, strict=True):
        assert one.step.camera is not None
        assert other.step.camera is not None
        assert one.step.title.replace("right", "left") == other.step.title
        assert one.alt.replace("Right", "Left") == other.alt
        assert one.step.camera.focal_mm[0] == pytest.approx(-other.step.camera.focal_mm[0], abs=0.02)


def test_a_picture_is_a_step_that_brings_the_view_there(anatomy: Anatomy, scene: Scene) -> None:
    states = structure_turn(anatomy, "gluteus_minimus_l", SIZE)
    for state in states[::5]:
        there = shown(picture_of(anatomy, scene, state).step, ViewState(), anatomy.atlas)
        assert (there.selected, there.hidden, there.pose) == (state.selected, state.hidden, state.pose)
        assert there.camera is not None
        assert state.camera is not None
        points = anatomy.rest["gluteus_minimus_l"].vertices
        away = project(there.camera, points, SIZE) - project(state.camera, points, SIZE)
        assert np.abs(away[:, :2]).max() < 0.2


def test_what_is_told_follows_from_anatomy(anatomy: Anatomy, scene: Scene) -> None:
    told = {
        picture.step.title.partition("right, ")[2]: picture.step.note
        for picture in _pictures(anatomy, scene, "gluteus_medius_r")
    }
    # From lateral the muscle lies under the tract and, behind, under maximus; from medial behind its bone.
    glass = "Seen through the gluteal aponeurosis, the iliotibial tract and gluteus maximus, drawn as glass."
    assert told["from lateral"].startswith(glass)
    assert "origin on the hip bone is seen" in told["from lateral"]
    assert "behind the hip bone" in told["from medial"]
    assert "origin on the hip bone faces away" in told["from medial"]
    # The other side's muscles would stand before it there.
    assert not any("left" in note for note in told.values())


def test_what_is_told_to_be_seen_is_seen_in_the_pixels(anatomy: Anatomy, scene: Scene) -> None:
    """The share measured by rays is that of the pixels that change when the muscle is drawn in another colour."""
    atlas, id, size = anatomy.atlas, "gluteus_maximus_r", (240, 150)
    for azimuth in (180.0, -90.0, 90.0):
        state = next(
            s
            for s in structure_turn(anatomy, id, size)
            if s.camera and abs(s.camera.azimuth_deg % 360 - azimuth % 360) < 1
        )
        bare = replace(state, selected=None)
        scene.apply(resolve(atlas, bare))
        assert state.camera is not None
        scene.camera = state.camera
        share = scene.seen(id).share
        pixels = [scene.draw(size).astype(int)]
        drawn = resolve(atlas, bare)
        scene.apply(replace(drawn, parts={**drawn.parts, id: replace(drawn.parts[id], visible=False)}))
        pixels.append(scene.draw(size).astype(int))
        alone = replace(bare, hidden=frozenset(atlas.structures) - {id})
        scene.apply(resolve(atlas, alone))
        whole = scene.draw(size).astype(int)
        scene.apply(resolve(atlas, replace(bare, hidden=frozenset(atlas.structures))))
        ground = scene.draw(size).astype(int)
        seen = (np.abs(pixels[0] - pixels[1]).max(2) > 6).sum()
        all_of_it = (np.abs(whole - ground).max(2) > 6).sum()
        assert share == pytest.approx(seen / all_of_it, abs=0.12)


def test_a_bone_is_bared_of_what_covers_it(anatomy: Anatomy, scene: Scene) -> None:
    states = structure_turn(anatomy, "hip_bone_r", SIZE)
    kinds = {anatomy.atlas.structures[id].kind for id in set(anatomy.atlas.structures) - states[0].hidden}
    assert kinds <= {"bone", "cartilage", "ligament"}
    lateral = picture_of(anatomy, scene, states[0])
    seen = lateral.step.note.partition("Seen on it: ")[2]
    assert "the origin of gluteus medius" in seen
    assert "the origin of gluteus minimus" in seen


def test_a_part_of_a_muscle_is_turned_as_its_muscle_and_told_by_its_own_name(anatomy: Anatomy, scene: Scene) -> None:
    part = "gluteus_medius_posterior_part_r"
    whole, own = structure_turn(anatomy, "gluteus_medius_r", SIZE), structure_turn(anatomy, part, SIZE)
    assert [state.camera for state in own] == [state.camera for state in whole]
    assert own[0].selected == part
    front = next(state for state in own if state.camera and state.camera.azimuth_deg == pytest.approx(0))
    told = picture_of(anatomy, scene, front)
    assert told.step.title == "Gluteus medius, posterior part, right, from in front"
    # The hindmost fibres lie behind the rest of the hip when one looks from in front; the foremost do not.
    hind = scene.seen("gluteus_medius_r").share
    picture_of(anatomy, scene, replace(front, selected="gluteus_medius_anterior_part_r"))
    assert scene.seen("gluteus_medius_r").share > hind + 0.2
