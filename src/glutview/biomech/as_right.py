"""Structures of a side as the right side shows them: what is stated for the right serves the left in the mirror."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from glutview.atlas.atlas import Atlas
from glutview.atlas.sided import Structure
from glutview.geometry.mesh import Mesh
from glutview.geometry.mirror import mirror_mesh

AsRight = Callable[[Structure], Mapping[str, Mesh]]
"""From a structure to the meshes at rest of its side by stated id, as the right side shows them."""


def as_right(atlas: Atlas, rest: Mapping[str, Mesh]) -> AsRight:
    """The meshes at rest of any side, by what the atlas states."""
    return lambda near: _AsRight(atlas, near, rest)


def sided(atlas: Atlas, stated: str, near: Structure) -> str:
    """The id of a stated structure on the side of another."""
    for id in (f"{stated}_{near.side}", stated):
        if id in atlas.structures:
            return id
    return f"{stated}_r"


class _AsRight(dict[str, Mesh]):
    """Meshes of the side of `near` by stated id; each made when asked for."""

    def __init__(self, atlas: Atlas, near: Structure, rest: Mapping[str, Mesh]) -> None:
        super().__init__()
        self._atlas, self._near, self._rest = atlas, near, rest

    def __missing__(self, stated: str) -> Mesh:
        mesh = self._rest[sided(self._atlas, stated, self._near)]
        # A midline structure stays: its right half serves in the mirror as it does on the right.
        if self._near.side == "l" and stated not in self._atlas.structures:
            mesh = mirror_mesh(mesh)
        self[stated] = mesh
        return mesh
