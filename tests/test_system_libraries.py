"""The table of system libraries, and its use by a Python that has nothing installed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from glutview import system_libraries
from glutview.system_libraries import install_line, main, missing_packages

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a table for Linux")


def test_a_library_that_is_there_is_not_missing() -> None:
    assert missing_packages({"libc.so.6": "libc6"}) == []


def test_a_missing_library_gives_its_package_once() -> None:
    tables = {"libnothing-a.so.1": "package-z", "libnothing-b.so.1": "package-a"}, {
        "libnothing-a.so.1": "package-z"
    }
    assert missing_packages(*tables) == ["package-a", "package-z"]


def test_the_line_can_be_typed_as_it_is() -> None:
    assert install_line(["libgl1", "libegl1"]) == "sudo apt-get install -y libgl1 libegl1"


def test_the_tests_need_a_virtual_screen(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(system_libraries, "missing_packages", lambda *_: ["libgl1"])
    monkeypatch.setenv("PATH", "")
    assert main([]) == 0
    assert capsys.readouterr().out == "libgl1\n"
    assert main(["--tests"]) == 0
    assert capsys.readouterr().out == "libgl1\nxvfb\n"


def test_runs_as_a_file_without_the_package() -> None:
    """scripts/_setup executes it before anything is installed."""
    path = Path(system_libraries.__file__)
    result = subprocess.run(
        [sys.executable, "-I", "-S", path], cwd="/", capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stderr) == (0, "")
