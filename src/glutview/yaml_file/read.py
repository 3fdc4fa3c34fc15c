"""YAML text to plain data, with the line of every key, bounded in time and memory whatever is in the file."""

from __future__ import annotations

import hashlib
import re
import stat
from pathlib import Path
from typing import TypeAlias

import yaml

from glutview.errors import GlutviewError, Problem, failure
from glutview.yaml_file.document import Document, Entry, MappingNode, Node, ScalarNode, SequenceNode, plain

SIZE_LIMIT = 20_000_000
"""Bytes of the largest file that is read; a thousand times the shipped one."""
VALUE_LIMIT = 100_000
"""Twenty times the shipped file."""
DEPTH_LIMIT = 40

_NULL = re.compile(r"(?:~|null|Null|NULL|)\Z")
_BOOL = re.compile(r"(?:true|True|TRUE|false|False|FALSE)\Z")
_INT = re.compile(r"(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)\Z", re.ASCII)
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z", re.ASCII)
_INFINITE = re.compile(r"([-+]?)\.(?:inf|Inf|INF)\Z")
_NAN = re.compile(r"\.(?:nan|NaN|NAN)\Z")
_LONGEST_NUMBER = 400  # beyond it Python refuses to read an integer

_NodeEvent: TypeAlias = yaml.ScalarEvent | yaml.MappingStartEvent | yaml.SequenceStartEvent


def read_yaml(path: Path, *, size_limit: int = SIZE_LIMIT) -> Document:
    """Read a YAML file.

    Raises:
        GlutviewError: the file is missing, no file, too large, not UTF-8, empty or not YAML, or it holds tags,
            anchors, duplicate keys, or more values or levels than any sensible file.
    """
    raw = _bytes(path, size_limit)
    where = str(path)
    mark = raw.startswith(b"\xef\xbb\xbf")
    text = _decoded(raw[3:] if mark else raw, where)
    read = parse_yaml(text, where)
    digest = hashlib.sha256(raw).digest()
    return Document(where, Path(path), text, read.root, read.data, mark, digest)


def parse_yaml(text: str, where: str = "text") -> Document:
    """Take a YAML text apart.

    Raises:
        GlutviewError: as for :func:`read_yaml`.
    """
    builder = _Builder(text, where)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = f"this is not YAML: {error.problem or error.context or 'it cannot be read'}"
        remedy = "correct the text there: brackets, quotes, indentation, colons"
        builder.problem(mark.line + 1 if mark else 0, what, remedy)
    except yaml.YAMLError as error:
        builder.problem(0, f"this is not YAML: {' '.join(str(error).split())}", "open it in a text editor")
    return builder.document()


