"""A fingerprint of a mesh, by which a file made from it tells whether it still belongs to it."""

from __future__ import annotations

import hashlib
from weakref import WeakKeyDictionary

import numpy as np

from glutview.geometry.mesh import Mesh
from glutview.geometry.mirror import mirror_mesh

_known: WeakKeyDictionary[Mesh, dict[bool, str]] = WeakKeyDictionary()


def fingerprint(mesh: Mesh, *, mirrored: bool = False) -> str:
    """Of vertices (in single precision, as files keep them) and faces; fields do not matter.

    Args:
        mesh: any; what was found of it is remembered as long as it lives.
        mirrored: the fingerprint of its mirror image instead.
    """
    known = _known.setdefault(mesh, {})
    if mirrored not in known:
        seen = mirror_mesh(mesh) if mirrored else mesh
        digest = hashlib.sha256(np.ascontiguousarray(seen.vertices, dtype="<f4").tobytes())
        digest.update(np.ascontiguousarray(seen.faces, dtype="<i4").tobytes())
        known[mirrored] = digest.hexdigest()[:32]
    return known[mirrored]
