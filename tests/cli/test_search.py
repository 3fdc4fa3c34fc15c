"""`glutview search`: found for people and for programs; exit code 1 if nothing is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from glutview.cli.search import search
from glutview.errors import GlutviewError

if TYPE_CHECKING:
    from tests.cli.conftest import Run

SAMPLE = Path(__file__).parents[1] / "atlas" / "sample.yaml"


def _json(query: str, capsys: pytest.CaptureFixture[str], file: Path | None = None) -> tuple[int, Any]:
    code = search(query=query, as_json=True, annotations=file)
    return code, json.loads(capsys.readouterr().out)


def test_json_is_a_list_of_objects_best_first(capsys: pytest.CaptureFixture[str]) -> None:
    code, rows = _json("FMA22315", capsys)
    assert code == 0
    both = {"kind": "structure", "matched": "FMA 22315", "score": 1.0}
    assert rows == [
        {"id": "gluteus_medius_r", "name": "Right gluteus medius", **both},
        {"id": "gluteus_medius_l", "name": "Left gluteus medius", **both},
    ]
    code, rows = _json("gluteal", capsys)
    assert len(rows) > 50  # everything, not only what a window shows
    assert [row["score"] for row in rows] == sorted((row["score"] for row in rows), reverse=True)
    assert {row["kind"] for row in rows} == {"structure", "part", "landmark", "what if", "fact"}


@pytest.mark.parametrize("query", ["xyzzy", "", "   "])
def test_nothing_is_found(query: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert _json(query, capsys) == (1, [])
    assert search(query=query, as_json=False, annotations=None) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("nothing is ")


def test_the_table_has_the_best_in_columns(capsys: pytest.CaptureFixture[str]) -> None:
    assert search(query="glut med", as_json=False, annotations=None) == 0
    head, first, second, *rest = capsys.readouterr().out.splitlines()
    assert head.split() == ["id", "kind", "name", "matched"]
    assert first.split()[:2] == ["gluteus_medius_r", "structure"]
    assert second.split()[:2] == ["gluteus_medius_l", "structure"]
    assert first.index("English: Gluteus medius") == head.index("matched")
    assert len(rest) <= 19


def test_a_long_table_says_how_much_is_left(capsys: pytest.CaptureFixture[str]) -> None:
    search(query="gluteal", as_json=False, annotations=None)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 22
    assert lines[-1].startswith("... and ")


def test_clinical_statements_are_printed_with_what_they_are_for(capsys: pytest.CaptureFixture[str]) -> None:
    search(query="trendelenburg", as_json=False, annotations=None)
    assert capsys.readouterr().out.splitlines()[-1] == "For teaching, not clinical guidance."
    search(query="gluteus medius insertion", as_json=False, annotations=None)
    lines = capsys.readouterr().out.splitlines()
    assert any("clinic" in line for line in lines[1:]) == (lines[-1] == "For teaching, not clinical guidance.")


def test_a_file_of_ones_own_is_searched(capsys: pytest.CaptureFixture[str]) -> None:
    code, rows = _json("sacral horn", capsys, SAMPLE)
    assert (code, [row["id"] for row in rows]) == (0, ["sacral_horn_r", "sacral_horn_l"])


def test_an_unsound_file_is_not_searched(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("a: 1\n", encoding="utf-8")
    with pytest.raises(GlutviewError):
        search(query="hip", as_json=True, annotations=file)


def test_as_a_command(glutview: Run, tmp_path: Path) -> None:
    found = glutview("search", "L4-S1", "--json", "--file", SAMPLE)
    assert found.code == 0, found
    assert json.loads(found.out)[0]["matched"] == "roots L4-S1"
    nothing = glutview("search", "xyzzy", "--json")
    assert (nothing.code, nothing.out, nothing.err) == (1, "[]\n", "")
    glutview("search", "hip", "--file", tmp_path / "none.yaml").refused("none.yaml")
    broken = tmp_path / "broken.yaml"
    broken.write_text("format: [1\n", encoding="utf-8")
    glutview("search", "hip", "--json", "--file", broken).refused("broken.yaml")
    glutview("search", "hip", "--file", tmp_path).refused(str(tmp_path))
    assert glutview("search").code == 2
