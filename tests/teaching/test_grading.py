"""Grades: choices, clicked structures, and clicks on a bone in millimetres along its surface."""

from __future__ import annotations

import numpy as np
import pytest

from glutview.atlas.atlas import Atlas
from glutview.biomech.anatomy import Anatomy
from glutview.geometry.footprint import Footprint
from glutview.geometry.geodesic import SurfaceNet
from glutview.geometry.mesh import Mesh
from glutview.geometry.surface_point import SurfacePoint, closest_points, positions
from glutview.teaching.footprint_distance import FootprintDistance
from glutview.teaching.grading import (
    CLOSE_MM,
    RIGHT_MM,
    Click,
    distances_of,
    grade,
    grade_attachment,
    grade_choice,
    grade_find,
    not_known,
)
from glutview.teaching.question import Question
from glutview.teaching.quiz import questions


@pytest.fixture(scope="module")
def anatomy() -> Anatomy:
    return Anatomy.load()


@pytest.fixture(scope="module")
def atlas(anatomy: Anatomy) -> Atlas:
    return anatomy.atlas


def asked(atlas: Atlas, kind: str, about: str) -> Question:
    """The question about a structure, or after an attachment."""
    return next(q for q in questions(atlas, kind, 40, 0) if about in (q.structure, q.attachment))


def spot(anatomy: Anatomy, id: str) -> SurfacePoint:
    """A landmark of the atlas."""
    place = anatomy.atlas.landmarks[id].spot
    return SurfacePoint(place.triangle, place.weights)


def test_a_choice_is_right_or_told_what_is(atlas: Atlas) -> None:
    question = asked(atlas, "innervation", "gluteus_medius_r")
    right = grade_choice(question, "Superior gluteal nerve")
    assert right.right
    assert right.distance_mm is None
    wrong = grade_choice(question, next(c for c in question.choices if c != question.answer))
    assert not wrong.right
    assert wrong.verdict == "wrong"
    assert "superior gluteal nerve" in wrong.remark
    assert wrong.explanation == question.explanation
    assert wrong.source == question.source
    with pytest.raises(ValueError, match="none of the choices"):
        grade_choice(question, "Optic nerve")


@pytest.mark.parametrize(
    ("clicked", "right", "words"),
    [
        ("gluteus_medius_r", True, "right gluteus medius"),
        ("gluteus_medius_l", True, "left gluteus medius"),
        ("gluteus_minimus_l", False, "left gluteus minimus"),
        ("sacrum", False, "sacrum"),
        (None, False, "Nothing"),
    ],
)
def test_find_takes_either_side(atlas: Atlas, clicked: str | None, right: bool, words: str) -> None:
    done = grade_find(atlas, asked(atlas, "find", "gluteus_medius_r"), clicked)
    assert done.right is right
    assert words in done.remark


def insertion(anatomy: Anatomy, id: str, place: SurfacePoint, bone: str) -> float:
    done = grade_attachment(anatomy, asked(anatomy.atlas, "attachment", id), bone, place)
    assert done.distance_mm is not None
    return done.distance_mm


def test_inside_the_footprint_is_no_distance_on_either_side(anatomy: Anatomy) -> None:
    question = asked(anatomy.atlas, "attachment", "gluteus_medius_insertion_r")
    for side in "rl":
        attachment = anatomy.atlas.attachments[f"gluteus_medius_insertion_{side}"]
        bone = anatomy.rest[f"femur_{side}"]
        ends = [
            positions(bone, [SurfacePoint(p.spot.triangle, p.spot.weights)])[0]
            for p in (attachment.superficial[2], attachment.deep[2])
        ]
        (middle,) = closest_points(bone, np.mean(ends, axis=0))
        done = grade_attachment(anatomy, question, f"femur_{side}", middle)
        assert done.distance_mm == 0
        assert done.right
        assert "within the insertion" in done.remark


def test_left_and_right_are_graded_alike(anatomy: Anatomy) -> None:
    for landmark in ("lesser_trochanter", "tip_of_greater_trochanter"):
        right, left = (
            insertion(anatomy, "gluteus_minimus_insertion_r", spot(anatomy, f"{landmark}_{side}"), f"femur_{side}")
            for side in "rl"
        )
        assert right == pytest.approx(left, abs=0.01)


