"""What of the picture follows from an edited attachment: footprints at once, the muscle's belly a moment later.

Both are computed without graphics, in another thread; :meth:`glutview.scene.scene.Scene.take` draws them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from glutview.atlas.atlas import Atlas
from glutview.atlas.sided import Attachment
from glutview.atlas.sides import Side
from glutview.biomech.attachment_footprints import borne_by, footprints
from glutview.biomech.regrowth import Regrowth
from glutview.geometry.footprint import Footprint
from glutview.geometry.footprint_fields import FootprintFields
from glutview.geometry.mesh import Mesh

Progress = Callable[[float], None]
_SEEN_MM = 0.8
"""An outline that lies nearer than that to what is drawn can wait until the rest is done."""


@dataclass(frozen=True, eq=False)
class Followed:
    """What is to be drawn from now on."""

    atlas: Atlas
    meshes: Mapping[str, Mesh]
    """Muscles whose shape changed, by id."""
    fields: Mapping[str, FootprintFields]
    """Structures whose footprints changed, by id."""


@dataclass(frozen=True, eq=False)
class Work:
    """From what is drawn to what shall be."""

    before: Atlas
    after: Atlas

    @property
    def attachments(self) -> tuple[str, ...]:
        """Ids of those that lie elsewhere."""
        known = self.before.attachments
        return tuple(id for id, attachment in self.after.attachments.items() if attachment != known.get(id))

    @property
    def muscles(self) -> tuple[str, ...]:
        """Ids of those that are grown and are attached elsewhere."""
        muscles = dict.fromkeys(self.after.attachments[id].muscle for id in self.attachments)
        return tuple(muscle for muscle in muscles if muscle in self.after.fibre_templates)

    def bones(self, attachments: Iterable[str]) -> tuple[str, ...]:
        """Ids of the structures that bear attachments, before or after."""
        both = (self.before, self.after)
        return tuple(dict.fromkeys(b for a in attachments for atlas in both for b in atlas.attachments[a].bearers))


class Following:
    """Remembers the footprints that were computed, as most stay what they are."""

    def __init__(self, built_for: Atlas, rest: Mapping[str, Mesh]) -> None:
        """Begin with the atlas that the meshes `rest` (by id) were built for."""
        self._rest = rest
        self.regrowth = Regrowth(built_for, rest)
        self._patches: dict[str, tuple[Attachment, dict[str, Footprint]]] = {}

    def warm(self, atlas: Atlas, attachments: tuple[str, ...], progress: Progress) -> None:
        """Make what the first edit of attachments would else wait for: patches, distance fields, coarse growths."""
        for id in attachments:
            for bone in atlas.attachments[id].bearers:
                for attachment in borne_by(atlas, bone):
                    progress(0.0)
                    self._patch(attachment)
        for id in attachments:
            if atlas.attachments[id].muscle in atlas.fibre_templates:
                self.regrowth.base(atlas.attachments[id].muscle, progress)

    def at_once(self, work: Work, side: Side, progress: Progress) -> Followed:
        """Footprints of one side as the atlas now states them; its muscles' ends there, and the rest drawn along.

        Structures on which no outline visibly moved, as most that bear a large origin, are left for :meth:`later`.
        """
        near = [id for id in work.attachments if work.after.attachments[id].side == side]
        fields = self._fields(work.after, self._visibly_changed(work, near), progress)
        muscles = dict.fromkeys(work.after.attachments[id].muscle for id in near)
        meshes = {id: self.regrowth.drawn_along(work.after, id) for id in muscles if id in work.after.fibre_templates}
        return Followed(work.after, meshes, fields)

    def later(self, atlas: Atlas, bones: tuple[str, ...], muscles: tuple[str, ...], progress: Progress) -> Followed:
        """The other footprints, and muscles grown anew; those that are as they were built, as they were built."""
        fields = self._fields(atlas, bones, progress)
        edited = [muscle for muscle in muscles if muscle in self.regrowth.edited(atlas)]
        meshes: dict[str, Mesh] = {muscle: self._rest[muscle] for muscle in muscles if muscle not in edited}
        for done, muscle in enumerate(edited):
            meshes[muscle] = self.regrowth.regrown(atlas, muscle, _part(progress, done, len(edited)))
        return Followed(atlas, meshes, fields)

    def _fields(self, atlas: Atlas, bones: Iterable[str], progress: Progress) -> dict[str, FootprintFields]:
        fields = {}
        for bone in bones:
            progress(0.0)
            patches = {a.id: self._patch(a)[bone] for a in borne_by(atlas, bone)}
            fields[bone] = FootprintFields.of(self._rest[bone], patches)
        return fields

    def _visibly_changed(self, work: Work, attachments: Iterable[str]) -> tuple[str, ...]:
        """Ids of the structures on which an attachment's outline lies visibly elsewhere; that where most is one."""
        changed: set[str] = set()
        for id in attachments:
            before = self._patch(work.before.attachments[id])
            after = self._patch(work.after.attachments[id])
            moved = {bone: _apart_mm(before.get(bone), after.get(bone)) for bone in before.keys() | after.keys()}
            limit = min(_SEEN_MM, max(moved.values()))
            changed.update(bone for bone, apart in moved.items() if apart >= limit)
        return tuple(bone for bone in work.bones(attachments) if bone in changed)

    def _patch(self, attachment: Attachment) -> dict[str, Footprint]:
        known = self._patches.get(attachment.id)
        if known is None or known[0] != attachment:
            known = self._patches[attachment.id] = (attachment, footprints(attachment, self._rest))
        return known[1]


def _apart_mm(one: Footprint | None, other: Footprint | None) -> float:
    """The farthest that the outline of either lies from that of the other, where it is the structure's own."""
    from scipy.spatial import cKDTree

    if one is None or other is None:
        return np.inf
    farthest = 0.0
    for here, there in ((one, other), (other, one)):
        rim = here.own.copy()
        rim[1:-1, 1:-1] = False
        if rim.any():
            away = np.asarray(cKDTree(there.outline()).query(here.nodes[rim])[0])
            farthest = max(farthest, float(away.max()))
    return farthest


def _part(progress: Progress, done: int, of: int) -> Progress:
    def tell(share: float) -> None:
        progress((done + share) / of)

    return tell
