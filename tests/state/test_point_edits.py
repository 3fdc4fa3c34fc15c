"""A point that is moved lies where it was put, on either side, whatever the file has to state for it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glutview.atlas.landmark_edits import id_for, rename_landmark
from glutview.atlas.load import load_atlas
from glutview.biomech.anatomy import Anatomy
from glutview.biomech.spots import placed
from glutview.errors import GlutviewError
from glutview.geometry.mesh import Floats
from glutview.geometry.surface_point import SurfacePoint, closest_points, positions
from glutview.state.point_edits import mirrored, moved, sides_differ
from glutview.state.points import (
    LandmarkKey,
    OutlineKey,
    PointKey,
    may_lie_on,
    point_rows,
    shaped_by,
    spot_of,
)

ANATOMY = Anatomy.load()
ATLAS, REST = ANATOMY.atlas, ANATOMY.rest
ROWS = point_rows(ATLAS, REST)
keys = st.sampled_from([row.key for row in ROWS])
ON_SACRUM = OutlineKey("gluteus_maximus_origin_l", "superficial", 8)


def place_of(atlas: object, key: PointKey) -> Floats:
    spot = spot_of(atlas, key)  # type: ignore[arg-type]
    assert spot is not None
    return np.asarray(placed([spot], REST)[0])


def twin(key: PointKey) -> PointKey:
    def other(id: str) -> str:
        return {"_r": f"{id[:-2]}_l", "_l": f"{id[:-2]}_r"}.get(id[-2:], id)

    if isinstance(key, LandmarkKey):
        return LandmarkKey(other(key.id))
    return OutlineKey(other(key.attachment), key.edge, key.index)


def target(key: PointKey, on: str) -> SurfacePoint:
    """A place some millimetres off on the same structure."""
    return closest_points(REST[on], place_of(ATLAS, key)[None] + np.array([[1.0, 4.0, -5.0]]))[0]


def test_the_table_lists_landmarks_and_outlines_of_both_sides() -> None:
    kinds = {type(row.key) for row in ROWS}
    assert kinds == {LandmarkKey, OutlineKey}
    spine = next(row for row in ROWS if row.key == LandmarkKey("ischial_spine_r"))
    assert (spine.name, spine.latin, spine.side, spine.bone, spine.state) == (
        "Ischial spine", "Spina ischiadica", "r", "Hip bone", "placed"
    )
    assert spine.xyz is not None
    assert spine.xyz[0] < 0
    left = next(row for row in ROWS if row.key == LandmarkKey("ischial_spine_l"))
    assert left.xyz == pytest.approx((-spine.xyz[0], *spine.xyz[1:]))
    stated = {id for row in ROWS if isinstance(row.key, OutlineKey) for id in [row.key.attachment]}
    assert stated == set(ATLAS.attachments)


def test_a_landmark_says_which_outlines_it_shapes() -> None:
    assert shaped_by(ATLAS, LandmarkKey("outer_lip_of_iliac_crest_3_l")) == ("gluteus_medius_origin_l",)
    assert shaped_by(ATLAS, LandmarkKey("ischial_spine_l")) == ()


@given(keys, st.booleans())
def test_a_moved_point_lies_where_it_was_put(key: PointKey, both: bool) -> None:
    spot = spot_of(ATLAS, key)
    assert spot is not None
    there = target(key, spot.on)
    edited = moved(ATLAS, REST, key, spot.on, there, both_sides=both)
    wanted = positions(REST[spot.on], [there])[0]
    # A midline bone is not quite symmetrical: its left is stated by the nearest place of its mirror image.
    near = 1.5 if spot.reflected or spot.on in ("sacrum", "coccyx") else 0.01
    assert np.linalg.norm(place_of(edited, key) - wanted) < near
    other = place_of(edited, twin(key))
    if twin(key) == key:
        return
    if both:
        np.testing.assert_allclose(other * [-1, 1, 1], place_of(edited, key), atol=1.5 if near > 1 else 0.01)
    else:
        np.testing.assert_allclose(other, place_of(ATLAS, twin(key)), atol=1e-9)
        assert sides_differ(edited, key)


@given(keys)
def test_mirroring_drops_what_one_side_had_of_its_own(key: PointKey) -> None:
    spot = spot_of(ATLAS, key)
    assert spot is not None
    if twin(key) == key:
        with pytest.raises(GlutviewError, match="not paired"):
            mirrored(ATLAS, REST, key)
        return
    apart = moved(ATLAS, REST, key, spot.on, target(key, spot.on), both_sides=False)
    alike = mirrored(apart, REST, key)
    assert not sides_differ(alike, twin(key))
    np.testing.assert_allclose(place_of(alike, twin(key)) * [-1, 1, 1], place_of(alike, key), atol=1e-6)


def test_an_outlines_own_side_states_no_more_than_it_must() -> None:
    there = target(ON_SACRUM, "sacrum")
    edited = moved(ATLAS, REST, ON_SACRUM, "sacrum", there, both_sides=False)
    spec = edited.stated.attachments["gluteus_maximus_origin"]
    assert spec.right is None
    assert spec.left is not None
    assert np.linalg.norm(place_of(edited, ON_SACRUM) - positions(REST["sacrum"], [there])[0]) < 0.01
    for index in range(len(spec.left.superficial)):
        if index != ON_SACRUM.index:
            same = OutlineKey(ON_SACRUM.attachment, "superficial", index)
            assert np.linalg.norm(place_of(edited, same) - place_of(ATLAS, same)) < 1.5


def test_an_outlines_point_may_pass_to_another_bearer() -> None:
    key = OutlineKey("gluteus_maximus_origin_r", "superficial", 6)
    assert {"hip_bone_r", "sacrum", "coccyx"} <= set(may_lie_on(ATLAS, key))
    there = target(key, "sacrum")
    edited = moved(ATLAS, REST, key, "sacrum", there, both_sides=True)
    assert np.linalg.norm(place_of(edited, key) - positions(REST["sacrum"], [there])[0]) < 0.01
    assert may_lie_on(ATLAS, LandmarkKey("ischial_spine_r")) == ("hip_bone_r",)
    with pytest.raises(GlutviewError, match="cannot lie elsewhere"):
        moved(ATLAS, REST, LandmarkKey("ischial_spine_r"), "femur_r", there, both_sides=True)


def test_a_point_of_an_outline_that_is_a_landmark_moves_the_landmark() -> None:
    key = OutlineKey("gluteus_medius_origin_r", "superficial", 3)
    there = target(key, "hip_bone_r")
    edited = moved(ATLAS, REST, key, "hip_bone_r", there, both_sides=True)
    assert edited.stated.attachments == ATLAS.stated.attachments
    assert edited.landmarks["outer_lip_of_iliac_crest_3_r"].spot.triangle == there.triangle


def test_names_change_and_ids_stay() -> None:
    edited = rename_landmark(ATLAS, "ischial_spine_l", "Spine of the ischium", "Spina ossis ischii")
    assert edited.landmarks["ischial_spine_r"].name == "Spine of the ischium"
    assert edited.landmarks["ischial_spine_r"].latin == "Spina ossis ischii"
    without = rename_landmark(edited, "ischial_spine_l", "Ischial spine", "")
    assert without.landmarks["ischial_spine_r"].latin is None
    with pytest.raises(GlutviewError, match=r"landmarks\.ischial_spine\.name"):
        rename_landmark(ATLAS, "ischial_spine_l", "  ", "")


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("Fovea of the head", "fovea_of_the_head"),
        ("  3rd point!", "rd_point"),
        ("Ischial spine", "ischial_spine_2"),
        ("Femur", "femur_2"),
        ("Point R", "pointr"),
        ("Crista iliaca äußere", "crista_iliaca_u_ere"),
    ],
)
def test_an_id_is_made_of_the_name_and_is_free(name: str, id: str) -> None:
    assert id_for(load_atlas(), name) == id


def test_a_name_without_letters_makes_no_id() -> None:
    with pytest.raises(GlutviewError, match="at least one letter"):
        id_for(ATLAS, "123 !")
