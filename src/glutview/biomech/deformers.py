"""The deformers of all that the build solved: the muscles, and the sheets between pelvis and femur."""

from __future__ import annotations

import copy
from collections.abc import Container, Iterator, Mapping

from glutview.atlas.atlas import Atlas
from glutview.atlas.sided import Structure
from glutview.biomech.deformation import Deformer
from glutview.biomech.deformation_modes import DeformationModes
from glutview.biomech.hip_joint import Side
from glutview.errors import failure
from glutview.geometry.mesh import Mesh
from glutview.paths import assets_dir


class Deformers(Mapping[str, Deformer]):
    """The deformer of each of them, made when it is first asked for: a window that opens at rest needs none.

    Whatever can be wrong with a file is found at once.
    """

    def __init__(self, atlas: Atlas, structures: list[Structure], rest: Mapping[str, Mesh]) -> None:
        self._rest = rest
        self._made: dict[str, Deformer] = {}
        self._modes: dict[str, DeformationModes] = {}
        self._structures = {structure.id: structure for structure in structures}
        self._twins: dict[str, str] = {}
        for structure in structures:
            if not {"s", "t", _along(structure)} <= set(rest[structure.id].fields):
                what = f"the {structure.kind} has no fibre coordinates s, t, {_along(structure)}"
                remedy = "use a mesh grown by `python -m glutview.build`"
                raise failure(atlas.mesh_file(structure.id), what, remedy)
            twin = atlas.structures.get(f"{structure.stated_id}_r")
            if structure.mirrored and twin is not None and twin.mesh == structure.mesh:
                self._twins[structure.id] = twin.id
            if structure.stated_id not in self._modes:
                self._modes[structure.stated_id] = _modes(atlas, structure.stated_id)

    def over(self, rest: Mapping[str, Mesh], changed: Container[str]) -> Deformers:
        """The deformers of other meshes, of which some `changed`."""
        other = copy.copy(self)
        other._rest = rest
        # Of a copy: another thread may be making one.
        other._made = {id: deformer for id, deformer in dict(self._made).items() if id not in changed}
        # What was the mirror image of its twin may be so no longer.
        other._twins = {id: twin for id, twin in self._twins.items() if id not in changed and twin not in changed}
        return other

    def modes(self, id: str) -> DeformationModes:
        """How the block of one deforms, stated for the right side."""
        return self._modes[self._structures[id].stated_id]

    def __getitem__(self, id: str) -> Deformer:
        if id not in self._made:
            structure = self._structures[id]
            side: Side = "l" if structure.side == "l" else "r"
            self._made[id] = (
                self[self._twins[id]].mirrored()
                if id in self._twins
                else Deformer.of(self._rest[id], side, self._modes[structure.stated_id], _along(structure))
            )
        return self._made[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._structures)

    def __len__(self) -> int:
        return len(self._structures)


def _modes(atlas: Atlas, id: str) -> DeformationModes:
    """How a structure deforms, by its stated id.

    Raises:
        GlutviewError: nothing is known of it, or the file is unsound.
    """
    file = assets_dir() / "deformations" / f"{id}.npz"
    if not file.exists():
        muscle = id in atlas.stated.fibre_templates
        key, what = (f"fibre_templates.{id}", "muscle") if muscle else (f"structures.{id}.deforms", "structure")
        remedy = f"take this entry out, or run `python -m glutview.build deform --only {id}`"
        raise failure(atlas.path, f"nothing is known of how this {what} deforms", remedy, key=key)
    return DeformationModes.load(file)


def _along(structure: Structure) -> str:
    """The field that says how far a vertex is on its way from the pelvis (0) to the femur (1)."""
    return "reach" if structure.deforms else "u"
