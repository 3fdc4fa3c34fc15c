"""Writing a lesson: what did not change stays as its author laid it out, comments and all.

The general patching of YAML replaces the items of a list one by one; a step that is moved must instead take its
lines and its comments along. So the text is cut into steps, these are put in their new order, and only what
changed within each is patched.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from glutview.errors import GlutviewError
from glutview.teaching.lesson import FIRST_LINE, FORMAT, NESTED, Lesson, Step, lesson_data, step_data
from glutview.yaml_file import Document, Plain, parse_yaml, patched, same
from glutview.yaml_file.document import Entry, MappingNode, SequenceNode, plain
from glutview.yaml_file.dump import block_entry, flow_text

_WIDTH = 100
"""Where the lines of a note are broken."""


def lesson_text(lesson: Lesson) -> str:
    """A lesson as the text of a new file."""
    head = [FIRST_LINE, "", f"format: {FORMAT}", f"title: {flow_text(lesson.title)}"]
    if lesson.language is not None:
        head.append(f"language: {flow_text(lesson.language)}")
    if not lesson.steps:
        return "\n".join([*head, "steps: []", ""])
    return "\n".join([*head, "steps:", "\n\n".join(_new_step(step, 2, "\n") for step in lesson.steps), ""])


def rewritten(document: Document, lesson: Lesson) -> str:
    """The text of a document, changed so that it says `lesson`.

    Raises:
        GlutviewError: it is laid out in a way that cannot be changed safely.
    """
    if same(document.data, _stated(document.data, lesson)):
        return document.text
    cut = _cut(document)
    if cut is not None:
        origin = _origins([part.data for part in cut.parts], lesson.steps)
        text = _arranged(cut, origin, lesson.steps)
    else:
        text = _with_block_steps(document, lesson.steps)
    laid = parse_yaml(text, document.where)
    return patched(laid, _stated(laid.data, lesson))


@dataclass(frozen=True)
class _Part:
    """A step in the text, with the comments above it: whole lines, without the line break at the end."""

    text: str
    data: Plain
    note: tuple[int, int] | None
    """Where in the text `note: ...` stands, if the step is written as a block that has one."""


@dataclass(frozen=True)
class _Cut:
    """A text cut into its steps."""

    head: str
    parts: Sequence[_Part]
    between: Sequence[str]
    """Blank lines after each step but the last."""
    tail: str
    indent: int
    newline: str
    ended: bool
    """Whether the text ends with a line break."""


def _cut(document: Document) -> _Cut | None:
    """The steps of a document; None if they are not written as a block, or are none."""
    root = document.root
    entry = root.entries.get("steps") if isinstance(root, MappingNode) and not root.flow else None
    node = entry.value if entry else None
    if not isinstance(node, SequenceNode) or node.flow or not node.items:
        return None
    newline = "\r\n" if "\r\n" in document.text else "\n"
    # Not `splitlines`, which also breaks at characters that are none for YAML.
    lines = [f"{line}\n" for line in document.text.split("\n")]
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line))
    starts, after = [], node.start
    for item in node.items:
        dash = document.text.rfind("-", after, max(item.start, after + 1))
        starts.append(document.text.count("\n", 0, dash))
        after = max(item.end, dash + 1)
    ends = [document.text.count("\n", 0, max(item.end - 1, 0)) + 1 for item in node.items]
    indent = len(lines[starts[0]]) - len(lines[starts[0]].lstrip(" "))
    if any(lines[start][:indent].strip() or lines[start][indent : indent + 1] != "-" for start in starts):
        return None
    firsts: list[int] = []
    lasts: list[int] = []
    before = document.text.count("\n", 0, entry.end) + 1 if entry else 0
    for start, end in zip(starts, ends, strict=True):
        first = start
        while first > before and lines[first - 1].strip().startswith("#") and _column(lines[first - 1]) <= indent:
            first -= 1
        # Comments further in than the dash belong to the step above them.
        while end < len(lines) and lines[end].strip().startswith("#") and _column(lines[end]) > indent:
            end += 1
        firsts.append(max(first, lasts[-1] if lasts else first))
        lasts.append(end)
        before = end
    parts = []
    for item, first, last in zip(node.items, firsts, lasts, strict=True):
        begin = offsets[first]
        parts.append(_Part(_ended("".join(lines[first:last])), plain(item), _note_span(item, begin)))
    between = ["".join(lines[a:b]) for a, b in zip(lasts[:-1], firsts[1:], strict=True)]
    # The last line is what follows the last break: nothing, if the text ends with one.
    tail = "".join(lines[lasts[-1] :])[:-1]
    return _Cut("".join(lines[: firsts[0]]), parts, between, tail, indent, newline, document.text.endswith("\n"))


def _column(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _ended(text: str) -> str:
    return text.removesuffix("\n").removesuffix("\r")


def _note_span(item: object, begin: int) -> tuple[int, int] | None:
    entry: Entry | None = item.entries.get("note") if isinstance(item, MappingNode) and not item.flow else None
    return (entry.start - begin, max(entry.end, entry.value.end) - begin) if entry else None


def _origins(old: Sequence[Plain], steps: Sequence[Step]) -> list[int | None]:
    """Which of the old steps each new one was; None for one that is new."""
    data = [step_data(step) for step in steps]
    left = dict(enumerate(old))
    origin: list[int | None] = [None] * len(steps)
    for alike in (_same_step, _same_title, _much_the_same):
        for i, new in enumerate(data):
            found = next((k for k, was in left.items() if alike(was, new)), None)
            if origin[i] is None and found is not None:
                origin[i] = found
                del left[found]
    return origin


def _same_step(old: Plain, new: dict[str, Plain]) -> bool:
    return isinstance(old, dict) and same(_kept(old, new, Step.model_fields), old) and new.keys() <= old.keys()


def _same_title(old: Plain, new: dict[str, Plain]) -> bool:
    return isinstance(old, dict) and same(old.get("title"), new["title"])


def _much_the_same(old: Plain, new: dict[str, Plain]) -> bool:
    return isinstance(old, dict) and any(key in old and same(old[key], new.get(key)) for key in ("note", "camera"))


def _arranged(cut: _Cut, origin: Sequence[int | None], steps: Sequence[Step]) -> str:
    """The text with its steps in their new order, new ones among them, and their notes rewritten."""
    if not steps:
        return cut.head + cut.tail  # patched to an empty list
    newline = cut.newline
    usual = cut.between[-1] if cut.between else newline if cut.parts[0].text.count(newline) > 1 else ""
    texts = []
    for step, was in zip(steps, origin, strict=True):
        texts.append(_new_step(step, cut.indent, newline) if was is None else _noted(cut.parts[was], step, cut))
    pieces = [cut.head]
    for i, text in enumerate(texts):
        if i:
            pieces.append(newline + (cut.between[i - 1] if i <= len(cut.between) else usual))
        pieces.append(text)
    return "".join([*pieces, newline if cut.ended or cut.tail else "", cut.tail])


def _noted(part: _Part, step: Step, cut: _Cut) -> str:
    """A step's text with a changed note in readable lines."""
    old = part.data.get("note") if isinstance(part.data, dict) else None
    if part.note is None or same(old, step.note) or not step.note:
        return part.text
    first, last = part.note
    written = part.text[first:last].removeprefix("note:").strip()
    if written[:1] in "'\"" and len(step.note) < _WIDTH:
        return part.text  # patched within its quotes
    column = first - (part.text.rfind("\n", 0, first) + 1)
    return part.text[:first] + _note(step.note, column, cut.newline) + part.text[last:]


