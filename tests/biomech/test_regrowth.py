"""A muscle follows its attachments: nothing where nothing was edited, the whole way at the edited end."""

from __future__ import annotations

import numpy as np
import pytest

from glutview.atlas.atlas import Atlas
from glutview.atlas.edits import set_curve_point
from glutview.biomech.anatomy import Anatomy
from glutview.biomech.pose import Pose
from glutview.biomech.regrowth import Regrowth
from glutview.biomech.spots import placed
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.surface_point import closest_points

ANATOMY = Anatomy.load()
MUSCLE = "gluteus_minimus_r"


@pytest.fixture(scope="module")
def regrowth() -> Regrowth:
    return Regrowth(ANATOMY.atlas, ANATOMY.rest)


@pytest.fixture(scope="module")
def edited() -> Atlas:
    """The atlas with the front half of minimus' insertion a centimetre lower."""
    atlas = ANATOMY.atlas
    for edge in ("superficial", "deep"):
        points = getattr(atlas.attachments["gluteus_minimus_insertion_r"], edge)
        for index, point in enumerate(points[:2]):
            low = placed([point.spot], ANATOMY.rest) + np.array([[0.0, 0.0, -10.0]])
            found = closest_points(ANATOMY.rest["femur_r"], low)[0]
            at = [found.triangle, *found.weights]
            atlas = set_curve_point(atlas, "gluteus_minimus_insertion", edge, index, at)
    return atlas


def moved(mesh: Mesh, muscle: str = MUSCLE) -> Floats:
    return np.asarray(np.linalg.norm(mesh.vertices - ANATOMY.rest[muscle].vertices, axis=1))


def test_it_knows_which_muscles_were_edited(regrowth: Regrowth, edited: Atlas) -> None:
    assert regrowth.edited(ANATOMY.atlas) == ()
    assert regrowth.edited(edited) == ("gluteus_minimus_r", "gluteus_minimus_l")


@pytest.mark.parametrize("way", ["drawn_along", "regrown"])
def test_without_an_edit_nothing_moves(regrowth: Regrowth, way: str) -> None:
    assert moved(getattr(regrowth, way)(ANATOMY.atlas, MUSCLE)).max() == 0


@pytest.mark.parametrize("way", ["drawn_along", "regrown"])
def test_the_end_goes_where_its_attachment_went(regrowth: Regrowth, edited: Atlas, way: str) -> None:
    mesh = getattr(regrowth, way)(edited, MUSCLE)
    far, fields = moved(mesh), ANATOMY.rest[MUSCLE].fields
    front_end = (fields["u"] == 1) & (fields["s"] < 0.3)
    assert np.median(far[front_end]) > 6
    assert np.median(far[fields["u"] == 0]) < 0.3, "the other end stays"
    # The end still lies on the bone.
    end = mesh.vertices[fields["u"] == 1]
    on = placed_on_femur(end)
    assert np.median(np.linalg.norm(end - on, axis=1)) < 1.0
    assert (mesh.faces == ANATOMY.rest[MUSCLE].faces).all()


def placed_on_femur(points: Floats) -> Floats:
    from glutview.geometry.surface_point import positions

    femur = ANATOMY.rest["femur_r"]
    return positions(femur, closest_points(femur, points))


def test_regrown_keeps_the_volume_that_the_template_states(regrowth: Regrowth, edited: Atlas) -> None:
    before, after = ANATOMY.rest[MUSCLE].volume_mm3(), regrowth.regrown(edited, MUSCLE).volume_mm3()
    assert after == pytest.approx(before, rel=0.03)


def test_left_and_right_follow_alike(regrowth: Regrowth, edited: Atlas) -> None:
    right, left = (regrowth.drawn_along(edited, f"gluteus_minimus_{side}") for side in "rl")
    np.testing.assert_allclose(left.vertices * [-1, 1, 1], right.vertices, atol=1e-6)


def test_both_sides_share_a_growth_where_they_are_alike(regrowth: Regrowth, edited: Atlas) -> None:
    right, left = (regrowth.regrown(edited, f"gluteus_minimus_{side}") for side in "rl")
    np.testing.assert_allclose(left.vertices * [-1, 1, 1], right.vertices, atol=1e-6)


def test_it_can_be_cancelled(edited: Atlas) -> None:
    def stop(share: float) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        Regrowth(ANATOMY.atlas, ANATOMY.rest).regrown(edited, MUSCLE, stop)


def test_the_changed_anatomy_moves_the_changed_mesh(regrowth: Regrowth, edited: Atlas) -> None:
    mesh = regrowth.drawn_along(edited, MUSCLE)
    pose = Pose.parse("hip_abduction_r=20", ANATOMY.atlas.coordinate_limits())
    ANATOMY.posed_vertices(pose)  # so that its deformers are made
    anatomy = ANATOMY.changed(edited, {MUSCLE: mesh})
    assert anatomy.atlas is edited
    posed, before = anatomy.posed_vertices(pose), ANATOMY.posed_vertices(pose)
    difference = np.linalg.norm(posed[MUSCLE] - before[MUSCLE], axis=1)
    assert difference.max() > 6
    assert np.linalg.norm(difference - moved(mesh), np.inf) < 4
    for id in ("gluteus_minimus_l", "gluteus_medius_r", "femur_r"):
        np.testing.assert_array_equal(posed[id], before[id])
    np.testing.assert_allclose(anatomy.posed_vertices(Pose())[MUSCLE], mesh.vertices, atol=1e-3)
