"""The footprint fields that are shipped, and whether they are what an atlas states.

Shipped is the right side and what is midline. A mirrored structure takes the right one's file in the mirror, so what
it is made from is told as the right side would tell it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from glutview.atlas.atlas import Atlas
from glutview.atlas.sides import SurfaceSpot, mirrored_weights, other_side
from glutview.biomech.attachment_footprints import borne_by
from glutview.geometry.fingerprint import fingerprint
from glutview.geometry.footprint_fields import FootprintFields
from glutview.geometry.footprint_file import footprint_file, read_fields
from glutview.geometry.mesh import Mesh
from glutview.geometry.mirror import mirror_mesh


def shipped_fields(atlas: Atlas, rest: Mapping[str, Mesh], bone: str) -> FootprintFields | None:
    """The shipped footprint fields of a structure.

    Args:
        atlas: what it bears is stated in.
        rest: meshes at rest by id.
        bone: id of a structure.

    Returns:
        None where the atlas states other footprints than were shipped, as it does while it is edited, or its
        meshes are others: they must be computed.

    Raises:
        GlutviewError: the shipped file is missing or damaged.
    """
    structure = atlas.structures[bone]
    # Of muscles and strands none are shipped: an attachment there is an editor's own.
    path = footprint_file(atlas.mesh_file(bone)) if structure.bears_footprints else None
    if path is None:
        return None
    stated = made_from(atlas, rest, bone)
    if not structure.mirrored:
        return read_fields(path, rest[bone], stated)
    right = read_fields(path, mirror_mesh(rest[bone]), stated)
    if right is None:
        return None
    fields = {other_side(attachment): field for attachment, field in right.fields.items()}
    return FootprintFields(right.division.inside_out(), fields)


def made_from(atlas: Atlas, rest: Mapping[str, Mesh], bone: str) -> str:
    """A fingerprint of all from which a structure's footprints follow; of a mirrored one, of its mirror image."""
    return hashlib.sha256("\n".join(_told(atlas, rest, bone)).encode()).hexdigest()[:32]


def _told(atlas: Atlas, rest: Mapping[str, Mesh], bone: str) -> Iterator[str]:
    turned = atlas.structures[bone].mirrored

    def name(id: str) -> str:
        return other_side(id) if turned else id

    attachments = sorted(borne_by(atlas, bone), key=lambda attachment: name(attachment.id))
    bearers = {bone, *(bearer for attachment in attachments for bearer in attachment.bearers)}
    yield name(bone)
    for bearer in sorted(bearers, key=name):
        image = turned and atlas.structures[bearer].mirrored
        yield f"{name(bearer)} {fingerprint(rest[bearer], mirrored=image)}"
    for attachment in attachments:
        for edge, curve in (("superficial", attachment.superficial), ("deep", attachment.deep)):
            yield f"{name(attachment.id)} {edge}"
            for point in curve:
                spot = _turned(atlas, point.spot) if turned else point.spot
                weights = " ".join(weight.hex() for weight in spot.weights)
                yield f"{spot.on} {spot.triangle} {weights} {spot.reflected}"


def _turned(atlas: Atlas, spot: SurfaceSpot) -> SurfaceSpot:
    """A spot as the other side states it, if both are mirror images."""
    structure = atlas.structures[spot.on]
    weights = mirrored_weights(spot.weights) if structure.mirrored else spot.weights
    reflected = spot.reflected != (structure.side == "midline")
    return SurfaceSpot(other_side(spot.on), spot.triangle, weights, reflected)
