"""Muscles measured in a pose: by how much is known where blocks are sunk, shifted and swollen by known amounts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from glutview.biomech.anatomy import Anatomy
from glutview.biomech.deformation import Deformer
from glutview.biomech.hip_joint import Side
from glutview.biomech.pose import Pose
from glutview.biomech.pose_bounds import BOUNDS, Quantity
from glutview.biomech.pose_quality import DrawnMuscle, MuscleQuality, PoseQuality, drift_mm
from glutview.biomech.transforms import apply
from glutview.geometry.block import Block
from glutview.geometry.mesh import Mesh
from glutview.geometry.mirror import mirror_mesh
from tests.biomech.test_deformation import HIP, modes, muscle
from tests.geometry.solids import box

NEUTRAL = (0.0, 0.0, 0.0)
ANGLES = (20.0, 35.0, -15.0)


def slab(low: tuple[float, float, float], high: tuple[float, float, float]) -> Block:
    """s along x, t along z, u along y: right-handed, so that it is turned outward as it stands."""
    s, t, u = (np.linspace(0, 1, n) for n in (9, 5, 11))
    S, T, U = np.meshgrid(s, t, u, indexing="ij")
    share = np.stack([S, U, T], axis=-1)
    return Block(np.array(low) + share * (np.array(high) - low), s, t, u)


def drawn(mesh: Mesh, *under: str, moving: bool = False) -> DrawnMuscle:
    deformation = modes() if moving else None
    return DrawnMuscle(mesh, Deformer.of(mesh, "r", deformation), deformation, under)


def measured(
    muscles: dict[str, DrawnMuscle], bones: dict[str, Mesh], angles: tuple[float, float, float] = NEUTRAL
) -> dict[str, MuscleQuality]:
    found = PoseQuality(HIP, muscles, bones, frozenset({"femur"})).of(angles)
    return {one.muscle: one for one in found}


def sound(muscle: str = "m") -> MuscleQuality:
    return MuscleQuality(muscle, 0.0, 0.0, 0.0, 0.0, "", 0.0, 0.0, "", 0.0, 0.0)


@pytest.mark.parametrize("sunk", [0.0, 0.4, 1.0])
def test_a_block_sunk_into_bone_is_as_deep_as_it_was_sunk(sunk: float) -> None:
    mesh = slab((0, 0, 10 - sunk), (40, 60, 20)).surface()
    bones = {"femur": box((-50, -50, -30), (-10, -10, 0)), "hip_bone": box((-20, -20, -20), (60, 80, 10))}
    one = measured({"m": drawn(mesh)}, bones)["m"]
    assert one.bone_mm == pytest.approx(sunk, abs=1e-9)
    # All of its underside is as deep, which is more than one vertex in a hundred.
    assert one.bone_p99_mm == pytest.approx(sunk, abs=1e-9)
    assert one.bone == ("hip_bone" if sunk else "")
    assert (one.layer, one.layer_mm) == ("", 0.0)


def test_footprints_on_bone_are_not_in_it() -> None:
    mesh = slab((0, 0, 0), (40, 60, 10)).surface()
    around = {"hip_bone": box((-5, -5, -5), (45, 5, 15)), "sacrum": box((-5, 55, -5), (45, 65, 15))}
    # Both bones hold an end of the muscle, 5 mm of it: of its rows of vertices, that of the footprint alone.
    one = measured({"m": drawn(mesh)}, around)["m"]
    assert one.bone_mm == 0


def test_a_single_deep_vertex_is_the_deepest_and_not_the_percentile() -> None:
    mesh = slab((0, 0, 11), (40, 60, 20)).surface()
    vertices = mesh.vertices.copy()
    inner = int(np.flatnonzero((mesh.fields["u"] == 0.5) & (mesh.fields["t"] == 0) & (mesh.fields["s"] == 0.5))[0])
    vertices[inner, 2] = 8.0
    one = measured({"m": drawn(mesh.with_vertices(vertices))}, {"hip_bone": box((-20, -20, -20), (60, 80, 10))})["m"]
    assert one.bone_mm == pytest.approx(2.0)
    assert one.bone_p99_mm == 0


def test_the_femur_is_met_where_it_has_gone() -> None:
    """A block on the femur, sunk by a millimetre, keeps its depth in it wherever the two go together."""
    mesh = slab((0, 0, 9), (40, 60, 20)).surface()
    u = (0.9999 + 5e-5 * mesh.fields["u"]).astype(np.float32)
    muscle = drawn(Mesh(mesh.vertices, mesh.faces, {**mesh.fields, "u": u}))
    femur = {"femur": box((-20, -20, -20), (60, 80, 10))}
    one = measured({"m": muscle}, femur, ANGLES)["m"]
    assert one.bone_mm == pytest.approx(1.0, abs=1e-3)
    on_pelvis = PoseQuality(HIP, {"m": muscle}, femur, frozenset()).of(ANGLES)
    assert next(iter(on_pelvis)).bone_mm != pytest.approx(1.0, abs=0.1)


@pytest.mark.parametrize("sunk", [0.0, 0.7, 2.0])
def test_depth_in_a_deeper_muscle_and_in_none_that_is_not(sunk: float) -> None:
    deep = drawn(slab((-10, -10, 0), (50, 70, 10)).surface())
    aside = drawn(slab((5, 5, 5), (35, 55, 30)).surface())
    over = drawn(slab((0, 0, 10 - sunk), (40, 60, 20)).surface(), "deep")
    found = measured({"over": over, "deep": deep, "aside": aside}, {})
    assert found["over"].layer_mm == pytest.approx(sunk, abs=1e-9)
    assert found["over"].layer == ("deep" if sunk else "")
    assert found["deep"].layer_mm == found["aside"].layer_mm == 0


def test_layers_are_measured_as_they_are_posed() -> None:
    mesh = muscle().surface()
    apart = mesh.with_vertices(mesh.vertices - [30.0, 0, 0])
    found = measured({"over": drawn(apart, "deep"), "deep": drawn(mesh)}, {}, ANGLES)
    together = measured({"over": drawn(mesh, "deep"), "deep": drawn(mesh, moving=True)}, {}, ANGLES)
    assert found["over"].layer_mm == 0
    # The one deforms beyond the blend by which the other moves, and leaves its place.
    assert together["over"].layer_mm > 0.5


def test_drift_is_how_far_a_footprint_is_off_its_bone() -> None:
    mesh = muscle().surface()
    femur = HIP.transforms(np.array(ANGLES))
    u = mesh.fields["u"]
    posed = np.where(
        (u == 1)[:, None], apply(femur, mesh.vertices), mesh.vertices + 7.0 * ((u > 0) & (u < 1))[:, None]
    )
    assert drift_mm(mesh, posed, femur) == 0
    for end, off in ((0, [0.3, 0.0, 0.4]), (1, [0.0, -1.2, 0.5])):
        slipped = posed.copy()
        slipped[np.flatnonzero(u == end)[5]] += off
        assert drift_mm(mesh, slipped, femur) == pytest.approx(np.linalg.norm(off))


def test_at_rest_nothing_has_happened() -> None:
    one = measured({"m": drawn(muscle().surface(), moving=True)}, {})["m"]
    assert (one.drift_mm, one.volume_percent, one.turned_percent) == (0, 0, 0)


def test_volume_is_that_of_the_drawn_surface() -> None:
    mesh = muscle().surface()
    posed = Deformer.of(mesh, "r", modes()).positions(np.eye(4), HIP.transforms(np.array(ANGLES)), ANGLES)
    grown = mesh.with_vertices(posed.astype(np.float64)).volume_mm3() / mesh.volume_mm3() - 1
    one = measured({"m": drawn(mesh, moving=True)}, {}, ANGLES)["m"]
    assert abs(grown) > 0.01
    assert one.volume_percent == pytest.approx(100 * abs(grown), rel=1e-4)


def test_modes_that_fold_a_block_turn_its_cells_and_those_that_do_not_turn_none() -> None:
    mesh = muscle().surface()
    for strength, folded in ((0.1, False), (30, True)):
        deformation = replace(modes(), coefficients=strength * modes().coefficients)
        one = DrawnMuscle(mesh, Deformer.of(mesh, "r", deformation), deformation, ())
        assert (measured({"m": one}, {}, ANGLES)["m"].turned_percent > 5) == folded
        assert (measured({"m": one}, {}, ANGLES)["m"].turned_percent == 0) != folded


def test_motion_is_the_steepest_slope_beyond_the_blend() -> None:
    mesh = muscle().surface()
    moving, still = Deformer.of(mesh, "r", modes()), Deformer.of(mesh, "r", None)
    step, most = 0.01, 0.0
    for axis in range(3):
        ends = []
        for way in (-1, 1):
            angles = np.array(ANGLES)
            angles[axis] += way * step
            femur = HIP.transforms(angles)
            ends.append(moving.positions(np.eye(4), femur, angles) - still.positions(np.eye(4), femur, angles))
        most = max(most, float(np.linalg.norm(ends[1] - ends[0], axis=1).max()) / (2 * step))
    found = measured({"m": drawn(mesh, moving=True), "blended": drawn(mesh)}, {}, ANGLES)
    assert found["m"].motion_mm_deg == pytest.approx(most, rel=0.02)
    assert found["blended"].motion_mm_deg == 0


def test_the_left_in_the_mirror_is_the_right() -> None:
    mesh, bones = muscle().surface(), {"hip_bone": box((-140, -40, 20), (-110, 40, 90))}
    right = measured({"m": drawn(mesh, moving=True)}, bones, ANGLES)["m"]
    image = DrawnMuscle(mesh, Deformer.of(mirror_mesh(mesh), "l", modes()), modes(), ())
    left = next(PoseQuality(HIP.mirrored(), {"m": image}, bones, frozenset()).of(ANGLES))
    assert right.bone_mm > 1
    for quantity in BOUNDS:
        assert left.value(quantity) == pytest.approx(right.value(quantity), abs=2e-4), quantity


@pytest.mark.parametrize("quantity", BOUNDS)
def test_a_broken_bound_is_told_and_no_other(quantity: Quantity) -> None:
    most = BOUNDS[quantity].most
    for value, broken in ((most, ()), (most * 1.01, (quantity,)), (float("nan"), (quantity,))):
        one = sound()
        object.__setattr__(one, quantity, value)
        assert one.broken == broken


# ---------------------------------------------------------------------------------------------- the shipped muscles


@pytest.fixture(scope="module")
def anatomy() -> Anatomy:
    return Anatomy.load()


def test_the_shipped_muscles_at_rest(anatomy: Anatomy) -> None:
    for one in anatomy.quality("r").of(NEUTRAL):
        assert (one.drift_mm, one.volume_percent, one.turned_percent) == (0, 0, 0)
        assert {"bone_mm", "bone_p99_mm", "layer_mm", "layer_p99_mm"}.isdisjoint(one.broken)


def test_what_is_measured_is_what_is_drawn(anatomy: Anatomy) -> None:
    pose = Pose.of({"hip_flexion_l": 70.0, "hip_abduction_l": 10.0})
    posed = anatomy.posed_vertices(pose)
    quality = anatomy.quality("l")
    assert [f"{id}_l" for id in quality.muscles] == [id for id in anatomy.muscles if id.endswith("_l")]
    for id, one in quality.muscles.items():
        seen = one.posed(anatomy.hips["l"].transform(pose), pose.hip("l"))
        assert np.abs(seen * [-1, 1, 1] - posed[f"{id}_l"]).max() < 1e-9


def test_both_sides_of_the_shipped_muscles_are_alike(anatomy: Anatomy) -> None:
    sides: tuple[Side, Side] = ("r", "l")
    right, left = (list(anatomy.quality(side).of((40.0, 15.0, -10.0))) for side in sides)
    assert len(right) == len(left) >= 10
    for one, other in zip(right, left, strict=True):
        assert (one.muscle, one.bone, one.layer) == (other.muscle, other.bone, other.layer)
        for quantity in BOUNDS:
            assert other.value(quantity) == pytest.approx(one.value(quantity), abs=1e-2), quantity


def test_footprints_of_the_shipped_muscles_never_drift(anatomy: Anatomy) -> None:
    quality = anatomy.quality("r")
    for angles in [(120.0, 0.0, 0.0), (-20.0, -20.0, 30.0), (60.0, 40.0, -30.0)]:
        assert all("drift_mm" not in one.broken for one in quality.of(angles))
