"""Moment arms: those of known lines, the slopes of lengths, and what a side and a finer grid change: nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glutview.biomech.anatomy import Anatomy
from glutview.biomech.deformation_modes import DeformationModes
from glutview.biomech.hip_joint import HipJoint
from glutview.biomech.moment_arms import MuscleFibres, bands_of
from glutview.geometry.block import Block
from glutview.geometry.inside import Body
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.surface_point import feet_of_each
from glutview.paths import assets_dir

LOW, HIGH = np.array([-20.0, -30.0, -45.0]), np.array([120.0, 50.0, 45.0])

angles = st.tuples(*(st.floats(low + 1, high - 1) for low, high in zip(LOW, HIGH, strict=True))).map(np.array)


@pytest.fixture(scope="module")
def anatomy() -> Anatomy:
    return Anatomy.load()


@pytest.fixture(scope="module")
def fibres(anatomy: Anatomy) -> dict[str, MuscleFibres]:
    return {muscle: anatomy.fibres(muscle) for muscle in anatomy.muscles}


def rod(origin: tuple[float, float, float], insertion: tuple[float, float, float]) -> Mesh:
    """A straight muscle, 0.2 mm thick."""
    s, t, u = np.linspace(0, 1, 3), np.linspace(0, 1, 3), np.linspace(0, 1, 12)
    S, T, U = np.meshgrid(s - 0.5, t - 0.5, u, indexing="ij")
    way = np.subtract(insertion, origin)
    across = np.cross(way, [0.3, 0.5, 0.81])
    across /= np.linalg.norm(across)
    through = np.cross(way, across) / np.linalg.norm(way)
    nodes = np.array(origin) + U[..., None] * way + 0.2 * (S[..., None] * across + T[..., None] * through)
    return Block(nodes, s, t, u).surface()


@pytest.mark.parametrize(
    ("origin", "insertion", "flexion", "abduction", "rotation"),
    [
        # Down in front of the axis, 30 mm off it.
        ((0, -30, 100), (0, -30, -100), 30, 0, 0),
        ((0, 30, 100), (0, 30, -100), -30, 0, 0),
        # Down beside it: lateral is -x.
        ((-40, 0, 100), (-40, 0, -100), 0, 40, 0),
        ((40, 0, 100), (40, 0, -100), 0, -40, 0),
        # Across in front of it, drawing the front of the thigh inward; and behind it.
        ((50, -35, 0), (-50, -35, 0), 0, 0, 35),
        ((50, 35, 0), (-50, 35, 0), 0, 0, -35),
        # Aslant in the frontal plane: its distance from the centre is 6000 over its length.
        ((-20, 0, 100), (-60, 0, 0), 0, 6000 / np.hypot(40, 100), 0),
    ],
)
def test_the_arm_of_a_straight_muscle_is_its_distance_from_the_axis(
    origin: tuple[float, float, float],
    insertion: tuple[float, float, float],
    flexion: float,
    abduction: float,
    rotation: float,
) -> None:
    hip = HipJoint.between("r", np.zeros(3), [0.0, 0.0, -400.0])
    muscle = MuscleFibres.of(rod(origin, insertion), None, hip, [("whole", (0.0, 1.0))])
    found = muscle.compartment_means(np.zeros(3))
    assert found.arms_mm[0] == pytest.approx([flexion, abduction, rotation], abs=0.01)
    assert found.lengths_mm[0] == pytest.approx(np.linalg.norm(np.subtract(origin, insertion)), abs=1e-3)


@given(angles)
def test_the_hips_slopes_are_those_of_its_transforms(at: Floats) -> None:
    hip = HipJoint.between("l", [88.0, 0.0, 0.0], [68.0, 4.0, -400.0])
    for axis, step in enumerate(np.eye(3) * 1e-4):
        stepped = (hip.transforms(at + step) - hip.transforms(at - step)) / np.radians(2e-4)
        assert np.abs(stepped - hip.transform_slopes(at)[axis]).max() < 1e-6


@given(angles)
def test_arms_are_how_lengths_shorten(fibres: dict[str, MuscleFibres], at: Floats) -> None:
    for name, muscle in fibres.items():
        arms = muscle.fibres(at).arms_mm
        for axis, step in enumerate(np.eye(3) * 0.25):
            ends = [muscle.fibres(at + sign * step).lengths_mm for sign in (1, -1)]
            assert np.abs((ends[1] - ends[0]) / np.radians(0.5) - arms[:, axis]).max() < 0.05, (name, axis)


@given(angles, st.tuples(*[st.floats(-0.9, 0.9)] * 3).map(np.array))
def test_lengths_change_no_faster_than_the_arms_allow(
    fibres: dict[str, MuscleFibres], at: Floats, step: Floats
) -> None:
    for name, muscle in fibres.items():
        here, there = muscle.fibres(at), muscle.fibres(at + step)
        least, most = np.sort([here.arms_mm, there.arms_mm], axis=0)
        # Trapezium: exact to the second order of a step of at most 1.6 degrees.
        told = -(here.arms_mm + there.arms_mm) / 2 @ np.radians(step)
        assert np.abs(there.lengths_mm - here.lengths_mm - told).max() < 0.02, name
        assert np.abs(most - least).max() < 20, name


@given(angles)
def test_the_left_is_the_mirror_image_of_the_right(fibres: dict[str, MuscleFibres], at: Floats) -> None:
    for name, muscle in fibres.items():
        if name.endswith("_r"):
            right, left = muscle.compartment_means(at), fibres[f"{name[:-2]}_l"].compartment_means(at)
            assert np.abs(right.arms_mm - left.arms_mm).max() < 1e-4, name
            assert np.abs(right.lengths_mm - left.lengths_mm).max() < 1e-4, name


def test_fibres_fill_the_muscle_that_is_drawn(anatomy: Anatomy, fibres: dict[str, MuscleFibres]) -> None:
    for name, muscle in fibres.items():
        if not name.endswith("_r"):
            continue
        drawn = anatomy.rest[name]
        lines = muscle.lines(np.zeros(3))
        # Their ends lie in its surface.
        inner = lines[:, 1:-1].reshape(-1, 3)
        inside = Body(drawn).contains(inner)
        # Obturator internus turns round a bone: what lies between its sides cuts the corner.
        share, beyond_mm = (0.9, 4.0) if name == "obturator_internus_r" else (0.97, 2.0)
        assert inside.mean() > share, name
        gaps = feet_of_each([drawn], inner[~inside], 20.0)[1]
        assert (gaps < beyond_mm).all(), name
        # The tubes are a few flat cells across: they cut off what is round.
        volume = muscle.areas_mm2 @ muscle.fibres(np.zeros(3)).lengths_mm
        assert share - 0.02 < volume / drawn.volume_mm3() < 1, name


def test_finer_fibres_say_the_same(anatomy: Anatomy, fibres: dict[str, MuscleFibres]) -> None:
    at = np.array([60.0, 10.0, -10.0])
    for name in ("gluteus_medius", "gluteus_maximus", "piriformis"):
        muscle = anatomy.atlas.structures[f"{name}_r"]
        file = assets_dir() / "deformations" / f"{name}.npz"
        modes = DeformationModes.load(file) if file.exists() else None
        bands = bands_of(anatomy.atlas, muscle)
        finer = MuscleFibres.of(anatomy.rest[muscle.id], modes, anatomy.hips["r"], bands, across=15, through=10)
        usual, fine = fibres[muscle.id].compartment_means(at), finer.compartment_means(at)
        assert np.abs(usual.arms_mm - fine.arms_mm).max() < 0.6, name
        assert np.abs(usual.lengths_mm - fine.lengths_mm).max() < 0.5, name


@given(angles)
def test_the_map_is_that_of_the_fibres(anatomy: Anatomy, fibres: dict[str, MuscleFibres], at: Floats) -> None:
    for name in ("gluteus_medius_r", "gluteus_minimus_l", "piriformis_l"):
        mesh, muscle = anatomy.rest[name], fibres[name]
        arms = muscle.fibres(at).arms_mm
        for axis in range(3):
            spread = anatomy.action_map(name).arms(at, axis)
            assert spread.shape == (len(mesh.vertices),)
            # In the middle of the thickness of the fan's side walls; the fibres there are those nearest to them.
            for edge, number in ((0.0, 0), (1.0, len(muscle.s) - 1)):
                wall = spread[(mesh.fields["s"] == edge) & (np.abs(mesh.fields["t"] - 0.5) < 0.13)]
                near = arms[np.abs(muscle.s - muscle.s[number]) < 1e-9, axis]
                assert near.min() - 6 < wall.min()
                assert wall.max() < near.max() + 6
            assert arms[:, axis].min() - 4 < spread.min()
            assert spread.max() < arms[:, axis].max() + 4


def test_compartments_are_the_parts_of_the_atlas(anatomy: Anatomy, fibres: dict[str, MuscleFibres]) -> None:
    assert fibres["gluteus_medius_l"].compartments == ("anterior", "middle", "posterior")
    assert fibres["gluteus_minimus_r"].compartments == ("anterior", "middle", "posterior")
    assert fibres["gluteus_maximus_r"].compartments == ("superior", "inferior")
    assert fibres["piriformis_r"].compartments == ("whole",)
    for name, muscle in fibres.items():
        for number, part in enumerate(anatomy.atlas.parts_of(name)):
            own = muscle.s[muscle.compartment == number]
            assert part.band[0] < own.min()
            assert own.max() < part.band[1]
    with pytest.raises(KeyError, match="femur_r"):
        anatomy.fibres("femur_r")
