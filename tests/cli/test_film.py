"""Films, turntables and pictures without background from the command line; what is refused, and Ctrl+C."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from glutview.cli.film import film
from glutview.cli.render import turntable_paths
from glutview.errors import GlutviewError
from glutview.export.encoder import ffmpeg

if TYPE_CHECKING:
    from tests.cli.conftest import Run

SMALL = ("--size", "160x100", "--fps", "2")
LESSON = """\
format: 1
title: Two steps
steps:
  - {title: One, camera: {azimuth_deg: 0, elevation_deg: 0, distance_mm: 900, focal_mm: [0, 0, 0]}}
  - {title: Two, selected: gluteus_medius_r}
"""


def _length(path: Path) -> str:
    told = subprocess.run([ffmpeg(), "-hide_banner", "-i", str(path)], capture_output=True, check=False)
    return told.stderr.decode().partition("Duration: ")[2][:11]


def test_a_lesson_a_movement_and_a_turn_are_filmed(glutview: Run, tmp_path: Path) -> None:
    lesson = tmp_path / "two.lesson.yaml"
    lesson.write_text(LESSON, encoding="utf-8")
    for source, name, length in (
        ((str(lesson),), "lesson.mp4", "00:00:06"),
        (("--movement", "abduction"), "movement.gif", "00:00:04"),
        (("--turntable", "gluteus_medius_r"), "turn.mp4", "00:00:08"),
    ):
        done = glutview("film", *source, *SMALL, "-o", tmp_path / name)
        assert (done.code, done.out) == (0, ""), done
        assert "frames" in done.err
        assert len(done.err.splitlines()) <= 20
        assert _length(tmp_path / name).startswith(length)


def test_a_gif_is_small_unless_told_otherwise(glutview: Run, tmp_path: Path) -> None:
    lesson = tmp_path / "two.lesson.yaml"
    lesson.write_text(LESSON.replace("  - {title: Two, selected: gluteus_medius_r}\n", ""), encoding="utf-8")
    path = tmp_path / "a.gif"
    done = glutview("film", lesson, "--no-captions", "--theme", "dark", "-o", path)
    assert done.code == 0, done
    told = subprocess.run([ffmpeg(), "-hide_banner", "-i", str(path)], capture_output=True, check=False)
    assert b"640x400" in told.stderr
    assert b"12 tbr" in told.stderr
    one = ("-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1")
    raw = [ffmpeg(), "-loglevel", "error", "-i", str(path), *one]
    shown = np.frombuffer(subprocess.run(raw, capture_output=True, check=True).stdout, np.uint8).reshape(400, 640, 3)
    assert shown[0, 0].max() < 90, "the background is dark"
    assert not (shown[-40:].min(2) > 220).any(), "no caption"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--movement", "abduction", "--theme", "mauve"), ("--theme", "'mauve'", "high_contrast")),
        ((), ("nothing to film", "LESSON, --movement NAME, --turntable ID")),
        (("--movement", "abduction", "--turntable", "sacrum"), ("more than one thing",)),
        (("a.lesson.yaml", "--movement", "abduction"), ("more than one thing",)),
        (("gone.lesson.yaml",), ("gone.lesson.yaml", "no such file")),
        (("--movement", "walking"), ("--movement", "'walking'", "abduction")),
        (("--turntable", "gluteus_medius"), ("gluteus_medius", "gluteus_medius_r")),
        (("--movement", "abduction", "--size", "0x10"), ("--size",)),
        (("--movement", "abduction", "--size", "99999x10"), ("--size",)),
        (("--movement", "abduction", "--size", "101x100"), ("--size", "100x100")),
        (("--movement", "abduction", "--fps", "0"), ("--fps", "1 to 120")),
        (("--movement", "abduction", "--fps", "121"), ("--fps", "1 to 120")),
        (("--movement", "abduction", "-o", "x.avi"), ("x.avi", ".mp4 or .gif")),
        (("--movement", "abduction", "-o", "none/x.mp4"), ("none", "no such folder")),
        (("--movement", "abduction", "-o", "/proc/x.mp4"), ("/proc", "cannot be written to")),
    ],
)
def test_refused_films(glutview: Run, tmp_path: Path, options: tuple[str, ...], words: tuple[str, ...]) -> None:
    output = () if "-o" in options else ("-o", str(tmp_path / "x.mp4"))
    glutview("film", *options, *output).refused(*words)
    assert not (tmp_path / "x.mp4").exists()


def test_an_unsound_lesson_is_told_line_by_line(tmp_path: Path) -> None:
    lesson = tmp_path / "bad.lesson.yaml"
    arguments = {"movement": "", "turntable": "", "output": tmp_path / "x.mp4", "size": "64x64", "fps": 5}
    for text, words in (
        (LESSON.replace("selected", "selectd"), r"bad\.lesson\.yaml:5: steps\[1\]\.selectd: unknown key"),
        ("format: 1\ntitle: x\nsteps: []\n", "no steps"),
    ):
        lesson.write_text(text, encoding="utf-8")
        with pytest.raises(GlutviewError, match=words):
            film(lesson=lesson, annotations=None, **arguments)  # type: ignore[arg-type]


@pytest.mark.skipif(os.name != "posix", reason="sends a signal as a terminal does")
def test_ctrl_c_leaves_no_half_written_film(tmp_path: Path) -> None:
    path = tmp_path / "long.mp4"
    command = [sys.executable, "-m", "glutview", "film", "--turntable", "sacrum", "-o", str(path), "--fps", "60"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True) as process:
        deadline = time.monotonic() + 60
        while not list(tmp_path.glob(".long.mp4.*.part")) and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(0.5)
        os.killpg(process.pid, signal.SIGINT)
        _, told = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"cancelled" in told
    assert b"Traceback" not in told
    assert not list(tmp_path.iterdir())


def test_a_turntable_of_pictures(glutview: Run, tmp_path: Path) -> None:
    from PIL import Image

    folder = tmp_path / "turn"
    options = ("--select", "gluteus_medius_r", "--turntable", "3", "--size", "160x100")
    assert glutview("render", *options, "--transparent", "-o", folder).code == 0
    names = [f"gluteus_medius_r-0{i}.png" for i in (1, 2, 3)]
    assert sorted(file.name for file in folder.iterdir()) == [*names, "gluteus_medius_r.json"]
    index = json.loads((folder / "gluteus_medius_r.json").read_text(encoding="utf-8"))
    assert [entry["file"] for entry in index["pictures"]] == names
    assert all(entry["title"].startswith("Gluteus medius, right, from") for entry in index["pictures"])
    assert all(entry["caption"] and entry["alt"].startswith("Right gluteus medius") for entry in index["pictures"])
    pictures = [np.asarray(Image.open(folder / name)).astype(int) for name in names]
    assert all(picture.shape == (100, 160, 4) for picture in pictures)
    assert all(picture[0, 0, 3] == 0 and picture[..., 3].max() == 255 for picture in pictures)
    assert np.abs(pictures[0] - pictures[1]).mean() > 4
    # A folder that is there is written into.
    assert glutview("render", *options, "--plain", "-o", folder).code == 0
    assert np.asarray(Image.open(folder / names[0]))[..., 3].min() == 255


def test_names_sort_as_the_pictures_follow() -> None:
    names = [path.name for path in turntable_paths(Path("x"), "sacrum", 120)]
    assert (names[0], names[-1]) == ("sacrum-001.png", "sacrum-120.png")
    assert names == sorted(names)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--turntable", "4", "-o", "turn"), ("--turntable", "--select ID")),
        (("--turntable", "0", "--select", "sacrum", "-o", "turn"), ("--turntable", "1 to 720")),
        (("--turntable", "999", "--select", "sacrum", "-o", "turn"), ("--turntable", "1 to 720")),
        (("--turntable", "4", "--select", "sacrum", "-o", "none/turn"), ("none", "no such folder")),
        (("--turntable", "4", "--select", "sacrum", "-o", "x.png"), ("x.png", "name a folder")),
        (("--turntable", "4", "--select", "sacral", "-o", "turn"), ("sacral", "no such structure")),
    ],
)
def test_refused_turntables(glutview: Run, tmp_path: Path, options: tuple[str, ...], words: tuple[str, ...]) -> None:
    glutview("render", *options).refused(*words)
    assert not list((tmp_path / "work").iterdir())


def test_lessons_are_checked(glutview: Run, tmp_path: Path) -> None:
    lesson = tmp_path / "two.lesson.yaml"
    lesson.write_text(LESSON, encoding="utf-8")
    done = glutview("check", lesson)
    assert (done.code, done.err) == (0, "")
    assert "sound: 'Two steps', 2 steps" in done.out
    lesson.write_text(LESSON.replace("gluteus_medius_r", "gluteus_medus_r"), encoding="utf-8")
    glutview("check", lesson).refused("two.lesson.yaml:5: steps[1].selected", "did you mean `gluteus_medius_r`?")
