"""`glutview measure`: for people and for programs; exit code 1 if a bound is broken."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from glutview.biomech import pose_bounds
from glutview.cli import measure as command
from glutview.cli.measure_range import measure_range
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


@pytest.mark.parametrize(("limit", "code"), [(1e9, 0), (0.0, 1)])
def test_the_range_of_motion(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], limit: float, code: int
) -> None:
    for quantity, bound in pose_bounds.BOUNDS.items():
        monkeypatch.setitem(pose_bounds.BOUNDS, quantity, replace(bound, most=limit, most_p99=None))
    done = measure_range(file=None, poses=2, seed=5, as_json=True)
    found = json.loads(capsys.readouterr().out)
    assert done == code
    assert (found["poses"], found["seed"], found["kept"]) == (2, 5, code == 0)
    assert len(found["quantities"][0]["rows"]) == 11


def test_the_range_of_motion_to_be_read(glutview: Run) -> None:
    done = glutview("measure", "--range", "--poses", "2")
    assert done.out.count("in the pose") == len(pose_bounds.BOUNDS)
    assert "2 poses of the right hip" in done.out
    assert done.code == int("BROKEN" in done.out)
    assert done.err == ""


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--range", "--poses", "0"], ["--poses", "0 poses cannot be measured", "from 1 to"]),
        (["--range", "--poses", "1000000"], ["--poses", "1000000 poses cannot be measured"]),
        (["--range", "--seed", "-1"], ["--seed", "-1 is below 0"]),
        (["--range", "--markdown"], ["--markdown", "does not go with --range"]),
        (["--range", "--only", "volumes"], ["--only", "does not go with --range"]),
        (["--range", "--against", "nobody"], ["--against", "does not go with --range"]),
        (["--seed", "3"], ["--seed", "add --range"]),
        (["--poses", "3"], ["--poses", "add --range"]),
    ],
)
def test_options_that_are_given_in_vain(glutview: Run, arguments: list[str], words: list[str]) -> None:
    glutview("measure", *arguments).refused(*words)


@pytest.mark.parametrize("option", ["--poses", "--seed"])
def test_what_is_no_number(glutview: Run, option: str) -> None:
    done = glutview("measure", "--range", option, "many")
    assert done.code == 2
    assert f"Invalid value for '{option}'" in done.err
