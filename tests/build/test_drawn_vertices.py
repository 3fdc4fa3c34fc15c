"""Drawn vertices, as the build carries them and as the window does."""

from __future__ import annotations

import numpy as np
import pytest

from glutview.biomech.deformation import Deformer
from glutview.biomech.transforms import Floats
from glutview.build.block_elements import flatten
from glutview.build.deformation_lattice import Angles
from glutview.build.layer_planes import contact_of, layer_planes
from glutview.geometry.mesh import Mesh
from tests.build.shipped_motion import played, setting, shipped

POSE: Angles = (60.0, 20.0, -30.0)


def drawn(name: str, mesh: Mesh) -> Floats:
    deformer = Deformer.of(mesh, "r", shipped(name))
    return deformer.positions(np.eye(4), setting().femur_at(POSE), POSE).astype(np.float64)


@pytest.mark.parametrize("name", ["quadratus_femoris", "gluteus_maximus"])
def test_vertices_are_where_they_are_drawn(name: str) -> None:
    muscle, femur = setting().muscles[name], setting().femur_at(POSE)
    vertices = muscle.drawn
    free = (muscle.mesh.fields["u"] > 0) & (muscle.mesh.fields["u"] < 1)
    assert min(free.sum(), 2000) <= len(vertices.rest) <= 4000
    rows = [int(np.flatnonzero((muscle.mesh.vertices == place).all(1))[0]) for place in vertices.rest[::50]]
    assert free[rows].all()
    beyond = played(name, POSE) - setting().blended(name, muscle.solver.rest, POSE)
    found = vertices.positions(flatten(beyond), femur)
    assert np.abs(found[::50] - drawn(name, muscle.mesh)[rows]).max() < 1e-3
    # The same by modes.
    weights = shipped(name).weights(POSE)[0]
    by_modes = vertices.carried(femur) + vertices.shapes(shipped(name).modes.astype(np.float64)) @ weights
    assert np.abs(by_modes - found).max() < 1e-3


def test_planes_tell_how_far_the_neighbours_are() -> None:
    name = "quadratus_femoris"
    nodes = {other: played(other, POSE) for other in setting().muscles}
    planes = layer_planes(setting(), name, POSE, nodes)
    muscle = setting().muscles[name]
    numbers, gap = planes[:, 0].astype(int), planes[:, 1]
    assert len(numbers) > 50
    layers = setting().in_the_way(name, POSE, nodes, at_last=True, drawn=True)[1]
    beyond = nodes[name] - setting().blended(name, muscle.solver.rest, POSE)
    points = muscle.drawn.positions(flatten(beyond), setting().femur_at(POSE))
    assert np.abs(points[numbers] - planes[:, 6:9]).max() < 1e-9
    nearest = np.min([layer.field.value_and_gradient(points)[0] for layer in layers], axis=0)
    lowest = np.full(len(points), np.inf)
    np.minimum.at(lowest, numbers, gap)
    near = nearest < 2.5
    assert np.array_equal(lowest[near], nearest[near])
    assert np.isinf(lowest[~near]).all()
    # And the contact that is made of them lacks what lies deeper than it may, unless the template does.
    contact = contact_of(planes, 0.0)
    assert np.allclose(contact.lack_mm, np.minimum(planes[:, 2], 0) - gap)
    within = -float(np.median(contact.lack_mm))
    few = contact.nearly_lacking(points, within)
    assert len(few.vertices) == (contact.lack_mm > -within).sum() > 0
