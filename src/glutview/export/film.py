"""Films: moments drawn one by one and encoded beside, into a file that is there whole or not at all."""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Final

from glutview.atlas.atlas import Atlas
from glutview.errors import failure
from glutview.export.caption import captioned
from glutview.export.encoder import Encoder, palette
from glutview.export.film_plan import Moment
from glutview.scene.frame import Pixels
from glutview.scene.scene import Scene
from glutview.state.resolve import resolve
from glutview.whole_file import part

ENDINGS: Final = (".mp4", ".gif")
SIDES: Final = (16, 4096)
"""Pixels of a side: what the decoders of browsers and telephones take."""
_SAMPLED, _FEWEST, _MOST = 10, 8, 40
"""One frame of so many gives colours to a GIF, but no fewer and no more than these."""
_KEPT_BYTES: Final = 200_000_000
FASTEST: Final = 120
FASTEST_GIF: Final = 50
"""Above it, viewers slow a GIF down."""


def write_film(
    path: Path, scene: Scene, atlas: Atlas, moments: Sequence[Moment], size: tuple[int, int], fps: int
) -> Generator[int, None, None]:
    """Write a film, frame by frame, as it is iterated over.

    Args:
        path: ends in .mp4 or .gif.
        scene: draws; it is left showing the last frame.
        atlas: what it draws from.
        moments: the frames.
        size: width and height, pixels.
        fps: frames a second.

    Returns:
        A generator that yields how many frames are done: 0 while a GIF's colours are chosen, then one by one, and
        the last again while the file is finished. Only when it ends is the film there; closing it, or an error,
        leaves what was there before.

    Raises:
        GlutviewError: an argument will not do, at once; or, on the way, the file cannot be written.
    """
    require_film(path, size, fps)
    if not moments:
        raise failure(path, "the film has no frames", "film something that lasts longer")
    return _written(path, scene, atlas, moments, size, fps)


def require_film(path: Path, size: tuple[int, int], fps: int) -> None:
    """Make sure that a film can be of this name, size and speed.

    Raises:
        GlutviewError: it cannot.
    """
    kind = path.suffix.lower()
    if kind not in ENDINGS:
        raise failure(path, "only MP4 and GIF films are written", "give the file a name that ends in .mp4 or .gif")
    if path.is_dir():
        raise failure(path, "this is a folder", "name a file in it")
    width, height = size
    low, high = SIDES
    if not (low <= width <= high and low <= height <= high):
        raise failure("--size", f"{width}x{height} cannot be filmed", f"give sides of {low} to {high} pixels")
    if kind == ".mp4" and (width % 2 or height % 2):
        even = f"{width - width % 2}x{height - height % 2}"
        raise failure("--size", f"{width}x{height} has an odd side, which no MP4 can have", f"give {even}")
    if not 1 <= fps <= FASTEST:
        raise failure("--fps", f"{fps} frames a second cannot be filmed", f"give 1 to {FASTEST}")
    if kind == ".gif" and fps > FASTEST_GIF:
        raise failure("--fps", f"a GIF cannot show {fps} frames a second", f"give 1 to {FASTEST_GIF}, or write .mp4")


def _written(
    path: Path, scene: Scene, atlas: Atlas, moments: Sequence[Moment], size: tuple[int, int], fps: int
) -> Generator[int, None, None]:
    with part(path) as place, contextlib.closing(_Painter(scene, atlas, size)) as painter:
        colours, kept = None, dict[int, Pixels]()
        if path.suffix.lower() == ".gif":
            for i in palette_samples(len(moments), size):
                kept[i] = painter.frame(moments[i])
                yield 0
            colours = palette(list(kept.values()))
        encoder = Encoder(place, size, fps, colours, path)
        try:
            for i, moment in enumerate(moments):
                frame = kept.pop(i, None)
                encoder.add(painter.frame(moment) if frame is None else frame)
                yield i + 1
            for _ in encoder.finish():
                yield len(moments)
        finally:
            encoder.abort()


def palette_samples(length: int, size: tuple[int, int]) -> list[int]:
    """Positions of some frames, evenly over a film's length, whose colours stand for all of them.

    They are kept till their turn comes, so as not to be drawn twice; of large frames there are fewer.
    """
    room = max(2, _KEPT_BYTES // (4 * size[0] * size[1]))
    count = min(max(length // _SAMPLED, _FEWEST), _MOST, room, length)
    return [(2 * i + 1) * length // (2 * count) for i in range(count)]


class _Painter:
    """Draws moments; what is held is drawn once."""

    def __init__(self, scene: Scene, atlas: Atlas, size: tuple[int, int]) -> None:
        self._scene, self._atlas, self._size = scene, atlas, size
        self._last: Moment | None = None
        self._bare: Pixels | None = None
        self._frame: Pixels | None = None

    def frame(self, moment: Moment) -> Pixels:
        """The picture of a moment, not to be written into."""
        if self._bare is None or self._last is None or moment.state != self._last.state:
            self._scene.camera = moment.state.camera or self._scene.camera
            self._scene.apply(resolve(self._atlas, moment.state))
            self._bare = self._scene.draw(self._size).copy()
            self._frame = None
        if self._frame is None or moment != self._last:
            self._frame = captioned(self._bare, moment.title, moment.note, moment.state.theme)
        self._last = moment
        return self._frame

    def close(self) -> None:
        """Let go of the pictures."""
        self._bare = self._frame = None
