"""A YAML text taken apart: its plain data, and where in the text every piece of it stands."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

Plain: TypeAlias = Any
"""None, bool, int, float, str, and lists and dicts (with text keys) of them."""
KeyPath: TypeAlias = Sequence[str | int]
"""Keys and positions that lead to a value: ("landmarks", "ischial_spine", "at", 0)."""


@dataclass(slots=True)
class Node:
    """A value and its span in the text: offsets in characters, lines from 1."""

    line: int
    start: int
    end: int


@dataclass(slots=True)
class ScalarNode(Node):
    """A single value."""

    value: bool | int | float | str | None


@dataclass(slots=True)
class Entry:
    """A key of a mapping, and its value."""

    line: int
    start: int
    end: int
    value: Node


@dataclass(slots=True)
class MappingNode(Node):
    """A mapping; `flow` if it is written in braces."""

    flow: bool
    entries: dict[str, Entry] = field(default_factory=dict)


@dataclass(slots=True)
class SequenceNode(Node):
    """A list; `flow` if it is written in brackets."""

    flow: bool
    items: list[Node] = field(default_factory=list)


@dataclass(frozen=True, eq=False)
class Document:
    """A YAML text that was read."""

    where: str
    """What messages call it."""
    path: Path | None
    """The file it was read from."""
    text: str
    root: Node
    data: Plain
    byte_order_mark: bool = False
    digest: bytes = b""
    """SHA-256 of the file's bytes when it was read."""

    def line(self, path: KeyPath) -> int:
        """The line of a key, or of the deepest part of the path that is in the text."""
        node, line = self.root, self.root.line
        for key in path:
            if isinstance(node, MappingNode) and key in node.entries:
                entry = node.entries[str(key)]
                node, line = entry.value, entry.line
            elif isinstance(node, SequenceNode) and isinstance(key, int) and 0 <= key < len(node.items):
                node = node.items[key]
                line = node.line
            else:
                break
        return line


def plain(node: Node) -> Plain:
    """The data of a node."""
    match node:
        case MappingNode():
            return {key: plain(entry.value) for key, entry in node.entries.items()}
        case SequenceNode():
            return [plain(item) for item in node.items]
        case ScalarNode():
            return node.value
        case _:
            raise TypeError(type(node))


def same(a: Plain, b: Plain) -> bool:
    """Whether two plain values say the same: 1 and 1.0 do, 1 and true do not."""
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    if isinstance(a, list | tuple) and isinstance(b, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    if isinstance(a, float) and isinstance(b, float) and math.isnan(a):
        return math.isnan(b)
    return bool(a == b)
