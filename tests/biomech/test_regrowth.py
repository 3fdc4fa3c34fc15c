"""A muscle follows its attachments: nothing where nothing was edited, the whole way at the edited end."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cache

import numpy as np
import pytest

from glutview.atlas.atlas import Atlas
from glutview.atlas.edits import set_curve_point
from glutview.atlas.sides import split_id
from glutview.biomech.anatomy import Anatomy
from glutview.biomech.muscle_growth import FieldStore, grow_muscle
from glutview.biomech.pose import Pose
from glutview.biomech.regrowth import Regrowth
from glutview.biomech.spots import placed
from glutview.geometry.block import Block
from glutview.geometry.crossings import crossings
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.surface_point import SurfacePoint, closest_points
from glutview.geometry.surface_walk import SurfaceWalk

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


@pytest.fixture(scope="module")
def fine() -> FieldStore:
    """The fields over which the build grows muscles."""
    right = {split_id(id)[0]: mesh for id, mesh in ANATOMY.rest.items() if not id.endswith("_l")}
    return FieldStore(right)


def dragged(attachment: str, way_mm: float) -> Atlas:
    """The atlas with the middle point of an outline's superficial edge so far off its deep edge, along the bone."""
    edges = ANATOMY.atlas.attachments[attachment]
    index = len(edges.superficial) // 2
    spot = edges.superficial[index].spot
    deep = placed([point.spot for point in edges.deep], ANATOMY.rest)
    away = placed([spot], ANATOMY.rest)[0] - deep.mean(0)
    end = SurfaceWalk(ANATOMY.rest[spot.on]).walk(SurfacePoint(spot.triangle, spot.weights), away, way_mm).point
    at = {"on": split_id(spot.on)[0], "at": [end.triangle, *end.weights]}
    return set_curve_point(ANATOMY.atlas, attachment, "superficial", index, at)


DRAGS = [
    pytest.param(f"{muscle}_{role}_r", way_mm, marks=pytest.mark.slow)
    for muscle in ("gluteus_minimus", "gluteus_medius", "gluteus_maximus")
    for role in ("origin", "insertion")
    for way_mm in (8.0, -8.0)
    if (muscle, role, way_mm) != ("gluteus_minimus", "insertion", 8.0)
]
Grown = Callable[[str, float], tuple[Mesh, Mesh, Mesh]]


@pytest.fixture(scope="module")
def grown(regrowth: Regrowth, fine: FieldStore) -> Grown:
    """The muscle of a dragged outline: at rest, as the build would grow it, as the editor shows it."""

    @cache
    def made(attachment: str, way_mm: float) -> tuple[Mesh, Mesh, Mesh]:
        atlas = dragged(attachment, way_mm)
        muscle = atlas.attachments[attachment].muscle
        built = grow_muscle(atlas.stated, split_id(muscle)[0], fine.meshes, fine).surface()
        return ANATOMY.rest[muscle], built, regrowth.regrown(atlas, muscle)

    return made


@pytest.mark.parametrize(("attachment", "way_mm"), [("gluteus_minimus_insertion_r", 8.0), *DRAGS])
def test_it_lies_where_the_build_would_put_it(grown: Grown, attachment: str, way_mm: float) -> None:
    rest, built, shown = grown(attachment, way_mm)
    apart = np.linalg.norm(shown.vertices - built.vertices, axis=1)
    print(f"{attachment} {way_mm:+.0f} mm: mean {apart.mean():.3f}, p99 {np.percentile(apart, 99):.3f} mm")
    assert apart.mean() < 0.06
    assert np.percentile(apart, 99) < 0.5
    assert np.percentile(np.linalg.norm(built.vertices - rest.vertices, axis=1), 99) > 1


@pytest.mark.parametrize(("attachment", "way_mm"), [("gluteus_minimus_insertion_r", 8.0), *DRAGS])
def test_it_crosses_itself_hardly_more_than_what_the_build_grows(
    grown: Grown, attachment: str, way_mm: float
) -> None:
    _, built, shown = grown(attachment, way_mm)
    # An outline with a corner in it folds the thin tendon beneath it: in the build too, but in other cells.
    own = len(crossings(shown.with_vertices(built.vertices)))
    assert len(crossings(shown)) <= own + 0.002 * len(shown.faces)


def test_two_threads_share_what_both_need() -> None:
    regrowth = Regrowth(ANATOMY.atlas, ANATOMY.rest)
    begun: list[float] = []
    made: list[Block] = []

    def make() -> None:
        made.append(regrowth.base(MUSCLE, begun.append))

    threads = [threading.Thread(target=make) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made[0] is made[1]
    assert begun.count(1.0) == 1, "grown once"


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
    pose = Pose.parse("hip_abduction_r=20", ANATOMY.motion_range)
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
