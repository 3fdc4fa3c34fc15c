"""`glutview check`: a sound file passes, an unsound one is refused in one clear message a mistake.

Each bad input goes through the real command in a process of its own, which is measured.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from glutview.cli.check import check
from glutview.errors import GlutviewError
from glutview.geometry.mesh import Mesh
from glutview.geometry.mesh_io import ply_bytes
from glutview.paths import shipped_annotations

SAMPLE = (Path(__file__).parents[1] / "atlas" / "sample.yaml").read_text(encoding="utf-8")
MESHES = ("hip_bone", "sacrum", "femur", "gluteus_medius", "superior_gluteal_nerve")
TETRAHEDRON = Mesh(
    np.array([[0.0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]]),
    np.array([[0, 2, 1], [0, 1, 3], [1, 2, 3], [0, 3, 2]], dtype=np.int32),
)
SECONDS, MEGABYTES = 10, 500

# Runs the command, then tells the peak of memory (kB; 0 where the system does not tell) and which big libraries it
# loaded. Not by getrusage: that counts what the process held from which this one was made.
MEASURED = """
import pathlib, sys
from glutview.cli.app import run
code = run(sys.argv[1:])
status = pathlib.Path("/proc/self/status")
lines = status.read_text().splitlines() if status.exists() else []
peak = next((line.split()[1] for line in lines if line.startswith("VmHWM")), 0)
print("MEASURED", peak, *sorted({name.split(".")[0] for name in sys.modules} & {"vtkmodules", "PySide6", "scipy"}))
sys.exit(code)
"""


@dataclass(frozen=True)
class Outcome:
    """What the command did."""

    code: int
    problems: list[str]
    megabytes: float
    libraries: list[str]


def _run(*arguments: str | Path) -> Outcome:
    command = [sys.executable, "-c", MEASURED, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert "Traceback" not in done.stderr
    measured = done.stdout.splitlines()[-1].split()
    assert measured[0] == "MEASURED", done
    return Outcome(done.returncode, done.stderr.splitlines(), int(measured[1]) / 1024, measured[2:])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The sample with a mesh for each of its structures."""
    (tmp_path / "annotations.yaml").write_text(SAMPLE, encoding="utf-8")
    (tmp_path / "meshes").mkdir()
    for name in MESHES:
        (tmp_path / "meshes" / f"{name}.ply").write_bytes(ply_bytes(TETRAHEDRON))
    return tmp_path


def test_a_sound_file_passes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(folder / "annotations.yaml") == 0
    assert "sound: 9 structures, 7 landmarks, 4 attachments, 2 statements from 2 sources" in capsys.readouterr().out


def test_the_shipped_file_passes_and_needs_neither_qt_nor_vtk() -> None:
    outcome = _run("check")
    assert (outcome.code, outcome.problems) == (0, [])
    assert not outcome.libraries
    assert outcome.megabytes < MEGABYTES


