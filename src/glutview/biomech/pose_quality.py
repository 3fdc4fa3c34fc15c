"""How well the drawn muscles of a side hold in a pose, measured on the surfaces that are drawn.

All is seen as the right side shows it; the left is looked at in the mirror. The pelvis rests: what is measured does
not depend on which bone is held still.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from glutview.biomech.deformation import Deformer
from glutview.biomech.deformation_modes import DeformationModes, Singles
from glutview.biomech.hip_joint import HipJoint
from glutview.biomech.pose_bounds import BOUNDS, Quantity
from glutview.biomech.transforms import Floats, apply, inverse
from glutview.geometry.drawn_block import drawn_block
from glutview.geometry.inside import Body
from glutview.geometry.mesh import Mesh
from glutview.geometry.mirror import mirror_points
from glutview.geometry.turned_cells import CellVolumes

BONES = ("hip_bone", "sacrum", "coccyx", "femur")
"""Into which a muscle of the hip could come."""
_STILL = np.eye(4)
_PELVIS, _FEMUR = 0.0, 1.0
"""The u of the footprints on either bone."""


@dataclass(frozen=True)
class MuscleQuality:
    """One muscle in one pose.

    Attributes:
        muscle: stated id.
        drift_mm: greatest distance of a vertex of its footprints from where its bone carries it.
        volume_percent: by how much the surface encloses more or less than at rest, without sign.
        bone_mm: depth of the deepest vertex in any bone; footprints left out, for they lie on it.
        bone_p99_mm: the depth in any bone that 99 in 100 of these vertices keep.
        bone: where the deepest is; empty if none is inside.
        layer_mm: depth of the deepest vertex in any muscle that its fibre template lies over, as that is drawn.
        layer_p99_mm: the depth in any of these muscles that 99 in 100 vertices keep.
        layer: in which muscle the deepest is; empty if none is inside.
        turned_percent: how many cells of its block are turned inside out at one of their Gauss points (see
            :mod:`glutview.geometry.turned_cells`). The block is that which was solved, moved as it is played; of a
            muscle that only blends, that which is drawn.
        motion_mm_deg: how fast the fastest vertex moves beyond the linear blend of its bones, mm per degree of that
            angle with which it moves most; of the deformation's slopes, not of differences.
    """

    muscle: str
    drift_mm: float
    volume_percent: float
    bone_mm: float
    bone_p99_mm: float
    bone: str
    layer_mm: float
    layer_p99_mm: float
    layer: str
    turned_percent: float
    motion_mm_deg: float

    def value(self, quantity: Quantity) -> float:
        """One of what is measured."""
        return float(getattr(self, quantity))

    @property
    def broken(self) -> tuple[Quantity, ...]:
        """What is beyond its bound."""
        return tuple(quantity for quantity, bound in BOUNDS.items() if not bound.kept(self.value(quantity)))


@dataclass(frozen=True, eq=False)
class DrawnMuscle:
    """A muscle as it is drawn.

    Attributes:
        mesh: at rest, as the right side shows it.
        deformer: of its drawn surface, in the frame of its own side.
        modes: its deformation; None for the linear blend of its bones alone.
        under: stated ids of the muscles that it lies over.
    """

    mesh: Mesh
    deformer: Deformer
    modes: DeformationModes | None
    under: tuple[str, ...]

    def posed(self, femur: Floats, angles_deg: npt.ArrayLike) -> Floats:
        """Vertices (n, 3) as drawn, as the right side shows them.

        Args:
            femur: (4, 4) from rest, of its own side.
            angles_deg: (3,) of its hip.
        """
        # As it is drawn: where nothing moved, the rest shape itself.
        if not np.any(angles_deg):
            return self.mesh.vertices
        drawn = self.deformer.positions(_STILL, femur, angles_deg).astype(np.float64)
        return drawn if self.deformer.side == "r" else mirror_points(drawn)

    def motion_mm_deg(self, angles_deg: npt.ArrayLike) -> float:
        """How fast its fastest vertex moves beyond the linear blend of its bones, mm per degree."""
        if self.modes is None:
            return 0.0
        slopes = self.deformer.slopes(np.zeros((3, 4, 4)), angles_deg)
        return float(np.radians(np.sqrt(np.square(slopes).sum(-1).max())))

    def turned_percent(self, femur: Floats, angles_deg: npt.ArrayLike) -> float:
        """How many cells of its block are turned inside out; `femur` (4, 4) as the right side shows it."""
        if not np.any(angles_deg):
            return 0.0
        block, cells = self._block
        nodes: Singles = block.positions(_STILL, femur, angles_deg)
        return 100 * float(cells.turned(nodes).mean())

    @cached_property
    def free(self) -> npt.NDArray[np.bool_]:
        """(n,) the vertices that belong to no footprint."""
        u = self.mesh.fields["u"]
        return np.asarray((u > _PELVIS) & (u < _FEMUR))

    @cached_property
    def volume_mm3(self) -> float:
        """At rest."""
        return self.mesh.volume_mm3()

    @cached_property
    def _block(self) -> tuple[Deformer, CellVolumes]:
        """How the nodes of the block move, and how its cells lie at rest."""
        block = drawn_block(self.mesh, None if self.modes is None else self.modes.shape)
        lines = np.meshgrid(block.s, block.t, block.u, indexing="ij")
        place = np.stack(lines, axis=-1).reshape(-1, 3)
        nodes = block.nodes.reshape(-1, 3)
        modes = self.modes
        if modes is not None:  # nodes have no normals
            modes = replace(
                modes, normal_modes=modes.normal_modes[:0], normal_coefficients=modes.normal_coefficients[:0]
            )
        deformer = Deformer.at(nodes, np.zeros_like(nodes), place, "r", modes)
        return deformer, CellVolumes.of(block.nodes)


@dataclass(frozen=True, eq=False)
class PoseQuality:
    """The muscles of one side. Making one is free: what is needed is made in the first pose.

    Attributes:
        hip: of this side.
        muscles: by stated id, in the order of the atlas.
        bones: surfaces at rest by stated id, as the right side shows them.
        on_femur: which of the bones move with the femur; the others rest.
    """

    hip: HipJoint
    muscles: Mapping[str, DrawnMuscle]
    bones: Mapping[str, Mesh]
    on_femur: frozenset[str]

    def of(self, angles_deg: Sequence[float]) -> Iterator[MuscleQuality]:
        """Every muscle at flexion, abduction and internal rotation (3,), one after the other."""
        own = self.hip.transforms(np.asarray(angles_deg, dtype=np.float64))
        femur = self._seen.transforms(np.asarray(angles_deg, dtype=np.float64))
        posed = {id: muscle.posed(own, angles_deg) for id, muscle in self.muscles.items()}
        bodies: dict[str, Body] = {}
        for id, muscle in self.muscles.items():
            into_bone = {bone: self._in_bone(bone, posed[id][muscle.free], femur) for bone in self.bones}
            into_layer = {}
            for layer in muscle.under:
                if layer not in bodies:
                    bodies[layer] = Body(self.muscles[layer].mesh.with_vertices(posed[layer]))
                into_layer[layer] = bodies[layer].depth(posed[id])
            yield MuscleQuality(
                id,
                drift_mm(muscle.mesh, posed[id], femur),
                100 * abs(muscle.mesh.with_vertices(posed[id]).volume_mm3() / muscle.volume_mm3 - 1),
                *_depths(into_bone),
                *_depths(into_layer),
                muscle.turned_percent(femur, angles_deg),
                muscle.motion_mm_deg(angles_deg),
            )

    def _in_bone(self, bone: str, points: Floats, femur: Floats) -> Floats:
        """(k,) depth of points (k, 3) in a bone."""
        return self._bodies[bone].depth(apply(inverse(femur), points) if bone in self.on_femur else points)

    @cached_property
    def _bodies(self) -> dict[str, Body]:
        return {bone: Body(mesh) for bone, mesh in self.bones.items()}

    @cached_property
    def _seen(self) -> HipJoint:
        """The hip as the right side shows it."""
        return self.hip if self.hip.side == "r" else self.hip.mirrored()


def drift_mm(mesh: Mesh, posed: Floats, femur: Floats) -> float:
    """The greatest distance of a vertex of the footprints from where its bone carries it.

    Args:
        mesh: at rest, with the field u: 0 on the pelvis, 1 on the femur.
        posed: (n, 3) vertices, the pelvis at rest.
        femur: (4, 4) from rest.
    """
    u = mesh.fields["u"]
    off = [
        posed[rows] - apply(carrier, mesh.vertices[rows])
        for rows, carrier in ((u == _PELVIS, _STILL), (u == _FEMUR, femur))
    ]
    return float(np.linalg.norm(np.concatenate(off), axis=1).max(initial=0.0))


def _depths(depths: Mapping[str, Floats]) -> tuple[float, float, str]:
    """The deepest of all vertices, what 99 in 100 of them keep, and in what the deepest is.

    Args:
        depths: (k,) of the same vertices in each of several bodies; the deepest counts.
    """
    names, rows = list(depths), np.array([*depths.values()])
    if not rows.size:
        return 0.0, 0.0, ""
    deepest = rows.max(1)
    where = int(deepest.argmax())
    most = float(deepest[where])
    return most, float(np.quantile(rows.max(0), 0.99)), names[where] if most > 0 else ""
