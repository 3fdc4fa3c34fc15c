"""Plain data to YAML text."""

from __future__ import annotations

import re
from typing import Any

import yaml

from glutview.yaml_file.document import Plain

_WIDE = 2**30
_BREAKS = re.compile("[\n\r\x85\u2028\u2029]")
LINE_LENGTH = 160
"""What fits in a line is written in one: a landmark, a structure."""


class _Dumper(yaml.SafeDumper):
    """Writes what both YAML 1.1 and 1.2 read as it was meant, without anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


# Words that only YAML 1.2 takes for numbers: quoted like those of 1.1, which SafeDumper knows.
_Dumper.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"0o[0-7]+\Z"), ["0"])
_Dumper.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z"),
    list("-+.0123456789"),
)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    # Line breaks escaped: what is inserted must not depend on the indentation around it.
    style = '"' if _BREAKS.search(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(tuple, yaml.SafeDumper.represent_list)


def dump(data: Plain) -> str:
    """Data as the text of a file: blocks, whose innermost lists and mappings stand in one line."""
    return _dumped(data, flow=None)


def flow_text(data: Plain) -> str:
    """Data as one line that may stand in braces and brackets."""
    return _dumped([data], flow=True).strip()[1:-1]


def quoted(text: str, quote: str) -> str:
    """A text in quotes of a kind: those that its author used."""
    if quote == "'" and _BREAKS.search(text):
        quote = '"'
    return str(yaml.dump(text, Dumper=_Dumper, default_style=quote, allow_unicode=True, width=_WIDE)).rstrip("\n")


def block_entry(key: str, value: Plain, indent: int, newline: str) -> str:
    """`key: value` for a mapping in block style, without indentation in its first line."""
    return _entry(f"{flow_text(key)}: {flow_text(value)}", {key: value}, indent, newline)


def block_item(value: Plain, indent: int, newline: str) -> str:
    """`- value` for a list in block style, without indentation in its first line."""
    return _entry(f"- {flow_text(value)}", [value], indent, newline)


def _entry(one_line: str, data: Plain, indent: int, newline: str) -> str:
    if indent + len(one_line) <= LINE_LENGTH:
        return one_line
    return f"{newline}{' ' * indent}".join(_dumped(data, flow=None).rstrip("\n").split("\n"))


def _dumped(data: Plain, flow: bool | None) -> str:
    return str(
        yaml.dump(
            data,
            Dumper=_Dumper,
            default_flow_style=flow,
            allow_unicode=True,
            width=_WIDE,
            sort_keys=False,
        )
    )
