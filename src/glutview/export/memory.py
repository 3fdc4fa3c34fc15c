"""Whether there is memory enough to draw a picture."""

from __future__ import annotations

from pathlib import Path

from glutview.errors import failure

_TILE_BYTES = 450_000_000
"""Measured: what drawing takes, with all layers of translucency; of a large picture only a tile is drawn at once."""
_BAND_ROWS = 1152
_BAND_BYTES = 16
_KEPT_BYTES = 8
"""For each pixel of a band that is put together and packed, and of a picture that is kept until it is whole."""


def require_memory(size: tuple[int, int], *, kept: bool = True) -> None:
    """Make sure that a picture of this size can be drawn: OpenGL would end the process, without a word.

    Args:
        size: width and height, pixels.
        kept: all of it is in memory at once; otherwise it is written in bands.

    Raises:
        GlutviewError: the memory that is free does not suffice.
    """
    width, height = size
    needed = (
        _TILE_BYTES + _BAND_BYTES * width * min(height, _BAND_ROWS) + (_KEPT_BYTES * width * height if kept else 0)
    )
    free = free_memory()
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
