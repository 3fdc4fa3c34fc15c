"""`glutview measure`: for people and for programs; exit code 1 if a bound is broken."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from glutview.cli import measure as command
from glutview.measures.rows import Row
from tests.measures.test_rows import row

if TYPE_CHECKING:
    from tests.cli.conftest import Run


@pytest.mark.parametrize(
    ("ours", "bound", "code"), [(2.0, (1.0, 3.0), 0), (4.0, (1.0, 3.0), 1), (None, (1.0, 3.0), 1), (None, None, 0)]
)
@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_exit_code(
    monkeypatch: pytest.MonkeyPatch, ours: float | None, bound: tuple[float, float] | None, code: int, form: str
) -> None:
    found = [row(2.0, bound=(None, 5.0)), replace(row(ours, bound=bound), id="other")]

    def known(*_: Any) -> Iterator[Row]:
        return iter(found)

    monkeypatch.setattr(command, "measured", known)
    assert command.measure(file=None, only=(), as_json=form == "json", markdown=form == "markdown") == code


def test_only_the_groups_asked_for(glutview: Run) -> None:
    done = glutview("measure", "--only", "volumes", "--only", "origins", "--json")
    rows = json.loads(done.out)
    assert {one["group"] for one in rows} == {"volumes", "origins"}
    assert done.code == int(any(one["within"] is False for one in rows))
    assert done.err == ""  # progress is for a terminal


def test_a_group_that_is_none(glutview: Run) -> None:
    glutview("measure", "--only", "weights").refused("--only", "there is no group weights", "volumes, lengths")


def test_a_folder_that_is_none(glutview: Run, tmp_path: Path) -> None:
    glutview("measure", "--against", str(tmp_path / "nobody")).refused("nobody", "there is no such folder")
