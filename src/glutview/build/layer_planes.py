"""Where the muscles beside one lie in a pose, as seen from it: planes near its drawn vertices.

Fields of layers are dear, and a motion that is played differs little from the pose that was put right: there each
vertex needs of every neighbour only how far that is, and in which direction.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from glutview.biomech.transforms import Floats
from glutview.build.block_elements import flatten
from glutview.build.deformation_lattice import Angles
from glutview.build.deformation_setting import Setting
from glutview.build.pose_projections import Contact

NEAR_MM = 2.5
"""What is further off than this will not be reached by a motion that is played."""


def layer_planes(setting: Setting, name: str, pose: Angles, nodes: Mapping[str, Floats]) -> Floats:
    """(k, 9) of a muscle among others in a pose, a row for each vertex and each layer that is near to it.

    In a row are the number of the vertex, its distance (mm, below 0 within), what it keeps of that, the slope of the
    distance (3) and where the vertex is (3): what :func:`contact_of` reads.

    Args:
        setting: bones and muscles.
        name: stated id.
        pose: degrees.
        nodes: (ns, nt, nu, 3) of all muscles in this pose, by stated id.
    """
    muscle, femur = setting.muscles[name], setting.femur_at(pose)
    beyond = nodes[name] - muscle.solver.blended(muscle.solver.rest, femur)
    points = muscle.drawn.positions(flatten(beyond), femur)
    found = [np.empty((0, 9))]
    for layer in setting.in_the_way(name, pose, nodes, at_last=True, drawn=True)[1]:
        gap, slope = layer.field.value_and_gradient(points)
        near = np.flatnonzero(gap < NEAR_MM)
        found.append(np.column_stack([near, gap[near], layer.margins[near], slope[near], points[near]]))
    return np.concatenate(found)


def contact_of(planes: Floats, bedded_mm: float) -> Contact:
    """What planes (k, 9) say of vertices that may lie so deep in a layer; the template may do worse."""
    gap, kept = planes[:, 1], planes[:, 2]
    lack = np.minimum(kept, -bedded_mm) - gap
    return Contact(planes[:, 0].astype(np.int64), planes[:, 6:9], lack, planes[:, 3:6])
