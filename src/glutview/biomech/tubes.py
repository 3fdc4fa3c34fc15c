"""The nerves and vessels of the atlas: each bound to its course, all of a side posed together."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from glutview.atlas.atlas import Atlas
from glutview.atlas.sided import Structure
from glutview.biomech.as_right import AsRight, as_right, sided
from glutview.biomech.course import stops
from glutview.biomech.deformation_modes import Singles
from glutview.biomech.hip_joint import Side
from glutview.biomech.transforms import apply
from glutview.biomech.tube_bundle import TubeBundle
from glutview.biomech.tube_rig import TubeRig
from glutview.errors import failure
from glutview.geometry.mesh import Faces, Floats, Mesh
from glutview.geometry.mirror import MIRROR, mirror_points

Arrays = Mapping[str, tuple[Singles, Singles]]
_SIDES: tuple[Side, Side] = ("r", "l")


class Tubes(Mapping[str, TubeRig]):
    """The rig of each, made when it is first asked for; what can be wrong with a mesh is found at once."""

    def __init__(self, atlas: Atlas, soft: list[Structure], rest: Mapping[str, Mesh]) -> None:
        self._atlas, self._rest = atlas, rest
        # Courses are kept when a muscle is edited: the rigs are those of the first meshes.
        self._as_right: AsRight = as_right(atlas, rest)
        self._tubes = {structure.id: structure for structure in soft if structure.id in atlas.courses}
        self._made: dict[str, TubeRig] = {}
        self._sides: dict[Side, _OneSide] = {}
        for structure in self._tubes.values():
            if not {"along", "branch"} <= set(rest[structure.id].fields):
                what = "the mesh lacks the fields along and branch, by which it follows its course"
                remedy = "use a mesh made by `python -m glutview.build courses`"
                raise failure(atlas.mesh_file(structure.id), what, remedy)

    def over(self, rest: Mapping[str, Mesh]) -> Tubes:
        """The same courses over other meshes at rest."""
        other = copy.copy(self)
        other._rest, other._sides = rest, {}
        return other

    def pose(self, side: Side, arrays: Arrays, carriers: Mapping[str, Floats]) -> None:
        """Write the tubes of a side, midline ones with the right, into their arrays, once the others are written.

        Args:
            side: "r" or "l".
            arrays: positions and normals (n, 3) by id.
            carriers: (4, 4) from rest by body.
        """
        if self.of_side(side):
            self._side(side).pose(arrays, carriers)

    def prepare(self) -> Iterator[str]:
        """Make the rigs, then the sides that are posed together, in short steps; each tells one it was made for."""
        for id in self:
            self[id]
            yield id
        for side in _SIDES:
            if ids := self.of_side(side):
                self._side(side)
                yield ids[0]

    def of_side(self, side: Side) -> tuple[str, ...]:
        """The ids of those that move with a hip, midline ones with the right."""
        return tuple(id for id, tube in self._tubes.items() if (tube.side == "l") == (side == "l"))

    def own(self, id: str) -> TubeRig:
        """The rig of one as it is on its own side, whatever its twin's is."""
        structure = self._tubes[id]
        meshes = self._as_right(structure)
        passed = stops(self._atlas.stated, structure.stated_id, meshes)
        return TubeRig.of(meshes[structure.stated_id], structure.stated_id, passed, meshes)

    def is_image(self, stated: str) -> bool:
        """Whether the left one is the mirror image of the right one."""
        right, left = (self._atlas.structures.get(f"{stated}_{side}") for side in "rl")
        return right is not None and left is not None and left.mirrored and left.mesh == right.mesh

    def __getitem__(self, id: str) -> TubeRig:
        if id not in self._made:
            self._made[id] = self._twin(self._tubes[id]) or self.own(id)
        return self._made[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tubes)

    def __len__(self) -> int:
        return len(self._tubes)

    def _twin(self, structure: Structure) -> TubeRig | None:
        """The right one's rig, where all that it rests on is alike on both sides."""
        right = f"{structure.stated_id}_r"
        if structure.side != "l" or right not in self._tubes:
            return None
        twin = self[right]
        paired = (stated for stated in (structure.stated_id, *twin.carriers) if stated not in self._atlas.structures)
        return twin if all(self.is_image(stated) for stated in paired) else None

    def _side(self, side: Side) -> _OneSide:
        if side not in self._sides:
            ids = self.of_side(side)
            bundle = TubeBundle.of([self[id] for id in ids])
            tubes = [self._tubes[id] for id in ids]
            self._sides[side] = _OneSide.of(bundle, tubes, self._atlas, self._rest, mirrored=side == "l")
        return self._sides[side]