class _Builder:
    """Builds the nodes from the parser's events, without recursion."""

    def __init__(self, text: str, where: str) -> None:
        self._text, self._where = text, where
        self._problems: list[Problem] = []
        self._root: Node | None = None
        self._open: list[MappingNode | SequenceNode] = []
        self._keys: list[yaml.ScalarEvent | None] = []
        self._values = self._documents = 0

    def problem(self, line: int, what: str, remedy: str, key: str = "") -> None:
        """Note a problem; all of them are reported at the end."""
        self._problems.append(Problem(self._where, line, key, what, remedy))

    def take(self, event: yaml.Event) -> None:
        """Take the next event of the parser.

        Raises:
            GlutviewError: the file holds too much to go on.
        """
        match event:
            case yaml.ScalarEvent():
                self._check(event)
                if self._open and isinstance(self._open[-1], MappingNode) and self._keys[-1] is None:
                    self._keys[-1] = event
                else:
                    self._place(_scalar(event, self._text))
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._check(event)
                self._begin(event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._end(event)
            case yaml.AliasEvent():
                line = _line(event)
                self.problem(line, f"an alias (*{event.anchor})", "write the value out: aliases are not read")
                self._stop()
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    self.problem(_line(event), "a second document begins", "keep one in the file")
                    self._stop()
            case _:
                pass

    def _check(self, event: _NodeEvent) -> None:
        line = _line(event)
        if event.tag is not None:
            self.problem(line, f"a tag ({event.tag})", "remove it: plain values alone are read")
        if event.anchor is not None:
            self.problem(line, f"an anchor (&{event.anchor})", "remove it and write its value where it is used")
        self._values += 1
        if self._values > VALUE_LIMIT:
            self.problem(line, f"the file holds more than {VALUE_LIMIT} values", "split it or make it smaller")
        if len(self._open) > DEPTH_LIMIT:
            self.problem(line, f"nested deeper than {DEPTH_LIMIT} levels", "check the brackets and indentation")
        if self._values > VALUE_LIMIT or len(self._open) > DEPTH_LIMIT or len(self._problems) > 100:
            self._stop()

    def _stop(self) -> None:
        raise GlutviewError(self._problems)

    def _begin(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        line, start = _line(event), _span(event)[0]
        node: MappingNode | SequenceNode
        if isinstance(self._open[-1] if self._open else None, MappingNode) and self._keys[-1] is None:
            self.problem(line, "a key that is a list or mapping", "make keys plain words")
            self._stop()
        if isinstance(event, yaml.MappingStartEvent):
            node = MappingNode(line, start, start, bool(event.flow_style))
        else:
            node = SequenceNode(line, start, start, bool(event.flow_style))
        self._place(node)
        self._open.append(node)
        self._keys.append(None)

    def _end(self, event: yaml.Event) -> None:
        node = self._open.pop()
        self._keys.pop()
        if node.flow:
            node.end = _span(event)[1]
        # The parser ends a block where the next begins, beyond blank lines and comments that are not its own.
        elif isinstance(node, MappingNode):
            node.end = max((max(entry.end, entry.value.end) for entry in node.entries.values()), default=node.end)
        else:
            node.end = max((item.end for item in node.items), default=node.end)

    def _place(self, node: Node) -> None:
        if not self._open:
            self._root = node
        elif isinstance(parent := self._open[-1], SequenceNode):
            parent.items.append(node)
        else:
            key = self._keys[-1]
            assert key is not None
            self._keys[-1] = None
            line = _line(key)
            if first := parent.entries.get(key.value):
                what = f"the key is there twice, first in line {first.line}"
                self.problem(line, what, "remove or rename one of them", key.value)
            else:
                parent.entries[key.value] = Entry(line, *_span(key), node)

    def document(self) -> Document:
        """What was built.

        Raises:
            GlutviewError: there were problems.
        """
        if not self._problems and self._root is None:
            self.problem(0, "the file is empty", "begin with a copy of a sound file")
        if self._problems or self._root is None:
            raise GlutviewError(self._problems)
        return Document(self._where, None, self._text, self._root, plain(self._root))


def _line(event: yaml.Event) -> int:
    assert event.start_mark is not None
    return event.start_mark.line + 1


def _span(event: yaml.Event) -> tuple[int, int]:
    assert event.start_mark is not None
    assert event.end_mark is not None
    return event.start_mark.index, event.end_mark.index


def _scalar(event: yaml.ScalarEvent, text: str) -> ScalarNode:
    start, end = _span(event)
    if event.style in ("|", ">"):
        end = start + len(text[start:end].rstrip())
    value = _resolved(event.value) if event.implicit[0] else event.value
    return ScalarNode(_line(event), start, end, value)


def _resolved(text: str) -> bool | int | float | str | None:
    """A plain scalar by the core schema of YAML 1.2."""
    first = text[:1]
    if first.isalpha() and first not in "nNtTfF":
        return text
    if _NULL.match(text):
        return None
    if _BOOL.match(text):
        return text[0] in "tT"
    if len(text) < _LONGEST_NUMBER:
        if _INT.match(text):
            return int(text, 0) if text[:2] in ("0o", "0x") else int(text)
        if _FLOAT.match(text):
            return float(text)
    if sign := _INFINITE.match(text):
        return float(sign[1] + "inf")
    return float("nan") if _NAN.match(text) else text


def _bytes(path: Path, size_limit: int) -> bytes:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise failure(path, "this is a folder", "name a file in it")
        if not stat.S_ISREG(status.st_mode):
            raise failure(path, "this is not a plain file", "name a YAML file")
        if status.st_size > size_limit:
            what = f"the file has {_megabytes(status.st_size)}, more than {_megabytes(size_limit)}"
            raise failure(path, what, "check that it is the right file")
        with open(path, "rb") as stream:
            raw = stream.read(size_limit + 1)
    except FileNotFoundError:
        raise failure(path, "there is no such file", "correct the path") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise failure(path, f"the file cannot be read ({reason})", "check its path and permissions") from None
    if len(raw) > size_limit:
        raise failure(path, f"the file has more than {_megabytes(size_limit)}", "check that it is the right file")
    return raw


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.0f} MB"


def _decoded(raw: bytes, where: str) -> str:
    nul = raw.find(b"\0")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        if not 0 <= nul < error.start:
            line = raw.count(b"\n", 0, error.start) + 1
            what = f"byte {error.start} (0x{raw[error.start]:02x}) is not UTF-8"
            raise failure(where, what, "save the file in the encoding UTF-8", line=line) from None
    if nul >= 0:
        line = raw.count(b"\n", 0, nul) + 1
        what = f"byte {nul} is NUL: this is not a text in UTF-8"
        raise failure(where, what, "save the file as text in the encoding UTF-8", line=line)
    return text
