"""The shipped footprint fields are what the build makes; what counts as the same."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pytest

from glutview.atlas.load import load_atlas
from glutview.build import footprints
from glutview.errors import GlutviewError
from glutview.geometry.footprint import FAR_MM
from glutview.geometry.footprint_fields import FootprintFields, Singles
from glutview.geometry.footprint_file import write_fields
from glutview.geometry.subdivision import Subdivision
from glutview.paths import assets_dir

SHIPPED = list(footprints.shipped_bones(load_atlas()))


def asked(only: str | None, step: str = "footprints") -> argparse.Namespace:
    return argparse.Namespace(step=step, only=only, check=True)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_file_is_what_the_build_makes(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    footprints.run(asked(name))
    assert capsys.readouterr().out == f"{name}.npz: unchanged\n"


def test_there_is_a_file_for_every_bone_and_no_other() -> None:
    assert {path.name for path in (assets_dir() / "footprints").iterdir()} == {f"{name}.npz" for name in SHIPPED}


def test_a_check_tells_of_a_file_that_would_change(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "coccyx.npz"
    monkeypatch.setattr(footprints, "footprint_file", lambda _: path)
    for content in (None, b"damaged"):
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(GlutviewError, match=r"coccyx\.npz: differs from what the build makes"):
            footprints.run(asked("coccyx"))
    atlas = load_atlas()
    rest = footprints.meshes(atlas)
    write_fields(path, footprints.computed(atlas, rest, "coccyx"), "of something else")
    with pytest.raises(GlutviewError, match=r"coccyx\.npz: differs from what the build makes"):
        footprints.run(asked("coccyx"))


def test_unknown_structures_are_refused() -> None:
    with pytest.raises(GlutviewError, match="--only: no_such_bone: no such structure bears footprints"):
        footprints.run(asked("no_such_bone"))
    footprints.run(asked("gluteus_medius", step="all"))  # one that another step makes


def test_only_what_platforms_may_differ_by_is_the_same() -> None:
    field = np.array([[-1, 3, 4, 0.5], [5.999, 1, 1, 0.5], [FAR_MM, 0, 0, 0]], dtype=np.float32)

    def one(field: Singles, parents: tuple[list[list[int]], ...] = (), name: str = "a") -> FootprintFields:
        division = Subdivision(np.zeros((1, 3), dtype=np.int32), tuple(np.array(ends) for ends in parents))
        return FootprintFields(division, {name: field})

    def changed(row: int, column: int, value: float) -> FootprintFields:
        other = field.copy()
        other[row, column] = value
        return one(other)

    assert footprints.alike(one(field), changed(0, 0, -1.005))
    assert footprints.alike(one(field), changed(1, 0, FAR_MM))
    assert footprints.alike(one(field), changed(0, 1, 3.05))
    assert not footprints.alike(one(field), changed(0, 0, -1.05))
    assert not footprints.alike(one(field), changed(0, 0, FAR_MM))
    assert footprints.alike(one(field), changed(0, 3, 0.505))
    assert not footprints.alike(one(field), changed(0, 2, 4.2))
    assert not footprints.alike(one(field), changed(0, 3, 0.52))
    assert not footprints.alike(one(field), one(field, parents=([[0, 1]],)))
    assert not footprints.alike(one(field, parents=([[0, 2]],)), one(field, parents=([[0, 1]],)))
    assert not footprints.alike(one(field), one(field, name="b"))