@dataclass(frozen=True, eq=False)
class _OneSide:
    """The tubes of one side: what they rest on there, as it is drawn.

    Attributes:
        mirror: (3,) from what is drawn to what the bundle knows, which is the right side.
        mesh: of all tubes together, as they are drawn at rest.
        places: (k, 4, 3) corners of the waypoints at rest, as they are drawn.
        rigid: by body, the rows of its waypoints.
        soft: by structure that deforms, the rows of its waypoints, and the vertex numbers of their corners.
    """

    ids: tuple[str, ...]
    bundle: TubeBundle
    mirror: Floats
    mesh: Mesh
    places: Floats
    rigid: Mapping[str, Faces]
    soft: Mapping[str, tuple[Faces, Faces]]

    @staticmethod
    def of(
        bundle: TubeBundle, tubes: list[Structure], atlas: Atlas, rest: Mapping[str, Mesh], *, mirrored: bool
    ) -> _OneSide:
        places = np.empty((*bundle.corners.shape, 3))
        on: dict[str, list[int]] = {}
        every = [(name, tube) for rig, tube in zip(bundle.rigs, tubes, strict=True) for name in rig.carriers]
        for row, (stated, tube) in enumerate(every):
            carrier = sided(atlas, stated, tube)
            on.setdefault(carrier, []).append(row)
            corners = rest[carrier].vertices[bundle.corners[row]]
            # What rests on the right half of a midline structure rests on its mirror image on the left.
            places[row] = mirror_points(corners) if mirrored and carrier == stated else corners
        bodies: dict[str, list[int]] = {}
        soft = {}
        for carrier, found in on.items():
            body, rows = atlas.structures[carrier].moves_with, np.array(found, dtype=np.int32)
            if body is None:
                soft[carrier] = rows, bundle.corners[rows]
            else:
                bodies.setdefault(body, []).extend(found)
        meshes = [rest[tube.id] for tube in tubes]
        faces = [mesh.faces + start for mesh, start in zip(meshes, bundle.ends[:-1], strict=True)]
        joined = Mesh(np.concatenate([mesh.vertices for mesh in meshes]), np.concatenate(faces))
        return _OneSide(
            tuple(tube.id for tube in tubes),
            bundle,
            MIRROR if mirrored else np.ones(3),
            joined,
            places,
            {body: np.array(rows, dtype=np.int32) for body, rows in bodies.items()},
            soft,
        )

    def pose(self, arrays: Arrays, carriers: Mapping[str, Floats]) -> None:
        now = np.empty_like(self.places)
        for body, rows in self.rigid.items():
            now[rows] = apply(carriers[body], self.places[rows])
        for carrier, (rows, corners) in self.soft.items():
            now[rows] = arrays[carrier][0][corners]
        posed = self.bundle.posed(self.places * self.mirror, now * self.mirror) * self.mirror[:, None]
        moved = self.mesh.with_vertices(posed.T)
        normals = moved.vertex_normals()
        for id, start, end in zip(self.ids, self.bundle.ends, self.bundle.ends[1:], strict=False):
            arrays[id][0][:] = moved.vertices[start:end]
            arrays[id][1][:] = normals[start:end]
