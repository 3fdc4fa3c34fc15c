"""The solver on a fan that lies on a round bone and ends on a turning one."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import pytest

from glutview.biomech.hip_joint import HipJoint
from glutview.biomech.transforms import Floats, apply
from glutview.build.block_contact import MovedField, Obstacle
from glutview.build.block_elements import Tissue, bandwidth, flatten, node_numbers, unflatten
from glutview.build.block_solver import BlockSolver
from glutview.build.layer_field import LayerField

HIP = HipJoint.between("r", [0.0, 0.0, 0.0], [0.0, 0.0, -400.0])


@dataclass(frozen=True)
class Sphere:
    centre: Floats
    radius: float

    def value_and_gradient(self, points: Floats) -> tuple[Floats, Floats]:
        away = points - self.centre
        gap = np.linalg.norm(away, axis=1)
        return gap - self.radius, away / gap[:, None]


PELVIS = Sphere(np.array([10.0, 0.0, 65.0]), 50.0)
TROCHANTER = Sphere(np.array([-45.0, 0.0, -15.0]), 12.0)


def fan(shape: tuple[int, int, int] = (11, 4, 15), layer: int = 0, belly: float = 10.0) -> BlockSolver:
    """From the pelvis's upper pole down its side to the trochanter's lateral face; layer 1 lies on layer 0."""
    s, t, u = (np.linspace(0, 1, n) for n in shape)
    S, T, U = np.meshgrid(s, t, u, indexing="ij")
    spread = np.radians(60) * (S - 0.5) * (1 - 0.75 * U)
    down = np.radians(35 + 75 * U)
    thickness = 2 + belly * np.sin(np.pi * U) ** 0.8 * np.sin(np.pi * np.clip(S, 0.06, 0.94))
    radius = PELVIS.radius + 0.6 + (T + 1.05 * layer) * thickness
    ray = np.stack([-np.sin(down) * np.cos(spread), np.sin(spread) * np.sin(down), np.cos(down)], axis=-1)
    wall = PELVIS.centre + radius[..., None] * ray
    away = 2.5 * T + 2.7 * layer
    end = TROCHANTER.centre + np.stack([-12.6 - away, 14 * (S - 0.5), 6 - 3 * away], axis=-1)
    share = np.clip((U - 0.55) / 0.45, 0, 1)[..., None]
    share = share**2 * (3 - 2 * share)
    return BlockSolver((1 - share) * wall + share * end, (s, t, u))


def bones(solver: BlockSolver, femur: Floats) -> list[Obstacle]:
    return [solver.obstacle(PELVIS, PELVIS), solver.obstacle(MovedField(TROCHANTER, femur), TROCHANTER)]


@pytest.mark.parametrize(("tissue", "thickness"), [(Tissue(), 1.0), (Tissue(collapse=300.0), 0.2)])
def test_derivatives_agree_with_differences_of_the_energy(tissue: Tissue, thickness: float) -> None:
    solver = fan((4, 3, 5))
    random = np.random.default_rng(3)
    middle = solver.rest.mean(1, keepdims=True)
    x = flatten(middle + thickness * (solver.rest - middle)) + random.normal(0, 0.3 * thickness, (4 * 3 * 5, 3))
    first, free = 12, 36
    gradient, band = np.zeros_like(x), np.zeros((bandwidth((4, 3, 5)) + 1, 3 * free))
    pelvis = Obstacle(PELVIS, solver.samples.margins)
    solver.elements.derivatives(x, tissue, gradient, band, first)
    solver.samples.derivatives(x, [pelvis], gradient, band, first)

    def energy(y: Floats) -> float:
        return solver.elements.energy(y, tissue) + solver.samples.energy(y, [pelvis])

    def slopes(y: Floats) -> Floats:
        result, ignored = np.zeros_like(y), np.zeros_like(band)
        solver.elements.derivatives(y, tissue, result, ignored, first)
        return result

    elastic = np.zeros_like(band)
    solver.elements.derivatives(x, tissue, np.zeros_like(x), elastic, first)
    for node, axis in [(14, 0), (20, 1), (33, 2), (47, 0)]:
        nudge = np.zeros_like(x)
        nudge[node, axis] = 1e-5
        assert (energy(x + nudge) - energy(x - nudge)) / 2e-5 == pytest.approx(gradient[node, axis], rel=1e-5)
        column = (slopes(x + nudge) - slopes(x - nudge))[first : first + free].ravel() / 2e-5
        place = 3 * (node - first) + axis
        rows = min(len(elastic), 3 * free - place)
        assert np.abs(column[place : place + rows] - elastic[:rows, place]).max() < 1e-4 * elastic[0].max()


def test_what_is_nearly_flat_resists_as_much_as_it_is_told() -> None:
    solver = fan((4, 3, 5))
    middle = solver.rest.mean(1, keepdims=True)
    flat = flatten(middle + 0.2 * (solver.rest - middle))
    none, some, more = (solver.elements.energy(flat, Tissue(collapse=times)) for times in (0.0, 30.0, 300.0))
    assert more - none == pytest.approx(10 * (some - none))
    assert some > 2 * none
    rest = flatten(solver.rest)
    assert solver.elements.energy(rest, Tissue(collapse=300.0)) == solver.elements.energy(rest, Tissue())


def test_flattening_round_trips_in_the_numbers_order() -> None:
    nodes = fan((4, 3, 5)).rest
    assert np.array_equal(unflatten(flatten(nodes), (4, 3, 5)), nodes)
    assert np.array_equal(flatten(nodes)[node_numbers((4, 3, 5))], nodes)


def test_rest_feels_no_pressure() -> None:
    solver = fan()
    rest = flatten(solver.rest)
    gradient, band = np.zeros_like(rest), np.zeros((bandwidth(solver.shape) + 1, 3))
    solver.elements.derivatives(rest, Tissue(fibre=0.0), gradient, band, 0)
    assert np.abs(gradient).max() < 1e-9


@pytest.mark.parametrize("angles", [(0, 30, 0), (0, 0, 35), (40, 10, -20)])
def test_posed_block_keeps_volume_footprints_and_distance(angles: tuple[float, float, float]) -> None:
    solver = fan()
    nodes, neutral = solver.solve(solver.rest, np.eye(4), bones(solver, np.eye(4)))
    assert neutral.settled
    before, steps = np.eye(4), 2
    for step in range(1, steps + 1):
        femur = HIP.transforms(np.array(angles) * step / steps)
        nodes, report = solver.solve(solver.predicted(nodes, before, femur), femur, bones(solver, femur))
        before = femur
    print(angles, neutral, report)
    assert report.settled
    assert report.inverted == 0
    assert abs(report.volume_error) < 0.01
    assert report.penetration_mm < 0.5
    assert np.array_equal(nodes[:, :, 0], solver.rest[:, :, 0])
    carried = apply(femur, solver.rest[:, :, -1].reshape(-1, 3))
    assert np.abs(nodes[:, :, -1].reshape(-1, 3) - carried).max() < 1e-9


def test_with_nothing_in_the_way_a_block_comes_back_to_rest() -> None:
    solver = fan()
    free, report = solver.solve(solver.rest, np.eye(4), [])
    again, _ = solver.solve(free + np.array([0.0, 3.0, 0.0]), np.eye(4), [])
    assert report.penetration_mm == 0
    assert np.abs(again - free).max() < 0.2


def test_what_a_smooth_motion_breaks_is_put_right_by_moving_little() -> None:
    solver = fan()
    femur = HIP.transforms(np.array([0.0, 30.0, 20.0]))
    solved, _ = solver.solve(solver.predicted(solver.rest, np.eye(4), femur), femur, bones(solver, femur))
    # Thinner than it should be, sunk into the bone, and rough.
    inner = np.sin(np.pi * solver.lines[2])[:, None]
    middle = solved.mean(1, keepdims=True)
    rough = np.random.default_rng(2).normal(0, 0.3, solved.shape)
    expected = solved + inner * (0.1 * (middle - solved) + 0.3 * (PELVIS.centre - middle) / 25 + rough)
    found, report = solver.solve(expected, femur, bones(solver, femur), expected=expected)
    assert report.settled
    assert report.inverted == 0
    assert abs(report.volume_error) < 0.005
    assert report.penetration_mm < 0.3
    moved, rougher = (np.linalg.norm(one - other, axis=-1) for one, other in ((found, expected), (expected, solved)))
    assert np.sqrt(np.mean(moved**2)) < 1.2 * np.sqrt(np.mean(rougher**2))
    assert moved.max() < 3
    # Where nothing is broken, nothing moves.
    again, report = solver.solve(found, femur, bones(solver, femur), expected=found)
    assert np.array_equal(again, found)
    assert report.iterations == 0


def test_a_place_that_is_expected_inside_out_is_righted() -> None:
    solver = fan()
    expected = solver.rest.copy()
    expected[4:7, 1, 6] += 1.4 * (expected[4:7, 2, 6] - expected[4:7, 1, 6])
    assert solver.elements.dilations(flatten(expected)).min() < 0
    found, report = solver.solve(expected, np.eye(4), bones(solver, np.eye(4)), expected=expected)
    assert report.inverted == 0
    assert solver.elements.dilations(flatten(found)).min() > 0
    assert abs(report.volume_error) < 0.005


def test_a_block_stays_out_of_the_layer_beneath() -> None:
    beneath, over = fan(), fan(layer=1)
    at_rest = layer_of(beneath, beneath.rest)
    low, high, before = beneath.rest, over.rest, np.eye(4)
    # In short steps, as the canonical path is walked: after one of 12 degrees the upper block creases.
    for abduction in (6.25, 12.5, 18.75, 25.0):
        femur = HIP.transforms(np.array([0.0, abduction, 0.0]))
        low, _ = beneath.solve(beneath.predicted(low, before, femur), femur, bones(beneath, femur))
        layer = layer_of(beneath, low)
        obstacles = [*bones(over, femur), over.obstacle(layer, at_rest)]
        high, report = over.solve(over.predicted(high, before, femur), femur, obstacles)
        before = femur
    inner = np.s_[1:-1, 0, 2:-2]
    blended = over.blended(over.rest, femur)
    assert layer.value_and_gradient(blended[inner].reshape(-1, 3))[0].min() < -2
    assert layer.value_and_gradient(high[inner].reshape(-1, 3))[0].min() > -0.5
    assert report.inverted == 0


def test_a_ceiling_is_what_runs_out_to_the_insertion() -> None:
    over = fan(layer=1)
    ceiling = LayerField.of(over.rest, over.lines, least_mm=10.0, ceiling_from_u=0.6)
    deep = over.rest[:, 0]
    down = np.cross(np.gradient(deep, axis=1), np.gradient(deep, axis=0))
    deep, down = deep[3:-3], (down / np.linalg.norm(down, axis=-1, keepdims=True))[3:-3]
    near_insertion, belly = np.s_[:, 10:-2], np.s_[:, 3:7]
    for depth in (-1.0, 1.0):
        points = (deep + depth * down)[near_insertion].reshape(-1, 3)
        assert np.abs(ceiling.value_and_gradient(points)[0] - depth).max() < 0.4
    assert ceiling.value_and_gradient((deep - down)[belly].reshape(-1, 3))[0].min() > 1.0


def layer_of(solver: BlockSolver, nodes: Floats) -> LayerField:
    return LayerField.of(nodes, solver.lines, least_mm=10.0)


def test_layer_distance_is_positive_above_and_negative_inside() -> None:
    beneath = fan()
    layer = layer_of(beneath, beneath.rest)
    top = beneath.rest[3:-3, -1, 4:-4]
    up = top - beneath.rest[3:-3, 0, 4:-4]
    up /= np.linalg.norm(up, axis=-1, keepdims=True)
    for height in (-2.0, 1.0):
        value, gradient = layer.value_and_gradient((top + height * up).reshape(-1, 3))
        assert np.abs(value - height).max() < 0.4
        assert np.einsum("kx,kx->k", gradient, up.reshape(-1, 3)).min() > 0.8
    far = layer.value_and_gradient(np.array([[200.0, 0.0, 0.0]]))[0]
    assert far[0] >= 5


def test_a_round_muscle_keeps_others_off_all_of_its_sides() -> None:
    round_one = fan(belly=14.0)
    layer = LayerField.of(round_one.rest, round_one.lines, least_mm=None)
    inner = round_one.rest[2:-2, 1:-1, 3:-3].reshape(-1, 3)
    assert layer.value_and_gradient(inner)[0].max() < 0
    for axis, side in product((0, 1), (0, -1)):
        face, within = (np.take(round_one.rest, place, axis)[:, 3:-3] for place in (side, 1 if side == 0 else -2))
        away = face - within
        away /= np.linalg.norm(away, axis=-1, keepdims=True)
        value, slope = layer.value_and_gradient((face + 1.5 * away)[1:-1].reshape(-1, 3))
        assert value.min() > 0.3
        assert np.einsum("kx,kx->k", slope, away[1:-1].reshape(-1, 3)).min() > 0


def test_a_sheet_keeps_others_out_of_its_own_body_and_of_a_slab_behind_its_face() -> None:
    sheet = fan(belly=4.0)
    whole = LayerField.of(sheet.rest, sheet.lines, least_mm=None)
    both = LayerField.of(sheet.rest, sheet.lines, least_mm=10.0)
    deep, top = (sheet.rest[4:-4, t, 5:-5] for t in (0, -1))
    beneath = deep + 2.0 * (deep - top) / np.linalg.norm(deep - top, axis=-1, keepdims=True)
    points = np.concatenate([beneath.reshape(-1, 3), sheet.rest.reshape(-1, 3)])
    assert (both.value_and_gradient(points)[0] <= whole.value_and_gradient(points)[0] + 1e-9).all()
    assert whole.value_and_gradient(beneath.reshape(-1, 3))[0].min() > 0
    assert both.value_and_gradient(beneath.reshape(-1, 3))[0].max() < 0


def test_what_is_bedded_may_sink_in_but_not_at_its_footprints() -> None:
    solver = fan()
    firm, bedded = solver.margins(PELVIS), solver.margins(PELVIS, 0.6)
    along = solver.samples.margins / solver.samples.margins.max()
    assert (bedded <= firm).all()
    assert bedded[along == 1] == pytest.approx(-0.6)
    near_footprint = along < 0.3
    assert (bedded[near_footprint] > -0.2).all()
    assert (np.diff(bedded[np.argsort(along)]) <= 1e-12).mean() > 0.99
