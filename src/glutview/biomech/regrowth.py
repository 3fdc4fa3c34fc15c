"""A muscle that follows its attachments while a person moves them, without being built anew.

The muscle is grown twice over coarse distance fields, its edges not eased, once between the attachments that its mesh
was built for and once between those that the atlas states now. What differs is laid on the mesh by its fibre
coordinates: nothing moves where nothing was edited, and relief, texture and deformation stay the mesh's own. Coarse
fields and sharp edges cancel out; a coarser grid than the mesh's own would not, and would spare little time.

Growing takes about half a second. :meth:`Regrowth.drawn_along` takes milliseconds: the ends go with their
attachments, and the belly is drawn along between them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from threading import Lock

import numpy as np

from glutview.atlas.atlas import Atlas
from glutview.atlas.sides import split_id
from glutview.biomech.block_interpolation import interpolate
from glutview.biomech.deformation import femur_share
from glutview.biomech.muscle_growth import FieldStore, template_of
from glutview.biomech.spots import placed
from glutview.geometry.block import Block
from glutview.geometry.block_filling import Ends
from glutview.geometry.distance import DistanceField
from glutview.geometry.fibre_template import grow
from glutview.geometry.footprint_patch import FootprintPatch
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.mirror import mirror_mesh, mirror_points

Progress = Callable[[float], None]
FIELD_MM = 3.0
"""Spacing of the distance fields: coarse, as both growths stand on the same ones."""
_SAMPLES_PER_MM2 = 0.4
_AROUND_MM = 30.0
"""How far about a muscle its field reaches: an outline is not dragged farther, and a belly swells less."""
_TURN_S = 0.05
_LINES = (np.linspace(0.0, 1.0, 65), np.linspace(0.0, 1.0, 3), np.linspace(0.0, 1.0, 17))


class Regrowth:
    """Muscles by edited attachments. Every shape is computed in the mirror that shows its side as the right one."""

    def __init__(self, built_for: Atlas, rest: Mapping[str, Mesh]) -> None:
        """Begin with the atlas that the meshes `rest` (by id) were built for."""
        self._base = built_for
        self._rest = rest
        self._right = _RightSide(rest)
        self._fields = FieldStore(self._right, FIELD_MM, _SAMPLES_PER_MM2)
        self._beneath: dict[tuple[str, tuple[str, ...]], DistanceField] = {}
        self._grown: dict[str, Block] = {}
        self._growing: dict[str, Lock] = {}
        self._last: dict[str, tuple[Floats, Block]] = {}

    def edited(self, atlas: Atlas) -> tuple[str, ...]:
        """Ids of the muscles whose attachments are not those that their meshes were built for."""
        return tuple(
            muscle
            for muscle in atlas.fibre_templates
            if not np.array_equal(self._between(atlas, muscle), self._between(self._base, muscle))
        )

    def drawn_along(self, atlas: Atlas, muscle: str) -> Mesh:
        """The muscle with its ends where the atlas states them, and what is between drawn along."""
        s, t, u = _LINES
        femur = femur_share(u)
        shift = np.zeros((len(s), len(t), len(u), 3))
        for role, share in (("origin", 1 - femur), ("insertion", femur)):
            top, bottom = self._patch(atlas, muscle, role).curves(s)
            old_top, old_bottom = self._patch(self._base, muscle, role).curves(s)
            high, low = top - old_top, bottom - old_bottom
            across = low[:, None] * (1 - t)[None, :, None] + high[:, None] * t[None, :, None]
            shift += across[:, :, None] * share[None, None, :, None]
        return self._shifted(muscle, shift, _LINES)

    def regrown(self, atlas: Atlas, muscle: str, progress: Progress = lambda share: None) -> Mesh:
        """The muscle grown between the attachments that the atlas states; `progress` may raise to cancel."""
        base = self.base(muscle, lambda share: progress(share / 2))
        stated, between = split_id(muscle)[0], self._between(atlas, muscle)
        known = self._last.get(stated)
        # Where the sides are mirror images, one growth serves both.
        if known is None or not np.array_equal(known[0], between):
            block = self._grow(atlas, muscle, lambda share: progress(0.5 + share / 2))
            known = self._last[stated] = (between, block)
        block = known[1]
        return self._shifted(muscle, block.nodes - base.nodes, (block.s, block.t, block.u))

    def base(self, muscle: str, progress: Progress = lambda share: None) -> Block:
        """The growth for which the mesh was built, made once; both sides share it.

        Two threads may ask for it, one because it needs it and one because somebody soon will: the second waits.
        """
        stated = split_id(muscle)[0]
        growing = self._growing.setdefault(stated, Lock())
        while not growing.acquire(timeout=_TURN_S):
            progress(0.0)
        try:
            if stated not in self._grown:
                self._grown[stated] = self._grow(self._base, muscle, progress)
            return self._grown[stated]
        finally:
            growing.release()

    def _grow(self, atlas: Atlas, muscle: str, progress: Progress) -> Block:
        spec = atlas.fibre_templates[muscle].spec
        ends = Ends(
            self._patch(atlas, muscle, "origin"),
            self._patch(atlas, muscle, "insertion"),
            self._field(split_id(muscle)[0], spec.over, progress),
        )
        return grow(template_of(atlas.stated, spec, self._right), ends, spec.grid.drawn, progress, ease=False)

    def _field(self, stated: str, over: tuple[str, ...], progress: Progress) -> DistanceField:
        """What lies beneath a muscle."""
        known = self._beneath.get((stated, over))
        if known is None:
            for structure in over:
                progress(0.0)
                self._fields.of(structure)
            around = self._right[stated].vertices
            low, high = around.min(0) - _AROUND_MM, around.max(0) + _AROUND_MM
            known = DistanceField.of_body(self._fields.beneath(over), low, high, FIELD_MM)
            self._beneath[stated, over] = known
        return known

    def _shifted(self, muscle: str, shift: Floats, lines: tuple[Floats, Floats, Floats]) -> Mesh:
        mesh = self._rest[muscle]
        place = np.column_stack([mesh.fields[name] for name in "stu"]).astype(np.float64)
        moved = interpolate(np.moveaxis(shift, -1, 0), lines, place).astype(np.float64)
        return mesh.with_vertices(mesh.vertices + (mirror_points(moved) if muscle.endswith("_l") else moved))

    def _patch(self, atlas: Atlas, muscle: str, role: str) -> FootprintPatch:
        superficial, deep = self._edges(atlas, muscle, role)
        bearers = next(a.bearers for a in atlas.attachments_of(muscle) if a.role == role)
        return FootprintPatch(superficial, deep, [self._right[split_id(bearer)[0]] for bearer in bearers])

    def _between(self, atlas: Atlas, muscle: str) -> Floats:
        """All points of both ends, one after the other."""
        ends = [edge for role in ("origin", "insertion") for edge in self._edges(atlas, muscle, role)]
        # A row that no point can have tells where one edge ends and the next begins.
        return np.concatenate([row for edge in ends for row in (edge, np.full((1, 3), np.inf))])

    def _edges(self, atlas: Atlas, muscle: str, role: str) -> tuple[Floats, Floats]:
        attachment = next(a for a in atlas.attachments_of(muscle) if a.role == role)
        edges = [
            placed([point.spot for point in edge], self._rest) for edge in (attachment.superficial, attachment.deep)
        ]
        if attachment.side == "l":
            edges = [mirror_points(edge) for edge in edges]
        return edges[0], edges[1]


class _RightSide(Mapping[str, Mesh]):
    """Meshes by stated id, as the right side shows them."""

    def __init__(self, rest: Mapping[str, Mesh]) -> None:
        self._rest = rest

    def __getitem__(self, stated: str) -> Mesh:
        for id in (stated, f"{stated}_r"):
            if id in self._rest:
                return self._rest[id]
        return mirror_mesh(self._rest[f"{stated}_l"])

    def __iter__(self) -> Iterator[str]:
        return iter({split_id(id)[0] for id in self._rest})

    def __len__(self) -> int:
        return len({split_id(id)[0] for id in self._rest})
