"""PNG files, written whole or not at all.

The format is a few lines over zlib, which the standard library has; equal pixels give equal bytes.
"""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from glutview.whole_file import write_bytes

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_COLOUR_TYPE = {3: 2, 4: 6}
_UP = 2
"""PNG filter 'up': smooth shading compresses well as differences between rows."""


def png_bytes(pixels: NDArray[np.uint8]) -> bytes:
    """A PNG file of `pixels`: (height, width, 3 or 4) uint8, first row at the top."""
    height, width, channels = pixels.shape
    rows = pixels.reshape(height, width * channels)
    above = np.zeros_like(rows)
    above[1:] = rows[:-1]
    filtered = np.empty((height, 1 + width * channels), dtype=np.uint8)
    filtered[:, 0] = _UP
    np.subtract(rows, above, out=filtered[:, 1:])  # modulo 256, as the format wants
    header = struct.pack(">IIBBBBB", width, height, 8, _COLOUR_TYPE[channels], 0, 0, 0)
    return (
        _SIGNATURE
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(filtered.tobytes(), 6))
        + _chunk(b"IEND", b"")
    )


def write_png(path: Path, pixels: NDArray[np.uint8]) -> None:
    """Write `pixels` ((height, width, 3 or 4) uint8, first row at the top) to `path`.

    Raises:
        GlutviewError: the file cannot be written; what was there before is left as it was.
    """
    write_bytes(path, png_bytes(pixels))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
