"""How the iliotibial tract moves: from the crest to where it rides on the femur, over muscle and bone.

In every pose it is the sheet between its two ends that is bent and spaced as at rest, turned with the bones, as far
as what is beneath lets it: an even sheet, which slides over muscle. What it lies on is solved already. Where it comes
to the femur it is held the more firmly the further down, so that it turns there over a hand's breadth, not in a line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from glutview.biomech.deformation import femur_share
from glutview.biomech.transforms import Floats, apply
from glutview.build.block_contact import MovedField
from glutview.build.block_elements import Ints
from glutview.build.deformation_lattice import NEUTRAL, Angles
from glutview.build.deformation_setting import Setting
from glutview.build.grid_fields import GridField
from glutview.build.tract import at_levels, on_femur_from, rides_from
from glutview.geometry.distance import Distances
from glutview.geometry.drawn_block import drawn_block
from glutview.geometry.mesh import Mesh
from glutview.geometry.sheet import pushed_out, sheet_normals

UNDER_TRACT = "gluteus_medius"
"""The muscle that the tract slides over."""
_EVERY_S = 2
# Of its levels nearly half lie where it comes to ride on the femur: there it bends.
_REACH = np.concatenate([np.linspace(0, 0.8, 16, endpoint=False), np.linspace(0.8, 1, 13)])
_NEAR_MM = 25.0
# It keeps what distance it has at rest, up to this.
_CLEARANCE_MM = 2.0
# Shares of each smoothing step along and across its fibres, and how often.
_ALONG, _ACROSS, _ROUNDS = 0.5, 0.3, 240
# Of what it is off from where the femur takes it, so much is taken back in a round where it comes to ride on that.
_HELD = 0.1


@dataclass(frozen=True, eq=False)
class TractMotion:
    """The tract of the right side between pelvis and femur.

    Attributes:
        setting: bones and hip.
        rest: (ns, 2, nu, 3) deep and superficial nodes at neutral, mm.
        lines: grid lines of s, t and reach.
        clearance_mm: (ns, nu) distance that its middle keeps from what is beneath.
        to_femur: (ns, nu) the share of the way from the crest to where it is on the femur.
        riding: (ns, nu) how far it has come to ride on that: 0 above, 1 at the end.
    """

    setting: Setting
    rest: Floats
    lines: tuple[Floats, Floats, Floats]
    clearance_mm: Floats
    to_femur: Floats
    riding: Floats
    _muscle_at_rest: Floats

    @staticmethod
    def of(setting: Setting, mesh: Mesh, nodes: Mapping[str, Floats]) -> TractMotion:
        """The motion of a mesh, over muscles with these nodes (ns, nt, nu, 3) at neutral by stated id."""
        block = drawn_block(mesh)
        s = block.s[::_EVERY_S]
        faces = block.nodes[::_EVERY_S][:, [0, -1]]
        first, last = on_femur_from(s)[:, None], rides_from(s)[:, None]
        levels = last * _REACH
        rest = np.stack([at_levels(faces[:, face], block.u, levels) for face in range(2)], axis=1)
        middle = rest.mean(1)
        apart = np.full(middle.shape[:2], _CLEARANCE_MM)
        for field in _beneath(setting, NEUTRAL, nodes):
            apart = np.minimum(apart, field.value_and_gradient(middle.reshape(-1, 3))[0].reshape(apart.shape))
        lines = s, np.array([0.0, 1.0]), _REACH
        to_femur, riding = np.clip(levels / first, 0, 1), np.clip((levels - first) / (last - first), 0, 1)
        return TractMotion(setting, rest, lines, apart, to_femur, riding, nodes[UNDER_TRACT][:, -1])

    def nodes(self, pose: Angles, nodes: Mapping[str, Floats]) -> Floats:
        """(ns, 2, nu, 3) in a pose, over muscles with these nodes (ns, nt, nu, 3) by stated id."""
        sheet = self._middle(pose, nodes)
        half = np.linalg.norm(self.rest[:, 1] - self.rest[:, 0], axis=-1) / 2
        off = half[..., None] * self._outward(sheet)
        found = np.stack([sheet - off, sheet + off], axis=1)
        found[:, :, 0] = self.rest[:, :, 0]
        found[:, :, -1] = apply(self.setting.femur_at(pose), self.rest[:, :, -1].reshape(-1, 3)).reshape(-1, 2, 3)
        return found

    @cached_property
    def _on_muscle(self) -> tuple[Floats, Ints]:
        """(ns, nu) how much each place goes with the muscle's superficial face, and with which node of that."""
        from scipy.spatial import cKDTree

        gap, node = cKDTree(self._muscle_at_rest.reshape(-1, 3)).query(self.rest.mean(1))
        near = np.clip(1 - np.asarray(gap) / _NEAR_MM, 0, 1) * (self.to_femur < 1) * (self.to_femur > 0)
        return near, np.asarray(node)

    def _outward(self, sheet: Floats) -> Floats:
        """(ns, nu, 3) normals that point from the deep to the superficial face."""
        through = (self.rest[:, 1] - self.rest[:, 0]).reshape(-1, 3)
        at_rest = sheet_normals(self.rest.mean(1)).reshape(-1, 3)
        return np.asarray(np.sign(np.sum(through * at_rest)) * sheet_normals(sheet))

    def _middle(self, pose: Angles, nodes: Mapping[str, Floats]) -> Floats:
        """(ns, nu, 3) the sheet between its faces."""
        middle, share, femur = self.rest.mean(1), femur_share(self.to_femur)[..., None], self.setting.femur_at(pose)
        carried = apply(femur, middle.reshape(-1, 3)).reshape(middle.shape)
        sheet = (1 - share) * middle + share * carried
        # What lies on a muscle starts from where that takes it: else it might start, and stay, on its other side.
        near, face = self._on_muscle
        taken = middle + (nodes[UNDER_TRACT][:, -1] - self._muscle_at_rest).reshape(-1, 3)[face]
        sheet = near[..., None] * taken + (1 - near[..., None]) * sheet
        along, across = _off_the_chord(middle, middle, 1), _off_the_chord(middle, middle, 0)
        along += share[:, 1:-1] * (along @ femur[:3, :3].T - along)
        across += share[1:-1] * (across @ femur[:3, :3].T - across)
        fields, held = _beneath(self.setting, pose, nodes), _HELD * self.riding[..., None]
        for _ in range(_ROUNDS):
            smoother = sheet.copy()  # its side borders along u alone
            smoother[:, 1:-1] += _ALONG * (_off_the_chord(sheet, middle, 1) - along)
            smoother[1:-1, 1:-1] += _ACROSS * (_off_the_chord(sheet, middle, 0) - across)[:, 1:-1]
            smoother[:, 1:-1] += (held * (carried - sheet))[:, 1:-1]
            sheet = smoother
            for field in fields:
                sheet = pushed_out(sheet, field, self.clearance_mm)
        return np.asarray(sheet)


def _off_the_chord(sheet: Floats, rest: Floats, axis: int) -> Floats:
    """From each inner node to its place between its two neighbours along an axis, as far from each as at rest."""
    gaps = np.linalg.norm(np.diff(rest, axis=axis), axis=-1, keepdims=True)
    count = sheet.shape[axis]
    before, here, after = (np.take(sheet, range(i, count - 2 + i), axis) for i in range(3))
    near, far = (np.take(gaps, range(i, count - 2 + i), axis) for i in range(2))
    return np.asarray((far * before + near * after) / (near + far) - here)


def _beneath(setting: Setting, pose: Angles, nodes: Mapping[str, Floats]) -> list[Distances]:
    femur = MovedField(GridField(setting.femur), setting.femur_at(pose))
    muscle = setting.muscles[UNDER_TRACT].layer(nodes[UNDER_TRACT])
    return [GridField(setting.pelvis["hip_bone"]), femur, muscle]
