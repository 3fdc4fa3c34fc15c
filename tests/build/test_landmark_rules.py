"""Landmarks by rule: each rule on a shape whose answer is known, and all of them on the bones."""

from __future__ import annotations

import numpy as np
import pytest

from glutview.atlas.load import load_atlas
from glutview.build.landmark_rules import Ahead, Furthest, Nearest, found
from glutview.build.landmark_table import RULES
from glutview.errors import GlutviewError
from glutview.geometry.mesh import Mesh
from glutview.geometry.mesh_io import read_ply
from glutview.geometry.surface_point import SurfacePoint, positions
from glutview.paths import assets_dir

ATLAS = load_atlas()
BONES = {name: read_ply(assets_dir() / "meshes" / f"{name}.ply") for name in {rule.bone for rule in RULES.values()}}


def tent() -> Mesh:
    """A box 2 x 2 x 1 whose lid has its middle drawn up to z = 3."""
    corners = [(x, y, z) for z in (0.0, 1.0) for x, y in ((-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0))]
    walls = [f for k in range(4) for f in ((k, (k + 1) % 4, 4 + (k + 1) % 4), (k, 4 + (k + 1) % 4, 4 + k))]
    lid = [(4 + k, 4 + (k + 1) % 4, 8) for k in range(4)]
    faces = [(0, 3, 2), (0, 2, 1), *walls, *lid]
    return Mesh(np.array([*corners, (0.0, 0.0, 3.0)]), np.array(faces))


def place(point: SurfacePoint, mesh: Mesh | None = None) -> list[float]:
    x, y, z = positions(mesh or tent(), [point])[0].round(9)
    return [float(x), float(y), float(z)]


def test_furthest_in_all_or_in_a_box() -> None:
    bones = {"tent": tent()}
    assert tent().is_closed()
    assert place(found(Furthest("tent", (0, 0, 1)), bones)) == [0, 0, 3]
    assert place(found(Furthest("tent", (1, 1, 0.1), z=(-1, 2)), bones)) == [1, 1, 1]
    assert place(found(Furthest("tent", (-1, 1, 0), z=(-1, 0.5)), bones)) == [-1, 1, 0]


def test_the_floor_of_a_hollow_faces_back() -> None:
    inside_out = Mesh(tent().vertices, tent().faces[:, ::-1])
    assert place(found(Furthest("tent", (0, 0, 1), hollow=True), {"tent": inside_out}), inside_out) == [0, 0, 3]
    with pytest.raises(GlutviewError, match="region"):
        found(Furthest("tent", (0, 0, 1), z=(2, 4), hollow=True), {"tent": tent()})


def test_nearest_and_first_met() -> None:
    bones = {"tent": tent()}
    assert place(found(Nearest("tent", (0.25, -4, 0.5)), bones)) == [0.25, -1, 0.5]
    assert place(found(Ahead("tent", (0.25, -4, 0.5), (0, 1, 0)), bones)) == [0.25, -1, 0.5]
    assert place(found(Ahead("tent", (0.25, 4, 0.5), (0, -7, 0)), bones)) == [0.25, 1, 0.5]
    assert place(found(Ahead("tent", (0.5, 0.1, 9), (0, 0, -1)), bones)) == [0.5, 0.1, 2]
    with pytest.raises(GlutviewError, match="misses"):
        found(Ahead("tent", (5, 5, 5), (0, 0, 1)), bones)


@pytest.mark.parametrize("name", RULES)
def test_the_annotations_state_what_the_rules_find(name: str) -> None:
    stated, rule = ATLAS.stated.landmarks[name], RULES[name]
    at = stated.place
    assert stated.on == rule.bone
    here = positions(BONES[rule.bone], [SurfacePoint(at.triangle, (at.w0, at.w1, at.w2))])[0]
    there = positions(BONES[rule.bone], [found(rule, BONES)])[0]
    # An annotator may have moved it a little, and a few tenths of relief may make another vertex the furthest.
    assert np.linalg.norm(here - there) < 6.0