def test_a_copy_of_the_shipped_file_passes_anywhere(tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere.yaml"
    shutil.copy(shipped_annotations(), copy)
    assert check(copy) == 0


def _text(change: Callable[[str], str]) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        (folder / "annotations.yaml").write_text(change(SAMPLE), encoding="utf-8")

    return spoil


def _bytes(raw: bytes) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        (folder / "annotations.yaml").write_bytes(raw)

    return spoil


def _huge(folder: Path) -> None:
    with open(folder / "annotations.yaml", "wb") as stream:
        stream.truncate(200_000_000)


BOMB = "format: 1\na: &a [x, x, x]\n" + "".join(
    f"b{i}: &b{i} [{', '.join([f'*b{i - 1}' if i else '*a'] * 9)}]\n" for i in range(40)
)


@pytest.mark.parametrize(
    ("spoil", "key", "what"),
    [
        (lambda folder: (folder / "annotations.yaml").unlink(), "", "no such file"),
        (_bytes(b""), "", "empty"),
        (_bytes(b"PK\x03\x04 not yaml at all \x00\x01"), ":1:", "NUL"),
        (_bytes(b"%!PS-Adobe\n[{ ((\n"), ":", "not YAML"),
        (_bytes(SAMPLE.replace("Somebody", "Müller").encode("latin-1")), ":7:", "0xfc"),
        (_huge, "", "200 MB"),
        (_bytes(BOMB.encode()), ":2:", "anchor"),
        (_text(lambda text: text.replace("year: 1918", "year: !!int 1918")), ":6:", "tag"),
        (_text(lambda text: text + "facts: []\n"), ": facts:", "twice"),
        (_text(lambda text: text.replace("latin: Os sacrum", "greek: hieron osteon")), "sacrum.greek", "unknown key"),
        (_text(lambda text: text.replace("meshes/sacrum.ply", "../secret.ply")), "sacrum.mesh", "out of the asset"),
        (_text(lambda text: text.replace("at: [0, 1, 0, 0]", "at: [4, 1, 0, 0]")), "sacral_apex.at", "no triangle 4"),
        (_text(lambda text: text.replace("[0, 0.2, 0.3, 0.5]", "[9, 1, 0, 0]")), "superficial[1]", "no triangle 9"),
        (
            _text(lambda text: text.replace("at: [2, 0.2, 0.3, 0.5]", "at: [9, 1, 0, 0]")),
            "points[1].at",
            "triangle 9",
        ),
        (_text(lambda text: text.replace("{at: [3, 0.1", "{at: [5, 0.1")), "trochanter_tip.left.at", "no triangle 5"),
    ],
    ids=[
        "missing",
        "empty",
        "binary",
        "not-yaml",
        "latin-1",
        "200-MB",
        "alias-bomb",
        "tag",
        "duplicate",
        "schema",
        "path-outside",
        "landmark-off-mesh",
        "curve-off-mesh",
        "course-off-mesh",
        "left-off-mesh",
    ],
)
def test_bad_annotations(folder: Path, spoil: Callable[[Path], None], key: str, what: str) -> None:
    spoil(folder)
    outcome = _run("check", folder / "annotations.yaml")
    assert outcome.code == 2
    assert outcome.megabytes < MEGABYTES
    assert outcome.problems
    assert all(problem.startswith(str(folder / "annotations.yaml")) for problem in outcome.problems)
    assert any(key in problem and what in problem for problem in outcome.problems)


def _mesh(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def spoil(path: Path) -> None:
        path.write_bytes(change(path.read_bytes()))

    return spoil


def _elsewhere(path: Path) -> None:
    target = path.parents[2] / f"{path.parents[1].name}-secret.ply"
    shutil.move(path, target)
    path.symlink_to(target)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


NOT_FINITE = Mesh(np.where(np.eye(4, 3) > 0, np.nan, TETRAHEDRON.vertices), TETRAHEDRON.faces)


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (_mesh(lambda raw: raw[:-20]), "truncated"),
        (_mesh(lambda raw: raw[:50]), "PLY"),
        (_mesh(lambda raw: b""), "PLY"),
        (_mesh(lambda raw: b"solid cube\nfacet normal 0 0 1\n"), "PLY"),
        (_mesh(lambda raw: ply_bytes(NOT_FINITE)), "NaN"),
        (_mesh(lambda raw: ply_bytes(Mesh(np.zeros((0, 3)), np.zeros((0, 3), np.int32)))), "empty"),
        (_elsewhere, "outside the asset folder"),
        (lambda path: os.truncate(path, 200_000_000), "200 MB"),
        (_folder, "not a plain file"),
    ],
    ids=["truncated", "header", "no-bytes", "stl", "nan", "empty", "link-outside", "huge", "folder"],
)
def test_bad_meshes(folder: Path, spoil: Callable[[Path], None], what: str) -> None:
    mesh = folder / "meshes" / "sacrum.ply"
    spoil(mesh)
    line = SAMPLE[: SAMPLE.index("  sacrum: {")].count("\n") + 1
    outcome = _run("check", folder / "annotations.yaml")
    assert outcome.code == 2
    assert outcome.megabytes < MEGABYTES
    (problem,) = outcome.problems
    assert problem.startswith(f"{folder / 'annotations.yaml'}:{line}: structures.sacrum.mesh: ")
    assert what in problem
    assert "sacrum.ply" in problem


def test_a_missing_mesh(folder: Path) -> None:
    text = SAMPLE.replace("meshes/femur.ply", "meshes/nowhere.ply")
    (folder / "annotations.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(GlutviewError, match=r"structures\.femur\.mesh: .*nowhere\.ply: the mesh is neither"):
        check(folder / "annotations.yaml")


def test_mistakes_in_text_and_meshes_come_together_by_line(folder: Path) -> None:
    text = SAMPLE.replace("at: [0, 1, 0, 0]", "at: [7, 1, 0, 0]").replace("about: ischial_spine", "about: nobody")
    (folder / "annotations.yaml").write_text(text, encoding="utf-8")
    (folder / "meshes" / "femur.ply").write_bytes(b"ply")
    with pytest.raises(GlutviewError) as raised:
        check(folder / "annotations.yaml")
    assert [problem.key for problem in raised.value.problems] == [
        "landmarks.sacral_apex.at",
        "structures.femur.mesh",
        "facts[1].about",
    ]
