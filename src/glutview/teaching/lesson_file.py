"""Reading a lesson file: what of it is sound, and a list of what is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from glutview.atlas.atlas import Atlas
from glutview.atlas.finding import Finding, as_problems
from glutview.atlas.messages import findings
from glutview.atlas.sides import split_id
from glutview.biomech.motion_range import MotionRange
from glutview.biomech.refusal import refusals
from glutview.errors import Problem, failure
from glutview.paths import assets_dir
from glutview.teaching.lesson import FORMAT, SUFFIX, Camera, Lesson, Play, Step
from glutview.teaching.lesson_salvage import read_document, sound
from glutview.teaching.lesson_view import sided_ids
from glutview.yaml_file import Document

_KEYS = frozenset(name for model in (Lesson, Step, Camera, Play) for name in model.model_fields)


@dataclass(frozen=True)
class LessonReading:
    """A lesson file that was read."""

    document: Document
    lesson: Lesson
    """As much as is sound."""
    problems: tuple[Problem, ...]
    """Sorted by line. Some tell of what was left out, others of what stays in the lesson but shows nothing."""
    partial: bool
    """Whether the file holds more than the lesson does: saving would make it poorer."""


def shipped_lessons() -> tuple[Path, ...]:
    """The lessons that come with the program, sorted by name.

    Raises:
        GlutviewError: the installation holds no assets.
    """
    return tuple(sorted((assets_dir() / "lessons").glob(f"*{SUFFIX}")))


def is_lesson(path: Path) -> bool:
    """Whether a file is a lesson, by its name."""
    return path.name.lower().endswith(SUFFIX)


def read_lesson(path: Path, atlas: Atlas) -> LessonReading:
    """Read a lesson file.

    Args:
        path: the file.
        atlas: what it speaks of.

    Raises:
        GlutviewError: nothing of it can be read: it is missing, empty, no YAML, or has no steps.
    """
    salvaged = read_document(path)
    document, raw = salvaged.document, salvaged.document.data
    if not isinstance(raw, dict) or not ({"steps", "title"} & raw.keys()):
        what = "this is not a lesson: it has no `steps:`"
        raise failure(path, what, f"choose a file *{SUFFIX}", line=document.root.line)
    lost = list(_newer(raw))
    try:
        lesson = Lesson.model_validate({**raw, "format": FORMAT} if lost or "format" not in raw else raw)
    except ValidationError as error:
        lost += [replace(finding, known=_KEYS) if finding.word else finding for finding in findings(error)]
        lesson = _rest(raw, lost)
    partial = bool(lost or salvaged.problems)
    if "format" not in raw:
        lost.append(Finding(("format",), "this key is missing", f"add `format: {FORMAT}`"))
    kept = [_at(finding, raw) for finding in lesson_findings(lesson, atlas)]
    problems = [*salvaged.problems, *as_problems([*lost, *kept], document)]
    ordered = tuple(sorted(problems, key=lambda problem: (problem.line, problem.key)))
    return LessonReading(document, lesson, ordered, partial)


def lesson_findings(lesson: Lesson, atlas: Atlas) -> Iterator[Finding]:
    """What the lesson says that the atlas, or another step, does not bear out. It can be shown all the same."""
    first: dict[str, int] = {}
    limit = MotionRange.load(atlas.coordinate_limits())
    parts = {part.id: part.muscle for part in atlas.parts.values()}
    parts |= {part.stated_id: split_id(part.muscle)[0] for part in atlas.parts.values()}
    for i, step in enumerate(lesson.steps):
        at = ("steps", i)
        if step.title in first:
            what = f"the title is there twice, first in step {first[step.title] + 1}"
            yield Finding((*at, "title"), what, "give each step a title of its own")
        first.setdefault(step.title, i)
        known = (*atlas.structures, *(s.stated_id for s in atlas.structures.values()))
        for key in ("hidden", "only"):
            for k, id in enumerate(getattr(step, key) or ()):
                if id in parts:
                    what = f"`{id}` is a part of a muscle: it is shown and hidden with the whole"
                    yield Finding((*at, key, k), what, f"name `{parts[id]}`, or remove it")
                elif not sided_ids(id, atlas):
                    yield _unknown((*at, key, k), "structure", id, known)
        if step.selected is not None and step.selected not in atlas:
            selectable = (*atlas.structures, *atlas.parts)
            yield _unknown((*at, "selected"), "structure", step.selected, selectable)
        if step.movement is not None and step.movement.id not in atlas.movements:
            yield _unknown((*at, "movement", "id"), "movement", step.movement.id, tuple(atlas.movements))
        for k, id in enumerate(step.sources):
            if id not in atlas.sources:
                yield _unknown((*at, "sources", k), "source", id, tuple(atlas.sources))
        for refused in refusals(step.pose.items(), limit):
            yield Finding((*at, "pose", refused.coordinate), refused.what, refused.remedy)


def _unknown(path: tuple[str | int, ...], kind: str, id: str, known: tuple[str, ...]) -> Finding:
    return Finding(path, f"the atlas has no {kind} `{id}`", "correct it or remove it", id, known)


def _newer(raw: dict[str, Any]) -> Iterator[Finding]:
    version = raw.get("format")
    if isinstance(version, int) and not isinstance(version, bool) and version > FORMAT:
        what = f"format {version} is newer than this program, which reads format {FORMAT}"
        yield Finding(("format",), what, "update glutview")


def _rest(raw: dict[str, Any], lost: list[Finding]) -> Lesson:
    """The sound part. Taking something out may leave something else wrong, so it is looked at again."""
    data = raw
    found = lost
    for _ in range(4):
        data = sound(data, found)
        try:
            return Lesson.model_validate(data)
        except ValidationError as error:
            found = findings(error)
    return Lesson.model_validate({**data, "steps": []})


def _at(finding: Finding, raw: dict[str, Any]) -> Finding:
    """A finding among the steps that were read, with the step's position in the file."""
    positions = [i for i, step in enumerate(raw.get("steps") or ()) if isinstance(step, dict)]
    return replace(finding, path=("steps", positions[int(finding.path[1])], *finding.path[2:]))
