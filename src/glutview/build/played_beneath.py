"""Where the muscles beneath one lie as they are played.

A round muscle that lies on others slides over them by more than it may be in them: it must know where they are when
they are drawn, not where they were in the pose that was put right, and by their surface: a field over a grid takes a
thin round muscle to be half a millimetre thinner than it is, and more along its edges. What nothing lies on can wait
for those beneath. So can a sheet: where what it lies on is played elsewhere than it was put right, it is told so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt

from glutview.biomech.deformation import Deformer
from glutview.biomech.deformation_modes import DeformationModes
from glutview.biomech.transforms import Floats
from glutview.build.block_elements import flatten
from glutview.build.corrected_poses import CorrectedPoses
from glutview.build.deformation_lattice import Angles
from glutview.build.deformation_setting import Setting
from glutview.build.kept_motion import Planes
from glutview.build.layer_planes import layer_planes
from glutview.geometry.distance import plane_distance, surface_samples
from glutview.geometry.inside import Body

# Half of the thinnest muscle: what is deeper in one than this is found from its other side.
_NEAR_MM = 4.0
_SAMPLES_PER_MM2 = 2.0
_ELSEWHERE_MM = 1.0


def waits(setting: Setting, name: str) -> bool:
    """Whether a muscle, by its stated id, is fitted after those beneath it: one on others, under nothing.

    A round one on sheets alone does not slide over them so far, and need not.
    """
    muscle = setting.muscles[name]
    return bool(muscle.over) and not muscle.under and (muscle.slab_mm is not None or slides(setting, name))


def slides(setting: Setting, name: str) -> bool:
    """Whether a muscle, by its stated id, is a round one on round ones, under nothing."""
    muscle, muscles = setting.muscles[name], setting.muscles
    on_round = any(muscles[beneath].slab_mm is None for beneath in muscle.over)
    return muscle.slab_mm is None and on_round and not muscle.under


def sheet_planes(corrected: CorrectedPoses, name: str, modes: Mapping[str, DeformationModes]) -> Planes:
    """Where those beneath a sheet are, by its stated id, as :func:`layer_planes` tells it.

    Where any of them is played elsewhere than it was put right, it is looked at again; once for each pose.

    Args:
        corrected: the poses put right.
        name: stated id of the sheet.
        modes: how those beneath it deform that are played already, by stated id.
    """
    setting, known = corrected.solved.setting, set(corrected.poses)

    @cache
    def planes(pose: Angles) -> Floats | None:
        if pose in known:
            nodes = corrected.nodes(pose)
            played = {each: _played(setting, each, found, pose) for each, found in modes.items()}
            if any(np.linalg.norm(played[each] - nodes[each], axis=-1).max() > _ELSEWHERE_MM for each in played):
                return layer_planes(setting, name, pose, {**nodes, **played})
        return corrected.planes(pose, name)

    return lambda pose, nodes: planes(pose)


def _played(setting: Setting, name: str, modes: DeformationModes, pose: Angles) -> Floats:
    """(ns, nt, nu, 3) nodes of one muscle as it is played."""
    rest = setting.muscles[name].solver.rest
    return setting.blended(name, rest, pose) + modes.beyond(np.array(pose)).reshape(rest.shape)


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
        from scipy.spatial import cKDTree

        muscle, femur = self.setting.muscles[self.name], self.setting.femur_at(pose)
        beyond = nodes - muscle.solver.blended(muscle.solver.rest, femur)
        points = muscle.drawn.positions(flatten(beyond), femur)
        found = [np.empty((0, 9))]
        for name, deformer in self._deformers.items():
            drawn = deformer.positions(np.eye(4), femur, pose).astype(np.float64)
            body = Body(self.setting.muscles[name].mesh.with_vertices(drawn))
            among = _may_be_near(*body.mesh.boxes(), points)
            samples, outward = surface_samples(body.mesh, _SAMPLES_PER_MM2, among)
            about = _may_be_near(samples, samples, points)
            samples, outward = samples[about], outward[about]
            # It is asked once: a better tree would take longer to make than it saves.
            tree = cKDTree(samples, compact_nodes=False, balanced_tree=False)
            far, nearest = tree.query(points, distance_upper_bound=_NEAR_MM)
            near = np.flatnonzero(np.isfinite(far))
            which = np.asarray(nearest)[near]
            away, slope = points[near] - samples[which], outward[which]
            # Beyond a sharp edge what is outside may lie behind the plane.
            within = body.for_points(points[near]).contains(points[near])
            gap = np.where(within, -1, 1) * plane_distance(away, slope)
            found.append(np.column_stack([near, gap, np.zeros(len(near)), slope, points[near]]))
        return np.concatenate(found)

    @cached_property
    def _deformers(self) -> dict[str, Deformer]:
        """Of those beneath it."""
        muscles = self.setting.muscles
        return {name: Deformer.of(muscles[name].mesh, "r", modes) for name, modes in self.modes.items()}


def _may_be_near(low: Floats, high: Floats, points: Floats) -> npt.NDArray[np.bool_]:
    """(k,) which boxes between corners (k, 3) and (k, 3) may hold something near some of (m, 3) points."""
    lowest, highest = points.min(0) - _NEAR_MM, points.max(0) + _NEAR_MM
    # Axis by axis: numpy goes through (k, 3) several times slower than through (k,).
    near = [(high[:, i] > lowest[i]) & (low[:, i] < highest[i]) for i in range(3)]
    return np.asarray(near[0] & near[1] & near[2])