def _new_step(step: Step, indent: int, newline: str) -> str:
    column = indent + 2
    lines = []
    for key, value in step_data(step).items():
        entry = _note(value, column, newline) if key == "note" else block_entry(key, value, column, newline)
        lines.append(entry)
    return " " * indent + "- " + (newline + " " * column).join(lines)


def _note(note: str, column: int, newline: str) -> str:
    """`note: ...`, folded where it is long, so that a changed word changes a line."""
    plain_line = f"note: {flow_text(note)}"
    if column + len(plain_line) <= _WIDTH + 10 and not flow_text(note).startswith(("'", '"')):
        return plain_line
    margin = " " * (column + 2)
    pieces = []
    for piece in re.split(r"(\n+)", note):
        # In folded text a line break is a space, and an empty line a break.
        wrapped = textwrap.wrap(piece, _WIDTH - column, break_long_words=False, break_on_hyphens=False)
        pieces.append(f"\n{piece}" if piece.startswith("\n") else "\n".join(margin + line for line in wrapped))
    block = "note: >-\n" + "".join(pieces)
    try:
        if same(parse_yaml(f"{' ' * column}{block}\n").data, {"note": note}):
            return block.replace("\n", newline)
    except GlutviewError:
        pass
    return plain_line


def _with_block_steps(document: Document, steps: Sequence[Step]) -> str:
    """The text with its steps, which were none or in brackets, written as a block."""
    newline = "\r\n" if "\r\n" in document.text else "\n"
    root = document.root
    if not isinstance(root, MappingNode) or root.flow or not steps:
        return document.text
    block = "steps:" + newline + (newline * 2).join(_new_step(step, 2, newline) for step in steps)
    entry = root.entries.get("steps")
    if entry is None:
        text = document.text if document.text.endswith(newline) else document.text + newline
        return text + block + newline
    return document.text[: entry.start] + block + document.text[max(entry.end, entry.value.end) :]


def _stated(old: dict[str, Plain], lesson: Lesson) -> dict[str, Plain]:
    """The lesson's data, with what the file states though it need not."""
    data = lesson_data(lesson)
    kept = _kept(old, data, Lesson.model_fields)
    steps = old.get("steps")
    if isinstance(steps, list) and len(steps) == len(data["steps"]):
        pairs = zip(steps, data["steps"], strict=True)
        kept["steps"] = [_kept(was, new, Step.model_fields) if isinstance(was, dict) else new for was, new in pairs]
    return kept


def _kept(old: dict[str, Plain], new: dict[str, Plain], fields: Mapping[str, Any]) -> dict[str, Plain]:
    """New data in the old order, with old values that say what their absence would."""
    kept: dict[str, Plain] = {}
    for key, value in old.items():
        model = NESTED.get(key)
        if key in new and model is not None and isinstance(value, dict) and isinstance(new[key], dict):
            kept[key] = _kept(value, new[key], model.model_fields)
        elif key in new:
            kept[key] = new[key]
        elif key in fields and same(value, _default(fields[key])):
            kept[key] = value
    return {**kept, **{key: value for key, value in new.items() if key not in kept}}


def _default(field: Any) -> Plain:
    value = field.get_default(call_default_factory=True)
    return list(value) if isinstance(value, tuple) else value
