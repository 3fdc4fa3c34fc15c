"""Frames to a film file, through the ffmpeg that imageio-ffmpeg carries.

ffmpeg runs beside the program and is fed by a thread, so that one frame is encoded while the next is drawn.
"""

from __future__ import annotations

import contextlib
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from glutview.errors import failure

Pixels = npt.NDArray[np.uint8]
FilmKind = Literal["mp4", "gif"]
_AHEAD: Final = 3
"""Frames that may wait for ffmpeg."""
_POLL_S: Final = 0.05
_OWN_GROUP: Final = 0x200
"""CREATE_NEW_PROCESS_GROUP of Windows."""


class Encoder:
    """Takes frames, makes a film.

    MP4 is H.264 in yuv420p with its index in front, which every player and browser shows. A GIF gets one palette
    made for all of its frames, which are kept in a lossless film till then.
    """

    def __init__(
        self, path: Path, kind: FilmKind, size: tuple[int, int], fps: int, where: Path | None = None
    ) -> None:
        """Start.

        Args:
            path: file to write; it is overwritten.
            kind: of film.
            size: width and height of the frames.
            fps: frames a second.
            where: what messages call the file.

        Raises:
            GlutviewError: there is no ffmpeg, or it does not start.
        """
        self._path, self._kind, self._where = path, kind, where or path
        self._folder = tempfile.TemporaryDirectory(prefix="glutview-film-")
        self._frames = Path(self._folder.name) / "frames.mkv"
        self._messages = Path(self._folder.name) / "messages.txt"
        self._waiting: queue.Queue[Pixels | None] = queue.Queue(_AHEAD)
        command = _mp4(path, size, fps) if kind == "mp4" else _lossless(self._frames, size, fps)
        self._process = self._started(command, fed=True)
        self._feeder = threading.Thread(target=self._feed, daemon=True)
        self._feeder.start()

    def add(self, frame: Pixels) -> None:
        """Take a frame: (h, w, 4) RGBA, first row on top, alpha unused; it must not change from now on.

        Raises:
            GlutviewError: ffmpeg gave up.
        """
        while True:
            if self._process.poll() is not None:
                self._give_up()
            try:
                self._waiting.put(frame, timeout=_POLL_S)
            except queue.Full:
                continue
            return

    def finish(self) -> Iterator[None]:
        """Make the file whole; yields now and then, till it is.

        Raises:
            GlutviewError: ffmpeg gave up.
        """
        while self._feeder.is_alive():
            try:
                self._waiting.put(None, timeout=_POLL_S)
                break
            except queue.Full:
                yield
        yield from self._wait()
        if self._kind == "gif":
            palette = Path(self._folder.name) / "palette.png"
            for command in (_palette(self._frames, palette), _gif(self._frames, palette, self._path)):
                self._process = self._started(command)
                yield from self._wait()
        self._folder.cleanup()

    def abort(self) -> None:
        """Stop, whatever is under way; the file is worthless then. Harmless after the end."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        if self._process.stdin:
            with contextlib.suppress(OSError):  # what it still held goes nowhere
                self._process.stdin.close()
        while self._feeder.is_alive():
            try:
                self._waiting.put(None, timeout=_POLL_S)
            except queue.Full:
                continue
            self._feeder.join(_POLL_S)
        self._folder.cleanup()

    def _started(self, command: Sequence[str], *, fed: bool = False) -> subprocess.Popen[bytes]:
        """ffmpeg, out of reach of the terminal's Ctrl+C: the program decides what becomes of the film."""
        windows = sys.platform == "win32"
        try:
            with open(self._messages, "wb") as messages:
                return subprocess.Popen(
                    [ffmpeg(), "-hide_banner", "-loglevel", "error", "-nostdin", "-y", *command],
                    stdin=subprocess.PIPE if fed else subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=messages,
                    creationflags=_OWN_GROUP if windows else 0,
                    start_new_session=not windows,
                )
        except OSError as error:
            raise failure("ffmpeg", f"it does not start ({error.strerror})", "install imageio-ffmpeg again") from None

    def _feed(self) -> None:
        stdin = self._process.stdin
        assert stdin is not None
        try:
            while (frame := self._waiting.get()) is not None:
                stdin.write(frame.data)
            stdin.close()
        except (OSError, ValueError):
            return  # ffmpeg has gone or was stopped; who adds the next frame, or waits, is told

    def _wait(self) -> Iterator[None]:
        while self._process.poll() is None:
            yield
            try:
                self._process.wait(_POLL_S)
            except subprocess.TimeoutExpired:
                continue
        if self._process.returncode:
            self._give_up()

    def _give_up(self) -> None:
        lines = self._messages.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        reason = lines[-1].strip() if lines else f"exit code {self._process.returncode}"
        what = f"the film cannot be encoded ({reason})"
        raise failure(self._where, what, "check the free space, or choose another place")


def ffmpeg() -> str:
    """The ffmpeg that imageio-ffmpeg carries, or the one it is told to use.

    Raises:
        GlutviewError: there is none.
    """
    try:
        from imageio_ffmpeg import get_ffmpeg_exe

        return str(get_ffmpeg_exe())
    except (ImportError, RuntimeError):
        raise failure("ffmpeg", "it is missing", "install it with `pip install imageio-ffmpeg`") from None


def _raw(size: tuple[int, int], fps: int) -> list[str]:
    width, height = size
    return ["-f", "rawvideo", "-pix_fmt", "rgb0", "-s", f"{width}x{height}", "-r", str(fps), "-i", "pipe:0"]


def _mp4(path: Path, size: tuple[int, int], fps: int) -> list[str]:
    # Told outright, because players guess otherwise, and differently for small and large pictures.
    colours = ["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"]
    return [
        *_raw(size, fps),
        *("-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p"),
        *("-c:v", "libx264", "-preset", "veryfast", "-crf", "18"),
        *colours,
        *("-movflags", "+faststart", "-f", "mp4", _named(path)),
    ]


def _lossless(path: Path, size: tuple[int, int], fps: int) -> list[str]:
    exact = ["-c:v", "libx264rgb", "-preset", "ultrafast", "-qp", "0"]
    return [*_raw(size, fps), *exact, "-f", "matroska", _named(path)]


def _palette(frames: Path, palette: Path) -> list[str]:
    return ["-i", _named(frames), "-vf", "palettegen=stats_mode=full", "-update", "1", _named(palette)]


def _gif(frames: Path, palette: Path, path: Path) -> list[str]:
    # Ordered dither stays where it is from frame to frame, and compresses.
    filters = "[0:v][1:v]paletteuse=dither=bayer:bayer_scale=4:diff_mode=rectangle"
    return ["-i", _named(frames), "-i", _named(palette), "-lavfi", filters, "-loop", "0", "-f", "gif", _named(path)]


def _named(path: Path) -> str:
    """A path that ffmpeg takes for a file, whatever its name looks like."""
    return f"file:{path}"
