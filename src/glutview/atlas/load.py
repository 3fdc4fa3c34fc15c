"""From the annotations file to the atlas, or to a list of everything that is wrong with it."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from glutview.atlas.atlas import Atlas
from glutview.atlas.checks import cross_findings
from glutview.atlas.expand import expand
from glutview.atlas.finding import Finding, as_problems
from glutview.atlas.messages import findings
from glutview.atlas.schema import AtlasFile
from glutview.atlas.sound_parts import KeyPath, SoundParts
from glutview.errors import GlutviewError, Problem, failure
from glutview.paths import shipped_annotations
from glutview.yaml_file import Document, read_yaml

FORMAT = 1
_SHIPPED = "begin with a copy of the shipped annotations.yaml"


@dataclass(frozen=True)
class Reading:
    """A file that was read: what of it is sound, and what is not."""

    document: Document
    stated: AtlasFile | None
    """The sound entries; None if too little is sound to go on."""
    problems: tuple[Problem, ...]
    """Sorted by line."""
    unsound_movements: Mapping[str, SoundParts] = field(default_factory=dict)
    """By id, what is sound of movements that are not among the sound entries."""

    def atlas(self) -> Atlas:
        """The atlas.

        Raises:
            GlutviewError: there are problems.
        """
        if self.problems or self.stated is None:
            raise GlutviewError(self.problems)
        return expand(self.stated, Path(self.document.where))


def load_atlas(path: Path | None = None) -> Atlas:
    """The atlas of an annotations file, or the shipped one. No mesh is looked at.

    Raises:
        GlutviewError: everything that is wrong with the file, sorted by line.
    """
    return read_atlas(path or shipped_annotations()).atlas()


def read_atlas(path: Path) -> Reading:
    """Read an annotations file and list what is wrong with it.

    Raises:
        GlutviewError: the file cannot be read as YAML at all, or is not an annotations file.
    """
    document = read_yaml(path)
    return checked(document)


def checked(document: Document) -> Reading:
    """Check a document.

    Raises:
        GlutviewError: it is not an annotations file, or one of a later format.
    """
    raw = document.data
    if not isinstance(raw, dict):
        raise failure(document.where, "the file holds no sections", _SHIPPED, line=document.root.line)
    version = raw.get("format")
    if isinstance(version, int) and not isinstance(version, bool) and version > FORMAT:
        what = f"format {version} is newer than this program, which reads format {FORMAT}"
        raise failure(document.where, what, "update glutview", key="format", line=document.line(["format"]))
    try:
        stated: AtlasFile | None = AtlasFile.model_validate(raw)
        found: list[Finding] = []
        facts = None
    except ValidationError as error:
        found = findings(error)
        stated, facts = _salvaged(raw, found)
    parts = _parts_of_movements(raw, found)
    for id, movement in parts.items():
        faults = movement.spec.faults(movement.unknown)
        found += [Finding(("movements", id, *fault.at), fault.what, fault.remedy) for fault in faults]
    if stated is not None:
        crossed = cross_findings(stated, raw, parts)
        # Of a key that should not be there, nothing else is told.
        misnamed = {finding.path for finding in crossed if finding.word and finding.word == finding.path[-1]}
        found = [one for one in found if not any(one.path[:n] in misnamed for n in range(4, len(one.path) + 1))]
        found += [_in_file(finding, facts) for finding in crossed]
    return Reading(document, stated, tuple(as_problems(found, document)), parts)


def _parts_of_movements(raw: Mapping[str, Any], found: Collection[Finding]) -> dict[str, SoundParts]:
    """What is sound of the movements in which the schema found something."""
    unsound: dict[str, list[KeyPath]] = {}
    for finding in found:
        if finding.path[:1] == ("movements",) and len(finding.path) > 1:
            unsound.setdefault(str(finding.path[1]), []).append(finding.path[2:])
    movements = raw.get("movements")
    stated = movements if isinstance(movements, dict) else {}
    return {id: SoundParts.of(stated[id], paths) for id, paths in unsound.items() if isinstance(stated.get(id), dict)}


def _salvaged(raw: dict[str, Any], found: list[Finding]) -> tuple[AtlasFile | None, list[int]]:
    """The entries without findings, and the positions in the file of the facts among them."""
    bad = {finding.path[:2] for finding in found}
    sound: dict[str, Any] = {"format": FORMAT, "frame": _FRAME}
    facts = raw.get("facts")
    kept = [i for i in range(len(facts)) if ("facts", i) not in bad] if isinstance(facts, list) else []
    sound["facts"] = [facts[i] for i in kept] if isinstance(facts, list) else []
    for section in AtlasFile.model_fields:
        if section in sound:
            continue
        entries = raw.get(section)
        entries = entries if isinstance(entries, dict) else {}
        sound[section] = {key: value for key, value in entries.items() if (section, key) not in bad}
    try:
        return AtlasFile.model_validate(sound), kept
    except ValidationError:
        return None, kept  # no structure is sound: nothing else can be told


_FRAME = {
    "axes": "LPS",
    "units": "mm",
    "origin": "midway between the hip centres",
    "vertical": "anterior pelvic plane",
}


def _in_file(finding: Finding, facts: list[int] | None) -> Finding:
    """A finding among the sound facts, with the fact's position in the file."""
    if facts is None or finding.path[0] != "facts":
        return finding
    position = facts[int(finding.path[1])]
    return dataclasses.replace(finding, path=("facts", position, *finding.path[2:]))
