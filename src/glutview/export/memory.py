"""Whether there is memory enough to draw a picture."""

from __future__ import annotations

from pathlib import Path

from glutview.errors import failure

_BYTES_PER_PIXEL = 40
"""Measured, with all layers of translucency."""
_SUPERSAMPLED = 4096
"""Up to this side a saved picture is drawn at twice its size."""


def require_memory(size: tuple[int, int]) -> None:
    """Make sure that a picture of this size can be drawn: OpenGL would end the process, without a word.

    Raises:
        GlutviewError: the memory that is free does not suffice.
    """
    drawn = size[0] * size[1] * (4 if max(size) <= _SUPERSAMPLED else 1)
    needed, free = _BYTES_PER_PIXEL * drawn, free_memory()
    if free is not None and needed > free:
        what = f"{size[0]}x{size[1]} needs {needed / 1e9:.1f} GB of memory, {free / 1e9:.1f} GB are free"
        raise failure("--size", what, "ask for a smaller picture, or close other programs")


def free_memory() -> int | None:
    """Bytes of memory that can be had without swapping; None where the system does not tell."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    return next((1024 * int(line.split()[1]) for line in lines if line.startswith("MemAvailable:")), None)
