"""Where the muscles beneath one lie as they are played.

A round muscle that lies on others slides over them by more than it may be in them: it must know where they are when
they are drawn, not where they were in the pose that was put right, and exactly: a field over a grid takes a thin
round muscle to be half a millimetre thinner than it is, and more along its edges. What nothing lies on can wait for
those beneath.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from glutview.biomech.deformation import Deformer
from glutview.biomech.deformation_modes import DeformationModes
from glutview.biomech.transforms import Floats
from glutview.build.block_elements import flatten
from glutview.build.deformation_lattice import Angles
from glutview.build.deformation_setting import Setting
from glutview.build.layer_planes import NEAR_MM
from glutview.geometry.inside import Body
from glutview.geometry.surface_point import lookup

# So near to a surface the way to it says nothing of its slope, and nothing is lacking.
_ON_MM = 0.05


def waits(setting: Setting, name: str) -> bool:
    """Whether a muscle, by its stated id, is fitted after those beneath it: a round one on others, under nothing."""
    muscle, muscles = setting.muscles[name], setting.muscles
    on_round = any(muscles[beneath].slab_mm is None for beneath in muscle.over)
    return muscle.slab_mm is None and on_round and not muscle.under


@dataclass(frozen=True, eq=False)
class PlayedBeneath:
    """What one muscle lies on.

    Attributes:
        setting: bones and muscles.
        name: stated id of that muscle.
        modes: how each of those beneath it deforms, by stated id.
    """

    setting: Setting
    name: str
    modes: Mapping[str, DeformationModes]

    def planes(self, pose: Angles, nodes: Floats) -> Floats:
        """(k, 9) as :func:`glutview.build.layer_planes.layer_planes` makes them, with its own nodes (ns, nt, nu, 3).

        What it keeps of a distance is 0: the templates do not enter each other.
        """
        muscle, femur = self.setting.muscles[self.name], self.setting.femur_at(pose)
        beyond = nodes - muscle.solver.blended(muscle.solver.rest, femur)
        points = muscle.drawn.positions(flatten(beyond), femur)
        found = [np.empty((0, 9))]
        for name, deformer in self._deformers.items():
            drawn = deformer.positions(np.eye(4), femur, pose).astype(np.float64)
            body = Body(self.setting.muscles[name].mesh.with_vertices(drawn))
            search, inside = lookup(body.mesh), body.contains(points)
            near = np.flatnonzero(inside | (search.bounds(points)[0] < NEAR_MM))
            away = points[near] - search.feet(points[near])
            gap = np.where(inside[near], -1, 1) * np.linalg.norm(away, axis=1)
            slope = np.divide(away, gap[:, None], out=np.zeros_like(away), where=np.abs(gap)[:, None] > _ON_MM)
            rows = np.column_stack([near, gap, np.zeros(len(near)), slope, points[near]])
            found.append(rows[gap < NEAR_MM])
        return np.concatenate(found)

    @cached_property
    def _deformers(self) -> dict[str, Deformer]:
        """Of those beneath it."""
        muscles = self.setting.muscles
        return {name: Deformer.of(muscles[name].mesh, "r", modes) for name, modes in self.modes.items()}
