"""Opening the window where it cannot be opened."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from glutview.cli import display, open_window
from glutview.cli.display import why_no_window
from glutview.errors import GlutviewError

if TYPE_CHECKING:
    from tests.cli.conftest import Run

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a display")

SCREENLESS = {"DISPLAY": None, "WAYLAND_DISPLAY": None, "QT_QPA_PLATFORM": None}


def _environment(monkeypatch: pytest.MonkeyPatch, **variables: str) -> None:
    for name in SCREENLESS:
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)


def test_without_a_display(glutview: Run) -> None:
    glutview(env=SCREENLESS).refused("there is no display", "glutview render -o glutview.png")


def test_with_a_display_that_is_gone(glutview: Run) -> None:
    glutview(env={**SCREENLESS, "DISPLAY": ":4711"}).refused("the display :4711 does not answer")


def test_a_display_that_answers(monkeypatch: pytest.MonkeyPatch, xvfb: object) -> None:
    if xvfb is None:
        pytest.skip("no virtual screen")
    assert why_no_window() == ""


def test_wayland_without_its_socket(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _environment(monkeypatch, WAYLAND_DISPLAY="wayland-9", XDG_RUNTIME_DIR=str(tmp_path))
    assert why_no_window() == "the display wayland-9 does not answer"


def test_platforms_that_need_no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    _environment(monkeypatch, QT_QPA_PLATFORM="offscreen:size=10x10")
    assert why_no_window() == ""


def test_a_script_is_told_why() -> None:
    done = subprocess.run(
        [sys.executable, "-m", display.__name__], env={}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.startswith("there is no display")) == (1, True)


def test_missing_libraries_are_named_before_qt_aborts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_window, "why_no_window", lambda: "")
    monkeypatch.setattr(open_window, "missing_packages", lambda *_: ["libxcb-cursor0"])
    with pytest.raises(GlutviewError, match="sudo apt-get install -y libxcb-cursor0"):
        open_window.open_window(None)
