from __future__ import annotations

import numpy as np
import pytest

from glutview.biomech.anatomy import Anatomy
from glutview.biomech.pose import Pose


@pytest.fixture(scope="module")
def shipped() -> Anatomy:
    return Anatomy.load()


def test_the_neutral_pose_is_the_rest_that_movement_leads_to(shipped: Anatomy) -> None:
    rest, near = shipped.posed_vertices(Pose()), shipped.posed_vertices(Pose().moved(hip_flexion_r=1e-4))
    for id in shipped.soft:
        assert np.abs(rest[id] - shipped.rest[id].vertices).max() < 1e-4, id
        assert np.abs(rest[id] - near[id]).max() < 2e-3, id


def test_neutral_is_found_again_after_a_movement(shipped: Anatomy) -> None:
    arrays = shipped.soft_arrays()
    shipped.pose_soft(arrays, Pose())
    before = {id: (positions.copy(), normals.copy()) for id, (positions, normals) in arrays.items()}
    shipped.pose_soft(arrays, Pose().moved(hip_abduction_l=30.0))
    assert any((arrays[id][0] != before[id][0]).any() for id in shipped.soft)
    shipped.pose_soft(arrays, Pose())
    for id, (positions, normals) in arrays.items():
        assert (positions == before[id][0]).all()
        assert (normals == before[id][1]).all()


def test_opening_waits_for_no_deformer_and_no_tube() -> None:
    opened = Anatomy.load()
    opened.posed_vertices(Pose())
    assert not opened._deformers._made
    assert not opened._tubes._made
    assert not opened._tubes._sides
    sides = [opened._tubes.of_side("r")[0], opened._tubes.of_side("l")[0]]
    assert list(opened.prepare()) == [*opened._deformers, *opened._sheets, *opened._tubes, *sides]
    assert set(opened._deformers._made) == set(opened._deformers)
    assert set(opened._tubes._made) == set(opened._tubes)
    made = dict(opened._tubes._sides)
    assert set(made) == {"r", "l"}
    opened.posed_vertices(Pose().moved(hip_flexion_r=10.0, hip_flexion_l=10.0))
    assert all(opened._tubes._sides[side] is one for side, one in made.items())


def test_a_left_tube_shares_the_rig_of_the_right_one(shipped: Anatomy) -> None:
    left = shipped.atlas.structures["superior_gluteal_nerve_l"]
    shared = shipped._tubes[left.id]
    assert shared is shipped._tubes["superior_gluteal_nerve_r"]
    own = shipped._tubes.own(left.id)
    assert own.carriers == shared.carriers
    assert (own.corners == shared.corners).all()
    assert np.allclose(own.weights, shared.weights)
    assert np.allclose(own.shares, shared.shares)


def test_a_tube_shares_no_rig_where_a_side_has_a_mesh_of_its_own(shipped: Anatomy) -> None:
    assert shipped._tubes.is_image("gluteus_medius")
    assert not shipped._tubes.is_image("sacrum")


def test_one_hip_leaves_the_other_side_at_rest_to_the_last_bit(shipped: Anatomy) -> None:
    rest, posed = shipped.posed_vertices(Pose()), shipped.posed_vertices(Pose().moved(hip_abduction_r=40.0))
    for id in shipped.soft:
        still = (rest[id] == posed[id]).all()
        assert still or not id.endswith("_l"), id
        # What rests on the pelvis alone, the sacral plexus say, stays on the right too.
        assert not still or id.endswith("_l") or shipped.atlas.structures[id].kind != "muscle", id
