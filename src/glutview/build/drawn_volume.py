"""What the drawn surface of a muscle encloses as it is played.

It is curved between the nodes of the block. Where a round muscle is bent sharply it encloses some hundredths more or
less than the block's own sides do, by which that of sheets is kept.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from glutview.biomech.block_interpolation import interpolate
from glutview.biomech.deformation import femur_share
from glutview.biomech.transforms import Floats, apply
from glutview.geometry.mesh import Mesh


@dataclass(frozen=True, eq=False)
class DrawnVolume:
    """Of one muscle and its modes.

    Attributes:
        mesh: at rest, with the fields s, t, u.
        shapes: (n, K) the modes at its vertices.
        volume_mm3: of the mesh at rest.
    """

    mesh: Mesh
    shapes: Floats
    volume_mm3: float

    @staticmethod
    def of(mesh: Mesh, lines: tuple[Floats, Floats, Floats], modes: Floats) -> DrawnVolume:
        """Of modes (K, ns, nt, nu) over grid lines s, t, u."""
        place = np.column_stack([mesh.fields[name] for name in "stu"]).astype(np.float64)
        return DrawnVolume(mesh, interpolate(modes, lines, place).astype(np.float64), mesh.volume_mm3())

    def gain(self, femur: Floats, weights: Floats) -> float:
        """The share by which it encloses more than at rest, the femur moved by (4, 4), with weights (K, 3)."""
        share, rest = femur_share(self.mesh.fields["u"])[:, None], self.mesh.vertices
        drawn = (1 - share) * rest + share * apply(femur, rest) + self.shapes @ weights
        return self.mesh.with_vertices(drawn).volume_mm3() / self.volume_mm3 - 1
