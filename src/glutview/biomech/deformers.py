"""The deformers of all muscles."""

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
    """The deformer of every muscle, made when it is first asked for: a window that opens at rest needs none.

    Whatever can be wrong with a file is found at once.
    """

    def __init__(self, atlas: Atlas, muscles: list[Structure], rest: Mapping[str, Mesh]) -> None:
        self._rest = rest
        self._made: dict[str, Deformer] = {}
        self._modes: dict[str, DeformationModes] = {}
        self._muscles = {muscle.id: muscle for muscle in muscles}
        self._twins: dict[str, str] = {}
        for muscle in muscles:
            if not {"s", "t", "u"} <= set(rest[muscle.id].fields):
                what = "the muscle has no fibre coordinates s, t, u"
                remedy = "use a mesh grown by `python -m glutview.build`"
                raise failure(atlas.mesh_file(muscle.id), what, remedy)
            twin = atlas.structures.get(f"{muscle.stated_id}_r")
            if muscle.mirrored and twin is not None and twin.mesh == muscle.mesh:
                self._twins[muscle.id] = twin.id
            if muscle.stated_id not in self._modes:
                self._modes[muscle.stated_id] = shipped_modes(atlas, muscle.stated_id)

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
        """How a muscle's block deforms, stated for the right side."""
        return self._modes[self._muscles[id].stated_id]

    def __getitem__(self, id: str) -> Deformer:
        if id not in self._made:
            muscle = self._muscles[id]
            side: Side = "l" if muscle.side == "l" else "r"
            self._made[id] = (
                self[self._twins[id]].mirrored()
                if id in self._twins
                else Deformer.of(self._rest[id], side, self._modes[muscle.stated_id])
            )
        return self._made[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._muscles)

    def __len__(self) -> int:
        return len(self._muscles)


def shipped_modes(atlas: Atlas, id: str) -> DeformationModes:
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
