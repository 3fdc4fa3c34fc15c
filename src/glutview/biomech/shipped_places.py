"""The places on which sheets ride: those that are shipped, or, where a mesh is another, those that are found now.

Shipped are those of the right side; the left one moves in its mirror.
"""

from __future__ import annotations

import hashlib

import numpy as np

from glutview.geometry.fingerprint import fingerprint
from glutview.geometry.mesh import Faces, Mesh
from glutview.geometry.places_file import Places, places_file, read_places

PREFIX = "on_"
"""Of the fields that say how much of a vertex rides on a structure; after it comes its stated id."""


def pair(rider: str, carrier: str) -> str:
    """The name under which the places of a sheet on a structure are kept, of their stated ids."""
    return f"{rider} on {carrier}"


def riding_rows(mesh: Mesh, carrier: str) -> Faces:
    """(k,) numbers of the vertices of which there is a share on a structure, by its stated id."""
    return np.flatnonzero(mesh.fields[PREFIX + carrier] > 0).astype(np.int32)


def found_places(mesh: Mesh, carrier: str, beneath: Mesh) -> Places:
    """For each of those vertices the nearest place on the carrier's mesh, both at rest."""
    return Places.nearest(beneath, mesh.vertices[riding_rows(mesh, carrier)])


def made_from(mesh: Mesh, carrier: str, beneath: Mesh) -> str:
    """A fingerprint of all from which those places follow."""
    digest = hashlib.sha256(f"{fingerprint(mesh)} {fingerprint(beneath)}".encode())
    digest.update(riding_rows(mesh, carrier).astype("<i4").tobytes())
    return digest.hexdigest()[:32]


def shipped_places(rider: str, mesh: Mesh, carrier: str, beneath: Mesh) -> Places | None:
    """The shipped places of a sheet on a structure, as the right side shows them.

    Args:
        rider: stated id of the sheet.
        mesh: its mesh at rest.
        carrier: stated id of what it rides on.
        beneath: that one's mesh at rest.

    Returns:
        None where the meshes are others than those from which places were shipped: they must be found.

    Raises:
        GlutviewError: the shipped file is missing or damaged.
    """
    kept = read_places(places_file()).get(pair(rider, carrier))
    return kept.places if kept is not None and kept.made_from == made_from(mesh, carrier, beneath) else None
