"""Changing a YAML text where its data changed, and nowhere else.

Re-emitting a text, as YAML libraries do, loses alignment, quotes and line breaks even where it keeps comments;
so the spans of the changed values are replaced in the text itself, and the result is read back to be sure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from glutview.errors import GlutviewError, failure
from glutview.yaml_file.document import Document, MappingNode, Node, Plain, ScalarNode, SequenceNode, plain, same
from glutview.yaml_file.dump import block_entry, block_item, flow_text, quoted
from glutview.yaml_file.read import parse_yaml

Splice = tuple[int, int, str]
"""Replace the text from one offset to another."""


def patched(document: Document, data: Plain) -> str:
    """The document's text, changed so that it says `data`; comments, order and formatting stay.

    Raises:
        GlutviewError: the text is laid out in a way that cannot be changed safely.
    """
    newline = "\r\n" if "\r\n" in document.text else "\n"
    patcher = _Patcher(document.text, newline)
    text = patcher.rewritten(document.root, data, 0, len(document.text))
    try:
        if same(parse_yaml(text, document.where).data, data):
            return text
    except GlutviewError:
        pass
    raise failure(document.where, "the change cannot be written into this layout", "lay the entry out plainly")


@dataclass(frozen=True)
class _Part:
    """An entry of a mapping or an item of a list: from its key or dash to the end of its value."""

    start: int
    end: int
    value: Node


class _Patcher:
    def __init__(self, text: str, newline: str) -> None:
        self._text, self._newline = text, newline

    def rewritten(self, node: Node, data: Plain, start: int, end: int) -> str:
        """The text from start to end, in which `node` stands, made to say `data`."""
        pieces, here = [], start
        for first, last, replacement in sorted(self._splices(node, data)):
            pieces += [self._text[here:first], replacement]
            here = last
        return "".join([*pieces, self._text[here:end]])

    def _splices(self, node: Node, data: Plain) -> list[Splice]:
        if same(plain(node), data):
            return []
        if isinstance(node, MappingNode) and isinstance(data, dict):
            return self._mapping(node, data)
        if isinstance(node, SequenceNode) and isinstance(data, list | tuple):
            return self._sequence(node, data)
        return [self._whole(node, data)]

    def _whole(self, node: Node, data: Plain) -> Splice:
        quote = self._text[node.start : node.start + 1]
        if isinstance(node, ScalarNode) and isinstance(node.value, str) and isinstance(data, str) and quote in "'\"":
            return node.start, node.end, quoted(data, quote)
        space = " " if node.start == node.end and self._text[node.start - 1 : node.start] in (":", "-") else ""
        return node.start, node.end, space + flow_text(data)

    def _mapping(self, node: MappingNode, data: dict[str, Plain]) -> list[Splice]:
        kept = [key for key in node.entries if key in data]
        if not kept:
            return [self._whole(node, data)]
        if node.flow and len(kept) < len(node.entries):
            pairs = ", ".join(self._flow_entry(node, key, value) for key, value in data.items())
            return [(node.start, node.end, "{" + pairs + "}")]
        parts = [_Part(e.start, max(e.end, e.value.end), e.value) for e in node.entries.values()]
        splices = [s for key in kept for s in self._entry_splices(node, key, data[key])]
        splices += self._removals(parts, [key not in data for key in node.entries])
        part_of = dict(zip(node.entries, parts, strict=True))
        before: _Part | None = None
        new: list[str] = []
        for key in [*data, None]:
            if key is not None and key not in node.entries:
                new.append(key)
                continue
            if new and node.flow:
                # Beside a neighbour, never between the brackets and a comment.
                added = ", ".join(_flow_pair(k, data[k]) for k in new)
                at = before.end if before else part_of[kept[0]].start
                splices.append((at, at, f", {added}" if before else f"{added}, "))
            elif new:
                indent = self._column(parts[0].start)
                texts = [block_entry(k, data[k], indent, self._newline) for k in new]
                splices.append(self._block_insertion(texts, indent, before, part_of[kept[0]]))
            new = []
            if key is not None:
                before = part_of[key]
        return splices

    def _entry_splices(self, node: MappingNode, key: str, data: Plain) -> list[Splice]:
        entry = node.entries[key]
        if entry.value.start == entry.value.end and ":" not in self._text[entry.end : entry.value.end]:
            return [] if data is None else [(entry.end, entry.end, f": {flow_text(data)}")]
        return self._splices(entry.value, data)

    def _flow_entry(self, node: MappingNode, key: str, data: Plain) -> str:
        entry = node.entries.get(key)
        if entry is None or entry.value.start == entry.value.end:
            return _flow_pair(key, data)
        return self.rewritten(entry.value, data, entry.start, entry.value.end)

    def _sequence(self, node: SequenceNode, data: Sequence[Plain]) -> list[Splice]:
        old = [plain(item) for item in node.items]
        shorter = min(len(old), len(data))
        head = next((i for i in range(shorter) if not same(old[i], data[i])), shorter)
        tail = next((i for i in range(shorter - head) if not same(old[-1 - i], data[-1 - i])), shorter - head)
        # Items are replaced one by one as far as they go, then removed or added before the common end.
        common = max(0, shorter - head - tail)
        pairs = [(i, i) for i in range(head + common)]
        pairs += [(len(old) - tail + i, len(data) - tail + i) for i in range(tail)]
        if not pairs:
            return [self._whole(node, data)]
        new = [data[i] for i in range(head + common, len(data) - tail)]
        if node.flow and len(old) != len(data):
            texts = [self.rewritten(node.items[i], data[j], node.items[i].start, node.items[i].end) for i, j in pairs]
            texts[head + common : head + common] = [flow_text(value) for value in new]
            return [(node.start, node.end, "[" + ", ".join(texts) + "]")]
        splices = [s for i, j in pairs for s in self._splices(node.items[i], data[j])]
        if node.flow:
            return splices
        parts = self._items(node)
        kept = {i for i, _ in pairs}
        splices += self._removals(parts, [i not in kept for i in range(len(old))])
        if new:
            indent = self._column(parts[0].start)
            before = parts[head + common - 1] if head + common else None
            texts = [block_item(value, indent, self._newline) for value in new]
            splices.append(self._block_insertion(texts, indent, before, parts[min(kept)]))
        return splices

    def _items(self, node: SequenceNode) -> list[_Part]:
        parts = []
        after = node.start
        for item in node.items:
            dash = self._text.rfind("-", after, max(item.start, after + 1))
            parts.append(_Part(dash, max(item.end, dash + 1), item))
            after = parts[-1].end
        return parts

    def _removals(self, parts: Sequence[_Part], removed: Sequence[bool]) -> Iterable[Splice]:
        """Splices that take parts of a block out, with their lines."""
        first = removed.index(False)
        head = parts[:first]
        if head and self._text[self._line_start(head[0].start) : head[0].start].strip():
            # `- a: 1` shares its line with what it stands in: the next part takes its place.
            yield head[0].start, parts[first].start, ""
            head = []
        for part in [*head, *(p for p, gone in zip(parts[first:], removed[first:], strict=True) if gone)]:
            end = self._line_end(part.end)
            if self._text.startswith(self._newline, end):
                yield self._line_start(part.start), end + len(self._newline), ""
            else:
                yield max(self._line_start(part.start) - len(self._newline), 0), end, ""

    def _block_insertion(self, texts: list[str], indent: int, before: _Part | None, first: _Part) -> Splice:
        lead = self._newline + " " * indent
        if before is None:
            return first.start, first.start, "".join(text + lead for text in texts)
        at = self._line_end(before.end)
        return at, at, "".join(lead + text for text in texts)

    def _line_start(self, offset: int) -> int:
        return self._text.rfind("\n", 0, offset) + 1

    def _line_end(self, offset: int) -> int:
        end = self._text.find(self._newline, offset)
        return len(self._text) if end < 0 else end

    def _column(self, offset: int) -> int:
        return offset - self._line_start(offset)


def _flow_pair(key: str, value: Plain) -> str:
    return f"{flow_text(key)}: {flow_text(value)}"
