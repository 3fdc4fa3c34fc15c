"""What the panel and the caption say of a lesson under work."""

from __future__ import annotations

from dataclasses import replace

from glutview.atlas.atlas import Atlas
from glutview.atlas.citations import cited_shortly
from glutview.teaching.lesson_work import LessonWork
from glutview.teaching.movement_notes import told_note
from glutview.ui.caption_bar import Caption
from glutview.ui.panels.step_list import StepRow


def step_rows(work: LessonWork) -> list[StepRow]:
    """The steps as they are listed."""
    return [StepRow(step.title, step.note, step.movement is not None) for step in work.lesson.steps]


def heading(work: LessonWork) -> str:
    """Number and title of the step that one is at; empty if there is none."""
    return f"{work.position + 1} · {work.step.title}" if work.step is not None and work.position is not None else ""


def file_line(work: LessonWork) -> str:
    """Where the lesson is, and whether it is saved."""
    editor = work.editor
    if editor.path is None:
        return "No file yet · not saved" if work.unsaved else "No file yet"
    state = "not saved" if work.unsaved else "ships with the program" if editor.read_only else "saved"
    return f"{editor.path.name} · {state}"


def sources(work: LessonWork, atlas: Atlas) -> str:
    """The publications on which the note rests, in short."""
    ids = work.step.sources if work.step is not None else ()
    return "; ".join(cited_shortly(atlas.sources[id]) for id in ids if id in atlas.sources)


def captions(work: LessonWork, atlas: Atlas) -> list[Caption]:
    """What a class reads, step by step."""
    count = len(work.lesson.steps)
    notes = [
        told_note(atlas, step, work.note if i == work.position else None) for i, step in enumerate(work.lesson.steps)
    ]
    return [
        Caption(step.title, " ".join(note.split()), f"{i} / {count}", i / count)
        for i, (step, note) in enumerate(zip(work.lesson.steps, notes, strict=True), start=1)
    ]


def away_from(caption: Caption) -> Caption:
    """The same, with the way back."""
    return replace(caption, hint="Backspace: back to the step")
