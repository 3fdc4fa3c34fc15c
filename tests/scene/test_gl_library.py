"""Without an OpenGL library VTK would crash the process: it is told before."""

from __future__ import annotations

import sys

import pytest

from glutview.errors import GlutviewError
from glutview.scene import gl_library


def _only(monkeypatch: pytest.MonkeyPatch, *present: str) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(gl_library, "loadable", lambda name: name in present)
    monkeypatch.setattr(gl_library, "missing_packages", lambda table: ["libegl1", "libgl1"])


def test_none_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    _only(monkeypatch)
    monkeypatch.setenv("DISPLAY", ":0")
    with pytest.raises(GlutviewError, match=r"no OpenGL library.*sudo apt-get install -y libegl1 libgl1"):
        gl_library.require_gl()


@pytest.mark.parametrize("library", ["libEGL.so.1", "libOSMesa.so.8"])
def test_without_a_display_one_that_needs_none_is_enough(monkeypatch: pytest.MonkeyPatch, library: str) -> None:
    _only(monkeypatch, library)
    monkeypatch.delenv("DISPLAY", raising=False)
    gl_library.require_gl()


def test_libgl_serves_on_a_display_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    _only(monkeypatch, "libGL.so.1")
    monkeypatch.setenv("DISPLAY", ":0")
    gl_library.require_gl()
    monkeypatch.delenv("DISPLAY")
    with pytest.raises(GlutviewError, match="no OpenGL library"):
        gl_library.require_gl()


def test_elsewhere_the_system_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    _only(monkeypatch)
    monkeypatch.setattr(sys, "platform", "darwin")
    gl_library.require_gl()
