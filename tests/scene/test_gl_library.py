"""Without an OpenGL library VTK would crash the process: it is told before."""

from __future__ import annotations

import sys

import pytest

from glutview.errors import GlutviewError
from glutview.scene import gl_library


def test_none_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(gl_library, "loadable", lambda name: False)
    monkeypatch.setattr(gl_library, "missing_packages", lambda table: ["libegl1", "libgl1"])
    with pytest.raises(GlutviewError, match=r"no OpenGL library.*sudo apt-get install -y libegl1 libgl1"):
        gl_library.require_gl()


@pytest.mark.parametrize("present", ["libGL.so.1", "libEGL.so.1"])
def test_one_is_enough(monkeypatch: pytest.MonkeyPatch, present: str) -> None:
    monkeypatch.setattr(gl_library, "loadable", lambda name: name == present)
    gl_library.require_gl()
