"""PNG files, written whole or not at all.

The format is a few lines over zlib, which the standard library has; equal pixels give equal bytes.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Generator, Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from glutview.whole_file import part

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_COLOUR_TYPE = {3: 2, 4: 6}
_ROWS = 256
"""Packed at a time."""
_UP = 2
"""PNG filter 'up': smooth shading compresses well as differences between rows."""


def png_bytes(pixels: NDArray[np.uint8]) -> bytes:
    """A PNG file of `pixels`: (height, width, 3 or 4) uint8, first row at the top."""
    height, width, _ = pixels.shape
    packer = _Packer((width, height))
    return packer.packed(pixels) + packer.end()


def write_png(path: Path, pixels: NDArray[np.uint8]) -> None:
    """Write `pixels` ((height, width, 3 or 4) uint8, first row at the top) to `path`.

    Raises:
        GlutviewError: the file cannot be written; what was there before is left as it was.
    """
    write_png_bands(path, (pixels.shape[1], pixels.shape[0]), [pixels])


def write_png_bands(path: Path, size: tuple[int, int], bands: Iterable[NDArray[np.uint8]]) -> None:
    """Write a picture that comes in bands from the top, none of which is kept.

    Args:
        path: of the file.
        size: width and height of the whole picture.
        bands: (h, width, 3 or 4) uint8 each.

    Raises:
        GlutviewError: the file cannot be written; what was there before is left as it was.
    """
    for _ in png_steps(path, size, bands):
        pass


def png_steps(path: Path, size: tuple[int, int], bands: Iterable[NDArray[np.uint8]]) -> Generator[int, None, None]:
    """As :func:`write_png_bands`, band by band as it is iterated over.

    Returns:
        A generator that yields how many rows are done: 0 when the file is begun, then after each band. Only when it
        ends is the picture there; closing it, or an error, leaves what was there before.

    Raises:
        GlutviewError: on the way, the file cannot be written.
    """
    done, packer = 0, _Packer(size)
    with part(path) as place, open(place, "wb") as stream:
        yield done
        for band in bands:
            stream.write(packer.packed(band))
            done += len(band)
            yield done
        stream.write(packer.end())


class _Packer:
    """Makes a PNG file of bands."""

    def __init__(self, size: tuple[int, int]) -> None:
        self._size = size
        self._zip = zlib.compressobj(6)
        self._above: NDArray[np.uint8] | None = None
        """The last row of the band before."""

    def packed(self, band: NDArray[np.uint8]) -> bytes:
        """The next piece of the file."""
        width, height = self._size
        channels = band.shape[2]
        pieces = []
        if self._above is None:
            header = struct.pack(">IIBBBBB", width, height, 8, _COLOUR_TYPE[channels], 0, 0, 0)
            pieces.append(_SIGNATURE + _chunk(b"IHDR", header))
            self._above = np.zeros(width * channels, dtype=np.uint8)
        for top in range(0, len(band), _ROWS):
            rows = band[top : top + _ROWS].reshape(-1, width * channels)
            filtered = np.empty((len(rows), 1 + width * channels), dtype=np.uint8)
            filtered[:, 0] = _UP
            np.subtract(rows[0], self._above, out=filtered[0, 1:])  # modulo 256, as the format wants
            np.subtract(rows[1:], rows[:-1], out=filtered[1:, 1:])
            self._above = rows[-1].copy()
            zipped = self._zip.compress(filtered.tobytes())
            if zipped:
                pieces.append(_chunk(b"IDAT", zipped))
        return b"".join(pieces)

    def end(self) -> bytes:
        """The last piece."""
        return _chunk(b"IDAT", self._zip.flush()) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
