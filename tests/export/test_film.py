"""Films as files: what they show, that they are whole or not there, and what is refused."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from glutview.biomech.anatomy import Anatomy
from glutview.biomech.pose import Pose
from glutview.errors import GlutviewError
from glutview.export import encoder
from glutview.export.caption import caption_cover, captioned
from glutview.export.encoder import Encoder, ffmpeg, palette
from glutview.export.film import palette_samples, require_film, write_film
from glutview.export.film_plan import Moment, turntable_states
from glutview.export.turntable import turntable_view
from glutview.scene.camera import project
from glutview.scene.scene import Scene
from glutview.state.resolve import resolve
from glutview.state.view_state import CameraState, ViewState
from tests.scene.tiny import TinyAnatomy

SIZE = (160, 120)
ANATOMY = TinyAnatomy()


@pytest.fixture
def scene() -> Iterator[Scene]:
    made = Scene(ANATOMY)  # type: ignore[arg-type]  # stands in for an anatomy
    made.apply(resolve(ANATOMY.atlas, ViewState()))
    yield made
    made.close()


@pytest.fixture
def moments(scene: Scene) -> tuple[Moment, ...]:
    start = ViewState(selected="gluteus_medius_r", camera=scene.opening_view(SIZE, "right"))
    return tuple(Moment(state) for state in turntable_states(start, 10))


def _frames(path: Path, size: tuple[int, int] = SIZE) -> NDArray[np.uint8]:
    """(n, h, w, 3) what a film shows, decoded."""
    command = [ffmpeg(), "-loglevel", "error", "-i", str(path), "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"]
    raw = subprocess.run(command, capture_output=True, check=True).stdout
    return np.frombuffer(raw, np.uint8).reshape(-1, size[1], size[0], 3)


def _told(path: Path) -> str:
    command = [ffmpeg(), "-hide_banner", "-i", str(path)]
    return subprocess.run(command, capture_output=True, check=False).stderr.decode()


@pytest.mark.parametrize("ending", ["mp4", "gif"])
def test_a_film_shows_its_moments(scene: Scene, moments: tuple[Moment, ...], tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a.{ending}"
    progress = list(write_film(path, scene, ANATOMY.atlas, moments, SIZE, 10))
    counted = [done for done in progress if done]
    assert counted[:10] == list(range(1, 11))
    assert set(counted[10:]) <= {10}
    assert progress == sorted(progress)
    shown = _frames(path)
    assert len(shown) == 10
    for frame, moment in zip(shown, moments, strict=True):
        assert moment.state.camera is not None
        scene.camera = moment.state.camera
        scene.apply(resolve(ANATOMY.atlas, moment.state))
        drawn = scene.draw(SIZE)[..., :3].astype(np.int16)
        assert np.abs(frame - drawn).mean() < 4
    differ = np.abs(shown[0].astype(np.int16) - shown[5])
    # What moved is elsewhere in plain sight, not a shade of what was there.
    assert (differ.max(2) > 24).mean() > 0.05
    assert differ.mean() > 3.5
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_an_mp4_plays_everywhere(scene: Scene, moments: tuple[Moment, ...], tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    list(write_film(path, scene, ANATOMY.atlas, moments, SIZE, 25))
    told = _told(path)
    assert "h264" in told
    assert "yuv420p" in told
    assert "bt709" in told
    assert "25 fps" in told
    raw = path.read_bytes()
    assert raw.index(b"moov") < raw.index(b"mdat"), "it could not be played while it is loaded"


def test_what_is_held_is_drawn_once(scene: Scene, moments: tuple[Moment, ...], tmp_path: Path) -> None:
    drawn = [0]
    draw = scene.draw

    def counted(size: tuple[int, int]) -> NDArray[np.uint8]:
        drawn[0] += 1
        return draw(size)

    scene.draw = counted  # type: ignore[method-assign, assignment]
    held = [Moment(moments[0].state, "A")] * 5 + [Moment(moments[0].state)] * 3 + [moments[1]] * 4
    list(write_film(tmp_path / "a.mp4", scene, ANATOMY.atlas, held, SIZE, 10))
    assert drawn == [2]
    assert len(_frames(tmp_path / "a.mp4")) == 12


@pytest.mark.parametrize("ending", ["mp4", "gif"])
@pytest.mark.parametrize("after", [1, 6, 10])
def test_a_film_that_is_cancelled_leaves_what_was_there(
    scene: Scene, moments: tuple[Moment, ...], tmp_path: Path, ending: str, after: int
) -> None:
    path = tmp_path / f"a.{ending}"
    path.write_bytes(b"before")
    threads = threading.active_count()
    frames = write_film(path, scene, ANATOMY.atlas, moments, SIZE, 10)
    for _ in range(after):
        next(frames)
    frames.close()
    assert path.read_bytes() == b"before"
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
    assert threading.active_count() == threads


def test_an_interrupt_leaves_what_was_there(scene: Scene, moments: tuple[Moment, ...], tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    frames = write_film(path, scene, ANATOMY.atlas, moments, SIZE, 10)
    next(frames)
    with pytest.raises(KeyboardInterrupt):
        frames.throw(KeyboardInterrupt())
    assert not list(tmp_path.iterdir())


def test_when_the_encoder_dies_it_is_told_why(
    scene: Scene, moments: tuple[Moment, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "ffmpeg"
    program.write_text("#!/bin/sh\necho no space left >&2\nexit 1\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(encoder, "ffmpeg", lambda: str(program))
    folder = tmp_path / "films"
    folder.mkdir()
    with pytest.raises(GlutviewError, match=r"a\.mp4: the film cannot be encoded \(no space left\)"):
        list(write_film(folder / "a.mp4", scene, ANATOMY.atlas, moments * 20, SIZE, 10))
    assert not list(folder.iterdir())
    monkeypatch.setattr(encoder, "ffmpeg", lambda: str(tmp_path / "none"))
    with pytest.raises(GlutviewError, match="does not start"):
        list(write_film(folder / "a.mp4", scene, ANATOMY.atlas, moments, SIZE, 10))


def test_an_unwritable_place(scene: Scene, moments: tuple[Moment, ...], tmp_path: Path) -> None:
    with pytest.raises(GlutviewError, match="cannot be written"):
        list(write_film(tmp_path / "none" / "a.mp4", scene, ANATOMY.atlas, moments, SIZE, 10))


@pytest.mark.parametrize(
    ("name", "size", "fps", "words"),
    [
        ("a.avi", SIZE, 25, r"a\.avi: only MP4 and GIF films are written"),
        ("a", SIZE, 25, "only MP4 and GIF"),
        ("a.mp4", (0, 10), 25, "--size: 0x10 cannot be filmed: give sides of 16 to 4096"),
        ("a.mp4", (5000, 100), 25, "--size: 5000x100"),
        ("a.mp4", (161, 120), 25, "--size: 161x120 has an odd side, which no MP4 can have: give 160x120"),
        ("a.mp4", SIZE, 0, "--fps: 0 frames a second"),
        ("a.mp4", SIZE, 121, "--fps: 121 frames a second cannot be filmed: give 1 to 120"),
        ("a.gif", SIZE, 60, "--fps: a GIF cannot show 60"),
    ],
)
def test_refused(tmp_path: Path, name: str, size: tuple[int, int], fps: int, words: str) -> None:
    with pytest.raises(GlutviewError, match=words):
        require_film(tmp_path / name, size, fps)


def test_sizes_and_speeds_that_will_do(tmp_path: Path) -> None:
    for name, size, fps in (("a.mp4", (4096, 16), 1), ("A.MP4", SIZE, 120), ("a.gif", (161, 121), 50)):
        require_film(tmp_path / name, size, fps)


def test_a_film_of_nothing_is_refused(scene: Scene, tmp_path: Path) -> None:
    with pytest.raises(GlutviewError, match="no frames"):
        write_film(tmp_path / "a.mp4", scene, ANATOMY.atlas, (), SIZE, 10)


def test_the_colours_of_a_gif_come_from_all_its_length() -> None:
    for count in (1, 2, 30, 100, 5000):
        places = palette_samples(count, SIZE)
        assert places == sorted(set(places))
        assert min(count, 8) <= len(places) <= 40
        assert places[0] <= count / 8
        assert places[-1] >= 7 * count / 8 - 1
    assert len(palette_samples(5000, (4096, 4096))) == 2


def test_a_gif_has_the_colours_of_its_frames(tmp_path: Path) -> None:
    greens = np.zeros((40, 40, 4), np.uint8)
    greens[..., 1] = np.arange(40)[:, None] * 6
    made = Encoder(tmp_path / "a.gif", (40, 40), 10, palette([greens]))
    made.add(greens)
    for _ in made.finish():
        pass
    assert np.abs(_frames(tmp_path / "a.gif", (40, 40))[0].astype(int) - greens[..., :3]).max() <= 12
    made.abort()


def test_an_encoder_can_be_stopped_at_any_time(tmp_path: Path) -> None:
    frame = np.zeros((120, 160, 4), np.uint8)
    for count in (0, 1, 5):
        made = Encoder(tmp_path / "a.mp4", SIZE, 10)
        for _ in range(count):
            made.add(frame)
        made.abort()
        made.abort()


def test_a_caption_lies_on_the_lower_edge_and_within_the_picture() -> None:
    picture = np.full((400, 640, 4), 120, np.uint8)
    before = picture.copy()
    shown = captioned(picture, "A title", "A note of several words, é and ß. " * 8, "light")
    assert (picture == before).all()
    changed = (shown != picture).any(axis=2)
    assert not changed[:200].any()
    assert changed[-1].all()
    assert (shown[changed][:, :3].min(axis=0) < 60).all(), "letters are dark"
    cover = caption_cover("A title", "A note of several words, é and ß. " * 8, (640, 400))
    assert cover is not None
    assert not cover[:, :8].any()
    assert not cover[:, -8:].any()


@pytest.mark.parametrize(
    ("title", "note", "size"),
    [("", "", (640, 400)), ("a", "b", (100, 80)), ("a", "word " * 900, (640, 400)), ("骨", "", (640, 400))],
)
def test_no_caption_where_there_is_no_room_or_nothing_to_say(title: str, note: str, size: tuple[int, int]) -> None:
    picture = np.full((size[1], size[0], 4), 120, np.uint8)
    assert captioned(picture, title, note, "dark") is picture


@pytest.mark.parametrize("structure", ["gluteus_medius_r", "sacrum", "femur_l"])
def test_a_turntable_keeps_its_structure_in_the_picture_all_the_way_round(structure: str) -> None:
    anatomy = Anatomy.load()
    start = ViewState(selected=structure, camera=CameraState(-123, 9), pose=Pose().moved(hip_abduction_r=20))
    view = turntable_view(anatomy, start, SIZE)
    points = anatomy.posed_vertices(start.pose)[structure]
    widest = 0.0
    for state in turntable_states(view, 36):
        assert state.camera is not None
        x, y, depth = project(state.camera, points, SIZE).T
        assert ((x > 0) & (x < SIZE[0]) & (y > 0) & (y < SIZE[1]) & (depth > 0)).all()
        widest = max(widest, np.ptp(x) / SIZE[0], np.ptp(y) / SIZE[1])
    assert widest > 0.5
    with pytest.raises(ValueError, match="selection"):
        turntable_view(anatomy, ViewState(), SIZE)
