"""What of the picture follows from an edited attachment: footprints at once, the muscle's belly a moment later.

Both are computed without graphics, in another thread; :meth:`glutview.scene.scene.Scene.take` draws them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from glutview.atlas.atlas import Atlas, Attachment
from glutview.biomech.attachment_footprints import footprints
from glutview.biomech.regrowth import Regrowth
from glutview.geometry.footprint import Footprint
from glutview.geometry.mesh import Mesh
from glutview.scene.footprints import FootprintFields, borne_by

Progress = Callable[[float], None]


@dataclass(frozen=True, eq=False)
class Followed:
    """What is to be drawn from now on."""

    atlas: Atlas
    meshes: Mapping[str, Mesh]
    """Muscles whose shape changed, by id."""
    fields: Mapping[str, FootprintFields]
    """Structures whose footprints changed, by id."""


class Following:
    """Remembers the footprints that were computed, as most stay what they are."""

    def __init__(self, built_for: Atlas, rest: Mapping[str, Mesh]) -> None:
        """Begin with the atlas that the meshes `rest` (by id) were built for."""
        self._rest = rest
        self.regrowth = Regrowth(built_for, rest)
        self._patches: dict[str, tuple[Attachment, dict[str, Footprint]]] = {}

    def at_once(self, before: Atlas, after: Atlas, progress: Progress) -> Followed:
        """Footprints as the atlas now states them; muscles with their ends there, drawn along between."""
        changed = changed_attachments(before, after)
        bearers = [
            bone for atlas in (before, after) for id in changed for bone in atlas.attachments[id].bearers
        ]
        bones = tuple(dict.fromkeys(bearers))
        fields = {}
        for done, bone in enumerate(bones):
            progress(done / len(bones))
            fields[bone] = FootprintFields.of(
                self._rest[bone], {a.id: self._patch(a)[bone] for a in borne_by(after, bone)}
            )
        muscles = dict.fromkeys(after.attachments[id].muscle for id in changed)
        meshes = {id: self.regrowth.drawn_along(after, id) for id in muscles if id in after.fibre_templates}
        return Followed(after, meshes, fields)

    def later(self, atlas: Atlas, muscles: tuple[str, ...], progress: Progress) -> Followed:
        """Muscles grown anew between their attachments; those that are as they were built, as they were built."""
        edited = [muscle for muscle in muscles if muscle in self.regrowth.edited(atlas)]
        meshes: dict[str, Mesh] = {muscle: self._rest[muscle] for muscle in muscles if muscle not in edited}
        for done, muscle in enumerate(edited):
            meshes[muscle] = self.regrowth.regrown(atlas, muscle, _part(progress, done, len(edited)))
        return Followed(atlas, meshes, {})

    def _patch(self, attachment: Attachment) -> dict[str, Footprint]:
        known = self._patches.get(attachment.id)
        if known is None or known[0] != attachment:
            known = self._patches[attachment.id] = (attachment, footprints(attachment, self._rest))
        return known[1]


def changed_attachments(before: Atlas, after: Atlas) -> tuple[str, ...]:
    """Ids of the attachments that lie elsewhere."""
    return tuple(id for id, attachment in after.attachments.items() if attachment != before.attachments.get(id))


def _part(progress: Progress, done: int, of: int) -> Progress:
    def tell(share: float) -> None:
        progress((done + share) / of)

    return tell
