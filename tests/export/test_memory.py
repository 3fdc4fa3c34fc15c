"""Room for a picture."""

from __future__ import annotations

from pathlib import Path

import pytest

from glutview.errors import GlutviewError
from glutview.export import memory
from glutview.export.memory import free_memory, require_memory


def test_a_picture_larger_than_memory_is_refused_rather_than_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "free_memory", lambda: 2_000_000_000)
    require_memory((1280, 800))
    with pytest.raises(GlutviewError, match=r"--size: 16384x16384 needs 2\.9 GB of memory, 2\.0 GB are free"):
        require_memory((16384, 16384))
    # Written in bands it needs little more than a small one.
    require_memory((16384, 16384), kept=False)
    monkeypatch.setattr(memory, "free_memory", lambda: 400_000_000)
    with pytest.raises(GlutviewError, match="--size: 1280x800 needs"):
        require_memory((1280, 800), kept=False)
    monkeypatch.setattr(memory, "free_memory", lambda: None)
    require_memory((16384, 16384))


@pytest.mark.skipif(not Path("/proc/meminfo").exists(), reason="the system does not tell")
def test_free_memory_is_plausible() -> None:
    assert 50e6 < (free_memory() or 0) < 1e14
