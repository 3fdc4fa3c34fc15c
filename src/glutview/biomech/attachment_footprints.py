"""The footprints of attachments: the patches of bone on which muscles' fibres end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from glutview.atlas.atlas import Atlas
from glutview.atlas.sided import Attachment, CurvePoint
from glutview.geometry.footprint import Footprint
from glutview.geometry.footprint_patch import FootprintPatch
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.mirror import mirror_points
from glutview.geometry.surface_point import SurfacePoint, feet_of_each, positions

_ACROSS = np.linspace(0.0, 1.0, 81)
_DEEP = np.linspace(0.0, 1.0, 17)
_SHARED_MM = 2.5
"""Where a patch passes from one structure to the next, both bear it as long as it is about as near to each."""


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
    own = _borne(nodes.reshape(-1, 3), [rest[bone] for bone in bones]).reshape(len(bones), *nodes.shape[:2])
    return {bone: Footprint(nodes, own[row]) for row, bone in enumerate(bones)}


def _borne(points: Floats, meshes: Sequence[Mesh]) -> npt.NDArray[np.bool_]:
    """(m, k) whether each of m structures bears each of (k, 3) points."""
    if len(meshes) == 1:
        return np.ones((1, len(points)), dtype=bool)
    _, gaps = feet_of_each(meshes, points, _SHARED_MM)
    return np.asarray(gaps <= gaps.min(0) + _SHARED_MM)


def _position(point: CurvePoint, rest: Mapping[str, Mesh]) -> Floats:
    spot = point.spot
    place = positions(rest[spot.on], [SurfacePoint(spot.triangle, spot.weights)])[0]
    return mirror_points(place) if spot.reflected else place
