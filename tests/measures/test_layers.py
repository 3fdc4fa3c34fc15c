"""Depth of one body in another, on bodies whose overlap is known."""

from __future__ import annotations

import pytest

from tests.geometry.solids import box, sphere
from tests.measures.solids_subject import Solids, figure, measure, slab


def subject(into: float) -> Solids:
    """A plank of muscle from z = 0 to 10, a bone that reaches `into` it from beneath, and a second muscle on top."""
    meshes = {
        "muscle": slab((0, 0, 0), (60, 80, 10)),
        "bone": box((20, 20, -30), (40, 60, into)),
        "ball": sphere(8, (30.0, 40.0, 18 - into)),
    }
    return Solids(meshes, kinds={"muscle": "muscle", "bone": "bone", "ball": "muscle"})


@pytest.mark.parametrize("into", [0.4, 0.9, 1.1, 1.4, 1.6])
def test_the_deepest_point_is_found_to_a_hundredth_of_a_millimetre(into: float) -> None:
    solids = subject(into)
    bone = measure(solids, figure("bone_in_muscle", "muscle"))
    assert bone.value == pytest.approx(into, abs=1e-6)
    assert bone.detail == "bone"
    ball = measure(solids, figure("muscle_in_muscles", "ball"))
    assert ball.value == pytest.approx(into, abs=0.01)
    # Nothing of the plank's own surface lies as deep in the ball as the ball's in the plank.
    assert 0 < measure(solids, figure("muscle_in_muscles", "muscle")).value < into + 0.01


def test_bodies_that_touch_or_lie_apart_have_no_depth() -> None:
    solids = subject(0.0)
    assert measure(solids, figure("bone_in_muscle", "muscle")).value == 0
    assert measure(solids, figure("muscle_in_muscles", "ball")).value < 0.01
    assert measure(subject(-3.0), figure("muscle_in_muscles", "ball")).value == 0


def test_of_a_muscle_in_bone_one_vertex_in_a_hundred_may_lie_deeper() -> None:
    plank = slab((0, 0, 0), (60, 80, 10), (31, 3, 41))
    # The whole deep face lies 0.4 mm in the one bone; a corner, far less than a hundredth, 5 mm in the other.
    wide, narrow = box((-5, -5, -20), (65, 85, 0.4)), box((58, 60, -20), (65, 64, 5))
    meshes = {"muscle": plank, "wide": wide, "narrow": narrow}
    solids = Solids(meshes, kinds={"muscle": "muscle", "wide": "bone", "narrow": "bone"})
    found = measure(solids, figure("muscle_in_bone", "muscle"))
    assert found.value == pytest.approx(0.4, abs=1e-6)
    assert found.detail == "wide"


def test_the_ends_of_a_muscle_may_lie_on_their_bones() -> None:
    end = box((-5, -20, -5), (65, 3, 15))  # holds the first 3 mm of the fibres, all of whose vertices are at the end
    solids = Solids({"muscle": slab((0, 0, 0), (60, 80, 10)), "end": end}, kinds={"end": "bone"})
    assert measure(solids, figure("muscle_in_bone", "muscle")).value == 0
