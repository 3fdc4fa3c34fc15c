"""Pictures from the command line: what they show, that they repeat, and what is refused before anything is drawn."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.typing import NDArray

from glutview.cli.render import LARGEST, parse_size
from glutview.errors import GlutviewError
from glutview.paths import shipped_annotations

if TYPE_CHECKING:
    from tests.cli.conftest import Run

SMALL = ("--size", "320x200")


def _pixels(path: Path) -> NDArray[np.int16]:
    from PIL import Image

    with Image.open(path) as image:
        return np.asarray(image.convert("RGB")).astype(np.int16)


def _differing(a: NDArray[np.int16], b: NDArray[np.int16]) -> float:
    """Share of the pixels that differ clearly."""
    return float((np.abs(a - b).max(axis=2) > 24).mean())


@pytest.mark.parametrize("text", ["1x1", "1280x800", " 640 X 480 ", "16384x1"])
def test_sizes(text: str) -> None:
    assert all(1 <= side <= LARGEST for side in parse_size(text))


@pytest.mark.parametrize(
    "text", ["", "800", "0x800", "800x0", "16385x1", "-1x5", "axb", "1e3x2", "8x8x8", "٣x٣", "9" * 40]
)
def test_sizes_that_are_refused(text: str) -> None:
    with pytest.raises(GlutviewError, match=r"^--size: "):
        parse_size(text)


def test_equal_calls_give_equal_bytes_without_a_display(glutview: Run, tmp_path: Path) -> None:
    screenless = {"DISPLAY": None, "WAYLAND_DISPLAY": None}
    arguments = ("render", *SMALL, "--select", "gluteus_medius_r", "--pose", "hip_abduction_r=20")
    for name in ("a.png", "b.png"):
        done = glutview(*arguments, "-o", tmp_path / name, env=screenless)
        assert (done.code, done.out, done.err) == (0, "", "")
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()
    assert _pixels(tmp_path / "a.png").shape == (200, 320, 3)


def test_view_selection_and_pose_each_change_the_picture(glutview: Run, tmp_path: Path) -> None:
    pictures = {}
    for name, options in {
        "opening": (),
        "anterior": ("--view", "anterior"),
        "posterior": ("--view", "posterior"),
        "selected": ("--select", "gluteus_medius_r"),
        "part": ("--select", "gluteus_medius_posterior_part_r"),
        "posed": ("--pose", "hip_abduction_r=30"),
        "cut": ("--what-if", "superior_gluteal_nerve_cut_r"),
    }.items():
        path = tmp_path / f"{name}.png"
        assert glutview("render", *SMALL, *options, "-o", path).code == 0
        pictures[name] = _pixels(path)
    assert pictures["opening"].std() > 10, "an empty picture"
    assert _differing(pictures["opening"], pictures["anterior"]) > 0.05
    assert _differing(pictures["anterior"], pictures["posterior"]) > 0.05
    assert _differing(pictures["opening"], pictures["selected"]) > 0.02
    assert _differing(pictures["selected"], pictures["part"]) > 0.01
    assert _differing(pictures["opening"], pictures["posed"]) > 0.02
    assert _differing(pictures["opening"], pictures["cut"]) > 0.02


def test_figure_and_scale_bar_stand_in_the_corners_unless_left_out(glutview: Run, tmp_path: Path) -> None:
    for name, options in {"figure.png": (), "plain.png": ("--plain",)}.items():
        assert glutview("render", "--size", "640x400", *options, "-o", tmp_path / name).code == 0
    drawn = np.abs(_pixels(tmp_path / "figure.png") - _pixels(tmp_path / "plain.png")).max(axis=2) > 24
    assert drawn[-80:, :80].sum() > 300
    assert drawn[-30:, -120:].sum() > 60
    assert not drawn[:-90].any()


@pytest.mark.parametrize(("view", "half"), [("anterior", "left"), ("posterior", "right")])
def test_the_right_leg_is_where_the_onlooker_sees_it(glutview: Run, tmp_path: Path, view: str, half: str) -> None:
    """In front of a person, their right leg is at the left of the picture."""
    pictures = []
    for name, pose in {"rest": "", "moved": "hip_abduction_r=30"}.items():
        path = tmp_path / f"{name}.png"
        assert glutview("render", *SMALL, "--view", view, "--pose", pose, "-o", path).code == 0
        pictures.append(_pixels(path))
    moved = np.abs(pictures[0] - pictures[1]).max(axis=2) > 24
    left, right = moved[:, :160].sum(), moved[:, 160:].sum()
    assert (left > 20 * right) if half == "left" else (right > 20 * left)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--size", "0x100"), ("--size", "0x100", "1 to 16384")),
        (("--size", "20000x100"), ("--size", "20000x100", "1 to 16384")),
        (("--size", "big"), ("--size", "'big' is not WIDTHxHEIGHT")),
        (("--view", "top"), ("--view", "'top'", "superior")),
        (("--select", "gluteus_medius"), ("gluteus_medius", "no such structure", "gluteus_medius_r")),
        (("--select", "gluteus_medius_x"), ("gluteus_medius_x", "no such structure", "did you mean")),
        (("--select", "gluteus_medius_anterior_part"), ("no such structure", "gluteus_medius_anterior_part_r")),
        (("--select", "gluteus_medius_anterio_part_r"), ("no such structure", "gluteus_medius_anterior_part_r")),
        (("--what-if", "superior_gluteal_nerve_cut"), ("--what-if", "no what-if", "superior_gluteal_nerve_cut_r")),
        (("--pose", "hip_abduction=3"), ("--pose", "hip_abduction", "unknown coordinate", "hip_abduction_r")),
        (("--pose", "hip_abduction_r=500"), ("hip_abduction_r", "500 deg", "range of motion", "-30 to 50")),
        (
            ("--pose", "hip_flexion_r=110,hip_internal_rotation_r=45"),
            ("hip_internal_rotation_r", "femoral neck", "give -45 to "),
        ),
        (("--pose", "hip_abduction_r=nan"), ("hip_abduction_r",)),
        (("--pose", "hip_abduction_r"), ("--pose", "not coordinate=degrees")),
        (("--file", "gone.yaml"), ("gone.yaml",)),
        (("-o", "missing/x.png"), ("missing", "no such folder")),
        (("-o", "x.jpg"), ("x.jpg", "PNG")),
        (("-o", "/proc/x.png"), ("/proc", "cannot be written to")),
    ],
)
def test_refused_before_anything_is_drawn(
    glutview: Run, tmp_path: Path, options: tuple[str, ...], words: tuple[str, ...]
) -> None:
    output = () if "-o" in options else ("-o", str(tmp_path / "x.png"))
    before = sorted(tmp_path.rglob("*.png"))
    glutview("render", *options, *output).refused(*words)
    assert sorted(tmp_path.rglob("*.png")) == before


def test_an_existing_picture_survives_a_refusal(glutview: Run, tmp_path: Path) -> None:
    path = tmp_path / "kept.png"
    path.write_bytes(b"kept")
    glutview("render", "--select", "nothing", "-o", path).refused("nothing")
    assert path.read_bytes() == b"kept"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission(glutview: Run, tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    glutview("render", "-o", folder / "x.png").refused("closed", "cannot be written to")


def test_an_own_file_beside_no_meshes_draws_the_shipped_ones(glutview: Run, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_bytes(shipped_annotations().read_bytes())
    for name, options in {"own.png": ("--file", str(own)), "shipped.png": ()}.items():
        assert glutview("render", *SMALL, *options, "-o", tmp_path / name).code == 0
    assert (tmp_path / "own.png").read_bytes() == (tmp_path / "shipped.png").read_bytes()


def test_without_a_gl_library(glutview: Run, tmp_path: Path) -> None:
    """VTK would end the process with a segmentation fault: the program looks first, and says what to install."""
    hidden = tmp_path / "sitecustomize.py"
    hidden.write_text(
        "import ctypes\n"
        "load = ctypes.CDLL\n"
        "class CDLL(load):\n"
        "    def __init__(self, name, *a, **k):\n"
        "        if name and any(part in name for part in ('libGL.', 'libEGL.', 'OSMesa')):\n"
        "            raise OSError(name)\n"
        "        super().__init__(name, *a, **k)\n"
        "ctypes.CDLL = CDLL\n"
    )
    done = glutview("render", "-o", tmp_path / "x.png", env={"PYTHONPATH": str(tmp_path)})
    done.refused("OpenGL", "no OpenGL library", "sudo apt-get install -y libegl1 libgl1")
    assert not (tmp_path / "x.png").exists()
