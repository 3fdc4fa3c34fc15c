"""Sheets of fibres whose borders arch: over a plane between two footprints, and bridged where they would sag."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from glutview.geometry import fibre_template
from glutview.geometry.block import Block
from glutview.geometry.block_filling import Ends
from glutview.geometry.distance import DistanceField
from glutview.geometry.fibre_shape import FibreTemplate, arched
from glutview.geometry.fibre_template import _evened, grow
from glutview.geometry.footprint_patch import FootprintPatch
from glutview.geometry.mesh import Floats
from tests.geometry.solids import box

SHAPE = (15, 4, 25)
FRONT, HIND = (0.0, -14.0, 0.0), (0.0, 9.0, 6.0)
STRAIGHT = FibreTemplate(
    volume_mm3=34000.0,
    belly_mm=8.0,
    along=((0.0, 0.5), (0.5, 1.0), (1.0, 0.3)),
    across=((0.0, 0.8), (0.5, 1.0), (1.0, 0.8)),
    border_mm=2.0,
    taper_mm=12.0,
    tendon_mm=3.0,
    tendon_length_mm=10.0,
    bow_mm=(0.0, 0.0, 10.0),
)
ARCHED = replace(STRAIGHT, arch_mm=(FRONT, HIND))


@pytest.fixture(scope="module")
def ends() -> Ends:
    """Two strips, 100 mm apart and 60 mm long, on the upper side of a plate."""
    plate = box((-90, -70, -12), (90, 70, 0), 12)

    def strip(outer: float, inner: float) -> FootprintPatch:
        superficial, deep = (np.array([[x, y, 0.0] for y in np.linspace(-30, 30, 5)]) for x in (outer, inner))
        return FootprintPatch(superficial, deep, [plate])

    return Ends(strip(-54, -48), strip(54, 48), DistanceField.from_mesh(plate, 3.0))


@pytest.fixture(scope="module")
def straight(ends: Ends) -> Block:
    return grow(STRAIGHT, ends, SHAPE, ease=False)


@pytest.fixture(scope="module")
def bent(ends: Ends) -> Block:
    return grow(ARCHED, ends, SHAPE, ease=False)


def test_borders_lie_as_far_off_midway_as_they_are_asked_to(straight: Block, bent: Block) -> None:
    # Of the superficial face; pulling taut takes a part back. Upward the belly's slope at the border adds to it.
    away = bent.nodes[:, -1] - straight.nodes[:, -1]
    front, hind = away[0], away[-1]
    assert -14.0 < front[:, 1].min() < -0.8 * 14.0
    assert 0.8 * 9.0 < hind[:, 1].max() < 9.0
    assert 0.7 * 6.0 < hind[:, 2].max() < 6.5
    # Furthest near the middle of the fibre, hardly at all close to its ends.
    assert 8 <= front[:, 1].argmin() <= 14
    assert np.abs(away[:, [1, -2]]).max() < 2.0


def test_each_border_arches_on_its_own(ends: Ends, straight: Block) -> None:
    away = grow(replace(STRAIGHT, arch_mm=(FRONT, (0.0, 0.0, 0.0))), ends, SHAPE, ease=False).nodes - straight.nodes
    assert away[0, -1, :, 1].min() < -0.8 * 14.0
    assert np.abs(away[-1, -1]).max() < 1.5


def test_ends_volume_and_what_is_beneath_are_kept(ends: Ends, straight: Block, bent: Block) -> None:
    for edge in (0, -1):
        np.testing.assert_allclose(bent.nodes[:, edge, [0, -1]], straight.nodes[:, edge, [0, -1]], atol=1e-9)
    for block in (straight, bent):
        assert block.surface().volume_mm3() == pytest.approx(STRAIGHT.volume_mm3, rel=0.01)
        assert block.nodes[..., 2].min() > -0.1


def test_a_sheet_that_does_not_arch_is_not_evened_either(
    ends: Ends, straight: Block, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> Floats:
        raise AssertionError("it was bent")

    monkeypatch.setattr(fibre_template, "arched", never)
    monkeypatch.setattr(fibre_template, "_evened", never)
    flat = replace(STRAIGHT, arch_mm=((-0.0, 0.0, 0.0), (0.0, -0.0, 0.0)))
    assert grow(flat, ends, SHAPE, ease=False).nodes.tobytes() == straight.nodes.tobytes()
    with pytest.raises(AssertionError, match="it was bent"):
        grow(ARCHED, ends, SHAPE, ease=False)


def test_an_arch_is_whole_at_its_border_and_fades_towards_the_other() -> None:
    sheet = np.random.default_rng(0).normal(size=(11, 401, 3))
    way = arched(replace(STRAIGHT, arch_mm=(FRONT, (0.0, 0.0, 0.0))), sheet, 1.0) - sheet
    np.testing.assert_allclose(way[0, np.abs(way[0, :, 1]).argmax()], FRONT, atol=1e-3)
    np.testing.assert_allclose(way[:, [0, -1]], 0, atol=1e-12)
    heights = np.abs(way[..., 1]).max(1)
    assert np.all(np.diff(heights[:7]) < 0)
    np.testing.assert_array_equal(way[6:], 0)
    # Both at once are the sum of each, and the whole way is that of its parts.
    halves = arched(ARCHED, arched(ARCHED, sheet, 0.5), 0.5)
    np.testing.assert_allclose(halves, arched(ARCHED, sheet, 1.0), atol=1e-9)
    other = arched(replace(STRAIGHT, arch_mm=((0.0, 0.0, 0.0), HIND)), sheet, 1.0) - sheet
    np.testing.assert_allclose(arched(ARCHED, sheet, 1.0) - sheet, way + other, atol=1e-9)


def test_evening_bridges_a_furrow_between_the_borders_and_leaves_a_plane() -> None:
    s, u = np.meshgrid(np.linspace(0, 1, 31), np.linspace(0, 1, 41), indexing="ij")
    plane = np.stack([100 * u, 60 * s, 5 * s + 3 * u], axis=-1)
    np.testing.assert_allclose(_evened(plane), plane, atol=1e-9)
    furrow = plane.copy()
    furrow[..., 2] -= 6 * np.exp(-(((s - 0.5) / 0.1) ** 2)) * np.sin(np.pi * u)
    even = _evened(furrow)

    def length(sheet: Floats) -> float:
        """Of the way across, midway along the fibres, mm."""
        return float(np.linalg.norm(np.diff(sheet[:, 20], axis=0), axis=1).sum())

    depth = (plane - even)[15, 20, 2]
    assert 0 < depth < 0.6 * 6
    assert length(even) - length(plane) < 0.35 * (length(furrow) - length(plane))
    np.testing.assert_allclose(even[:, [0, -1]], furrow[:, [0, -1]], atol=1e-6)
    np.testing.assert_allclose(even[[0, -1]], furrow[[0, -1]], atol=1e-6)
