"""The sheets that no single bone carries: those that span the hip, and those that ride on what lies beneath."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from glutview.atlas.atlas import Atlas
from glutview.atlas.sided import Structure
from glutview.biomech.as_right import AsRight
from glutview.biomech.deformation_modes import Singles
from glutview.biomech.hip_joint import HipJoint, Side
from glutview.biomech.riding import OnSurface, Rider
from glutview.biomech.shipped_places import PREFIX, found_places, shipped_places
from glutview.biomech.spanning import SHARE, Spanner
from glutview.biomech.transforms import Floats
from glutview.errors import failure
from glutview.geometry.mesh import Mesh
from glutview.geometry.mirror import mirror_points

Arrays = Mapping[str, tuple[Singles, Singles]]


class Sheets(Mapping[str, Spanner | Rider]):
    """How each of them moves, made when it is first asked for; what can be wrong with a mesh is found at once."""

    def __init__(
        self, atlas: Atlas, rest: Mapping[str, Mesh], hips: Mapping[Side, HipJoint], as_right: AsRight
    ) -> None:
        self._atlas, self._rest, self._hips, self._as_right = atlas, rest, hips, as_right
        self._made: dict[str, Spanner | Rider] = {}
        found = [s for s in atlas.structures.values() if s.spans is not None or s.rides_on]
        self._sheets = {structure.id: structure for structure in found}
        for structure in found:
            lacking = [name for name in _fields_of(atlas, structure) if name not in rest[structure.id].fields]
            if lacking:
                what = f"the mesh lacks the field {lacking[0]}, which says how much of it moves with what"
                raise failure(atlas.mesh_file(structure.id), what, "use a mesh made by `python -m glutview.build`")

    def over(self, atlas: Atlas, rest: Mapping[str, Mesh], as_right: AsRight) -> Sheets:
        """The same sheets over other meshes at rest."""
        return Sheets(atlas, rest, self._hips, as_right)

    def pose(self, id: str, arrays: Arrays, carriers: Mapping[str, Floats]) -> None:
        """Write a sheet into its arrays, once those of what it rides on have been written.

        Args:
            id: of the sheet.
            arrays: positions and normals (n, 3) by id.
            carriers: (4, 4) from rest by body.
        """
        positions, normals = arrays[id]
        sheet = self[id]
        if isinstance(sheet, Spanner):
            sheet.pose(positions, normals, carriers)
            return
        structure = self._sheets[id]
        bodies = {"pelvis": carriers["pelvis"], "femur": carriers[f"femur_{structure.side}"]}
        stated = {self._atlas.structures[carrier].stated_id: carrier for carrier in structure.rides_on}
        surfaces = {name: arrays[stated[name]] for name in sheet.surfaces}
        sheet.pose((positions, normals), bodies, surfaces, mirrored=structure.side == "l")

    def __getitem__(self, id: str) -> Spanner | Rider:
        if id not in self._made:
            structure = self._sheets[id]
            self._made[id] = self._spanner(structure) if structure.spans is not None else self._rider(structure)
        return self._made[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sheets)

    def __len__(self) -> int:
        return len(self._sheets)

    def _spanner(self, structure: Structure) -> Spanner:
        side: Side = "l" if structure.side == "l" else "r"
        return Spanner.of(self._rest[structure.id], f"femur_{side}", self._hips[side].centre_mm)

    def _rider(self, structure: Structure) -> Rider:
        twin = f"{structure.stated_id}_r"
        if structure.mirrored and twin != structure.id and all(self._is_image(id) for id in structure.rides_on):
            found = self[twin]
            assert isinstance(found, Rider)
            return found
        meshes = self._as_right(structure)
        mesh = meshes[structure.stated_id]
        rigid: dict[str, Floats] = {}
        surfaces = {}
        for id in structure.rides_on:
            carrier = self._atlas.structures[id]
            shares = mesh.fields[PREFIX + carrier.stated_id].astype(np.float64)
            if carrier.moves_with is None:
                beneath = meshes[carrier.stated_id]
                places = shipped_places(structure.stated_id, mesh, carrier.stated_id, beneath)
                if places is None:
                    places = found_places(mesh, carrier.stated_id, beneath)
                surfaces[carrier.stated_id] = OnSurface.of(mesh, shares, beneath, places)
            else:
                body = carrier.moves_with.removesuffix(f"_{structure.side}")
                rigid[body] = rigid.get(body, np.zeros(len(shares))) + shares
        return Rider.of(mesh, rigid, surfaces)

    def _is_image(self, id: str) -> bool:
        structure = self._atlas.structures[id]
        twin = self._atlas.structures.get(f"{structure.stated_id}_r")
        if structure.side == "midline":
            return True
        if twin is None or not structure.mirrored or structure.mesh != twin.mesh:
            return False
        # An edited muscle is changed on its own side alone.
        return np.array_equal(mirror_points(self._rest[id].vertices), self._rest[twin.id].vertices)


def _fields_of(atlas: Atlas, structure: Structure) -> list[str]:
    if structure.spans is not None:
        return [SHARE]
    return [PREFIX + atlas.structures[carrier].stated_id for carrier in structure.rides_on]
