"""Strings along the fibres and what holds them side by side; what hastens a creeping iteration."""

from __future__ import annotations

import numpy as np
import pytest

from glutview.biomech.transforms import Floats, apply, rotation_about
from glutview.build.acceleration import Acceleration
from glutview.build.block_elements import bandwidth, flatten
from glutview.build.perimysium import perimysium
from glutview.build.springs import Springs, tethers
from glutview.build.taut_fibres import TautFibres

SHAPE = (4, 3, 6)
U = np.linspace(0, 1, SHAPE[2])


def bowed() -> Floats:
    """A slab whose fibres bow to the side, (ns, nt, nu, 3)."""
    s, t, u = np.meshgrid(*(np.linspace(0, 1, n) for n in SHAPE), indexing="ij")
    return np.stack([-8 * np.sin(np.pi * u) - 4 * t, 30 * s, -80 * u], axis=-1)


def turned(nodes: Floats, degrees: float) -> Floats:
    """With its insertion turned about the origin's middle."""
    femur = np.eye(4)
    femur[:3, :3] = rotation_about(np.array([0.0, 1.0, 0.0]), np.radians(degrees))
    moved = nodes.copy()
    moved[:, :, -1] = apply(femur, nodes[:, :, -1].reshape(-1, 3)).reshape(nodes[:, :, -1].shape)
    return moved


def test_at_rest_the_strings_leave_the_template_as_it_is() -> None:
    rest = bowed()
    fibres = TautFibres.of(rest, U, 30.0, 0.0)
    assert np.abs(fibres.curve(rest) - flatten(rest)).max() < 1e-12
    assert fibres.springs.energy(flatten(rest), fibres.curve(rest)) < 1e-18


@pytest.mark.parametrize(
    "part",
    [
        TautFibres.of(bowed(), U, 30.0, 0.0).springs,
        TautFibres.of(bowed(), U, 30.0, 0.4).springs,
        perimysium(bowed(), (np.array([0, 0.2, 0.6, 1]), np.array([0, 0.6, 1]), U), 30.0),
        tethers(bowed(), np.linspace(0.1, 1, bowed()[..., 0].size).reshape(bowed().shape[:3])),
    ],
    ids=["strings", "strings from a gate", "perimysium", "tethers"],
)
def test_forces_are_the_slope_of_the_energy(part: Springs) -> None:
    moved = turned(bowed(), 25.0)
    curve = TautFibres.of(bowed(), U, 30.0, 0.0).curve(moved)
    x = flatten(moved) + np.random.default_rng(1).normal(0, 1.0, (moved.size // 3, 3))
    first, free = 12, 48
    gradient, band = np.zeros_like(x), np.zeros((bandwidth(SHAPE) + 1, 3 * free))
    part.derivatives(x, curve, gradient, band, first)
    for node, axis in [(14, 0), (20, 1), (33, 2), (47, 0)]:
        nudge = np.zeros_like(x)
        nudge[node, axis] = 1e-4
        slope = (part.energy(x + nudge, curve) - part.energy(x - nudge, curve)) / 2e-4
        assert slope == pytest.approx(gradient[node, axis], rel=1e-6, abs=1e-6)
        other = np.zeros_like(x)
        part.derivatives(x + nudge, curve, other, np.zeros_like(band), first)
        column = (other - gradient)[first : first + free].ravel() / 1e-4
        place = 3 * (node - first) + axis
        rows = min(len(band), 3 * free - place)
        assert np.abs(column[place : place + rows] - band[:rows, place]).max() < 1e-4 * band[0].max()


def test_perimysium_resists_creases_alone() -> None:
    rest = bowed()
    lines = (np.linspace(0, 1, SHAPE[0]), np.linspace(0, 1, SHAPE[1]), U)
    held = perimysium(rest, lines, 30.0)
    x, curve = flatten(rest), flatten(rest)
    sheared = x @ np.array([[1.0, 0.2, 0.1], [0.0, 0.8, 0.0], [0.3, 0.0, 1.1]]) + [5.0, 0.0, -2.0]
    assert held.energy(x, curve) < 1e-18
    assert held.energy(sheared, curve) < 1e-9 * held.energy(
        x + np.array([0.1, 0, 0]) * (np.arange(len(x)) % 2)[:, None], curve
    )


def test_the_bow_turns_with_the_ends_and_stays_before_a_gate() -> None:
    rest, moved = bowed(), turned(bowed(), 40.0)
    curve = TautFibres.of(rest, U, 30.0, 0.0).curve(moved).reshape(SHAPE[2], SHAPE[0], SHAPE[1], 3)
    ends = moved[:, :, [0, -1]]
    assert np.abs(curve[[0, -1]].transpose(1, 2, 0, 3) - ends).max() < 1e-9
    chord = ends[:, :, 1] - ends[:, :, 0]
    off = curve.transpose(1, 2, 0, 3) - ends[:, :, :1] - U[:, None] * chord[:, :, None]
    before = rest - rest[:, :, :1] - U[:, None] * (rest[:, :, -1] - rest[:, :, 0])[:, :, None]
    assert np.abs(np.linalg.norm(off, axis=-1) - np.linalg.norm(before, axis=-1)).max() < 1e-9
    gated = TautFibres.of(rest, U, 30.0, 0.4).curve(moved).reshape(SHAPE[2], SHAPE[0], SHAPE[1], 3)
    assert np.array_equal(gated[:2].transpose(1, 2, 0, 3), rest[:, :, :2])


def test_a_creeping_iteration_is_brought_to_its_end() -> None:
    random = np.random.default_rng(2)
    goal = random.normal(0, 10, (20, 3))
    # Each step is a fixed share of the way, another one in each direction.
    shares = np.array([0.08, 0.3, 0.9])
    place, acceleration = np.zeros((20, 3)), Acceleration()
    for _ in range(8):
        step = shares * (goal - place)
        longer = acceleration.longer_steps(place, step)
        place = place + (longer[-1] if longer else step)
    assert np.abs(place - goal).max() < 1e-6
    plain = goal * (1 - (1 - shares) ** 8)
    assert np.abs(plain - goal).max() > 5
