"""An edited anatomy is drawn as one that was so from the beginning."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from glutview.atlas.edits import set_curve_point
from glutview.biomech.anatomy import Anatomy
from glutview.biomech.attachment_footprints import borne_by, footprints
from glutview.biomech.regrowth import Regrowth
from glutview.biomech.spots import placed
from glutview.geometry.footprint_fields import FootprintFields
from glutview.geometry.surface_point import closest_points
from glutview.scene.camera import eye, facing, project
from glutview.scene.scene import Scene
from glutview.state.resolve import resolve
from glutview.state.view_state import ViewState

SIZE = (400, 300)
MUSCLE = "gluteus_medius_r"


@pytest.fixture(scope="module")
def anatomy() -> Anatomy:
    return Anatomy.load()


@pytest.fixture(scope="module")
def edited(anatomy: Anatomy) -> Anatomy:
    """With a corner of the insertion of medius two centimetres lower."""
    atlas = anatomy.atlas
    point = atlas.attachments["gluteus_medius_insertion_r"].superficial[0]
    low = placed([point.spot], anatomy.rest) + np.array([[0.0, 0.0, -20.0]])
    found = closest_points(anatomy.rest["femur_r"], low)[0]
    atlas = set_curve_point(atlas, "gluteus_medius_insertion", "superficial", 0, [found.triangle, *found.weights])
    regrowth = Regrowth(anatomy.atlas, anatomy.rest)
    return anatomy.changed(atlas, {id: regrowth.drawn_along(atlas, id) for id in regrowth.edited(atlas)})


def fields(anatomy: Anatomy, bone: str) -> FootprintFields:
    patches = {a.id: footprints(a, anatomy.rest)[bone] for a in borne_by(anatomy.atlas, bone)}
    return FootprintFields.of(anatomy.rest[bone], patches)


def drawn(scene: Scene, anatomy: Any) -> np.ndarray[Any, np.dtype[np.uint8]]:
    scene.apply(resolve(anatomy.atlas, ViewState(selected=MUSCLE)))
    scene.camera = facing(scene.opening_view(SIZE), "right")
    return scene.render_image(SIZE)


def test_an_edit_is_drawn_like_an_atlas_that_says_so(anatomy: Anatomy, edited: Anatomy) -> None:
    fresh, scene = Scene(edited), Scene(anatomy)
    try:
        before = drawn(scene, anatomy)
        scene.take(edited, {bone: fields(edited, bone) for bone in ("femur_r", "femur_l")})
        after, wanted = drawn(scene, edited), drawn(fresh, edited)
        # The opening camera looks at what is there now; both have seen the same.
        assert (np.abs(after.astype(int) - before).max(-1) > 12).sum() > 100, "nothing is seen of the edit"
        assert (np.abs(after.astype(int) - wanted).max(-1) > 12).mean() < 0.002
        np.testing.assert_allclose(scene.arrays(MUSCLE)[0], edited.rest[MUSCLE].vertices, atol=1e-3)
        scene.take(anatomy, {bone: fields(anatomy, bone) for bone in ("femur_r", "femur_l")})
        again = drawn(scene, anatomy)
        assert (np.abs(again.astype(int) - before).max(-1) > 12).mean() < 0.002
    finally:
        scene.close()
        fresh.close()


def test_a_bone_covers_what_lies_behind_it(anatomy: Anatomy) -> None:
    scene = Scene(anatomy)
    try:
        scene.apply(resolve(anatomy.atlas, ViewState()))
        scene.camera = facing(scene.opening_view(SIZE), "right")
        spots = [anatomy.atlas.landmarks[id].spot for id in ("iliac_tubercle_r", "iliac_tubercle_l")]
        points = placed(spots, anatomy.rest)
        # From the right the right iliac tubercle is seen, muscle or not, and the left one is behind the right bone.
        assert scene.covered(points).tolist() == [False, True]
        x, y, _ = project(scene.camera, points[:1], SIZE)[0]
        assert 0 < x < SIZE[0]
        assert 0 < y < SIZE[1]
        behind = eye(scene.camera) + 1.5 * (points[0] - eye(scene.camera))
        assert scene.covered(behind[None]).tolist() == [True]
        hidden = frozenset(id for id, s in anatomy.atlas.structures.items() if s.kind == "bone")
        scene.apply(resolve(anatomy.atlas, ViewState(hidden=hidden)))
        assert not scene.covered(points).any()
    finally:
        scene.close()
