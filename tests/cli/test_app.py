"""From words to commands, and from errors to messages and exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import glutview as package
from glutview.cli import app
from glutview.errors import GlutviewError, Problem

if TYPE_CHECKING:
    from tests.cli.conftest import Run


def _raising(error: BaseException) -> object:
    def dispatch(_: Sequence[str]) -> int:
        raise error

    return dispatch


def test_help_names_every_command(glutview: Run) -> None:
    done = glutview("--help")
    assert done.code == 0
    for command in app.COMMANDS:
        assert f"\n  {command} " in done.out


def test_version(glutview: Run) -> None:
    assert glutview("--version").out == f"glutview {package.__version__}\n"


def test_the_module_is_the_program() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "glutview", "nothing.yaml"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "nothing.yaml: there is no such file: correct the path\n"


def test_the_table_of_words_is_the_table_of_commands() -> None:
    """app.COMMANDS exists apart from the commands only so that the window need not load them."""
    from glutview.cli import commands

    entries = commands.app.registered_commands
    known = {entry.name or entry.callback.__name__ for entry in entries if entry.callback}
    known |= {str(group.name) for group in commands.app.registered_groups}
    assert known == set(app.COMMANDS)


def test_a_misspelt_command(glutview: Run) -> None:
    commands = "check, list, search, quiz, measure, moment-arms, render, film, plates, export, landmarks"
    glutview("chekc").refused("chekc: neither a command nor a file", commands)


def test_a_missing_file(glutview: Run) -> None:
    glutview("mine.yaml").refused("mine.yaml: there is no such file")


def test_two_files(glutview: Run, tmp_path: Path) -> None:
    glutview(tmp_path, tmp_path).refused("one annotations file at a time")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--nonsense",),
        ("render",),
        ("render", "--size"),
        ("render", "extra", "-o", "x.png"),
        ("export",),
        ("export", "nothing"),
        ("export", "meshes"),
        ("check", "--json"),
        ("check", "a", "b"),
        ("list", "--yaml"),
    ],
)
def test_wrong_usage(glutview: Run, arguments: tuple[str, ...]) -> None:
    done = glutview(*arguments)
    assert done.code == 2
    assert "Traceback" not in done.err
    assert done.out + done.err


def test_every_problem_is_printed_on_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    error = GlutviewError([Problem("a.yaml", 3, "k", "wrong", "right"), Problem("b.ply", 0, "", "bad", "good")])
    monkeypatch.setattr(app, "_dispatch", _raising(error))
    assert app.run([]) == 2
    assert capsys.readouterr().err == "a.yaml:3: k: wrong: right\nb.ply: bad: good\n"


def test_a_fault_of_our_own_is_one_line_and_another_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(app, "_dispatch", _raising(RuntimeError("first\nsecond")))
    assert app.run([]) == app.INTERNAL_ERROR
    err = capsys.readouterr().err
    assert err.startswith("glutview: internal error: RuntimeError: first: please report it")
    assert err.count("\n") == 1
    monkeypatch.setenv("GLUTVIEW_TRACEBACK", "1")
    with pytest.raises(RuntimeError):
        app.run([])


@pytest.mark.parametrize(
    ("error", "code"), [(KeyboardInterrupt(), 130), (MemoryError(), 2), (OSError(28, "No space left"), 2)]
)
def test_what_else_can_happen(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: BaseException, code: int
) -> None:
    monkeypatch.setattr(app, "_dispatch", _raising(error))
    monkeypatch.setattr(app, "_abandon_output", lambda: None)
    assert app.run([]) == code
    assert capsys.readouterr().err.count("\n") == (code == 2)


def test_a_reader_that_leaves_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "glutview", "list"], stdout=writing, stderr=subprocess.PIPE, text=True, check=False
    )
    os.close(writing)
    assert (done.stderr, done.returncode in (0, 1)) == ("", True)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")
def test_a_full_disk() -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "glutview", "list"], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 2
    assert done.stderr == "glutview: output: No space left on device\n"


@pytest.mark.parametrize("command", [("check",), ("list", "--json"), ("--help",)])
def test_the_light_commands_load_neither_qt_nor_vtk(command: tuple[str, ...]) -> None:
    code = (
        "import json, sys; from glutview.cli.app import run; run(sys.argv[1:]);"
        "print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    )
    done = subprocess.run([sys.executable, "-c", code, *command], capture_output=True, text=True, check=False)
    loaded = set(json.loads(done.stdout.splitlines()[-1]))
    assert not loaded & {"PySide6", "shiboken6", "vtkmodules", "vtk", "pyvista", "trimesh", "scipy", "matplotlib"}


def test_the_window_does_not_wait_for_the_command_line_library() -> None:
    code = "import sys, glutview.cli.app, glutview.cli.display;print('typer' in sys.modules, 'numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False False\n"
