"""How far a place on a bone lies from where a muscle is attached, along the bone's surface."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from glutview.atlas.atlas import Atlas
from glutview.biomech.attachment_footprints import footprints
from glutview.geometry.footprint import FAR_MM, Footprint
from glutview.geometry.geodesic import SurfaceNet, SurfaceNodes
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.surface_point import SurfacePoint, normals, positions


@dataclass(frozen=True, eq=False)
class FootprintDistance:
    """The distance to one footprint, all over the bone that bears it.

    Attributes:
        footprint: the patch.
        nodes: those of the bone.
        rim_mm: (k,) straight distance of each node to the outline, negative inside.
        along_mm: (k,) distance of each node to the footprint along the surface, 0 inside.
    """

    footprint: Footprint
    nodes: SurfaceNodes
    rim_mm: Floats
    along_mm: Floats

    @staticmethod
    def of(footprint: Footprint, net: SurfaceNet) -> FootprintDistance:
        """The distance to a footprint on the bone of a net."""
        nodes = net.nodes
        places = nodes.extended(nodes.mesh.vertices)
        rim = footprint.signed_distance(places, nodes.extended(nodes.mesh.vertex_normals()))
        # The outline runs between nodes inside and their neighbours outside. To those it is as far along the surface
        # as straight, to any other node that seems near, say on the far face of a thin bone, it may not be.
        crossed = (rim[nodes.of_triangle] <= 0).any(1)
        # A patch too small for the net to have a node inside, or one that only comes near this bone, has one nearest.
        seeds = np.unique(nodes.of_triangle[crossed]) if crossed.any() else np.array([rim.argmin()])
        start = np.where(rim[seeds] < FAR_MM, np.maximum(rim[seeds], 0.0), np.inf)
        return FootprintDistance(footprint, nodes, rim, net.from_nodes(seeds, start))

    def at(self, point: SurfacePoint) -> float:
        """mm along the surface, 0 inside; infinite where no way leads."""
        nodes, away = self.nodes.around(point)
        along, rims = self.nodes.at(self.along_mm, point), self.rim_mm[nodes]
        if (rims <= 0).all():
            return 0.0
        if rims.min() > away.max():  # the outline passes this triangle by
            return along
        rim = self._rim(point)
        if rim <= 0:
            return 0.0
        return min(along, rim) if (rims <= 0).any() else along

    def _rim(self, point: SurfacePoint) -> float:
        mesh = self.nodes.mesh
        # The whole bone has to be asked: by it the patch tells which of its faces looks outward.
        places = np.concatenate([mesh.vertices, positions(mesh, [point])])
        outward = np.concatenate([mesh.vertex_normals(), normals(mesh, [point])])
        return float(self.footprint.signed_distance(places, outward)[-1])


class FootprintDistances:
    """The distances to the footprints of an anatomy, each made when first asked for (half a second) and then kept."""

    def __init__(self, atlas: Atlas, rest: Mapping[str, Mesh]) -> None:
        self._atlas = atlas
        self._rest = rest
        self._made: dict[tuple[str, str], FootprintDistance] = {}
        # One bone's net alone: it is large, and questions after the same bone come seldom.
        self._net: tuple[str, SurfaceNet] | None = None

    def to(self, attachment: str, bone: str, point: SurfacePoint) -> float | None:
        """mm from a place on a bone to a muscle's attachment on it, along the surface; None if no way leads there.

        Args:
            attachment: id of an attachment of the muscle and role that are meant; its side does not matter.
            bone: id of a structure that bears it, on either side.
            point: on the bone's mesh at rest.
        """
        found = [self._distance(id, bone).at(point) for id in self._candidates(attachment, bone)]
        finite = [distance for distance in found if np.isfinite(distance)]
        return min(finite) if finite else None

    def prepare(self, attachment: str) -> None:
        """Make what the first click on either side would have to wait for."""
        meant = self._atlas.attachments[attachment]
        for other in self._atlas.attachments.values():
            if self._alike(other.id, meant.id):
                for bone in other.bearers:
                    self._distance(other.id, bone)

    def _candidates(self, attachment: str, bone: str) -> list[str]:
        every = self._atlas.attachments.values()
        return [other.id for other in every if self._alike(other.id, attachment) and bone in other.bearers]

    def _alike(self, one: str, other: str) -> bool:
        a, b = self._atlas.attachments[one], self._atlas.attachments[other]
        muscles = self._atlas.structures[a.muscle].stated_id, self._atlas.structures[b.muscle].stated_id
        return a.role == b.role and muscles[0] == muscles[1]

    def _distance(self, attachment: str, bone: str) -> FootprintDistance:
        key = (attachment, bone)
        if key not in self._made:
            if self._net is None or self._net[0] != bone:
                self._net = (bone, SurfaceNet.of(self._rest[bone]))
            patch = footprints(self._atlas.attachments[attachment], self._rest)[bone]
            self._made[key] = FootprintDistance.of(patch, self._net[1])
        return self._made[key]
