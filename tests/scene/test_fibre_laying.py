"""The picture of fibres lies on a small muscle as on a large one, and goes round its side walls."""

from __future__ import annotations

import numpy as np
import pytest

from glutview.biomech.anatomy import Anatomy
from glutview.geometry.block import Block
from glutview.geometry.mesh import Mesh
from glutview.scene.fibre_laying import Laying, laying_on
from glutview.scene.fibre_texture import SIZE, muscle_picture


def _bar(broad_mm: float, thick_mm: float, long_mm: float) -> Mesh:
    s, t, u = np.linspace(0, 1, 9), np.linspace(0, 1, 5), np.linspace(0, 1, 13)
    places = np.meshgrid(broad_mm * s, thick_mm * t, long_mm * u, indexing="ij")
    return Block(np.stack(places, axis=-1), s, t, u).surface()


def test_a_broad_thin_muscle_shows_all_of_it_and_a_narrow_one_its_share() -> None:
    assert laying_on(_bar(130, 1, 160), parted=True) == Laying(1.0, 0.0)
    assert laying_on(_bar(55, 10, 160), parted=True).share == pytest.approx(0.5)
    assert laying_on(_bar(2, 2, 60), parted=True).share == pytest.approx(0.15)


def test_a_thick_one_has_bundles_on_its_walls_without_a_seam() -> None:
    bar = _bar(40, 20, 90)
    laying = laying_on(bar, parted=False)
    assert laying.walls == pytest.approx(0.5)
    assert laying.share == pytest.approx(60 / 110)
    across, along = laying.places(bar.fields).T
    np.testing.assert_allclose(along, bar.fields["u"], atol=1e-6)
    assert across.min() == pytest.approx(0)
    assert across.max() == pytest.approx(1)
    # As many mm of every face to a share of the picture, the two ends of the fibres left aside.
    side = np.abs(bar.face_normals()[:, 2]) < 0.5
    for start, end in ((0, 1), (1, 2), (2, 0)):
        pair = bar.faces[side][:, [start, end]]
        step = np.abs(np.diff(bar.vertices[pair][:, :, :2], axis=1)).sum((1, 2))
        np.testing.assert_allclose(np.abs(np.diff(across[pair], axis=1)).ravel() * 60, step, atol=1e-3)


def test_where_parts_are_told_by_s_the_picture_lies_where_s_is() -> None:
    bar = _bar(40, 20, 90)
    np.testing.assert_allclose(laying_on(bar, parted=True).places(bar.fields)[:, 0], bar.fields["s"], atol=1e-6)


@pytest.mark.parametrize("parted", [False, True])
def test_a_muscle_whose_s_stands_still_is_drawn_all_the_same(parted: bool) -> None:
    bar = _bar(40, 20, 90)
    flat = Mesh(bar.vertices, bar.faces, {**bar.fields, "s": np.full(len(bar.vertices), 0.5)})
    laying = laying_on(flat, parted=parted)
    assert laying == Laying()
    assert np.isfinite(laying.places(flat.fields)).all()


def test_a_share_of_the_picture_is_its_middle() -> None:
    whole, part = muscle_picture("#9c3b31", 0.8), muscle_picture("#9c3b31", 0.8, 0.25)
    assert part.shape == (SIZE[0], SIZE[1] // 4, 3)
    np.testing.assert_array_equal(part, whole[:, 3 * SIZE[1] // 8 : 5 * SIZE[1] // 8])


def test_both_sides_of_the_body_have_the_same_share() -> None:
    rest = Anatomy.load().rest
    for muscle in ("piriformis", "gemellus_superior", "tensor_fasciae_latae"):
        right, left = (laying_on(rest[f"{muscle}_{side}"], parted=False) for side in "rl")
        assert right.share == pytest.approx(left.share)
        assert right.share < 0.6
