"""The atlas: everything the annotations state, on both sides of the body, as frozen data without meshes."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from glutview.atlas.mesh_paths import resolve_mesh
from glutview.atlas.schema import AtlasFile, FactSpec, MovementSpec, Role, SourceSpec
from glutview.atlas.sided import Attachment, Course, FibreTemplate, Joint, Landmark, MusclePart, Structure, WhatIf
from glutview.atlas.sides import split_id
from glutview.errors import GlutviewError, failure


@dataclass(frozen=True, eq=False)
class Atlas:
    """What is known of the anatomy. Every mapping is keyed by id, in the order of the file, right before left."""

    path: Path
    """The annotations file."""
    stated: AtlasFile
    structures: Mapping[str, Structure]
    parts: Mapping[str, MusclePart]
    landmarks: Mapping[str, Landmark]
    attachments: Mapping[str, Attachment]
    fibre_templates: Mapping[str, FibreTemplate]
    courses: Mapping[str, Course]
    joints: Mapping[str, Joint]
    what_ifs: Mapping[str, WhatIf]

    @property
    def sources(self) -> Mapping[str, SourceSpec]:
        """Publications by id."""
        return self.stated.sources

    @property
    def movements(self) -> Mapping[str, MovementSpec]:
        """Movements by id; their angles are named without side."""
        return self.stated.movements

    @property
    def facts(self) -> tuple[FactSpec, ...]:
        """Every statement, in the order of the file."""
        return self.stated.facts

    def facts_about(self, id: str) -> tuple[FactSpec, ...]:
        """The statements about a structure, part or landmark, by its id with or without side."""
        names = {id, split_id(id)[0]}
        return tuple(fact for fact in self.facts if fact.about in names)

    def what_ifs_of(self, id: str) -> tuple[WhatIf, ...]:
        """What can be lost of a structure, or of the muscle of a part: itself, its tendon, or a nerve that it has."""
        if id not in self:
            return ()
        whole = self.structures[self.whole(id)]
        near = {whole.id, *whole.nerves, *whole.arteries}
        return tuple(one for one in self.what_ifs.values() if one.structure in near)

    def parts_of(self, muscle: str) -> tuple[MusclePart, ...]:
        """The parts of a muscle of one side, in the order of its fibres; of most structures none."""
        return tuple(sorted((p for p in self.parts.values() if p.muscle == muscle), key=lambda part: part.band))

    def whole(self, id: str) -> str:
        """The structure that is drawn for a selection: of a part its muscle, else what it is itself."""
        return self.parts[id].muscle if id in self.parts else id

    def selectable(self, id: str) -> Structure | MusclePart:
        """A structure, or a part of a muscle, by its id, side included.

        Raises:
            GlutviewError: there is none.
        """
        return self.parts[id] if id in self.parts else self.structure(id)

    def __contains__(self, id: object) -> bool:
        """Whether an id, side included, is one of a structure or a part: something that can be selected."""
        return id in self.structures or id in self.parts

    def attachments_of(self, muscle: str, role: Role | None = None) -> tuple[Attachment, ...]:
        """The attachments of a muscle of one side, all or those of one role."""
        found = (a for a in self.attachments.values() if a.muscle == muscle)
        return tuple(a for a in found if role in (None, a.role))

    def coordinate_limits(self) -> dict[str, tuple[float, float]]:
        """Least and greatest angle in degrees by coordinate without side."""
        return self.stated.coordinate_limits()

    def structure(self, id: str) -> Structure:
        """A structure by its id, side included.

        Raises:
            GlutviewError: there is none.
        """
        try:
            return self.structures[id]
        except KeyError:
            raise self._unknown(id) from None

    def mesh_file(self, id: str) -> Path:
        """The file of a structure's mesh, which is to be mirrored if the structure says so.

        Raises:
            GlutviewError: there is no such structure, no such file, or the file lies outside the assets.
        """
        return resolve_mesh(self.structure(id).mesh, self.path.parent)

    def _unknown(self, id: str) -> GlutviewError:
        sided = [f"{id}{suffix}" for suffix in ("_r", "_l") if f"{id}{suffix}" in self]
        near = sided or difflib.get_close_matches(id, (*self.structures, *self.parts), 3)
        remedy = f"did you mean {' or '.join(near)}?" if near else "see `glutview list`"
        return failure(self.path, "there is no such structure", remedy, key=id)
