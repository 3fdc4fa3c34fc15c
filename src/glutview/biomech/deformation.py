"""Drawn soft tissue in any pose: one matrix product a structure, positions and normals alike.

Every vertex is the linear blend of its two bones plus the modes of :mod:`deformation_modes`. All that does not
depend on the pose is multiplied out once:

    positions = [ (1-w) x, (1-w), w x, w, modes ] @ [ pelvis; femur; weights of the modes ]
    normals   = [ (1-w) n, w n, (normal mode k) n ... ] @ [ pelvis; femur; weights of the normal modes ]

with w = 3u^2 - 2u^3. Normals come out at about unit length; whoever shades them normalises.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from glutview.biomech.block_interpolation import interpolate
from glutview.biomech.deformation_modes import DeformationModes, Floats, Singles
from glutview.biomech.hip_joint import Side
from glutview.biomech.transforms import Floats as Matrix
from glutview.geometry.mesh import Mesh

_MIRROR = np.array([-1.0, 1.0, 1.0])


def femur_share(u: npt.ArrayLike) -> Floats:
    """How far a node rides with the femur: 0 at the origin (u = 0), 1 at the insertion, both approached level."""
    along = np.asarray(u, dtype=np.float64)
    return np.asarray(along * along * (3 - 2 * along))


@dataclass(frozen=True, eq=False)
class Deformer:
    """One drawn structure that follows pelvis and femur.

    Attributes:
        side: whose hip angles move it.
        modes: its deformation; None for the linear blend of its bones alone.
    """

    side: Side
    modes: DeformationModes | None
    _positions: Singles
    _normals: Singles
    _image: bool = False
    """Whether the arrays are those of the other side's mesh, whose mirror image this is."""

    @staticmethod
    def of(mesh: Mesh, side: Side, modes: DeformationModes | None, along: str = "u") -> Deformer:
        """The deformer of a mesh at rest.

        Args:
            mesh: vertices of that side at rest, with the fields s, t, u; a left mesh is the mirror of the right.
            side: "r" or "l".
            modes: stated for the right side; None is the caller's word that blending alone will do (what lies
                close to one bone), it is never assumed.
            along: the field that rises from 0 at the pelvis to 1 at the femur.

        Raises:
            ValueError: the mesh has no fields s, t and that one.
        """
        if not {"s", "t", along} <= set(mesh.fields):
            raise ValueError(f"a mesh that deforms needs the fields s, t and {along}")
        place = np.column_stack([mesh.fields[name] for name in ("s", "t", along)]).astype(np.float64)
        return Deformer.at(mesh.vertices, mesh.vertex_normals(), place, side, modes)

    @staticmethod
    def at(vertices: Matrix, normals: Matrix, place: Matrix, side: Side, modes: DeformationModes | None) -> Deformer:
        """The deformer of any points (n, 3) with normals (n, 3) that ride at `place` (n, 3) in a muscle's block.

        For what rests on a muscle without being part of it: a nerve's wall takes s, t, u of the fibre beneath.
        """
        femur = femur_share(place[:, 2])[:, None]
        pelvis = 1 - femur
        columns: list[Matrix | Singles] = [pelvis * vertices, pelvis, femur * vertices, femur]
        normal_columns: list[Matrix | Singles] = [pelvis * normals, femur * normals]
        if modes is not None:
            lines = (modes.s, modes.t, modes.u)
            columns.append(interpolate(modes.modes, lines, place))
            shares = interpolate(modes.normal_modes, lines, place)
            normal_columns.append((shares[:, :, None] * normals[:, None]).reshape(len(place), -1))
        return Deformer(side, modes, _single(columns), _single(normal_columns))

    def mirrored(self) -> Deformer:
        """The deformer of the mirror image, for the other side, over the same arrays."""
        other: Side = "l" if self.side == "r" else "r"
        return Deformer(other, self.modes, self._positions, self._normals, not self._image)

    @property
    def count(self) -> int:
        """Number of vertices."""
        return len(self._positions)

    def positions(
        self, pelvis: Matrix, femur: Matrix, angles_deg: npt.ArrayLike, out: Singles | None = None
    ) -> Singles:
        """Posed vertices (n, 3), mm, float32.

        Args:
            pelvis, femur: (4, 4) from rest, as drawn.
            angles_deg: (3,) flexion, abduction and internal rotation of this side.
            out: where to write them, (n, 3) float32.
        """
        rows = [pelvis[:3, :3].T, pelvis[:3, 3][None], femur[:3, :3].T, femur[:3, 3][None]]
        if self.modes is not None:
            vectors = self.modes.weights(angles_deg)[0]
            rows.append((vectors if self.side == "r" else vectors * _MIRROR) @ pelvis[:3, :3].T)
        factors = _single(rows, axis=0)
        if self._image:
            factors[[0, 4]] *= -1  # what x of the vertices is multiplied with
        return np.matmul(self._positions, factors, out=out)

    def slopes(self, femur_slopes: Matrix, angles_deg: npt.ArrayLike) -> Singles:
        """How the vertices move as each angle grows, the pelvis at rest: (3, n, 3) mm per radian, float32.

        Args:
            femur_slopes: (3, 4, 4) how the femur's transform changes with each angle, per radian.
            angles_deg: (3,) flexion, abduction and internal rotation of this side.
        """
        still = np.zeros((3, 4, 3))
        rows: list[Matrix | Singles] = [
            still,
            femur_slopes[:, :3, :3].transpose(0, 2, 1),
            femur_slopes[:, None, :3, 3],
        ]
        if self.modes is not None:
            vectors = self.modes.slopes(angles_deg)
            rows.append(vectors if self.side == "r" else vectors * _MIRROR)
        factors = _single(rows)
        if self._image:
            factors[:, [0, 4]] *= -1
        return np.asarray(self._positions @ factors)

    def normals(
        self, pelvis: Matrix, femur: Matrix, angles_deg: npt.ArrayLike, out: Singles | None = None
    ) -> Singles:
        """Posed normals (n, 3), float32, of about unit length; arguments as for :meth:`positions`."""
        rows = [pelvis[:3, :3].T, femur[:3, :3].T]
        if self.modes is not None:
            turns = self.modes.weights(angles_deg)[1]
            if self.side == "l":
                turns = turns * np.multiply.outer(_MIRROR, _MIRROR)
            rows.extend((pelvis[:3, :3] @ turns).transpose(0, 2, 1))
        factors = _single(rows, axis=0)
        if self._image:
            factors[0::3] *= -1
        return np.matmul(self._normals, factors, out=out)


def _single(parts: Sequence[Matrix | Singles], axis: int = 1) -> Singles:
    return np.ascontiguousarray(np.concatenate(parts, axis=axis), dtype=np.float32)
