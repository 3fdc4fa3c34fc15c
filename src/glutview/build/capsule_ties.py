"""What ties a muscle to the capsule of the hip that it runs along.

The tendons of obturator externus and of internus with the gemelli adhere to the capsule, that of piriformis does not
(Walters, Cooper & Rodriguez 2014, Arthroscopy 30:1235). Externus runs beneath head and neck like a strap beneath a
ball: held by its ends alone it slips off to the front or to the rear, and from the one to the other within a degree.
Ties of our own, to where it would lie were it turned about the hip as evenly as its fibres run from bone to bone,
keep it there. That is not how the drawn capsule turns, nor do they end where that does: they are the firmer the
nearer to the femur. Internus and the gemelli are led by a notch and by one another, and are solved without.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from glutview.biomech.deformation import femur_share
from glutview.biomech.transforms import Floats
from glutview.build.block_elements import flatten
from glutview.build.springs import Springs, tethers
from glutview.geometry.distance import Distances

_REACH_MM = 20.0


@dataclass(frozen=True, eq=False)
class CapsuleTies:
    """Of one muscle's block.

    Attributes:
        rest: (ns, nt, nu, 3) template nodes, mm.
        share: (nu,) how far the place of each layer turns with the femur.
        centre_mm: (3,) of the hip.
        springs: of each node to its place.
    """

    rest: Floats
    share: Floats
    centre_mm: Floats
    springs: Springs

    @staticmethod
    def of(rest: Floats, u: Floats, centre_mm: Floats, femur: Distances, stiffness: float) -> CapsuleTies:
        """The ties of template nodes.

        Args:
            rest: (ns, nt, nu, 3) mm.
            u: (nu,) layers.
            centre_mm: (3,) of the hip.
            femur: its field, at rest: the nearer to that, the firmer the ties.
            stiffness: of those that touch it, by the tissue that a node stands for; shear moduli per mm2.
        """
        gap = femur.value_and_gradient(rest.reshape(-1, 3))[0].reshape(rest.shape[:3])
        springs = tethers(rest, stiffness * np.clip(1 - gap / _REACH_MM, 0, 1))
        return CapsuleTies(rest, femur_share(u), centre_mm, springs)

    def places(self, femur: Floats) -> Floats:
        """(n, 3) the places of the nodes, flattened, with the femur moved by (4, 4)."""
        from scipy.spatial.transform import Rotation

        whole = Rotation.from_matrix(femur[:3, :3]).as_rotvec()
        turned = Rotation.from_rotvec(self.share[:, None] * whole).as_matrix()
        return flatten(self.centre_mm + np.einsum("uij,stuj->stui", turned, self.rest - self.centre_mm))
