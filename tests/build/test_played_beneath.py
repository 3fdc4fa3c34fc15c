"""What lies beneath a muscle, told as it is played."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from glutview.biomech.anatomy import Anatomy
from glutview.biomech.deformation_modes import DeformationModes
from glutview.biomech.transforms import Floats
from glutview.build.block_elements import flatten
from glutview.build.deformation_lattice import Angles
from glutview.build.played_beneath import PlayedBeneath, waits
from glutview.geometry.inside import Body
from tests.build.shipped_motion import played, setting, shipped

MUSCLE = "gemellus_superior"
POSE: Angles = (92.0, 28.0, -35.0)


def test_what_waits_lies_on_muscles_that_do_not() -> None:
    muscles = setting().muscles
    waiting = {name for name in muscles if waits(setting(), name)}
    assert MUSCLE in waiting
    assert not waiting & {beneath for name in waiting for beneath in muscles[name].over}
    # What is fitted before them needs only what is beneath itself, or where they were put right.
    assert {"gluteus_medius", "tensor_fasciae_latae", "piriformis"} <= set(muscles) - waiting


def test_planes_tell_how_deep_its_vertices_are_in_what_is_played() -> None:
    muscle, femur, nodes = setting().muscles[MUSCLE], setting().femur_at(POSE), played(MUSCLE, POSE)
    modes = {name: shipped(name) for name in muscle.over}
    beyond = nodes - setting().blended(MUSCLE, muscle.solver.rest, POSE)
    points = muscle.drawn.positions(flatten(beyond), femur)
    drawn = Anatomy.load().quality("r").muscles
    depth = np.zeros(len(points))
    for name in muscle.over:
        body = drawn[name].mesh.with_vertices(drawn[name].posed(femur, POSE))
        depth = np.maximum(depth, Body(body).depth(points))

    def told(beneath: dict[str, DeformationModes]) -> Floats:
        rows, found = PlayedBeneath(setting(), MUSCLE, beneath).planes(POSE, nodes), np.zeros(len(points))
        np.maximum.at(found, rows[:, 0].astype(np.int64), -rows[:, 1])
        return found

    deep = depth > 0.8
    assert deep.sum() > 20
    assert np.abs(told(modes) - depth)[deep].max() < 0.15
    assert np.quantile(np.abs(told(modes) - depth), 0.99) < 0.1
    # Where the others only rode on their bones it would be told something else.
    still = {name: replace(each, coefficients=0 * each.coefficients) for name, each in modes.items()}
    assert np.corrcoef(told(still), depth)[0, 1] < 0.3
