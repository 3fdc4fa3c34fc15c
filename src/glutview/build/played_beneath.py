"""Where the muscles beneath one lie as they are played.

A round muscle that lies on others slides over them by more than it may be in them: it must know where they are when
they are drawn, not where they were in the pose that was put right. What nothing lies on can wait for those beneath.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from glutview.biomech.deformation_modes import DeformationModes
from glutview.biomech.transforms import Floats
from glutview.build.deformation_lattice import Angles
from glutview.build.deformation_setting import Setting
from glutview.build.layer_planes import layer_planes


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
        """(k, 9) as :func:`layer_planes` makes them, with its own nodes at (ns, nt, nu, 3) in a pose."""
        beneath = {name: self._played(name, pose) for name in self.modes}
        return layer_planes(self.setting, self.name, pose, {self.name: nodes, **beneath})

    def _played(self, name: str, pose: Angles) -> Floats:
        """(ns, nt, nu, 3) nodes of one of those beneath."""
        rest = self.setting.muscles[name].solver.rest
        return np.asarray(self.setting.blended(name, rest, pose) + self.modes[name].beyond(pose))
