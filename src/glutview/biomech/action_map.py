"""The moment arms of a muscle's fibres, spread over its drawn surface."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from glutview.biomech.deformation_modes import DeformationModes, Singles
from glutview.biomech.hip_joint import HipJoint
from glutview.biomech.moment_arms import WHOLE, MuscleFibres
from glutview.geometry.mesh import Floats, Mesh

_ACROSS, _THROUGH = 16, 2


@dataclass(frozen=True, eq=False)
class ActionMap:
    """Fibres of one muscle, and between which of them each vertex lies.

    Attributes:
        fibres: spread evenly over the whole muscle.
        nearest: (n, 4) the fibres about each vertex.
        weights: (n, 4) their shares of it.
    """

    fibres: MuscleFibres
    nearest: npt.NDArray[np.int32]
    weights: Singles

    @staticmethod
    def of(mesh: Mesh, modes: DeformationModes | None, hip: HipJoint) -> ActionMap:
        """The map of a muscle; arguments as for :meth:`MuscleFibres.of`."""
        fibres = MuscleFibres.of(mesh, modes, hip, [(WHOLE, (0.0, 1.0))], across=_ACROSS, through=_THROUGH)
        first_s, share_s = _between(mesh.fields["s"], _ACROSS)
        first_t, share_t = _between(mesh.fields["t"], _THROUGH)
        nearest, weights = [], []
        for step_s, weight_s in ((0, 1 - share_s), (1, share_s)):
            for step_t, weight_t in ((0, 1 - share_t), (1, share_t)):
                nearest.append((first_s + step_s) * _THROUGH + first_t + step_t)
                weights.append(weight_s * weight_t)
        return ActionMap(
            fibres, np.stack(nearest, axis=1).astype(np.int32), np.stack(weights, axis=1, dtype=np.float32)
        )

    def arms(self, angles_deg: npt.ArrayLike, axis: int) -> Singles:
        """(n,) moment arm of the fibres at each vertex, mm, about an axis: flexion, abduction, internal rotation."""
        arms = self.fibres.fibres(angles_deg).arms_mm[:, axis].astype(np.float32)
        return np.asarray(np.einsum("nk,nk->n", arms[self.nearest], self.weights))


def _between(places: npt.NDArray[np.floating], count: int) -> tuple[npt.NDArray[np.intp], Floats]:
    """Of `count` strata the one before each place, by their middles, and how far it is on the way to the next."""
    at = np.clip(np.asarray(places, dtype=np.float64) * count - 0.5, 0, count - 1)
    first = np.minimum(at.astype(np.intp), count - 2)
    return first, at - first
