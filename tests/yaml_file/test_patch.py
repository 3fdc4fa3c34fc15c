"""Changing a text only where its data changed."""

from __future__ import annotations

import copy
import difflib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glutview.yaml_file import Plain, dump, parse_yaml, patched, same

TEXT = """\
# About all
a: 1  # one
places:
  # the first
  first: {name: First, at: [1, 0.2, 0.3, 0.5]}   # on the crest

  second: {name: 'Second', at: [7,0.1 , 0.4,0.5]}
  long: |
    several
      lines
# about the list
list:
- 1
- k: 1
  l: 2
- [a, b]
empty:
loose: {a, b: no, c: 1:30}
"""


def _changed(text: str, edit: Any) -> list[str]:
    """The lines that an edit of the data takes out (-) and puts in (+)."""
    document = parse_yaml(text)
    data = copy.deepcopy(document.data)
    edit(data)
    after = patched(document, data)
    assert same(parse_yaml(after).data, data)
    lines = difflib.unified_diff(text.splitlines(), after.splitlines(), n=0, lineterm="")
    return [f"{line[0]} {line[1:]}" for line in list(lines)[2:] if line[0] in "+-"]


def test_without_a_change_the_text_is_the_same() -> None:
    document = parse_yaml(TEXT)
    assert patched(document, copy.deepcopy(document.data)) == TEXT


def test_one_number_changes_one_line_and_nothing_else_in_it() -> None:
    def edit(data: Any) -> None:
        data["places"]["second"]["at"][0] = 8

    assert _changed(TEXT, edit) == [
        "-   second: {name: 'Second', at: [7,0.1 , 0.4,0.5]}",
        "+   second: {name: 'Second', at: [8,0.1 , 0.4,0.5]}",
    ]


def test_a_comment_behind_a_value_stays() -> None:
    def edit(data: Any) -> None:
        data["places"]["first"]["at"] = [3, 0.5, 0.25, 0.25]

    assert _changed(TEXT, edit)[1] == "+   first: {name: First, at: [3, 0.5, 0.25, 0.25]}   # on the crest"


@pytest.mark.parametrize(
    ("written", "new", "after"),
    [
        ('"#fff"', "#000", '"#000"'),
        ("'x'", "it's", "'it''s'"),
        ('"x"', 'a "b"\n', '"a \\"b\\"\\n"'),
        ("'x'", "a\nb", '"a\\nb"'),
        ("x", "#000", "'#000'"),
        ("'5'", 5, "5"),
    ],
)
def test_quotes_stay_those_of_the_author(written: str, new: object, after: str) -> None:
    assert _changed(f"a: {{b: {written}}}\n", lambda data: data["a"].update(b=new))[1] == f"+ a: {{b: {after}}}"


@pytest.mark.parametrize(
    ("edit", "changes"),
    [
        ("data['places']['third'] = {'at': [1, 2]}", ["+   third: {at: [1, 2]}"]),
        ("del data['places']['long']", ["-   long: |", "-     several", "-       lines"]),
        (
            "data['places']['long'] = 'x\\ny'",
            ["-   long: |", "-     several", "-       lines", '+   long: "x\\ny"'],
        ),
        ("data['list'].pop(0)", ["- - 1"]),
        ("data['list'].pop(1)", ["- - k: 1", "-   l: 2"]),
        ("del data['list'][1]['k']", ["- - k: 1", "-   l: 2", "+ - l: 2"]),
        ("data['list'].append({'q': 'no'})", ["+ - {q: 'no'}"]),
        ("data['list'].insert(1, '-5')", ["+ - '-5'"]),
        ("data['list'].insert(0, 'x: y')", ["+ - 'x: y'"]),
        ("data['empty'] = 5", ["- empty:", "+ empty: 5"]),
        (
            "data['loose']['a'] = 'b, c'",
            ["- loose: {a, b: no, c: 1:30}", "+ loose: {a: 'b, c', b: no, c: 1:30}"],
        ),
        ("del data['loose']['b']", ["- loose: {a, b: no, c: 1:30}", "+ loose: {a: null, c: 1:30}"]),
        ("data['places']['first']['latin'] = 'Primus'", None),
    ],
)
def test_other_edits_touch_their_own_lines(edit: str, changes: list[str] | None) -> None:
    found = _changed(TEXT, lambda data: exec(edit, {"data": data}))
    if changes is None:
        assert len(found) == 2
    else:
        assert found == changes


def test_a_renamed_entry_keeps_its_place() -> None:
    def edit(data: Any) -> None:
        data["places"] = {("primary" if key == "first" else key): value for key, value in data["places"].items()}

    found = _changed(TEXT, edit)
    assert len(found) == 2
    assert found[1].startswith("+   primary:")


def test_windows_line_ends_stay() -> None:
    text = TEXT.replace("\n", "\r\n")
    document = parse_yaml(text)
    data = copy.deepcopy(document.data)
    data["places"]["new"] = 1
    data["list"].pop(1)
    after = patched(document, data)
    assert after.count("\n") == after.count("\r\n") == text.count("\n") - 1
    assert same(parse_yaml(after).data, data)


_WORDS = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    [
        "no",
        "1:30",
        "0o17",
        "1e3",
        "null",
        "~",
        "- a",
        "a: b",
        "#c",
        "[x",
        "{y",
        "'",
        '"',
        "x\ny",
        " ",
        "<<",
        "=",
        "1_000",
    ]
)
_KEYS = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=8
) | st.sampled_from(["no", "1:30", "null", "- a", "a: b", "#c", "'", "<<", "a b", "?"])
_SCALARS = st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats() | _WORDS
_DATA = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=4),
    max_leaves=20,
)
_ROOTS = st.dictionaries(_KEYS, _DATA, min_size=1, max_size=5)


@given(_ROOTS)
def test_write_then_read_is_the_identity(data: Plain) -> None:
    assert same(parse_yaml(dump(data)).data, data)


@given(_ROOTS, st.data())
def test_any_change_of_any_text_is_read_back(data: Plain, choice: st.DataObject) -> None:
    document = parse_yaml(dump(data))
    changed = choice.draw(_mutated(document.data))
    assert same(parse_yaml(patched(document, changed)).data, changed)


@st.composite
def _mutated(draw: st.DrawFn, data: Plain) -> Plain:
    """The data with some of it changed, removed or added, at any depth."""
    what = draw(st.sampled_from(["keep", "deeper", "deeper", "replace"]))
    if what == "keep":
        return data
    if what == "deeper" and isinstance(data, dict):
        kept = {key: draw(_mutated(value)) for key, value in data.items() if draw(st.integers(0, 4))}
        return kept | draw(st.dictionaries(_KEYS, _SCALARS, max_size=2))
    if what == "deeper" and isinstance(data, list):
        items = [draw(_mutated(value)) for value in data if draw(st.integers(0, 4))]
        position = draw(st.integers(0, len(items)))
        return [*items[:position], *draw(st.lists(_DATA, max_size=2)), *items[position:]]
    return draw(_DATA)
