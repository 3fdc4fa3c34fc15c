"""Generated files are written only when their content changes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from glutview.build import output
from glutview.errors import GlutviewError, failure
from glutview.geometry.mesh import Mesh
from glutview.geometry.mesh_io import read_ply


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "meshes").mkdir()
    monkeypatch.setattr(output, "assets_dir", lambda: tmp_path)
    return tmp_path / "meshes"


MESH = Mesh(
    np.array([[0.0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]]),
    np.array([[0, 2, 1], [0, 1, 3], [0, 3, 2], [1, 2, 3]], dtype=np.int32),
)


def test_written_once_and_again_only_on_change(folder: Path) -> None:
    assert output.keep_or_write("a.ply", MESH)
    before = (folder / "a.ply").stat().st_mtime_ns
    assert not output.keep_or_write("a.ply", MESH.with_vertices(MESH.vertices + 5e-5))
    assert (folder / "a.ply").stat().st_mtime_ns == before
    assert output.keep_or_write("a.ply", MESH.with_vertices(MESH.vertices + 1e-3))
    np.testing.assert_allclose(read_ply(folder / "a.ply").vertices, MESH.vertices + 1e-3, atol=1e-6)


def test_damaged_file_is_replaced(folder: Path) -> None:
    (folder / "a.ply").write_bytes(b"ply\n")
    assert output.keep_or_write("a.ply", MESH)
    assert read_ply(folder / "a.ply").is_closed()


def test_check_writes_nothing_and_complains(folder: Path) -> None:
    with pytest.raises(GlutviewError, match="differs from what the build makes"):
        output.keep_or_write("a.ply", MESH, check=True)
    assert not (folder / "a.ply").exists()


def test_other_topology_or_fields_count_as_change() -> None:
    turned = Mesh(MESH.vertices, MESH.faces[::-1])
    assert output.difference_mm(MESH, turned) == np.inf
    assert output.difference_mm(MESH, Mesh(MESH.vertices, MESH.faces, {"s": np.zeros(4)})) == np.inf


def test_a_baked_file_is_written_when_it_is_missing_damaged_or_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "baked.txt"

    def bake(text: str, *, check: bool = False) -> None:
        def same() -> bool:
            if not path.exists() or path.read_text() == "damaged":
                raise failure(path, "it cannot be read", "bake it")
            return path.read_text() == text

        def write() -> None:
            path.write_text(text)

        output.keep_or_bake(path, "step", same=same, write=write, told="one line", check=check)

    with pytest.raises(GlutviewError, match=r"differs .+: run `python -m glutview\.build step`"):
        bake("a", check=True)
    bake("a")
    assert "baked.txt: written, one line" in capsys.readouterr().out
    bake("a", check=True)
    assert capsys.readouterr().out == "baked.txt: unchanged\n"
    path.write_text("damaged")
    with pytest.raises(GlutviewError):
        bake("a", check=True)
    bake("b")
    assert path.read_text() == "b"
