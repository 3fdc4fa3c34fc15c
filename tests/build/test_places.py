"""The shipped places are what the build finds; what counts as the same."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pytest

from glutview.atlas.load import load_atlas
from glutview.build import places
from glutview.errors import GlutviewError
from glutview.geometry.mesh import Mesh
from glutview.geometry.places_file import Kept, Places, places_file, read_places, write_places

CHECK = argparse.Namespace(step="places", only=None, check=True)
WRITE = argparse.Namespace(step="places", only=None, check=False)
TELLS = r"places\.npz: differs from what the build makes: run `python -m glutview\.build places`"


def test_the_shipped_file_is_what_the_build_makes(capsys: pytest.CaptureFixture[str]) -> None:
    places.run(CHECK)
    assert capsys.readouterr().out == "places.npz: unchanged\n"


def test_a_file_that_is_missing_damaged_or_stale_is_told_of_and_made(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "places.npz"
    monkeypatch.setattr(places, "places_file", lambda: path)
    with pytest.raises(GlutviewError, match=TELLS):
        places.run(CHECK)
    path.write_bytes(b"damaged")
    with pytest.raises(GlutviewError, match=TELLS):
        places.run(CHECK)
    _, made = places.riding(load_atlas())
    name = next(iter(made))
    write_places(path, {**made, name: Kept(made[name].places, "of other meshes")})
    with pytest.raises(GlutviewError, match=TELLS):
        places.run(CHECK)
    places.run(WRITE)
    assert {name: kept.made_from for name, kept in read_places(path).items()} == {
        name: kept.made_from for name, kept in made.items()
    }
    places.run(CHECK)


def test_every_right_sheet_has_its_places_on_what_deforms() -> None:
    atlas = load_atlas()
    riders = [structure for structure in atlas.structures.values() if structure.rides_on and structure.side != "l"]
    expected = {
        f"{structure.stated_id} on {atlas.structures[id].stated_id}"
        for structure in riders
        for id in structure.rides_on
        if atlas.structures[id].moves_with is None
    }
    assert expected == set(read_places(places_file()))


def test_only_what_platforms_may_differ_by_is_the_same() -> None:
    square = Mesh(np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [1, 1, 0.0]]), np.array([[0, 1, 2], [1, 3, 2]]))

    def one(triangle: int, *weights: float, name: str = "a on b", made_from: str = "abc") -> dict[str, Kept]:
        found = Places(np.array([triangle], np.int32), np.array([weights], np.float32))
        return {name: Kept(found, made_from)}

    def alike(first: dict[str, Kept], second: dict[str, Kept]) -> bool:
        return places.alike(first, second, {"a on b": square})

    # On the edge between them the place is the same in either triangle.
    assert alike(one(0, 0, 0.5, 0.5), one(1, 0.5, 0, 0.5))
    assert alike(one(0, 0.5, 0.5, 0), one(0, 0.5005, 0.4995, 0))
    assert not alike(one(0, 0.5, 0.5, 0), one(0, 0.52, 0.48, 0))
    assert not alike(one(0, 0.5, 0.5, 0), one(0, 0.5, 0.5, 0, made_from="abd"))
    assert not alike(one(0, 0.5, 0.5, 0, name="a on c"), one(0, 0.5, 0.5, 0))
