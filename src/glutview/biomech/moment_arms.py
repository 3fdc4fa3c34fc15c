"""Lengths and moment arms of the fibres of a drawn muscle, in any pose.

A fibre is a line of the muscle's block at fixed s and t, from its origin (u = 0) to its insertion (u = 1), carried
from pose to pose as the drawn surface is. Its moment arm about an axis of the hip is how much it shortens as the
joint turns about that axis, r = -dL/dθ (An et al. 1984, doi:10.1115/1.3138494), differentiated and not stepped: so
far the arms of a picture are exact, and they say what the picture says, no more.

All is computed as the right side shows it: length and arm of a left fibre are those of its mirror image, with
angles that are positive as named on both sides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from glutview.atlas.atlas import Atlas
from glutview.atlas.sided import MusclePart, Structure
from glutview.biomech.deformation import Deformer
from glutview.biomech.deformation_modes import DeformationModes
from glutview.biomech.hip_joint import HipJoint
from glutview.geometry.block import Block
from glutview.geometry.drawn_block import drawn_block
from glutview.geometry.mesh import Floats, Mesh

Numbers = npt.NDArray[np.intp]

WHOLE = "whole"
"""The name of the one compartment of a muscle that is not divided."""


@dataclass(frozen=True, eq=False)
class Arms:
    """Lengths and moment arms in one pose, of fibres or of compartments.

    Attributes:
        lengths_mm: (n,).
        arms_mm: (n, 3) about flexion, abduction and internal rotation; positive for what makes the named movement.
    """

    lengths_mm: Floats
    arms_mm: Floats


@dataclass(frozen=True, eq=False)
class MuscleFibres:
    """Fibres of one muscle, spread evenly over each of its compartments.

    Attributes:
        compartments: names, in the order of s.
        s, t: (n,) where each fibre runs in the block.
        compartment: (n,) the number of each fibre's compartment.
        areas_mm2: (n,) the cross-section that each stands for: the volume of its tube at rest over its length.
    """

    compartments: tuple[str, ...]
    s: Floats
    t: Floats
    compartment: Numbers
    areas_mm2: Floats
    _hip: HipJoint
    _deformer: Deformer

    @property
    def shares(self) -> Floats:
        """(compartments, n) what part of each compartment's cross-section every fibre stands for."""
        areas = self.areas_mm2 * (self.compartment == np.arange(len(self.compartments))[:, None])
        return np.asarray(areas / areas.sum(1, keepdims=True))

    @staticmethod
    def of(
        mesh: Mesh,
        modes: DeformationModes | None,
        hip: HipJoint,
        bands: Sequence[tuple[str, tuple[float, float]]],
        *,
        across: int = 6,
        through: int = 4,
    ) -> MuscleFibres:
        """The fibres of a muscle, all as the right side shows it.

        Args:
            mesh: the drawn surface at rest, with the fields s, t, u.
            modes: how its block deforms; None for a muscle that is blended between its bones.
            hip: the right hip.
            bands: name and range of s of each compartment.
            across, through: how many fibres a compartment has, across the fan and through the thickness.

        Raises:
            ValueError: the surface was not grown from a block.
        """
        block = drawn_block(mesh)
        t = _middles(_edges((0.0, 1.0), through))
        lines, places, areas = [], [], []
        for _, band in bands:
            edges = _edges(band, across)
            s = _middles(edges)
            fibres = block.sampled(s, t, block.u).nodes.reshape(-1, len(block.u), 3)
            tubes = block.sampled(edges, _edges((0.0, 1.0), through), block.u)
            lines.append(fibres)
            areas.append(_volumes(tubes).reshape(-1) / _lengths(fibres))
            places.append(np.stack(np.meshgrid(s, t, block.u, indexing="ij"), axis=-1).reshape(len(fibres), -1, 3))
        nodes, place = np.concatenate(lines), np.concatenate(places)
        flat = nodes.reshape(-1, 3)
        # Fibres have no normals; none are asked for.
        deformer = Deformer.at(flat, np.zeros_like(flat), place.reshape(-1, 3), "r", modes)
        number = np.repeat(np.arange(len(bands)), across * through)
        names = tuple(name for name, _ in bands)
        return MuscleFibres(names, place[:, 0, 0], place[:, 0, 1], number, np.concatenate(areas), hip, deformer)

    def lines(self, angles_deg: npt.ArrayLike) -> Floats:
        """Nodes (n, m, 3) of the fibres at (3,) angles, mm, as the right side shows them, the pelvis at rest."""
        angles = np.asarray(angles_deg, dtype=np.float64)
        moved = self._deformer.positions(np.eye(4), self._hip.transforms(angles), angles)
        return moved.astype(np.float64).reshape(len(self.s), -1, 3)

    def fibres(self, angles_deg: npt.ArrayLike) -> Arms:
        """Of every fibre, at (3,) flexion, abduction and internal rotation in degrees."""
        angles = np.asarray(angles_deg, dtype=np.float64)
        steps = np.diff(self.lines(angles), axis=1)
        spans = np.linalg.norm(steps, axis=2)
        slopes = self._deformer.slopes(self._hip.transform_slopes(angles), angles)
        turning = np.diff(slopes.reshape(3, len(self.s), -1, 3), axis=2)
        arms = -np.einsum("fmx,afmx->fa", steps / spans[..., None], turning, optimize=True)
        return Arms(spans.sum(1), arms)

    def compartment_means(self, angles_deg: npt.ArrayLike) -> Arms:
        """Of every compartment: the mean over its fibres, each with the weight of its cross-section."""
        fibres, shares = self.fibres(angles_deg), self.shares
        return Arms(shares @ fibres.lengths_mm, shares @ fibres.arms_mm)


def bands_of(atlas: Atlas, muscle: Structure) -> list[tuple[str, tuple[float, float]]]:
    """Name and range of s of each compartment of a muscle: of its parts, or of all of it."""
    return [(compartment_name(part), part.band) for part in atlas.parts_of(muscle.id)] or [(WHOLE, (0.0, 1.0))]


def compartment_name(part: MusclePart) -> str:
    """What a part is called among the compartments of its muscle: "anterior"."""
    return part.own_name.removesuffix("part").strip().lower()


def _edges(band: tuple[float, float], count: int) -> Floats:
    return np.linspace(*band, count + 1)


def _middles(edges: Floats) -> Floats:
    return np.asarray((edges[1:] + edges[:-1]) / 2)


def _lengths(fibres: Floats) -> Floats:
    return np.asarray(np.linalg.norm(np.diff(fibres, axis=1), axis=2).sum(1))


def _volumes(tubes: Block) -> Floats:
    """(ns - 1, nt - 1) volumes of the tubes of cells that run along the fibres, mm3."""
    x = tubes.nodes
    across = np.diff(_between(_between(x, 1), 2), axis=0)
    through = np.diff(_between(_between(x, 0), 2), axis=1)
    along = np.diff(_between(_between(x, 0), 1), axis=2)
    return np.asarray(np.abs(np.einsum("stux,stux->stu", np.cross(across, through), along).sum(2)))


def _between(nodes: Floats, axis: int) -> Floats:
    first, second = (
        np.take(nodes, range(nodes.shape[axis] - 1), axis),
        np.take(nodes, range(1, nodes.shape[axis]), axis),
    )
    return np.asarray((first + second) / 2)
