"""What is read from YAML text, with which line, and what is refused, how fast and in how much memory."""

from __future__ import annotations

import math
import os
import sys
import tracemalloc
from pathlib import Path

import pytest

from glutview.errors import GlutviewError, Problem
from glutview.yaml_file import parse_yaml, read_yaml
from tests.effort import at_most


def _problems(text: str) -> tuple[Problem, ...]:
    with pytest.raises(GlutviewError) as raised:
        parse_yaml(text, "file.yaml")
    return raised.value.problems


def _file_problem(path: Path) -> Problem:
    with pytest.raises(GlutviewError) as raised:
        read_yaml(path)
    (problem,) = raised.value.problems
    assert problem.where == str(path)
    assert problem.remedy
    return problem


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("no", "no"),
        ("on", "on"),
        ("1:30", "1:30"),
        ("1_000", "1_000"),
        ("2026-01-31", "2026-01-31"),
        ("010", 10),
        ("0o10", 8),
        ("0x1F", 31),
        ("-7", -7),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("-.inf", -math.inf),
        ("true", True),
        ("'true'", "true"),
        ('"5"', "5"),
        ("~", None),
        ("", None),
        ("null", None),
        ("nullius", "nullius"),
        ("<<", "<<"),
        ("9" * 500, "9" * 500),
    ],
)
def test_plain_words_by_yaml_1_2(written: str, meant: object) -> None:
    value = parse_yaml(f"key: {written}").data["key"]
    assert value == meant
    assert type(value) is type(meant)


def test_lines_of_keys_and_items() -> None:
    document = parse_yaml("a: 1\n# comment\nb:\n  c: {d: 1,\n      e: [5,\n  6]}\nf:\n- 1\n- g: 2\n")
    assert document.line(("a",)) == 1
    assert document.line(("b", "c", "e")) == 5
    assert document.line(("b", "c", "e", 1)) == 6
    assert document.line(("f", 1, "g")) == 9
    assert document.line(("b", "c", "absent", "deeper")) == 4, "the deepest part that is there"


def test_a_duplicate_key_is_refused_with_both_lines() -> None:
    (problem,) = _problems("a: 1\nb: 2\na: 3\n")
    assert (problem.line, problem.key) == (3, "a")
    assert "line 1" in problem.what


def test_every_duplicate_tag_and_anchor_is_reported() -> None:
    found = _problems("a: !!python/object:os.system 1\nb: &x [1]\nc: {d: 1, d: 2}\ne: !mine {f: 1}\n")
    assert [problem.line for problem in found] == [1, 2, 3, 4]


def test_an_alias_bomb_is_refused_at_once() -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    bomb += "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 30))
    problems: list[Problem] = []
    at_most(len(bomb), lambda: problems.extend(_problems(bomb)), hangs_s=1.0)
    assert any("alias" in problem.what and problem.line == 2 for problem in problems)


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("", 0, "empty"),
        ("# only a comment\n", 0, "empty"),
        ("a: 1\n---\nb: 2\n", 2, "second document"),
        ("a: [1, 2\nb: 3\n", 2, "not YAML"),
        ("a: 1\n\tb: 2\n", 2, "not YAML"),
        ("? [a, b]\n: 1\n", 1, "key"),
        ("a: 'open\n", 2, "not YAML"),
        ("a: \x01\n", 0, "not YAML"),
        ("%PDF-1.7\n\x01\x02", 0, "not YAML"),
    ],
)
def test_what_is_no_sound_yaml(text: str, line: int, what: str) -> None:
    problem = _problems(text)[-1]
    assert (problem.where, problem.line) == ("file.yaml", line)
    assert what in problem.what
    assert problem.remedy


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, "{a: " * 100_000, "- " * 100_000, "a: [" + "1," * 1_000_000 + "]", "- x\n" * 1_000_000],
    ids=["brackets", "braces", "dashes", "numbers", "items"],
)
def test_absurd_structure_is_refused_in_time_and_memory(text: str) -> None:
    tracemalloc.start()
    _problems(text)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 300e6
    at_most(2 * len(text), lambda: _problems(text), hangs_s=10.0)


def test_latin_1_bytes_are_named_with_offset_and_line(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes("a: 1\nname: Glutéus\n".encode("latin-1"))
    problem = _file_problem(path)
    assert problem.line == 2
    assert "byte 15 (0xe9)" in problem.what
    assert "UTF-8" in problem.remedy


@pytest.mark.parametrize("raw", [b"a: 1\nb: \0\n", "a: 1\n".encode("utf-16-le"), b"\0" * 64])
def test_nul_bytes_are_named(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(raw)
    problem = _file_problem(path)
    assert f"byte {raw.index(0)} is NUL" in problem.what
    assert problem.line == raw[: raw.index(0)].count(b"\n") + 1


def test_a_byte_order_mark_is_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\nb: [1,\r\n 2]\r\n")
    document = read_yaml(path)
    assert document.data == {"a": 1, "b": [1, 2]}
    assert document.line(("b", 1)) == 3


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    with open(path, "wb") as stream:
        stream.truncate(200_000_000)
    tracemalloc.start()
    problem = _file_problem(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1e6
    assert "200 MB" in problem.what


def test_missing_folder_and_strange_files(tmp_path: Path) -> None:
    assert "no such file" in _file_problem(tmp_path / "none.yaml").what
    assert "folder" in _file_problem(tmp_path).what
    assert _file_problem(tmp_path / "nul\0.yaml").what
    assert _file_problem(tmp_path / ("x" * 5000)).what


@pytest.mark.skipif(sys.platform == "win32", reason="no such files there")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    assert "plain file" in _file_problem(tmp_path / "pipe.yaml").what
