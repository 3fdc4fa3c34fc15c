"""The footprints of attachments: the patches of bone on which muscles' fibres end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from glutview.atlas.atlas import Atlas
from glutview.atlas.sided import Attachment, CurvePoint
from glutview.geometry.footprint import Footprint
from glutview.geometry.footprint_patch import FootprintPatch
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.mirror import mirror_points
from glutview.geometry.surface_point import SurfacePoint, feet_of_each, lookup, normals, positions

_ACROSS = np.linspace(0.0, 1.0, 81)
_DEEP = np.linspace(0.0, 1.0, 17)
_SHARED_MM = 2.5
"""Where a patch passes from one structure to the next, both bear it as long as it is about as near to each."""
_HOVERING_MM = 1.5
"""What of a row that spans from one to the next lies higher than that above either is borne by none."""
_FAR_MM = 8.0


def borne_by(atlas: Atlas, bone: str) -> list[Attachment]:
    """The attachments that lie on a structure, at least in part."""
    return [attachment for attachment in atlas.attachments.values() if bone in attachment.bearers]


def footprints(
    attachment: Attachment, rest: Mapping[str, Mesh], band: tuple[float, float] = (0.0, 1.0)
) -> dict[str, Footprint]:
    """The patch of an attachment at rest, on which its muscle's fibres end, for each structure that bears some.

    Args:
        attachment: of one side.
        rest: meshes at rest by id.
        band: from which share of s to which; all of it where not given.
    """

    def curve(points: Iterable[CurvePoint]) -> Floats:
        return np.array([_position(point, rest) for point in points])

    bones = attachment.bearers
    patch = FootprintPatch(curve(attachment.superficial), curve(attachment.deep), [rest[bone] for bone in bones])
    top, bottom = patch.curves(band[0] + (band[1] - band[0]) * _ACROSS)
    nodes = bottom[:, None] + (top - bottom)[:, None] * _DEEP[None, :, None]
    if len(bones) == 1:
        return {bones[0]: Footprint(nodes)}
    beyond = _beyond(nodes, [rest[bone] for bone in bones])
    return {bone: Footprint(nodes, beyond[row]) for row, bone in enumerate(bones)}


def _beyond(nodes: Floats, meshes: Sequence[Mesh]) -> Floats:
    """(m, ns, nt) how far each of m structures is from bearing each node (ns, nt, 3), mm; negative where it does."""
    points = nodes.reshape(-1, 3)
    feet, gaps = feet_of_each(meshes, points, _FAR_MM)
    feet, gaps = feet.reshape(len(meshes), *nodes.shape), gaps.reshape(len(meshes), *nodes.shape[:2])
    nearest = gaps.argmin(0)
    beyond = gaps - gaps.min(0) - _SHARED_MM
    edges = gaps.min(0)[:, [0, -1]]
    spanning = (nearest[:, 0] != nearest[:, -1]) | (edges > _HOVERING_MM).any(1)
    # What was not searched, for lying far away, is beyond anyway.
    asked = spanning[:, None] & np.isfinite(gaps)
    for mesh, foot, there, far in zip(meshes, feet, asked, beyond, strict=True):
        far[there] = np.maximum(far[there], _height(mesh, foot[there], nodes[there]) - _HOVERING_MM)
    return np.asarray(np.minimum(beyond, _FAR_MM))


def _height(mesh: Mesh, feet: Floats, nodes: Floats) -> Floats:
    """(k,) how far nodes (k, 3) lie outside of a surface, above their nearest places on it (k, 3), mm."""
    if not len(nodes):
        return np.empty(0)
    above = nodes - feet
    facing = normals(mesh, lookup(mesh).to(feet))
    return np.asarray(np.copysign(np.linalg.norm(above, axis=1), np.einsum("kx,kx->k", above, facing)))


def _position(point: CurvePoint, rest: Mapping[str, Mesh]) -> Floats:
    spot = point.spot
    place = positions(rest[spot.on], [SurfacePoint(spot.triangle, spot.weights)])[0]
    return mirror_points(place) if spot.reflected else place