def test_the_knee_is_a_thigh_away_and_the_lesser_trochanter_some_centimetres(anatomy: Anatomy) -> None:
    far = insertion(anatomy, "gluteus_medius_insertion_r", spot(anatomy, "lateral_epicondyle_r"), "femur_r")
    assert 330 < far < 400
    near = insertion(anatomy, "gluteus_medius_insertion_r", spot(anatomy, "lesser_trochanter_r"), "femur_r")
    assert 40 < near < 90


def test_a_click_on_the_inner_face_of_the_ilium_is_far_though_the_bone_is_thin(anatomy: Anatomy) -> None:
    bone = anatomy.rest["hip_bone_r"]
    footprint = distances_of(anatomy)
    question = asked(anatomy.atlas, "attachment", "gluteus_medius_origin_r")
    normal = bone.vertex_normals()
    inside = [
        v for v in range(0, len(bone.vertices), 7)
        if footprint.to("gluteus_medius_origin_r", "hip_bone_r", _vertex(bone, v)) == 0
    ]  # fmt: skip
    checked = 0
    for outer in inside:
        away = np.linalg.norm(bone.vertices - (bone.vertices[outer] - 5 * normal[outer]), axis=1)
        inner = int(away.argmin())
        thin = float(np.linalg.norm(bone.vertices[inner] - bone.vertices[outer]))
        if normal[inner] @ normal[outer] > -0.7 or thin > 7:
            continue
        done = grade_attachment(anatomy, question, "hip_bone_r", _vertex(bone, inner))
        assert done.distance_mm is not None
        assert done.distance_mm > thin + 3
        checked += 1
    assert checked > 5


def _vertex(mesh: Mesh, number: int) -> SurfacePoint:
    triangle, corner = np.argwhere(mesh.faces == number)[0]
    weights = [0.0, 0.0, 0.0]
    weights[corner] = 1.0
    return SurfacePoint(int(triangle), (weights[0], weights[1], weights[2]))


def test_bounds_part_right_from_close_from_wrong(anatomy: Anatomy) -> None:
    question = asked(anatomy.atlas, "attachment", "gluteus_medius_insertion_r")
    bone = anatomy.rest["femur_r"]
    seen = set()
    for number in range(0, len(bone.vertices), 5):
        if bone.vertices[number, 2] < -60:
            continue
        done = grade_attachment(anatomy, question, "femur_r", _vertex(bone, number))
        assert done.distance_mm is not None
        expected = "right" if done.distance_mm <= RIGHT_MM else "close" if done.distance_mm <= CLOSE_MM else "wrong"
        assert done.verdict == expected
        assert done.right == (expected == "right")
        if done.distance_mm > 0:
            assert f"{done.distance_mm:.1f} mm" in done.remark
        seen.add(expected)
    assert seen == {"right", "close", "wrong"}


def test_the_wrong_bone_has_no_distance_and_is_named(anatomy: Anatomy) -> None:
    question = asked(anatomy.atlas, "attachment", "gluteus_medius_insertion_r")
    done = grade_attachment(anatomy, question, "hip_bone_l", SurfacePoint(0, (1, 0, 0)))
    assert done.distance_mm is None
    assert done.remark == "No: that is the left hip bone; the gluteus medius inserts on the femur."
    origin = asked(anatomy.atlas, "attachment", "gluteus_maximus_origin_r")
    done = grade_attachment(anatomy, origin, "femur_r", SurfacePoint(0, (1, 0, 0)))
    assert "arises from the hip bone, the sacrum, the sacrotuberous ligament and the coccyx" in done.remark
    assert grade_attachment(anatomy, origin, None, None).remark == "Nothing lies there."


