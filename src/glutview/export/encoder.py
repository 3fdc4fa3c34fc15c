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
from typing import Final

import numpy as np
import numpy.typing as npt

from glutview.errors import GlutviewError, failure

Pixels = npt.NDArray[np.uint8]
_AHEAD: Final = 3
"""Frames that may wait for ffmpeg."""
_POLL_S: Final = 0.05
_QUIET: Final = ("-hide_banner", "-loglevel", "error", "-nostdin")
_OWN_GROUP: Final = 0x200
"""CREATE_NEW_PROCESS_GROUP of Windows."""


class Encoder:
    """Takes frames, makes a film.

    MP4 is H.264 in yuv420p with its index in front, which every player and browser shows. A GIF has one palette for
    all of its frames, made beforehand from some of them: see `palette`.
    """

    def __init__(
        self, path: Path, size: tuple[int, int], fps: int, palette: bytes | None = None, where: Path | None = None
    ) -> None:
        """Start.

        Args:
            path: file to write; it is overwritten.
            size: width and height of the frames.
            fps: frames a second.
            palette: of a GIF; without one, an MP4 is made.
            where: what messages call the file.

        Raises:
            GlutviewError: there is no ffmpeg, or it does not start.
        """
        self._where = where or path
        self._folder = tempfile.TemporaryDirectory(prefix="glutview-film-")
        self._messages = Path(self._folder.name) / "messages.txt"
        self._waiting: queue.Queue[Pixels | None] = queue.Queue(_AHEAD)
        command = _mp4(path)
        if palette is not None:
            colours = Path(self._folder.name) / "palette.png"
            colours.write_bytes(palette)
            command = _gif(path, colours)
        self._process = self._started([*_raw(size, fps), *command])
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
        while self._process.poll() is None:
            yield
            try:
                self._process.wait(_POLL_S)
            except subprocess.TimeoutExpired:
                continue
        if self._process.returncode:
            self._give_up()
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

    def _started(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        """ffmpeg, out of reach of the terminal's Ctrl+C: the program decides what becomes of the film."""
        windows = sys.platform == "win32"
        try:
            with open(self._messages, "wb") as messages:
                return subprocess.Popen(
                    [ffmpeg(), *_QUIET, "-y", *command],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.DEVNULL,
                    stderr=messages,
                    creationflags=_OWN_GROUP if windows else 0,
                    start_new_session=not windows,
                )
        except OSError as error:
            raise _does_not_start(error) from None

    def _feed(self) -> None:
        stdin = self._process.stdin
        assert stdin is not None
        try:
            while (frame := self._waiting.get()) is not None:
                stdin.write(frame.data)
            stdin.close()
        except (OSError, ValueError):
            return  # ffmpeg has gone or was stopped; who adds the next frame, or waits, is told

    def _give_up(self) -> None:
        lines = self._messages.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        reason = lines[-1].strip() if lines else f"exit code {self._process.returncode}"
        what = f"the film cannot be encoded ({reason})"
        raise failure(self._where, what, "check the free space, or choose another place")


def palette(frames: Sequence[Pixels]) -> bytes:
    """The 256 colours that suit these frames, each (h, w, 4), best, as a PNG of theirs.

    Raises:
        GlutviewError: there is no ffmpeg, or it fails.
    """
    height, width, _ = frames[0].shape
    # Every third pixel of every third row tells the colours as well, in a ninth of the time.
    filters = "scale=ceil(iw/3):ceil(ih/3):flags=neighbor,palettegen=stats_mode=full"
    one = ["-frames:v", "1", "-f", "image2pipe", "-c:v", "png", "pipe:1"]
    command = [*_QUIET, *_raw((width, height), 1), "-vf", filters, *one]
    raw = b"".join(frame.tobytes() for frame in frames)
    try:
        done = subprocess.run([ffmpeg(), *command], input=raw, capture_output=True, check=False)
    except OSError as error:
        raise _does_not_start(error) from None
    if done.returncode or not done.stdout:
        reason = done.stderr.decode("utf-8", "replace").strip().splitlines()
        what = f"it finds no palette ({reason[-1] if reason else f'exit code {done.returncode}'})"
        raise failure("ffmpeg", what, "install imageio-ffmpeg again, or write .mp4")
    return done.stdout


def _does_not_start(error: OSError) -> GlutviewError:
    return failure("ffmpeg", f"it does not start ({error.strerror})", "install imageio-ffmpeg again")


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


def _mp4(path: Path) -> list[str]:
    # Told outright, because players guess otherwise, and differently for small and large pictures.
    colours = ["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"]
    return [
        *("-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p"),
        *("-c:v", "libx264", "-preset", "veryfast", "-crf", "18"),
        *colours,
        *("-movflags", "+faststart", "-f", "mp4", _named(path)),
    ]


def _gif(path: Path, colours: Path) -> list[str]:
    # Ordered dither stays where it is from frame to frame, and compresses.
    filters = "[0:v][1:v]paletteuse=dither=bayer:bayer_scale=4:diff_mode=rectangle"
    return ["-i", _named(colours), "-lavfi", filters, "-loop", "0", "-f", "gif", _named(path)]


def _named(path: Path) -> str:
    """A path that ffmpeg takes for a file, whatever its name looks like."""
    return f"file:{path}"
