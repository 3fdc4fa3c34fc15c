"""Muscles that run free between their ends: size, soundness, and what they keep clear of."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from glutview.geometry.block import Block
from glutview.geometry.block_filling import Ends
from glutview.geometry.crossings import crossings
from glutview.geometry.distance import DistanceField
from glutview.geometry.fibre_shape import FibreTemplate, Gate
from glutview.geometry.fibre_template import grow
from glutview.geometry.footprint_patch import FootprintPatch
from glutview.geometry.mesh import Floats, Mesh
from tests.geometry.solids import sphere

SHAPE = (21, 5, 33)
TEMPLATE = FibreTemplate(
    volume_mm3=9000.0,
    belly_mm=10.0,
    along=((0.0, 0.5), (0.3, 1.0), (0.7, 0.7), (1.0, 0.3)),
    across=((0.0, 0.8), (0.5, 1.0), (1.0, 0.8)),
    border_mm=1.6,
    taper_mm=8.0,
    tendon_mm=3.0,
    tendon_length_mm=8.0,
    bow_mm=(0.0, 20.0, 0.0),
    form="spindle",
)


@pytest.fixture(scope="module")
def post() -> Mesh:
    """A ball of 12 mm between the ends, which the straight way would pierce."""
    return sphere(12.0, rounds=3)


@pytest.fixture(scope="module")
def ends(post: Mesh) -> Ends:
    walls = [sphere(10.0, (sign * 48.0, 0.0, 0.0), 3) for sign in (-1, 1)]
    origin = FootprintPatch(_row(-38.5, 3.0, 8.0), _row(-38.5, -3.0, 8.0), [walls[0]])
    insertion = FootprintPatch(_row(38.5, 1.5, 4.0), _row(38.5, -1.5, 4.0), [walls[1]])
    return Ends(origin, insertion, DistanceField.from_mesh(post, 1.5))


def _row(x: float, y: float, half: float) -> Floats:
    return np.array([[x, y, z] for z in np.linspace(half, -half, 4)])


@pytest.fixture(scope="module")
def spindle(ends: Ends) -> Block:
    return grow(TEMPLATE, ends, SHAPE)


def test_it_holds_what_it_was_asked_to(spindle: Block) -> None:
    assert spindle.surface().volume_mm3() == pytest.approx(TEMPLATE.volume_mm3, rel=0.02)


def test_it_is_sound(spindle: Block) -> None:
    surface = spindle.surface()
    assert surface.is_closed()
    assert len(crossings(surface)) == 0


def test_it_goes_round_what_is_in_the_way_on_the_side_it_is_bowed_to(ends: Ends, spindle: Block) -> None:
    inner = spindle.nodes[:, :, 1:-1].reshape(-1, 3)
    assert ends.beneath.value(inner).min() > -0.1
    middle = spindle.nodes[SHAPE[0] // 2, SHAPE[1] // 2, SHAPE[2] // 2]
    assert middle[1] > 12
    mirrored = grow(replace(TEMPLATE, bow_mm=(0.0, -20.0, 0.0)), ends, SHAPE)
    assert mirrored.nodes[SHAPE[0] // 2, SHAPE[1] // 2, SHAPE[2] // 2, 1] < -12


def test_its_superficial_face_looks_where_it_is_bowed_to(spindle: Block) -> None:
    column = SHAPE[2] // 2
    rise = spindle.nodes[SHAPE[0] // 2, -1, column] - spindle.nodes[SHAPE[0] // 2, 0, column]
    assert rise @ np.array(TEMPLATE.bow_mm) > 0


def test_its_section_is_no_thicker_than_broad(spindle: Block) -> None:
    column = spindle.nodes[:, :, SHAPE[2] // 3]
    breadth = np.linalg.norm(column[-1, SHAPE[1] // 2] - column[0, SHAPE[1] // 2])
    thickness = np.linalg.norm(column[:, -1] - column[:, 0], axis=1).max()
    assert thickness <= breadth


def test_a_gate_holds_the_fibres_together(ends: Ends) -> None:
    points = np.array([[0.0, 30.0, 3.0], [0.0, 30.0, -3.0]])
    gated = grow(replace(TEMPLATE, gate=Gate(0.5, points)), ends, SHAPE)
    fibres = gated.nodes[:, SHAPE[1] // 2, SHAPE[2] // 2]
    assert np.linalg.norm(fibres.mean(0) - points.mean(0)) < 4
    assert np.ptp(fibres[:, 2]) < 16