def test_a_midline_bone_is_graded_by_the_nearer_side(anatomy: Anatomy) -> None:
    question = asked(anatomy.atlas, "attachment", "gluteus_maximus_origin_r")
    for side in "rl":
        points = anatomy.atlas.attachments[f"gluteus_maximus_origin_{side}"].superficial
        sacral = [p for p in points if p.spot.on == "sacrum"]
        place = positions(anatomy.rest["sacrum"], [SurfacePoint(sacral[1].spot.triangle, sacral[1].spot.weights)])[0]
        xyz = place * [-1, 1, 1] if sacral[1].spot.reflected else place
        done = grade_attachment(anatomy, question, "sacrum", closest_points(anatomy.rest["sacrum"], xyz)[0])
        assert done.distance_mm == pytest.approx(0, abs=3)


def test_any_answer_finds_its_grader(anatomy: Anatomy) -> None:
    find = asked(anatomy.atlas, "find", "femur_r")
    assert grade(anatomy, find, Click("femur_l")).right
    attachment = asked(anatomy.atlas, "attachment", "gluteus_medius_insertion_r")
    assert grade(anatomy, attachment, attachment.answer).right
    assert grade(anatomy, attachment, Click("femur_r", spot(anatomy, "lateral_epicondyle_r"))).verdict == "wrong"
    name = asked(anatomy.atlas, "name", "femur_r")
    with pytest.raises(ValueError, match="attachment"):
        grade(anatomy, name, Click("femur_r"))
    assert "femur" in not_known(name).remark
    assert not not_known(name).right


def sheet(size: float, count: int) -> Mesh:
    x, y = np.meshgrid(np.linspace(0, size, count), np.linspace(0, size, count), indexing="ij")
    i, j = np.meshgrid(np.arange(count - 1), np.arange(count - 1), indexing="ij")
    a = (i * count + j).ravel()
    b, c, d = a + count, a + count + 1, a + 1
    faces = np.concatenate([np.column_stack([a, b, c]), np.column_stack([a, c, d])])
    return Mesh(np.column_stack([x.ravel(), y.ravel(), 0 * x.ravel()]), faces.astype(np.int32))


def patch(low: float, high: float) -> Footprint:
    s, t = np.meshgrid(np.linspace(low, high, 30), np.linspace(high, low, 30), indexing="ij")
    return Footprint(np.stack([s, t, 0 * s], axis=-1))


@pytest.mark.parametrize(("low", "high"), [(10.0, 20.0), (14.6, 14.9)])
def test_on_a_plane_it_is_the_distance_to_the_patch_even_to_a_tiny_one(low: float, high: float) -> None:
    mesh = sheet(60, 21)
    distance = FootprintDistance.of(patch(low, high), SurfaceNet.of(mesh))
    for x, y in ((40.0, 15.0), (50.0, 50.0), (11.3, 44.4), (21.0, 14.0)):
        (place,) = closest_points(mesh, np.array([[x, y, 0.0]]))
        true = float(np.hypot(max(low - x, x - high, 0), max(low - y, y - high, 0)))
        assert distance.at(place) == pytest.approx(true, rel=0.01, abs=0.5)
    (within,) = closest_points(mesh, np.array([[(low + high) / 2, (low + high) / 2, 0.0]]))
    assert distance.at(within) == 0


def test_no_way_leads_from_a_separate_piece_or_to_a_patch_elsewhere() -> None:
    mesh = sheet(60, 21)
    both = Mesh(
        np.concatenate([mesh.vertices, mesh.vertices + np.array([0.0, 0.0, 100.0])]),
        np.concatenate([mesh.faces, mesh.faces + len(mesh.vertices)]),
    )
    distance = FootprintDistance.of(patch(10, 20), SurfaceNet.of(both))
    assert distance.at(SurfacePoint(len(mesh.faces), (1, 0, 0))) == np.inf
    nowhere = FootprintDistance.of(patch(500, 510), SurfaceNet.of(mesh))
    assert nowhere.at(SurfacePoint(0, (1, 0, 0))) == np.inf


def test_what_a_click_would_wait_for_can_be_made_before(anatomy: Anatomy) -> None:
    distances = distances_of(anatomy)
    distances.prepare("gluteus_minimus_insertion_r")
    assert distances_of(anatomy) is distances
    assert distances.to("gluteus_minimus_insertion_r", "femur_l", spot(anatomy, "lateral_epicondyle_l")) is not None
    assert distances.to("gluteus_minimus_insertion_r", "sacrum", SurfacePoint(0, (1, 0, 0))) is None
